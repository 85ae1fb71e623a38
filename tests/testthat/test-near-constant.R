# Columns that sum nearly to a constant.

soils <- function(n = 300) {
  set.seed(1)
  group <- rep_len(1:3, n)
  centres <- rbind(c(30, 30, 20, 20), c(20, 40, 30, 10), c(35, 20, 25, 20))
  y <- centres[group, ] * exp(matrix(stats::rnorm(4 * n, 0, 0.12), n))
  structure(
    round(100 * y / rowSums(y), 1),
    dimnames = list(NULL, c("sand", "silt", "clay", "rest"))
  )
}
told <- function(expr) {
  message <- NULL
  withCallingHandlers(suppressWarnings(expr), gaussmix_message_constant_sum = function(m) {
    message <<- conditionMessage(m)
    invokeRestart("muffleMessage")
  })
  message
}

test_that("percentages are told of, with the columns and what they sum to", {
  y <- soils()
  for (type in c("full", "tied")) {
    text <- told(gmm_fit(y, 3, type, n_init = 1))
    expect_match(text, "`sand`, `silt`, `clay` and `rest` sum to 100", fixed = TRUE)
  }
  # Beside another column they are still those that are named.
  text <- told(gmm_fit(cbind(depth = stats::rnorm(300), y), 3, n_init = 1))
  expect_match(text, "`sand`, `silt`, `clay` and `rest` sum", fixed = TRUE)
  expect_false(grepl("depth", text))
  expect_match(told(gmm_select(y, 2:3, c("full", "diag"), n_init = 1)), "sum to 100")
  expect_match(told(gmm_bayes(y, 3, n_init = 1)), "sum to 100")
  # Exactly so, too.
  exact <- cbind(y[, 1:3], rest = 100 - rowSums(y[, 1:3]))
  expect_match(told(gmm_fit(exact, 3, "tied", n_init = 1)), "sum to 100")
})

test_that("columns that depend on each other otherwise are told of", {
  set.seed(1)
  x <- matrix(stats::rnorm(600), ncol = 2)
  x <- cbind(a = x[, 1], b = x[, 2], c = 3 * x[, 1] - x[, 2] + 0.001 * stats::rnorm(300))
  expect_match(told(gmm_fit(x, 2, n_init = 1)), "follows from the others")
})

test_that("nothing is said of other columns, structures and numbers of rows", {
  y <- soils()
  expect_null(told(gmm_fit(y[, -4], 3, n_init = 1)))
  expect_null(told(gmm_fit(y, 3, "diag", n_init = 1)))
  expect_null(told(gmm_fit(y, 3, "spherical", n_init = 1)))
  expect_null(told(gmm_fit(y[1:15, ], 1)))
  expect_null(told(gmm_fit(iris[, 1:4], 3, n_init = 1)))
  expect_null(told(gmm_fit(y, start = rep_len(1:3, 300), max_iter = 0)))
  # Groups that are far apart make columns depend on each other only between components.
  set.seed(1)
  far <- matrix(stats::rnorm(1200), ncol = 4) + 1e4 * rep_len(0:1, 300)
  expect_gt(stats::cor(far)[1, 2], 0.99999)
  expect_null(told(gmm_fit(far, 2, n_init = 1)))
})
