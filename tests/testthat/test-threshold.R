# Where the most likely component of one column changes. Witnesses: uniroot(), the largest of
# densities on a grid, published cut points.

published <- gmm_model(
  c(0.0328, 0.2061, 0.6428, 0.1183), c(5.43, 15.89, 33.52, 59.56), c(2.67, 5.68, 9.34, 10.46)^2
)
log_parts <- function(model, x) {
  sds <- sqrt(as.vector(model$covariances))
  sapply(seq_along(sds), function(k) {
    log(model$weights[[k]]) + dnorm(x, model$means[k], sds[k], log = TRUE)
  })
}

test_that("the cut points of a published fit", {
  # Published from parameters with more digits than were printed.
  found <- gmm_threshold(published)
  expect_s3_class(found, c("gmm_threshold", "data.frame"), exact = TRUE)
  expect_named(found, c("threshold", "left", "right"))
  expect_within(
    max(abs(found$threshold - c(6.933958, 20.505195, 52.386211))), 0.004, "published cuts"
  )
  expect_identical(as.character(found$left), c("1", "2", "3"))
  expect_identical(as.character(found$right), c("2", "3", "4"))
  for (k in 1:3) {
    difference <- function(x) diff(log_parts(published, c(x, x))[1, k + 0:1])
    ends <- published$means[k + 0:1]
    root <- uniroot(difference, ends, tol = 1e-13)$root
    expect_equal(found$threshold[k], root, tolerance = 1e-11)
  }
})

test_that("crossings in the tails are left out, told of, and brought back", {
  all <- gmm_threshold(published, tail = 0)
  tails <- attr(gmm_threshold(published), "tails")
  expect_identical(nrow(all), 6L)
  expect_identical(tails$threshold, all$threshold[1:3])
  # The wide component of the largest values wins again far below all others.
  expect_identical(as.character(all$left[1]), "4")
  expect_true(all(gmm_cdf(published, tails$threshold) < 0.001))
  expect_true(all(tails$threshold < 5.43))
  # A small component that lies there is no tail.
  far <- gmm_model(c(0.9995, 0.0005), c(0, 10), c(1, 1))
  expect_identical(nrow(gmm_threshold(far)), 1L)
  # Neither is a wide component around a narrow one, but where it holds next to nothing.
  around <- gmm_model(c(0.3, 0.7), c(0, 0), c(1, 100))
  expect_identical(as.character(gmm_threshold(around)$left), c("2", "1"))
})

test_that("between thresholds one component has the largest density, on grids of any scale", {
  for (seed in 1:150) {
    set.seed(seed)
    model <- random_column_mixture(1e-9)
    found <- gmm_threshold(model, tail = 0)
    z <- c(seq(-8, 8, 0.01), -10^seq(1, 4, 0.2), 10^seq(1, 4, 0.2))
    sds <- sqrt(as.vector(model$covariances))
    x <- sort(as.vector(outer(z, sds) + rep(model$means, each = length(z))))
    logs <- matrix(log_parts(model, x), ncol = model$n_components)
    owner <- if (nrow(found) > 0) {
      c(as.integer(found$left[1]), as.integer(found$right))[1 + findInterval(x, found$threshold)]
    } else {
      rep(which.max(logs[1, ]), length(x))
    }
    best <- apply(logs, 1, max)
    lost <- (best - logs[cbind(seq_along(x), owner)]) / pmax(1, abs(best))
    expect_within(max(lost), 1e-9, paste("mixture", seed))
    # Each is a change.
    expect_identical(as.character(found$left[-1]), as.character(found$right[-nrow(found)]))
    hidden <- attr(found, "hidden")
    expect_setequal(
      c(owner, as.integer(hidden$component)), seq_len(model$n_components)
    )
    expect_true(all(hidden$probability <= 0.5 + 1e-12))
  }
})

test_that("a component that is nowhere the most likely has its reason", {
  model <- gmm_model(c(0.999, 0.001), c(0, 0.5), c(1, 0.25))
  hidden <- attr(gmm_threshold(model), "hidden")
  grid <- seq(-5, 5, 0.001)
  share <- exp(log_parts(model, grid))
  share <- share[, 2] / rowSums(share)
  expect_equal(hidden$probability, max(share), tolerance = 1e-5)
  expect_equal(hidden$at, grid[which.max(share)], tolerance = 1e-3)
  expect_identical(as.character(hidden$rival), "1")
  # Equal components have no border.
  same <- gmm_threshold(gmm_model(c(0.5, 0.5), c(1, 1), c(2, 2)))
  expect_identical(nrow(same), 0L)
  expect_equal(attr(same, "hidden")$probability, 0.5)
})

test_that("columns, names and components that are switched off", {
  geyser <- gmm_fit(faithful, 2, start = 1 + (faithful$waiting < 67))
  found <- gmm_threshold(geyser, dims = "waiting")
  margin <- gmm_model(
    geyser$weights, geyser$means[, 2], coef(geyser)$covariances[2, 2, ], "spherical"
  )
  expect_equal(found$threshold, gmm_threshold(margin)$threshold)
  renamed <- geyser
  names(renamed$weights) <- rownames(renamed$means) <- c("long", "short")
  expect_identical(as.character(gmm_threshold(renamed, "waiting")$left), "short")
  # Of components that are switched off nothing is said but where it is asked for.
  set.seed(1)
  bayes <- gmm_bayes(faithful$waiting, 6)
  off <- bayes$counts <= 1
  expect_gt(sum(off), 0)
  told_of <- function(found) {
    names <- c(found$left, found$right, attr(found, "hidden")$component)
    seq_len(6) %in% as.integer(names)
  }
  expect_identical(told_of(gmm_threshold(bayes, tail = 0)), unname(!off))
  expect_identical(told_of(gmm_threshold(bayes, tail = 0, inactive = TRUE)), rep(TRUE, 6))
})

test_that("the print says all of it", {
  expect_snapshot({
    gmm_threshold(published)
    gmm_threshold(gmm_fit(faithful, 2, start = 1 + (faithful$waiting < 67)), "waiting")
    gmm_threshold(gmm_model(c(0.999, 0.001), c(0, 0.5), c(1, 0.25)))
    gmm_threshold(gmm_model(1, 0, 1))
  })
})

test_that("between equal components there is no crossing", {
  # Found by the fuzzer: rounding says which of the first and the third is likelier.
  at <- c(-13.666666666666666, 3116515, -13.666666666666666)
  variances <- c(547969304.36635900, 547969247.47747016, 547969304.36635900)
  found <- gmm_threshold(gmm_model(c(0.25, 0.5, 0.25), at, variances, "spherical"))
  # The two are one component of both weights.
  one <- gmm_threshold(gmm_model(c(0.5, 0.5), at[1:2], variances[1:2], "spherical"))
  expect_equal(nrow(found), 1)
  expect_equal(found$threshold, one$threshold, tolerance = 1e-4)
})
