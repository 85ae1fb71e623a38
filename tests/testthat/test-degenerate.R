# Data on which the likelihood has no bound, or nearly so: a finite fit with a
# warning that says which component, or a degenerate error that says what to do.

all_types <- gaussmix:::covariance_types$name

is_covariance <- function(x) {
  x <- as.matrix(x)
  isSymmetric(x) && all(diag(x) > 0) &&
    !is.null(tryCatch(chol(stats::cov2cor(x)), error = function(e) NULL))
}

# What every fit must be, whatever the data were.
expect_sound_numbers <- function(fit) {
  n_components <- fit$n_components
  parameters <- coef(fit)
  expect_true(all(is.finite(unlist(parameters))))
  expect_true(all(parameters$weights >= 0))
  expect_lte(abs(sum(parameters$weights) - 1), 1e-15 * max(1, n_components / 10))
  expect_true(all(apply(parameters$covariances, 3, is_covariance)))
  expect_true(is.finite(logLik(fit)))
  expect_true(all(is.finite(c(aic(fit), bic(fit), icl(fit), icl(fit, type = "map")))))
  expect_true(all(is.finite(fit$trace)))
  expect_false(anyNA(fit$restarts$log_likelihood))
  expect_identical(sum(fit$restarts$chosen), 1L)
  expect_identical(fit$restarts$collapsed[fit$restarts$chosen], fit$singular)
  labels <- predict(fit)
  expect_s3_class(labels, "factor")
  expect_identical(levels(labels), as.character(seq_len(n_components)))
  expect_false(anyNA(labels))
  prob <- predict(fit, type = "prob")
  expect_false(anyNA(prob))
  expect_lte(max(abs(rowSums(prob) - 1)), n_components * 4e-16)
}

# A fit and the warnings on its way, or a degenerate error; nothing else.
attempt <- function(...) {
  warnings <- list()
  result <- tryCatch(
    withCallingHandlers(
      gmm_fit(...),
      gaussmix_warning = function(w) {
        warnings <<- c(warnings, list(w))
        tryInvokeRestart("muffleWarning")
      }
    ),
    gaussmix_error_degenerate = identity
  )
  list(result = result, warnings = warnings)
}

has_class <- function(conditions, class) any(vapply(conditions, inherits, logical(1), class))

culprit <- "component [0-9]+|all components|Constant: "

# What the outcome is, after everything that must hold for it has been checked.
expect_told <- function(outcome, until_convergence = TRUE) {
  result <- outcome$result
  if (inherits(result, "error")) {
    expect_identical(outcome$warnings, list())
    expect_match(conditionMessage(result), culprit, ignore.case = TRUE)
    expect_match(conditionMessage(result), "Use fewer components|Leave such columns out")
    return("error")
  }
  expect_s3_class(result, "gaussmix")
  expect_sound_numbers(result)
  singular <- Filter(function(w) inherits(w, "gaussmix_warning_singular"), outcome$warnings)
  constant <- has_class(singular, "gaussmix_warning_constant")
  expect_identical(length(singular) - constant > 0, result$singular)
  expect_identical(
    has_class(outcome$warnings, "gaussmix_warning_not_converged"),
    until_convergence && !result$converged
  )
  for (warning in singular) {
    expect_match(conditionMessage(warning), culprit, ignore.case = TRUE)
    expect_match(conditionMessage(warning), "Use fewer components|leave such columns out")
  }
  if (result$singular) "singular" else "sound"
}

# The outcomes that are right for the six types, in their order.
expect_outcomes <- function(x, n_components, wanted, ...) {
  wanted <- rep_len(wanted, length(all_types))
  for (i in seq_along(all_types)) {
    set.seed(1)
    outcome <- attempt(x, n_components, all_types[i], ...)
    expect_identical(!!expect_told(outcome), !!wanted[i], label = all_types[i])
  }
}

# Types by whether components have variances of their own, and whether they have
# correlations.
if_own <- function(yes, no) ifelse(startsWith(all_types, "tied"), no, yes)
if_full <- function(yes, no) ifelse(all_types %in% c("full", "tied"), yes, no)
absolute <- gmm_control(reg_covar_scale = "absolute")

plain <- local({
  set.seed(1)
  matrix(stats::rnorm(200), 100)
})

test_that("rows that are all duplicates", {
  five <- plain[rep(1:5, 20), ]
  expect_outcomes(five, 3, if_own("singular", "sound"))
  expect_outcomes(five, 3, if_own("error", "sound"), reg_covar = 0)
  for (n_components in c(5, 7)) {
    expect_outcomes(five, n_components, "singular")
    expect_outcomes(five, n_components, "error", reg_covar = 0)
  }
})

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
  expect_outcomes(x, 3, if_own("singular", "sound"))
  expect_outcomes(x, 3, if_own("error", "sound"), reg_covar = 0)
  all_same <- rbind(matrix(0, 30, 2), matrix(9, 20, 2))
  expect_outcomes(all_same, 2, "singular")
  expect_outcomes(all_same, 2, "error", reg_covar = 0)
})

test_that("100 normal values and ten copies of 10 keep their weights and the warning", {
  set.seed(1)
  x <- c(stats::rnorm(100), rep(10, 10))
  expect_outcomes(x, 2, if_own("singular", "sound"))
  expect_outcomes(x, 2, if_own("error", "sound"), reg_covar = 0)
  for (type in all_types) {
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
  for (i in seq_along(all_types)) {
    outcome <- attempt(x, 2, all_types[i], start = rep(1:2, c(50, 3)), reg_covar = 0)
    expect_identical(expect_told(outcome), if_own("error", "sound")[i])
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

test_that("a fit far from zero keeps its likelihood", {
  # Means are rounded to 1.5e-8 where the data are; the fit must be that of such means.
  x <- round(as.matrix(iris[, 1:4]) * 2^20) / 2^20 + 1e8
  for (type in all_types) {
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

test_that("barely more rows than columns", {
  set.seed(1)
  x <- matrix(stats::rnorm(30), 6)
  expect_outcomes(x, 1, "sound")
  expect_outcomes(x, 1, "sound", reg_covar = 0)
  expect_outcomes(x[1:5, ], 1, if_full("singular", "sound"))
  # Not six rows: whitened, they are equally far from each other in five columns, and
  # rounding would choose among their partitions.
  set.seed(1)
  expect_outcomes(
    matrix(stats::rnorm(35), 7), 2, ifelse(all_types == "full", "singular", "sound")
  )
})

test_that("as many rows as components", {
  x <- plain[1:5, ]
  expect_outcomes(x, 5, "singular")
  expect_outcomes(x, 5, "error", reg_covar = 0)
  expect_outcomes(x[1, , drop = FALSE], 1, "error")
  expect_outcomes(x[1:2, ], 1, if_full("singular", "sound"))
})

test_that("two values, and columns of zeros and ones", {
  expect_outcomes(rep(0:1, 50), 2, "singular")
  set.seed(1)
  bits <- matrix(stats::rbinom(600, 1, 0.5), 200)
  for (type in all_types) {
    expect_true(expect_told(attempt(bits, 3, type)) %in% c("singular", "sound"))
    expect_true(expect_told(attempt(bits, 3, type, reg_covar = 0)) %in% c("error", "sound"))
  }
})

test_that("one outlier at 1e8 has a component and does not spoil the others", {
  x <- rbind(plain, c(1e8, 1e8))
  expect_outcomes(x, 2, if_own("singular", "sound"))
  expect_outcomes(x, 2, if_own("error", "sound"), reg_covar = 0)
  variances <- apply(plain, 2, stats::var)
  for (type in all_types) {
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
  for (type in all_types) {
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
  for (i in seq_along(all_types)) {
    outcome <- attempt(x, 2, all_types[i], start = labels)
    expect_identical(expect_told(outcome), if_own("singular", "sound")[i])
    outcome <- attempt(x, 2, all_types[i], start = labels, reg_covar = 0)
    expect_identical(expect_told(outcome), if_own("error", "sound")[i])
  }
})

test_that("a number of iterations that was asked for is no news, a collapse is", {
  x <- c(plain, rep(9, 10))
  labels <- c(rep(1, 200), rep(2, 10))
  for (i in seq_along(all_types)) {
    for (max_iter in c(0, 3)) {
      outcome <- attempt(x, 2, all_types[i], start = labels, tol = 0, max_iter = max_iter)
      expect_identical(
        expect_told(outcome, until_convergence = FALSE),
        if_own("singular", "sound")[i]
      )
      expect_identical(outcome$result$iterations, as.integer(max_iter))
    }
  }
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
  for (type in all_types) {
    set.seed(1)
    outcome <- attempt(x, 10, type, n_init = 1, max_iter = 30, reg_covar = 1e-3, control = absolute)
    expect_true(expect_told(outcome) %in% c("singular", "sound"))
    expect_true(has_class(outcome$warnings, "gaussmix_warning_constant"))
    varying <- x[, setdiff(colnames(x), flat)]
    outcome <- attempt(varying, 10, type, n_init = 1, max_iter = 30)
    expect_true(expect_told(outcome) %in% c("singular", "sound"))
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
  for (type in all_types[-1]) {
    elapsed <- system.time(outcome <- attempt(x, 1000, type, n_init = 1))[["elapsed"]]
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
