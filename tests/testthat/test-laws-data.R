# Laws of changed data, for every covariance structure, each stated where it is true: weights,
# order, shift, scale, rotation.

# Weights -------------------------------------------------------------------

for_structures("an integer weight is a repeated row", function(type) {
  x <- law_data()
  set.seed(3)
  w <- sample(1:4, 120, replace = TRUE)
  start <- law_start(type)
  weighted <- fit_law(x, type, start, sample_weight = w)
  repeated <- fit_law(x[rep(1:120, w), ], type, start)
  expect_same_fit(weighted, repeated, x, 1e-10, "weights")
})

for_structures("a weight of zero is a row removed", function(type) {
  x <- law_data()
  w <- law_weights()
  w[c(1, 17, 64, 120)] <- 0
  # A row that does not count may lie anywhere.
  x[17, ] <- 1e9
  kept <- w > 0
  start <- law_start(type)
  weighted <- fit_law(x, type, start, sample_weight = w)
  removed <- fit_law(x[kept, ], type, start, sample_weight = w[kept])
  expect_same_fit(weighted, removed, x[kept, ], 1e-10, "zero weights")

  labels <- law_labels()
  weighted <- fit_law(x, type, labels, sample_weight = w)
  removed <- fit_law(x[kept, ], type, labels[kept], sample_weight = w[kept])
  expect_same_fit(weighted, removed, x[kept, ], 1e-10, "zero weights, labels")
})

for_structures("weights times c: the same parameters, c times the likelihood", function(type) {
  x <- law_data()
  start <- law_start(type)
  one <- fit_law(x, type, start, sample_weight = law_weights())
  for (c in c(1e-3, 7, 1e6)) {
    many <- fit_law(x, type, start, sample_weight = c * law_weights())
    expect_parameters(many, list(
      weights = one$weights, means = one$means, covariances = fitted_covariances(one)
    ), x, 1e-10, "scaled weights")
    expect_within(
      relative_error(many$log_likelihood, c * one$log_likelihood), 1e-10, "log-likelihood"
    )
    expect_within(relative_error(many$nobs, c * one$nobs), 1e-12, "nobs")
  }
})

# Order ---------------------------------------------------------------------

for_structures("the order of rows does not matter", function(type) {
  x <- law_data()
  w <- law_weights()
  set.seed(5)
  order <- sample(120)
  start <- law_start(type)
  expect_same_fit(
    fit_law(x[order, ], type, start, sample_weight = w[order]),
    fit_law(x, type, start, sample_weight = w), x, 1e-10, "permuted rows"
  )
  labels <- law_labels()
  expect_same_fit(
    fit_law(x[order, ], type, labels[order]), fit_law(x, type, labels), x, 1e-10,
    "permuted rows, labels"
  )
})

for_structures("components keep the order of the start", function(type) {
  x <- law_data()
  start <- law_start(type)
  order <- c(3, 1, 2)
  permuted <- list(
    weights = start$weights[order], means = start$means[order, ],
    covariances = start$covariances[, , order]
  )
  plain <- fit_law(x, type, start)
  turned <- fit_law(x, type, permuted)
  expect_parameters(turned, list(
    weights = plain$weights[order], means = plain$means[order, ],
    covariances = fitted_covariances(plain)[, , order]
  ), x, 1e-10, "permuted components")
  expect_within(
    log_likelihood_error(turned$log_likelihood, plain$log_likelihood, 120), 1e-10, "log-likelihood"
  )
  expect_identical(as.integer(predict(turned)), match(as.integer(predict(plain)), order))
})

test_that("components are in the order of decreasing weight after random starts", {
  for (seed in 1:10) {
    set.seed(seed)
    fit <- gmm_fit(law_data(), n_components = 3, n_init = 4)
    expect_false(is.unsorted(rev(fit$weights)))
    expect_named(fit$weights, c("1", "2", "3"))
  }
})

# Shift, scale, rotation -----------------------------------------------------

for_structures("a shift moves the means alone", function(type) {
  x <- law_data()
  start <- law_start(type)
  # Means on the grid, so that the shift does not round them.
  start$means <- round(start$means * 2^20) / 2^20
  plain <- fit_law(x, type, start)
  from_labels <- fit_law(x, type, law_labels())
  for (shift in c(-1, 1e3, 1e6, -1e7, 1e8)) {
    moved_start <- within(start, means <- means + shift)
    for (begin in list(moved_start, law_labels())) {
      moved <- fit_law(x + shift, type, begin)
      fixed <- if (is.list(begin)) plain else from_labels
      what <- paste("shift by", shift)
      expect_within(
        covariance_error(fitted_covariances(moved), fitted_covariances(fixed)), 1e-8,
        paste(what, "covariances")
      )
      expect_within(absolute_error(moved$weights, fixed$weights), 1e-8, paste(what, "weights"))
      # A mean near s is rounded by 2^-53 s.
      expect_within(
        absolute_error(moved$means, fixed$means + shift), 1e-8 + 2^-52 * abs(shift),
        paste(what, "means")
      )
      expect_within(
        log_likelihood_error(moved$log_likelihood, fixed$log_likelihood, 120), 1e-8,
        paste(what, "log-likelihood")
      )
      expect_identical(predict(moved), predict(fixed))
    }
  }
})

# 1e12 is 2^40: with data on a grid of 2^-10 the shift rounds nothing.
for_structures("a shift by 1e12 moves the means alone, if it does not round", function(type) {
  x <- round(law_data() * 2^10) / 2^10
  plain <- fit_law(x, type, law_labels())
  moved <- fit_law(x + 1e12, type, law_labels())
  expect_within(
    covariance_error(fitted_covariances(moved), fitted_covariances(plain)), 1e-8, "covariances"
  )
  expect_within(
    log_likelihood_error(moved$log_likelihood, plain$log_likelihood, 120), 1e-8, "log-likelihood"
  )
})

# log f(s x) = log f(x) - d log s.
for_structures("a scale moves the likelihood by -n d log s", function(type) {
  x <- law_data()
  plain <- fit_law(x, type, law_labels())
  start <- law_start(type)
  given <- fit_law(x, type, start)
  for (s in c(1e-150, 1e-100, 1e-10, 1 / 3, 1e10, 1e100, 1e150)) {
    what <- paste("scale by", s)
    scaled_start <- within(start, {
      means <- means * s
      covariances <- covariances * s * s
    })
    pairs <- list(
      list(fit_law(x * s, type, law_labels()), plain),
      list(fit_law(x * s, type, scaled_start), given)
    )
    for (pair in pairs) {
      scaled <- pair[[1]]
      expected <- pair[[2]]$log_likelihood - 360 * log(s)
      expect_within(
        log_likelihood_error(scaled$log_likelihood, expected, 120), 1e-10,
        paste(what, "log-likelihood")
      )
      expect_identical(predict(scaled), predict(pair[[2]]))
      expect_within(
        covariance_error(fitted_covariances(scaled) / s / s, fitted_covariances(pair[[2]])), 1e-8,
        paste(what, "covariances")
      )
    }
  }
})

for_structures("a scale does not change what random starts find", function(type) {
  x <- law_data()
  fit_scaled <- function(s) {
    set.seed(9)
    gmm_fit(x * s, n_components = 3, covariance_type = type)
  }
  plain <- fit_scaled(1)
  # Powers of two scale without rounding, 1e150 and 1e-150 nearly so.
  for (s in c(2^-30, 2^40, 1e-150, 1e150)) {
    scaled <- fit_scaled(s)
    expect_within(
      log_likelihood_error(scaled$log_likelihood, plain$log_likelihood - 360 * log(s), 120), 1e-8,
      paste("scale by", s)
    )
    expect_identical(predict(scaled), predict(plain))
  }
})

# Units of single columns do not matter where columns have variances of their own.
for_structures("each column may have units of its own", function(type) {
  x <- law_data()
  units <- c(1e-6, 1, 1e8)
  plain <- fit_law(x, type, law_labels())
  scaled <- fit_law(sweep(x, 2, units, "*"), type, law_labels())
  expect_within(
    log_likelihood_error(scaled$log_likelihood, plain$log_likelihood - 120 * sum(log(units)), 120),
    1e-10, "log-likelihood"
  )
  expect_identical(predict(scaled), predict(plain))
  expect_within(
    relative_error(scaled$ridge, plain$ridge * units^2), 1e-12, "ridge"
  )
}, c("full", "tied", "diag", "tied_diag"))

# A rotation turns a structure into itself if the structure says nothing of axes.
for_structures("a rotation turns means and covariances", function(type) {
  x <- law_data()
  set.seed(4)
  turn <- qr.Q(qr(matrix(stats::rnorm(9), 3)))
  start <- law_start(type)
  turn_each <- function(covariances) {
    array(apply(covariances, 3, function(s) crossprod(turn, s %*% turn)), dim(covariances))
  }
  plain <- fit_law(x, type, start, reg_covar = 0)
  turned <- fit_law(x %*% turn, type, within(start, {
    means <- means %*% turn
    covariances <- turn_each(covariances)
  }), reg_covar = 0)
  expect_parameters(turned, list(
    weights = plain$weights, means = plain$means %*% turn,
    covariances = turn_each(fitted_covariances(plain))
  ), x, 1e-10, "rotation")
  expect_within(
    log_likelihood_error(turned$log_likelihood, plain$log_likelihood, 120), 1e-10, "log-likelihood"
  )
}, c("full", "tied", "spherical", "tied_spherical"))
