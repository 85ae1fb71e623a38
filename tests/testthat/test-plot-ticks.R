# Of fits to rows with holes: what pictures draw of a row that lacks a value.

air <- airquality[, 1:4]
set.seed(1)
fit <- gmm_fit(air, 3, na_action = "em")
lacks <- function(column) is.na(air[[column]])

ticks_of <- function(plot) {
  layers <- plot$layers[layer_of(plot, "GeomRug")]
  stats::setNames(lapply(layers, `[[`, "data"), vapply(layers, function(layer) {
    layer$geom_params$sides
  }, ""))
}
dots_of <- function(plot) plot$layers[[layer_of(plot, "GeomPoint")[1]]]$data

test_that("rows with both values are points, with one a tick at its axis, in their colours", {
  classes <- unname(predict(fit))
  plot <- autoplot(fit, dims = 1:2)
  points <- dots_of(plot)
  both <- !lacks("Ozone") & !lacks("Solar.R")
  expect_identical(points$x, as.numeric(air$Ozone[both]))
  expect_identical(points$y, as.numeric(air$Solar.R[both]))
  expect_identical(points$component, classes[both])
  ticks <- ticks_of(plot)
  expect_named(ticks, c("b", "l"))
  x_alone <- !lacks("Ozone") & lacks("Solar.R")
  expect_identical(ticks$b$x, as.numeric(air$Ozone[x_alone]))
  expect_identical(ticks$b$component, classes[x_alone])
  y_alone <- lacks("Ozone") & !lacks("Solar.R")
  expect_identical(ticks$l$y, as.numeric(air$Solar.R[y_alone]))
  expect_identical(ticks$l$component, classes[y_alone])
  # A row that lacks a column of no part in the picture is a point.
  plot <- autoplot(fit, dims = c("Wind", "Temp"))
  expect_identical(dots_of(plot)$x, air$Wind)
  expect_length(ticks_of(plot), 0)
})

test_that("built, they have the colours of points, and the legend has none of them", {
  plot <- autoplot(fit, dims = 1:2)
  colours <- function(layer) {
    tapply(ggplot2::layer_data(plot, layer)$colour, plot$layers[[layer]]$data$component, unique)
  }
  points <- colours(layer_of(plot, "GeomPoint")[1])
  expect_length(unique(points), 3)
  expect_identical(colours(layer_of(plot, "GeomRug")[2]), points)
  expect_silent(ggplot2::ggplotGrob(plot))
  for (layer in plot$layers[layer_of(plot, "GeomRug")]) expect_false(layer$show.legend)
})

test_that("pictures of functions over the plane have the same ticks", {
  wanted <- lapply(ticks_of(autoplot(fit, dims = 1:2)), `[`, c("x", "y"))
  for (type in c("density", "component")) {
    plot <- autoplot(fit, type, dims = 1:2)
    expect_identical(lapply(ticks_of(plot), `[`, c("x", "y")), wanted)
    expect_silent(ggplot2::ggplotGrob(plot))
  }
  ticks <- ticks_of(autoplot(fit, "uncertainty", dims = 1:2))
  uncertainty <- unname(predict(fit, type = "uncertainty"))
  y_alone <- lacks("Ozone") & !lacks("Solar.R")
  expect_setequal(ticks$l$y, air$Solar.R[y_alone])
  expect_identical(ticks$l$uncertainty, sort(uncertainty[y_alone]))
})

test_that("pairs have ticks in the panels below the diagonal, and all values on it", {
  plot <- autoplot(fit, "pairs")
  points <- dots_of(plot)
  ticks <- ticks_of(plot)
  for (i in 2:4) {
    for (j in seq_len(i - 1)) {
      of_panel <- function(table) {
        table[table$row == names(air)[i] & table$column == names(air)[j], ]
      }
      x <- as.numeric(air[[j]])
      y <- as.numeric(air[[i]])
      both <- !is.na(x) & !is.na(y)
      expect_identical(of_panel(points)$x, x[both])
      expect_identical(of_panel(points)$y, y[both])
      expect_identical(of_panel(ticks$b)$x, x[is.na(y) & !is.na(x)])
      expect_identical(of_panel(ticks$l)$y, y[is.na(x) & !is.na(y)])
    }
  }
  expect_silent(ggplot2::ggplotGrob(plot))
})

test_that("a projection has the rows with all of its columns alone", {
  plot <- autoplot(fit)
  expect_identical(nrow(dots_of(plot)), sum(stats::complete.cases(air)))
  expect_length(ticks_of(plot), 0)
  # What other columns lack is of no matter.
  some <- c("Ozone", "Wind", "Temp")
  plot <- autoplot(fit, "projection", dims = some)
  whole <- stats::complete.cases(air[some])
  basis <- gmm_project(fit, dims = some)
  by_hand <- scale(air[whole, some], basis$centre[some], FALSE) %*% basis$basis[some, 1:2]
  expect_equal(unname(as.matrix(dots_of(plot)[c("x", "y")])), unname(by_hand))
})

test_that("bars hold the values that are there", {
  plot <- autoplot(fit, "histogram", dims = "Ozone")
  bars <- plot$layers[[layer_of(plot, "GeomRect")]]$data
  there <- air$Ozone[!lacks("Ozone")]
  expect_equal(range(bars$from, bars$to), range(there))
  by_hand <- hist(there, breaks = c(bars$from, max(bars$to)), plot = FALSE, right = FALSE)
  expect_equal(bars$density, by_hand$density, tolerance = 1e-10)
  given <- autoplot(fit, "histogram", dims = "Ozone", data = airquality)
  expect_equal(ggplot2::layer_data(given, 1)$y, bars$density)
})

test_that("captions count ticks, and rows that have no place", {
  expect_snapshot({
    for (dims in list(1:2, c("Temp", "Ozone"), 3:4)) {
      writeLines(caption_of(autoplot(fit, dims = dims)))
    }
    writeLines(caption_of(autoplot(fit, "pairs")))
    writeLines(caption_of(autoplot(fit, "histogram", dims = "Ozone")))
    # A row without any value is in no picture of the fit.
    holes <- rbind(air, NA)[c(5, 5, 5, 6, 10, 12:40, 154), ]
    few <- gmm_fit(holes, 1, "diag", na_action = "em")
    writeLines(caption_of(autoplot(few, dims = 1:2)))
    writeLines(caption_of(autoplot(few, "projection", dims = 2:3)))
    nothing <- data.frame(Ozone = NA_real_, Solar.R = NA_real_, Wind = 1:2, Temp = 70)
    writeLines(caption_of(autoplot(few, dims = 1:2, data = nothing)))
  })
})

test_that("other rows are drawn in the same way, in facets, too", {
  facets <- autoplot(fit, dims = 1:2, data = airquality) + ggplot2::facet_wrap(~Month)
  ticks <- ticks_of(facets)
  y_alone <- lacks("Ozone") & !lacks("Solar.R")
  expect_identical(ticks$l$Month, airquality$Month[y_alone])
  built <- ggplot2::layer_data(facets, layer_of(facets, "GeomRug")[2])
  expect_identical(as.vector(table(built$PANEL)), as.vector(table(airquality$Month[y_alone])))
  others <- rbind(air[1:30, ], NA)
  plot <- autoplot(fit, dims = 1:2, data = others)
  n_neither <- sum(lacks("Ozone")[1:30] & lacks("Solar.R")[1:30])
  expect_match(caption_of(plot), paste("left out:", n_neither + 1, "row"), fixed = TRUE)
  expect_identical(ticks_of(plot)$l$y, as.numeric(air$Solar.R[1:30][y_alone[1:30]]))
  # A fit that does not take missing values leaves such rows out.
  left <- gmm_fit(air, 1, na_action = "omit")
  plot <- autoplot(left, dims = 1:2, data = airquality)
  expect_identical(nrow(dots_of(plot)), 111L)
  expect_length(ticks_of(plot), 0)
})

test_that("data of which no row is whole have pictures", {
  x <- matrix(sin(seq_len(90)), 30, dimnames = list(NULL, c("a", "b", "c")))
  x[cbind(1:30, rep(1:3, 10))] <- NA
  none <- gmm_fit(x, 1, na_action = "em")
  for (type in c("ellipse", "density", "component", "uncertainty", "pairs")) {
    expect_silent(ggplot2::ggplotGrob(autoplot(none, type)))
    expect_silent(ggplot2::ggplotGrob(autoplot(none, type, dims = 1:2)))
  }
  expect_match(caption_of(autoplot(none)), "30 rows with missing values are not drawn.")
})

test_that("of many rows ticks are thinned with the points, and the rest is counted", {
  x <- matrix(stats::qnorm(stats::ppoints(24000)), 12000)
  x[1:3000, 1] <- NA
  many <- gmm_fit(x, 1, na_action = "em")
  plot <- autoplot(many)
  n_ticks <- nrow(ticks_of(plot)$l)
  expect_identical(nrow(dots_of(plot)) + n_ticks, 10000L)
  expect_lt(abs(n_ticks - 2500), 25)
  expect_match(caption_of(plot), paste0("10,000 of 12,000 observations are drawn. Ticks at the ",
    "edges: ", format(n_ticks, big.mark = ","), " rows with one of the two values."), fixed = TRUE)
})
