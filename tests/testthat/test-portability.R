# A fit outlives its session and leaves the session as it was.

# Runs lines of R in a new process that knows where this copy of the package is,
# and returns what it printed.
run_fresh <- function(lines) {
  path <- getNamespaceInfo("gaussmix", "path")
  skip_if_not(file.exists(file.path(path, "Meta", "package.rds")), "the package is installed")
  script <- tempfile(fileext = ".R")
  on.exit(unlink(script))
  libraries <- unique(c(dirname(path), .libPaths()))
  writeLines(c(paste0(".libPaths(", deparse1(libraries), ")"), lines), script)
  output <- system2(
    file.path(R.home("bin"), "Rscript"), c("--vanilla", shQuote(script)),
    stdout = TRUE, stderr = TRUE
  )
  expect_null(attr(output, "status"), info = paste(output, collapse = "\n"))
  output
}

predict_all <- function(fit, newdata) {
  types <- eval(formals(gaussmix:::predict.gaussmix)$type)
  stats::setNames(lapply(types, function(type) predict(fit, newdata, type = type)), types)
}

test_that("a saved fit predicts the same in a new session, without being attached", {
  files <- replicate(3, tempfile(fileext = ".rds"))
  on.exit(unlink(files))
  set.seed(1)
  fits <- lapply(all_structures, function(type) {
    gmm_fit(iris[, 1:4], n_components = 3, covariance_type = type)
  })
  newdata <- iris[seq(1, 150, by = 7), ]
  saveRDS(fits, files[1])
  saveRDS(newdata, files[2])
  run_fresh(c(
    paste0("fits <- readRDS(", deparse1(files[1]), ")"),
    paste0("newdata <- readRDS(", deparse1(files[2]), ")"),
    "types <- eval(formals(gaussmix:::predict.gaussmix)$type)",
    "all_of <- function(fit, newdata) {",
    "  stats::setNames(lapply(types, function(type) predict(fit, newdata, type = type)), types)",
    "}",
    "set.seed(3)",
    "result <- list(",
    "  predicted = lapply(fits, all_of, newdata), own = lapply(fits, predict),",
    "  drawn = lapply(fits, gaussmix::gmm_sample, n = 5),",
    "  fit = coef(gaussmix::gmm_fit(iris[, 1:4], start = iris$Species)),",
    "  attached = 'package:gaussmix' %in% search()",
    ")",
    paste0("saveRDS(result, ", deparse1(files[3]), ")")
  ))
  result <- readRDS(files[3])
  expect_false(result$attached)
  expect_identical(result$predicted, lapply(fits, predict_all, newdata))
  expect_identical(result$own, lapply(fits, predict))
  set.seed(3)
  expect_identical(result$drawn, lapply(fits, gmm_sample, n = 5))
  fit <- gmm_fit(iris[, 1:4], start = iris$Species)
  expect_identical(result$fit, coef(fit))
})

# Types of everything inside an object, attributes included.
types_within <- function(x) {
  inside <- c(attributes(x), if (is.recursive(x) && !is.environment(x)) as.list(x))
  unique(c(typeof(x), unlist(lapply(inside, types_within))))
}

test_that("a fit holds neither pointers nor environments nor functions", {
  set.seed(1)
  for (x in list(faithful, as.matrix(faithful), faithful$waiting)) {
    fit <- gmm_fit(x, n_components = 2)
    held <- c("externalptr", "weakref", "environment", "closure", "builtin")
    expect_length(intersect(types_within(fit), held), 0)
    expect_identical(unserialize(serialize(fit, NULL)), fit)
  }
})

test_that("a fit without data does not grow with them", {
  size_of <- function(n) {
    set.seed(1)
    x <- matrix(stats::rnorm(2 * n), n)
    w <- rep(1, n)
    labels <- rep(1:3, length.out = n)
    fit <- gmm_fit(x, start = labels, sample_weight = w, tol = 0, max_iter = 5, keep_data = FALSE)
    c(object = as.numeric(utils::object.size(fit)), file = length(serialize(fit, NULL)))
  }
  expect_identical(size_of(1e3), size_of(1e5))
})

test_that("a fit without data says so", {
  fit <- gmm_fit(faithful, n_components = 2, keep_data = FALSE)
  expect_null(fit$data)
  for (type in c("class", "prob", "density")) {
    expect_error(predict(fit, type = type), class = "gaussmix_error_no_data")
  }
  kept <- gmm_fit(faithful, start = fit, max_iter = 0)
  expect_identical(predict(fit, faithful), predict(kept))
  expect_identical(kept$data$x, faithful)
  # What needs no data works.
  expect_within(relative_error(bic(fit), stats::BIC(fit)), 1e-14, "BIC")
  expect_identical(dim(gmm_sample(fit, 3)), c(3L, 2L))
  expect_output(print(fit), "Gaussian mixture")
})

test_that("no random numbers are used where a start is given or there is but one", {
  labels <- as.integer(iris$Species)
  x <- iris[, 1:4]
  fit <- gmm_fit(x, start = labels)
  starts <- list(
    labels, iris$Species, one_hot(labels), fit,
    coef(fit)
  )
  set.seed(1)
  before <- .Random.seed
  for (start in starts) gmm_fit(x, n_components = 3, start = start)
  for (type in all_structures) gmm_fit(x, n_components = 1, covariance_type = type)
  for (start in c("kmeans", "random_responsibilities")) gmm_fit(x, n_components = 1, start = start)
  predict(fit)
  icl(fit)
  expect_identical(.Random.seed, before)

  rm(".Random.seed", envir = globalenv())
  gmm_fit(x, start = labels)
  gmm_fit(x, n_components = 1)
  expect_false(exists(".Random.seed", envir = globalenv(), inherits = FALSE))
  set.seed(1)
})

test_that("a search advances the generator and resets nothing", {
  kind <- RNGkind()
  set.seed(1)
  before <- .Random.seed
  gmm_fit(faithful, n_components = 2)
  expect_false(identical(.Random.seed, before))
  expect_identical(RNGkind(), kind)
})

test_that("inputs are not changed", {
  copy <- function(x) unserialize(serialize(x, NULL))
  labels <- as.integer(iris$Species)
  inputs <- list(
    frame = iris[, 1:4], matrix = as.matrix(iris[, 1:4]),
    integers = matrix(as.integer(as.matrix(iris[, 1:4])), 150), w = rep(c(0, 1, 2), 50),
    labels = labels, z = one_hot(labels)
  )
  inputs$model <- reference_m_step(inputs$matrix, inputs$z, "full")
  before <- copy(inputs)
  for (x in list(inputs$frame, inputs$matrix, inputs$integers)) {
    set.seed(1)
    allow_singular(gmm_fit(x, n_components = 3, sample_weight = inputs$w))
    for (start in list(inputs$labels, inputs$z, inputs$model)) {
      fit <- allow_singular(gmm_fit(
        x,
        start = start, sample_weight = inputs$w, max_iter = 2, tol = 0
      ))
      fit_before <- copy(fit)
      for (type in c("class", "prob", "log_density")) predict(fit, x, type = type)
      gmm_sample(fit, 100)
      allow_singular(gmm_fit(x, start = fit, max_iter = 2, tol = 0))
      expect_identical(fit, fit_before)
    }
  }
  expect_identical(inputs, before)
})

test_that("options and connections of the session stay as they were", {
  before <- list(options(), getwd(), Sys.getlocale(), nrow(showConnections()))
  set.seed(1)
  fit <- gmm_fit(faithful, n_components = 2)
  predict(fit, type = "prob")
  expect_identical(list(options(), getwd(), Sys.getlocale(), nrow(showConnections())), before)
})

test_that("a fit of another format is not misread, but told of", {
  for (object in list(gmm_fit(faithful, 2, start = rep(1:2, 136)), gmm_model(1, 0, 1))) {
    object$format <- gaussmix:::fit_format + 1L
    readers <- list(coef, print, function(x) predict(x, faithful), function(x) gmm_sample(x, 1))
    for (reader in readers) {
      expect_error(reader(object), "newer version", class = "gaussmix_error_fit")
    }
    object$format <- NULL
    expect_error(coef(object), "`format`", class = "gaussmix_error_fit")
  }
})
