# Laws of a run and of a search, for every covariance structure: ascent, nesting, restarts,
# reproducibility, stopping.

# Ascent, nesting, restarts --------------------------------------------------

for_structures("the likelihood never falls without a ridge", function(type) {
  data <- list(law_data(), as.matrix(iris[, 1:4]), as.matrix(faithful))
  for (x in data) {
    for (seed in 1:5) {
      set.seed(seed)
      labels <- sample(3, nrow(x), replace = TRUE)
      fit <- fit_law(x, type, labels, reg_covar = 0, max_iter = 60)
      slack <- 1e-9 * abs(fit$trace[-1])
      expect_within(max(c(0, -diff(fit$trace) - slack)), 0, "fall of the likelihood")
      expect_gt(fit$trace[61], fit$trace[1])
    }
  }
})

# At the optimum without a ridge any ridge lowers the likelihood.
for_structures("the fit is the best that was seen, or the last if tol = 0", function(type) {
  x <- law_data()
  w <- law_weights()
  fit_on <- function(...) {
    fit_law(x, type, ..., sample_weight = w, max_iter = 1000)
  }
  optimum <- fit_on(law_labels(), reg_covar = 0, tol = 1e-10)
  best <- fit_on(optimum, reg_covar = 0.3, tol = 1e-8)
  expect_lt(best$trace[2], best$trace[1])
  expect_identical(best$log_likelihood, max(best$trace))
  expect_identical(best$restarts$log_likelihood, best$log_likelihood)
  expect_same_fit(best, optimum, x, 1e-12, "best")
  log_density <- predict(best, type = "log_density")
  expect_within(relative_error(best$log_likelihood, sum(w * log_density)), 1e-10, "log-likelihood")

  last <- fit_on(optimum, reg_covar = 0.3)
  expect_identical(last$log_likelihood, last$trace[1001])
  expect_lt(last$log_likelihood, max(last$trace))
})

nestings <- rbind(
  c("tied_spherical", "spherical"), c("tied_spherical", "tied_diag"), c("spherical", "diag"),
  c("tied_diag", "diag"), c("tied_diag", "tied"), c("diag", "full"), c("tied", "full")
)

for (i in seq_len(nrow(nestings))) {
  small <- nestings[i, 1]
  large <- nestings[i, 2]
  test_that(paste("a larger model is not worse:", small, "in", large), {
    for (x in list(law_data(), as.matrix(iris[, 1:4]))) {
      set.seed(2)
      inner <- gmm_fit(x, n_components = 3, covariance_type = small, reg_covar = 0)
      outer <- gmm_fit(
        x,
        n_components = 3, covariance_type = large, start = coef(inner), reg_covar = 0
      )
      expect_within(
        log_likelihood_error(outer$trace[1], inner$log_likelihood, nrow(x)), 1e-12, "start"
      )
      expect_gt(outer$log_likelihood, inner$log_likelihood)
      expect_gt(outer$df, inner$df)
    }
  })
}

for_structures("a fit reports its chosen restart", function(type) {
  for (seed in 1:5) {
    set.seed(seed)
    fit <- gmm_fit(iris[, 1:4], n_components = 4, covariance_type = type)
    restarts <- fit$restarts
    chosen <- restarts[restarts$chosen, ]
    expect_equal(nrow(restarts), 20)
    expect_equal(nrow(chosen), 1)
    expect_identical(chosen$log_likelihood, fit$log_likelihood)
    expect_identical(chosen$converged, fit$converged)
    expect_equal(chosen$iterations, fit$iterations)
    expect_identical(chosen$collapsed, fit$singular)
    expect_equal(length(fit$trace), fit$iterations + 1)
    # Of restarts that end in one optimum rounding says which is highest.
    best <- max(restarts$log_likelihood[!restarts$collapsed])
    expect_gte(fit$log_likelihood, best - 1e-12 * abs(best))
  }
})

# Reproducibility ----------------------------------------------------------------

for_structures("threads and repetition change no bit", function(type) {
  # Rows enough for many blocks of work.
  set.seed(10)
  x <- law_data()
  large <- x[rep(1:120, length.out = 50000), ] + stats::rnorm(150000, sd = 0.1)
  fit_on <- function(threads, data, ...) {
    set.seed(20)
    fit <- allow_singular(gmm_fit(
      data,
      n_components = 3, covariance_type = type, threads = threads, ...
    ))
    list(fit = essence(fit), prob = predict(fit, type = "prob", threads = threads))
  }
  small <- fit_on(1, x)
  big <- fit_on(1, large, n_init = 2, tol = 0, max_iter = 5)
  for (threads in c(1, 2, 4)) {
    expect_identical(fit_on(threads, x), small)
    expect_identical(fit_on(threads, large, n_init = 2, tol = 0, max_iter = 5), big)
  }
})

test_that("another seed is another search", {
  fit_seed <- function(seed) {
    set.seed(seed)
    gmm_fit(iris[, 1:4], n_components = 4, n_init = 3)$restarts$log_likelihood
  }
  expect_identical(fit_seed(1), fit_seed(1))
  expect_false(identical(fit_seed(1), fit_seed(2)))
})

# Stopping -------------------------------------------------------------------------

for_structures("tol = 0 makes exactly max_iter iterations", function(type) {
  x <- law_data()
  for (iterations in c(1, 7, 400)) {
    expect_silent(fit <- gmm_fit(
      x,
      covariance_type = type, start = law_labels(), tol = 0, max_iter = iterations
    ))
    expect_identical(fit$iterations, as.integer(iterations))
    expect_length(fit$trace, iterations + 1)
    expect_identical(fit$trace[iterations + 1], fit$log_likelihood)
  }
})

for_structures("tol is what an observation can still gain when EM stops", function(type) {
  x <- law_data()
  maximum <- fit_law(x, type, law_labels(), tol = 1e-14, max_iter = 10000)$log_likelihood
  for (acceleration in c("lbfgs", "none")) {
    for (tol in c(1e-3, 1e-6, 1e-8)) {
      fit <- fit_law(
        x, type, law_labels(),
        tol = tol, max_iter = 10000, control = gmm_control(acceleration = acceleration)
      )
      expect_true(fit$converged)
      expect_lte(fit$expected_gain, tol)
      # It is an estimate.
      expect_lte((maximum - fit$log_likelihood) / 120, 3 * tol)
    }
  }
  expect_warning(
    fit <- gmm_fit(x, covariance_type = type, start = law_labels(), max_iter = 2),
    class = "gaussmix_warning_not_converged"
  )
  expect_false(fit$converged)
})
