# Components that must pay, and those of which the likelihood has no maximum: reports from
# the field with their right values, which are those of plain EM, scikit-learn or exact formulas.

quietly <- function(expr) suppressWarnings(expr, classes = "gaussmix_warning_singular")

# Each value from each of these seeds.
from_seeds <- function(fit, seeds = 1:3) {
  lapply(seeds, function(seed) {
    set.seed(seed)
    quietly(fit())
  })
}

expect_log_likelihoods <- function(fits, expected, tolerance = 1e-3) {
  values <- vapply(fits, function(fit) fit$log_likelihood, 0)
  expect_lte(max(abs(values - expected)), tolerance)
}

# Three colours of which one is saturated: a hundred identical rows.
pixels <- local({
  set.seed(1)
  colour <- rep(1:3, c(100, 130, 100))
  x <- cbind(c(255, 200, 40)[colour], c(255, 140, 60)[colour]) +
    matrix(stats::rnorm(660), 330) * ifelse(colour == 1, 0, 15)
  x[x > 255] <- 255
  list(x = x, colour = colour)
})

galaxies <- function() {
  skip_if_not_installed("MASS")
  MASS::galaxies / 1000
}

test_that("saturated pixels are a component, and said to be identical", {
  fits <- from_seeds(function() gmm_fit(pixels$x, 3))
  # Two normal distributions of 130 and 100 rows, which overlap nowhere, and the penalty for the
  # third: a / 2 (tr(S C^-1) - log|S C^-1| - 2) at C = a S / (100 + a), where a = 1 / sqrt(330).
  expect_log_likelihoods(fits, -2510.137)
  for (fit in fits) {
    expect_identical(adjusted_rand(predict(fit), pixels$colour), 1)
    expect_true(fit$singular && fit$supported && fit$converged)
    k <- which.min(abs(fit$means[, 1] - 255))
    expect_identical(fit$degenerate, unname(k))
    expect_identical(fit$identical_rows, 100)
    a <- 1 / sqrt(330)
    total <- stats::cov(pixels$x) * 329 / 330
    expect_equal(
      unname(coef(fit)$covariances[, , k]), unname(a * total / (100 + a)), tolerance = 1e-6
    )
    # S C^-1 is (100 + a) / a in both directions.
    penalty <- a / 2 * 2 * ((100 + a) / a - log((100 + a) / a) - 1)
    expect_equal(fit$log_likelihood - penalty, fit$penalised_log_likelihood, tolerance = 1e-6)
  }
  set.seed(1)
  condition <- expect_warning(gmm_fit(pixels$x, 3), class = "gaussmix_warning_singular")
  expect_match(conditionMessage(condition), "100 of 330 rows are identical", fixed = TRUE)
})

test_that("with more components saturated pixels are not less likely, and BIC picks the colours", {
  set.seed(1)
  selection <- quietly(gmm_select(pixels$x, 1:5, "full"))
  expect_identical(gmm_best(selection)$n_components, 3L)
  expect_true(selection$table$singular[3])
  value <- vapply(1:3, function(k) {
    set.seed(1)
    fit <- quietly(gmm_fit(pixels$x, k))
    fit$penalised_log_likelihood %||% fit$log_likelihood
  }, 0)
  expect_false(is.unsorted(value))
})

test_that("a component of a selection from the penalised log-likelihood is marked", {
  set.seed(1)
  selection <- quietly(gmm_select(pixels$x, 3, "full"))
  expect_output(print(selection), "degenerate: value from the penalised log-likelihood")
  fit <- gmm_best(selection)
  expect_equal(bic(fit), -2 * fit$penalised_log_likelihood + fit$df * log(330))
  expect_identical(selection$table$BIC, bic(fit))
})

test_that("many zeros are a component, whatever the seed", {
  set.seed(5)
  x <- ifelse(stats::runif(1000) < 0.1, 0, stats::rnorm(1000, 2, 0.8))
  fits <- from_seeds(function() gmm_fit(x, 2), 1:8)
  expect_log_likelihoods(fits, -1080.557)
  for (fit in fits) {
    expect_equal(unname(fit$weights), c(0.894, 0.106), tolerance = 1e-3)
    expect_lte(max(abs(fit$means - c(2.027, 0))), 1e-3)
    expect_equal(fit$penalised_log_likelihood, -1130.9, tolerance = 1e-4)
    expect_identical(fit$identical_rows, sum(x == 0) + 0)
  }
  set.seed(1)
  expect_identical(gmm_best(quietly(gmm_select(x, 1:4, "full")))$n_components, 2L)
})

test_that("rows in a line are a component, and said to lie in a plane", {
  set.seed(39)
  group <- rep(1:2, c(60, 240))
  x <- cbind(stats::rnorm(300, c(0, 3)[group]), stats::rnorm(300))
  x[group == 1, 2] <- 2 * x[group == 1, 1] + 1
  fits <- from_seeds(function() gmm_fit(x, 2))
  expect_log_likelihoods(fits, -816.328, 2e-3)
  for (fit in fits) {
    expect_identical(adjusted_rand(predict(fit), group), 1)
    expect_equal(fit$penalised_log_likelihood, -846.1, tolerance = 1e-4)
    expect_identical(fit$identical_rows, 0)
    expect_output(print(fit), "60 rows lie in a plane")
  }
  set.seed(1)
  expect_identical(gmm_best(quietly(gmm_select(x, 1:4, "full")))$n_components, 2L)
})

test_that("identical rows of a table of prices are never set aside without a word", {
  skip_if_not_installed("MASS")
  x <- MASS::Boston[c("rad", "tax")]
  last <- -Inf
  for (k in 1:4) {
    set.seed(1)
    fit <- quietly(gmm_fit(x, k))
    value <- fit$penalised_log_likelihood %||% fit$log_likelihood
    expect_gt(value, last)
    last <- value
    if (k == 2) expect_equal(sort(unname(fit$counts)), c(132, 374), tolerance = 1e-6)
    if (k > 1) expect_true(fit$singular)
  }
})

test_that("seven galaxies pay", {
  x <- galaxies()
  fits <- from_seeds(function() gmm_fit(x, 3), 1:10)
  expect_log_likelihoods(fits, -203.179)
  for (fit in fits) {
    expect_false(fit$singular)
    expect_equal(unname(fit$counts), c(72, 7, 3), tolerance = 1e-2)
  }
  chosen <- fits[[1]]$restarts[fits[[1]]$restarts$chosen, ]
  expect_match(chosen$reason, "^narrow: component [23], [37] rows, gains")
  expect_log_likelihoods(from_seeds(function() gmm_fit(x, 4)), -197.454)
  set.seed(1)
  expect_identical(gmm_best(quietly(gmm_select(x, 1:6, "full")))$n_components, 3L)
})

test_that("what pays has its price from BIC", {
  set.seed(1)
  fit <- gmm_fit(galaxies(), 3)
  reason <- fit$restarts$reason[fit$restarts$chosen]
  # A weight, a mean and a variance: 3 / 2 log(82).
  expect_match(reason, paste("of", format(round(1.5 * log(82), 1), nsmall = 1)), fixed = TRUE)
})

test_that("ten zeros that the data do not support are said to be so, and never a double", {
  x <- c(rep(0, 10), stats::qnorm(stats::ppoints(100), 1.5, 0.8))
  for (fit in from_seeds(function() gmm_fit(x, 2), 1:8)) {
    expect_true(fit$singular)
    expect_false(fit$supported)
    expect_equal(sort(unname(fit$weights)), c(1, 10) / 11, tolerance = 1e-3)
    expect_equal(sort(as.vector(fit$means)), c(0, 1.5), tolerance = 1e-3)
    expect_output(print(fit), "10 rows, narrower than the data support")
  }
  set.seed(1)
  expect_identical(gmm_best(quietly(gmm_select(x, 1:3, "full")))$n_components, 1L)
})

test_that("a doubled component is left where that gains", {
  x <- c(rep(0, 20), stats::qnorm(stats::ppoints(100), 1.5, 0.8))
  double <- list(weights = c(0.54, 0.46), means = c(1.25, 1.25), covariances = c(0.9, 0.9))
  condition <- expect_warning(
    fit <- quietly(gmm_fit(x, start = double)),
    class = "gaussmix_warning_start"
  )
  expect_match(conditionMessage(condition), "The same: 1 and 2", fixed = TRUE)
  # Plain EM from the zeros ends there, too.
  from_labels <- quietly(gmm_fit(x, start = rep(1:2, c(20, 100))))
  expect_equal(sort(as.vector(fit$means)), sort(as.vector(from_labels$means)), tolerance = 1e-4)
  expect_equal(fit$log_likelihood, from_labels$log_likelihood, tolerance = 1e-6)
  set.seed(1)
  three <- list(
    weights = rep(1 / 3, 3), means = matrix(colMeans(faithful), 3, 2, byrow = TRUE),
    covariances = array(stats::cov(faithful), c(2, 2, 3))
  )
  fit <- suppressWarnings(gmm_fit(faithful, start = three))
  # One component has -1289.8.
  expect_gt(fit$log_likelihood, -1131)
})

test_that("a fit from where one converged has converged, and a loop of single iterations ends", {
  types <- gaussmix:::covariance_types$name
  for (type in types) {
    fit <- gmm_fit(iris[, 1:4], covariance_type = type, start = iris$Species)
    again <- gmm_fit(iris[, 1:4], start = fit, max_iter = 1)
    expect_true(again$converged)
    expect_identical(again$log_likelihood, fit$log_likelihood)
    expect_identical(again$means, fit$means)
    step <- suppressWarnings(
      gmm_fit(iris[, 1:4], covariance_type = type, start = iris$Species, max_iter = 1)
    )
    count <- 1
    while (!step$converged && count < 500) {
      step <- suppressWarnings(gmm_fit(iris[, 1:4], start = step, max_iter = 1))
      count <- count + 1
    }
    expect_true(step$converged)
    expect_equal(step$log_likelihood, fit$log_likelihood, tolerance = 1e-7)
  }
  # On other data it has not.
  expect_gt(gmm_fit(iris[-(1:20), 1:4], start = fit)$iterations, 0)
  fit <- quietly(gmm_fit(pixels$x, start = pixels$colour))
  again <- quietly(gmm_fit(pixels$x, start = fit))
  expect_identical(again$iterations, 0L)
  expect_identical(again$degenerate, fit$degenerate)
})

test_that("small true clusters are found", {
  for (size in c(8, 15)) {
    for (seed in 1:3) {
      set.seed(seed)
      group <- c(rep(1, 110), rep(2, 90 - size), rep(3, size))
      x <- rbind(0, c(5, 0), c(2.5, 3))[group, ] +
        matrix(stats::rnorm(400), 200) * c(1, 1, 0.12)[group]
      truth <- adjusted_rand(predict(gmm_fit(x, start = group)), group)
      for (fit in from_seeds(function() gmm_fit(x, 3), 1:2)) {
        expect_gte(adjusted_rand(predict(fit), group), truth - 0.02)
      }
    }
  }
})

test_that("ties are no components", {
  set.seed(32)
  age <- round(stats::rnorm(600, 45, 15))
  heaped <- stats::runif(600) < 0.3
  age[heaped] <- 5 * round(age[heaped] / 5)
  for (k in 2:3) {
    set.seed(1)
    expect_false(gmm_fit(age, k)$singular)
  }
  set.seed(1)
  expect_identical(gmm_best(quietly(gmm_select(age, 1:4, "full")))$n_components, 1L)
  makers <- list(
    function(n) stats::rpois(n, 3), function(n) sample(6, n, TRUE),
    function(n) stats::rbinom(n, 1, 0.4), function(n) round(stats::rnorm(n) * 3) / 3
  )
  for (make in makers) {
    for (d in 1:2) {
      set.seed(1)
      x <- matrix(make(200 * d), 200)
      for (k in 2:3) {
        fit <- suppressWarnings(gmm_fit(x, k), classes = "gaussmix_warning")
        expect_false(fit$singular && fit$supported)
      }
    }
  }
})

test_that("verdicts and estimates do not depend on the scale of weights", {
  set.seed(1)
  w <- stats::runif(82, 0.2, 3)
  fits <- lapply(c(1e-4, 1, 5000), function(unit) {
    set.seed(1)
    gmm_fit(galaxies(), 4, sample_weight = unit * w)
  })
  for (i in c(1, 3)) {
    expect_equal(fits[[i]]$means, fits[[2]]$means, tolerance = 1e-8)
    expect_equal(fits[[i]]$weights, fits[[2]]$weights, tolerance = 1e-8)
    expect_identical(fits[[i]]$supported, fits[[2]]$supported)
  }
  expect_equal(fits[[1]]$log_likelihood * 1e4, fits[[2]]$log_likelihood, tolerance = 1e-8)
})

test_that("units of columns change no verdict, and the penalised likelihood as the likelihood", {
  scaled <- pixels$x * rep(c(1000, 0.01), each = 330)
  set.seed(1)
  fit <- quietly(gmm_fit(pixels$x, 3))
  set.seed(1)
  other <- quietly(gmm_fit(scaled, 3))
  expect_identical(other$degenerate, fit$degenerate)
  shift <- -330 * log(1000 * 0.01)
  expect_equal(other$log_likelihood, fit$log_likelihood + shift, tolerance = 1e-8)
  expect_equal(
    other$penalised_log_likelihood, fit$penalised_log_likelihood + shift, tolerance = 1e-8
  )
})

test_that("no candidate among the restarts scores above the answer", {
  problems <- list(list(galaxies(), 3), list(pixels$x, 4), list(iris[, 1:4], 5), list(faithful, 3))
  for (problem in problems) {
    set.seed(2)
    fit <- quietly(gmm_fit(problem[[1]], problem[[2]]))
    restarts <- fit$restarts
    candidate <- !grepl("^(unsupported|suspicious|collapsed)", restarts$reason) & restarts$converged
    if (fit$supported) {
      expect_lte(max(restarts$score[candidate]), restarts$score[restarts$chosen] + 1e-6)
    }
  }
})

test_that("saturated pixels do not slow EM", {
  skip_on_cran()
  skip_if_instrumented()
  set.seed(1)
  colour <- sample(3, 20000, TRUE)
  x <- cbind(c(255, 200, 40)[colour], c(255, 140, 60)[colour], c(255, 90, 120)[colour]) +
    matrix(stats::rnorm(60000), 20000) * ifelse(colour == 1, 0, 15)
  x[x > 255] <- 255
  set.seed(1)
  elapsed <- system.time(fit <- quietly(gmm_fit(x, 4)))[["elapsed"]]
  expect_true(fit$converged)
  expect_identical(adjusted_rand(predict(fit) == which.max(fit$means[, 1]), colour == 1), 1)
  # A second or two.
  expect_lt(elapsed, 12)
})

# The log-likelihood with each covariance replaced by its penalised maximum, in plain R.
plain_penalised <- function(fit, x) {
  n <- nrow(x)
  d <- ncol(x)
  a <- 1 / sqrt(n)
  total <- stats::cov(x) * (n - 1) / n
  gaps <- apply(x, 2, function(v) {
    gap <- diff(sort(v))
    min(gap[gap > 1e-9 * diff(range(v))])
  })
  z <- predict(fit, x, type = "prob")
  change <- function(k) {
    count <- sum(z[, k])
    centre <- colSums(z[, k] * x) / count
    scatter <- crossprod(sqrt(z[, k]) * sweep(x, 2, centre))
    shift <- fit$means[k, ] - centre
    about_mean <- scatter + count * tcrossprod(shift)
    own <- as.matrix(coef(fit)$covariances[, , k])
    penalised <- (scatter + count * diag(gaps^2 / 12, d) + a * total) / (count + a)
    count * log(det(own)) + sum(diag(solve(own, about_mean))) -
      (count + a) * log(det(penalised)) + a * log(det(total)) - count * d
  }
  fit$log_likelihood + sum(vapply(seq_len(fit$n_components), change, 0)) / 2
}

test_that("under a prior criteria are penalised where it holds identical rows up", {
  set.seed(1)
  fit <- gmm_fit(pixels$x, 3, prior = gmm_prior())
  expect_false(fit$singular)
  expect_true(fit$supported)
  expect_identical(fit$identical_rows, 100)
  expect_equal(fit$penalised_log_likelihood, plain_penalised(fit, pixels$x), tolerance = 1e-6)
  expect_equal(BIC(fit), -2 * fit$penalised_log_likelihood + fit$df * log(330))
  expect_identical(BIC(fit), bic(fit))
  expect_output(print(fit), "Held up by the prior: component 3: 100 of 330 rows are identical")
  expect_match(summary(fit)$problems, "Held up by the prior")
  # The wings of the spike are hardly wider than the spike, which has a tenth of the rows.
  set.seed(5)
  x <- matrix(ifelse(stats::runif(1000) < 0.1, 0, stats::rnorm(1000, 2, 0.8)))
  set.seed(1)
  zeros <- gmm_fit(x, 2, prior = gmm_prior())
  expect_identical(zeros$identical_rows, sum(x == 0) + 0)
  expect_equal(zeros$penalised_log_likelihood, plain_penalised(zeros, x), tolerance = 1e-5)
})

test_that("under a prior BIC does not rise with every component on identical rows", {
  set.seed(3)
  answers <- matrix(stats::rbinom(400, 1, 0.4), 200) * 1
  for (x in list(list(pixels$x, 3L), list(answers, 1L))) {
    set.seed(1)
    best <- gmm_best(gmm_select(x[[1]], 1:5, "full", prior = gmm_prior()))
    expect_identical(best$n_components, x[[2]])
  }
})

test_that("under a prior criteria of sound fits are those of the likelihood", {
  set.seed(1)
  fit <- gmm_fit(iris[, 1:4], 2, prior = gmm_prior())
  expect_null(fit$penalised_log_likelihood)
  expect_identical(fit$degenerate, integer())
  expect_equal(BIC(fit), -2 * fit$log_likelihood + fit$df * log(150))
})

test_that("components that are worth less than fewer are no answer", {
  set.seed(115)
  n <- sample(6:25, 1)
  invisible(sample(1:4, 1))
  x <- matrix(stats::rnorm(2 * n) + 3 * stats::rbinom(n, 1, 0.4), n)
  set.seed(115)
  fewer <- gmm_fit(x, 2)
  set.seed(115)
  expect_warning(more <- gmm_fit(x, 3), class = "gaussmix_warning_singular")
  expect_lt(more$log_likelihood, fewer$log_likelihood)
  expect_false(more$supported)
  expect_output(print(more), "Unsupported: so few rows do not support so many components")
  expect_match(more$restarts$reason[more$restarts$chosen], "fewer components are worth more")
})
