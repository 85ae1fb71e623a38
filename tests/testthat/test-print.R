# What print() shows. Starts are given, so that the search does not matter here.

species <- as.integer(iris$Species)

printed <- function(fit, ...) {
  lines <- utils::capture.output(print(fit, ...))
  expect_lte(max(nchar(lines, "width")), 80)
  cat(lines, sep = "\n")
}

test_that("a fit of full covariances", {
  fit <- gmm_fit(iris[, 1:4], 3, start = species)
  expect_snapshot(printed(fit))
  expect_snapshot(printed(fit, digits = 3))
})

test_that("a search", {
  set.seed(1)
  fit <- gmm_fit(faithful, 2)
  lines <- utils::capture.output(print(fit))
  expect_match(lines, "best of 20 starts (", fixed = TRUE, all = FALSE)
  expect_lte(max(nchar(lines)), 80)
})

test_that("tied covariances and weights", {
  fit <- gmm_fit(
    as.matrix(iris[, 1:4]), 3,
    covariance_type = "tied", start = diag(3)[species, ], sample_weight = rep(c(0.5, 1, 2), 50)
  )
  expect_snapshot(printed(fit))
})

test_that("rows that were left out", {
  x <- iris[, 1:4]
  x[c(3, 77), 2] <- NA
  fit <- gmm_fit(x, 3, covariance_type = "diag", start = species, na_action = "omit")
  expect_snapshot(printed(fit))
})

test_that("a component that has collapsed", {
  x <- c(seq(1, 3, length.out = 40), rep(10, 60))
  expect_warning(
    fit <- gmm_fit(x, 2, start = rep(1:2, c(40, 60))),
    class = "gaussmix_warning_singular"
  )
  expect_snapshot(printed(fit))
})

test_that("one column without a name, from parameters", {
  start <- list(weights = c(0.4, 0.6), means = c(50, 80), covariances = array(40, c(1, 1, 2)))
  fit <- gmm_fit(faithful$waiting, 2, start = start)
  expect_snapshot(printed(fit))
})

test_that("one column has a word of its own for covariances, its name and standard deviations", {
  halves <- 1 + (faithful$waiting < 67)
  expect_snapshot({
    printed(gmm_fit(faithful$waiting, 2, "tied", start = halves))
    printed(gmm_fit(faithful["waiting"], 1))
    printed(gmm_model(c(Short = 0.4, 0.6), c(50, 80), c(36, 49)))
  })
})

test_that("components that are switched off are left out, and brought back", {
  set.seed(1)
  fit <- gmm_bayes(faithful, 6)
  names(fit$weights) <- rownames(fit$means) <- letters[1:6]
  off <- fit$counts <= 1
  rows_in <- function(...) {
    lines <- utils::capture.output(print(fit, ...))
    sub(" .*", "", grep("^[a-f] ", lines, value = TRUE))
  }
  expect_identical(rows_in(), letters[which(!off)])
  expect_identical(rows_in(inactive = TRUE), letters[1:6])
  expect_output(print(fit), paste(sum(!off), "active of 6 components"), fixed = TRUE)
  expect_output(print(fit), paste(sum(off), "components are switched off"), fixed = TRUE)
  expect_error(print(fit, inactive = 1), class = "gaussmix_error_argument")
})

test_that("means have the digits that tell components apart", {
  x <- cbind(latitude = 48.8566, seconds = 1.7e9)[rep(1, 400), ]
  set.seed(1)
  x <- x + cbind(rnorm(400, 0, 0.001), rnorm(400, 0, 30)) + rep(c(0, 0.01), each = 200) * 1
  fit <- gmm_fit(x, 2, start = rep(1:2, each = 200))
  shown <- read.table(text = utils::tail(utils::capture.output(print(fit)), 2))
  expect_within(max(abs(shown[[3]] - fit$means[, 1])), 1e-4, "latitude")
  expect_within(max(abs(shown[[4]] - fit$means[, 2])), 10, "seconds")
  expect_match(utils::capture.output(print(fit, digits = 3)), "48.9", fixed = TRUE, all = FALSE)
})

test_that("a fit that did not converge, from another fit", {
  first <- gmm_fit(faithful, 2, start = 1 + (faithful$waiting < 67), tol = 0, max_iter = 2)
  expect_warning(
    fit <- gmm_fit(faithful, start = first, max_iter = 1, tol = 1e-15),
    class = "gaussmix_warning_not_converged"
  )
  expect_snapshot(printed(fit))
})

test_that("more components than are shown", {
  x <- seq(0, 1, length.out = 240) + rep(1:24, each = 10)
  fit <- gmm_fit(x, 24, covariance_type = "tied", start = rep(1:24, each = 10))
  expect_snapshot(printed(fit))
  expect_snapshot(printed(fit, max_components = 2))
  expect_length(utils::capture.output(print(fit, max_components = Inf)), 24 + 8)
})

test_that("more variables than are shown", {
  x <- matrix(sin(1:400), 40, dimnames = list(NULL, paste0("v", 1:10)))
  fit <- gmm_fit(x, 2, covariance_type = "spherical", start = rep(1:2, 20))
  expect_snapshot(printed(fit))
  expect_snapshot(printed(fit, max_components = 1, max_variables = 2))
})

test_that("many columns and long numbers stay within 80 characters", {
  set.seed(1)
  x <- matrix(stats::rnorm(3e5), 1e4, dimnames = list(NULL, paste0("measurement_", 1:30)))
  x[-(1:40), 1] <- Inf
  fit <- gmm_fit(
    x * 1e-120, 2,
    covariance_type = "tied_spherical", start = rep(1:2, 5000),
    sample_weight = rep(1e7 / 3, 1e4), na_action = "omit"
  )
  expect_length(fit$omitted, 9960)
  lines <- utils::capture.output(print(fit, max_variables = Inf))
  expect_lte(max(nchar(lines)), 80)
})

test_that("printing returns the fit, unseen", {
  fit <- gmm_fit(faithful, 1)
  utils::capture.output(result <- withVisible(print(fit)))
  expect_identical(result, list(value = fit, visible = FALSE))
})

test_that("wrong arguments are refused", {
  fit <- gmm_fit(faithful, 1)
  for (bad in list(-1, NA, "a", 1.5, 100, c(1, 2), NULL)) {
    expect_error(print(fit, digits = bad), class = "gaussmix_error_argument")
  }
  for (bad in list(-1, NA, "a", 1.5, c(1, 2), NULL)) {
    expect_error(print(fit, max_components = bad), class = "gaussmix_error_argument")
    expect_error(print(fit, max_variables = bad), class = "gaussmix_error_argument")
  }
})

test_that("a comma for decimals is none for thousands", {
  old <- options(OutDec = ",", warn = 2)
  on.exit(options(old))
  expect_output(print(gmm_fit(seq(0, 1, length.out = 2000), 1)), "2.000 observations")
})

test_that("long numbers of a header are in groups of three digits", {
  weighted <- gmm_fit(faithful, 1, sample_weight = rep(100, 272))
  expect_output(print(weighted), "sum of weights 27,200", fixed = TRUE)
  expect_identical(gaussmix:::grouped(4620.4), "4,620.4")
})
