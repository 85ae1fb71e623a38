# Densities, probabilities and predictions of a fit belong to its parameters, for every
# covariance structure.

# Consistency of a fit ----------------------------------------------------------

for_structures("the likelihood is that of the returned parameters", function(type) {
  x <- law_data()
  for (w in list(rep(1, 120), law_weights())) {
    set.seed(1)
    fit <- gmm_fit(x, n_components = 3, covariance_type = type, sample_weight = w)
    log_density <- predict(fit, type = "log_density")
    expect_within(relative_error(fit$log_likelihood, sum(w * log_density)), 1e-10, "log-likelihood")
    model <- list(weights = fit$weights, means = fit$means, covariances = fitted_covariances(fit))
    expected <- reference_e_step(x, model)
    expect_within(absolute_error(log_density, expected$log_density), 1e-10, "log densities")
    expect_within(absolute_error(predict(fit, type = "prob"), expected$z), 1e-10, "posterior")
    expect_within(relative_error(max(fit$trace), fit$log_likelihood), 1e-10, "trace")
  }
})

for_structures("predictions for the training data are those for the same new data", function(type) {
  x <- law_data()
  colnames(x) <- c("a", "b", "c")
  set.seed(1)
  fit <- gmm_fit(x, n_components = 3, covariance_type = type)
  again <- x + 0
  for (data in list(again, as.data.frame(again), again[, 3:1])) {
    expect_identical(as.vector(predict(fit)), as.vector(predict(fit, data)))
    for (content in c("prob", "log_density", "density", "uncertainty", "component_log_density")) {
      expect_within(
        absolute_error(predict(fit, type = content), predict(fit, data, type = content)),
        1e-12, content
      )
    }
  }
  z <- predict(fit, type = "prob")
  expect_equal(as.integer(predict(fit)), max.col(z, "first"), ignore_attr = TRUE)
  expect_within(
    absolute_error(predict(fit, type = "uncertainty"), 1 - apply(z, 1, max)), 1e-15, "uncertainty"
  )
})

for_structures("probabilities sum to one", function(type) {
  for (n_components in c(2, 3, 7)) {
    set.seed(1)
    fit <- allow_singular(gmm_fit(
      law_data(),
      n_components = n_components, covariance_type = type, n_init = 4
    ))
    expect_within(absolute_error(sum(fit$weights), 1), 1e-15, "weights")
    far <- outer(10^c(0, 3, 6, 9, 100, 160), c(1, -1, 0.5))
    z <- rbind(predict(fit, type = "prob"), predict(fit, far, type = "prob"))
    expect_within(absolute_error(rowSums(z), rep(1, nrow(z))), 4e-16 * n_components, "posterior")
    expect_true(all(z >= 0))
  }
})

test_that("the likelihood is that of the returned parameters far from zero", {
  for (type in all_structures) {
    set.seed(1)
    fit <- gmm_fit(law_data() + 1e8, n_components = 3, covariance_type = type)
    expect_within(
      relative_error(fit$log_likelihood, sum(predict(fit, type = "log_density"))), 1e-10, type
    )
  }
})

# A fit with one given component.
given_normal <- function(covariance, mean = rep(0, nrow(covariance))) {
  d <- nrow(covariance)
  gmm_fit(
    matrix(seq_len(d * (d + 1)) %% 7, d + 1),
    max_iter = 0, reg_covar = 0,
    start = list(weights = 1, means = rbind(mean), covariances = array(covariance, c(d, d, 1)))
  )
}

test_that("log densities of ill-conditioned and of narrow normals", {
  # Condition 1e9; the value was computed in higher precision.
  covariance <- matrix(c(
    32.00000007, 35.99999993, 8.00000001,
    35.99999993, 40.50000006, 8.99999998,
    8.00000001, 8.99999998, 2.00000008
  ), 3)
  value <- predict(given_normal(covariance), rbind(rep(0, 3)), type = "log_density")
  expect_within(absolute_error(value, 11.1852708731677), 1e-7, "condition 1e9")

  # -(70 log(2 pi) + 70 log(1e-10)) / 2
  value <- predict(given_normal(diag(1e-10, 70)), rbind(rep(0, 70)), type = "log_density")
  expect_within(relative_error(value, 741.579085), 1e-9, "70 narrow dimensions")
  expect_within(
    relative_error(value, -35 * (log(2 * pi) + log(1e-10))), 1e-13, "70 narrow dimensions"
  )
})

test_that("the posterior has its closed form however far the point", {
  # log odds of components at 1 and -1 with unit variances: log(.7 / .3) + 2 x.
  x <- c(0, 10^seq(-8, 8), -10^seq(-8, 8))
  for (type in all_structures) {
    fit <- gmm_fit(
      c(-2, -1, 1, 2),
      covariance_type = type, max_iter = 0,
      start = list(weights = c(0.3, 0.7), means = c(-1, 1), covariances = array(1, c(1, 1, 2)))
    )
    z <- predict(fit, x, type = "prob")
    log_odds <- log(0.7 / 0.3) + 2 * x
    expect_within(absolute_error(z[, 1], stats::plogis(-log_odds)), 1e-12, type)
    expect_within(absolute_error(z[, 2], stats::plogis(log_odds)), 1e-12, type)
  }
})
