# Draws. A fit with known parameters is a start that is not iterated.

known_model <- function() {
  list(
    weights = c(0.5, 0.3, 0.2),
    means = rbind(c(0, 0, 0), c(5, -5, 100), c(-20, 3, 1)),
    covariances = array(c(
      2, 0.8, -0.3, 0.8, 1, 0.2, -0.3, 0.2, 4,
      1, -0.5, 0, -0.5, 3, 1, 0, 1, 2,
      0.5, 0.1, 0.1, 0.1, 0.3, 0, 0.1, 0, 9
    ), c(3, 3, 3))
  )
}

known_fit <- function(type = "full", names = c("a", "b", "c")) {
  model <- known_model()
  # Of a type's structure: some of the variances of the first component.
  model$covariances <- whole_covariances(
    compact_covariances(model$covariances, type), type, 3, 3
  )
  set.seed(1)
  x <- matrix(stats::rnorm(60), 20, dimnames = list(NULL, names))
  fit <- allow_singular(gmm_fit(x, covariance_type = type, start = model, max_iter = 0))
  list(fit = fit, model = model)
}

test_that("there are exactly n draws", {
  fit <- known_fit()$fit
  for (n in c(0, 1, 2, 3, 7, 511, 512, 513, 10001)) {
    draws <- gmm_sample(fit, n)
    expect_identical(dim(draws), as.integer(c(n, 3)))
    expect_identical(colnames(draws), c("a", "b", "c"))
    expect_true(is.double(draws) && all(is.finite(draws)))
    component <- attr(draws, "component")
    expect_s3_class(component, "factor")
    expect_length(component, n)
    expect_identical(levels(component), c("1", "2", "3"))
    expect_false(anyNA(component))
  }
})

test_that("n is a whole number and must be given", {
  fit <- known_fit()$fit
  expect_error(gmm_sample(fit), class = "gaussmix_error_argument")
  for (n in list(-1, 1.5, NA, "3", c(1, 2), Inf, NULL)) {
    expect_error(gmm_sample(fit, n), class = "gaussmix_error_argument")
  }
})

test_that("draws follow set.seed(), and no two are the same", {
  fit <- known_fit()$fit
  set.seed(5)
  first <- gmm_sample(fit, 100)
  second <- gmm_sample(fit, 100)
  set.seed(5)
  expect_identical(gmm_sample(fit, 100), first)
  expect_identical(gmm_sample(fit, 100), second)
  expect_false(any(first == second))
  expect_equal(anyDuplicated(gmm_sample(fit, 1e4)), 0)
  set.seed(6)
  expect_false(any(gmm_sample(fit, 100) == first))
})

test_that("threads do not change draws", {
  for (type in six_structures) {
    fit <- known_fit(type)$fit
    draw <- function(threads) {
      set.seed(7)
      gmm_sample(fit, 50001, threads = threads)
    }
    one <- draw(1)
    expect_identical(draw(2), one)
    expect_identical(draw(4), one)
  }
})

# Bounds of five standard errors, from the sampling distributions of a proportion,
# sqrt(p (1 - p) / n), of a mean, sqrt(s_jj / n_k), and of a covariance of normal
# variables, sqrt((s_ii s_jj + s_ij^2) / n_k). About 60 numbers are compared: a
# right sampler fails for one seed in 30,000, and the seed is fixed.
for (type in six_structures) {
  test_that(paste("draws have the moments of the model:", type), {
    known <- known_fit(type)
    model <- known$model
    n <- 1e5
    set.seed(8)
    draws <- gmm_sample(known$fit, n)
    component <- attr(draws, "component")
    counts <- as.vector(table(component))
    share_error <- sqrt(model$weights * (1 - model$weights) / n)
    expect_within(abs(counts / n - model$weights) / share_error, 5, "weights")
    for (k in 1:3) {
      mine <- draws[component == k, ]
      s <- model$covariances[, , k]
      mean_error <- sqrt(diag(s) / counts[k])
      expect_within(abs(colMeans(mine) - model$means[k, ]) / mean_error, 5, "means")
      covariance_error <- sqrt((outer(diag(s), diag(s)) + s^2) / counts[k])
      expect_within(abs(stats::cov(mine) - s) / covariance_error, 5, "covariances")
    }
  })
}

test_that("draws of a component are normal", {
  draws <- local({
    set.seed(9)
    gmm_sample(known_fit()$fit, 1e5)
  })
  model <- known_model()
  for (k in 1:3) {
    mine <- draws[attr(draws, "component") == k, ]
    # Squared Mahalanobis distances are chi-squared with d degrees of freedom.
    distances <- stats::mahalanobis(mine, model$means[k, ], model$covariances[, , k])
    expect_gt(stats::ks.test(distances, "pchisq", df = 3)$p.value, 1e-4)
    standard <- (mine[, 1] - model$means[k, 1]) / sqrt(model$covariances[1, 1, k])
    expect_gt(stats::ks.test(standard, "pnorm")$p.value, 1e-4)
  }
})

test_that("draws are not sorted by component, nor is one like the next", {
  n <- 1e5
  set.seed(10)
  draws <- gmm_sample(known_fit()$fit, n)
  component <- as.integer(attr(draws, "component"))
  # Of independent draws, neighbours agree with probability sum p^2 = 0.38. The
  # variance of the share is at most (p (1 - p) + 2 (sum p^3 - p^2)) / n with p = 0.38.
  agree <- sum(known_model()$weights^2)
  variance <- (agree * (1 - agree) + 2 * (sum(known_model()$weights^3) - agree^2)) / n
  share <- mean(component[-1] == component[-n])
  expect_within(abs(share - agree) / sqrt(variance), 5, "equal neighbours")
  # Of one component, successive deviations are uncorrelated: standard error 1 / sqrt(n).
  first <- draws[component == 1, 1]
  correlation <- stats::cor(first[-1], first[-length(first)])
  expect_within(abs(correlation) * sqrt(length(first)), 5, "correlation of neighbours")
})

test_that("draws have the form of the data of the fit", {
  set.seed(1)
  frame <- gmm_fit(faithful, n_components = 2)
  draws <- gmm_sample(frame, 10)
  expect_s3_class(draws, "data.frame", exact = TRUE)
  expect_named(draws, names(faithful))
  expect_identical(dim(draws), c(10L, 2L))
  expect_length(attr(draws, "component"), 10)
  expect_identical(dim(gmm_sample(frame, 0)), c(0L, 2L))
  expect_s3_class(predict(frame, draws), "factor")

  odd <- stats::setNames(faithful, c("a b", "1"))
  expect_named(gmm_sample(gmm_fit(odd, n_components = 1), 3), c("a b", "1"))

  plain <- gmm_fit(unname(as.matrix(faithful)), n_components = 2)
  draws <- gmm_sample(plain, 10)
  expect_true(is.matrix(draws))
  expect_null(colnames(draws))

  vector <- gmm_fit(faithful$waiting, n_components = 2)
  expect_identical(dim(gmm_sample(vector, 10)), c(10L, 1L))
})

test_that("a data frame has the draws of a matrix", {
  set.seed(1)
  frame <- gmm_fit(faithful, n_components = 2, start = rep(1:2, 136))
  matrix <- gmm_fit(as.matrix(faithful), n_components = 2, start = rep(1:2, 136))
  for (n in c(0, 1, 5000)) {
    set.seed(2)
    a <- gmm_sample(frame, n)
    set.seed(2)
    b <- gmm_sample(matrix, n)
    expect_identical(attr(a, "component"), attr(b, "component"))
    expect_identical(attr(a, "row.names"), seq_len(n))
    attr(a, "component") <- attr(b, "component") <- NULL
    expect_identical(a, as.data.frame(b))
  }
})

test_that("draws need no memory beyond their own", {
  set.seed(1)
  x <- matrix(stats::rnorm(600), 200, dimnames = list(NULL, c("a", "b", "c")))
  for (data in list(x, as.data.frame(x))) {
    fit <- gmm_fit(data, 2, start = rep(1:2, 100))
    gmm_sample(fit, 10)
    n <- 2e6
    before <- gc(reset = TRUE)["Vcells", "used"]
    draws <- gmm_sample(fit, n)
    peak <- (gc()["Vcells", "max used"] - before) * 8
    # Three numbers and the code of a component for each row.
    expect_within(peak / (n * 28), 1.05, "peak memory over that of the draws")
  }
})

test_that("instruction sets draw the same up to rounding", {
  before <- gmm_instruction_set()
  on.exit(gmm_instruction_set(before))
  for (type in six_structures) {
    fit <- known_fit(type)$fit
    draws <- lapply(attr(before, "available"), function(set) {
      gmm_instruction_set(set)
      set.seed(13)
      gmm_sample(fit, 20000)
    })
    for (other in draws[-1]) {
      expect_identical(attr(other, "component"), attr(draws[[1]], "component"))
      # Means and standard deviations are at most 100.
      expect_within(max(abs(other - draws[[1]])) / 100, 1e-13, "differences")
    }
  }
})

test_that("simulate() keeps the conventions of stats", {
  set.seed(1)
  fit <- gmm_fit(faithful, n_components = 2)
  model <- stats::lm(waiting ~ eruptions, faithful)

  # Without a seed: the state before is kept, and the generator advances.
  set.seed(2)
  before <- .Random.seed
  draws <- simulate(fit, nsim = 2)
  expect_identical(attr(draws, "seed"), before)
  expect_false(identical(.Random.seed, before))
  expect_named(draws, c("sim_1", "sim_2"))
  expect_identical(dim(draws[[1]]), dim(faithful))
  expect_false(any(draws[[1]] == draws[[2]]))
  # ... and setting this state repeats the draws.
  assign(".Random.seed", attr(draws, "seed"), envir = globalenv())
  expect_identical(simulate(fit, nsim = 2), draws)

  # With a seed: the draws of set.seed(), and the state of before comes back.
  set.seed(3)
  before <- .Random.seed
  seeded <- simulate(fit, nsim = 2, seed = 11)
  expect_identical(.Random.seed, before)
  expect_identical(attr(seeded, "seed"), attr(stats::simulate(model, seed = 11), "seed"))
  set.seed(11)
  expect_identical(gmm_sample(fit, nrow(faithful)), seeded[[1]])
  expect_identical(simulate(fit, nsim = 2, seed = 11), seeded)

  expect_error(simulate(fit, nsim = 0), class = "gaussmix_error_argument")
  expect_error(simulate(fit, nsims = 2), class = "gaussmix_error_argument")
})

test_that("simulate() restores the state also where it fails", {
  set.seed(1)
  fit <- gmm_fit(faithful, n_components = 2)
  fit$covariances[, , 1] <- -1
  before <- .Random.seed
  expect_error(simulate(fit, seed = 99), class = "gaussmix_error_fit")
  expect_identical(.Random.seed, before)
})

test_that("a simulated data set has as many rows as there are observations by weight", {
  set.seed(1)
  w <- rep(c(0, 2, 3), length.out = nrow(faithful))
  fit <- gmm_fit(faithful, n_components = 2, sample_weight = w)
  expect_equal(nrow(simulate(fit)[[1]]), sum(w))
})

test_that("draws fit back to the model they come from", {
  known <- known_fit()
  set.seed(12)
  draws <- gmm_sample(known$fit, 2e4)
  fit <- gmm_fit(draws, start = attr(draws, "component"))
  # Five standard errors; the clusters are far apart, so that labels cost nothing.
  for (k in 1:3) {
    n_k <- 2e4 * known$model$weights[k]
    error <- abs(fit$means[k, ] - known$model$means[k, ])
    expect_within(error / sqrt(diag(known$model$covariances[, , k]) / n_k), 5, "means")
  }
})
