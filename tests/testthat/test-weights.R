# Weights of rows: as counts, as how rows compare, and their scale, on which estimates do not
# depend.

x <- as.matrix(iris[, 1:4])
species <- as.integer(iris$Species)
set.seed(11)
relative <- runif(150, 0.5, 1.5)
worth <- function(n, ...) gmm_control(effective_n = n, ...)
parameters <- c("weights", "means", "covariances")
expect_same_parameters <- function(a, b, tolerance = 1e-8) {
  expect_equal(unclass(a)[parameters], unclass(b)[parameters], tolerance = tolerance)
  expect_identical(a$converged, b$converged)
  expect_identical(a$iterations, b$iterations)
}

test_that("estimates do not depend on the scale of weights", {
  settings <- list(
    list(), list(reg_covar = 1e-3), list(tol = 1e-4), list(max_iter = 0),
    list(control = gmm_control(acceleration = "none")),
    list(reg_covar = 1e-3, control = gmm_control(reg_covar_scale = "absolute"))
  )
  fit_with <- function(type, scale, further) {
    suppressMessages(do.call(gmm_fit, c(
      list(x, 3, type, start = species, sample_weight = relative * scale), further
    )))
  }
  for (type in gaussmix:::covariance_types$name) {
    for (further in settings) {
      fit <- fit_with(type, 1, further)
      for (scale in c(1e-200, 1e-4, 5000)) {
        expect_same_parameters(fit_with(type, scale, further), fit)
      }
    }
  }
})

test_that("with effective_n nothing does: not priors, criteria or bounds", {
  for (fitter in list(gmm_fit, gmm_bayes)) {
    fits <- lapply(c(1e-4, 1, 5000), function(scale) {
      fitter(
        x, 3,
        start = species, sample_weight = relative * scale, prior = gmm_prior(),
        control = worth(120)
      )
    })
    for (fit in fits[-1]) {
      expect_same_parameters(fit, fits[[1]], 1e-10)
      expect_equal(fit$trace, fits[[1]]$trace, tolerance = 1e-10)
      expect_equal(nobs(fit), 120)
      expect_equal(sum(fit$counts), 120)
    }
  }
})

test_that("effective_n is a sum of weights", {
  scaled <- relative * (90 / sum(relative))
  as_weights <- gmm_fit(x, 3, start = species, sample_weight = scaled)
  by_control <- gmm_fit(
    x, 3,
    start = species, sample_weight = relative * 77, control = worth(90)
  )
  expect_same_parameters(by_control, as_weights)
  for (criterion in list(logLik, nobs, BIC, AIC, icl, bic)) {
    expect_equal(criterion(by_control), criterion(as_weights), tolerance = 1e-10)
  }
  # BIC by hand: 44 parameters, log n of what the data are worth.
  expect_equal(
    BIC(by_control), -2 * as.numeric(logLik(by_control)) + 44 * log(90), tolerance = 1e-12
  )
  expect_equal(glance(by_control)$nobs, 90)
  expect_output(print(by_control), "150 observations of 4 variables, weighted to be worth 90")
  # Without weights: rows that repeat each other.
  half <- gmm_fit(x, 3, start = species, control = worth(75))
  whole <- gmm_fit(x, 3, start = species)
  expect_same_parameters(half, whole)
  expect_equal(half$log_likelihood, whole$log_likelihood / 2, tolerance = 1e-12)
  expect_equal(update(half, control = worth(30))$nobs, 30)
  expect_identical(predict(half), predict(whole))
  expect_equal(residuals(half), residuals(whole), tolerance = 1e-10)
})

test_that("rows that leave take their share with them", {
  holes <- x
  holes[1:10, 1] <- NA
  fit <- gmm_fit(
    holes, 2,
    start = species %/% 2 + 1, na_action = "omit", sample_weight = relative, control = worth(100)
  )
  # What is left is said to be worth as much.
  expect_equal(nobs(fit), 100)
  trimmed <- gmm_trim(fit, share = 0.1)
  kept <- setdiff(11:150, trimmed$trimmed$rows)
  expect_equal(nobs(trimmed), 100 * sum(relative[kept]) / sum(relative[11:150]))
  again <- gmm_trim(trimmed, share = 0.1)
  kept <- setdiff(11:150, again$trimmed$rows)
  expect_equal(nobs(again), 100 * sum(relative[kept]) / sum(relative[11:150]))
})

test_that("a histogram's densities choose as its observations do", {
  # Of 272 waiting times two components (mclust: V, 2 by BIC), however weights are scaled.
  w <- rep(0.5 / 272, 272)
  choose <- function(...) {
    set.seed(1)
    gmm_select(faithful$waiting, 1:4, "full", ..., n_init = 5)
  }
  wanted <- as.data.frame(choose())
  given <- choose(sample_weight = w, control = worth(272))
  expect_equal(as.data.frame(given)$BIC, wanted$BIC, tolerance = 1e-6)
  expect_identical(gmm_best(given)$n_components, 2L)
  # Cross-validation is about densities alone.
  crossed <- function(...) {
    set.seed(1)
    as.data.frame(gmm_select(
      faithful$waiting, 2, "full", ...,
      criterion = "cv", n_folds = 3, n_init = 2, prior = gmm_prior()
    ))$cv
  }
  expect_equal(crossed(sample_weight = w, control = worth(272)), crossed(), tolerance = 1e-10)
})

# How many messages of weights an expression gives.
messages <- function(expr) {
  n <- 0
  withCallingHandlers(expr, gaussmix_message_weights = function(m) {
    n <<- n + 1
    invokeRestart("muffleMessage")
  })
  n
}

test_that("weights that may not be counts are told of, once", {
  y <- faithful$waiting
  ones <- rep(1, 272)
  late <- as.integer(y > 66) + 1L
  told <- function(w, ...) messages(gmm_fit(y, start = late, sample_weight = w, ...))
  for (w in list(ones / 272, ones * 0.5 / 272, ones * 0.4, ones * 2.5, ones * 1000.5)) {
    expect_equal(told(w), 1)
    expect_equal(told(w, control = worth(272)), 0)
    expect_equal(messages(gmm_bayes(y, 2, start = late, sample_weight = w)), 1)
    expect_equal(messages(gmm_select(y, 1:2, "full", sample_weight = w, n_init = 1)), 1)
  }
  # Counts are, whatever their sum; so are weights whose sum is near the number of rows.
  for (w in list(NULL, ones, ones * 5000, replace(ones * 0, 1:20, 1), ones * 0.6, ones * 1.9)) {
    expect_equal(told(w), 0)
  }
  w <- ones / 272
  select <- function(...) {
    messages(suppressWarnings(gmm_select(y, 1:2, "full", sample_weight = w, n_init = 1, ...)))
  }
  expect_equal(select(criterion = "cv", n_folds = 3), 1)
  expect_equal(select(start = late), 1)
  expect_equal(select(criterion = "lower_bound"), 1)
  expect_equal(select(criterion = "cv", n_folds = 3, control = worth(272)), 0)
  fit <- suppressMessages(gmm_fit(faithful, 2, start = late, sample_weight = w))
  expect_equal(messages(gmm_trim(fit)), 0)
  expect_equal(messages(gmm_m_step(y, diag(2)[late, ], sample_weight = w)), 0)
  # Rows that leave do not count.
  some <- replace(ones * 0, 1:100, 0.9)
  expect_equal(told(some), 0)
})

test_that("weights do not make rows fewer than they are for a prior", {
  # The scale comes from the covariance of the data, by a divisor of rows less one.
  prior_scale <- function(w) {
    suppressMessages(gmm_bayes(x, 2, start = species %/% 2 + 1, sample_weight = w))$prior$scale
  }
  for (total in c(0.5, 1, 1.01, 20)) {
    expect_equal(
      prior_scale(rep(total / 150, 150)), cov(x),
      tolerance = 1e-10, ignore_attr = TRUE
    )
  }
  # Counts are as many rows.
  expect_equal(
    prior_scale(rep(2, 150)), cov(rbind(x, x)),
    tolerance = 1e-10, ignore_attr = TRUE
  )
})
