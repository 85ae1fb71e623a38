# One column: bars, components and mixture.

waiting <- faithful$waiting
fit <- gmm_fit(waiting, 2, start = 1 + (waiting < 67))

area <- function(x, y) sum(diff(x) * (y[-1] + y[-length(y)]) / 2)
curves_of <- function(plot) {
  lines <- lapply(plot$layers[layer_of(plot, "GeomLine")], `[[`, "data")
  has_component <- vapply(lines, function(line) "component" %in% names(line), logical(1))
  list(mixture = lines[[which(!has_component)]], components = lines[[which(has_component)]])
}

test_that("one dimension is drawn as a histogram by default", {
  expect_length(layer_of(autoplot(fit), "GeomRect"), 1)
  expect_identical(labels_of(autoplot(fit))$x, "waiting")
  expect_identical(labels_of(autoplot(gmm_fit(faithful$waiting, 1)))$x, "faithful$waiting")
  expect_identical(labels_of(autoplot(gmm_model(1, matrix(0), array(1, c(1, 1, 1)))))$x, "Value")
  expect_identical(labels_of(autoplot(fit))$y, "Density")
  named <- gmm_fit(faithful["waiting"], 2, start = 1 + (waiting < 67))
  expect_identical(labels_of(autoplot(named, "histogram"))$x, "waiting")
})

test_that("curves integrate to the mixing weights, and their sum to one", {
  nine <- gmm_fit(waiting, 9, start = rep_len(1:9, 272), max_iter = 20, tol = 0)
  iris_fit <- gmm_fit(iris[, 1:4], 3, start = as.integer(iris$Species))
  for (used in list(fit, nine, iris_fit)) {
    curves <- curves_of(autoplot(used, "histogram", dims = min(3, used$d)))
    for (k in seq_len(used$n_components)) {
      curve <- curves$components[curves$components$component == k, ]
      expect_equal(area(curve$x, curve$density), used$weights[[k]], tolerance = 1e-3)
    }
    expect_equal(area(curves$mixture$x, curves$mixture$density), 1, tolerance = 1e-3)
  }
})

test_that("the curve of the mixture is its density", {
  mixture <- curves_of(autoplot(fit))$mixture
  expect_equal(mixture$density, predict(fit, mixture$x, type = "density"), tolerance = 1e-10)
})

test_that("the curve of the mixture lies above those of its parts, which are wider", {
  lines <- autoplot(fit)$layers[layer_of(autoplot(fit), "GeomLine")]
  expect_identical(
    vapply(lines, function(line) "component" %in% names(line$data), logical(1), USE.NAMES = FALSE),
    c(TRUE, FALSE)
  )
  width <- function(layer) layer$aes_params$linewidth %||% layer$aes_params$size
  expect_gt(width(lines[[1]]), 2 * width(lines[[2]]))
})

test_that("bars have the shares of their intervals, an area of one, and hold all data", {
  plot <- autoplot(fit)
  bars <- plot$layers[[layer_of(plot, "GeomRect")]]$data
  expect_equal(sum(bars$density * (bars$to - bars$from)), 1)
  expect_equal(range(bars$from, bars$to), range(waiting))
  by_hand <- hist(waiting, breaks = c(bars$from, max(bars$to)), plot = FALSE, right = FALSE)
  expect_equal(bars$density, by_hand$density, tolerance = 1e-10)
})

test_that("weights of observations are weights of bars; rows that were left out have none", {
  weights <- rep_len(c(1, 3, 0.5), 272)
  weighted <- gmm_fit(
    c(NA, waiting), 2,
    start = c(1, 1 + (waiting < 67)), sample_weight = c(9, weights), na_action = "exclude"
  )
  plot <- autoplot(weighted)
  bars <- plot$layers[[layer_of(plot, "GeomRect")]]$data
  last <- bars$from[nrow(bars)]
  share <- sum(weights[waiting >= last]) / sum(weights)
  expect_equal(bars$density[nrow(bars)] * (bars$to - bars$from)[nrow(bars)], share)
  expect_silent(ggplot2::ggplot_build(plot))
})

test_that("narrow components and distinct values do not break bars or curves", {
  start <- c(1 + (waiting < 67), rep(3, 40))
  spiked <- suppressWarnings(gmm_fit(c(waiting, rep(50, 40)), start = start))
  expect_silent(ggplot2::ggplot_build(autoplot(spiked)))
  curves <- curves_of(autoplot(spiked))
  spike <- curves$components[curves$components$component == 3, ]
  expect_equal(area(spike$x, spike$density), spiked$weights[[3]], tolerance = 1e-3)
})

test_that("a single value is a bar", {
  fit <- suppressWarnings(gmm_fit(3, 1, prior = gmm_prior()))
  drawn <- ggplot2::layer_data(autoplot(fit), 1)
  expect_equal(sum((drawn$xmax - drawn$xmin) * drawn$ymax), 1)
  expect_true(all(is.finite(c(drawn$xmin, drawn$xmax))))
})

test_that("values so large that a component is no wider than their last digit are drawn", {
  huge <- suppressWarnings(gmm_fit(
    data.frame(a = 8e20, b = c(1, 2, 4)), 1,
    control = gmm_control(reg_covar_scale = "absolute")
  ))
  picture <- autoplot(huge, "histogram", dims = "a")
  for (drawn in list(picture, autoplot(huge, "pairs"))) {
    expect_silent(ggplot2::ggplot_gtable(ggplot2::ggplot_build(drawn)))
  }
  expect_gt(length(unique(curves_of(picture)$mixture$x)), 100)
  bars <- ggplot2::layer_data(picture, 1)
  expect_equal(sum((bars$xmax - bars$xmin) * bars$ymax), 1)
})
