# Starts that are searched for, and the swaps that follow them.

test_that("start = \"ward\" begins at the parts of Ward's tree in mclust's metric", {
  # Principal components of standardised columns, divided by the fourth roots of their
  # variances; the first M-step from the parts of stats::hclust().
  for (x in list(as.matrix(iris[, 1:4]), as.matrix(faithful))) {
    axes <- svd(scale(x))
    z <- scale(x) %*% axes$v %*% diag(1 / sqrt(axes$d))
    tree <- stats::hclust(stats::dist(z), method = "ward.D2")
    for (k in c(2, 5, 9)) {
      fit <- suppressWarnings(gmm_fit(x, k, start = "ward", max_iter = 0))
      parts <- split(as.data.frame(x), stats::cutree(tree, k))
      parts <- parts[order(-vapply(parts, nrow, 1))]
      expect_equal(unname(fit$weights) * nrow(x), unname(vapply(parts, nrow, 1)))
      # Parts of the same size may come in either order.
      means <- do.call(rbind, lapply(parts, colMeans))
      expect_equal(
        unname(fit$means[order(fit$means[, 1]), ]), unname(means[order(means[, 1]), ]),
        tolerance = 1e-12
      )
      expect_identical(fit$restarts$start, "ward")
    }
  }
})

test_that("Ward's tree makes one start, which is not random and has no units", {
  fits <- lapply(1:3, function(seed) {
    set.seed(seed)
    gmm_fit(iris[, 1:4], 4, start = "ward", n_init = 7, control = gmm_control(swaps = 0))
  })
  expect_identical(fits[[2]]$means, fits[[1]]$means)
  expect_identical(fits[[3]]$means, fits[[1]]$means)
  expect_identical(nrow(fits[[1]]$restarts), 1L)
  scaled <- sweep(as.matrix(iris[, 1:4]), 2, 2^c(-30, 3, 20, 0), `*`)
  other <- gmm_fit(scaled, 4, start = "ward", control = gmm_control(swaps = 0))
  expect_equal(sweep(other$means, 2, 2^c(30, -3, -20, 0), `*`), fits[[1]]$means, tolerance = 1e-8)
  # With one start that is the one.
  one <- gmm_fit(iris[, 1:4], 4, n_init = 1)
  expect_identical(one$means, fits[[1]]$means)
})

test_that("where rows are too few or too much alike for the tree, k-means makes the start", {
  x <- cbind(rep(c(0, 1, 5), each = 10), rep(c(2, 8, 9), 10))[rep(1:3, 10), ]
  fit <- suppressWarnings(
    gmm_fit(x, 5, start = "ward", reg_covar = 1e-6, control = gmm_control("absolute"))
  )
  expect_true(fit$singular)
  expect_identical(nrow(fit$restarts), 1L)
})

test_that("where all starts collapse, swaps find the sound fit that there is", {
  # Values that are rounded to tenths: most starts run onto one of them.
  best <- gmm_fit(iris$Sepal.Length, 3, start = "random_rows", n_init = 200)$log_likelihood
  without <- 0
  for (seed in 1:20) {
    set.seed(seed)
    fit <- gmm_fit(iris$Sepal.Length, 3)
    expect_false(fit$singular)
    expect_equal(fit$log_likelihood, best, tolerance = 1e-6)
    expect_identical(fit$restarts$log_likelihood[fit$restarts$chosen], fit$log_likelihood)
    # Without a ridge starts fail that collapse.
    set.seed(seed)
    bare <- gmm_fit(iris$Sepal.Length, 3, reg_covar = 0)
    expect_equal(bare$log_likelihood, best, tolerance = 1e-6)
    set.seed(seed)
    starts <- suppressWarnings(gmm_fit(iris$Sepal.Length, 3, control = gmm_control(swaps = 0)))
    without <- without + starts$singular
  }
  expect_gt(without, 5)
})

test_that("how many swaps are tried follows from the size of the data", {
  # So many may be in vain in a row, twice as many from what was found once; at most four
  # times as many are tried.
  expect_tried <- function(most_in_vain, x, k, ...) {
    fit <- suppressWarnings(gmm_fit(x, k, ..., max_iter = 5, keep_data = FALSE))
    expect_gte(fit$swaps[["tried"]], most_in_vain)
    expect_lte(fit$swaps[["tried"]], 4 * most_in_vain)
  }
  expect_tried(2 * 90, faithful, 2)
  expect_tried(14, faithful, 2, control = gmm_control(swaps = 7))
  expect_tried(0, faithful, 2, n_init = 1)
  expect_tried(14, faithful, 2, n_init = 1, control = gmm_control(swaps = 7))
  # 1.8e8 / (n p K^2), p being the numbers of a density and 30: 1.8e8 / (1797 * 96 * 25) = 41.7.
  pixels <- stats::prcomp(digits[, 1:64])$x
  expect_tried(5 * 41, pixels[, 1:10], 5)
  # 1.8e8 / (1797 * 96 * 225) = 4.6, and with 20 components 2.6
  expect_tried(15 * 4, pixels[, 1:10], 15, n_init = 6)
  expect_tried(20 * 4, pixels[, 1:10], 20, n_init = 6, prior = gmm_prior())
  # 1.8e8 / (1797 * 131 * 25) = 30.6
  expect_tried(5 * 30, pixels[, 1:50], 5, "diag", n_init = 6)
})

test_that("a start that is far too unlikely is not taken for the end", {
  # The first step gains 1e8, the second one 7: that is no rate of convergence.
  x <- faithful$waiting * 1000
  fit <- gmm_fit(
    x,
    covariance_type = "spherical", reg_covar = 0,
    start = list(weights = c(0.5, 0.5), means = c(5e4, 6e4), covariances = c(1, 1))
  )
  on <- gmm_fit(
    x,
    covariance_type = "spherical", start = fit, reg_covar = 0, tol = 0, max_iter = 200
  )
  expect_within((on$log_likelihood - fit$log_likelihood) / 272, 1e-7, "what was left to gain")
  for (acceleration in c("none", "lbfgs")) {
    flowers <- gmm_fit(
      iris[, 1:4], 3,
      start = list(
        weights = rep(1 / 3, 3), means = as.matrix(iris[c(1, 51, 101), 1:4]),
        covariances = array(1e-8 * diag(4), c(4, 4, 3))
      ),
      control = gmm_control(acceleration = acceleration)
    )
    expect_within(abs(flowers$log_likelihood + 180.1855), 1e-3, "iris")
  }
})
