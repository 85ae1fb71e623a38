# Laws that hold for every covariance structure, each stated where it is true.

# Defines one test of a law per structure.
for_structures <- function(law, check, structures = six_structures) {
  for (type in structures) {
    test_that(paste0(law, ": ", type), {
      check(type)
    })
  }
}

# Three correlated clusters that overlap, 120 x 3, on a grid of 2^-20.
law_data <- function() {
  set.seed(42)
  labels <- rep(1:3, c(30, 40, 50))
  centres <- rbind(c(0, 0, 0), c(3, 1, -1), c(-1, 4, 2))
  mix <- cbind(c(1, 0.5, 0.2), c(0, 0.8, -0.3), c(0, 0, 1.2))
  noise <- matrix(stats::rnorm(360), 120) %*% mix
  x <- noise * c(0.7, 1, 1.3)[labels] + centres[labels, ]
  round(x * 2^20) / 2^20
}

# Labels that are a fifth wrong, all three in use.
law_labels <- function(seed = 7) {
  set.seed(seed)
  labels <- rep(1:3, c(30, 40, 50))
  wrong <- sample(120, 24)
  labels[wrong] <- sample(3, 24, replace = TRUE)
  labels
}

law_weights <- function() {
  set.seed(8)
  stats::runif(120, 0.2, 3)
}

# A start with the structure of the type, covariances d x d x K.
law_start <- function(type, x = law_data(), labels = law_labels()) {
  reference_m_step(x, one_hot(labels), type)
}

fit_law <- function(x, type, start, ..., tol = 0, max_iter = 25) {
  allow_singular(gmm_fit(
    x,
    n_components = 3, covariance_type = type, start = start, tol = tol, max_iter = max_iter, ...
  ))
}

# What two fits share when only the way the start was written, or the call, differs.
essence <- function(fit) {
  fit$call <- fit$data <- NULL
  fit$restarts$start <- NULL
  fit
}

parameters_of <- function(fit) unclass(fit)[c("weights", "means", "covariances")]

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
    expect_gte(fit$log_likelihood, max(restarts$log_likelihood[!restarts$collapsed]))
  }
})

# The start -------------------------------------------------------------------

for_structures("labels start from the M-step of the partition", function(type) {
  x <- law_data()
  labels <- law_labels()
  for (w in list(rep(1, 120), law_weights())) {
    for (reg_covar in c(0, 1e-9, 0.1)) {
      fit <- fit_law(x, type, labels, sample_weight = w, reg_covar = reg_covar, max_iter = 0)
      ridge <- reg_covar * reference_within(x, one_hot(labels), w)
      expected <- reference_m_step(x, one_hot(labels), type, w, ridge)
      expect_parameters(fit, expected, x, 1e-12, "partition")
      expect_within(absolute_error(fit$ridge, ridge), 1e-12 * max(ridge), "ridge")
      log_density <- reference_e_step(x, expected)$log_density
      expect_within(
        log_likelihood_error(fit$log_likelihood, sum(w * log_density), sum(w)), 1e-12,
        "log-likelihood"
      )
    }
  }
})

for_structures("without iterations the start comes back", function(type) {
  x <- law_data()
  # Numbers that are not round in base two.
  start <- law_start(type)
  for (offset in c(0, 0.1, 1e6 / 3)) {
    begin <- within(start, means <- means + offset)
    fit <- fit_law(x + offset, type, begin, max_iter = 0)
    expect_identical(unname(fit$weights), begin$weights)
    expect_identical(unname(fit$means), begin$means)
    expect_identical(unname(fitted_covariances(fit)), begin$covariances)
    expect_identical(fit$iterations, 0L)
    expect_identical(fit$trace, fit$log_likelihood)
    log_density <- reference_e_step(x + offset, begin)$log_density
    expect_within(
      log_likelihood_error(fit$log_likelihood, sum(log_density), 120), 1e-10, "log-likelihood"
    )
  }
})

for_structures("without iterations means far from the data come back", function(type) {
  # Inside, an origin near 100 is subtracted; 0.1 must survive it.
  x <- 100 + law_data()
  begin <- law_start(type, x)
  begin$means[2, ] <- 0.1
  fit <- fit_law(x, type, begin, max_iter = 0)
  expect_identical(unname(fit$means), begin$means)
})

for_structures("the trace begins with the likelihood of the start", function(type) {
  x <- law_data()
  w <- law_weights()
  start <- law_start(type)
  fit <- fit_law(x, type, start, sample_weight = w, max_iter = 3)
  expected <- sum(w * reference_e_step(x, start)$log_density)
  expect_within(log_likelihood_error(fit$trace[1], expected, sum(w)), 1e-12, "trace")
})

for_structures("all forms of a start agree", function(type) {
  x <- law_data()
  labels <- law_labels()
  from_labels <- essence(fit_law(x, type, labels))
  expect_identical(essence(fit_law(x, type, factor(labels))), from_labels)
  expect_identical(essence(fit_law(x, type, as.double(labels))), from_labels)
  expect_identical(essence(fit_law(x, type, factor(c("a", "b", "c")[labels]))), from_labels)
  expect_identical(essence(fit_law(x, type, one_hot(labels))), from_labels)

  start <- law_start(type)
  whole <- essence(fit_law(x, type, start))
  compact <- within(start, covariances <- compact_covariances(covariances, type))
  expect_identical(essence(fit_law(x, type, compact)), whole)
  expect_identical(essence(fit_law(x, type, rev(start))), whole)
  fit <- fit_law(x, type, start, max_iter = 0)
  expect_identical(essence(fit_law(x, type, fit)), whole)
  expect_identical(essence(fit_law(x, type, parameters_of(fit))), whole)
})

for_structures("soft responsibilities start from their M-step", function(type) {
  x <- law_data()
  w <- law_weights()
  z <- reference_e_step(x, law_start("full"))$z
  fit <- fit_law(x, type, z, sample_weight = w, max_iter = 0, reg_covar = 0)
  expect_parameters(fit, reference_m_step(x, z, type, w), x, 1e-12, "responsibilities")
})

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
})

for_structures("a ridge for given parameters is relative to their posterior", function(type) {
  x <- law_data()
  w <- law_weights()
  start <- law_start(type)
  ridge <- 0.05 * reference_within(x, reference_e_step(x, start)$z, w)
  fit <- fit_law(x, type, start, sample_weight = w, reg_covar = 0.05, max_iter = 3)
  expect_within(relative_error(fit$ridge, ridge), 1e-12, "ridge")
  expect_parameters(fit, reference_em(x, start, type, 3, w, ridge), x, 1e-10, "ridge")
})

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
      tied_spherical = diag(mean(variances), 3)
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
})

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

# Consistency of a fit ----------------------------------------------------------

for_structures("the likelihood is that of the returned parameters", function(type) {
  x <- law_data()
  for (w in list(rep(1, 120), law_weights())) {
    set.seed(1)
    fit <- gmm_fit(x, n_components = 3, covariance_type = type, sample_weight = w)
    log_density <- predict(fit, type = "log_density")
    expect_within(relative_error(fit$log_likelihood, sum(w * log_density)), 1e-10, "log-likelihood")
    model <- list(weights = fit$weights, means = fit$means, covariances = fitted_covariances(fit))
    expected <- reference_e_step(x, model)
    expect_within(absolute_error(log_density, expected$log_density), 1e-10, "log densities")
    expect_within(absolute_error(predict(fit, type = "prob"), expected$z), 1e-10, "posterior")
    expect_within(relative_error(max(fit$trace), fit$log_likelihood), 1e-10, "trace")
  }
})

for_structures("predictions for the training data are those for the same new data", function(type) {
  x <- law_data()
  colnames(x) <- c("a", "b", "c")
  set.seed(1)
  fit <- gmm_fit(x, n_components = 3, covariance_type = type)
  again <- x + 0
  for (data in list(again, as.data.frame(again), again[, 3:1])) {
    expect_identical(as.vector(predict(fit)), as.vector(predict(fit, data)))
    for (content in c("prob", "log_density", "density", "uncertainty", "component_log_density")) {
      expect_within(
        absolute_error(predict(fit, type = content), predict(fit, data, type = content)),
        1e-12, content
      )
    }
  }
  z <- predict(fit, type = "prob")
  expect_equal(as.integer(predict(fit)), max.col(z, "first"), ignore_attr = TRUE)
  expect_within(
    absolute_error(predict(fit, type = "uncertainty"), 1 - apply(z, 1, max)), 1e-15, "uncertainty"
  )
})

for_structures("probabilities sum to one", function(type) {
  for (n_components in c(2, 3, 7)) {
    set.seed(1)
    fit <- allow_singular(gmm_fit(
      law_data(),
      n_components = n_components, covariance_type = type, n_init = 4
    ))
    expect_within(absolute_error(sum(fit$weights), 1), 1e-15, "weights")
    far <- outer(10^c(0, 3, 6, 9, 100, 160), c(1, -1, 0.5))
    z <- rbind(predict(fit, type = "prob"), predict(fit, far, type = "prob"))
    expect_within(absolute_error(rowSums(z), rep(1, nrow(z))), 4e-16 * n_components, "posterior")
    expect_true(all(z >= 0))
  }
})

test_that("the likelihood is that of the returned parameters far from zero", {
  for (type in six_structures) {
    set.seed(1)
    fit <- gmm_fit(law_data() + 1e8, n_components = 3, covariance_type = type)
    expect_within(
      relative_error(fit$log_likelihood, sum(predict(fit, type = "log_density"))), 1e-10, type
    )
  }
})

# A fit with one given component.
given_normal <- function(covariance, mean = rep(0, nrow(covariance))) {
  d <- nrow(covariance)
  gmm_fit(
    matrix(seq_len(d * (d + 1)) %% 7, d + 1),
    max_iter = 0, reg_covar = 0,
    start = list(weights = 1, means = rbind(mean), covariances = array(covariance, c(d, d, 1)))
  )
}

test_that("log densities of ill-conditioned and of narrow normals", {
  # Condition 1e9; the value was computed in higher precision.
  covariance <- matrix(c(
    32.00000007, 35.99999993, 8.00000001,
    35.99999993, 40.50000006, 8.99999998,
    8.00000001, 8.99999998, 2.00000008
  ), 3)
  value <- predict(given_normal(covariance), rbind(rep(0, 3)), type = "log_density")
  expect_within(absolute_error(value, 11.1852708731677), 1e-7, "condition 1e9")

  # -(70 log(2 pi) + 70 log(1e-10)) / 2
  value <- predict(given_normal(diag(1e-10, 70)), rbind(rep(0, 70)), type = "log_density")
  expect_within(relative_error(value, 741.579085), 1e-9, "70 narrow dimensions")
  expect_within(
    relative_error(value, -35 * (log(2 * pi) + log(1e-10))), 1e-13, "70 narrow dimensions"
  )
})

test_that("the posterior has its closed form however far the point", {
  # log odds of components at 1 and -1 with unit variances: log(.7 / .3) + 2 x.
  x <- c(0, 10^seq(-8, 8), -10^seq(-8, 8))
  for (type in six_structures) {
    fit <- gmm_fit(
      c(-2, -1, 1, 2),
      covariance_type = type, max_iter = 0,
      start = list(weights = c(0.3, 0.7), means = c(-1, 1), covariances = array(1, c(1, 1, 2)))
    )
    z <- predict(fit, x, type = "prob")
    log_odds <- log(0.7 / 0.3) + 2 * x
    expect_within(absolute_error(z[, 1], stats::plogis(-log_odds)), 1e-12, type)
    expect_within(absolute_error(z[, 2], stats::plogis(log_odds)), 1e-12, type)
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
  for (acceleration in c("anderson", "none")) {
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
