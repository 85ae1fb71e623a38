# Agreement of partitions and of mixtures.

species <- as.integer(iris$Species)

test_that("the adjusted Rand index is the count over pairs", {
  # Hubert and Arabie's equation 5, by looking at all pairs.
  by_pairs <- function(a, b) {
    pairs <- utils::combn(length(a), 2)
    same_a <- a[pairs[1, ]] == a[pairs[2, ]]
    same_b <- b[pairs[1, ]] == b[pairs[2, ]]
    expected <- sum(same_a) * sum(same_b) / ncol(pairs)
    (sum(same_a & same_b) - expected) / ((sum(same_a) + sum(same_b)) / 2 - expected)
  }
  set.seed(1)
  for (i in 1:20) {
    a <- sample(1:3, 20, replace = TRUE)
    b <- ifelse(stats::runif(20) < 0.7, a, sample(1:4, 20, replace = TRUE))
    expect_equal(adjusted_rand(a, b), by_pairs(a, b), tolerance = 1e-14)
    expect_equal(adjusted_rand(b, a), adjusted_rand(a, b), tolerance = 1e-14)
    expect_equal(adjusted_rand(c(7, 3, 5)[a], letters[b]), adjusted_rand(a, b), tolerance = 1e-14)
  }
})

test_that("the same partition has index one, whatever its labels", {
  expect_identical(adjusted_rand(c(1, 1, 2, 3), c("c", "c", "a", "b")), 1)
  expect_identical(adjusted_rand(rep(1, 5), rep("z", 5)), 1)
  expect_identical(adjusted_rand(1:5, 5:1), 1)
  expect_identical(adjusted_rand(1, 2), 1)
  expect_identical(adjusted_rand(rep(1, 4), 1:4), 0)
  expect_identical(adjusted_rand(c(TRUE, FALSE), c(FALSE, TRUE)), 1)
})

test_that("the lesson's score of .9 on iris is the adjusted Rand index", {
  set.seed(1)
  fit <- gmm_fit(iris[, 1:4], 3)
  # headlines.json: five flowers misplaced.
  expect_equal(adjusted_rand(fit, iris$Species), 0.903874, tolerance = 1e-6)
  expect_identical(adjusted_rand(iris$Species, fit), adjusted_rand(predict(fit), iris$Species))
})

test_that("large partitions do not overflow", {
  a <- rep(1:2, each = 1e5)
  expect_identical(adjusted_rand(a, rev(a)), 1)
  expect_lt(abs(adjusted_rand(a, rep(1:2, 1e5))), 1e-4)
})

test_that("many labels take little room", {
  # A table of 1e5 x 1e5 labels could not be made.
  a <- seq_len(1e5)
  expect_identical(adjusted_rand(a, rev(a)), 1)
})

test_that("what is no partition is refused", {
  refused <- function(...) expect_error(adjusted_rand(...), class = "gaussmix_error_argument")
  refused(1:3, 1:4)
  refused(1:3)
  refused(c(1, NA), 1:2)
  refused(list(1, 2), 1:2)
  refused(diag(2), 1:4)
  refused(NULL, NULL)
  light <- gmm_fit(faithful, 2, keep_data = FALSE)
  expect_error(adjusted_rand(light, 1:272), class = "gaussmix_error_no_data")
})

test_that("the same components are found in any order, and of columns in any order", {
  fit <- gmm_fit(iris[, 1:4], 3, start = species)
  for (order in list(c(2, 3, 1), c(3, 2, 1))) {
    start <- coef(fit)
    other <- gmm_model(
      start$weights[order], start$means[order, 4:1], start$covariances[4:1, 4:1, order]
    )
    pairs <- gmm_match(fit, other)
    expect_identical(pairs$a, 1:3)
    expect_identical(pairs$b, order(order))
    # sqrt() of a rounding error
    expect_lt(max(pairs$distance), 1e-6)
  }
})

test_that("distances are Hellinger's, which an integral gives, too", {
  a <- gmm_model(1, 0, 1)
  b <- gmm_model(1, 1.5, 4)
  affinity <- stats::integrate(
    function(x) sqrt(stats::dnorm(x) * stats::dnorm(x, 1.5, 2)), -30, 30,
    rel.tol = 1e-10
  )$value
  expect_equal(gmm_match(a, b)$distance, sqrt(1 - affinity), tolerance = 1e-8)
  # Units have no say.
  expect_equal(
    gmm_match(gmm_model(1, 0, 1e8), gmm_model(1, 1.5e4, 4e8))$distance,
    gmm_match(a, b)$distance,
    tolerance = 1e-12
  )
})

test_that("the pairing has the least total distance", {
  # Greedy pairing of 1 with its nearest would leave 2 with the farthest.
  a <- gmm_model(c(0.5, 0.5), c(0, 1), c(1, 1))
  b <- gmm_model(c(0.5, 0.5), c(0.9, 5), c(1, 1))
  expect_identical(gmm_match(a, b)$b, 1:2)
  c <- gmm_model(c(0.5, 0.5), c(0.5, -4), c(1, 1))
  expect_identical(gmm_match(a, c)$b, c(2L, 1L))
})

test_that("a component that moves far away does not disturb the other pairs", {
  a <- gmm_model(rep(1 / 3, 3), c(0, 3, 20), c(1, 1, 1))
  b <- gmm_model(rep(1 / 3, 3), c(3, 0, -20), c(1, 1, 1))
  expect_identical(gmm_match(a, b)$b, c(2L, 1L, 3L))
  # Nor does the largest of doubles.
  huge <- gmm_model(1, rbind(c(0, 0)), diag(1.5e308, 2))
  expect_lt(gmm_match(huge, huge)$distance, 1e-6)
})

test_that("components that are left over are missing", {
  three <- gmm_model(rep(1 / 3, 3), c(0, 5, 10), c(1, 1, 1))
  two <- gmm_model(c(0.5, 0.5), c(10.2, 0.1), c(1, 1))
  pairs <- gmm_match(three, two)
  expect_identical(pairs[c("a", "b")], data.frame(a = c(1L, 3L), b = c(2L, 1L)))
  pairs <- gmm_match(two, three)
  expect_identical(pairs[c("a", "b")], data.frame(a = 1:2, b = c(3L, 1L)))
})

test_that("mixtures of different columns are refused", {
  fit <- gmm_fit(iris[, 1:4], 3, start = species)
  refused <- function(...) expect_error(gmm_match(...), class = "gaussmix_error_argument")
  refused(fit, gmm_fit(iris[, 1:3], 3, start = species))
  refused(gmm_fit(iris[, 2:4], 3, start = species), gmm_fit(iris[, 1:3], 3, start = species))
  refused(fit, 1:3)
  refused(fit)
})
