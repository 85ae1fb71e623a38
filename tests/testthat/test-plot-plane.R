# Densities, probabilities and uncertainties over a plane.

columns <- names(iris)[1:4]
fit <- gmm_fit(iris[, columns], 3, start = as.integer(iris$Species))
geysers <- gmm_fit(faithful, 2, start = 1 + (faithful$waiting < 67))

# The mixture of two columns, written out: density of each component times its weight.
weighted_densities <- function(fit, dims, points) {
  parameters <- coef(fit)
  vapply(seq_len(fit$n_components), function(k) {
    covariance <- parameters$covariances[dims, dims, k]
    distance <- stats::mahalanobis(points, parameters$means[k, dims], covariance, tol = 0)
    parameters$weights[[k]] * exp(-distance / 2) / (2 * pi * sqrt(det(covariance)))
  }, numeric(nrow(points)))
}

test_that("density is that of the marginal mixture over the plane", {
  for (dims in list(c(3, 2), c(1, 4))) {
    plot <- autoplot(fit, "density", dims = dims)
    grid <- plot$layers[[layer_of(plot, "GeomContourFilled")]]$data
    points <- as.matrix(grid[c("x", "y")])
    expect_equal(
      grid$density, rowSums(weighted_densities(fit, dims, points)),
      tolerance = 1e-10
    )
  }
  plot <- autoplot(geysers, "density")
  grid <- plot$layers[[1]]$data
  newdata <- data.frame(eruptions = grid$x, waiting = grid$y)
  expect_equal(grid$density, predict(geysers, newdata, type = "density"), ignore_attr = TRUE)
})

test_that("regions of highest density hold the shares that are stated", {
  set.seed(1)
  level <- c(0.25, 0.5, 0.9, 0.99)
  for (used in list(fit, geysers)) {
    dims <- if (used$d == 4) c(3, 2) else 1:2
    plot <- autoplot(used, "density", dims = dims, level = level)
    breaks <- plot$layers[[1]]$stat_params$breaks
    draws <- as.matrix(gmm_sample(used, 1e5)[, dims])
    density <- rowSums(weighted_densities(used, dims, draws))
    for (i in seq_along(level)) {
      expect_lt(abs(mean(density >= rev(breaks)[-1][i]) - level[i]), 0.005)
    }
  }
})

test_that("one normal distribution has the ellipses of the chi-square distribution as regions", {
  model <- gmm_model(1, rbind(c(1, -2)), array(c(4, 1, 1, 2), c(2, 2, 1)))
  level <- c(0.1, 0.5, 0.95, 0.999)
  breaks <- autoplot(model, "density", level = level)$layers[[1]]$stat_params$breaks
  peak <- 1 / (2 * pi * sqrt(7))
  expect_equal(
    rev(breaks)[-1], peak * exp(-stats::qchisq(level, 2) / 2),
    tolerance = 1e-3
  )
})

test_that("the legend of regions names shares, the outermost first", {
  plot <- autoplot(fit, "density", level = c(0.9, 0.5))
  scale <- plot$scales$get_scales("fill")
  expect_identical(scale$labels, c("90 %", "50 %"))
  fills <- ggplot2::ggplot_build(plot)$data[[1]]
  expect_length(unique(fills$fill), 2)
  expect_match(caption_of(plot), "50 % and 90 % of the mixture's probability", fixed = TRUE)
  expect_match(caption_of(plot), "marginal mixture of 2 of 4 columns", fixed = TRUE)
  expect_no_match(caption_of(autoplot(geysers, "density")), "marginal", fixed = TRUE)
})

test_that("the plane holds all data, and components too narrow for its grid", {
  x <- as.matrix(faithful)
  plot <- autoplot(geysers, "density")
  grid <- plot$layers[[1]]$data
  for (j in 1:2) {
    expect_lt(min(grid[[j]]), min(x[, j]))
    expect_gt(max(grid[[j]]), max(x[, j]))
  }
  spike <- gmm_model(
    c(0.5, 0.5), rbind(c(0, 0), c(1, 1)), array(c(diag(2), diag(1e-8, 2)), c(2, 2, 2))
  )
  plot <- autoplot(spike, "density")
  expect_silent(ggplot2::ggplot_build(plot))
  # The summit is on the grid.
  expect_equal(max(plot$layers[[1]]$data$density), 0.5 / (2 * pi * 1e-8), tolerance = 0.01)
  expect_silent(ggplot2::ggplot_build(autoplot(spike, "component", component = 1:2)))
})

test_that("tiny, many and nearly whole regions are drawn", {
  for (level in list(1e-9, 1 - 1e-7, seq(0.05, 0.95, by = 0.05))) {
    expect_silent(ggplot2::ggplot_build(autoplot(fit, "density", level = level)))
  }
})

test_that("component draws posterior probabilities in the marginal mixture", {
  plot <- autoplot(fit, "component", dims = c(1, 2), component = c(3, 1))
  grid <- plot$layers[[1]]$data
  expect_identical(unique(as.character(grid$component)), c("3", "1"))
  for (k in c(3, 1)) {
    part <- grid[grid$component == k, ]
    own <- weighted_densities(fit, 1:2, as.matrix(part[c("x", "y")]))
    expect_equal(part$probability, unname(own[, k] / rowSums(own)), tolerance = 1e-8)
  }
  built <- ggplot2::ggplot_build(plot)
  expect_length(unique(built$data[[1]]$PANEL), 2)
  expect_identical(plot$scales$get_scales("fill")$limits, c(0, 1))
})

test_that("component one is shown by default, in the colour of its ellipses", {
  plot <- autoplot(geysers, "component")
  expect_match(caption_of(plot), "probability of component 1 over", fixed = TRUE)
  expect_match(ggplot2::get_alt_text(plot), "component 1 of 2", fixed = TRUE)
  expect_silent(ggplot2::ggplot_build(autoplot(gmm_fit(faithful, 1), "component")))
})

test_that("uncertainty is that of the fit with all its columns", {
  plot <- autoplot(fit, "uncertainty", dims = c(3, 2))
  points <- plot$layers[[layer_of(plot, "GeomPoint")]]$data
  uncertainty <- unname(predict(fit, type = "uncertainty"))
  order <- order(uncertainty)
  expect_identical(points$uncertainty, uncertainty[order])
  expect_identical(points$x, iris$Petal.Length[order])
  expect_identical(points$y, iris$Sepal.Width[order])
  built <- ggplot2::ggplot_build(plot)$data[[layer_of(plot, "GeomPoint")]]
  expect_false(is.unsorted(built$size))
  expect_equal(ellipses_of(plot), ellipses_of(autoplot(fit, dims = c(3, 2))))
  # Size and shade have one legend.
  guides <- c(plot$scales$get_scales("size")$guide, plot$scales$get_scales("colour")$guide)
  expect_identical(guides, c("legend", "legend"))
  expect_identical(labels_of(plot)$size, labels_of(plot)$colour)
})

test_that("rows that were left out are not drawn", {
  holes <- iris[, columns]
  holes[c(3, 70), 2] <- NA
  for (action in c("omit", "exclude")) {
    left <- gmm_fit(holes, 3, start = as.integer(iris$Species), na_action = action)
    plot <- autoplot(left, "uncertainty")
    points <- plot$layers[[layer_of(plot, "GeomPoint")]]$data
    expect_identical(sort(points$x), sort(iris$Sepal.Length[-c(3, 70)]))
    uncertainty <- predict(left, type = "uncertainty")
    expect_identical(points$uncertainty, unname(sort(uncertainty)))
    for (type in c("density", "component", "uncertainty")) {
      expect_silent(ggplot2::ggplot_build(autoplot(left, type)))
    }
  }
})

test_that("data far from the origin keep their digits", {
  far <- gmm_fit(as.matrix(faithful) + 2^30, 2, start = 1 + (faithful$waiting < 67))
  grid <- autoplot(far, "density")$layers[[1]]$data
  near <- predict(geysers, unname(as.matrix(grid[c("x", "y")])) - 2^30, type = "density")
  expect_equal(grid$density, near, tolerance = 1e-3, ignore_attr = TRUE)
  expect_silent(ggplot2::ggplot_build(autoplot(far, "component")))
})

test_that("several components have a panel each, and no others", {
  fit <- gmm_fit(iris[, 1:4], 3, start = as.integer(iris$Species))
  picture <- autoplot(fit, "component", component = c(1, 3))
  expect_identical(nrow(ggplot2::ggplot_build(picture)$layout$layout), 2L)
})

test_that("nearly whole regions are not cut off at the edge of the grid", {
  fit <- gmm_fit(faithful, 1)
  drawn <- suppressWarnings(ggplot2::layer_data(autoplot(fit, "density", level = 0.9999), 1))
  reach <- sqrt(stats::qchisq(0.9999, 2) * diag(fit$covariances[, , 1]))
  # To a percent of its size; with 2000 points the region ended 7 % too early.
  expect_within(abs(max(drawn$x) - fit$means[1] - reach[1]) / reach[1], 0.01, "right end")
  expect_within(abs(min(drawn$y) - fit$means[2] + reach[2]) / reach[2], 0.01, "lower end")
})

test_that("points of the grid that are almost the same are one", {
  # Means that differ by less than the fifteenth digit of where they lie.
  model <- gmm_model(
    rep(1 / 3, 3), cbind(1 + 1e-15 * 0:2, 2 - 1e-15 * 0:2), array(1e-14 * diag(2), c(2, 2, 3))
  )
  expect_warning(ggplot2::ggplot_build(autoplot(model, "density")), NA)
  x <- c(1, 1 + 1e-15, 2, 2 + 1e-16, 3)
  expect_identical(gaussmix:::apart(x), c(1, 2, 3))
})
