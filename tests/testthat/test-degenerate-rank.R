# Data that lack a rank: constant and collinear columns, and hardly more rows than columns.

test_that("a constant column", {
  x <- cbind(a = plain[, 1], flat = 1, b = plain[, 2])
  for (reg_covar in c(1e-9, 0)) {
    expect_outcomes(x, 2, "error", reg_covar = reg_covar)
  }
  condition <- expect_error(gmm_fit(x, 2), class = "gaussmix_error_degenerate")
  expect_match(conditionMessage(condition), "`flat`", fixed = TRUE)
  expect_outcomes(x, 2, "error", reg_covar = 0, control = absolute)
  expect_outcomes(x, 2, "sound", reg_covar = 1e-6, control = absolute)
  condition <- expect_warning(
    gmm_fit(x, 2, reg_covar = 1e-6, control = absolute),
    class = "gaussmix_warning_constant"
  )
  expect_match(conditionMessage(condition), "`flat`", fixed = TRUE)
})

test_that("a column that is constant where weights are positive", {
  x <- cbind(plain, c(5, rep(1, 99)))
  expect_error(
    gmm_fit(x, 2, sample_weight = c(0, rep(1, 99))),
    class = "gaussmix_error_degenerate"
  )
})

test_that("collinear columns", {
  x <- cbind(plain, plain[, 1] + plain[, 2])
  expect_outcomes(x, 2, if_full("singular", "sound"))
  expect_outcomes(x, 2, if_full("error", "sound"), reg_covar = 0)
  x <- cbind(plain, -1e6 * plain[, 1])
  expect_outcomes(x, 2, if_full("singular", "sound"))
})

test_that("more columns than rows", {
  set.seed(1)
  x <- matrix(stats::rnorm(200), 10)
  # Rounding in a covariance of condition 1e9 hides convergence at the default.
  for (n_components in 1:2) {
    expect_outcomes(x, n_components, if_full("singular", "sound"))
    expect_outcomes(x, n_components, if_full("error", "sound"), reg_covar = 0)
  }
})

test_that("a rank that is lacking is never called a sound fit, whatever rounding makes of it", {
  # Seven rows around four means leave three dimensions for four columns.
  outcomes <- character()
  for (offset in c(0, 1e5, 1e9)) {
    for (seed in 1:100) {
      set.seed(seed)
      x <- matrix(stats::rnorm(28), 7) + offset
      outcome <- attempt(x, 4, "tied", reg_covar = 0, start = "random_rows", n_init = 3)$result
      sound <- inherits(outcome, "gaussmix") && !outcome$singular
      outcomes <- c(outcomes, if (sound) "sound" else class(outcome)[1])
    }
  }
  expect_true("gaussmix_error_degenerate" %in% outcomes)
  expect_false("sound" %in% outcomes)
  # A ridge too small to matter is no ridge.
  set.seed(1)
  x <- matrix(stats::rnorm(200), 100)
  x <- cbind(x, x[, 1] + x[, 2])
  for (type in c("full", "tied")) {
    expect_true(expect_told(attempt(x, 2, type, reg_covar = 1e-20)) %in% c("error", "singular"))
  }
})

test_that("a fit is intact, however close to singular", {
  # A variance below the smallest normal number is none.
  set.seed(1)
  x <- c(stats::rnorm(50) + 10, 0, 1e-158, 2e-158)
  for (i in seq_along(all_structures)) {
    outcome <- attempt(x, 2, all_structures[i], start = rep(1:2, c(50, 3)), reg_covar = 0)
    expect_identical(expect_told(outcome), if_own_volume("error", "sound")[i])
  }
  # Covariances at the very threshold of what has a Cholesky factor.
  for (seed in 1:400) {
    set.seed(seed)
    x <- matrix(stats::rnorm(28), 7)
    ridge <- 10^-(13 + seed %% 3)
    outcome <- attempt(x, 4, "tied", reg_covar = ridge, start = "random_rows", n_init = 3)
    if (inherits(outcome$result, "gaussmix")) {
      expect_error(coef(outcome$result), NA)
    }
  }
})

test_that("more columns than rows end before max_iter", {
  # The likelihood of covariances at the ridge is rounding error beyond the tolerance.
  for (k in 1:3) {
    set.seed(k)
    fit <- suppressWarnings(
      gmm_fit(matrix(stats::rnorm(200), 10), k), classes = "gaussmix_warning_singular"
    )
    expect_true(fit$converged)
    expect_lt(fit$iterations, 200)
  }
})

test_that("barely more rows than columns", {
  set.seed(1)
  x <- matrix(stats::rnorm(30), 6)
  expect_outcomes(x, 1, "sound")
  expect_outcomes(x, 1, "sound", reg_covar = 0)
  expect_outcomes(x[1:5, ], 1, if_full("singular", "sound"))
  # Not six rows: whitened, they are equally far from each other in five columns, and
  # rounding would choose among their partitions.
  set.seed(1)
  pooled <- all_structures %in% c("tied", "EVE")
  expect_outcomes(
    matrix(stats::rnorm(35), 7), 2, ifelse(pooled, "sound", if_full("singular", "sound"))
  )
})

test_that("under one volume rows in a plane are not merely thin and wide", {
  set.seed(3)
  x <- rbind(matrix(stats::rnorm(300), 100), matrix(stats::rnorm(300), 100) + 6)
  x[101:200, 3] <- 6
  for (type in c("EVI", "EVE", "EVV")) {
    set.seed(1)
    expect_warning(fit <- gmm_fit(x, 2, type), class = "gaussmix_warning_singular")
    expect_identical(adjusted_rand(predict(fit), rep(1:2, each = 100)), 1)
    expect_output(print(fit), "100 rows lie in a plane")
    # In the plane the rows have a variance of 1; the ridge alone made 600 of it.
    expect_lt(max(coef(fit)$covariances), 4)
  }
})

test_that("what is given is the answer of no iterations, though it be singular", {
  set.seed(3)
  x <- rbind(matrix(stats::rnorm(200), 100), matrix(stats::rnorm(200), 100) + 6)
  x[101:200, 2] <- 6
  for (type in c("full", "EVV", "diag")) {
    given <- suppressWarnings(
      gmm_fit(x, 2, type, start = rep(1:2, each = 100), max_iter = 5, tol = 0)
    )
    expect_warning(
      fit <- gmm_fit(x, 2, type, start = coef(given), max_iter = 0),
      class = "gaussmix_warning_singular"
    )
    expect_identical(coef(fit), coef(given))
    # A penalty that held it up told its own likelihood of these parameters.
    expect_equal(fit$log_likelihood, sum(predict(fit, type = "log_density")), tolerance = 1e-12)
  }
})

test_that("as many rows as components", {
  x <- plain[1:5, ]
  expect_outcomes(x, 5, "singular")
  expect_outcomes(x, 5, "error", reg_covar = 0)
  expect_outcomes(x[1, , drop = FALSE], 1, "error")
  expect_outcomes(x[1:2, ], 1, if_full("singular", "sound"))
})

test_that("the digits, with pixels that never change", {
  path <- test_path("fixtures", "digits.csv.gz")
  skip_if(!file.exists(path), "no digits")
  x <- as.matrix(utils::read.csv(path))[, 1:64]
  flat <- colnames(x)[apply(x, 2, min) == apply(x, 2, max)]
  expect_length(flat, 3)
  condition <- expect_error(gmm_fit(x, 10), class = "gaussmix_error_degenerate")
  for (column in flat) {
    expect_match(conditionMessage(condition), paste0("`", column, "`"), fixed = TRUE)
  }
  for (type in all_structures) {
    set.seed(1)
    outcome <- attempt(x, 10, type, n_init = 1, max_iter = 30, reg_covar = 1e-3, control = absolute)
    expect_true(expect_told(outcome) %in% c("singular", "sound"))
    expect_true(has_class(outcome$warnings, "gaussmix_warning_constant"))
    varying <- x[, setdiff(colnames(x), flat)]
    outcome <- attempt(varying, 10, type, n_init = 1, max_iter = 30)
    expect_true(expect_told(outcome) %in% c("singular", "sound"))
  }
})
