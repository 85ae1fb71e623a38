# Ellipses on plots of one's own.

library(ggplot2)
columns <- names(iris)[1:4]
fit <- gmm_fit(iris[, columns], 3, start = as.integer(iris$Species))
flowers <- ggplot(iris, aes(Petal.Length, Sepal.Width, colour = Species)) +
  geom_point()
dims <- c("Petal.Length", "Sepal.Width")

built_layer <- function(plot, i = 2) {
  expect_silent(built <- ggplot_build(plot))
  built$data[[i]]
}

test_that("the layer draws the ellipses of the fit, under the names of its columns", {
  layer <- geom_gmm_ellipse(fit, dims = dims, level = c(0.5, 0.9))
  expect_s3_class(layer, "LayerInstance")
  expect_identical(names(layer$data), c(
    dims, ".component", ".level", ".ellipse", "component", "level", "ellipse"
  ))
  expect_identical(levels(layer$data$.level), c("50 %", "90 %"))
  expect_false(layer$inherit.aes)
  drawn <- built_layer(flowers + layer)
  expected <- ellipses_of(autoplot(fit, dims = dims, level = c(0.5, 0.9)))
  # Groups are in the order of the alphabet, points within them in their own.
  by_group <- order(factor(expected$ellipse))
  expect_equal(drawn$x[order(drawn$group)], expected$x[by_group])
  expect_length(unique(drawn$group), 6)
  parameters <- coef(fit)
  for (k in 1:3) {
    own <- layer$data[layer$data$.component == k & layer$data$.level == "90 %", dims]
    distance <- mahalanobis(own, parameters$means[k, dims], parameters$covariances[dims, dims, k])
    expect_equal(unname(distance), rep(qchisq(0.9, 2), nrow(own)), tolerance = 1e-10)
  }
})

test_that("1e5 draws of a component lie inside with the stated share", {
  set.seed(2)
  draws <- gmm_sample(fit, 360000)
  parameters <- coef(fit)
  for (p in c(0.5, 0.95)) {
    outlines <- geom_gmm_ellipse(fit, dims, p)$data
    for (k in 1:3) {
      own <- as.matrix(draws[attr(draws, "component") == k, dims][1:1e5, ])
      # In coordinates in which the outline is a circle, measured on the outline itself.
      root <- chol(parameters$covariances[dims, dims, k])
      radius <- function(x) {
        centred <- sweep(as.matrix(x), 2, parameters$means[k, dims])
        sqrt(rowSums((centred %*% solve(root))^2))
      }
      edge <- radius(outlines[outlines$.component == k, dims])
      expect_lt(diff(range(edge)), 1e-8)
      expect_lt(abs(mean(radius(own) <= edge[1]) - p), 0.005)
    }
  }
})

test_that("it leaves the scales of the plot alone, or joins them", {
  plain <- built_layer(flowers + geom_gmm_ellipse(fit, dims))
  expect_identical(unique(plain$colour), "black")
  red <- built_layer(flowers + geom_gmm_ellipse(fit, dims, colour = "red", linewidth = 2))
  expect_identical(unique(red$colour), "red")
  expect_identical(unique(red$linewidth), 2)
  own <- ggplot(iris, aes(Petal.Length, Sepal.Width)) +
    geom_point() +
    geom_gmm_ellipse(fit, dims, mapping = aes(colour = .component)) +
    scale_colour_manual(values = c("red", "green", "blue"))
  expect_setequal(built_layer(own)$colour, c("red", "green", "blue"))
  constant <- flowers +
    geom_gmm_ellipse(fit, dims, mapping = aes(linetype = .component), colour = "black")
  expect_length(unique(built_layer(constant)$linetype), 3)
})

test_that("it stands in every panel of a facetted plot", {
  facets <- flowers + geom_gmm_ellipse(fit, dims) + facet_wrap(~Species)
  drawn <- built_layer(facets)
  expect_identical(as.vector(table(drawn$PANEL)), rep(3L * 181L, 3))
  mine <- ggplot(iris, aes(Petal.Length, Sepal.Width)) +
    geom_gmm_ellipse(fit, dims) + facet_wrap(~.component)
  expect_identical(as.vector(table(built_layer(mine, 1)$PANEL)), rep(181L, 3))
})

test_that("axes in other units and other scales work", {
  inches <- ggplot(iris, aes(Petal.Length / 2.54, Sepal.Width / 2.54)) +
    geom_point() +
    geom_gmm_ellipse(fit, dims, mapping = aes(Petal.Length / 2.54, Sepal.Width / 2.54))
  expect_equal(
    built_layer(inches)$x,
    built_layer(flowers + geom_gmm_ellipse(fit, dims))$x / 2.54
  )
  # Data of the same names in other units do not move the ellipses.
  long <- transform(iris, Petal.Length = 10 * Petal.Length)
  millimetres <- ggplot(long, aes(Petal.Length / 10, Sepal.Width)) +
    geom_point() +
    geom_gmm_ellipse(fit, dims)
  expect_equal(built_layer(millimetres)$x, built_layer(flowers + geom_gmm_ellipse(fit, dims))$x)
  log_plot <- flowers + geom_gmm_ellipse(fit, dims) + scale_x_log10() + scale_y_reverse()
  drawn <- built_layer(log_plot)
  plain <- built_layer(flowers + geom_gmm_ellipse(fit, dims))
  expect_equal(drawn$x, log10(plain$x))
  expect_equal(drawn$y, -plain$y)
})

test_that("areas are outlines until they are filled", {
  outline <- built_layer(flowers + geom_gmm_ellipse(fit, dims, geom = "polygon"))
  expect_true(all(is.na(outline$fill)))
  expect_identical(unique(outline$colour), "black")
  filled <- flowers + geom_gmm_ellipse(
    fit, dims, geom = "polygon", mapping = aes(fill = .component), color = NA, alpha = 0.2
  )
  expect_length(unique(built_layer(filled)$fill), 3)
  expect_true(all(is.na(built_layer(filled)$colour)))
})

test_that("autolayer() gives the same layer", {
  same <- autolayer(fit, dims = dims, level = 0.8, colour = "blue")
  layer <- geom_gmm_ellipse(fit, dims = dims, level = 0.8, colour = "blue")
  expect_identical(same$data, layer$data)
  expect_identical(built_layer(flowers + same), built_layer(flowers + layer))
})

test_that("columns without names, or with the same one, are x and y", {
  nameless <- gmm_fit(unname(as.matrix(iris[, columns])), 3, start = as.integer(iris$Species))
  plot <- ggplot() + geom_gmm_ellipse(nameless, c(3, 2))
  expect_identical(names(plot$layers[[1]]$data)[1:2], c("x", "y"))
  expect_equal(built_layer(plot, 1)$x, built_layer(flowers + geom_gmm_ellipse(fit, dims))$x)
  expect_identical(labels_of(ggplot() + geom_gmm_ellipse(fit, dims))$x, "Petal.Length")
  spaced <- gmm_model(1, rbind(c("a b" = 0, "log(c)" = 1)), array(diag(2), c(2, 2, 1)))
  expect_identical(labels_of(ggplot() + geom_gmm_ellipse(spaced))$y, "log(c)")
  expect_silent(ggplot_build(ggplot() + geom_gmm_ellipse(spaced)))
})

test_that("wrong arguments are refused", {
  refused <- function(...) expect_error(geom_gmm_ellipse(...), class = "gaussmix_error_argument")
  refused()
  refused(iris)
  refused(fit, dims = 1)
  refused(fit, dims = NULL)
  refused(fit, level = 95)
  refused(fit, mapping = "colour")
  refused(fit, geom = "point")
  refused(gmm_fit(faithful$waiting, 1))
  tampered <- fit
  tampered$means <- NULL
  expect_error(geom_gmm_ellipse(tampered), class = "gaussmix_error_fit")
  expect_error(autolayer(tampered), class = "gaussmix_error_fit")
})
