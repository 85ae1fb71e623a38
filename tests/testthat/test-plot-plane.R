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

# The vertices of regions where no edge of the grid cuts them off, with the density there.
inner_vertices <- function(table) {
  edge <- table$x %in% range(table$x) | table$y %in% range(table$y)
  table[!edge, ]
}

# Flowers of which one was measured in other units.
slip <- rbind(iris[, columns], c(500, 30, 14, 2))
slipped <- gmm_fit(iris[, columns], 3, start = as.integer(iris$Species))

test_that("a few far observations do not make all others small, and are counted", {
  for (type in c("ellipse", "density", "component", "uncertainty", "projection")) {
    near <- ggplot2::layer_scales(autoplot(slipped, type))$x$range$range
    picture <- autoplot(slipped, type, data = slip)
    limits <- picture$coordinates$limits$x
    expect_lt(diff(limits), 2 * diff(near))
    expect_match(labels_of(picture)$caption, "1 observation lies outside of the picture")
    # Every ellipse and every mean is seen.
    means <- gaussmix:::plane_of(slipped, NULL)$mixture$means[, 1]
    expect_true(all(means > limits[1] & means < limits[2]))
    expect_no_match(labels_of(autoplot(slipped, type))$caption, "outside")
  }
  # Columns that are asked for show everything.
  asked <- autoplot(slipped, dims = 1:2, data = slip)
  expect_no_match(labels_of(asked)$caption, "outside")
  expect_gt(max(ggplot2::layer_scales(asked)$x$range$range), 499)
  # A user's coordinates come without a message.
  expect_no_message(autoplot(slipped, data = slip) + ggplot2::coord_fixed())
})

regions_of <- function(plot) plot$layers[[layer_of(plot, "GeomPolygon")]]$data

test_that("regions end where the density of the marginal mixture is that of their share", {
  set.seed(1)
  level <- c(0.25, 0.5, 0.9, 0.99)
  for (used in list(fit, geysers)) {
    dims <- if (used$d == 4) c(3, 2) else 1:2
    table <- regions_of(autoplot(used, "density", dims = dims, level = level))
    expect_identical(levels(table$share), c("99 %", "90 %", "50 %", "25 %"))
    draws <- as.matrix(gmm_sample(used, 1e5)[, dims])
    at_draws <- rowSums(weighted_densities(used, dims, draws))
    for (p in level) {
      own <- inner_vertices(table[table$share == paste(100 * p, "%"), ])
      at_ends <- rowSums(weighted_densities(used, dims, as.matrix(own[c("x", "y")])))
      # Straight lines between the points of a grid are near the curve: steps of 1/160 of the
      # plane are up to a fifth of a standard deviation.
      expect_within(max(abs(at_ends / mean(at_ends) - 1)), 0.06, "density along the end")
      expect_within(abs(mean(at_draws >= mean(at_ends)) - p), 0.006, "share of the region")
    }
  }
})

test_that("a region with a hole is one closed line that leaves the hole out", {
  angle <- 2 * pi * (1:12) / 12
  ring <- gmm_model(
    rep(1 / 12, 12), 5 * cbind(cos(angle), sin(angle)), array(diag(2), c(2, 2, 12))
  )
  table <- regions_of(autoplot(ring, "density", level = 0.9))
  expect_identical(length(unique(table$piece)), 1L)
  inside <- function(x, y) gaussmix:::is_inside(x, y, table[c("x", "y")])
  expect_false(inside(0, 0))
  expect_true(inside(5, 0.1))
  expect_false(inside(9, 0.1))
  # Its area is that of the cells of a fine grid whose density is high enough.
  grid <- expand.grid(x = seq(-9, 9, by = 0.05), y = seq(-9, 9, by = 0.05))
  density <- predict(ring, unname(as.matrix(grid)), type = "density")
  limit <- predict(ring, unname(as.matrix(table[1, c("x", "y")])), type = "density")
  area <- abs(gaussmix:::signed_area(table))
  expect_equal(area, 0.05^2 * sum(density >= limit), tolerance = 0.01)
})

test_that("words of regions are in the data, for any scale", {
  plot <- autoplot(geysers, "density") + ggplot2::scale_fill_viridis_d()
  expect_identical(
    plot$scales$get_scales("fill")$palette(5), ggplot2::scale_fill_viridis_d()$palette(5)
  )
  expect_silent(built <- ggplot2::ggplot_build(plot))
  scale <- built$plot$scales$get_scales("fill")
  expect_identical(scale$get_labels(), c("99 %", "95 %", "75 %", "50 %", "25 %"))
  expect_identical(labels_of(plot)$fill, "Share of\nprobability")
})

test_that("one normal distribution has the ellipses of the chi-square distribution as regions", {
  model <- gmm_model(1, rbind(c(1, -2)), array(c(4, 1, 1, 2), c(2, 2, 1)))
  level <- c(0.1, 0.5, 0.95, 0.999)
  table <- regions_of(autoplot(model, "density", level = level))
  for (p in level) {
    own <- table[table$share == paste(format(100 * p), "%"), c("x", "y")]
    distance <- stats::mahalanobis(own, c(1, -2), matrix(c(4, 1, 1, 2), 2))
    expect_equal(unname(distance), rep(stats::qchisq(p, 2), nrow(own)), tolerance = 0.01)
  }
})

test_that("the legend of regions names shares, the outermost first", {
  plot <- autoplot(fit, "density", dims = 1:2, level = c(0.9, 0.5))
  expect_identical(levels(regions_of(plot)$share), c("90 %", "50 %"))
  fills <- ggplot2::ggplot_build(plot)$data[[1]]
  expect_length(unique(fills$fill), 2)
  expect_match(caption_of(plot), "50 % and 90 % of the mixture's probability", fixed = TRUE)
  expect_match(caption_of(plot), "marginal mixture of 2 of 4 columns", fixed = TRUE)
  expect_no_match(caption_of(autoplot(geysers, "density")), "marginal", fixed = TRUE)
})

test_that("the plane holds all data, and components too narrow for its grid", {
  x <- as.matrix(faithful)
  plot <- autoplot(geysers, "density")
  limits <- plot$coordinates$limits
  for (j in 1:2) {
    expect_lt(limits[[j]][1], min(x[, j]))
    expect_gt(limits[[j]][2], max(x[, j]))
  }
  spike <- gmm_model(
    c(0.5, 0.5), rbind(c(0, 0), c(1, 1)), array(c(diag(2), diag(1e-8, 2)), c(2, 2, 2))
  )
  plot <- autoplot(spike, "density")
  expect_silent(ggplot2::ggplot_build(plot))
  # All of the narrow one is in the smallest region, whose radius is a few of its deviations.
  smallest <- regions_of(plot)
  smallest <- smallest[smallest$share == "25 %", ]
  expect_within(max(abs(smallest$x - 1), abs(smallest$y - 1)), 3e-4, "smallest region")
  expect_silent(ggplot2::ggplot_build(autoplot(spike, "component", component = 1:2)))
})

test_that("tiny, many and nearly whole regions are drawn", {
  for (level in list(1e-9, 1 - 1e-7, seq(0.05, 0.95, by = 0.05))) {
    expect_silent(ggplot2::ggplot_build(autoplot(fit, "density", level = level)))
  }
})

test_that("component draws posterior probabilities in the marginal mixture", {
  plot <- autoplot(fit, "component", dims = c(1, 2), component = c(3, 1))
  table <- regions_of(plot)
  expect_identical(unique(as.character(table$component)), c("3", "1"))
  for (k in c(3, 1)) {
    for (lowest in c(0.2, 0.5, 0.8)) {
      part <- table[table$component == k & abs(table$probability - lowest - 0.05) < 1e-6, ]
      own <- weighted_densities(fit, 1:2, as.matrix(inner_vertices(part)[c("x", "y")]))
      expect_within(
        max(abs(own[, k] / rowSums(own) - lowest)), 0.03, "probability at the end of a region"
      )
    }
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
    plot <- autoplot(left, "uncertainty", dims = 1:2)
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
  table <- regions_of(autoplot(far, "density"))
  near <- regions_of(autoplot(geysers, "density"))
  for (share in levels(near$share)) {
    for (axis in c("x", "y")) {
      expect_equal(
        range(table[table$share == share, axis] - 2^30), range(near[near$share == share, axis]),
        tolerance = 1e-3
      )
    }
  }
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
