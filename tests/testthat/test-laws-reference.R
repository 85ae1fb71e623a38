# Fits against moments and EM in plain R, for every covariance structure.

# Against plain R --------------------------------------------------------------

for_structures("EM equals EM written from the textbook", function(type) {
  x <- law_data()
  w <- law_weights()
  labels <- law_labels()
  # A large relative ridge, too, so that it matters where it is added.
  for (reg_covar in c(0, 1e-9, 0.05)) {
    ridge <- reg_covar * reference_within(x, one_hot(labels), w)
    first <- reference_m_step(x, one_hot(labels), type, w, ridge)
    for (iterations in c(1, 3, 10)) {
      what <- paste(iterations, "iterations, ridge", reg_covar)
      fit <- fit_law(
        x, type, labels,
        sample_weight = w, reg_covar = reg_covar, max_iter = iterations
      )
      expected <- reference_em(x, first, type, iterations, w, ridge)
      expect_parameters(fit, expected, x, 1e-10, what)
      expect_within(
        log_likelihood_error(fit$trace, expected$trace, sum(w)), 1e-10, paste(what, "trace")
      )
      expect_within(
        absolute_error(predict(fit, type = "prob"), expected$z), 1e-10, paste(what, "posterior")
      )
      expect_within(absolute_error(fit$ridge, ridge), 1e-12 * max(ridge), paste(what, "ridge"))
      # counts belong to the posterior of the returned parameters
      expect_within(
        absolute_error(fit$counts, colSums(w * expected$z)) / sum(w), 1e-10, paste(what, "counts")
      )
    }
  }
}, six_structures)

for_structures("a ridge for given parameters is relative to their posterior", function(type) {
  x <- law_data()
  w <- law_weights()
  start <- law_start(type)
  ridge <- 0.05 * reference_within(x, reference_e_step(x, start)$z, w)
  fit <- fit_law(x, type, start, sample_weight = w, reg_covar = 0.05, max_iter = 3)
  expect_within(relative_error(fit$ridge, ridge), 1e-12, "ridge")
  expect_parameters(fit, reference_em(x, start, type, 3, w, ridge), x, 1e-10, "ridge")
}, six_structures)

test_that("the ridge is 1e-9 by default, and not fooled by distant clusters", {
  # Two clusters of variance 1, 1e4 sds apart.
  set.seed(6)
  x <- c(stats::rnorm(200), stats::rnorm(200, 1e4))
  fit <- gmm_fit(x, n_components = 2)
  variances <- c(stats::var(x[1:200]), stats::var(x[201:400])) * 199 / 200
  expect_within(relative_error(fit$ridge, 1e-9 * mean(variances)), 1e-10, "ridge")
  expect_within(relative_error(sort(fit$covariances), sort(variances)), 1e-8, "variances")
})

for_structures("one component is the weighted mean and covariance", function(type) {
  x <- law_data()
  for (w in list(rep(1, 120), law_weights())) {
    fit <- gmm_fit(x, n_components = 1, covariance_type = type, reg_covar = 0, sample_weight = w)
    moments <- stats::cov.wt(x, wt = w / sum(w), method = "ML")
    variances <- diag(moments$cov)
    expected <- switch(type,
      full = ,
      tied = moments$cov,
      diag = ,
      tied_diag = diag(variances),
      spherical = ,
      tied_spherical = diag(mean(variances), 3),
      VEI = ,
      EVI = diag(variances),
      moments$cov
    )
    expect_identical(unname(fit$weights), 1)
    expect_within(means_error(fit$means, rbind(moments$center), x), 1e-12, "mean")
    expect_within(
      covariance_error(fitted_covariances(fit), array(expected, c(3, 3, 1))), 1e-12, "covariance"
    )
    expect_true(fit$converged)
  }
})

# Scatter about a centre that lies far off loses its digits; sums about the new
# mean have them.
for_structures("a start far from the data costs no digits", function(type) {
  x <- law_data()
  expected <- reference_m_step(x, matrix(1, 120, 1), type)
  for (distance in c(1e3, 1e6, 1e9)) {
    fit <- gmm_fit(
      x,
      covariance_type = type, tol = 0, max_iter = 1, reg_covar = 0,
      start = list(
        weights = 1, means = rbind(rep(distance, 3)), covariances = array(diag(3), c(3, 3, 1))
      )
    )
    # The mean is right to the digits of the distance.
    expect_within(
      means_error(fit$means, expected$means, x), 1e-15 * distance, paste(distance, "means")
    )
    expect_within(
      covariance_error(fitted_covariances(fit), expected$covariances), 1e-12,
      paste(distance, "covariances")
    )
  }
}, six_structures)

# Integers that are scaled by 2^-8 and shifted: sums of squares, their products with
# weights and the numerator of the covariance are whole numbers below 2^53.
test_that("covariances are right to the last digits far from zero", {
  set.seed(12)
  whole <- matrix(sample(-400:400, 360, replace = TRUE), 120)
  w <- sample(1:4, 120, replace = TRUE)
  exact <- function(rows) {
    total <- sum(w[rows])
    sums <- colSums(w[rows] * whole[rows, ])
    squares <- crossprod(w[rows] * whole[rows, ], whole[rows, ])
    (total * squares - tcrossprod(sums)) / total^2 / 2^16
  }
  bounds <- c("0" = 1e-13, "1e8" = 1e-13, "1e12" = 1e-12)
  for (offset in names(bounds)) {
    x <- whole / 2^8 + as.numeric(offset)
    fit <- gmm_fit(x, n_components = 1, reg_covar = 0, sample_weight = w)
    expect_within(
      covariance_error(fit$covariances, array(exact(1:120), c(3, 3, 1))), bounds[[offset]],
      paste("offset", offset)
    )
  }
  halves <- rep(1:2, each = 60)
  x <- whole / 2^8 + c(1e10, -1e10)[halves]
  expected <- array(c(exact(1:60), exact(61:120)), c(3, 3, 2))
  for (iterations in c(0, 3)) {
    fit <- gmm_fit(
      x,
      start = halves, reg_covar = 0, sample_weight = w, tol = 0, max_iter = iterations
    )
    expect_within(covariance_error(fit$covariances, expected), 1e-12, "clusters at +-1e10")
  }
  set.seed(1)
  found <- gmm_fit(x, n_components = 2, reg_covar = 0, sample_weight = w)
  order <- order(-found$means[, 1])
  expect_within(
    covariance_error(found$covariances[, , order], expected), 1e-12, "found clusters at +-1e10"
  )
})
