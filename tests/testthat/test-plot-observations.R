# Pictures of fits with data that are given.

columns <- names(iris)[1:4]
fit <- gmm_fit(iris[, columns], start = iris$Species)
bare <- gmm_fit(iris[, columns], start = iris$Species, keep_data = FALSE)

points_of <- function(plot) {
  drawn <- lapply(plot$layers[layer_of(plot, "GeomPoint")], `[[`, "data")
  drawn[[which.max(vapply(drawn, nrow, 1L))]]
}

test_that("columns of the data can be facets of every picture with points", {
  for (type in c("ellipse", "projection", "density", "component", "uncertainty")) {
    plot <- autoplot(fit, type, data = iris) + ggplot2::facet_wrap(~Species)
    expect_identical(sort(points_of(plot)$Species), sort(iris$Species))
    expect_silent(built <- ggplot2::ggplot_build(plot))
    expect_identical(nrow(built$layout$layout), 3L)
    points <- built$data[[which.max(vapply(
      built$data, function(d) if ("shape" %in% names(d)) nrow(d) else 0L, 1L
    ))]]
    expect_identical(as.vector(table(points$PANEL)), c(50L, 50L, 50L))
  }
  pairs <- autoplot(fit, "pairs", data = iris)
  expect_identical(sum(points_of(pairs)$Species == "setosa"), 6L * 50L)
})

test_that("the data of the fit give the same picture, with or without the fit's own", {
  for (type in c("ellipse", "uncertainty", "density")) {
    own <- points_of(autoplot(fit, type))
    for (other in list(fit, bare)) {
      given <- points_of(autoplot(other, type, data = iris))
      expect_identical(given[names(own)], own)
    }
  }
  expect_identical(points_of(autoplot(fit, data = iris))$component, predict(fit))
})

test_that("bars by facet are parts of one area", {
  plot <- autoplot(fit, "histogram", dims = "Petal.Length", data = iris) +
    ggplot2::facet_wrap(~Species)
  bars <- ggplot2::layer_data(plot, 1)
  areas <- tapply((bars$xmax - bars$xmin) * bars$y, bars$PANEL, sum)
  expect_equal(as.vector(areas), rep(1 / 3, 3))
  # The same bars as without.
  whole <- ggplot2::layer_data(autoplot(fit, "histogram", dims = "Petal.Length"), 1)
  given <- ggplot2::layer_data(autoplot(fit, "histogram", dims = "Petal.Length", data = iris), 1)
  expect_equal(given$xmin, whole$xmin)
  expect_equal(given$y, whole$ymax)
  weighted <- gmm_fit(
    iris[, columns],
    start = iris$Species, sample_weight = rep(c(1, 2, 1), each = 50)
  )
  plot <- autoplot(weighted, "histogram", dims = 3, data = iris) + ggplot2::facet_wrap(~Species)
  bars <- ggplot2::layer_data(plot, 1)
  areas <- tapply((bars$xmax - bars$xmin) * bars$y, bars$PANEL, sum)
  expect_equal(as.vector(areas), c(0.25, 0.5, 0.25))
})

test_that("other observations are drawn, and it is said", {
  others <- iris[seq(1, 150, by = 5), ]
  plot <- autoplot(fit, data = others, dims = 1:2)
  expect_identical(points_of(plot)$x, others$Sepal.Length)
  expect_identical(
    as.character(points_of(plot)$component), as.character(predict(fit, others))
  )
  said <- "Drawn are 30 observations that the fit was not made of."
  expect_match(caption_of(plot), said, fixed = TRUE)
  expect_no_match(caption_of(autoplot(fit, data = iris)), "not made of", fixed = TRUE)
  model <- gmm_model(c(0.5, 0.5), rbind(c(a = 0, b = 0), c(3, 3)), diag(2), "tied")
  drawn <- points_of(autoplot(model, data = data.frame(b = c(1, 2), a = c(0, 3), z = c("p", "q"))))
  expect_identical(drawn$x, c(0, 3))
  expect_identical(drawn$z, c("p", "q"))
  expect_match(caption_of(autoplot(model, "uncertainty", data = cbind(a = 1, b = 2))), "Drawn is 1")
})

test_that("rows that were left out of the fit are left out, others with holes with a warning", {
  holes <- iris
  holes[c(3, 70), 2] <- NA
  for (action in c("omit", "exclude")) {
    left <- gmm_fit(holes[, columns], start = iris$Species, na_action = action)
    expect_silent(plot <- autoplot(left, dims = 1:2, data = holes))
    expect_identical(points_of(plot)$x, iris$Sepal.Length[-c(3, 70)])
    expect_identical(points_of(plot)$Species, iris$Species[-c(3, 70)])
  }
  expect_warning(plot <- autoplot(fit, data = holes[1:20, ]), class = "gaussmix_warning_missing")
  expect_identical(nrow(points_of(plot)), 19L)
})

test_that("columns with names of the picture's own do not disturb it", {
  own <- data.frame(iris, x = 1, component = "no", uncertainty = 9, row = 3, y = 2)
  for (type in c("ellipse", "pairs", "uncertainty")) {
    expect_silent(ggplot2::ggplot_build(plot <- autoplot(fit, type, data = own)))
    expect_gt(length(unique(points_of(plot)$x)), 20)
  }
  expect_identical(points_of(autoplot(fit, data = own))$component, predict(fit))
})

test_that("dropped observations have circles in their facets", {
  trimmed <- gmm_trim(gmm_fit(faithful, 2, start = 1 + (faithful$waiting < 67)), 0.05)
  given <- data.frame(faithful, long = faithful$eruptions > 3)
  plot <- autoplot(trimmed, "trim", data = given) + ggplot2::facet_wrap(~long)
  circles <- plot$layers[[layer_of(plot, "GeomPoint")[2]]]$data
  expect_identical(circles$long, given$long[trimmed$trimmed$rows])
  expect_error(autoplot(trimmed, "trim", data = given[1:9, ]), class = "gaussmix_error_newdata")
})
