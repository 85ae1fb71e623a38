# Outliers: by a threshold of the log density, and by p-values. Witnesses: quantiles and
# chi-squared tails written out, draws, regions of highest density, residuals of regressions.

halves <- 1 + (faithful$waiting < 67)
geyser <- gmm_fit(faithful, 2, start = halves)

test_that("the threshold is the quantile of the data's log densities", {
  # numpy.percentile() and quantile() both interpolate linearly between order statistics.
  density <- predict(geyser, type = "log_density")
  found <- gmm_outliers(geyser, share = 0.04)
  expect_identical(found$log_density, unname(density))
  expect_equal(attr(found, "threshold"), quantile(density, 0.04, names = FALSE))
  expect_identical(found$outlier, unname(density < quantile(density, 0.04)))
  # The largest whole number below .04 (272 - 1) + 1 = 11.84 are below it.
  expect_identical(sum(found$outlier), 11L)
  expect_identical(sort(found$rank[found$outlier]), 1:11)
})

test_that("novelties are judged by the data of the fit", {
  new <- data.frame(waiting = c(55, 95), eruptions = c(2, 3))
  found <- gmm_outliers(geyser, new, share = 0.04)
  expect_identical(
    attr(found, "threshold"), attr(gmm_outliers(geyser, share = 0.04), "threshold")
  )
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
    attr(gmm_outliers(fit, share = 0.04), "threshold")
  })
  expect_equal(thresholds, rep(thresholds[2], 3), tolerance = 1e-6)
  equal <- gmm_fit(faithful, 2, start = halves, sample_weight = rep(1 / 272, 272))
  expect_equal(
    gmm_outliers(equal, share = 0.04), gmm_outliers(geyser, share = 0.04), tolerance = 1e-6
  )
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
    found <- gmm_outliers(fit, share = 0.04)
    expect_identical(nrow(found), if (action == "omit") 270L else 272L)
    expect_equal(
      attr(found, "threshold"),
      quantile(predict(fit, na.omit(holes), type = "log_density"), 0.04, names = FALSE)
    )
    weights <- rep(1, 272)
    weighted <- gmm_fit(holes, 2, start = halves, na_action = action, sample_weight = weights)
    expect_equal(gmm_outliers(weighted, share = 0.04), found)
  }
})

test_that("names of rows are kept", {
  x <- as.matrix(faithful)
  rownames(x) <- paste0("day", 1:272)
  found <- gmm_outliers(gmm_fit(x, 2, start = halves), share = 0.04)
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

# Four sensors in two states. The readings follow a common level; of `n_wrong` of them one sensor
# is off by `shift` of its standard deviations given the others.
sensor_readings <- function(seed, n = 5000, n_wrong = 25, shift = 12) {
  set.seed(seed)
  state <- sample(2, n, replace = TRUE, prob = c(0.7, 0.3))
  level <- rnorm(n, c(20, 32)[state], c(2, 3)[state])
  readings <- cbind(
    temperature = level + rnorm(n), pressure = 2 * level + rnorm(n, 0, 2),
    flow = c(5, 9)[state] - 0.1 * level + rnorm(n, 0, 0.5), vibration = rnorm(n, 1, 0.2)
  )
  wrong <- sort(sample(n, n_wrong))
  readings[wrong, "pressure"] <- readings[wrong, "pressure"] + shift * 2
  list(x = as.data.frame(readings), wrong = wrong)
}

test_that("shifted readings of held-out rows are found, and no others", {
  sensors <- sensor_readings(1)
  training <- seq(1, 5000, by = 2)
  held <- setdiff(1:5000, training)
  wrong <- setdiff(sensors$wrong, training)
  for (k in 2:3) {
    # With a third component, which the shifted readings of the training rows get.
    start <- 1 + (sensors$x$temperature[training] > 26)
    if (k == 3) start[training %in% sensors$wrong] <- 3
    fit <- gmm_fit(sensors$x[training, ], k, start = start)
    for (method in c("density", "distance")) {
      found <- gmm_outliers(fit, sensors$x[held, ], method = method)
      rows <- held[found$outlier]
      expect_true(all(wrong %in% rows))
      expect_lte(length(setdiff(rows, wrong)), 1)
      at <- match(wrong, held)
      expect_identical(as.character(found$column[at]), rep("pressure", length(wrong)))
      expect_true(all(is.na(found$column[!found$outlier])))
    }
  }
})

test_that("anomalies that have got a component of their own are found and told of", {
  sensors <- sensor_readings(2)
  set.seed(1)
  fit <- gmm_select(sensors$x, 2:4, "full", n_init = 4) |> gmm_best()
  # What happens: BIC pays for a component of half a per cent.
  small <- which(fit$weights < 0.01)
  expect_length(small, 1)
  # The densities of these rows are not low.
  by_share <- gmm_outliers(fit, share = 25 / 5000)
  expect_lt(sum(sensors$wrong %in% which(by_share$outlier)), 20)
  found <- gmm_outliers(fit)
  expect_true(all(sensors$wrong %in% which(found$outlier)))
  expect_lte(sum(found$outlier), 28)
  expect_false(any(found$component == small))
  expect_identical(levels(found$group), names(small))
  expect_gte(sum(!is.na(found$group[sensors$wrong])), 20)
  expect_identical(attr(found, "small")$rows, sum(!is.na(found$group)))
  expect_output(print(found), "may be a group of anomalies", fixed = TRUE)
  # As part of the norm they look normal.
  normal <- gmm_outliers(fit, small = 0)
  expect_lt(sum(sensors$wrong %in% which(normal$outlier)), 5)
  expect_true(all(is.na(normal$group)))
  expect_identical(nrow(attr(normal, "small")), 0L)
})

test_that("one component: p-values are chi-squared tails", {
  one <- gmm_fit(iris[, 1:4], 1)
  distance <- gmm_mahalanobis(one)[, 1]
  for (method in c("density", "distance")) {
    found <- gmm_outliers(one, method = method)
    expect_equal(found$distance, unname(distance))
    expect_equal(found$p_value, unname(pchisq(distance, 4, lower.tail = FALSE)))
  }
})

test_that("by density: one minus the share of the region at whose border an observation is", {
  model <- gmm_model(c(0.3, 0.5, 0.2), c(0, 4, 30), c(1, 9, 4))
  levels <- c(0.3, 0.7, 0.95, 0.999, 1 - 1e-6, 1 - 1e-12)
  region <- gmm_hdr(model, levels)
  found <- gmm_outliers(model, region$upper)
  wanted <- 1 - region$level
  # A hundred thousand draws above one in a hundred; below, an approximation that keeps the order
  # of magnitude.
  error <- abs(log(found$p_value / wanted))
  expect_within(max(error[wanted > 0.01]), 0.03, "bulk")
  expect_within(max(error[wanted > 5e-4]), 0.2, "a thousandth")
  expect_within(max(error), log(3), "far tails")
})

test_that("by density, of several columns: the share of draws of as low a density", {
  model <- gmm_model(
    c(0.6, 0.4), rbind(c(0, 0, 0), c(2, 2, 0)),
    array(c(diag(3), 4 * diag(3) + 2), c(3, 3, 2))
  )
  set.seed(3)
  draws <- gmm_sample(model, 5e5)
  density <- predict(model, draws, type = "log_density")
  far <- order(density)[c(50, 500, 5000, 50000)]
  found <- gmm_outliers(model, draws[far, ])
  # The standard error of the first is 14 %.
  expect_within(
    max(abs(log(found$p_value / c(1e-4, 1e-3, 1e-2, 1e-1))) / c(0.5, 0.2, 0.06, 0.03)), 1, "shares"
  )
  by_distance <- gmm_outliers(model, draws[1:1e5, ], method = "distance", level = 0.01)
  expect_lte(mean(by_distance$outlier), 0.0105)
})

test_that("draws are always the same, and R's random numbers left alone", {
  set.seed(1)
  first <- gmm_outliers(geyser)
  after <- runif(1)
  set.seed(1)
  expect_identical(runif(1), after)
  expect_identical(gmm_outliers(geyser), first)
  expect_false(identical(gmm_outliers(geyser, seed = 2)$p_value, first$p_value))
})

test_that("columns: residuals of the regression on all others, in standard deviations", {
  one <- gmm_fit(iris[, 1:4], 1, reg_covar = 0)
  found <- gmm_outliers(one, columns = TRUE, level = 0.05)
  z <- sapply(names(iris)[1:4], function(name) {
    left <- residuals(lm(reformulate(setdiff(names(iris)[1:4], name), name), iris))
    left / sqrt(mean(left^2))
  })
  expect_equal(unname(as.matrix(found[paste0("z_", names(iris)[1:4])])), unname(z))
  largest <- names(iris)[max.col(abs(z), "first")]
  expect_identical(as.character(found$column)[found$outlier], largest[found$outlier])
  # Without correlations they are those of the columns by themselves.
  diag <- gmm_fit(iris[, 1:4], 1, "diag", reg_covar = 0)
  alone <- gmm_outliers(diag, columns = TRUE)
  expect_equal(alone$z_Sepal.Width, as.vector(scale(iris$Sepal.Width)) * sqrt(150 / 149))
})

test_that("the level is a number of false alarms", {
  found <- gmm_outliers(geyser)
  expect_identical(attr(found, "level"), 0.001)
  expect_equal(attr(found, "expected"), 0.272)
  set.seed(4)
  many <- gmm_outliers(geyser, gmm_sample(geyser, 2e4))
  expect_identical(attr(many, "level"), 1 / 2e4)
  expect_identical(attr(many, "expected"), 1)
  # Poisson with a mean of one; six or more have a probability of 6e-4.
  expect_lte(sum(many$outlier), 5)
  set.seed(5)
  tenth <- gmm_outliers(geyser, gmm_sample(geyser, 2e4), level = 0.1)
  expect_within(abs(mean(tenth$outlier) - 0.1), 0.01, "share of false alarms")
})

test_that("names of components, Bayesian fits, rows that are far away", {
  renamed <- geyser
  names(renamed$weights) <- rownames(renamed$means) <- c("long", "short")
  expect_identical(levels(gmm_outliers(renamed)$component), c("long", "short"))
  set.seed(1)
  bayes <- gmm_bayes(faithful, 6)
  found <- gmm_outliers(bayes)
  expect_true(all(found$component %in% which(bayes$counts > 1)))
  expect_identical(nrow(attr(found, "small")), 0L)
  far <- gmm_outliers(geyser, rbind(c(1e200, 60), c(1e5, 1e5)))
  expect_identical(far$p_value, c(0, 0))
  expect_identical(as.character(far$column[1]), "eruptions")
  tied <- gmm_fit(faithful, 2, "tied", start = halves)
  expect_equal(
    gmm_outliers(tied, method = "distance")$distance, unname(apply(gmm_mahalanobis(tied), 1, min))
  )
})

test_that("the print", {
  expect_snapshot({
    gmm_outliers(geyser)
    print(gmm_outliers(geyser, share = 0.04), n = 3, digits = 3)
    gmm_outliers(geyser, method = "distance", level = 1e-9)
    gmm_outliers(geyser)[1:2, c("outlier", "p_value")]
  })
  # "3 of 3 observations" would be untrue of some of the rows, and is true of all in another order.
  found <- gmm_outliers(geyser, share = 0.04)
  expect_no_match(capture.output(print(found[found$outlier, ])), "observations")
  expect_no_match(capture.output(print(head(found, 3))), "observations")
  expect_output(print(found[order(found$rank), ]), "11 of 272 observations", fixed = TRUE)
})
