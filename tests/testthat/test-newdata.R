# newdata: matched by name, whatever else they hold, and never a wrong answer.

all_outputs <- eval(formals(gaussmix:::predict.gaussmix)$type)

species <- as.integer(iris$Species)
columns <- names(iris)[1:4]
cells <- as.matrix(iris[, columns])
unnamed <- unname(cells)
fit <- gmm_fit(iris[, columns], 3, start = species)
unnamed_fit <- gmm_fit(unnamed, 3, start = species)
vector_fit <- gmm_fit(faithful$waiting, 2, start = 1 + (faithful$waiting < 67))

test_that("columns are matched by name, in any order, and others are ignored", {
  for (type in all_outputs) {
    wanted <- predict(fit, type = type)
    expect_identical(predict(fit, iris[, columns], type), wanted)
    expect_identical(predict(fit, iris[, rev(columns)], type), wanted)
    expect_identical(predict(fit, cells[, rev(columns)], type), wanted)
    expect_identical(predict(fit, iris, type), wanted)
    more <- cbind(
      text = "a", date = as.Date("2024-01-01"), list = I(as.list(1:150)), iris[, 5:1],
      missing = NA, Inf
    )
    expect_identical(predict(fit, more, type), wanted)
  }
})

test_that("a matrix with names matches a fit of a matrix with names", {
  named_fit <- gmm_fit(cells, 3, start = species)
  wanted <- predict(named_fit, type = "prob")
  expect_identical(predict(named_fit, cells[, 4:1], "prob"), wanted)
  expect_identical(predict(named_fit, iris, "prob"), wanted)
  expect_identical(predict(named_fit, cbind(extra = NA, cells[, 4:1]), "prob"), wanted)
})

test_that("other tables match by name, too", {
  skip_if_not_installed("tibble")
  expect_identical(predict(fit, tibble::as_tibble(iris)[5:1]), predict(fit))
  skip_if_not_installed("data.table")
  expect_identical(predict(fit, data.table::as.data.table(iris)[, 5:1]), predict(fit))
})

test_that("without names on one side columns are matched by position", {
  for (type in all_outputs) {
    wanted <- predict(unnamed_fit, type = type)
    expect_identical(predict(unnamed_fit, iris[, columns], type), wanted)
    expect_identical(predict(unnamed_fit, cells, type), wanted)
    expect_identical(predict(fit, unnamed, type), wanted)
  }
})

newdata_error <- function(newdata, object = fit, says = character()) {
  call <- quote(predict(object = object, newdata = newdata))
  condition <- tryCatch(predict(object, newdata), condition = identity)
  expect_s3_class(condition, "gaussmix_error_newdata")
  expect_identical(conditionCall(condition), call)
  for (part in c("`newdata`", says)) {
    expect_match(conditionMessage(condition), part, fixed = TRUE)
  }
}

test_that("missing columns are listed", {
  newdata_error(iris[, c(2, 4, 5)], says = c("`Sepal.Length` and `Petal.Length`", "`Species`"))
  newdata_error(cells[, -2], says = "`Sepal.Width`")
  newdata_error(stats::setNames(iris, toupper(names(iris))), says = columns)
  newdata_error(data.frame(), says = columns)
})

test_that("a wrong number of columns is an error where names do not tell", {
  newdata_error(unnamed[, 1:3], says = c("4 columns", "has 3"))
  newdata_error(cbind(unnamed, 1), says = c("4 columns", "has 5"))
  newdata_error(unnamed[, 0], says = c("4 columns", "has 0"))
  newdata_error(unnamed[, 1:3], unnamed_fit, says = c("4 columns", "has 3"))
  newdata_error(cbind(iris[, columns], 1), unnamed_fit, says = c("4 columns", "has 5"))
  newdata_error(faithful, vector_fit, says = c("1 column", "has 2"))
})

test_that("a table for a fit without names is told of names", {
  unsaid <- gmm_fit(quakes$depth, 2, start = 1 + (quakes$depth > 300))
  for (try in list(
    function() predict(unsaid, quakes), function() augment(unsaid, quakes),
    function() autoplot(unsaid, data = quakes), function() gmm_outliers(unsaid, quakes)
  )) {
    expect_error(try(), "such as `x[\"name\"]`", fixed = TRUE, class = "gaussmix_error_newdata")
  }
  expect_error(predict(unnamed_fit, quakes), "had no names", class = "gaussmix_error_newdata")
  # There is nothing to say of names where the table has none either.
  error <- tryCatch(predict(unnamed_fit, unnamed[, 1:2]), error = identity)
  expect_no_match(conditionMessage(error), "names")
})

test_that("a vector for several columns is an error that says how to give one row", {
  newdata_error(c(5, 3, 1, 0.2), says = "rbind(newdata)")
  newdata_error(cells[1, ], says = "rbind(newdata)")
  expect_length(predict(fit, rbind(cells[1, ])), 1)
})

test_that("columns of other types are errors", {
  for (bad in list("5", factor(5), as.Date("2024-01-01"), 1i, raw(1), I(list(5)))) {
    row <- iris[1, ]
    row$Sepal.Width <- bad
    newdata_error(row, says = "`Sepal.Width`")
  }
  newdata_error(matrix("5", 1, 4), says = "character")
  newdata_error(matrix(1i, 1, 4), says = "complex")
  newdata_error(array(1, c(2, 4, 2)), says = "2 x 4 x 2")
  newdata_error(NULL, says = "NULL")
  newdata_error(mean, says = "a function")
  newdata_error(as.list(iris[1, ]), says = "list")
  newdata_error(iris$Species, vector_fit, says = "factor")
})

test_that("the wanted columns are there once", {
  newdata_error(cbind(cells, cells[, 2:3]), says = "`Sepal.Width` and `Petal.Length`")
  expect_identical(predict(fit, cbind(cells, a = 1, a = 2)), predict(fit))
})

test_that("integers and logicals are numbers", {
  row <- data.frame(Sepal.Length = 5L, Sepal.Width = TRUE, Petal.Length = 1, Petal.Width = FALSE)
  as_numbers <- matrix(c(5, 1, 1, 0), 1)
  expect_identical(predict(fit, row, "log_density"), predict(fit, as_numbers, "log_density"))
})

test_that("no rows give results of length zero with names and levels", {
  empty_factor <- factor(character(), levels = c("1", "2", "3"))
  empty_matrix <- matrix(0, 0, 3, dimnames = list(NULL, c("1", "2", "3")))
  for (none in list(iris[0, ], iris[0, 5:1], cells[0, ], unnamed[0, ])) {
    expect_identical(predict(fit, none), empty_factor)
    expect_identical(predict(fit, none, "prob"), empty_matrix)
    expect_identical(predict(fit, none, "component_log_density"), empty_matrix)
    for (type in c("density", "log_density", "uncertainty")) {
      expect_identical(predict(fit, none, type), numeric())
    }
  }
  expect_identical(predict(vector_fit, numeric()), factor(character(), levels = c("1", "2")))
})

test_that("each row alone gives what it gives among others", {
  for (i in c(1, 75, 150)) {
    expect_identical(predict(fit, iris[i, ]), predict(fit)[i])
    expect_identical(levels(predict(fit, iris[i, ])), c("1", "2", "3"))
    alone <- predict(fit, unnamed[i, , drop = FALSE], "prob")
    expect_identical(alone, predict(fit, type = "prob")[i, , drop = FALSE])
  }
})

test_that("row names of newdata are kept", {
  named <- iris[1:3, ]
  rownames(named) <- c("a", "b", "c")
  expect_named(predict(fit, named), c("a", "b", "c"))
  expect_named(predict(fit, as.matrix(named[, 4:1]), "density"), c("a", "b", "c"))
  expect_identical(rownames(predict(fit, named, "prob")), c("a", "b", "c"))
  expect_named(predict(vector_fit, c(x = 50, y = 80)), c("x", "y"))
})

test_that("rows that are not finite keep their place, are NA, and are told of", {
  holes <- iris[1:20, ]
  holes[3, 1] <- NA
  holes[7, 4] <- Inf
  holes[9, 2] <- -Inf
  holes[20, 3] <- NaN
  holes[4, 5] <- NA
  gone <- c(3L, 7L, 9L, 20L)
  for (type in all_outputs) {
    result <- NULL
    condition <- expect_warning(
      result <- predict(fit, holes, type),
      class = "gaussmix_warning_missing"
    )
    expect_match(conditionMessage(condition), "3, 7, 9 and 20", fixed = TRUE)
    expect_identical(
      conditionCall(condition), quote(predict(object = fit, newdata = holes, type = type))
    )
    wanted <- predict(fit, iris[1:20, ], type)
    if (is.matrix(wanted)) {
      wanted[gone, ] <- NA
    } else {
      wanted[gone] <- NA
    }
    expect_identical(result, wanted)
  }
})

test_that("one missing row is told of in the singular", {
  condition <- expect_warning(predict(vector_fit, c(50, NA)), class = "gaussmix_warning_missing")
  expect_match(conditionMessage(condition), "Row 2.", fixed = TRUE)
})

test_that("all rows may be missing", {
  nothing <- iris[1:2, ]
  nothing[, 1] <- NA
  expect_warning(result <- predict(fit, nothing), class = "gaussmix_warning_missing")
  expect_identical(result, factor(c(NA, NA), levels = 1:3))
  expect_warning(result <- predict(fit, nothing, "prob"), class = "gaussmix_warning_missing")
  expect_identical(result, matrix(NA_real_, 2, 3, dimnames = list(NULL, 1:3)))
})

# Far points ----------------------------------------------------------------

far_rows <- function(size) {
  size * rbind(c(1, 1, 1, 1), -c(1, 1, 1, 1), c(1, 0, 0, -1), c(0, 1e-3, 0, 0), c(-1, 1, -1, 1))
}

for (type in all_structures) {
  typed_fit <- gmm_fit(unnamed, 3, covariance_type = type, start = species)
  for (size in c(1e6, 1e160, .Machine$double.xmax)) {
    test_that(paste("far points have a posterior:", type, format(size)), {
      far <- far_rows(size)
      prob <- predict(typed_fit, far, "prob")
      expect_false(anyNA(prob))
      expect_true(all(prob >= 0 & prob <= 1))
      expect_lte(max(abs(rowSums(prob) - 1)), 3 * 4e-16)
      expect_identical(as.integer(predict(typed_fit, far)), max.col(prob, "first"))
      expect_equal(predict(typed_fit, far, "uncertainty"), 1 - apply(prob, 1, max))
      expect_identical(predict(typed_fit, far, "density"), rep(0, 5))
      log_density <- predict(typed_fit, far, "log_density")
      expect_false(anyNA(log_density))
      expect_true(all(log_density < -1e6))
      components <- predict(typed_fit, far, "component_log_density")
      expect_false(anyNA(components))
      expect_true(all(components < -1e6))
    })
  }
}

test_that("the posterior of far points is that of the limit", {
  # Where all components share a covariance the posterior of a point in direction v
  # goes to the component of largest v' S^-1 m; else to the one of largest variance
  # in that direction.
  for (type in all_structures) {
    typed_fit <- gmm_fit(unnamed, 3, covariance_type = type, start = species)
    shared <- gaussmix:::covariance_row(type)$shared
    for (size in c(1e9, 1e160, .Machine$double.xmax)) {
      far <- far_rows(size)
      wanted <- apply(far / size, 1, function(v) {
        covariances <- coef(typed_fit)$covariances
        score <- vapply(1:3, function(k) {
          w <- solve(covariances[, , k], v)
          if (shared) sum(w * coef(typed_fit)$means[k, ]) else -sum(w * v)
        }, 0)
        which.max(score)
      })
      expect_identical(as.integer(predict(typed_fit, far)), wanted)
    }
  }
})

test_that("far is relative to the units of the data", {
  tiny <- gmm_fit(unnamed * 1e-150, 3, covariance_type = "tied", start = species)
  prob <- predict(tiny, far_rows(1e160), "prob")
  expect_false(anyNA(prob))
  expect_lte(max(abs(rowSums(prob) - 1)), 3 * 4e-16)
  huge <- gmm_fit(unnamed * 1e150, 3, start = species)
  expect_identical(predict(huge, unnamed * 1e150), predict(unnamed_fit))
})
