# Components have one legend, whatever scale a user gives them.

flowers <- gmm_fit(iris[, 1:4], start = iris$Species)

# The titles and labels of all legends that are drawn, from above.
legends_of <- function(plot) {
  boxes <- text_boxes(plot, 7, 5)
  boxes <- boxes[grepl("guide-box", boxes$path), ]
  boxes$label[order(-round(boxes$top, 1), boxes$left)]
}

colours <- c("red", "green", "blue")
names <- c("setosa", "versicolor", "virginica")

test_that("there is one legend of colours and shapes", {
  for (type in c("ellipse", "projection", "pairs", "profile")) {
    plot <- autoplot(flowers, type)
    expect_identical(legends_of(plot), c("Component", "1", "2", "3"))
    named <- suppressMessages(
      plot + ggplot2::scale_colour_manual(values = colours, labels = names)
    )
    expect_identical(legends_of(named), c("Component", names))
  }
})

test_that("shapes follow a title, an order, limits and a guide of colours", {
  plot <- autoplot(flowers)
  titled <- plot + ggplot2::labs(colour = "Species")
  expect_identical(legends_of(titled), c("Species", "1", "2", "3"))
  turned <- suppressMessages(plot + ggplot2::scale_colour_manual(
    "Kind",
    values = colours, labels = rev(names), limits = c("3", "2", "1")
  ))
  expect_identical(legends_of(turned), c("Kind", rev(names)))
  expect_length(legends_of(plot + ggplot2::guides(colour = "none")), 0)
  brewed <- suppressMessages(
    plot + ggplot2::scale_colour_brewer(palette = "Dark2", guide = "none")
  )
  expect_length(legends_of(brewed), 0)
  reversed <- plot + ggplot2::guides(colour = ggplot2::guide_legend(reverse = TRUE))
  expect_identical(legends_of(reversed), c("Component", "3", "2", "1"))
})

test_that("shapes of a user's own are left alone", {
  plot <- suppressMessages(
    autoplot(flowers) + ggplot2::scale_shape_manual(values = 1:3, labels = c("x", "y", "z"))
  )
  expect_setequal(legends_of(plot), c("Component", "1", "2", "3", "x", "y", "z"))
})

test_that("the picture that was given is not changed by drawing it", {
  plot <- suppressMessages(
    autoplot(flowers) + ggplot2::scale_colour_manual(values = colours, labels = names)
  )
  shape <- plot$scales$get_scales("shape")
  labels <- shape$labels
  ggplot2::ggplot_build(plot)
  expect_identical(plot$scales$get_scales("shape"), shape)
  expect_identical(shape$labels, labels)
})

test_that("names that components were given stand in every picture", {
  named <- gmm_relabel(flowers, names = names)
  for (type in c("ellipse", "projection", "pairs", "profile")) {
    expect_identical(legends_of(autoplot(named, type)), c("Component", names))
  }
  curves <- legends_of(autoplot(named, "histogram", dims = 1))
  expect_identical(curves, c("Component", names))
  panels <- autoplot(named, "component", component = 1:3)
  expect_true(all(names %in% text_boxes(panels, 7, 5)$label))
  expect_match(caption_of(panels), "components setosa, versicolor and virginica", fixed = TRUE)
  expect_identical(rownames(gmm_project(named)$mixture$means), names)
  set.seed(1)
  sparse <- gmm_relabel(gmm_bayes(iris[, 1:4], 3), names = names)
  expect_true(all(names %in% text_boxes(autoplot(sparse, "weights"), 7, 5)$label))
})
