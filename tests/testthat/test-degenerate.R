# Data on which the likelihood has no bound, or nearly so: duplicates, clusters of points that are
# the same, outliers, starts that collapse.

test_that("rows that are all duplicates", {
  five <- plain[rep(1:5, 20), ]
  # Two of five points lie on a line, for which components need orientations of their own.
  on_a_line <- letters_of_types %in% c("EEV", "EVV")
  expect_outcomes(five, 3, ifelse(on_a_line, "singular", if_own_volume("singular", "sound")))
  expect_outcomes(five, 3, ifelse(on_a_line, "error", if_own("error", "sound")), reg_covar = 0)
  for (n_components in c(5, 7)) {
    expect_outcomes(five, n_components, "singular")
    expect_outcomes(five, n_components, "error", reg_covar = 0)
  }
})

test_that("rows that are all the same", {
  x <- matrix(3, 50, 2)
  expect_outcomes(x, 2, "error")
  expect_outcomes(x, 2, "error", reg_covar = 0)
  # All rows lie in one component and the other is empty.
  expect_outcomes(x, 2, "singular", reg_covar = 1e-6, control = absolute)
  expect_outcomes(x, 1, "sound", reg_covar = 1e-6, control = absolute)
  expect_outcomes(rep(3, 50), 1, "error")
})

test_that("a cluster of points that are the same", {
  x <- rbind(plain, matrix(9, 20, 2))
  expect_outcomes(x, 3, if_own_volume("singular", "sound"))
  expect_outcomes(x, 3, if_own("error", "sound"), reg_covar = 0)
  all_same <- rbind(matrix(0, 30, 2), matrix(9, 20, 2))
  expect_outcomes(all_same, 2, "singular")
  expect_outcomes(all_same, 2, "error", reg_covar = 0)
})

test_that("100 normal values and ten copies of 10 keep their weights and the warning", {
  set.seed(1)
  x <- c(stats::rnorm(100), rep(10, 10))
  expect_outcomes(x, 2, if_own_volume("singular", "sound"))
  expect_outcomes(x, 2, if_own_volume("error", "sound"), reg_covar = 0)
  for (type in all_structures) {
    set.seed(2)
    fit <- suppressWarnings(gmm_fit(x, 2, type), classes = "gaussmix_warning_singular")
    expect_equal(unname(fit$weights), c(100, 10) / 110, tolerance = 1e-8)
    expect_equal(unname(fit$means[2, 1]), 10, tolerance = 1e-8)
    expect_equal(unname(fit$means[1, 1]), mean(x[1:100]), tolerance = 1e-8)
  }
  condition <- expect_warning(gmm_fit(x, 2), class = "gaussmix_warning_singular")
  told <- conditionMessage(condition)
  expect_match(told, "Component 2: 10 of 110 rows are identical", fixed = TRUE)
})

test_that("more restarts do not prefer the collapse", {
  set.seed(1)
  x <- c(stats::rnorm(100), rep(10, 10))
  fit <- suppressWarnings(gmm_fit(x, 2, n_init = 100), classes = "gaussmix_warning_singular")
  expect_equal(unname(fit$weights), c(100, 10) / 110, tolerance = 1e-8)
})

test_that("the component that is named is the one that collapsed", {
  set.seed(3)
  x <- c(stats::rnorm(30), rep(10, 60))
  condition <- expect_warning(fit <- gmm_fit(x, 2), class = "gaussmix_warning_singular")
  narrow <- paste("component", which.min(fit$covariances))
  expect_match(conditionMessage(condition), narrow, ignore.case = TRUE)
  expect_match(fit$restarts$reason[fit$restarts$chosen], narrow, fixed = TRUE)
  expect_match(utils::capture.output(print(fit)), narrow, fixed = TRUE, all = FALSE)
  # Three clusters, of which only the middle one by size has collapsed.
  x <- c(stats::rnorm(30), rep(10, 60), stats::rnorm(100, 20))
  for (seed in 1:5) {
    set.seed(seed)
    condition <- expect_warning(
      fit <- gmm_fit(x, 3, n_init = 1),
      class = "gaussmix_warning_singular"
    )
    narrow <- paste("component", which.min(fit$covariances))
    expect_match(conditionMessage(condition), narrow, ignore.case = TRUE)
    expect_match(fit$restarts$reason[fit$restarts$chosen], narrow, fixed = TRUE)
    expect_match(utils::capture.output(print(fit)), narrow, fixed = TRUE, all = FALSE)
  }
})

test_that("a fit far from zero keeps its likelihood", {
  # Means are rounded to 1.5e-8 where the data are; the fit must be that of such means.
  x <- round(as.matrix(iris[, 1:4]) * 2^20) / 2^20 + 1e8
  for (type in all_structures) {
    for (max_iter in c(0, 2, 1000)) {
      fit <- suppressWarnings(
        gmm_fit(x, 3, type, start = as.integer(iris$Species), max_iter = max_iter),
        classes = "gaussmix_warning_not_converged"
      )
      total <- sum(predict(fit, type = "log_density"))
      expect_lte(abs(fit$log_likelihood - total), 1e-10 * abs(total))
    }
  }
})

test_that("two values, and columns of zeros and ones", {
  expect_outcomes(rep(0:1, 50), 2, "singular")
  set.seed(1)
  bits <- matrix(stats::rbinom(600, 1, 0.5), 200)
  for (type in all_structures) {
    expect_true(expect_told(attempt(bits, 3, type)) %in% c("singular", "sound"))
    expect_true(expect_told(attempt(bits, 3, type, reg_covar = 0)) %in% c("error", "sound"))
  }
})

test_that("one outlier at 1e8 has a component and does not spoil the others", {
  x <- rbind(plain, c(1e8, 1e8))
  expect_outcomes(x, 2, if_own_volume("singular", "sound"))
  expect_outcomes(x, 2, if_own("error", "sound"), reg_covar = 0)
  variances <- apply(plain, 2, stats::var)
  for (type in all_structures) {
    set.seed(1)
    fit <- suppressWarnings(gmm_fit(x, 2, type), classes = "gaussmix_warning_singular")
    expect_equal(unname(fit$weights), c(100, 1) / 101, tolerance = 1e-8)
    expect_equal(unname(fit$means), rbind(colMeans(plain), 1e8), tolerance = 1e-8)
    expect_true(all(diag(coef(fit)$covariances[, , 1]) < 2 * max(variances)))
  }
  # Without a component of its own it is one of many in a wide one.
  expect_outcomes(x, 1, if_full("singular", "sound"))
})

test_that("a column of large variance does not hide the one that tells", {
  set.seed(1)
  x <- rbind(
    cbind(stats::rnorm(300), stats::rnorm(300, 0, 1e3)),
    cbind(stats::rnorm(300, 6), stats::rnorm(300, 0, 1e3))
  )
  truth <- rep(1:2, each = 300)
  # Only a few points lie between clusters that are 6 sd apart: ARI 1 for n = 600
  # is at most one of them on the wrong side.
  for (type in c("full", "tied", "diag", "tied_diag")) {
    set.seed(2)
    fit <- gmm_fit(x, 2, type)
    expect_true(fit$converged)
    expect_sound_numbers(fit)
    agreement <- mean(predict(fit) == truth)
    expect_gte(max(agreement, 1 - agreement), 599 / 600)
  }
})

test_that("random rows find the best of iris, however many", {
  for (n_init in c(20, 100)) {
    for (seed in 1:5) {
      set.seed(seed)
      fit <- gmm_fit(iris[, 1:4], 3, start = "random_rows", n_init = n_init)
      expect_equal(as.numeric(logLik(fit)), -180.1855, tolerance = 1e-4 / 180)
      expect_false(fit$singular)
    }
  }
})

test_that("no outcome but these on iris without a ridge", {
  for (type in all_structures) {
    for (start in c("mixed", "random_rows", "random_responsibilities")) {
      set.seed(1)
      outcome <- attempt(iris[, 1:4], 8, type, start = start, reg_covar = 0, n_init = 5)
      expect_true(expect_told(outcome) %in% c("error", "singular", "sound"))
    }
  }
})

test_that("a supplied start that collapses is told of", {
  x <- rbind(plain, matrix(9, 20, 2))
  labels <- c(rep(1, 100), rep(2, 20))
  for (i in seq_along(all_structures)) {
    outcome <- attempt(x, 2, all_structures[i], start = labels)
    expect_identical(expect_told(outcome), if_own_volume("singular", "sound")[i])
    outcome <- attempt(x, 2, all_structures[i], start = labels, reg_covar = 0)
    expect_identical(expect_told(outcome), if_own("error", "sound")[i])
  }
})

test_that("a number of iterations that was asked for is no news, a collapse is", {
  x <- c(plain, rep(9, 10))
  labels <- c(rep(1, 200), rep(2, 10))
  for (i in seq_along(all_structures)) {
    for (max_iter in c(0, 3)) {
      outcome <- attempt(x, 2, all_structures[i], start = labels, tol = 0, max_iter = max_iter)
      expect_identical(
        expect_told(outcome, until_convergence = FALSE),
        if_own_volume("singular", "sound")[i]
      )
      expect_identical(outcome$result$iterations, as.integer(max_iter))
    }
  }
})

test_that("a thousand components end in reasonable time", {
  skip_on_cran()
  skip_if_instrumented()
  set.seed(1)
  x <- matrix(stats::rnorm(2400), 1200)
  elapsed <- system.time(outcome <- attempt(x, 1000))[["elapsed"]]
  expect_lt(elapsed, 30)
  expect_identical(expect_told(outcome), "singular")
  for (type in all_structures[-1]) {
    # These are judged component by component.
    n_components <- if (type %in% c("EVE", "EEV", "EVV")) 200 else 1000
    elapsed <- system.time(outcome <- attempt(x, n_components, type, n_init = 1))[["elapsed"]]
    expect_lt(elapsed, 30)
    expect_true(expect_told(outcome) %in% c("singular", "sound"))
  }
})

test_that("an empty component has no share, however near a row is to where it was", {
  # Weights so unequal that a row alone is not enough for a component.
  fit <- suppressWarnings(gmm_fit(
    c(0, 1, 2, 1e6), 2,
    start = list(weights = c(0.5, 0.5), means = c(1, 1e6), covariances = 1),
    covariance_type = "tied", tol = 0, max_iter = 1, sample_weight = c(1, 1, 1, 0)
  ))
  expect_identical(unname(fit$weights[2]), 0)
  z <- predict(fit, c(1, 1e6), type = "prob")
  expect_identical(unname(z[, 2]), c(0, 0))
  # That of the only component that is left.
  expect_equal(
    unname(predict(fit, 1e6, type = "log_density")),
    stats::dnorm(1e6, fit$means[1], sqrt(fit$covariances[1]), log = TRUE)
  )
})
