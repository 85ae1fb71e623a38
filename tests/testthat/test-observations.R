# The data of a fit as one object, which is made of parts that fit each other.

observe <- function(x, weights = NULL, na_action = "omit") {
  gaussmix:::observe(x, weights, na_action, quote(f()))
}

test_that("observations have the size of the rows that are used, and know what was given", {
  x <- cbind(a = c(1, NA, 3, 4, Inf, 6), b = 2)
  data <- observe(x, c(1, 1, 0, 2, 1, 3))
  expect_s3_class(data, "gaussmix_observations")
  expect_identical(dim(data), c(4L, 2L))
  expect_identical(data$values, x[c(1, 3, 4, 6), ])
  expect_identical(data$weights, c(1, 0, 2, 3))
  expect_identical(data$omitted, c(2L, 5L))
  expect_identical(data$constant, c(FALSE, TRUE))
  expect_identical(data$n_effective + 0, 3)
  expect_identical(gaussmix:::n_given(data), 6L)
  expect_identical(gaussmix:::rows_as_given(c(2, 4), data), c(3L, 6L))
  expect_identical(gaussmix:::row_weights(data), data$weights)
  expect_identical(gaussmix:::row_weights(observe(x)), rep(1, 4))
})

test_that("observations say what they are", {
  x <- cbind(a = c(1, NA, 3, 4, Inf, 6), 2)
  expect_snapshot({
    observe(faithful)
    observe(x, c(1, 1, 0, 2, 1, 3))
  })
})

test_that("parts that do not fit each other make no observations", {
  good <- unclass(observe(faithful))
  make <- function(name, value) {
    parts <- good
    if (!missing(name)) parts[[name]] <- value
    do.call(gaussmix:::new_observations, c(parts, list(call = quote(f()))), quote = TRUE)
  }
  expect_identical(make(), observe(faithful))
  bad <- list(
    values = list(faithful, good$values[0, ]), weights = list(rep(1, 3), rep(1L, 272)),
    weighted = list(NA), n_effective = list(273, 0), column_names = list("a"),
    omitted = list(c(1, 2), c(2L, 2L)), missing = list(3, list(cells = 1)),
    origin = list(1, c(1, NaN)),
    constant = list(TRUE, c(NA, FALSE))
  )
  expect_setequal(names(bad), names(good))
  for (name in names(bad)) {
    for (value in bad[[name]]) {
      error <- expect_error(make(name, value), class = "gaussmix_error_internal")
      expect_match(conditionMessage(error), paste0("`", name, "`"), fixed = TRUE)
    }
  }
  expect_snapshot(says(make("origin", 1)))
})
