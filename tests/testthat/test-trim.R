# Fits without the most extreme observations.

halves <- 1 + (faithful$waiting < 67)

# Nine readings that went wrong, far from the data and from each other.
wrong <- data.frame(eruptions = c(9, 8, 7, 9, 8, 7, 6, 9, 10), waiting = seq(20, 180, by = 20))
spoilt <- rbind(faithful, wrong)

test_that("a trimmed fit is the fit to the rows that are left", {
  set.seed(1)
  fit <- gmm_fit(spoilt, 2)
  trimmed <- gmm_trim(fit)
  rows <- which(gmm_outliers(fit, share = 0.04)$outlier)
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
  # Under the name of the fit there may be something else by now.
  fit <- NULL
  less <- update(trimmed, share = 0.02)
  expect_true(all(less$trimmed$rows %in% trimmed$trimmed$rows))
  expect_lt(length(less$trimmed$rows), length(trimmed$trimmed$rows))
  twice <- gmm_trim(trimmed, share = 0.1)
  expect_true(all(trimmed$trimmed$rows %in% twice$trimmed$rows))
  expect_identical(twice$nobs, 281 - length(twice$trimmed$rows))
  expect_output(print(twice), paste(length(twice$trimmed$rows), "dropped"))
  expect_identical(update(twice)$nobs, twice$nobs)
  for (change in list(quote(update(trimmed, n_components = 3)), quote(update(trimmed, x = iris)))) {
    expect_error(eval(change), class = "gaussmix_error_argument")
  }
  of_formula <- gmm_trim(gmm_fit(~ eruptions + waiting, spoilt, n_components = 2))
  expect_error(update(of_formula, ~ . - waiting), class = "gaussmix_error_argument")
})

test_that("a start that was given gives way to the fit; data and weights are those of the fit", {
  with_weights <- transform(spoilt, w = rep_len(1:3, 281))
  fit <- gmm_fit(
    ~ log(eruptions) + waiting, with_weights, n_components = 2, covariance_type = "diag",
    start = c(halves, rep(1, 9)), tol = 1e-6, sample_weight = w
  )
  trimmed <- gmm_trim(fit)
  weights <- with_weights$w
  weights[trimmed$trimmed$rows] <- 0
  expected <- gmm_fit(
    ~ log(eruptions) + waiting, with_weights,
    start = fit, tol = 1e-6, sample_weight = weights
  )
  expect_identical(coef(trimmed), coef(expected))
  expect_equal(formula(trimmed), formula(fit))
  expect_identical(predict(trimmed, faithful), predict(expected, faithful))
})

test_that("the settings are those of the fit, whatever their names mean now", {
  fitted_with <- function(x, prior, tol, ...) gmm_fit(x, 2, prior = prior, tol = tol, ...)
  set.seed(1)
  fit <- fitted_with(spoilt, gmm_prior(), 1e-5, n_init = 3, control = gmm_control(swaps = 1))
  prior <- NULL
  tol <- 1
  set.seed(1)
  trimmed <- gmm_trim(fit)
  expect_identical(trimmed$objective, "log_posterior")
  expect_identical(nrow(trimmed$restarts), 3L)
  weights <- replace(rep(1, 281), trimmed$trimmed$rows, 0)
  set.seed(1)
  expected <- gmm_fit(
    spoilt, 2,
    prior = gmm_prior(), tol = 1e-5, n_init = 3, control = gmm_control(swaps = 1),
    sample_weight = weights
  )
  expect_identical(coef(trimmed), coef(expected))

  bayes <- gmm_bayes(spoilt, 3, start = rep_len(1:3, 281), weight_prior = "dirichlet")
  expect_identical(gmm_trim(bayes)$weight_prior$distribution, "dirichlet")
  for (action in c("omit", "exclude")) {
    fit <- gmm_fit(replace(as.matrix(spoilt), 3, NA), 2, na_action = action)
    expect_identical(gmm_trim(fit)$na_action, action)
  }
  expect_identical(do.call(gmm_trim, list(fit))$n_components, 2L)
})

test_that("warnings are those of gmm_trim()", {
  # Two rows far out hold a component of their own: the singular fit is told of.
  far <- rbind(faithful, c(1e6, 1e6), c(1e6, 1e6))
  fit <- allow_singular(gmm_fit(far, 2))
  caught <- with_warnings(gmm_trim(fit))$warnings
  expect_true(all(vapply(caught, function(w) identical(w$call[[1]], quote(gmm_trim)), NA)))
})

test_that("something must be left", {
  fit <- gmm_fit(faithful, 2, start = halves)
  expect_error(gmm_trim(fit, threshold = Inf), "`threshold`", class = "gaussmix_error_argument")
})

test_that("a selected fit can be trimmed", {
  set.seed(1)
  best <- gmm_best(gmm_select(spoilt, 1:3, "full"))
  expect_identical(gmm_trim(best)$n_components, best$n_components)
})
