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
  refused(c(1, NA), c(NA, 2))
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

test_that("labels are matched with components so that most observations agree", {
  fit <- gmm_fit(iris[, 1:4], 3, start = species)
  # By looking at all ways to give three labels to three components.
  ways <- list(c(1, 2, 3), c(1, 3, 2), c(2, 1, 3), c(2, 3, 1), c(3, 1, 2), c(3, 2, 1))
  class <- as.integer(predict(fit))
  set.seed(1)
  for (i in 1:10) {
    labels <- ifelse(stats::runif(150) < i / 10, species, sample(3, 150, TRUE))
    most <- max(vapply(ways, function(way) sum(way[class] == labels), 0L))
    found <- gmm_match(fit, letters[labels])
    expect_identical(sum(found$pairs$n), most)
    expect_equal(found$error_rate, 1 - most / 150, tolerance = 1e-14)
    expect_identical(length(found$misclassified), 150L - most)
    expect_identical(found$adjusted_rand, adjusted_rand(fit, labels))
  }
  found <- gmm_match(fit, iris$Species)
  expect_identical(as.character(found$pairs$label), levels(iris$Species))
  expect_identical(found$misclassified, which(class != species))
  skip_if_not_installed("mclust")
  expect_equal(found$error_rate, mclust::classError(class, species)$errorRate)
})

test_that("more and fewer labels than components leave some over", {
  five <- gmm_fit(iris[, 1:4], 5, "tied", start = ifelse(species < 3, species, 3:5))
  found <- gmm_match(five, iris$Species)
  expect_identical(sum(is.na(found$pairs$label)), 2L)
  expect_identical(nrow(found$pairs), 5L)
  expect_output(print(found), "Components without a label")
  two <- gmm_fit(iris[, 1:4], 2, start = pmin(species, 2))
  found <- gmm_match(two, iris$Species)
  expect_identical(sum(is.na(found$pairs$component)), 1L)
  expect_output(print(found), "Labels without a component: v")
  named <- gmm_relabel(two, found)
  expect_identical(names(named$weights)[1], "setosa")
  # A number of a component that is the label of another is no name for it.
  numbers <- gmm_relabel(five, gmm_match(five, c(3, 4, 5)[species]))
  expect_setequal(intersect(names(numbers$weights), 3:5), 3:5)
  expect_identical(anyDuplicated(names(numbers$weights)), 0L)
  # A label with which a component has no row in common does not become its name.
  one <- gmm_match(two, factor(rep("a", 150), c("a", "b")))
  expect_identical(sum(!is.na(one$pairs$label)), 1L)
})

test_that("observations without a label are left out, whoever left them out", {
  holes <- as.matrix(iris[, 1:4])
  holes[c(2, 60), 1] <- NA
  expected <- adjusted_rand(
    gmm_fit(holes[-c(2, 60), ], 3, start = species[-c(2, 60)]), species[-c(2, 60)]
  )
  for (action in c("exclude", "omit")) {
    fit <- gmm_fit(holes, 3, start = species, na_action = action)
    expect_silent(value <- adjusted_rand(fit, species))
    expect_equal(value, expected, tolerance = 1e-12)
    expect_equal(adjusted_rand(species[-c(2, 60)], fit), expected, tolerance = 1e-12)
    found <- gmm_match(fit, iris$Species)
    expect_identical(c(found$n, found$n_missing), c(148L, 2L))
    expect_identical(
      found$misclassified,
      setdiff(seq_len(150)[-c(2, 60)][predict(gmm_fit(holes[-c(2, 60), ], 3,
        start = species[-c(2, 60)])) != species[-c(2, 60)]], c(2L, 60L))
    )
  }
  excluded <- gmm_fit(holes, 3, start = species, na_action = "exclude")
  expect_message(
    value <- adjusted_rand(predict(excluded), species), class = "gaussmix_message_missing"
  )
  expect_equal(value, expected, tolerance = 1e-12)
  some <- replace(as.character(iris$Species), c(1, 101), NA)
  expect_silent(found <- gmm_match(gmm_fit(iris[, 1:4], 3, start = species), some))
  expect_identical(found$n_missing, 2L)
})

test_that("components that are switched off have no part in a match", {
  set.seed(1)
  fit <- gmm_bayes(iris[, 1:4], 6)
  active <- which(is_active(fit))
  found <- gmm_match(fit, iris$Species)
  expect_identical(rownames(found$table), as.character(active))
  named <- gmm_relabel(fit, found)
  expect_true("setosa" %in% names(named$weights)[active])
  expect_identical(names(named$weights)[-active], names(fit$weights)[-active])
})

test_that("a selection, and labels before a fit, are told of as such", {
  selection <- gmm_select(faithful, 1:2, "tied")
  long <- faithful$waiting > 67
  for (verb in list(gmm_outliers, gmm_project, gmm_hdr, gmm_threshold)) {
    expect_error(verb(selection), "`gmm_best()`", fixed = TRUE, class = "gaussmix_error_argument")
  }
  expect_error(gmm_match(selection, long), "`gmm_best()`", fixed = TRUE)
  expect_error(gmm_match(long, gmm_best(selection)), "labels the second", fixed = TRUE)
  # A cure for what is neither would mislead.
  error <- tryCatch(gmm_match(long, long), error = identity)
  expect_no_match(conditionMessage(error), "first argument")
})
