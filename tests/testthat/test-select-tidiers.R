# A selection in the words of tables: as those of its fits.

set.seed(1)
selection <- gmm_select(iris[, 1:4], 1:4, c("full", "diag"), n_init = 4)

test_that("tidy() has a row for each fit, with its gap", {
  table <- tidy(selection)
  expect_identical(table[names(selection$table)], as.data.frame(selection))
  expect_identical(table$gap, table$BIC - min(table$BIC))
  # Fits that cannot win are behind nothing.
  hollow <- selection
  hollow$table$supported[which.min(table$BIC)] <- FALSE
  gap <- tidy(hollow)$gap
  expect_identical(which(is.na(gap)), which.min(table$BIC))
  expect_identical(min(gap, na.rm = TRUE), 0)
  # Larger is better.
  bayes <- gmm_select(faithful, 3, c("full", "tied"), criterion = "lower_bound", n_init = 2)
  expect_identical(tidy(bayes)$gap, max(bayes$table$lower_bound) - bayes$table$lower_bound)
})

test_that("glance() and augment() are those of the best fit", {
  best <- gmm_best(selection)
  expect_identical(glance(selection), glance(best))
  expect_identical(augment(selection), augment(best))
  expect_identical(
    augment(selection, newdata = iris[1:3, ], prob = TRUE),
    augment(best, newdata = iris[1:3, ], prob = TRUE)
  )
  expect_error(augment(selection, prob = 3), class = "gaussmix_error_argument")
  expect_error(glance(selection[0]), class = "gaussmix_error_no_fit")
  none <- selection
  none$table$supported <- FALSE
  expect_error(augment(none), class = "gaussmix_error_no_fit")
})

test_that("a selection is a tibble where tibble is", {
  skip_if_not_installed("tibble")
  table <- tibble::as_tibble(selection)
  expect_s3_class(table, "tbl_df")
  expect_identical(as.data.frame(table), as.data.frame(selection))
  expect_error(tibble::as_tibble(selection, zzz = 1), class = "gaussmix_error_argument")
})

test_that("a summary has the best fits in order, and what others choose", {
  page <- summary(selection)
  expect_identical(page$fits$gap, sort(tidy(selection)$gap))
  expect_identical(page$n_fits, 8L)
  expect_identical(page$others$criterion, c("AIC", "ICL"))
  for (i in 1:2) {
    best <- gmm_best(selection, page$others$criterion[i])
    expect_identical(best$n_components, page$others$n_components[i])
    expect_identical(best$covariance_type, page$others$covariance_type[i])
  }
  expect_invisible(print(page))
  x <- matrix(c(1, 5, 2, 7, 3, 3, 8, 1, 4), 3)
  failed <- summary(gmm_select(x, 2:4, "full", reg_covar = 0))
  expect_identical(failed$n_failed, 3L)
  expect_identical(nrow(failed$others), 0L)
})

test_that("the page of a selection", {
  set.seed(1)
  expect_snapshot({
    summary(gmm_select(iris[1:40, 1:4], c(1:2, 8), c("full", "tied")))
    print(summary(gmm_select(faithful, 1:2, "full")), digits = 2, max_fits = 1)
    summary(gmm_select(faithful, 6, c("full", "diag"), criterion = "lower_bound"))
    summary(gmm_select(matrix(c(1, 5, 2, 7, 3, 3, 8, 1, 4), 3), 2, "full", reg_covar = 0))
    summary(gmm_select(faithful, 1, "full")[0])
  })
})
