# Outliers by a threshold of the log density, and fits without them.

halves <- 1 + (faithful$waiting < 67)
geyser <- gmm_fit(faithful, 2, start = halves)

test_that("the threshold is the quantile of the data's log densities", {
  # numpy.percentile() and quantile() both interpolate linearly between order statistics.
  density <- predict(geyser, type = "log_density")
  found <- gmm_outliers(geyser)
  expect_named(found, c("log_density", "outlier"))
  expect_identical(found$log_density, unname(density))
  expect_equal(attr(found, "threshold"), quantile(density, 0.04, names = FALSE))
  expect_identical(found$outlier, unname(density < quantile(density, 0.04)))
  # The largest whole number below .04 (272 - 1) + 1 = 11.84 are below it.
  expect_identical(sum(found$outlier), 11L)
})

test_that("novelties are judged by the data of the fit", {
  new <- data.frame(waiting = c(55, 95), eruptions = c(2, 3))
  found <- gmm_outliers(geyser, new)
  expect_identical(attr(found, "threshold"), attr(gmm_outliers(geyser), "threshold"))
  expect_identical(found$outlier, c(FALSE, TRUE))
  # The sign: lower is more unusual.
  expect_true(found$log_density[2] < found$log_density[1])
  again <- gmm_outliers(geyser, new, threshold = -10)
  expect_identical(attr(again, "threshold"), -10)
  expect_identical(again$outlier, again$log_density < -10)
})

test_that("whole weights are repeated rows", {
  set.seed(1)
  weights <- sample(0:3, 272, replace = TRUE)
  repeated <- rep(seq_len(272), weights)
  weighted <- gmm_fit(faithful, 2, start = halves, sample_weight = weights)
  rows <- gmm_fit(faithful[repeated, ], 2, start = halves[repeated])
  for (share in c(0, 0.01, 0.04, 0.3, 0.999)) {
    expect_equal(
      attr(gmm_outliers(weighted, share = share), "threshold"),
      attr(gmm_outliers(rows, share = share), "threshold"),
      tolerance = 1e-8
    )
  }
})

test_that("rows that were left out of the fit", {
  holes <- faithful
  holes[c(3, 200), 1] <- NA
  for (action in c("omit", "exclude")) {
    fit <- gmm_fit(holes, 2, start = halves, na_action = action)
    found <- gmm_outliers(fit)
    expect_identical(nrow(found), if (action == "omit") 270L else 272L)
    expect_equal(
      attr(found, "threshold"),
      quantile(predict(fit, na.omit(holes), type = "log_density"), 0.04, names = FALSE)
    )
    weights <- rep(1, 272)
    weighted <- gmm_fit(holes, 2, start = halves, na_action = action, sample_weight = weights)
    expect_equal(gmm_outliers(weighted), found)
  }
})

test_that("names of rows are kept", {
  x <- as.matrix(faithful)
  rownames(x) <- paste0("day", 1:272)
  found <- gmm_outliers(gmm_fit(x, 2, start = halves))
  expect_identical(rownames(found)[which(found$outlier)[1]], "day6")
})

# ---- Trimming

# Nine readings that went wrong, far from the data and from each other.
wrong <- data.frame(eruptions = c(9, 8, 7, 9, 8, 7, 6, 9, 10), waiting = seq(20, 180, by = 20))
spoilt <- rbind(faithful, wrong)

test_that("a trimmed fit is the fit to the rows that are left", {
  set.seed(1)
  fit <- gmm_fit(spoilt, 2)
  trimmed <- gmm_trim(fit)
  rows <- which(gmm_outliers(fit)$outlier)
  expect_identical(trimmed$trimmed$rows, rows)
  expect_true(all(273:281 %in% rows))
  set.seed(1)
  left <- gmm_fit(spoilt[-rows, ], 2)
  expect_same_fit(trimmed, left, as.matrix(faithful), 1e-6, "trimmed")
  expect_identical(trimmed$nobs, 281 - length(rows))
  # What is dropped is still predicted, and far out.
  expect_length(predict(trimmed), 281)
  expect_true(all(gmm_outliers(trimmed, threshold = -20)$outlier[273:281]))
})

test_that("the mixture before is kept, and the call can be updated", {
  set.seed(1)
  fit <- gmm_fit(spoilt, 2)
  trimmed <- gmm_trim(fit, share = 0.1)
  expect_identical(trimmed$trimmed$before$means, fit$means)
  expect_identical(trimmed$trimmed$threshold, attr(gmm_outliers(fit, share = 0.1), "threshold"))
  less <- update(trimmed, share = 0.02)
  expect_true(all(less$trimmed$rows %in% trimmed$trimmed$rows))
  expect_lt(length(less$trimmed$rows), length(trimmed$trimmed$rows))
  twice <- gmm_trim(trimmed, share = 0.1)
  expect_true(all(trimmed$trimmed$rows %in% twice$trimmed$rows))
  expect_identical(twice$nobs, 281 - length(twice$trimmed$rows))
  expect_output(print(twice), paste(length(twice$trimmed$rows), "dropped"))
})

test_that("arguments of the fit are used again: formulas, weights, given starts, priors", {
  with_weights <- transform(spoilt, w = rep_len(1:3, 281))
  tolerance <- 1e-6
  fit <- gmm_fit(
    ~ log(eruptions) + waiting, with_weights, n_components = 2, covariance_type = "diag",
    start = c(halves, rep(1, 9)), tol = tolerance, sample_weight = w
  )
  trimmed <- gmm_trim(fit)
  weights <- with_weights$w
  weights[trimmed$trimmed$rows] <- 0
  expected <- gmm_fit(
    ~ log(eruptions) + waiting, with_weights, n_components = 2, covariance_type = "diag",
    start = c(halves, rep(1, 9)), tol = tolerance, sample_weight = weights
  )
  expect_identical(coef(trimmed), coef(expected))
  expect_equal(formula(trimmed), formula(fit))
  expect_identical(predict(trimmed, faithful), predict(expected, faithful))

  fit <- gmm_fit(spoilt, 2, start = c(halves, rep(1, 9)), prior = gmm_prior())
  expect_identical(gmm_trim(fit)$objective, "log_posterior")
  bayes <- gmm_bayes(spoilt, 3, start = rep_len(1:3, 281), weight_prior = "dirichlet")
  expect_identical(gmm_trim(bayes)$weight_prior$distribution, "dirichlet")
})

test_that("from inside functions, and where the data have changed since", {
  inside <- function(data, k) {
    fit <- gmm_fit(data, k, start = c(halves, rep(1, 9)))
    data <- NULL
    gmm_trim(fit)
  }
  expect_identical(inside(spoilt, 2)$n_components, 2L)
  fit <- local({
    my_tolerance <- 1e-6
    gmm_fit(spoilt, 2, start = c(halves, rep(1, 9)), tol = my_tolerance)
  })
  expect_error(gmm_trim(fit), class = "gaussmix_error_argument")
  by_do_call <- do.call(gmm_trim, list(inside(spoilt, 2)))
  expect_lt(length(deparse(by_do_call$call)), 3)
})

test_that("a selected fit can be trimmed", {
  set.seed(1)
  best <- gmm_best(gmm_select(spoilt, 1:3, "full"))
  expect_identical(gmm_trim(best)$n_components, best$n_components)
})
