# A summary is a page for a report.

species <- as.integer(iris$Species)

test_that("a summary holds the numbers of the fit", {
  holes <- iris[, 1:4]
  holes[4, 2] <- NA
  w <- rep(1:3, 50)
  fit <- gmm_fit(holes, 3, start = species, sample_weight = w, na_action = "omit")
  page <- summary(fit)
  expect_s3_class(page, "summary.gaussmix")
  expect_identical(page$call, fit$call)
  expect_identical(
    page$data[c("n", "d", "nobs")], list(n = 149L, d = 4L, nobs = as.double(sum(w[-4])))
  )
  expect_identical(page$data$omitted, 4L)
  expect_identical(page$model$bic, bic(fit))
  expect_identical(page$model$log_likelihood, fit$log_likelihood)
  expect_identical(page$components, tidy(fit)[c("component", "weight", "size")])
  expect_identical(page$means, fit$means)
  expect_equal(page$sds[2, ], sqrt(diag(coef(fit)$covariances[, , 2])), tolerance = 1e-15)
  expect_match(page$problems, "1 row with missing or infinite values left out", fixed = TRUE)
})

test_that("the search is told: starts, how many collapsed, how many agree", {
  set.seed(1)
  fit <- gmm_fit(iris[, 1:4], 3)
  search <- summary(fit)$search
  expect_identical(search$restarts, 20L)
  expect_identical(search$collapsed, sum(fit$restarts$collapsed))
  near <- with(fit$restarts, abs(log_likelihood - max(log_likelihood[chosen])) < 1e-4)
  expect_identical(search$agreeing, sum(near & fit$restarts$converged & !fit$restarts$collapsed))
})

test_that("problems are told", {
  set.seed(1)
  x <- c(stats::rnorm(100), rep(10, 10))
  fit <- suppressWarnings(gmm_fit(x, 2), classes = "gaussmix_warning_singular")
  expect_match(summary(fit)$problems, "Singular: ")
  fit <- suppressWarnings(
    gmm_fit(iris[, 1:4], 3, start = species, max_iter = 2),
    classes = "gaussmix_warning_not_converged"
  )
  expect_match(summary(fit)$problems, "Not converged in 2 iterations")
  expect_identical(summary(gmm_fit(faithful, 1))$problems, NULL)
})

test_that("the page fits into 80 columns, whatever the fit", {
  wide <- matrix(stats::rnorm(90 * 30), 90)
  colnames(wide) <- paste0("a_rather_long_name_of_a_variable_", 1:30)
  pages <- list(
    gmm_fit(iris[, 1:4], 3, start = species),
    gmm_fit(wide, 3, "diag", start = rep(1:3, 30)),
    gmm_fit(wide, 25, "tied_spherical", start = rep_len(1:25, 90), max_iter = 1, tol = 0),
    gmm_model(c(0.3, 0.7), c(0, 1), c(4, 9)),
    gmm_fit(faithful, 2, start = rep(1:2, 136), sample_weight = stats::runif(272) * 1e12)
  )
  colnames(wide)[1] <- strrep("long", 40)
  pages <- c(pages, list(gmm_fit(wide, 3, "diag", start = rep(1:3, 30))))
  old <- options(width = 200)
  on.exit(options(old))
  for (fit in pages) {
    lines <- utils::capture.output(page <- print(summary(fit)))
    expect_lte(max(nchar(lines)), 80)
    expect_s3_class(page, "summary.gaussmix")
  }
})

test_that("data in a call are not printed", {
  fit <- do.call(gmm_fit, list(as.matrix(iris[, 1:4]), 3, start = species))
  lines <- utils::capture.output(print(summary(fit)))
  expect_lt(length(lines), 45)
  expect_true(any(lines == "    ..."))
  light <- do.call(gmm_fit, list(matrix(stats::rnorm(4e4), 1e4), 1, keep_data = FALSE))
  expect_lt(length(serialize(light, NULL)), 2e4)
})

test_that("a fit whose starts all collapsed agrees with itself", {
  set.seed(1)
  x <- c(stats::rnorm(100), rep(10, 10))
  fit <- suppressWarnings(gmm_fit(x, 2), classes = "gaussmix_warning_singular")
  expect_gte(summary(fit)$search$agreeing, 1)
})

test_that("the print reads well", {
  fit <- gmm_fit(iris[, 1:4], 3, start = species)
  many <- gmm_fit(iris[, 1:4], 6, "tied_diag", start = rep_len(1:6, 150), tol = 0, max_iter = 3)
  expect_snapshot({
    summary(fit)
    print(summary(many), max_components = 2, max_variables = 3, digits = 3)
    summary(gmm_model(c(0.3, 0.7), c(0, 1), c(4, 9)))
  })
})

test_that("components that are switched off are left out of the page, and brought back", {
  set.seed(1)
  fit <- gmm_bayes(faithful, 6)
  names(fit$weights) <- rownames(fit$means) <- letters[1:6]
  page <- summary(fit)
  off <- fit$counts <= 1
  expect_identical(page$active, unname(!off))
  expect_gt(sum(off), 0)
  names_in <- function(...) {
    lines <- utils::capture.output(print(page, ...))
    strsplit(trimws(lines[which(lines == "Components") + 1]), " +")[[1]]
  }
  expect_identical(names_in(), letters[which(!off)])
  expect_identical(names_in(inactive = TRUE), letters[1:6])
  expect_output(print(page), paste(sum(off), "components are switched off"), fixed = TRUE)
  expect_error(print(page, inactive = NA), class = "gaussmix_error_argument")
})

test_that("arguments are checked", {
  fit <- gmm_fit(faithful, 2, start = rep(1:2, 136))
  expect_error(summary(fit, digits = 3), class = "gaussmix_error_argument")
  expect_error(print(summary(fit), digits = 0), class = "gaussmix_error_argument")
  expect_error(print(summary(fit), max_components = 0), class = "gaussmix_error_argument")
})

test_that("collapsed starts are counted", {
  set.seed(2)
  fit <- allow_singular(gmm_fit(c(rnorm(30), rep(10, 10)), 3, start = "random_rows", n_init = 8))
  collapsed <- sum(fit$restarts$collapsed)
  expect_gt(collapsed, 0)
  expect_output(print(summary(fit)), paste0(collapsed, " of which\\s+collapsed"))
})
