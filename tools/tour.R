# Rscript tools/tour.R tools/tour.R
#
# A short tour of the package for tools that are too slow for its tests: every exported
# function, every entry point of the C++ code and every branch of it that handles memory
# in a way of its own. Takes its own path, and fails where an exported function or an
# entry point was not visited.

library(gaussmix)

namespace <- asNamespace("gaussmix")

# Entry points are counted as they are called; promises pass through.
entry_points <- sub("^_gaussmix_", "", names(getDLLRegisteredRoutines("gaussmix")$.Call))
visited <- character()
watched <- function(name) {
  entry_point <- get(name, namespace)
  function(...) {
    visited <<- union(visited, name)
    entry_point(...)
  }
}
for (name in entry_points) {
  watcher <- watched(name)
  unlockBinding(name, namespace)
  assign(name, watcher, namespace)
}

quiet <- function(expr) suppressMessages(suppressWarnings(expr))
refused <- function(expr) {
  stopifnot(inherits(try(expr, silent = TRUE), "try-error"))
}

set.seed(1)
x <- as.matrix(iris[, 1:4])
species <- as.integer(iris$Species)
w <- rep(c(0, 1, 2.5), 50)
types <- gaussmix:::covariance_types$name
predictions <- eval(formals(gaussmix:::predict.gaussmix)$type)

# Fits ------------------------------------------------------------------------------

tour_of_fits <- function() {
  for (type in types) {
    fit <- quiet(gmm_fit(x, 3, type, start = species, sample_weight = w, max_iter = 3))
    for (prediction in predictions) quiet(predict(fit, type = prediction))
    gmm_sample(fit, 10)
    gmm_n_parameters(type, 4, 3)
    quiet(gmm_fit(x, covariance_type = type, start = coef(fit), max_iter = 2))
  }
  starts <- c("mixed", "kmeans", "kmeans++", "random_rows", "random_responsibilities")
  for (start in starts) {
    quiet(gmm_fit(x, 2, start = start, n_init = 2, max_iter = 3, verbose = TRUE))
  }
  quiet(gmm_fit(x, 3, start = diag(3)[species, ], max_iter = 2))
  quiet(gmm_fit(iris$Sepal.Width, 2, max_iter = 3))
  quiet(gmm_fit(~ Sepal.Length + Sepal.Width, iris, n_components = 2, max_iter = 3))
  quiet(gmm_fit(rbind(x, NA), 3, start = c(species, 1), na_action = "omit", max_iter = 2))

  # Blocks, partial sums and threads of their own begin with some thousand rows.
  rows <- matrix(stats::rnorm(8400 * 4), ncol = 4)
  many <- quiet(gmm_fit(rows, 3, start = rep_len(1:3, 8400), max_iter = 2, threads = 2))
  for (prediction in predictions) quiet(predict(many, type = prediction, threads = 2))
  gmm_sample(many, 2000, threads = 2)
  quiet(gmm_fit(rows, 3, n_init = 2, max_iter = 2, threads = 2))
  # Kernels go on with what is left of columns and rows in tiles of 6 and 4, and 32.
  for (d in c(1:3, 6, 14, 17)) {
    columns <- matrix(stats::rnorm(203 * d), ncol = d)
    for (type in c("full", "tied", "diag")) {
      quiet(gmm_fit(columns, 2, type, start = rep_len(1:2, 203), max_iter = 2))
    }
  }

  # Priors and variational Bayes.
  parts <- rep_len(1:3, nrow(x))
  for (type in types) {
    quiet(gmm_fit(x, 3, type, start = parts, prior = gmm_prior(), max_iter = 3))
    conjugate <- gaussmix:::covariance_row(type)$conjugate
    for (weights in if (conjugate) c("dirichlet_process", "dirichlet")) {
      bayes <- quiet(gmm_bayes(x, 3, type, start = parts, weight_prior = weights, max_iter = 3))
      predict(bayes, type = "prob")
      predict(bayes, type = "prob", method = "variational")
    }
  }
  quiet(gmm_bayes(x, 6, n_init = 2, max_iter = 30))

  # Far rows, collapse, constant columns.
  predict(fit, rbind(x[1, ] + 1e6, x[1, ] * 1e160), type = "prob")
  quiet(gmm_fit(c(stats::rnorm(30), rep(10, 10)), 2, n_init = 2, max_iter = 20))
  absolute <- gmm_control(reg_covar_scale = "absolute")
  with_constant <- cbind(x, one = 1)
  quiet(gmm_fit(
    with_constant, 2,
    n_init = 1, max_iter = 3, reg_covar = 1e-6, control = absolute
  ))

  # What is refused in C++ after it was begun there.
  refused(gmm_fit(rbind(x, Inf), 3))
  refused(gmm_fit(x, 3, sample_weight = -w))
  refused(quiet(gmm_fit(x[rep(1, 20), ], 2)))
}

# What fits are asked ---------------------------------------------------------------

tour_of_questions <- function() {
  fit <- gmm_fit(iris[, 1:4], 3, start = species)
  c(aic(fit), bic(fit), icl(fit), logLik(fit), nobs(fit))
  quiet(predict(fit, rbind(iris[1:3, 1:4], NA)))
  fitted(fit)
  residuals(fit)
  coef(fit)
  gmm_mahalanobis(fit)
  holes <- replace(iris[, 1:4], cbind(1:148, 1:4), NA)
  of_holes <- gmm_fit(holes, start = species, na_action = "em", max_iter = 5, tol = 0)
  gmm_impute(of_holes)
  gmm_impute(fit, holes[1:9, ], "draw", threads = 2)
  gmm_mahalanobis(of_holes)
  gmm_outliers(of_holes, method = "distance")
  simulate(fit, 1, seed = 1)
  quiet(update(fit, max_iter = 2))
  utils::capture.output(print(fit), print(summary(fit)))
  tidy(fit)
  glance(fit)
  augment(fit)
  ggplot2::ggplot_build(autoplot(fit))
  ggplot2::ggplot_build(autoplot(fit, "projection", data = iris))
  projection <- gmm_project(fit)
  utils::capture.output(print(projection))
  stopifnot(ncol(predict(projection, iris[1:3, 1:4])) == 4, nrow(tidy(projection)) == 16)
  axes <- ggplot2::aes(Petal.Length, Petal.Width)
  picture <- ggplot2::ggplot(iris, axes) + ggplot2::geom_point()
  ggplot2::ggplot_build(picture + geom_gmm_ellipse(fit, dims = c("Petal.Length", "Petal.Width")))
  ggplot2::ggplot_build(picture + autolayer(fit, dims = c("Petal.Length", "Petal.Width")))
  stopifnot(identical(nrow(predict(fit, iris[0, 1:4], type = "prob")), 0L))

  model <- gmm_model(c(0.4, 0.6), rbind(c(0, 0), c(3, 3)), diag(2), "tied")
  gmm_sample(model, 5)
  if (requireNamespace("mvtnorm", quietly = TRUE)) gmm_probability(fit, 1, 6)
  gmm_probability(model, c(0, -Inf), 1)
  gmm_outliers(fit, iris[1:3, 1:4], columns = TRUE)
  stopifnot(is.finite(gmm_quantile(fit, gmm_cdf(fit, 3, dims = 3), dims = 3)))
  gmm_threshold(fit, "Petal.Length")
  predict(gmm_hdr(fit, c(0.5, 0.9), draws = 2000), iris)
  gmm_hdr(fit, dims = 1)
  if (requireNamespace("distributional", quietly = TRUE)) gmm_distribution(fit, dims = 1)
  trimmed <- quiet(gmm_trim(fit))
  ggplot2::ggplot_build(autoplot(trimmed, "trim"))
  gmm_m_step(iris[, 1:4], gmm_e_step(fit, iris))
  halves <- gmm_statistics(fit, iris[1:70, ]) + gmm_statistics(fit, iris[71:150, ])
  utils::capture.output(print(halves))
  gmm_update(halves, fit)
  gmm_match(fit, update(fit, tol = 1e-4))
  gmm_match(fit, quiet(gmm_fit(iris[, 1:4], 2, start = pmin(species, 2))))
  adjusted_rand(fit, iris$Species)
  utils::capture.output(print(gmm_match(fit, iris$Species)))
  as_gaussmix(stats::kmeans(x, 3))
  as_mclust(fit)
  gmm_relabel(fit, gmm_match(fit, iris$Species), order = "weight")
  selection <- quiet(gmm_select(x, 1:2, c("diag", "tied"), n_init = 1, max_iter = 5))
  gmm_best(selection)
  ggplot2::ggplot_build(autoplot(selection))
  utils::capture.output(print(selection), print(summary(selection)))
  quiet(rbind(selection, selection[1]))
  glance(selection)
  quiet(gmm_select(x, 1, "diag", criterion = "cv", groups = rep_len(1:9, nrow(x)), n_folds = 2))
  bayes <- quiet(gmm_select(x, 3, "diag", criterion = "lower_bound", n_init = 2, max_iter = 5))
  ggplot2::ggplot_build(autoplot(bayes))
  ggplot2::ggplot_build(autoplot(gmm_best(bayes)))
  ggplot2::ggplot_build(autoplot(gmm_best(bayes), "weights"))
  # For tests of tables in R alone.
  stopifnot(
    nrow(gaussmix:::covariance_types) == length(types), length(gaussmix:::core_words()) > 0
  )
}

# On each set of instructions: what is written for one is not for another.
before <- gmm_instruction_set()
for (set in attr(before, "available")) {
  gmm_instruction_set(set)
  tour_of_fits()
}
gmm_instruction_set(before)
tour_of_questions()

# What was visited ------------------------------------------------------------------

here <- commandArgs(trailingOnly = TRUE)[1]
left_out <- c(
  setdiff(entry_points, visited),
  setdiff(getNamespaceExports("gaussmix"), all.names(parse(here)))
)
if (length(left_out) > 0) {
  message("The tour leaves out: ", paste(left_out, collapse = ", "))
  quit(status = 1)
}
cat("The tour visited", length(entry_points), "entry points and all exported functions.\n")
