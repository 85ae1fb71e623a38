# Outliers by a threshold of the log density.

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

test_that("of weights that are not whole the scale does not matter", {
  set.seed(1)
  weights <- rexp(272)
  thresholds <- sapply(c(1e-6, 1, 1e6), function(scale) {
    fit <- gmm_fit(faithful, 2, start = halves, sample_weight = scale * weights)
    attr(gmm_outliers(fit), "threshold")
  })
  expect_equal(thresholds, rep(thresholds[2], 3), tolerance = 1e-6)
  equal <- gmm_fit(faithful, 2, start = halves, sample_weight = rep(1 / 272, 272))
  expect_equal(gmm_outliers(equal), gmm_outliers(geyser), tolerance = 1e-6)
  # The least dense row is the threshold of a share of zero, however light it is.
  light <- gmm_fit(c(-3, -19), 1, sample_weight = c(1.9e-6, 8e5))
  expect_false(any(gmm_outliers(light, share = 0)$outlier))
  # About the share of the weight is below: one observation holds at most 2.4 %.
  fit <- gmm_fit(faithful, 2, start = halves, sample_weight = weights)
  below <- sum(weights[gmm_outliers(fit, share = 0.2)$outlier]) / sum(weights)
  expect_within(abs(below - 0.2), max(weights) / sum(weights), "share of the weight")
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

test_that("names that rows of a data frame cannot have give way to their numbers", {
  x <- as.matrix(faithful)
  x[3, 1] <- NA
  for (name in list(c("a", "a"), c(NA, "b"))) {
    rownames(x) <- c(name, 3:272)
    found <- gmm_outliers(gmm_fit(x, 2, start = halves, na_action = "omit"))
    expect_identical(rownames(found)[1:4], c("1", "2", "4", "5"))
  }
})
