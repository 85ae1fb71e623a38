# Means variable by variable, and the way of EM.

columns <- names(iris)[1:4]
fit <- gmm_fit(iris[, columns], 3, start = as.integer(iris$Species))

test_that("a profile is in units of the whole mixture, variables in their order", {
  profile <- autoplot(fit, "profile")$data
  expect_identical(unique(profile$variable), columns)
  # With full covariances, mean and variance of the mixture are those of the data.
  x <- as.matrix(iris[, columns])
  centre <- colMeans(x)
  spread <- sqrt(colMeans(sweep(x, 2, centre)^2))
  for (j in 1:4) {
    own <- profile[profile$position == j, ]
    expect_equal(own$mean, unname((fit$means[, j] - centre[j]) / spread[j]), tolerance = 1e-6)
    sds <- sqrt(coef(fit)$covariances[cbind(j, j, 1:3)])
    expect_equal(own$sd, sds / spread[[j]], tolerance = 1e-6)
  }
  caption <- caption_of(autoplot(fit, "profile"))
  expect_match(caption, "standard deviation (1) in the mixture", fixed = TRUE)
})

test_that("many variables or components get a panel per component", {
  set.seed(1)
  x <- matrix(rnorm(64 * 200), 200, dimnames = list(NULL, paste0("p", 1:64)))
  wide <- gmm_fit(x, start = rep_len(1:10, 200), covariance_type = "diag", max_iter = 1, tol = 0)
  plot <- autoplot(wide, "profile")
  expect_silent(built <- ggplot2::ggplot_build(plot))
  expect_identical(nrow(built$layout$layout), 10L)
  expect_length(layer_of(plot, "GeomPolygon"), 1)
  labels <- plot$scales$get_scales("y")$labels
  expect_lte(length(labels), 30)
  expect_identical(labels[1], "p1")
  some <- autoplot(wide, "profile", dims = c("p3", "p64"))
  expect_identical(unique(some$data$variable), c("p3", "p64"))
  expect_match(caption_of(some), "2 of 64 variables", fixed = TRUE)
  expect_identical(nrow(ggplot2::ggplot_build(autoplot(fit, "profile"))$layout$layout), 1L)
})

test_that("the trace is that of the fit", {
  plot <- autoplot(fit, "trace")
  expect_identical(plot$data$height, fit$trace)
  expect_equal(plot$data$iteration, 0:fit$iterations)
  line <- plot$layers[[layer_of(plot, "GeomHline")]]$data
  expect_identical(line$yintercept, fit$log_likelihood)
  expect_match(caption_of(plot), paste("after", fit$iterations, "iterations"), fixed = TRUE)
  expect_identical(labels_of(plot)$x, "Iteration")
})

test_that("many components of one variable are drawn", {
  fit <- gmm_fit(1:80 + 50 * rep(1:8, each = 10), 8, start = rep(1:8, each = 10))
  drawn <- ggplot2::layer_data(autoplot(fit, "profile"), 2)
  expect_identical(nrow(drawn), 8L)
  expect_true(all(drawn$ymin < drawn$y & drawn$y < drawn$ymax))
})
