# What comes through the door of gmm_fit(), and in which forms. What does not is in the
# table of hard inputs.

big <- local({
  set.seed(1)
  matrix(rnorm(1e5), ncol = 4)
})
some <- big[1:60, ]

# Of the processor: what else the machine does is not our time.
cpu_seconds <- function(expr) {
  sum(system.time(expr, gcFirst = FALSE)[c("user.self", "sys.self")])
}

test_that("the arguments may be spliced into the call", {
  skip_on_cran()
  skip_if_instrumented()
  spliced <- function() {
    tryCatch(do.call(gmm_fit, list(big, n_components = 0)), error = identity)
  }
  expect_s3_class(spliced(), "gaussmix_error_argument")
  expect_lt(stats::median(replicate(5, cpu_seconds(spliced()))), 0.05)
})

test_that("the call in an error is the user's, whichever method runs", {
  expect_identical(
    conditionCall(expect_error(gmm_fit(iris, 3))), quote(gmm_fit(x = iris, n_components = 3))
  )
  expect_identical(
    conditionCall(expect_error(gmm_fit(letters, 3))),
    quote(gmm_fit(x = letters, n_components = 3))
  )
  many <- expect_error(sapply(0, function(k) gmm_fit(some, k)))
  expect_identical(conditionCall(many), quote(gmm_fit(x = some, n_components = k)))
})

# Accepted ------------------------------------------------------------------

same_fit <- function(a, b) {
  parts <- c("weights", "covariances", "counts", "log_likelihood", "df", "nobs", "trace")
  expect_identical(unclass(a)[parts], unclass(b)[parts])
  expect_identical(unname(a$means), unname(b$means))
  expect_identical(unname(predict(a)), unname(predict(b)))
  expect_identical(unname(predict(a, type = "prob")), unname(predict(b, type = "prob")))
}

flowers <- unname(as.matrix(iris[, 1:4]))
species <- as.integer(iris$Species)
wanted <- gmm_fit(flowers, 3, start = species)

test_that("whole numbers of any type count components", {
  same_fit(gmm_fit(flowers, 3L, start = species), wanted)
  same_fit(gmm_fit(flowers, start = species), wanted)
})

test_that("tables of any class agree", {
  same_fit(gmm_fit(iris[, 1:4], 3, start = species), wanted)
  same_fit(gmm_fit(as.matrix(iris[, 1:4]), 3, start = species), wanted)
  named <- flowers
  dimnames(named) <- list(paste0("r", 1:150), letters[1:4])
  same_fit(gmm_fit(named, 3, start = species), wanted)
})

test_that("a tibble agrees", {
  skip_if_not_installed("tibble")
  fit <- gmm_fit(tibble::as_tibble(iris[, 1:4]), 3, start = species)
  same_fit(fit, wanted)
  expect_identical(predict(fit, tibble::as_tibble(iris)), predict(wanted))
})

test_that("a data.table agrees", {
  skip_if_not_installed("data.table")
  fit <- gmm_fit(data.table::as.data.table(iris[, 1:4]), 3, start = species)
  same_fit(fit, wanted)
  expect_identical(predict(fit, data.table::as.data.table(iris)), predict(wanted))
})

test_that("integer and logical matrices are used as numbers", {
  whole_numbers <- round(10 * flowers)
  as_integer <- whole_numbers
  storage.mode(as_integer) <- "integer"
  same_fit(gmm_fit(as_integer, 3, start = species), gmm_fit(whole_numbers, 3, start = species))

  set.seed(1)
  bits <- matrix(stats::rbinom(600, 1, 0.5), 150)
  bits_fit <- gmm_fit(bits, 3, covariance_type = "tied_spherical", start = species)
  same_fit(gmm_fit(bits == 1, 3, covariance_type = "tied_spherical", start = species), bits_fit)
})

test_that("one column agrees as a matrix, a data frame, a vector and a time series", {
  one <- flowers[, 3]
  start <- pmin(species, 2)
  wanted <- gmm_fit(matrix(one), 2, start = start)
  same_fit(gmm_fit(one, 2, start = start), wanted)
  same_fit(gmm_fit(data.frame(a = one), 2, start = start), wanted)
  same_fit(gmm_fit(ts(one), 2, start = start), wanted)
  same_fit(gmm_fit(stats::setNames(one, 1:150), 2, start = start), wanted)
  tenfold <- round(10 * one)
  same_fit(gmm_fit(as.integer(tenfold), 2, start = start), gmm_fit(tenfold, 2, start = start))
})

test_that("a series of several columns agrees", {
  same_fit(gmm_fit(ts(flowers), 3, start = species), wanted)
})

test_that("matrices of the package Matrix agree; sparse ones are announced", {
  skip_if_not_installed("Matrix")
  sparse <- Matrix::Matrix(flowers, sparse = TRUE)
  expect_message(fit <- gmm_fit(sparse, 3, start = species), "600 cells")
  same_fit(fit, wanted)
  expect_message(prob <- predict(fit, sparse, type = "prob"), "`newdata` is a sparse matrix")
  expect_identical(unname(prob), unname(predict(wanted, type = "prob")))
  expect_silent(predict(fit))
  dense <- Matrix::Matrix(flowers, sparse = FALSE)
  expect_silent(fit <- gmm_fit(dense, 3, start = species))
  same_fit(fit, wanted)
})

test_that("starts of every form agree", {
  same_fit(gmm_fit(flowers, 3, start = iris$Species), wanted)
  same_fit(gmm_fit(flowers, 3, start = as.double(species)), wanted)
  same_fit(gmm_fit(flowers, 3, start = diag(3)[species, ]), wanted)
  first <- gmm_fit(flowers, 3, start = species, max_iter = 0)
  for (start in list(first, coef(first))) {
    fit <- gmm_fit(flowers, 3, start = start)
    expect_equal(fit$log_likelihood, wanted$log_likelihood, tolerance = 1e-10)
    expect_identical(predict(fit), predict(wanted))
  }
})

test_that("a start with named columns is matched by name", {
  first <- gmm_fit(iris[, 1:4], 3, start = species)
  turned <- gmm_fit(iris[, 4:1], 3, start = first, max_iter = 0)
  expect_equal(turned$log_likelihood, first$log_likelihood, tolerance = 1e-12)
  turned <- gmm_fit(iris[, 4:1], 3, start = coef(first), max_iter = 0)
  expect_equal(turned$log_likelihood, first$log_likelihood, tolerance = 1e-12)
})

# Missing values ------------------------------------------------------------

holes <- local({
  x <- iris[, 1:4]
  x[3, 2] <- NA
  x[60, 1] <- Inf
  x[61, 1] <- -Inf
  x[140, 4] <- NaN
  x
})
gone <- c(3L, 60L, 61L, 140L)
weights <- rep(1:3, 50)

test_that("rows left out do not count, whatever the action", {
  rest <- gmm_fit(flowers[-gone, ], 3, start = species[-gone], sample_weight = weights[-gone])
  for (action in c("omit", "exclude")) {
    fit <- gmm_fit(holes, 3, start = species, sample_weight = weights, na_action = action)
    parts <- c("weights", "covariances", "counts", "log_likelihood", "nobs", "n")
    expect_identical(unclass(fit)[parts], unclass(rest)[parts])
    expect_identical(unname(fit$means), unname(rest$means))
    expect_identical(fit$omitted, gone)
    expect_identical(nobs(fit), sum(weights[-gone]) + 0)
  }
  z <- diag(3)[species, ]
  z[gone, ] <- NA
  labels <- replace(species, gone, NA)
  for (start in list(z, labels)) {
    fit <- gmm_fit(holes, 3, start = start, sample_weight = weights, na_action = "omit")
    expect_equal(fit$log_likelihood, rest$log_likelihood, tolerance = 1e-12)
  }
})

test_that("after \"omit\" results are shorter and say which rows are there", {
  fit <- gmm_fit(holes, 3, start = species, na_action = "omit")
  there <- setdiff(1:150, gone)
  expect_length(predict(fit), 146)
  expect_named(predict(fit), as.character(there))
  for (type in c("density", "log_density", "uncertainty")) {
    expect_named(predict(fit, type = type), as.character(there))
  }
  for (type in c("prob", "component_log_density")) {
    names <- list(as.character(there), c("1", "2", "3"))
    expect_identical(dimnames(predict(fit, type = type)), names)
  }
  expect_identical(unname(predict(fit)), predict(fit, holes[there, ]))

  named <- as.matrix(holes)
  rownames(named) <- paste0("r", 1:150)
  fit <- gmm_fit(named, 3, start = species, na_action = "omit")
  expect_named(predict(fit), paste0("r", there))
})

test_that("after \"exclude\" results keep the places of the rows", {
  fit <- gmm_fit(holes, 3, start = species, na_action = "exclude")
  rest <- gmm_fit(holes, 3, start = species, na_action = "omit")
  for (type in c("class", "density", "log_density", "uncertainty")) {
    all <- predict(fit, type = type)
    expect_length(all, 150)
    expect_null(names(all))
    expect_identical(which(is.na(all)), gone)
    expect_identical(all[-gone], unname(predict(rest, type = type)))
  }
  for (type in c("prob", "component_log_density")) {
    all <- predict(fit, type = type)
    expect_identical(dimnames(all), list(NULL, c("1", "2", "3")))
    expect_identical(which(rowSums(is.na(all)) == 3), gone)
    expect_identical(unname(all[-gone, ]), unname(predict(rest, type = type)))
  }
  expect_identical(levels(predict(fit)), c("1", "2", "3"))
})

test_that("an action without missing rows changes nothing", {
  for (action in c("omit", "exclude")) {
    fit <- gmm_fit(flowers, 3, start = species, na_action = action)
    same_fit(fit, wanted)
    expect_null(names(predict(fit)))
    expect_identical(fit$omitted, integer())
  }
})

test_that("a vector may have missing values, too", {
  minutes <- c(NA, faithful$waiting, Inf)
  fit <- gmm_fit(minutes, 2, na_action = "exclude", start = 1 + (minutes < 67))
  expect_identical(which(is.na(predict(fit))), c(1L, 274L))
})

test_that("a column without values is named", {
  for (action in c("omit", "exclude")) {
    condition <- expect_error(
      gmm_fit(cbind(a = flowers[, 1], b = NA), 2, na_action = action),
      class = "gaussmix_error_data"
    )
    expect_match(conditionMessage(condition), "150", fixed = TRUE)
    expect_match(conditionMessage(condition), "`b`", fixed = TRUE)
  }
})

test_that("a column without a name among others is told by its number", {
  x <- cbind(as.matrix(iris[, 1:4]), iris$Petal.Width)
  x[3, 5] <- NA
  expect_error(gmm_fit(x, 2), "row 3, column 5 (NA)", fixed = TRUE)
  x[, 5] <- 1
  expect_error(gmm_fit(x, 2), "Constant: column 5.", fixed = TRUE)
})

test_that("too few rows may be left", {
  few <- flowers[1:4, ]
  few[1:2, 1] <- NA
  condition <- expect_error(gmm_fit(few, 3, na_action = "omit"), class = "gaussmix_error_data")
  expect_match(conditionMessage(condition), "2 usable rows", fixed = TRUE)
  condition <- expect_error(
    gmm_fit(holes, 3, na_action = "omit", sample_weight = replace(rep(0, 150), gone, 1)),
    class = "gaussmix_error_argument"
  )
  expect_match(conditionMessage(condition), "`sample_weight`", fixed = TRUE)
})

test_that("a column may become constant when rows leave", {
  x <- cbind(flowers[, 1], c(NA, rep(1, 149)), flowers[, 3])
  x[2, 1] <- Inf
  x[2, 2] <- 5
  condition <- expect_error(gmm_fit(x, 2, na_action = "omit"), class = "gaussmix_error_degenerate")
  expect_match(conditionMessage(condition), "column 2", fixed = TRUE)
})

test_that("a data.table that changes in place does not change a fit", {
  skip_if_not_installed("data.table")
  d <- data.table::as.data.table(iris[, 1:4])
  fit <- gmm_fit(d, start = iris$Species)
  before <- predict(fit, type = "log_density")
  data.table::set(d, i = 1L, j = 2L, value = 77)
  expect_identical(predict(fit, type = "log_density"), before)
})

test_that("a data.table behind a formula may change, too", {
  skip_if_not_installed("data.table")
  table <- data.table::as.data.table(iris[, 1:4])
  fit <- gmm_fit(
    ~ Sepal.Length + Petal.Length, table,
    n_components = 2, start = rep(1:2, c(50, 100))
  )
  before <- predict(fit, type = "log_density")
  data.table::set(table, i = 1:50, j = "Sepal.Length", value = 100)
  expect_identical(predict(fit, type = "log_density"), before)
})

test_that("missing values of many columns are counted by column", {
  air <- airquality
  air$Wind[1:2] <- NA
  error <- tryCatch(gmm_fit(air, 2), error = identity)
  # summary(airquality): 37 and 7 missing values.
  counts <- "By column: `Ozone` 37, `Solar.R` 7, `Wind` 2."
  expect_match(conditionMessage(error), counts, fixed = TRUE)
  error <- tryCatch(gmm_fit(as.data.frame(rbind(matrix(NA, 2, 7), 1)), 2), error = identity)
  expect_match(conditionMessage(error), "`V5` 2 and 2 more columns.", fixed = TRUE)
  # Where all are listed, or are in one column, there is nothing to count.
  error <- tryCatch(gmm_fit(airquality["Ozone"], 2), error = identity)
  expect_no_match(conditionMessage(error), "By column")
})
