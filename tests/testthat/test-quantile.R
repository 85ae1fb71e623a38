# Distribution function and quantiles of one column. Witnesses: sums of pnorm() written out,
# integrate() of the density, uniroot() of the distribution function.

waiting <- gmm_fit(faithful["waiting"], 2, start = 1 + (faithful$waiting < 67))
geyser <- gmm_fit(faithful, 2, start = 1 + (faithful$waiting < 67))

# Mixtures with far components, tiny weights and standard deviations that differ a million times.
random_mixture <- function(seed) {
  set.seed(seed)
  k <- sample(6, 1)
  weights <- rexp(k)^4 + 1e-12
  list(
    weights = weights / sum(weights), means = rnorm(k) * 10^runif(1, -3, 4),
    sds = 10^runif(k, -3, 3)
  )
}
model_of <- function(m) gmm_model(m$weights, m$means, m$sds^2)
cdf_of <- function(m, q) sapply(q, function(q) sum(m$weights * pnorm(q, m$means, m$sds)))

test_that("the distribution function is the sum of those of the components", {
  for (seed in 1:40) {
    m <- random_mixture(seed)
    q <- c(-Inf, rep(m$means, 3) + c(-5, 0.3, 40) * rep(m$sds, 3), Inf)
    expect_equal(gmm_cdf(model_of(m), q), cdf_of(m, q), tolerance = 1e-13)
    upper <- gmm_cdf(model_of(m), q, lower_tail = FALSE)
    mirrored <- list(weights = m$weights, means = -m$means, sds = m$sds)
    expect_equal(upper, cdf_of(mirrored, -q), tolerance = 1e-13)
  }
})

test_that("it is the integral of the density", {
  for (q in c(45, 60, 67, 90)) {
    below <- integrate(function(x) predict(waiting, x, type = "density"), 0, q, rel.tol = 1e-11)
    expect_equal(gmm_cdf(waiting, q), below$value, tolerance = 1e-9)
  }
  expect_equal(gmm_cdf(waiting, 70) - gmm_cdf(waiting, 60), gmm_probability(waiting, 60, 70))
})

test_that("quantiles are the roots of the distribution function", {
  for (seed in 1:40) {
    m <- random_mixture(seed)
    p <- c(0.001, 0.02, 0.31, 0.5, 0.77, 0.999)
    ends <- range(outer(c(-9, 9), m$sds) + rep(m$means, each = 2))
    roots <- sapply(p, function(p) {
      uniroot(function(q) cdf_of(m, q) - p, ends, tol = 1e-14 * diff(ends), maxiter = 1e4)$root
    })
    quantiles <- gmm_quantile(model_of(m), p)
    # Where the density is low a root is less exact than its probability.
    slope <- predict(model_of(m), quantiles, type = "density")
    error <- pmin(abs(quantiles - roots) / diff(ends), slope * abs(quantiles - roots))
    expect_within(max(error), 1e-9, paste("quantiles of mixture", seed))
    rounding <- slope * 2^-51 * max(abs(m$means), abs(quantiles))
    error <- abs(cdf_of(m, quantiles) - p) - rounding
    expect_within(max(error), 1e-13, paste("probabilities", seed))
  }
})

test_that("tails keep their digits, far beyond the least double", {
  for (seed in 1:40) {
    m <- random_mixture(seed)
    log_p <- -10^seq(-12, 5, length.out = 30)
    for (lower in c(TRUE, FALSE)) {
      q <- gmm_quantile(model_of(m), log_p, lower_tail = lower, log = TRUE)
      back <- gmm_cdf(model_of(m), q, lower_tail = lower, log = TRUE)
      # What the rounding of q alone does to the logarithm.
      side <- if (lower) 1 else -1
      next_q <- q + side * 2^-52 * abs(q)
      noise <- abs(gmm_cdf(model_of(m), next_q, lower_tail = lower, log = TRUE) - back)
      error <- abs(back - log_p) / (1e-12 * abs(log_p) + 4 * noise)
      expect_within(max(error), 1, paste("log tails of mixture", seed))
    }
  }
  # log(1 - F) of the normal distribution by its asymptotic series.
  z <- 1e4
  expected <- -z^2 / 2 - log(z) - log(2 * pi) / 2 + log1p(-1 / z^2 + 3 / z^4)
  one <- gmm_model(c(1e-9, 1 - 1e-9), c(0, 0), c(1, 1e-12))
  expect_equal(gmm_cdf(one, z, lower_tail = FALSE, log = TRUE), log(1e-9) + expected)
})

test_that("the median between components that lie far apart is where they have the same tails", {
  # By symmetry.
  model <- gmm_model(c(0.5, 0.5), c(0, 1e6), c(1, 1))
  expect_equal(gmm_quantile(model, 0.5), 5e5, tolerance = 1e-12)
  # At as many standard deviations from both.
  model <- gmm_model(c(0.5, 0.5), c(0, 1e6), c(1, 1e8))
  expect_equal(gmm_quantile(model, 0.5), 1e6 / (1 + 1e4), tolerance = 1e-12)
})

test_that("0, 1, missing values, names and no values", {
  expect_identical(gmm_quantile(waiting, c(0, 1)), c(-Inf, Inf))
  expect_identical(gmm_quantile(waiting, c(0, 1), lower_tail = FALSE), c(Inf, -Inf))
  expect_identical(gmm_quantile(waiting, c(-Inf, 0), log = TRUE), c(-Inf, Inf))
  expect_identical(gmm_cdf(waiting, c(-Inf, Inf)), c(0, 1))
  expect_identical(is.na(gmm_cdf(waiting, c(60, NA, NaN))), c(FALSE, TRUE, TRUE))
  expect_identical(is.na(gmm_quantile(waiting, c(NA, 0.5))), c(TRUE, FALSE))
  expect_identical(gmm_quantile(waiting, NA), NA_real_)
  expect_named(gmm_quantile(waiting, c(lower = 0.1, upper = 0.9)), c("lower", "upper"))
  expect_identical(gmm_quantile(waiting, numeric()), numeric())
  expect_identical(gmm_cdf(waiting, numeric()), numeric())
})

test_that("of several columns it is about one that is named, whatever the type of covariances", {
  for (type in all_structures) {
    fit <- gmm_fit(faithful, 2, type, start = 1 + (faithful$waiting < 67))
    expected <- gmm_probability(fit, upper = c(waiting = 70))
    expect_equal(gmm_cdf(fit, 70, dims = "waiting"), expected)
    expect_equal(gmm_quantile(fit, expected, dims = 2), 70)
  }
  bayes <- gmm_bayes(faithful, 4, start = rep_len(1:4, 272), max_iter = 5, tol = 0)
  expect_equal(gmm_cdf(bayes, 70, dims = 2), gmm_probability(bayes, upper = c(waiting = 70)))
})

test_that("quantiles of draws are near", {
  set.seed(1)
  draws <- gmm_sample(geyser, 1e5)
  p <- c(0.05, 0.3, 0.7, 0.95)
  theory <- gmm_quantile(geyser, p, dims = 1)
  expect_within(max(abs(ecdf(draws$eruptions)(theory) - p)), 0.006, "share of draws")
})
