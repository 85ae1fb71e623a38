# Cross-validation: each observation is judged by a fit that has not seen it.

species <- as.integer(iris$Species)

test_that("cross-validation is the mean log density of what was left out", {
  set.seed(9)
  x <- iris[, 3:4]
  selection <- gmm_select(x, 1, c("full", "diag"), criterion = "cv", n_folds = 5)
  # The folds again, and normal densities by the formula.
  set.seed(9)
  seeds <- sample.int(.Machine$integer.max, 3)
  set.seed(seeds[3])
  folds <- split(1:150, sample(rep_len(1:5, 150)))
  total <- 0
  for (fold in folds) {
    train <- as.matrix(x[-fold, ])
    covariance <- stats::cov.wt(train, method = "ML")$cov
    distance <- stats::mahalanobis(x[fold, ], colMeans(train), covariance)
    total <- total - sum(distance + log(det(2 * pi * covariance))) / 2
  }
  expect_equal(selection$table$cv[1], total / 150, tolerance = 1e-7)
  expect_identical(gmm_best(selection)$covariance_type, "full")
})

test_that("cross-validation finds the number of components of separated clusters", {
  set.seed(3)
  x <- c(stats::rnorm(60), stats::rnorm(60, 10), stats::rnorm(60, 20))
  selection <- gmm_select(x, 1:5, criterion = "cv")
  cv <- selection$table$cv
  # 0.5 is far more than any noise of it; superfluous components gain next to nothing.
  expect_true(all(cv[1:2] < cv[3] - 0.5))
  expect_lt(max(cv), cv[3] + 0.02)
  expect_error(gmm_best(gmm_select(x, 1:2), "cv"), class = "gaussmix_error_argument")
})

test_that("cross-validation takes weights, starts and missing values with their rows", {
  set.seed(4)
  w <- rep(0:2, 50)
  selection <- gmm_select(
    iris[, 1:4], 3, "full", criterion = "cv", n_folds = 5, sample_weight = w, start = species
  )
  expect_true(is.finite(selection$table$cv))
  holes <- as.matrix(iris[, 1:4])
  holes[c(3, 77), 2] <- NA
  z <- diag(3)[species, ]
  selection <- gmm_select(
    holes, 3, "full", criterion = "cv", n_folds = 5, na_action = "omit", start = z
  )
  expect_true(is.finite(selection$table$cv))
})

test_that("a start by name is by name in folds, too", {
  forth <- gmm_fit(iris[, 1:4], 3, start = species)
  back <- gmm_fit(iris[, 4:1], 3, start = species)
  cv <- function(start) {
    set.seed(1)
    gmm_select(
      iris[, 1:4], 3, "full", criterion = "cv", n_folds = 3, start = start, tol = 0, max_iter = 2
    )$table$cv
  }
  expect_equal(cv(back), cv(forth), tolerance = 1e-8)
})

test_that("rows without weight are in no fold", {
  w <- c(1, 1, 1, rep(0, 17))
  for (seed in 1:6) {
    set.seed(seed)
    selection <- gmm_select(
      faithful[1:20, ], 1, "spherical", sample_weight = w, criterion = "cv", n_folds = 3
    )
    expect_true(is.finite(selection$table$cv))
  }
  expect_error(
    gmm_select(faithful[1:20, ], 1, sample_weight = w, criterion = "cv", n_folds = 4),
    class = "gaussmix_error_argument"
  )
})

test_that("folds in which a component collapsed are told of", {
  set.seed(1)
  x <- c(stats::rnorm(40), rep(10, 12))
  table <- as.data.frame(gmm_select(x, 2, "full", criterion = "cv", n_folds = 4))
  expect_match(table$reason, "component")
  set.seed(2)
  y <- c(stats::rnorm(40), 10 + 1e-5 * stats::rnorm(5))
  table <- as.data.frame(gmm_select(y, 2, "full", criterion = "cv", n_folds = 2))
  expect_match(table$reason, "component")
})

test_that("cross-validation tells of what folds refuse, and of collapse in them", {
  set.seed(1)
  # A fold leaves eight of ten rows: too few for nine components.
  few <- gmm_select(rnorm(10), c(1, 9), "tied", criterion = "cv", n_folds = 5, n_init = 2)
  expect_match(as.data.frame(few)$reason[2], "^without fold 1: ")
  # Twelve zeros of a hundred and twelve pay for a component, and what folds leave of
  # them does not.
  x <- c(rep(0, 12), stats::qnorm(stats::ppoints(100), 1.5, 0.8))
  found <- as.data.frame(gmm_select(x, 2, "full", criterion = "cv", n_folds = 3, n_init = 2))
  expect_true(found$supported)
  expect_match(found$reason, "not supported in [0-9] of the folds")
})

test_that("an interrupt of the fits is one of their cross-validation", {
  skip_on_cran()
  set.seed(5)
  x <- matrix(rnorm(9000), ncol = 3)
  x[1:1000, ] <- x[1:1000, ] + 2.5
  setTimeLimit(elapsed = 0.3, transient = TRUE)
  started <- proc.time()[["elapsed"]]
  caught <- with_warnings(try(gmm_select(x, 1:7, criterion = "cv", n_folds = 5), silent = TRUE))
  setTimeLimit(elapsed = Inf)
  # All of it takes half a minute.
  expect_lt(proc.time()[["elapsed"]] - started, 10)
  skip_if(inherits(caught$value, "try-error"), "the limit came before the fits")
  expect_s3_class(caught$warnings[[1]], "gaussmix_warning_interrupted")
  expect_identical(length(caught$value), 0L)
})
