# Optima that no start leads to, and that only some kinds of moves find. The values are the best
# of long searches: hundreds of starts at random rows and at random responsibilities, thousands
# of moves.

expect_found <- function(best, x, n_components, covariance_type = "full", seeds = 1:5, ...) {
  for (seed in seeds) {
    set.seed(seed)
    fit <- gmm_fit(x, n_components, covariance_type, ..., threads = 1)
    expect_true(fit$supported)
    expect_equal(fit$log_likelihood, best, tolerance = 1e-5)
  }
}

test_that("with two components moves find something new", {
  skip_if_not_installed("MASS")
  expect_found(-78.704, log(as.matrix(MASS::Cushings[, 1:2])), 2, "spherical")
  skip_if_not_installed("cluster")
  expect_found(-93.026, cluster::pluton[, c(1, 3)], 2)
})

test_that("a row far from all others does not take the fit with it", {
  set.seed(3)
  x <- rbind(matrix(rnorm(80), 40), matrix(rnorm(80, 4), 40), c(30, 30))
  expect_found(-316.318, x, 2, n_init = 2)
  expect_found(-316.318, x, 2, n_init = 5)
})

test_that("small data with several optima are searched to the best of them", {
  expect_found(-565.597, swiss[, c(1, 2, 5)], 2)
  skip_if_not_installed("MASS")
  expect_found(-71.648, log(as.matrix(MASS::Cushings[, 1:2])), 3, seeds = c(1:3, 7))
  skip_if_not_installed("cluster")
  expect_found(-2556.276, cluster::xclara[seq(1, 3000, 10), ], 4, "spherical")
})

test_that("two small groups of galaxies are found", {
  skip_if_not_installed("MASS")
  expect_found(-203.179, MASS::galaxies / 1000, 3)
})

test_that("more components are not less likely in a selection", {
  x <- read.csv(test_path("fixtures", "seed_blobs300.csv"))[, 1:2]
  of_three <- vapply(1:20, function(seed) {
    set.seed(seed)
    table <- gmm_select(x, 1:6, "full", threads = 1)$table
    expect_gt(min(diff(table$logLik[table$supported])), -1e-3)
    expect_identical(table$n_components[which.min(table$BIC)], 4L)
    table$logLik[table$n_components == 3]
  }, 0)
  # A selection searches less: there are four groups, and one in ten seeds misses the best three.
  expect_gte(sum(abs(of_three + 1002.615) < 0.01), 14)
})

test_that("moves do not depend on the number of threads", {
  fits <- lapply(1:2, function(threads) {
    set.seed(1)
    gmm_fit(iris[, 1:4], 4, "diag", threads = threads, keep_data = FALSE)
  })
  expect_identical(fits[[1]]$means, fits[[2]]$means)
  expect_identical(fits[[1]]$swaps, fits[[2]]$swaps)
})
