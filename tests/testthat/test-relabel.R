# Names and order of components.

flowers <- iris[, 1:4]
labelled <- function(...) gmm_fit(flowers, 3, ..., start = iris$Species)
densities <- function(fit) predict(fit, flowers, type = "log_density")

test_that("every part of a component moves with it, for every structure", {
  order <- c(3L, 1L, 2L)
  for (type in covariance_types$name) {
    fit <- labelled(covariance_type = type)
    moved <- gmm_relabel(fit, order = order)
    expect_identical(names(moved$weights), c("1", "2", "3"))
    expect_equal(densities(moved), densities(fit), tolerance = 1e-13)
    before <- coef(fit)
    after <- coef(moved)
    expect_identical(unname(after$weights), unname(before$weights[order]))
    expect_identical(unname(after$means), unname(before$means[order, ]))
    expect_identical(unname(after$covariances), unname(before$covariances[, , order]))
    expect_identical(unname(moved$counts), unname(fit$counts[order]))
    expect_identical(order[as.integer(predict(moved))], as.integer(predict(fit)))
    expect_identical(gmm_relabel(moved, order = order(order)), fit)
  }
})

test_that("names are in all that shows components", {
  names <- c("small", "middle", "large")
  fit <- gmm_relabel(labelled(), names)
  expect_identical(levels(predict(fit)), names)
  expect_identical(colnames(predict(fit, type = "prob")), names)
  expect_identical(colnames(predict(fit, type = "component_log_density")), names)
  expect_identical(colnames(gmm_e_step(fit, flowers)), names)
  expect_identical(colnames(gmm_mahalanobis(fit)), names)
  expect_identical(names(coef(fit)$weights), names)
  expect_identical(rownames(coef(fit)$means), names)
  expect_identical(dimnames(coef(fit)$covariances)[[3]], names)
  set.seed(1)
  expect_identical(levels(attr(gmm_sample(fit, 5), "component")), names)
  expect_identical(levels(factor(tidy(fit)$component, names)), names)
  expect_identical(levels(augment(fit)$.cluster), names)
  expect_identical(levels(geom_gmm_ellipse(fit)$data$.component), names)
  for (name in names) {
    expect_match(paste(utils::capture.output(print(fit)), collapse = "\n"), name)
    expect_match(paste(utils::capture.output(print(summary(fit))), collapse = "\n"), name)
  }
  scales <- ggplot2::ggplot_build(autoplot(fit))$plot$scales
  expect_identical(scales$get_scales("colour")$get_limits(), names)
  expect_identical(rownames(gmm_m_step(flowers, gmm_e_step(fit, flowers))$means), names)
})

test_that("names survive where a fit begins at the named one, and parameters keep theirs", {
  names <- c("small", "middle", "large")
  fit <- gmm_relabel(labelled(), names, order = 3:1)
  expect_identical(names(gmm_fit(flowers, start = fit)$weights), names)
  expect_identical(names(update(fit, start = fit)$weights), names)
  expect_identical(names(gmm_bayes(flowers, start = fit)$weights), names)
  expect_identical(names(update(fit)$weights), c("1", "2", "3"))
  expect_identical(names(gmm_fit(flowers, 3, start = coef(fit))$weights), names)
  parameters <- coef(fit)
  model <- gmm_model(parameters$weights, parameters$means, parameters$covariances)
  expect_identical(levels(predict(model, flowers)), names)
  by_row <- gmm_model(c(0.5, 0.5), rbind(low = 0, high = 5), c(1, 1))
  expect_identical(levels(predict(by_row, 1)), c("low", "high"))
  # Numbers of rows are no names of components.
  expect_identical(
    names(gmm_model(c(0.5, 0.5), as.matrix(faithful[c(7, 9), 1, drop = FALSE]), c(1, 1))$weights),
    c("1", "2")
  )
  trimmed <- gmm_trim(fit)
  expect_identical(names(trimmed$trimmed$before$weights), names)
})

test_that("order is by weight, means, columns, names and labels", {
  set.seed(1)
  fit <- gmm_fit(flowers, 3)
  expect_false(is.unsorted(-gmm_relabel(gmm_relabel(fit, order = 3:1), order = "weight")$weights))
  expect_false(is.unsorted(gmm_relabel(fit, order = "mean")$means[, 1]))
  expect_false(is.unsorted(gmm_relabel(fit, order = "Sepal.Width")$means[, "Sepal.Width"]))
  line <- gmm_fit(faithful$waiting, 2)
  expect_false(is.unsorted(gmm_relabel(line, order = "mean")$means))
  # Names by place are those of the new order, names by name go along.
  sizes <- gmm_relabel(fit, c("a", "b", "c"), order = "Petal.Length")
  expect_identical(names(sizes$weights), c("a", "b", "c"))
  expect_false(is.unsorted(sizes$means[, "Petal.Length"]))
  partly <- gmm_relabel(fit, c("2" = "two"), order = c("two", "1", "3"))
  expect_identical(names(partly$weights), c("two", "1", "3"))
  expect_identical(unname(partly$weights), unname(fit$weights[c(2, 1, 3)]))
  # Of some names, the others follow.
  expect_identical(names(gmm_relabel(partly, order = "3")$weights), c("3", "two", "1"))
  named <- gmm_relabel(fit, gmm_match(fit, iris$Species), order = levels(iris$Species))
  expect_identical(names(named$weights), levels(iris$Species))
  # The published table of this fit: five flowers are misplaced.
  expect_identical(sum(predict(named) != iris$Species), 5L)
  expect_identical(
    unname(diag(table(iris$Species, predict(named)))), c(50L, 45L, 50L)
  )
})

test_that("Bayesian fits keep the posterior of their components", {
  for (prior in c("dirichlet", "dirichlet_process")) {
    fit <- gmm_bayes(faithful, 4, start = rep_len(1:4, 272), weight_prior = prior)
    order <- c(2L, 4L, 3L, 1L)
    moved <- gmm_relabel(fit, letters[1:4], order)
    for (method in c("predictive", "plugin", "variational")) {
      p <- predict(fit, type = "prob", method = method, inactive = TRUE)
      expect_equal(
        unname(predict(moved, type = "prob", method = method, inactive = TRUE)),
        unname(p[, order]), tolerance = 1e-12
      )
    }
    expect_equal(moved$posterior$mean_precision, fit$posterior$mean_precision[order])
    back <- gmm_relabel(moved, as.character(1:4), order(order))
    back$posterior$sticks <- NULL
    expect_equal(back, fit, tolerance = 1e-15)
    interval <- function(fit) {
      unname(as.matrix(autoplot(fit, "weights")$data[c("lower", "upper")]))
    }
    expect_equal(interval(moved), interval(fit)[order, ], tolerance = 1e-12)
    expect_identical(is_active(moved), is_active(fit)[order])
  }
})

test_that("what is told of a degenerate component speaks of it by its name", {
  set.seed(1)
  x <- rbind(matrix(stats::rnorm(200), ncol = 2), matrix(3, 30, 2))
  fit <- suppressWarnings(gmm_fit(x, 2))
  moved <- gmm_relabel(fit, c("left", "spike"), order = order(1:2 == fit$degenerate))
  expect_identical(moved$degenerate, 2L)
  expect_output(print(moved), "component spike: 30 of 130 rows are identical")
  expect_match(moved$restarts$reason[moved$restarts$chosen], "component 2")
  expect_s3_class(summary(moved), "summary.gaussmix")
})

test_that("what is no name or order is refused", {
  fit <- labelled()
  refused <- function(...) expect_error(gmm_relabel(fit, ...), class = "gaussmix_error_argument")
  refused()
  refused(letters[1:2])
  refused(c("a", "b", "a"))
  refused(c("a", "b", NA))
  refused(c("a", "b", ""))
  refused(1:3)
  refused(c("4" = "a"))
  refused(c("1" = "2"))
  refused(order = c(1, 2, 2))
  refused(order = 1:2)
  refused(order = "nosuch")
  refused(order = c("1", "1", "2"))
  refused(gmm_match(gmm_fit(flowers, 2), iris$Species))
  # A column of the name of a way.
  weighed <- gmm_model(c(0.3, 0.7), cbind(weight = c(1, 2)), c(1, 1))
  expect_error(gmm_relabel(weighed, order = "weight"), class = "gaussmix_error_argument")
  expect_identical(unname(gmm_relabel(weighed, order = "mean")$weights), c(0.3, 0.7))
})
