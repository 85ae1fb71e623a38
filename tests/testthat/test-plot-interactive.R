# Pictures as plotly's have all points, regions and names.

skip_if_not_installed("plotly")
flowers <- gmm_fit(iris[, 1:4], start = iris$Species)

traces_of <- function(plot) plotly::plotly_build(plotly::ggplotly(plot))$x$data
named <- function(traces, name) Filter(function(trace) identical(trace$name, name), traces)
n_points <- function(traces, mode) {
  own <- Filter(function(trace) identical(trace$mode, mode), traces)
  sum(vapply(own, function(trace) sum(!is.na(trace$x)), 1L))
}

test_that("no picture is refused or loses a layer", {
  set.seed(1)
  sparse <- gmm_bayes(iris[, 1:4], 5)
  air <- gmm_fit(airquality[, 1:4], 2, "diag", na_action = "em")
  wide <- gmm_fit(
    matrix(sin(seq_len(60 * 30)), 60) + rep(1:3, 20),
    start = rep(1:3, 20), covariance_type = "diag", max_iter = 3, tol = 0
  )
  pictures <- c(
    lapply(
      c(
        "ellipse", "projection", "pairs", "density", "component", "uncertainty", "profile", "trace"
      ),
      function(type) autoplot(flowers, type)
    ),
    list(
      autoplot(flowers, "component", component = 1:3), autoplot(flowers, "histogram", dims = 3),
      autoplot(sparse, "weights"), autoplot(sparse), autoplot(wide, "profile"),
      autoplot(gmm_trim(flowers), "trim"), autoplot(air, "missing"), autoplot(air, dims = 1:2),
      autoplot(air, "pairs"), autoplot(air, "uncertainty", dims = 1:2),
      autoplot(flowers, data = iris) + ggplot2::facet_wrap(~Species)
    )
  )
  for (picture in pictures) {
    expect_silent(traces <- traces_of(picture))
    expect_gte(length(traces), length(picture$layers) - 1)
    names <- unlist(lapply(traces, `[[`, "name"))
    expect_false(any(grepl("^\\(", names)))
    shown <- names[vapply(Filter(function(t) !is.null(t$name), traces), function(t) {
      isTRUE(t$showlegend)
    }, NA)]
    expect_false(anyDuplicated(shown) > 0)
  }
})

test_that("components keep their points and names", {
  traces <- traces_of(suppressMessages(
    autoplot(flowers) + ggplot2::scale_colour_manual(
      values = c("red", "green", "blue"), labels = levels(iris$Species)
    )
  ))
  for (k in 1:3) {
    own <- named(traces, levels(iris$Species)[k])
    # Points, ellipses, mean.
    expect_length(own, 3)
    expect_length(own[[1]]$x, sum(as.integer(predict(flowers)) == k))
  }
  expect_identical(n_points(traces_of(autoplot(flowers, "uncertainty")), "markers"), 150L)
  expect_identical(n_points(traces_of(autoplot(flowers, "pairs")), "markers"), 6L * 150L + 6L * 3L)
})

test_that("regions keep their shares and their ends", {
  plot <- autoplot(flowers, "density")
  table <- plot$layers[[1]]$data
  other <- suppressMessages(plot + ggplot2::scale_fill_viridis_d())
  for (drawn in list(plot, other)) {
    traces <- traces_of(drawn)
    for (share in levels(table$share)) {
      own <- named(traces, share)
      expect_true(all(vapply(own, `[[`, "", "fill") == "toself"))
      x <- unlist(lapply(own, `[[`, "x"))
      expect_equal(range(x, na.rm = TRUE), range(table$x[table$share == share]))
    }
  }
  filled <- Filter(
    function(trace) identical(trace$fill, "toself"),
    traces_of(autoplot(flowers, "component"))
  )
  colours <- unique(vapply(filled, `[[`, "", "fillcolor"))
  expect_length(colours, 10)
})
