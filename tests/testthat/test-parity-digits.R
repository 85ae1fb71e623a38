# The same in 64 dimensions. Three pixels are constant, so only an absolute ridge
# makes the likelihood finite; the fit says so.

fit_digits <- function(case, x, labels, iterations) {
  type <- case$covariance
  start <- list(
    weights = rep(0.1, 10), means = rowsum(x, labels) / as.vector(table(labels)),
    covariances = compact_covariances(array(diag(0.1, 64), c(64, 64, 10)), type)
  )
  gmm_fit(
    x,
    n_components = 10, covariance_type = type, start = start, tol = 0,
    max_iter = iterations, reg_covar = case$reg_covar, control = absolute_ridge()
  )
}

# Tied and full cases carry diagonals, sums of rows and log-determinants.
expect_covariances_of_case <- function(fit, expected, case, what) {
  whole <- fitted_covariances(fit)
  diagonals <- t(apply(whole, 3, diag))
  if (case$covariance %in% c("diag", "spherical")) {
    wanted <- whole_covariances(expected$covariances, case$covariance, case$d, case$K)
    expect_within(covariance_error(whole, wanted), 1e-9, paste(what, "covariances"))
    return(invisible())
  }
  if (case$covariance == "tied") {
    whole <- whole[, , 1, drop = FALSE]
    diagonals <- diagonals[1, , drop = FALSE]
    wanted <- list(
      diagonals = rbind(expected$covariance_diagonal),
      row_sums = rbind(expected$covariance_row_sums), log_dets = expected$covariance_logdet
    )
  } else {
    wanted <- list(
      diagonals = expected$covariance_diagonals,
      row_sums = expected$covariance_row_sums, log_dets = expected$covariance_logdets
    )
  }
  sds <- sqrt(wanted$diagonals)
  expect_within(relative_error(diagonals, wanted$diagonals), 1e-9, paste(what, "variances"))
  # An entry may be off by 1e-9 sqrt(s_ii s_jj), hence the sum of row i by this:
  expect_within(
    max(abs(t(apply(whole, 3, rowSums)) - wanted$row_sums) / (sds * rowSums(sds))),
    1e-9, paste(what, "sums of rows")
  )
  log_dets <- apply(whole, 3, function(s) as.numeric(determinant(s)$modulus))
  expect_within(
    absolute_error(log_dets, wanted$log_dets) / case$d, 1e-9, paste(what, "log-determinants")
  )
}

for (type in c("full", "tied", "diag", "spherical")) {
  test_that(paste("EM on digits agrees with extended precision:", type), {
    skip_if_not_installed("jsonlite")
    case <- oracle_case("em_digits.json.gz", paste0("digits16-", type))
    x <- oracle_data("digits16")
    labels <- read_table("digits.csv.gz")$label
    expect_equal(dim(x), c(1797, 64))
    for (iterations in c(1, 5, 50)) {
      what <- paste(case$id, "after", iterations)
      caught <- with_warnings(fit_digits(case, x, labels, iterations))
      fit <- caught$value
      is_a <- function(class) vapply(caught$warnings, inherits, logical(1), class)
      # Other pixels are constant within some digit, so components collapse, too.
      expect_true(all(is_a("gaussmix_warning_singular")))
      expect_equal(sum(is_a("gaussmix_warning_constant")), 1)
      expected <- case$after[[as.character(iterations)]]
      expect_within(absolute_error(fit$weights, expected$weights), 1e-9, paste(what, "weights"))
      expect_within(means_error(fit$means, expected$means, x), 1e-9, paste(what, "means"))
      expect_covariances_of_case(fit, expected, case, what)
      path <- case$n * case$mean_loglik_path[seq_len(iterations + 1)]
      expect_within(log_likelihood_error(fit$trace, path, case$n), 1e-9, paste(what, "trace"))
      expect_within(
        log_likelihood_error(fit$log_likelihood, expected$loglik, case$n), 1e-9,
        paste(what, "log-likelihood")
      )
      expect_within(relative_error(aic(fit), expected$aic), 1e-9, paste(what, "AIC"))
      expect_within(relative_error(bic(fit), expected$bic), 1e-9, paste(what, "BIC"))
      expect_within(
        absolute_error(predict(fit, x[1:5, ], type = "prob"), expected$posterior_head), 1e-9,
        paste(what, "posterior")
      )
    }
  })
}
