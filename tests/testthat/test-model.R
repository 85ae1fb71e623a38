# A model from given parameters behaves as a fit with these parameters.

cells <- as.matrix(iris[, 1:4])
species <- as.integer(iris$Species)
as_model <- function(fit) {
  gmm_model(fit$weights, fit$means, fit$covariances, fit$covariance_type)
}

test_that("a model with the parameters of a fit predicts, draws and has the same coefficients", {
  for (type in all_structures) {
    fit <- gmm_fit(cells, 3, type, start = species)
    model <- as_model(fit)
    expect_s3_class(model, "gaussmix", exact = TRUE)
    for (kind in eval(formals(gaussmix:::predict.gaussmix)$type)) {
      expect_equal(
        predict(model, cells, type = kind), predict(fit, type = kind), tolerance = 1e-12
      )
    }
    expect_identical(coef(model), coef(fit))
    expect_identical(model$df, fit$df)
    set.seed(1)
    a <- gmm_sample(model, 20)
    set.seed(1)
    expect_identical(a, gmm_sample(fit, 20))
  }
})

test_that("covariances may be d x d x K for every type", {
  for (type in all_structures) {
    fit <- gmm_fit(cells, 3, type, start = species)
    model <- gmm_model(fit$weights, fit$means, coef(fit)$covariances, type)
    expect_equal(model$covariances, unname(fit$covariances), tolerance = 1e-15)
  }
})

test_that("one dimension takes vectors, one component a matrix", {
  x <- c(-2, 0.5, 3)
  # Closed form: .3 N(0, 4) + .7 N(1, 9).
  wanted <- 0.3 * stats::dnorm(x, 0, 2) + 0.7 * stats::dnorm(x, 1, 3)
  for (type in c("full", "diag", "spherical")) {
    model <- gmm_model(c(0.3, 0.7), c(0, 1), c(4, 9), type)
    expect_equal(predict(model, x, type = "density"), wanted, tolerance = 1e-14)
  }
  for (type in c("tied", "tied_diag", "tied_spherical")) {
    model <- gmm_model(c(0.3, 0.7), c(0, 1), 4, type)
    wanted <- 0.3 * stats::dnorm(x, 0, 2) + 0.7 * stats::dnorm(x, 1, 2)
    expect_equal(predict(model, x, type = "density"), wanted, tolerance = 1e-14)
  }
  square <- matrix(c(2, 1, 1, 2), 2)
  for (type in c("full", "tied")) {
    model <- gmm_model(1, rbind(c(0, 0)), square, type)
    # The log density of N(0, S) at (1, 2) by the formula.
    wanted <- -log(2 * pi) - 0.5 * log(3) - 0.5 * sum(c(1, 2) * solve(square, c(1, 2)))
    expect_equal(predict(model, rbind(1:2), type = "log_density"), wanted, tolerance = 1e-14)
  }
})

test_that("a model is a start", {
  fit <- gmm_fit(cells, 3, start = species, tol = 0, max_iter = 5)
  from_fit <- gmm_fit(cells, start = fit)
  from_model <- gmm_fit(cells, start = as_model(fit))
  same <- setdiff(names(from_fit), "call")
  expect_identical(unclass(from_model)[same], unclass(from_fit)[same])
})

test_that("what takes data is refused", {
  model <- gmm_model(c(0.3, 0.7), c(0, 1), c(4, 9))
  for (what in list(logLik, nobs, aic, bic, icl, simulate, predict, stats::BIC)) {
    expect_error(what(model), class = "gaussmix_error_no_data")
  }
})

test_that("parameters that are no mixture are refused", {
  ok <- list(weights = c(0.3, 0.7), means = diag(2), covariances = array(diag(2), c(2, 2, 2)))
  bad <- function(...) {
    expect_error(
      do.call(gmm_model, utils::modifyList(ok, list(...))), class = "gaussmix_error_argument"
    )
  }
  bad(weights = c(0.3, 0.6))
  bad(weights = c(1, 0))
  bad(weights = c(0.3, NA))
  bad(weights = "1")
  bad(means = diag(3))
  bad(means = matrix(c(1, NA, 1, 2), 2))
  bad(means = "a")
  bad(covariances = diag(2))
  bad(covariances = array(matrix(c(1, 2, 2, 1), 2), c(2, 2, 2)))
  bad(covariances = array(c(1, 0, 0.5, 1), c(2, 2, 2)))
  bad(covariances = "x")
  bad(covariance_type = "round")
  bad(covariance_type = "diag", covariances = array(matrix(c(2, 1, 1, 2), 2), c(2, 2, 2)))
  expect_error(gmm_model(1, 2), class = "gaussmix_error_argument")
})

test_that("a margin is the mixture of its columns", {
  fit <- gmm_fit(cells, 3, "tied", start = species)
  margin <- gaussmix:::marginal_mixture(fit, c(4, 2))
  whole <- coef(fit)
  expect_identical(coef(margin)$means, whole$means[, c(4, 2)])
  expect_identical(coef(margin)$covariances, whole$covariances[c(4, 2), c(4, 2), ])
  expect_identical(coef(margin)$weights, whole$weights)
})

test_that("covariances are matched with the means by the names of columns", {
  s <- matrix(c(4, 1, 1, 9), 2, dimnames = list(c("b", "a"), c("b", "a")))
  model <- gmm_model(1, cbind(a = 0, b = 0), s)
  expect_identical(coef(model)$covariances[, , 1], s[2:1, 2:1])
  wide <- gmm_model(c(0.5, 0.5), cbind(a = 0:1, b = 0), cbind(b = c(1, 2), a = c(3, 4)), "diag")
  expect_identical(coef(wide)$covariances["a", "a", ], c(`1` = 3, `2` = 4))
  one <- gmm_model(c(0.5, 0.5), cbind(a = 0:1, b = 0), c(b = 1, a = 3), "tied_diag")
  expect_identical(coef(one)$covariances["a", "a", 1], 3)
  colnames(s) <- rownames(s) <- c("b", "c")
  expect_error(gmm_model(1, cbind(a = 0, b = 0), s), "`c`", class = "gaussmix_error_argument")
  # Names of components are not names of columns.
  expect_silent(gmm_model(c(0.5, 0.5), cbind(a = 0:1, b = 0), c(x = 1, y = 2), "spherical"))
  expect_error(
    gmm_model(1, matrix(0, 1, 0), array(0, c(0, 0, 1))),
    class = "gaussmix_error_argument"
  )
})

test_that("a structure holds in the units of each covariance and each column", {
  refused <- function(whole, type) {
    means <- matrix(0, dim(whole)[3], dim(whole)[1])
    weights <- rep(1 / nrow(means), nrow(means))
    expect_error(
      gmm_model(weights, means, whole, type), "structure", class = "gaussmix_error_argument"
    )
    x <- cells[, seq_len(dim(whole)[1]), drop = FALSE]
    expect_error(
      gmm_fit(x, nrow(means), type, start = list(
        weights = weights, means = means, covariances = whole
      )), "structure", class = "gaussmix_error_start"
    )
  }
  pair <- function(a, b) array(c(a, b), c(dim(a), 2))
  for (large in c(1, 1e14, 1e200)) {
    two <- diag(c(large, 1))
    refused(pair(two, diag(c(large, 100))), "tied")
    refused(pair(two, diag(c(large, 100))), "tied_diag")
    correlated <- two
    correlated[1, 2] <- correlated[2, 1] <- 0.9 * sqrt(large)
    refused(pair(two, correlated), "diag")
    refused(pair(correlated, two), "tied")
    refused(pair(correlated, correlated), "tied_diag")
    # One that is small beside another component's.
    refused(pair(diag(c(1, 2)), large * diag(2)), "spherical")
    refused(pair(large * diag(2), diag(c(1, 1.001))), "spherical")
    if (large > 1) refused(pair(large * diag(2), diag(2)), "tied_spherical")
  }
  # Rounding is no difference.
  near <- 1 + 1e-12
  for (type in all_structures) {
    whole <- pair(diag(2) * 1e-14, diag(2) * 1e-14 * near)
    expect_s3_class(gmm_model(c(0.5, 0.5), diag(2), whole, type), "gaussmix")
  }
})
