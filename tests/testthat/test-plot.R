# Plots are held by their structure: what the layers hold, not what they look like.

species <- as.integer(iris$Species)
columns <- names(iris)[1:4]
fit <- gmm_fit(iris[, columns], 3, start = species)

# Squared Mahalanobis distances of ellipse points under the marginal of a component.
distances <- function(points, fit, dims, k) {
  parameters <- coef(fit)
  stats::mahalanobis(
    points[, c("x", "y")], parameters$means[k, dims], parameters$covariances[dims, dims, k],
    tol = 0
  )
}

expect_ellipses <- function(plot, fit, dims, level) {
  ellipses <- ellipses_of(plot)
  n_components <- fit$n_components
  expect_identical(levels(ellipses$component), as.character(seq_len(n_components)))
  for (k in seq_len(n_components)) {
    for (p in level) {
      points <- ellipses[ellipses$component == k & ellipses$level == p, ]
      expect_gte(nrow(points), 90)
      wanted <- rep(stats::qchisq(p, 2), nrow(points))
      expect_equal(
        distances(points, fit, dims, k), wanted,
        tolerance = 1e-10, ignore_attr = TRUE
      )
      # Closed, and all the way round.
      ends <- as.matrix(points[c(1, nrow(points)), c("x", "y")])
      expect_equal(ends[1, ], ends[2, ], tolerance = 1e-12)
      centre <- coef(fit)$means[k, dims]
      scale <- sqrt(diag(coef(fit)$covariances[dims, dims, k]))
      angle <- sort(atan2((points$y - centre[2]) / scale[2], (points$x - centre[1]) / scale[1]))
      expect_lt(max(diff(c(angle, angle[1] + 2 * pi))), 2 * pi / 10)
    }
  }
  expect_identical(nrow(unique(ellipses[c("component", "level")])), n_components * length(level))
  expect_identical(length(unique(ellipses$ellipse)), n_components * length(level))
}

test_that("autoplot() gives a ggplot of points, ellipses and means", {
  plot <- autoplot(fit, dims = 1:2)
  expect_s3_class(plot, "ggplot")
  expect_length(plot$layers, 3)
  expect_length(layer_of(plot, "GeomPath"), 1)
  points <- plot$layers[[layer_of(plot, "GeomPoint", 150)]]$data
  expect_identical(points$x, iris$Sepal.Length)
  expect_identical(points$y, iris$Sepal.Width)
  expect_identical(points$component, predict(fit))
  centres <- plot$layers[[layer_of(plot, "GeomPoint", 3)]]$data
  expect_equal(centres$x, unname(fit$means[, 1]))
  expect_equal(centres$y, unname(fit$means[, 2]))
})

test_that("ellipses are the contours of the marginal of each component, for all types", {
  for (type in all_structures) {
    typed_fit <- gmm_fit(iris[, columns], 3, covariance_type = type, start = species)
    expect_ellipses(autoplot(typed_fit, dims = c(4, 2)), typed_fit, c(4, 2), c(0.5, 0.95))
  }
  expect_ellipses(autoplot(fit, dims = c(1, 3), level = 0.9), fit, c(1, 3), 0.9)
  expect_ellipses(
    autoplot(fit, dims = 1:2, level = c(0.999, 0.1, 0.5)), fit, 1:2, c(0.1, 0.5, 0.999)
  )
})

test_that("ellipses are exact for columns of very different sizes", {
  x <- as.matrix(iris[, columns]) %*% diag(c(1e-6, 1, 1e6, 1))
  wide <- gmm_fit(x, 3, start = species)
  expect_ellipses(autoplot(wide, dims = c(1, 3)), wide, c(1, 3), c(0.5, 0.95))
})

test_that("the ellipses hold the shares that the caption states", {
  set.seed(1)
  draws <- gmm_sample(fit, 360000)
  dims <- c("Petal.Length", "Sepal.Width")
  level <- c(0.5, 0.8, 0.95)
  ellipses <- ellipses_of(autoplot(fit, dims = dims, level = level))
  for (k in 1:3) {
    own <- draws[attr(draws, "component") == k, dims][1:1e5, ]
    expect_false(anyNA(own))
    for (p in level) {
      points <- ellipses[ellipses$component == k & ellipses$level == p, ]
      inside <- rep(TRUE, nrow(own))
      # Left of every edge of a convex polygon.
      for (i in seq_len(nrow(points) - 1)) {
        edge_x <- points$x[i + 1] - points$x[i]
        edge_y <- points$y[i + 1] - points$y[i]
        inside <- inside &
          edge_x * (own[[2]] - points$y[i]) - edge_y * (own[[1]] - points$x[i]) >= 0
      }
      expect_lt(abs(mean(inside) - p), 0.005)
    }
  }
})

test_that("the caption states the levels", {
  expect_match(caption_of(autoplot(fit)), "50 % and 95 %", fixed = TRUE)
  expect_match(caption_of(autoplot(fit, level = 0.9)), " 90 %", fixed = TRUE)
  expect_match(
    caption_of(autoplot(fit, level = c(0.999, 0.5, 0.683))), "50 %, 68.3 % and 99.9 %",
    fixed = TRUE
  )
})

test_that("titles and labels tell what is shown", {
  plot <- autoplot(fit, dims = c("Petal.Width", "Sepal.Length"))
  labels <- labels_of(plot)
  expect_identical(labels$x, "Petal.Width")
  expect_identical(labels$y, "Sepal.Length")
  expect_match(labels$title, "3 components, full", fixed = TRUE)
  expect_match(ggplot2::get_alt_text(plot), "Petal.Width", fixed = TRUE)
  unnamed <- gmm_fit(unname(as.matrix(iris[, columns])), 3, start = species)
  expect_identical(labels_of(autoplot(unnamed, dims = c(3, 1)))$x, "Column 3")
})

test_that("columns by name and by number are the same", {
  by_name <- autoplot(fit, dims = c("Petal.Width", "Sepal.Length"))
  by_number <- autoplot(fit, dims = c(4, 1))
  for (i in 1:3) expect_identical(by_name$layers[[i]]$data, by_number$layers[[i]]$data)
})

test_that("without data there are no points", {
  bare <- gmm_fit(iris[, columns], 3, start = species, keep_data = FALSE)
  plot <- autoplot(bare)
  expect_length(plot$layers, 2)
  expect_length(layer_of(plot, "GeomPoint"), 1)
  expect_identical(ellipses_of(plot), ellipses_of(autoplot(fit)))
  expect_warning(ggplot2::ggplot_build(plot), NA)
})

test_that("rows that were left out are not drawn", {
  holes <- iris[, columns]
  holes[c(3, 70), 2] <- NA
  for (action in c("omit", "exclude")) {
    left <- gmm_fit(holes, 3, start = species, na_action = action)
    plot <- autoplot(left, dims = 1:2)
    points <- plot$layers[[layer_of(plot, "GeomPoint", 148)]]$data
    expect_identical(points$x, iris$Sepal.Length[-c(3, 70)])
    expect_false(anyNA(points))
    expect_warning(ggplot2::ggplot_build(plot), NA)
  }
})

test_that("plots build and draw without warnings for all types and numbers of components", {
  grDevices::pdf(NULL)
  on.exit(grDevices::dev.off())
  for (type in all_structures) {
    typed_fit <- gmm_fit(iris[, columns], 3, covariance_type = type, start = species)
    expect_warning(print(autoplot(typed_fit)), NA)
  }
  for (n_components in c(1, 2, 7, 8, 12)) {
    many <- gmm_fit(
      iris[, columns], n_components,
      covariance_type = "tied", start = rep_len(seq_len(n_components), 150), max_iter = 5, tol = 0
    )
    expect_warning(print(autoplot(many)), NA)
  }
})

test_that("each of up to 12 components has a colour of its own, the same in all layers", {
  for (n_components in c(1, 2, 7, 8, 12)) {
    many <- gmm_fit(
      iris[, columns], n_components,
      covariance_type = "tied", start = rep_len(seq_len(n_components), 150), max_iter = 0
    )
    plot <- autoplot(many, dims = 1:2)
    built <- ggplot2::ggplot_build(plot)$data
    ellipses <- built[[layer_of(plot, "GeomPath")]]
    expect_length(unique(ellipses$colour), n_components)
    of_component <- ellipses$colour[match(seq_len(n_components), ellipses_of(plot)$component)]
    points <- built[[layer_of(plot, "GeomPoint", 150)]]
    expect_identical(points$colour, of_component[as.integer(predict(many))])
    if (n_components <= 7) {
      expect_identical(built[[layer_of(plot, "GeomPoint", n_components)]]$colour, of_component)
    } else {
      numbers <- built[[layer_of(plot, "GeomLabel")]]
      expect_identical(as.character(numbers$label), as.character(seq_len(n_components)))
      expect_equal(numbers$x, unname(many$means[, 1]))
      expect_equal(numbers$y, unname(many$means[, 2]))
    }
    looks <- unique(ellipses[c("colour", "linetype", "linewidth")])
    expect_length(unique(looks$colour), nrow(looks))
  }
})

test_that("a component that has collapsed is drawn", {
  x <- rbind(as.matrix(faithful), matrix(9, 20, 2))
  expect_warning(
    collapsed <- gmm_fit(x, 3, start = c(1 + (faithful$waiting < 67), rep(3, 20))),
    class = "gaussmix_warning_singular"
  )
  expect_warning(ggplot2::ggplot_build(autoplot(collapsed)), NA)
  expect_ellipses(autoplot(collapsed), collapsed, 1:2, c(0.5, 0.95))
})

test_that("wrong arguments are refused", {
  wrong <- list(
    1, 1:3, c(1, 1), c(0, 1), c(1, 5), c(1.5, 2), c(-1, -2), NA, TRUE, list(1, 2),
    "Sepal.Length", c("Sepal.Length", "Sepal")
  )
  for (dims in wrong) {
    condition <- expect_error(autoplot(fit, dims = dims), class = "gaussmix_error_argument")
    expect_match(conditionMessage(condition), "`dims`", fixed = TRUE)
    expect_match(conditionMessage(condition), "`Petal.Width`", fixed = TRUE)
  }
  for (level in list(0, 1, 95, -0.5, NA, NaN, "0.5", numeric(), factor(0.5))) {
    condition <- expect_error(autoplot(fit, level = level), class = "gaussmix_error_argument")
    expect_match(conditionMessage(condition), "`level`", fixed = TRUE)
  }
  condition <- expect_error(autoplot(fit, levels = 0.5), class = "gaussmix_error_argument")
  expect_match(conditionMessage(condition), "`level`", fixed = TRUE)
  for (type in list("pair", 1, NA, c("ellipse", "pairs"))) {
    condition <- expect_error(autoplot(fit, type), class = "gaussmix_error_argument")
    expect_match(conditionMessage(condition), "`type`", fixed = TRUE)
  }
  for (component in list(0, 4, 1.5, "1", NULL, c(1, 1), NA)) {
    condition <- expect_error(
      autoplot(fit, "component", component = component),
      class = "gaussmix_error_argument"
    )
    expect_match(conditionMessage(condition), "`component`", fixed = TRUE)
  }
  expect_error(autoplot(fit, "pairs", dims = 2), class = "gaussmix_error_argument")
  expect_error(autoplot(fit, "histogram"), class = "gaussmix_error_argument")
  expect_error(autoplot(fit, "histogram", dims = 1:2), class = "gaussmix_error_argument")
  line <- gmm_fit(faithful$waiting, 2, start = 1 + (faithful$waiting < 67))
  for (type in c("ellipse", "pairs", "density", "component", "uncertainty")) {
    condition <- expect_error(autoplot(line, type), class = "gaussmix_error_argument")
    expect_match(conditionMessage(condition), "has 1 column", fixed = TRUE)
  }
})

test_that("the random numbers of the caller are left alone", {
  set.seed(1)
  before <- .Random.seed
  for (type in c("ellipse", "pairs", "density", "component", "uncertainty", "profile", "trace")) {
    ggplot2::ggplot_build(autoplot(fit, type))
  }
  ggplot2::ggplot_build(autoplot(fit, "histogram", dims = 1))
  expect_identical(.Random.seed, before)
})

test_that("of many observations an even part is drawn, always the same, and told", {
  set.seed(3)
  n <- 20100
  x <- matrix(rnorm(2 * n), n, dimnames = list(NULL, c("a", "b")))
  # A period of the rows that must not show.
  x[, 1] <- x[, 1] + 6 * (seq_len(n) %% 2)
  large <- gmm_fit(x, start = list(
    weights = c(0.5, 0.5), means = rbind(c(0, 0), c(6, 0)),
    covariances = array(diag(2), c(2, 2, 2))
  ))
  plot <- autoplot(large)
  points <- plot$layers[[layer_of(plot, "GeomPoint", 10000)]]$data
  rows <- match(points$x, x[, 1])
  expect_false(is.unsorted(rows, strictly = TRUE))
  expect_identical(points$component, predict(large)[rows])
  expect_equal(mean(rows %% 2), 0.5, tolerance = 0.01)
  # Every hundredth of the rows has its share.
  expect_lte(max(abs(table(ceiling(rows / 201)) - 100)), 5)
  expect_identical(autoplot(large)$layers[[1]]$data, points)
  expect_match(caption_of(plot), "10,000 of 20,100 observations are drawn", fixed = TRUE)
  expect_no_match(caption_of(autoplot(fit)), "observations", fixed = TRUE)
})

test_that("plot() prints autoplot() and returns it invisibly", {
  grDevices::pdf(NULL)
  on.exit(grDevices::dev.off())
  expect_invisible(plot(fit, dims = 3:4))
  picture <- plot(fit, "density", dims = 3:4)
  expect_s3_class(picture, "ggplot")
  same <- autoplot(fit, "density", dims = 3:4)
  expect_identical(picture$layers[[1]]$data, same$layers[[1]]$data)
})

test_that("every picture builds without warnings and has alt text, caption and title", {
  grDevices::pdf(NULL)
  on.exit(grDevices::dev.off())
  flat <- gmm_fit(faithful$waiting, start = 1 + (faithful$waiting < 67))
  planes <- c("ellipse", "pairs", "density", "component", "uncertainty", "profile", "trace")
  one <- gmm_fit(unname(as.matrix(faithful)), 1)
  twelve <- gmm_fit(
    iris[, columns],
    start = rep_len(1:12, 150), covariance_type = "tied", max_iter = 5, tol = 0
  )
  at_start <- gmm_fit(iris[, columns], start = species, max_iter = 0)
  for (used in list(fit, one, twelve, at_start)) {
    for (type in planes) {
      expect_silent(print(plot <- autoplot(used, type)))
      expect_match(ggplot2::get_alt_text(plot), "[.]$")
      labels <- labels_of(plot)
      expect_match(labels$title, paste(used$n_components, "component"), fixed = TRUE)
      expect_gt(nchar(labels$caption), 20)
    }
    expect_silent(print(autoplot(used, "histogram", dims = 2)))
  }
  for (type in c("histogram", "profile", "trace")) {
    expect_silent(print(plot <- autoplot(flat, type)))
    expect_match(ggplot2::get_alt_text(plot), "[.]$")
  }
})

test_that("models and fits without data are drawn without points", {
  model <- gmm_model(
    c(0.4, 0.6), rbind(c(height = 165, weight = 62), c(178, 80)),
    matrix(c(45, 30, 30, 90), 2), "tied"
  )
  bare <- gmm_fit(iris[, columns], 3, start = species, keep_data = FALSE)
  for (used in list(model, bare)) {
    for (type in c("ellipse", "pairs", "density", "component", "profile")) {
      expect_silent(ggplot2::ggplot_build(autoplot(used, type)))
    }
    plot <- autoplot(used, "histogram", dims = 1)
    expect_length(layer_of(plot, "GeomRect"), 0)
    expect_silent(ggplot2::ggplot_build(plot))
    expect_error(autoplot(used, "uncertainty"), class = "gaussmix_error_no_data")
  }
  expect_error(autoplot(model, "trace"), class = "gaussmix_error_no_data")
  expect_silent(ggplot2::ggplot_build(autoplot(bare, "trace")))
})

test_that("a picture can be amended: scales, labels, themes, layers", {
  for (type in c("ellipse", "density", "component", "uncertainty", "profile", "trace")) {
    plot <- autoplot(fit, type) +
      ggplot2::scale_y_continuous(breaks = c(2, 3)) +
      ggplot2::labs(title = "Mine") + ggplot2::theme_bw() +
      ggplot2::geom_hline(yintercept = 2.5)
    expect_warning(ggplot2::ggplot_build(plot), NA)
    expect_identical(labels_of(plot)$title, "Mine")
  }
})
