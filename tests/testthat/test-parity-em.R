# EM from given starts against an 80-bit implementation and scikit-learn: every
# case, after 1, 5 and 50 iterations.

fit_case <- function(case, x, iterations) {
  allow_singular(gmm_fit(
    x,
    n_components = case$K, covariance_type = case$covariance,
    start = list(
      weights = case$start$weights, means = case$start$means,
      covariances = component_last(case$start$covariances, case$covariance)
    ),
    tol = 0, max_iter = iterations, reg_covar = case$reg_covar, control = absolute_ridge()
  ))
}

expect_case_after <- function(case, x, iterations) {
  fit <- fit_case(case, x, iterations)
  expected <- case$after[[as.character(iterations)]]
  what <- paste(case$id, "after", iterations)
  covariances <- component_last(expected$covariances, case$covariance)
  expected$covariances <- whole_covariances(covariances, case$covariance, case$d, case$K)
  allowed <- case$tolerance
  expect_equal(max(unlist(allowed)), 1e-9)

  expect_parameters(fit, expected, x, 1e-9, what)
  expect_within(
    log_likelihood_error(fit$log_likelihood, expected$loglik, case$n),
    allowed$loglik, paste(what, "log-likelihood")
  )
  path <- case$n * case$mean_loglik_path[seq_len(iterations + 1)]
  expect_within(
    log_likelihood_error(fit$trace, path, case$n), allowed$loglik, paste(what, "trace")
  )
  expect_within(relative_error(aic(fit), expected$aic), allowed$aic, paste(what, "AIC"))
  expect_within(relative_error(bic(fit), expected$bic), allowed$bic, paste(what, "BIC"))
  expect_within(
    absolute_error(predict(fit, type = "prob")[1:5, ], expected$posterior_head),
    allowed$posterior, paste(what, "posterior")
  )
  expect_equal(fit$df, case$n_parameters)
  expect_equal(unname(fit$ridge), rep(case$reg_covar, case$d))
}

for (id in outer(
  c("iris_raw", "iris_scaled", "synth_a", "synth_b"),
  c("full", "tied", "diag", "spherical"), paste,
  sep = "-"
)) {
  test_that(paste("EM agrees with extended precision:", id), {
    skip_if_not_installed("jsonlite")
    case <- oracle_case("em_cases.json", id)
    x <- oracle_data(case$data)
    expect_equal(dim(x), c(case$n, case$d))
    for (iterations in c(1, 5, 50)) {
      expect_case_after(case, x, iterations)
    }
  })
}
