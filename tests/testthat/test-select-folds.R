# Which rows are held out together: folds of the user's, groups, and copies of rows.

# Normal densities by the formula: what one component leaves of rows that it did not see.
held_out_mean <- function(x, folds, weights = rep(1, nrow(x))) {
  total <- 0
  for (out in folds) {
    left <- -out
    train <- x[left, , drop = FALSE]
    fitted <- stats::cov.wt(train, weights[left] / sum(weights[left]), method = "ML")
    distance <- stats::mahalanobis(x[out, , drop = FALSE], fitted$center, fitted$cov)
    total <- total - sum(weights[out] * (distance + log(det(2 * pi * fitted$cov)))) / 2
  }
  total / sum(weights[unlist(folds)])
}

cv_of <- function(...) {
  gmm_select(..., n_components = 1, covariance_type = "full", criterion = "cv")$table$cv
}

# The fold of each row.
fold_numbers <- function(folds) {
  numbers <- integer(length(unlist(folds)))
  for (i in seq_along(folds)) numbers[folds[[i]]] <- i
  numbers
}

flowers <- as.matrix(iris[, 3:4])

test_that("own folds are those that are held out", {
  third <- rep(1:3, 50)
  folds <- unname(split(1:150, third))
  expected <- held_out_mean(flowers, folds)
  expect_equal(cv_of(flowers, folds = third), expected, tolerance = 1e-7)
  expect_equal(cv_of(flowers, folds = folds), expected, tolerance = 1e-7)
  expect_equal(cv_of(flowers, folds = letters[third]), expected, tolerance = 1e-7)
  # A list need not hold out all rows, and may hold out some twice.
  some <- list(1:30, c(20:60, 150))
  expect_equal(cv_of(flowers, folds = some), held_out_mean(flowers, some), tolerance = 1e-7)
  selection <- gmm_select(flowers, 1, "full", criterion = "cv", folds = third)
  expect_identical(lapply(selection$folds, as.integer), folds)
  again <- gmm_select(flowers, 1, "full", criterion = "cv", folds = selection$folds)
  expect_identical(again$table$cv, selection$table$cv)
})

test_that("folds and groups are found in the data of a formula", {
  by_species <- gmm_select(
    ~ Petal.Length + Petal.Width, iris, 1, "full",
    criterion = "cv", folds = Species
  )
  folds <- split(1:150, iris$Species)
  expect_equal(by_species$table$cv, held_out_mean(flowers, folds), tolerance = 1e-7)
  grouped <- gmm_select(
    ~ Petal.Length + Petal.Width, iris, 1, "full",
    criterion = "cv", groups = Species, n_folds = 3
  )
  expect_equal(grouped$table$cv, by_species$table$cv, tolerance = 1e-7)
})

test_that("rows of one group stay together, in folds of about one size", {
  set.seed(1)
  groups <- sample(rep(1:30, rep(c(1, 3, 6, 4, 1), 6)))
  for (seed in 1:5) {
    set.seed(seed)
    folds <- gmm_select(
      flowers[seq_along(groups), ], 1, "full",
      criterion = "cv", n_folds = 4, groups = factor(groups)
    )$folds
    expect_identical(sort(unlist(folds, use.names = FALSE)), seq_along(groups))
    in_folds <- vapply(split(groups, fold_numbers(folds)), function(g) length(unique(g)), 1L)
    expect_identical(sum(in_folds), 30L)
    # Ninety rows; no fold is off by more than the largest group.
    expect_lte(diff(range(lengths(folds))), 6)
  }
})

test_that("folds and groups are of rows of x as given", {
  third <- rep(1:3, 50)
  holes <- flowers
  holes[c(2, 77), 1] <- NA
  there <- setdiff(1:150, c(2, 77))
  expected <- held_out_mean(flowers[there, ], split(seq_along(there), third[there]))
  for (action in c("omit", "exclude")) {
    expect_equal(cv_of(holes, folds = third, na_action = action), expected, tolerance = 1e-7)
    selection <- gmm_select(
      holes, 1, "full",
      criterion = "cv", groups = third, n_folds = 3, na_action = action
    )
    expect_equal(selection$table$cv, expected, tolerance = 1e-7)
    expect_identical(sort(unlist(selection$folds, use.names = FALSE)), there)
    own <- gmm_select(holes, 1, "full", criterion = "cv", folds = third, na_action = action)
    expect_identical(sort(unlist(own$folds)), there)
  }
  # Rows without weight are not held out.
  w <- rep(c(1, 2, 0), 50)
  quarter <- rep_len(1:4, 150)
  folds <- lapply(split(1:150, quarter), intersect, which(w > 0))
  expect_equal(
    cv_of(flowers, folds = quarter, sample_weight = w), held_out_mean(flowers, folds, w),
    tolerance = 1e-7
  )
})

test_that("copies in several folds choose a large mixture, and groups cure it", {
  # One normal distribution, each of its rows four times.
  set.seed(2)
  x <- matrix(stats::rnorm(120), 60)[rep(1:60, each = 4), ]
  counts <- c(1L, 2L, 4L, 8L, 16L)
  choose <- function(...) {
    set.seed(3)
    gmm_select(x, counts, "spherical", criterion = "cv", n_folds = 4, n_init = 2, ...)
  }
  told <- expect_message(spread <- choose(), class = "gaussmix_message_copies")
  expect_match(conditionMessage(told), "2[0-9][0-9] rows of 240 are judged")
  # Which of the large ones is decided by where two starts end, and that by rounding.
  expect_gte(gmm_best(spread)$n_components, 8L)
  expect_output(print(spread), "2[0-9][0-9] of 240 rows were judged")
  expect_output(print(summary(spread)), "2[0-9][0-9] of 240 rows were judged")
  expect_no_message(together <- choose(groups = do.call(paste, as.data.frame(x))))
  expect_identical(gmm_best(together)$n_components, 1L)
  expect_null(together$copies)
  # So does every row once.
  once <- gmm_select(x[seq(1, 240, 4), ], counts, "spherical", criterion = "cv", n_init = 2)
  expect_identical(gmm_best(once)$n_components, 1L)
})

test_that("copies are counted where a fold is judged by rows that it has seen", {
  count <- function(x, folds, ...) {
    observed <- gaussmix:::observe(x, ..., na_action = "fail", call = quote(f()))
    gaussmix:::count_seen(observed, folds)
  }
  x <- cbind(c(1, 1, 2, 2, 3, 4), c(0, 0, 5, 6, 7, -0))
  expect_identical(count(x, list(1:3, 4:6), sample_weight = NULL), 0L)
  expect_identical(count(x, list(c(1, 3), c(2, 4:6)), sample_weight = NULL), 2L)
  # A copy that is never held out is seen, one without weight is not.
  expect_identical(count(x, list(c(1, 3)), sample_weight = NULL), 1L)
  expect_identical(count(x, list(c(1, 3)), sample_weight = c(1, 0, 1, 1, 1, 1)), 0L)
  # As duplicated() says of all pairs.
  set.seed(1)
  x <- matrix(sample(4, 200, TRUE), 100)
  folds <- split(1:100, rep(1:5, 20))
  slow <- sum(vapply(folds, function(out) {
    sum(apply(x[out, ], 1, function(row) any(colSums(t(x[-out, ]) == row) == 2)))
  }, 1L))
  expect_identical(count(x, folds, sample_weight = NULL), slow)
})

test_that("few copies are a line of the print alone", {
  # 30 of 272 eruptions have the values of another.
  set.seed(1)
  expect_no_message(selection <- gmm_select(faithful, 1, "full", criterion = "cv"))
  expect_output(print(selection), "rows were judged by fits that have seen a copy", fixed = TRUE)
  # One pair of 150 flowers is not.
  expect_null(gmm_select(iris[, 1:4], 1, "full", criterion = "cv")$copies)
})

test_that("what cannot be folds or groups is refused", {
  refused <- function(...) {
    expect_error(gmm_select(flowers, 1, "full", ...), class = "gaussmix_error_argument")
  }
  third <- rep(1:3, 50)
  refused(folds = third)
  refused(groups = third, criterion = "BIC")
  refused(criterion = "cv", folds = third, groups = third)
  refused(criterion = "cv", folds = third, n_folds = 3)
  for (folds in list(
    third[-1], rep(1, 150), replace(third, 3, NA), matrix(third), list(), list(0), list(151),
    list(1.5), list(c(1, 1)), list("a"), list(1, integer()), list(1:150), mean, data.frame(third)
  )) {
    refused(criterion = "cv", folds = folds)
  }
  for (groups in list(third[-1], replace(third, 3, NA), list(1), mean, matrix(third))) {
    refused(criterion = "cv", groups = groups)
  }
  refused(criterion = "cv", groups = third)
  w <- rep(1, 150)
  w[1:3] <- 0
  refused(criterion = "cv", folds = list(1:3), sample_weight = w)
})
