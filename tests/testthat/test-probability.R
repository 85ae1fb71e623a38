# Probabilities of boxes. Witnesses: differences of pnorm() written out, one-dimensional
# integrals by stats::integrate(), orthants whose probability is known, another algorithm of
# mvtnorm, draws.

species <- as.integer(iris$Species)
flowers <- gmm_fit(iris[, 1:4], 3, start = species)
geyser <- gmm_fit(faithful, 2, start = 1 + (faithful$waiting < 67))
line <- gmm_model(c(0.3, 0.7), c(0, 5), c(1, 4), "spherical")

# P(l < X < u) of two correlated normal columns: the first integrated over what the second
# has left.
plane_box <- function(mean, covariance, lower, upper) {
  sds <- sqrt(diag(covariance))
  slope <- covariance[1, 2] / covariance[1, 1]
  left <- sqrt(covariance[2, 2] - slope * covariance[1, 2])
  integrand <- function(x) {
    centre <- mean[2] + slope * (x - mean[1])
    between <- pnorm((upper[2] - centre) / left) - pnorm((lower[2] - centre) / left)
    dnorm(x, mean[1], sds[1]) * between
  }
  ends <- pmin(pmax(c(lower[1], upper[1]), mean[1] - 12 * sds[1]), mean[1] + 12 * sds[1])
  integrate(integrand, ends[1], ends[2], rel.tol = 1e-11, abs.tol = 0)$value
}

test_that("one column: differences of normal distribution functions", {
  ends <- c(-Inf, -3, 0, 2, 7.5, Inf)
  actual <- gmm_probability(line, ends[-6], ends[-1])
  cdf <- 0.3 * pnorm(ends, 0, 1) + 0.7 * pnorm(ends, 5, 2)
  expect_equal(actual, diff(cdf), tolerance = 1e-14)
  expect_equal(sum(actual), 1, tolerance = 1e-15)
})

test_that("tails keep their digits on both sides", {
  model <- gmm_model(1, 0, 1, "spherical")
  expect_equal(gmm_probability(model, lower = 30), pnorm(-30), tolerance = 1e-14)
  expect_equal(gmm_probability(model, upper = -30), pnorm(-30), tolerance = 1e-14)
  expect_equal(
    gmm_probability(model, 9, 10), pnorm(-9) - pnorm(-10), tolerance = 1e-14
  )
})

test_that("uncorrelated columns: a product", {
  set.seed(1)
  x <- as.matrix(iris[, 1:4])
  lower <- c(5, -Inf, 1, 0.1)
  upper <- c(6.5, 3, Inf, 1.9)
  for (type in c("diag", "spherical", "tied_diag", "tied_spherical")) {
    fit <- gmm_fit(x, 3, type, start = species)
    sds <- sqrt(t(apply(coef(fit)$covariances, 3, diag)))
    parts <- sapply(1:3, function(k) {
      prod(pnorm(upper, fit$means[k, ], sds[k, ]) - pnorm(lower, fit$means[k, ], sds[k, ]))
    })
    expect_equal(gmm_probability(fit, lower, upper), sum(fit$weights * parts), tolerance = 1e-13)
  }
})

test_that("two correlated columns", {
  skip_if_not_installed("mvtnorm")
  boxes <- list(
    list(c(2, 50), c(4, 80)), list(c(-Inf, 60), c(3, Inf)), list(c(4.5, -Inf), c(5, 70)),
    list(c(0, 0), c(1, 200))
  )
  parameters <- coef(geyser)
  for (box in boxes) {
    parts <- sapply(1:2, function(k) {
      plane_box(parameters$means[k, ], parameters$covariances[, , k], box[[1]], box[[2]])
    })
    expect_equal(
      gmm_probability(geyser, box[[1]], box[[2]]), sum(parameters$weights * parts),
      tolerance = 1e-9
    )
  }
})

test_that("orthants of equal correlations one half have probability 1 / (d + 1)", {
  # The signs of X_i = Z_i - Z_0 are all positive if Z_0 is the least of d + 1 equals.
  skip_if_not_installed("mvtnorm")
  for (d in c(2, 3, 5, 8)) {
    model <- gmm_model(1, matrix(2, 1, d), 4 * (diag(d) + 1), "tied")
    expect_within(
      abs(gmm_probability(model, lower = 2) - 1 / (d + 1)), 1e-5, paste("orthant", d)
    )
  }
  expect_within(abs(
    gmm_probability(model, lower = 2, max_error = 1e-3) - 1 / (d + 1)
  ), 1e-3, "a larger error")
})

test_that("four correlated columns: another algorithm, draws, and parts of a whole", {
  skip_if_not_installed("mvtnorm")
  lower <- c(5, 2, 1, 0)
  upper <- c(6, 3, 5, 2)
  actual <- gmm_probability(flowers, lower, upper)
  parameters <- coef(flowers)
  other <- sapply(1:3, function(k) {
    mvtnorm::pmvnorm(
      lower, upper, parameters$means[k, ],
      sigma = unname(parameters$covariances[, , k]),
      algorithm = mvtnorm::Miwa(steps = 128)
    )
  })
  expect_within(abs(actual - sum(parameters$weights * other)), 1e-5, "Miwa")

  set.seed(1)
  draws <- t(as.matrix(gmm_sample(flowers, 2e5)))
  share <- mean(colSums(draws > lower & draws < upper) == 4)
  # Five standard deviations of the share
  expect_within(abs(actual - share), 5 * sqrt(actual * (1 - actual) / 2e5), "draws")

  # Cut at 5.5 and 3.2: the eight corners of three columns are everything.
  cut <- c(5.5, 3.2, 4)
  corners <- as.matrix(expand.grid(c(FALSE, TRUE), c(FALSE, TRUE), c(FALSE, TRUE)))
  lower <- ifelse(corners, rep(cut, each = 8), -Inf)
  upper <- ifelse(corners, Inf, rep(cut, each = 8))
  colnames(lower) <- colnames(upper) <- names(iris)[1:3]
  expect_within(abs(sum(gmm_probability(flowers, lower, upper)) - 1), 8e-5, "corners")
})

test_that("columns by name, in any order, and those without bounds integrated out", {
  fit <- gmm_fit(iris[, 1:4], 3, "diag", start = species)
  expected <- gmm_probability(fit, c(-Inf, -Inf, 1, 0), c(Inf, Inf, 5, 2))
  expect_identical(gmm_probability(
    fit, c(Petal.Width = 0, Petal.Length = 1), c(Petal.Length = 5, Petal.Width = 2)
  ), expected)
  expect_identical(gmm_probability(
    fit, data.frame(Petal.Width = 0, Petal.Length = 1), c(Inf, Inf, 5, 2)
  ), expected)
  margin <- gmm_model(fit$weights, fit$means[, 3:4], fit$covariances[, 3:4], "diag")
  expect_identical(gmm_probability(margin, c(1, 0), c(5, 2)), expected)
  # A single bounded column needs no package, whatever the covariances.
  waiting <- coef(geyser)
  expect_equal(
    gmm_probability(geyser, c(waiting = 60), c(waiting = 70)),
    sum(waiting$weights * (pnorm(70, waiting$means[, 2], sqrt(waiting$covariances[2, 2, ])) -
      pnorm(60, waiting$means[, 2], sqrt(waiting$covariances[2, 2, ])))),
    tolerance = 1e-14
  )
})

test_that("many boxes, with names", {
  ends <- rbind(low = c(1, 40), mid = c(2, 60), high = c(4, 80))
  actual <- gmm_probability(gmm_fit(faithful, 1, "diag"), ends, c(5, 90))
  expect_named(actual, rownames(ends))
  expect_true(all(diff(actual) < 0))
  # One row that stands for all has no name to give.
  one <- matrix(c(1, 40), 1, dimnames = list("all", NULL))
  expect_named(gmm_probability(gmm_fit(faithful, 1, "diag"), one, ends + 20), rownames(ends))
  expect_null(names(gmm_probability(geyser, c(waiting = 40))))
  expect_named(gmm_probability(line, c(a = 0, b = 1)), c("a", "b"))
  expect_identical(gmm_probability(geyser, 3, 3), 0)
  expect_identical(gmm_probability(geyser), 1)
})

test_that("units do not matter", {
  skip_if_not_installed("mvtnorm")
  parameters <- coef(flowers)
  scale <- c(1e-6, 1, 1e6, 7)
  other <- gmm_model(
    parameters$weights, sweep(parameters$means, 2, scale, "*"),
    parameters$covariances * as.vector(outer(scale, scale))
  )
  expect_equal(
    gmm_probability(other, c(5, 2, 1, 0) * scale, c(6, 3, 5, 2) * scale),
    gmm_probability(flowers, c(5, 2, 1, 0), c(6, 3, 5, 2)),
    tolerance = 1e-9
  )
})

test_that("always the same, and R's random numbers are left alone", {
  skip_if_not_installed("mvtnorm")
  ask <- function() gmm_probability(flowers, c(5, 2, 1, 0), c(6, 3, 5, 2))
  set.seed(1)
  before <- .Random.seed
  first <- ask()
  expect_identical(.Random.seed, before)
  set.seed(2, kind = "Wichmann-Hill")
  withr_kind <- RNGkind()
  expect_identical(ask(), first)
  expect_identical(RNGkind(), withr_kind)
  RNGkind("default")
})

# What comes next of a generator tells all about its state, what is kept outside of
# .Random.seed included.
kinds <- list(
  "Wichmann-Hill", "Marsaglia-Multicarry", "Super-Duper", "Mersenne-Twister", "Knuth-TAOCP",
  "Knuth-TAOCP-2002", "L'Ecuyer-CMRG"
)
normal_kinds <- c(
  "Buggy Kinderman-Ramage", "Ahrens-Dieter", "Box-Muller", "Inversion", "Kinderman-Ramage"
)

test_that("random numbers go on as if nothing had been asked, of every generator", {
  skip_if_not_installed("mvtnorm")
  before <- RNGkind()
  on.exit(suppressWarnings(RNGkind(before[1], before[2], before[3])))
  first <- gmm_probability(flowers, c(5, 2, 1, 0), c(6, 3, 5, 2))
  next_ones <- function(kind, normal, sampling, ask) {
    # Not set.seed(), which does not take the buggy one.
    suppressWarnings(RNGkind(kind, normal, sampling))
    set.seed(3)
    # An odd number: of Box-Muller's pairs one is left.
    drawn <- rnorm(3)
    asked <- ask()
    list(drawn, rnorm(3), runif(2), sample(10), RNGkind(), asked)
  }
  for (kind in kinds) {
    for (normal in normal_kinds) {
      for (sampling in c("Rounding", "Rejection")) {
        # R warns of some pairs.
        alone <- suppressWarnings(next_ones(kind, normal, sampling, function() first))
        with <- suppressWarnings(next_ones(kind, normal, sampling, function() {
          gmm_probability(flowers, c(5, 2, 1, 0), c(6, 3, 5, 2))
        }))
        expect_identical(with, alone)
      }
    }
  }
})

test_that("a seed of its own is set.seed()'s, and a state that is not there stays so", {
  before <- RNGkind()
  on.exit(suppressWarnings(RNGkind(before[1], before[2], before[3])))
  for (seed in c(0, 1, -1, 1e6, .Machine$integer.max, -.Machine$integer.max)) {
    set.seed(seed, "Mersenne-Twister", "Inversion", "Rejection")
    expect_identical(gaussmix:::twister_state(seed), .Random.seed)
  }
  suppressWarnings(RNGkind("Wichmann-Hill", "Ahrens-Dieter", "Rounding"))
  rm(".Random.seed", envir = globalenv())
  gaussmix:::with_seed(1, runif(1))
  expect_false(exists(".Random.seed", globalenv(), inherits = FALSE))
  expect_identical(RNGkind(), c("Wichmann-Hill", "Ahrens-Dieter", "Rounding"))
})

test_that("simulations with a seed keep what Box-Muller keeps", {
  before <- RNGkind()
  on.exit(RNGkind(before[1], before[2], before[3]))
  set.seed(4, "Mersenne-Twister", "Box-Muller")
  wanted <- rnorm(3)
  set.seed(4)
  rnorm(1)
  draws <- simulate(flowers, 1, seed = 9)
  expect_identical(rnorm(2), wanted[-1])
  set.seed(9)
  expect_identical(simulate(flowers, 1)[[1]], draws[[1]])
})

test_that("an error that is not reached is reported", {
  skip_if_not_installed("mvtnorm")
  skip_on_cran()
  caught <- with_warnings(gmm_probability(flowers, 1, 6, max_error = 1e-13))
  expect_s3_class(caught$warnings[[1]], "gaussmix_warning_inaccurate")
  expect_within(abs(caught$value - gmm_probability(flowers, 1, 6)), 1e-5, "value")
})

test_that("without mvtnorm, what needs it is refused", {
  expect_error(gaussmix:::check_mvtnorm(FALSE, 3, quote(f())), class = "gaussmix_error_package")
})

test_that("of a Bayesian fit, that of its expected parameters", {
  fit <- gmm_bayes(faithful, 4, "diag", start = rep_len(1:4, 272))
  model <- gmm_model(fit$weights, fit$means, fit$covariances, "diag")
  expect_equal(
    gmm_probability(fit, 2, c(4, 80)), gmm_probability(model, 2, c(4, 80)),
    tolerance = 1e-12
  )
})

test_that("bounds far from correlated variables are none, or leave nothing", {
  skip_if_not_installed("mvtnorm")
  # Found by the fuzzer: integration gave no number.
  covariance <- matrix(c(1, -0.96, -0.96, 1), 2) * 1e-3
  model <- gmm_model(1, matrix(c(14, -23), 1), array(covariance, c(2, 2, 1)), "full")
  expect_identical(as.vector(gmm_probability(model, lower = c(24, -Inf))), 0)
  expect_equal(as.vector(gmm_probability(model, upper = c(1e6, -23))), 0.5, tolerance = 1e-14)
  # asin(rho) / (2 pi) + 1 / 4 is that of a quarter of the plane.
  quarter <- gmm_probability(model, lower = c(-1e6, -23), upper = c(14, 1e6))
  expect_equal(as.vector(quarter), 1 / 4 - asin(-0.96) / (2 * pi), tolerance = 1e-10)
})
