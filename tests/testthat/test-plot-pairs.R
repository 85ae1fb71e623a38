# Each panel is the marginal mixture of its two columns.

columns <- names(iris)[1:4]
fit <- gmm_fit(iris[, columns], 3, start = as.integer(iris$Species))
plot <- autoplot(fit, "pairs")

test_that("there is a panel for each pair", {
  layout <- ggplot2::ggplot_build(plot)$layout$layout
  expect_identical(nrow(layout), 16L)
  ellipses <- ellipses_of(plot)
  expect_identical(levels(ellipses$row), columns)
  expect_identical(levels(ellipses$column), columns)
  expect_identical(nrow(unique(ellipses[c("row", "column")])), 12L)
})

test_that("ellipses of a panel are those of the marginal mixture of its columns", {
  ellipses <- ellipses_of(plot)
  parameters <- coef(fit)
  for (i in 1:4) {
    for (j in setdiff(1:4, i)) {
      for (k in 1:3) {
        own <- ellipses$row == columns[i] & ellipses$column == columns[j] &
          ellipses$component == k
        points <- ellipses[own, c("x", "y")]
        distance <- stats::mahalanobis(
          points, parameters$means[k, c(j, i)], parameters$covariances[c(j, i), c(j, i), k]
        )
        wanted <- rep(stats::qchisq(0.95, 2), nrow(points))
        expect_equal(unname(distance), wanted, tolerance = 1e-10)
      }
    }
  }
})

test_that("points stand below the diagonal, means above it", {
  points <- plot$layers[[layer_of(plot, "GeomPoint", 6 * 150)]]$data
  expect_true(all(as.integer(points$row) > as.integer(points$column)))
  panel <- points[points$row == "Petal.Width" & points$column == "Sepal.Width", ]
  expect_identical(panel$x, iris$Sepal.Width)
  expect_identical(panel$y, iris$Petal.Width)
  expect_identical(panel$component, predict(fit))
  means <- plot$layers[[layer_of(plot, "GeomPoint", 6 * 3)]]$data
  expect_true(all(as.integer(means$row) < as.integer(means$column)))
  panel <- means[means$row == "Sepal.Length" & means$column == "Petal.Length", ]
  expect_equal(panel$x, unname(fit$means[, 3]))
  expect_equal(panel$y, unname(fit$means[, 1]))
})

test_that("curves on the diagonal have the shape of the densities of single columns", {
  curves <- plot$layers[[layer_of(plot, "GeomLine")]]$data
  expect_true(all(curves$row == curves$column))
  for (j in 1:4) {
    curve <- curves[curves$column == columns[j], ]
    sds <- sqrt(coef(fit)$covariances[cbind(j, j, 1:3)])
    density <- vapply(curve$x, function(x) sum(fit$weights * dnorm(x, fit$means[, j], sds)), 0)
    expect_equal(curve$density, density, tolerance = 1e-10)
    height <- curve$y - curve$base
    expect_equal(height / max(height), density / max(density), tolerance = 1e-10)
    # They do not stretch the axes of the panels beside them.
    ellipses <- ellipses_of(plot)
    expect_lte(max(curve$y), max(iris[, j], ellipses$x[ellipses$column == columns[j]]))
  }
})

test_that("six columns are shown unless others are named", {
  set.seed(1)
  x <- matrix(rnorm(400), 50, dimnames = list(NULL, letters[1:8]))
  wide <- gmm_fit(x, 1, covariance_type = "diag")
  plot <- autoplot(wide, "pairs")
  expect_identical(levels(ellipses_of(plot)$row), letters[1:6])
  expect_match(caption_of(plot), "Shown are 6 of 8 columns", fixed = TRUE)
  named <- autoplot(wide, "pairs", dims = c("h", "a", "c"))
  expect_identical(levels(ellipses_of(named)$row), c("h", "a", "c"))
  nameless <- autoplot(gmm_fit(unname(x), 1, covariance_type = "diag"), "pairs", dims = 7:8)
  expect_identical(levels(ellipses_of(nameless)$row), c("Column 7", "Column 8"))
  all <- ggplot2::ggplot_build(autoplot(wide, "pairs", dims = 1:8))
  expect_identical(nrow(all$layout$layout), 64L)
})

test_that("long names are shortened where they do not differ", {
  names <- c("a", "the first measurement of all", "the first measurement of 2021")
  expect_identical(
    gaussmix:::short_names(names, 15), c("a", "the fi...of all", "the fi...f 2021")
  )
  expect_identical(nchar(gaussmix:::short_names(names, 12)), c(1L, 12L, 12L))
})

test_that("many components have a legend, as panels are too small for numbers", {
  twelve <- gmm_fit(
    iris[, columns], 12,
    start = rep_len(1:12, 150), covariance_type = "tied", max_iter = 0
  )
  plot <- autoplot(twelve, "pairs")
  expect_length(layer_of(plot, "GeomLabel"), 0)
  expect_false(identical(plot$scales$get_scales("colour")$guide, "none"))
})

test_that("shortened names stay different", {
  names <- c("alpha_first_total_x", "alpha_second_total_x", "b", "alpha_first_total_x2")
  short <- gaussmix:::short_names(names, 18)
  expect_false(anyDuplicated(short) > 0)
  expect_true(all(nchar(short) <= 18))
})
