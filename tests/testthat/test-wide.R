# Data with more columns than rows, for types without covariances: time and memory of the size
# of the data.

plain_types <- c("diag", "spherical", "tied_diag", "tied_spherical")

# Two groups of two rows, far apart.
wide_rows <- function(d) {
  set.seed(1)
  matrix(stats::rnorm(4 * d), 4) + c(0, 0, 10, 10)
}

test_that("one component of wide data has the moments of all rows", {
  x <- wide_rows(60)
  w <- c(1, 2, 0.5, 1.5)
  for (type in plain_types) {
    fit <- gmm_fit(x, 1, type, sample_weight = w, reg_covar = 0)
    mean <- colSums(w * x) / sum(w)
    variances <- colSums(w * sweep(x, 2, mean)^2) / sum(w)
    expected <- if (grepl("spherical", type)) rep(mean(variances), 60) else variances
    expect_equal(as.vector(fit$means), mean, tolerance = 1e-14)
    expect_equal(rep_len(as.vector(fit$covariances), 60), expected, tolerance = 1e-13)
    density <- sum(w * colSums(stats::dnorm(t(x), mean, sqrt(expected), log = TRUE)))
    expect_equal(fit$log_likelihood, density, tolerance = 1e-13)
    expect_true(fit$converged)
  }
})

test_that("the starts of one component are one, and say so", {
  for (start in start_words) {
    fit <- gmm_fit(wide_rows(30), 1, "diag", start = start, n_init = 7)
    expect_identical(fit$restarts$start, "all_rows")
    expect_identical(fit$restarts$reason, "")
    expect_identical(fit$swaps[["tried"]], 0)
    expect_identical(fit$settings$n_init, 7)
  }
  told <- utils::capture.output(print(fit))
  expect_true("converged after 1 iteration" %in% told)
})

test_that("groups of wide rows are found by every type", {
  for (type in plain_types) {
    for (n_init in c(1, 20)) {
      fit <- suppressWarnings(gmm_fit(wide_rows(500), 2, type, n_init = n_init))
      expect_equal(adjusted_rand(predict(fit), c(1, 1, 2, 2)), 1)
    }
  }
})

test_that("wide data take no more time than tall ones", {
  skip_on_cran()
  skip_if_instrumented()
  x <- wide_rows(8000)
  seconds <- function(expr) system.time(suppressWarnings(expr))[["elapsed"]]
  for (type in plain_types) {
    # With a matrix of columns by columns each of these took a minute. A tenth of this is usual.
    expect_lt(seconds(gmm_fit(x, 1, type)), 5)
    expect_lt(seconds(gmm_fit(x[c(1, 3), ], 2, type, n_init = 1)), 5)
    expect_lt(seconds(gmm_bayes(x, 1, type)), 5)
    expect_lt(seconds(gmm_fit(x, 1, type, prior = gmm_prior())), 5)
  }
  fit <- gmm_fit(x, 1, "diag")
  expect_lt(seconds(utils::capture.output(print(summary(fit)), generics::tidy(fit))), 5)
  expect_lt(seconds(gmm_match(fit, fit)), 5)
  expect_lt(seconds(gmm_probability(fit, rep(-1, 8000), rep(1, 8000))), 5)
})

test_that("memory for wide data is a multiple of them", {
  skip_on_cran()
  skip_if_instrumented()
  skip_on_os(c("windows", "mac", "solaris"))
  # In kB; the data are 3125.
  growth <- function(call) {
    as.numeric(utils::tail(in_new_session(c(
      "library(gaussmix)",
      "field <- function(name) {",
      "  line <- grep(paste0('^', name, ':'), readLines('/proc/self/status'), value = TRUE)",
      "  as.numeric(gsub('[^0-9]', '', line))",
      "}",
      "x <- matrix(rnorm(4e5), 2)",
      "invisible(gmm_fit(x[, 1:10], 1, 'spherical'))",
      "invisible(gc())",
      "before <- field('VmRSS')",
      paste0("fit <- suppressWarnings(", call, ")"),
      "cat(field('VmHWM') - before)"
    )), 1))
  }
  # A matrix of columns by columns would be 320 GB.
  expect_lt(growth("gmm_fit(x, 1, 'spherical')"), 22 * 3125)
  expect_lt(growth("gmm_bayes(x, 1, 'diag')"), 30 * 3125)
  # Each of the starts has two centres, which are as large as the data.
  expect_lt(growth("gmm_fit(x, 2, 'spherical')"), 120 * 3125)
})

test_that("priors of wide data come from the variances of columns", {
  x <- wide_rows(40)
  variances <- apply(x, 2, stats::var)
  fit <- gmm_bayes(x, 1, "diag")
  expect_equal(as.vector(fit$prior$scale), variances, tolerance = 1e-13)
  expect_equal(as.vector(fit$prior$mean), colMeans(x), tolerance = 1e-13)
  fit <- gmm_bayes(x, 1, "tied_spherical")
  expect_equal(as.vector(fit$prior$scale), sum(variances), tolerance = 1e-13)
  # The mode of one variance: the scatter and the prior's share (Fraley and Raftery 2007, section
  # 2): sum of squares + mean variance K^(-2/d), over n + degrees + 2 + 1, and the mean is drawn to
  # itself.
  fit <- gmm_fit(x, 1, "diag", prior = gmm_prior())
  expected <- (3 * variances + mean(variances)) / (4 + (40 + 2) + 2 + 1)
  expect_equal(as.vector(fit$covariances), expected, tolerance = 1e-8)
})

test_that("a selection has the priors of its types, wide or not", {
  for (x in list(wide_rows(12), as.matrix(iris[, 1:4]))) {
    types <- c("diag", "full", "spherical")
    selection <- suppressWarnings(gmm_select(x, 1, types, prior = gmm_prior()))
    for (fit in selection$fits) {
      alone <- gmm_fit(x, 1, fit$covariance_type, prior = gmm_prior())
      expect_identical(fit$log_posterior, alone$log_posterior)
    }
  }
})

test_that("the floor of a covariance of few rows is that of its eigenvalues", {
  set.seed(2)
  for (w in list(rep(1, 7), stats::runif(7, 0.5, 3))) {
    x <- matrix(stats::rnorm(7 * 12), 7)
    x[, 3] <- 2
    x[, 6] <- 2 * x[, 5]
    rows <- sqrt(w) * sweep(x, 2, colSums(w * x) / sum(w))
    rows[, 3] <- 0
    covariance <- crossprod(rows) / (sum(w) - 1)
    expect_equal(
      with_floor(covariance, rows), with_floor(covariance),
      tolerance = 1e-13
    )
  }
  expect_true(is_above(diag(3), 1e-6))
  expect_false(is_above(matrix(1, 3, 3), 1e-6))
})

test_that("components without correlations are matched by their variances", {
  one <- gmm_model(c(0.4, 0.6), rbind(c(0, 1, 2), c(3, 1, 0)), rbind(1:3, c(2, 1, 4)), "diag")
  two <- gmm_model(c(0.5, 0.5), rbind(c(3, 2, 0), c(0, 1, 1)), c(1.5, 2), "spherical")
  whole <- bhattacharyya(stats::coef(one), stats::coef(two))
  expect_equal(component_distances(one, two, 1:3), whole, tolerance = 1e-13)
  expect_equal(gmm_match(one, two)$b, 2:1)
})
