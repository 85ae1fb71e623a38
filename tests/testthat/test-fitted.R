# Fitted values, residuals and distances.

species <- as.integer(iris$Species)
x <- as.matrix(iris[, 1:4])
rownames(x) <- paste0("flower", 1:150)
fit <- gmm_fit(x, 3, start = species)

test_that("fitted values are the means of the assigned components; residuals are the rest", {
  expect_identical(fitted(fit), structure(
    unname(fit$means)[predict(fit), ], dimnames = dimnames(x)
  ))
  expect_identical(dimnames(residuals(fit)), dimnames(x))
  expect_equal(fitted(fit) + residuals(fit), x, tolerance = 1e-15)
})

test_that("rows that were left out are missing or NA", {
  holes <- x
  holes[4, 2] <- NA
  excluded <- gmm_fit(holes, 3, start = species, na_action = "exclude")
  expect_identical(which(is.na(fitted(excluded)[, 1])), c(flower4 = 4L))
  expect_identical(dim(residuals(excluded)), dim(x))
  expect_true(all(is.na(residuals(excluded)[4, ])))
  omitted <- gmm_fit(holes, 3, start = species, na_action = "omit")
  expect_identical(rownames(fitted(omitted)), rownames(x)[-4])
  expect_identical(residuals(omitted), residuals(excluded)[-4, ])
})

test_that("a vector and one component", {
  one <- gmm_fit(faithful$waiting, 1)
  expect_equal(
    unname(residuals(one)[, 1]), faithful$waiting - mean(faithful$waiting),
    tolerance = 1e-14
  )
})

test_that("without data there is nothing to be fitted", {
  light <- gmm_fit(x, 3, start = species, keep_data = FALSE)
  for (what in list(fitted, residuals, gmm_mahalanobis)) {
    expect_error(what(light), class = "gaussmix_error_no_data")
    expect_error(what(gmm_model(1, 0, 1)), class = "gaussmix_error_no_data")
  }
  expect_error(fitted(fit, newdata = x), class = "gaussmix_error_argument")
  expect_error(residuals(fit, "working"), class = "gaussmix_error_argument")
})

test_that("distances are those of stats::mahalanobis() for every type", {
  for (type in gaussmix:::covariance_types$name) {
    fit <- gmm_fit(x, 3, type, start = species)
    distance <- gmm_mahalanobis(fit)
    expect_identical(dimnames(distance), list(rownames(x), c("1", "2", "3")))
    for (k in 1:3) {
      wanted <- stats::mahalanobis(x, fit$means[k, ], coef(fit)$covariances[, , k])
      expect_equal(distance[, k], wanted, tolerance = 1e-11)
    }
    expect_equal(gmm_mahalanobis(fit, x[5:7, 4:1]), distance[5:7, ], tolerance = 1e-12)
    # The distance of a mean to itself
    expect_identical(unname(diag(gmm_mahalanobis(fit, fit$means))), numeric(3))
  }
})

test_that("distances do not depend on mixing weights, and far points have theirs", {
  model <- gmm_model(c(1e-300, 1), c(0, 1), c(4, 1))
  expect_equal(unname(gmm_mahalanobis(model, 3)[1, ]), c(9 / 4, 4), tolerance = 1e-15)
  expect_equal(unname(gmm_mahalanobis(model, 1e6 + 1)[1, 2]), 1e12, tolerance = 1e-15)
  expect_warning(distance <- gmm_mahalanobis(model, c(1, NA)), class = "gaussmix_warning_missing")
  expect_identical(unname(is.na(distance[, 1])), c(FALSE, TRUE))
})

test_that("arguments are checked", {
  expect_error(gmm_mahalanobis(), class = "gaussmix_error_argument")
  expect_error(gmm_mahalanobis(1), class = "gaussmix_error_argument")
  expect_error(gmm_mahalanobis(fit, x[, 1:2]), class = "gaussmix_error_newdata")
  expect_error(gmm_mahalanobis(fit, threads = 0), class = "gaussmix_error_argument")
})
