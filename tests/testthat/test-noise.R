# Fits that end at the noise: `gmm_control(stop = "noise")`.

# Two columns of five components that overlap: EM is slow.
overlapping <- with_seed(5, {
  group <- rep(1:5, each = 800)
  matrix(stats::rnorm(8000), 4000) + 1.2 * cbind(cos(group), sin(group))
})

groups <- rep_len(1:5, nrow(overlapping))

fit_until <- function(stop, ..., x = overlapping, start = groups) {
  gmm_fit(x, 5, start = start, max_iter = 20000, control = gmm_control(stop = stop), ...)
}

test_that("a fit that ends at the noise is a part of the way of one that goes on", {
  full <- fit_until("tolerance")
  fit <- fit_until("noise")
  expect_true(fit$converged)
  expect_lt(fit$iterations, full$iterations)
  expect_identical(fit$trace, full$trace[seq_along(fit$trace)])
  # Half a chi-squared with df degrees of freedom has the mean df / 2.
  expect_lte(fit$expected_gain * fit$nobs, 0.05 * fit$df / 2)
  expect_gt(fit$expected_gain, fit$settings$tol)
  expect_lte(full$expected_gain, full$settings$tol)
})

test_that("where the noise is below `tol`, `tol` decides", {
  expect_identical(
    fit_until("noise", tol = 0.1)$trace, fit_until("tolerance", tol = 0.1)$trace
  )
  fit <- fit_until("noise", tol = 0.1)
  expect_match(paste(capture.output(print(fit)), collapse = " "), "converged after")
})

test_that("`tol = 0` makes all iterations whatever the noise", {
  fit <- gmm_fit(
    overlapping, 5,
    start = groups, tol = 0, max_iter = 7, control = gmm_control(stop = "noise")
  )
  expect_identical(fit$iterations, 7L)
})

test_that("the noise is that of the weights' sum", {
  twice <- rbind(overlapping, overlapping)
  repeated <- fit_until("noise", x = twice, start = rep(groups, 2))
  weighted <- fit_until("noise", sample_weight = rep(2, nrow(overlapping)))
  expect_equal(weighted$log_likelihood, repeated$log_likelihood, tolerance = 1e-9)
  expect_identical(weighted$iterations, repeated$iterations)
  # More rows have less noise in each.
  expect_gt(repeated$iterations, fit_until("noise")$iterations)
})

test_that("a fit that goes on from the noise comes to the maximum", {
  fit <- fit_until("noise")
  on <- fit_until("tolerance", start = fit)
  expect_gt(on$iterations, 0)
  expect_gt(on$log_likelihood, fit$log_likelihood)
  # And one that does not go on knows that it has ended.
  again <- fit_until("noise", start = fit)
  expect_identical(again$iterations, 0L)
  expect_true(again$converged)
})

test_that("print and summary say how much may be missing", {
  fit <- fit_until("noise")
  left <- format(fit$expected_gain * fit$nobs, digits = 2)
  said <- paste0(
    "ended at the noise after ", fit$iterations, " iterations (the maximum may lie ", left,
    " higher)"
  )
  printed <- gsub("\\s+", " ", paste(capture.output(print(fit)), collapse = " "))
  expect_match(printed, said, fixed = TRUE)
  summed <- gsub("\\s+", " ", paste(capture.output(print(summary(fit))), collapse = " "))
  expect_match(summed, said, fixed = TRUE)
})

test_that("searches, priors and Bayesian fits end at the noise, too", {
  set.seed(1)
  control <- gmm_control(stop = "noise")
  fits <- list(
    gmm_fit(overlapping, 5, control = control),
    gmm_fit(overlapping, 5, prior = gmm_prior(), control = control),
    gmm_bayes(overlapping, 5, control = control),
    gmm_best(gmm_select(overlapping, 4:5, "diag", control = control))
  )
  for (fit in fits) {
    expect_true(fit$converged)
    expect_lte(fit$expected_gain * fit$nobs, 0.05 * fit$df / 2)
  }
})
