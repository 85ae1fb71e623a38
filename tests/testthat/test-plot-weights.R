# Pictures of what variational Bayes says of weights, and of components that hold little.

layer <- function(picture, i) ggplot2::layer_data(picture, i)

test_that("intervals of Dirichlet weights are quantiles of beta distributions", {
  set.seed(1)
  fit <- gmm_bayes(faithful, 4, weight_prior = "dirichlet", concentration = 0.5)
  picture <- autoplot(fit, "weights", level = 0.8)
  drawn <- layer(picture, 1)
  a <- fit$posterior$concentration
  expect_equal(drawn$ymin, qbeta(0.1, a, sum(a) - a), tolerance = 1e-12)
  expect_equal(drawn$ymax, qbeta(0.9, a, sum(a) - a), tolerance = 1e-12)
  expect_equal(layer(picture, 2)$y, unname(fit$weights), tolerance = 1e-12)
  # An interval for each level, the widest first.
  both <- autoplot(fit, "weights")
  expect_true(all(layer(both, 1)$ymin < layer(both, 2)$ymin))
  expect_match(both$labels$caption, "50 % and 95 %")
})

test_that("intervals of sticks hold their share of draws from the posterior", {
  set.seed(1)
  fit <- gmm_bayes(iris[, 1:4], 5, concentration = 2)
  drawn <- layer(autoplot(fit, "weights", level = 0.9), 1)
  a <- fit$posterior$concentration
  n <- 20000
  sticks <- matrix(rbeta(5 * n, a[, 1], a[, 2]), 5)
  left <- apply(1 - sticks, 2, cumprod)
  weights <- sticks * rbind(1, left[-5, ])
  for (k in which(fit$counts > 1)) {
    # A standard error is .0015 in each tail; the beta distribution is an approximation.
    expect_equal(mean(weights[k, ] < drawn$ymin[k]), 0.05, tolerance = 0.01 / 0.05)
    expect_equal(mean(weights[k, ] > drawn$ymax[k]), 0.05, tolerance = 0.01 / 0.05)
  }
  # Its mean and variance are exact: 4 standard errors.
  shapes <- gaussmix:::stick_shapes(a)
  mean <- shapes[, 1] / rowSums(shapes)
  variance <- mean * (1 - mean) / (rowSums(shapes) + 1)
  expect_lt(max(abs(rowMeans(weights) - mean) / sqrt(variance / n)), 4)
  expect_equal(apply(weights, 1, var)[1:3], variance[1:3], tolerance = 0.05)
})

test_that("components that are switched off are told apart from others", {
  set.seed(1)
  fit <- gmm_bayes(faithful, 12)
  expect_identical(fit$n_active, 2L)
  picture <- autoplot(fit, "weights")
  expect_identical(as.vector(table(picture$data$state)), c(2L, 10L))
  expect_match(picture$labels$caption, "Of 12 components 10 .* are switched off")
  expect_match(ggplot2::get_alt_text(picture), "2 are active")

  ellipses <- autoplot(fit)
  # Two components have colours of their own, and the ellipses of no others are drawn.
  paths <- layer(ellipses, 2)
  expect_identical(length(unique(paths$group)), 4L)
  expect_setequal(unique(paths$colour), c("#0072B2", "#D55E00"))
  # As opaque as the root of the weight, in units of the largest.
  expect_equal(
    sort(unique(paths$alpha)), sort(unname(sqrt(fit$weights[1:2] / fit$weights[1]))),
    tolerance = 1e-12
  )
  expect_match(ellipses$labels$caption, "the paler it is")
  expect_match(ggplot2::get_alt_text(ellipses), "2 mixture components")
  # Of maximum likelihood nothing fades.
  expect_true(all(is.na(layer(autoplot(gmm_fit(faithful, 2)), 2)$alpha)))
})

test_that("weights without a posterior have no intervals", {
  expect_error(autoplot(gmm_fit(faithful, 2, n_init = 1), "weights"),
    "gmm_bayes", class = "gaussmix_error_argument"
  )
})

test_that("no picture draws components that are switched off", {
  set.seed(1)
  fit <- gmm_bayes(faithful, 6)
  expect_lt(fit$n_active, 6)
  groups <- function(picture, i) length(unique(ggplot2::layer_data(picture, i)$group))
  expect_identical(nrow(geom_gmm_ellipse(fit)$data), 181L * as.integer(fit$n_active))
  expect_identical(groups(autoplot(fit, "uncertainty"), 1), 2L * as.integer(fit$n_active))
  expect_identical(
    nrow(ggplot2::layer_data(autoplot(fit, "component"), 3)), as.integer(fit$n_active)
  )
  expect_identical(groups(autoplot(fit, "histogram", dims = 1), 2), as.integer(fit$n_active))
})

# What the legend lists, and in which colours.
legend_of <- function(picture) {
  scale <- picture$scales$get_scales("colour")
  stats::setNames(scale$map(scale$get_limits()), scale$get_limits())
}

test_that("legends have the components that are drawn, which have one colour in all pictures", {
  set.seed(1)
  fit <- gmm_bayes(faithful, 12)
  active <- c("1" = "#0072B2", "2" = "#D55E00")
  expect_identical(legend_of(autoplot(fit)), active)
  expect_identical(legend_of(autoplot(fit, "pairs")), active)
  expect_identical(legend_of(autoplot(fit, "histogram", dims = 1)), active)
  expect_identical(legend_of(autoplot(fit, "profile")), active)
  expect_identical(legend_of(autoplot(gmm_trim(fit), "trim")), active)
  curves <- layer(autoplot(fit, "pairs"), 4)
  expect_setequal(curves$fill, active)
  # Of maximum likelihood all are, those without points, too.
  empty <- gmm_model(c(0.5, 0.5, 1e-9), cbind(c(0, 5, 9), 0), diag(2), "tied")
  expect_named(legend_of(autoplot(empty)), c("1", "2", "3"))
})

test_that("points have the colours of active components, which alone are in the legend", {
  fit <- gmm_bayes(iris[, 1:4], 12, start = rep_len(1:12, 150), max_iter = 0)
  for (n_active in c(5, 8)) {
    fit$counts <- replace(fit$counts, (n_active + 1):12, 0.5)
    component <- as.character(predict(fit))
    expect_true(all(as.integer(component) <= n_active))
    legend <- legend_of(autoplot(fit))
    expect_named(legend, as.character(seq_len(n_active)))
    expect_identical(legend_of(autoplot(fit, "pairs")), legend)
    expect_identical(layer(autoplot(fit), 1)$colour, unname(legend[component]))
    expect_length(unique(legend), n_active)
    fit$counts[] <- 12
  }
})

test_that("where all components are switched off, they are drawn", {
  fit <- suppressWarnings(gmm_bayes(rbind(c(-1, 0)), 1))
  expect_identical(fit$n_active, 0L)
  for (type in c("ellipse", "pairs", "density", "component", "uncertainty", "profile")) {
    expect_warning(ggplot2::ggplot_build(autoplot(fit, type)), NA)
  }
  expect_identical(nrow(geom_gmm_ellipse(fit)$data), 181L)
})
