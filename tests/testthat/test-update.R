# A fit again, with other arguments.

species <- as.integer(iris$Species)
parts <- c("weights", "means", "covariances", "log_likelihood", "trace", "nobs")
expect_same_fit <- function(a, b) expect_identical(unclass(a)[parts], unclass(b)[parts])

test_that("arguments are replaced and added", {
  fit <- gmm_fit(iris[, 1:4], 3, start = species)
  expect_same_fit(
    update(fit, covariance_type = "tied"), gmm_fit(iris[, 1:4], 3, "tied", start = species)
  )
  expect_same_fit(update(fit, x = iris[, 2:4]), gmm_fit(iris[, 2:4], 3, start = species))
  expect_identical(
    update(fit, tol = 1e-3, evaluate = FALSE),
    quote(gmm_fit(x = iris[, 1:4], n_components = 3, start = species, tol = 1e-3))
  )
})

test_that("NULL takes an argument out, or is given", {
  fit <- gmm_fit(iris[, 1:4], 3, start = species)
  weighted <- update(fit, sample_weight = rep(2, 150))
  expect_same_fit(update(weighted, sample_weight = NULL), fit)
  expect_same_fit(update(fit, sample_weight = NULL), fit)
  expect_identical(
    update(fit, threads = NULL, evaluate = FALSE),
    quote(gmm_fit(x = iris[, 1:4], n_components = 3, start = species, threads = NULL))
  )
  expect_error(update(fit, evaluates = NULL), class = "gaussmix_error_argument")
})

test_that("a run is gone on with from where it stopped", {
  fit <- gmm_fit(iris[, 1:4], 3, start = species, tol = 0, max_iter = 4)
  on <- update(fit, start = fit, max_iter = 3)
  whole <- gmm_fit(iris[, 1:4], 3, start = species, tol = 0, max_iter = 7)
  # The ridge is relative to the variances within the start, which are not the same.
  expect_equal(on$log_likelihood, whole$log_likelihood, tolerance = 1e-8)
})

test_that("formulas are changed", {
  fit <- gmm_fit(~ Petal.Length + Sepal.Width, iris, 3, start = species)
  expect_same_fit(
    update(fit, ~ . - Sepal.Width), gmm_fit(~Petal.Length, iris, 3, start = species)
  )
  expect_same_fit(
    update(fit, ~ . + log(Petal.Width)),
    gmm_fit(~ Petal.Length + Sepal.Width + log(Petal.Width), iris, 3, start = species)
  )
})

test_that("what cannot be updated is refused", {
  fit <- gmm_fit(iris[, 1:4], 3, start = species)
  expect_error(update(fit, ~ . - Sepal.Width), class = "gaussmix_error_argument")
  expect_error(update(fit, evaluate = NA), class = "gaussmix_error_argument")
  expect_error(update(fit, ninit = 3), class = "gaussmix_error_argument")
  formula <- gmm_fit(~Petal.Length, iris, 2, start = 1 + (species > 1))
  expect_error(update(formula, ~., 3), class = "gaussmix_error_argument")
})

test_that("models are updated, too", {
  model <- gmm_model(c(0.3, 0.7), c(0, 1), c(4, 9))
  expect_identical(update(model, means = c(5, 6))$means[, 1], c(`1` = 5, `2` = 6))
})
