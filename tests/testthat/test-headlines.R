# The numbers that the package is known by. Witnesses: the first three are
# written here; the rest are headlines.json, best optima of long searches by
# scikit-learn.

seeds <- 1:50

fits_over_seeds <- function(x, n_components, ..., over = seeds) {
  lapply(over, function(seed) {
    set.seed(seed)
    gmm_fit(x, n_components = n_components, ...)
  })
}

log_likelihoods <- function(fits) vapply(fits, function(fit) fit$log_likelihood, numeric(1))

test_that("iris, three components, full covariance", {
  for (fit in fits_over_seeds(iris[, 1:4], 3)) {
    expect_true(fit$converged)
    expect_false(fit$singular)
    expect_within(absolute_error(fit$log_likelihood, -180.18548), 1e-4, "log-likelihood")
    expect_within(absolute_error(bic(fit), 580.839), 1e-3, "BIC")
    expect_within(absolute_error(aic(fit), 448.371), 1e-3, "AIC")
    expect_within(
      absolute_error(adjusted_rand_index(predict(fit), iris$Species), 0.9039), 5e-5, "ARI"
    )
  }
})

test_that("iris in population sds, three components, full covariance", {
  for (fit in fits_over_seeds(oracle_data("iris_scaled"), 3)) {
    expect_true(fit$converged)
    expect_within(absolute_error(fit$log_likelihood, -290.53106), 1e-4, "log-likelihood")
    expect_within(
      absolute_error(adjusted_rand_index(predict(fit), iris$Species), 0.9039), 5e-5, "ARI"
    )
  }
})

test_that("twenty random-row starts do not prefer a collapsed fit on iris", {
  for (fit in fits_over_seeds(iris[, 1:4], 3, start = "random_rows", n_init = 20)) {
    expect_within(absolute_error(fit$log_likelihood, -180.1855), 1e-4, "log-likelihood")
    expect_false(fit$singular)
    expect_equal(nrow(fit$restarts), 20)
  }
})

for (data in c("iris_raw", "iris_scaled")) {
  for (type in c("full", "tied", "diag", "spherical")) {
    test_that(paste("defaults reach the best known optimum:", data, type), {
      skip_if_not_installed("jsonlite")
      key <- paste(data, type, "best_found", sep = "-")
      expected <- read_oracle("headlines.json")[[key]][["reg_covar=0"]]
      fits <- fits_over_seeds(oracle_data(data), 3, covariance_type = type)
      expect_within(absolute_error(
        log_likelihoods(fits), rep(expected$loglik, length(fits))
      ), 1e-4, "log-likelihood")
      for (fit in fits) {
        expect_within(
          absolute_error(adjusted_rand_index(predict(fit), iris$Species), expected$ari), 1e-6, "ARI"
        )
      }
      expect_equal(fits[[1]]$df, expected$n_parameters)
    })
  }
}

for (name in c("blobs300", "stretch500")) {
  test_that(paste("defaults reach the best known optimum:", name), {
    skip_if_not_installed("jsonlite")
    skip_on_cran()
    expected <- read_oracle("seed_expected.json")[[name]]
    x <- oracle_data(paste0("seed_", name))
    fits <- fits_over_seeds(x, expected$n_components)
    expect_within(
      absolute_error(log_likelihoods(fits), rep(expected$loglik, length(fits))), 1e-4,
      "log-likelihood"
    )
  })
}
