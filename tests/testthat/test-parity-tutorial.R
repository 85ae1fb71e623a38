# The examples of a tutorial on mixtures, with its slips put right: see
# fixtures/README.md.

tutorial <- function(name) {
  skip_if_not_installed("jsonlite")
  read_oracle("seed_expected.json")[[name]]
}

one_d <- function(column) as.matrix(read_table("seed_1d.csv")[[column]])

# In one dimension these three structures are the same.
fit_one_d <- function(x, weights, means, variances, iterations, type = "full") {
  compact <- compact_covariances(array(variances, c(1, 1, 3)), type)
  allow_singular(gmm_fit(
    x,
    n_components = 3, covariance_type = type, tol = 0, max_iter = iterations, reg_covar = 0,
    start = list(weights = weights, means = cbind(means), covariances = compact)
  ))
}

test_that("responsibilities of the one-dimensional table", {
  expected <- tutorial("one_d_table")
  start <- expected$start
  for (type in c("full", "diag", "spherical")) {
    fit <- fit_one_d(one_d("x10"), start$weights, start$means, start$sds^2, 0, type)
    z <- predict(fit, type = "prob")
    expect_within(absolute_error(z, expected$responsibilities), 1e-12, "responsibilities")
    # Printed with nine digits: half a unit in the ninth is 5e-9 at most.
    expect_within(relative_error(z, expected$tutorial_printed), 5e-9, "printed responsibilities")
    expect_within(
      log_likelihood_error(fit$log_likelihood, expected$loglik, 60), 1e-9, "log-likelihood"
    )

    fit <- fit_one_d(one_d("x10"), start$weights, start$means, start$sds^2, 1, type)
    after <- expected$after_one_iteration
    after$covariances <- array(after$variances, c(1, 1, 3))
    expect_parameters(fit, within(after, means <- cbind(means)), one_d("x10"), 1e-9, "after one")
    expect_within(
      log_likelihood_error(fit$log_likelihood, after$loglik, 60), 1e-9, "log-likelihood"
    )
    expect_within(
      absolute_error(predict(fit, type = "prob"), after$responsibilities), 1e-9, "responsibilities"
    )
  }
})

for (reading in c("start_variances_5_3_1", "start_sds_5_3_1")) {
  test_that(paste("the one-dimensional loop:", reading), {
    em <- tutorial("one_d_em")
    expected <- em[[reading]]
    x <- one_d("x15")
    variances <- if (reading == "start_sds_5_3_1") c(25, 9, 1) else c(5, 3, 1)
    expect_equal(expected$variances[1, ], variances)
    for (iterations in 0:10) {
      what <- paste(reading, "after", iterations)
      fit <- fit_one_d(x, em$start$weights, em$start$means, variances, iterations)
      entry <- iterations + 1
      expect_equal(expected$iterations[entry], iterations)
      expect_parameters(fit, list(
        weights = expected$weights[entry, ], means = cbind(expected$means[entry, ]),
        covariances = array(expected$variances[entry, ], c(1, 1, 3))
      ), x, 1e-9, what)
      expect_within(
        log_likelihood_error(fit$log_likelihood, expected$loglik[entry], 60), 1e-9,
        paste(what, "log-likelihood")
      )
    }
    expect_within(log_likelihood_error(fit$trace, expected$loglik, 60), 1e-9, "trace")
    expect_within(
      absolute_error(predict(fit, type = "prob"), expected$responsibilities_last), 1e-9,
      "responsibilities"
    )
  })
}

# Parameters of two mixtures in the order of their first means.
sorted_parameters <- function(weights, means, covariances) {
  order <- order(means[, 1])
  list(
    weights = unname(weights)[order], means = means[order, , drop = FALSE],
    covariances = covariances[, , order, drop = FALSE]
  )
}

# EM from defaults, run on with scikit-learn's ridge until nothing changes.
polished <- function(x, n_components, reg_covar = 1e-6) {
  set.seed(1)
  fit <- gmm_fit(x, n_components = n_components)
  gmm_fit(
    x,
    start = fit, tol = 0, max_iter = 1000, reg_covar = reg_covar, control = absolute_ridge()
  )
}

# An optimum: parameters to 1e-7.
expect_optimum <- function(fit, expected, x, what) {
  sorted <- sorted_parameters(fit$weights, unname(fit$means), fitted_covariances(fit))
  wanted <- sorted_parameters(expected$weights, expected$means, expected$covariances)
  expect_within(absolute_error(sorted$weights, wanted$weights), 1e-7, paste(what, "weights"))
  expect_within(means_error(sorted$means, wanted$means, x), 1e-7, paste(what, "means"))
  expect_within(
    covariance_error(sorted$covariances, wanted$covariances), 1e-7, paste(what, "covariances")
  )
  expect_within(
    log_likelihood_error(fit$log_likelihood, expected$loglik, nrow(x)), 1e-9,
    paste(what, "log-likelihood")
  )
  expect_within(relative_error(aic(fit), expected$aic), 1e-7, paste(what, "AIC"))
  expect_within(relative_error(bic(fit), expected$bic), 1e-7, paste(what, "BIC"))
  expect_equal(fit$df, expected$n_parameters)
}

test_that("the optimum of the one-dimensional data", {
  expected <- tutorial("one_d_em")$optimum
  x <- one_d("x15")
  expected$means <- cbind(expected$means)
  expected$covariances <- array(expected$variances, c(1, 1, 3))
  expect_optimum(polished(x, 3, reg_covar = 0), expected, x, "one-dimensional")
})

# Log posterior of every component at one point, from densities alone.
log_posterior <- function(fit, point) {
  joint <- predict(fit, rbind(point), type = "component_log_density") + log(fit$weights)
  as.vector(joint - predict(fit, rbind(point), type = "log_density"))
}

for (name in c("stretch500", "stretch1000", "blobs300")) {
  test_that(paste("the optimum and the posterior at a point:", name), {
    expected <- tutorial(name)
    expected$covariances <- component_last(expected$covariances, "full")
    x <- oracle_data(paste0("seed_", name))
    fit <- polished(x, expected$n_components)
    expect_optimum(fit, expected, x, name)

    by_mean <- order(fit$means[, 1])
    wanted <- expected$log_posterior_at_point[order(expected$means[, 1])]
    actual <- log_posterior(fit, expected$point)[by_mean]
    expect_within(max(abs(actual - wanted) / pmax(1, abs(wanted))), 1e-7, "log posterior")
    posterior <- predict(fit, rbind(expected$point), type = "prob")[by_mean]
    expect_within(absolute_error(log(posterior), actual), 1e-12, "posterior and its log")
    log_density <- predict(fit, rbind(expected$point), type = "log_density")
    expect_within(
      absolute_error(log_density, expected$log_density_at_point), 1e-7, "log density"
    )
  })

  test_that(paste("defaults reach the optimum:", name), {
    expected <- tutorial(name)
    set.seed(1)
    fit <- gmm_fit(oracle_data(paste0("seed_", name)), n_components = expected$n_components)
    expect_true(fit$converged)
    expect_within(absolute_error(fit$log_likelihood, expected$loglik), 1e-4, "log-likelihood")
  })
}

test_that("the tutorial's printed posterior at (0.5, 0.5)", {
  printed <- c(9.36305075e-82, 1.94756664e-93, 4.00098007e-33, 5.02664415e-44, 1)
  expect_equal(tutorial("stretch1000")$tutorial_printed_posterior, printed)
  fit <- polished(oracle_data("seed_stretch1000"), 5)
  posterior <- predict(fit, rbind(c(0.5, 0.5)), type = "prob")
  # Nine digits are printed: half a unit in the ninth.
  expect_within(relative_error(sort(posterior), sort(printed)), 5e-9, "printed posterior")
})

test_that("EM from given starts on stretch500", {
  expected <- tutorial("stretch500")$em_from_scratch
  x <- oracle_data("seed_stretch500")
  expect_setequal(names(expected$after), c("1", "5", "10", "20", "50"))
  for (entry in names(expected$after)) {
    fit <- gmm_fit(
      x,
      n_components = 3, tol = 0, max_iter = as.numeric(entry),
      reg_covar = expected$reg_covar, control = absolute_ridge(),
      start = within(expected$start, covariances <- component_last(covariances, "full"))
    )
    after <- expected$after[[entry]]
    after$covariances <- component_last(after$covariances, "full")
    expect_parameters(fit, after, x, 1e-9, paste("after", entry))
    expect_within(relative_error(aic(fit), after$aic), 1e-9, "AIC")
    expect_within(relative_error(bic(fit), after$bic), 1e-9, "BIC")
    expect_within(
      absolute_error(predict(fit, type = "prob")[1:5, ], after$posterior_head), 1e-9, "posterior"
    )
  }
  expect_within(log_likelihood_error(fit$trace, expected$loglik_path, 500), 1e-9, "path")
})
