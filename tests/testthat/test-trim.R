# Fits without the most extreme observations.

halves <- 1 + (faithful$waiting < 67)

# Nine readings that went wrong, far from the data and from each other.
wrong <- data.frame(eruptions = c(9, 8, 7, 9, 8, 7, 6, 9, 10), waiting = seq(20, 180, by = 20))
spoilt <- rbind(faithful, wrong)

test_that("a trimmed fit is the fit to the rows that are left", {
  set.seed(1)
  fit <- gmm_fit(spoilt, 2)
  trimmed <- gmm_trim(fit)
  rows <- which(gmm_outliers(fit)$outlier)
  expect_identical(trimmed$trimmed$rows, rows)
  expect_true(all(273:281 %in% rows))
  set.seed(1)
  left <- gmm_fit(spoilt[-rows, ], 2)
  expect_same_fit(trimmed, left, as.matrix(faithful), 1e-6, "trimmed")
  expect_identical(trimmed$nobs, 281 - length(rows))
  # What is dropped is still predicted, and far out.
  expect_length(predict(trimmed), 281)
  expect_true(all(gmm_outliers(trimmed, threshold = -20)$outlier[273:281]))
})

test_that("the mixture before is kept, and the call can be updated", {
  set.seed(1)
  fit <- gmm_fit(spoilt, 2)
  trimmed <- gmm_trim(fit, share = 0.1)
  expect_identical(trimmed$trimmed$before$means, fit$means)
  expect_identical(trimmed$trimmed$threshold, attr(gmm_outliers(fit, share = 0.1), "threshold"))
  less <- update(trimmed, share = 0.02)
  expect_true(all(less$trimmed$rows %in% trimmed$trimmed$rows))
  expect_lt(length(less$trimmed$rows), length(trimmed$trimmed$rows))
  twice <- gmm_trim(trimmed, share = 0.1)
  expect_true(all(trimmed$trimmed$rows %in% twice$trimmed$rows))
  expect_identical(twice$nobs, 281 - length(twice$trimmed$rows))
  expect_output(print(twice), paste(length(twice$trimmed$rows), "dropped"))
})

test_that("arguments of the fit are used again: formulas, weights, given starts, priors", {
  with_weights <- transform(spoilt, w = rep_len(1:3, 281))
  tolerance <- 1e-6
  fit <- gmm_fit(
    ~ log(eruptions) + waiting, with_weights, n_components = 2, covariance_type = "diag",
    start = c(halves, rep(1, 9)), tol = tolerance, sample_weight = w
  )
  trimmed <- gmm_trim(fit)
  weights <- with_weights$w
  weights[trimmed$trimmed$rows] <- 0
  expected <- gmm_fit(
    ~ log(eruptions) + waiting, with_weights, n_components = 2, covariance_type = "diag",
    start = c(halves, rep(1, 9)), tol = tolerance, sample_weight = weights
  )
  expect_identical(coef(trimmed), coef(expected))
  expect_equal(formula(trimmed), formula(fit))
  expect_identical(predict(trimmed, faithful), predict(expected, faithful))

  fit <- gmm_fit(spoilt, 2, start = c(halves, rep(1, 9)), prior = gmm_prior())
  expect_identical(gmm_trim(fit)$objective, "log_posterior")
  bayes <- gmm_bayes(spoilt, 3, start = rep_len(1:3, 281), weight_prior = "dirichlet")
  expect_identical(gmm_trim(bayes)$weight_prior$distribution, "dirichlet")
})

test_that("from inside functions, and where the data have changed since", {
  inside <- function(data, k) {
    fit <- gmm_fit(data, k, start = c(halves, rep(1, 9)))
    data <- NULL
    gmm_trim(fit)
  }
  expect_identical(inside(spoilt, 2)$n_components, 2L)
  fit <- local({
    my_tolerance <- 1e-6
    gmm_fit(spoilt, 2, start = c(halves, rep(1, 9)), tol = my_tolerance)
  })
  expect_error(gmm_trim(fit), class = "gaussmix_error_argument")
  by_do_call <- do.call(gmm_trim, list(inside(spoilt, 2)))
  expect_lt(length(deparse(by_do_call$call)), 3)
})

test_that("a selected fit can be trimmed", {
  set.seed(1)
  best <- gmm_best(gmm_select(spoilt, 1:3, "full"))
  expect_identical(gmm_trim(best)$n_components, best$n_components)
})
