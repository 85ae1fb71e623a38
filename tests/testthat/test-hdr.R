# Regions of highest density. Witnesses: dnorm() and pnorm() written out, draws, the chi-squared
# distribution.

waiting <- gmm_fit(faithful["waiting"], 2, start = 1 + (faithful$waiting < 67))
geyser <- gmm_fit(faithful, 2, start = 1 + (faithful$waiting < 67))

test_that("one normal distribution: its central interval", {
  levels <- c(0.5, 0.95, 1 - 1e-12)
  found <- gmm_hdr(gmm_model(1, 3, 4), levels)
  expect_s3_class(found, c("gmm_hdr", "data.frame"), exact = TRUE)
  expect_named(found, c("level", "lower", "upper", "probability", "log_density"))
  tails <- (1 - levels) / 2
  expect_equal(found$upper, 3 - 2 * qnorm(tails), tolerance = 1e-9)
  expect_equal(found$lower, 3 + 2 * qnorm(tails), tolerance = 1e-9)
})

test_that("in one column: the density is the same at all ends, and higher between them alone", {
  for (seed in 1:60) {
    set.seed(seed)
    model <- random_column_mixture(1e-6)
    levels <- sort(runif(2))
    found <- gmm_hdr(model, levels)
    held <- tapply(found$probability, found$level, sum)
    expect_within(max(abs(held - levels)), 1e-9, paste("share", seed))
    ends <- predict(model, c(found$lower, found$upper), type = "log_density")
    expect_within(max(abs(ends - rep(found$log_density, 2))), 1e-8, paste("heights", seed))
    z <- seq(-8, 8, 0.01)
    sds <- sqrt(as.vector(model$covariances))
    x <- as.vector(outer(z, sds) + rep(model$means, each = length(z)))
    logs <- predict(model, x, type = "log_density")
    for (level in levels) {
      own <- found[found$level == level, ]
      inside <- rowSums(outer(x, own$lower, ">") & outer(x, own$upper, "<")) > 0
      clear <- abs(logs - own$log_density[1]) > 1e-7
      expect_identical(inside[clear], (logs > own$log_density[1])[clear])
    }
    expect_equal(
      found$probability, gmm_cdf(model, found$upper) - gmm_cdf(model, found$lower),
      tolerance = 1e-9
    )
  }
})

test_that("valleys are left out", {
  found <- gmm_hdr(waiting, c(0.9, 0.999))
  expect_identical(as.vector(table(found$level)), c(2L, 1L))
  whole <- gmm_quantile(waiting, c(0.05, 0.95))
  expect_lt(sum(with(found[found$level == 0.9, ], upper - lower)), diff(whole))
  expect_equal(gmm_hdr(geyser, 0.9, dims = "waiting")$lower,
    gmm_hdr(gmm_model(geyser$weights, geyser$means[, 2],
      coef(geyser)$covariances[2, 2, ]), 0.9)$lower)
})

test_that("in more columns: of one component by the chi-squared distribution", {
  one <- gmm_fit(iris[, 1:4], 1)
  inside <- predict(gmm_hdr(one, 0.9), iris)
  expect_identical(inside, unname(gmm_mahalanobis(one)[, 1] <= qchisq(0.9, 4)))
})

test_that("of several by draws, always the same ones", {
  set.seed(1)
  region <- gmm_hdr(geyser, c(0.5, 0.9))
  after <- runif(1)
  set.seed(1)
  expect_identical(runif(1), after)
  expect_identical(gmm_hdr(geyser, c(0.5, 0.9)), region)
  expect_false(identical(gmm_hdr(geyser, 0.5, seed = 2)$log_density, region$log_density[1]))
  fresh <- gmm_sample(geyser, 1e5)
  expect_within(max(abs(colMeans(predict(region, fresh)) - c(0.5, 0.9))), 0.008, "share of draws")
  # Nested.
  inside <- predict(region, faithful)
  expect_true(all(inside[inside[, 1], 2]))
  logs <- predict(geyser, type = "log_density")
  expect_identical(unname(inside[, 2]), unname(logs >= region$log_density[2]))
})

test_that("rows keep names and places, columns are found by name", {
  region <- gmm_hdr(geyser, 0.9, dims = c("waiting", "eruptions"))
  rows <- data.frame(eruptions = c(2, 3, NA), waiting = c(55, 70, 1), row.names = c("a", "b", "c"))
  expect_warning(inside <- predict(region, rows), class = "gaussmix_warning_missing")
  expect_identical(inside, c(a = TRUE, b = FALSE, c = NA))
  formula <- gmm_fit(~ log(waiting), faithful, n_components = 1)
  expect_identical(predict(gmm_hdr(formula), data.frame(waiting = c(70, 7))), c(TRUE, FALSE))
})

test_that("the print", {
  expect_snapshot({
    gmm_hdr(waiting, c(0.5, 0.9))
    gmm_hdr(gmm_fit(faithful, 1), 0.9)
  })
})

test_that("intervals move with the units of the column, however large or small", {
  intervals <- function(unit) {
    gmm_hdr(gmm_model(c(0.4, 0.6), means = c(-3, 2) * unit, covariances = c(1, 4) * unit^2), 0.9)
  }
  one <- intervals(1)
  for (unit in c(1e-100, 1e100)) {
    other <- intervals(unit)
    expect_equal(other$lower / unit, one$lower, tolerance = 1e-12)
    expect_equal(other$upper / unit, one$upper, tolerance = 1e-12)
    expect_equal(other$log_density + log(unit), one$log_density, tolerance = 1e-12)
  }
})

test_that("of a component narrower than a rounding error of its mean no interval can be told", {
  # Found by the fuzzer: the region had one end more than intervals. No two doubles have the spike
  # between them: what is told is the other component, with what it holds.
  model <- gmm_model(c(0.75, 0.25), c(132.55, -1641.02), c(5689.4, 3e-211))
  region <- gmm_hdr(model, 0.8)
  expect_equal(sum(region$probability), 0.75, tolerance = 1e-9)
  expect_true(all(region$lower < region$upper))
})
