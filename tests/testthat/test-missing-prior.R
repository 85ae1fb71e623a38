# The mode of the posterior given what is seen: against EM by hand, and what a prior takes from data
# with holes where it says nothing.

# Conditional moments of a row under a component, in its coordinates.
completed <- function(row, mean, covariance) {
  seen <- !is.na(row)
  slopes <- covariance[!seen, seen, drop = FALSE] %*% solve(covariance[seen, seen])
  left <- array(0, dim(covariance))
  left[!seen, !seen] <- covariance[!seen, !seen] - slopes %*% covariance[seen, !seen]
  row[!seen] <- mean[!seen] + slopes %*% (row[seen] - mean[seen])
  list(row = row, left = left)
}

density_of_seen <- function(row, mean, covariance) {
  seen <- !is.na(row)
  root <- chol(covariance[seen, seen, drop = FALSE])
  z <- backsolve(root, row[seen] - mean[seen], transpose = TRUE)
  exp(-sum(z^2) / 2) / prod(diag(root)) / (2 * pi)^(sum(seen) / 2)
}

# An iteration: Fraley and Raftery (2007), section 3, of the moments that are expected.
map_step <- function(x, p, prior) {
  d <- ncol(x)
  joint <- vapply(seq_along(p$weights), function(k) {
    p$weights[k] * apply(x, 1, density_of_seen, p$means[k, ], p$covariances[, , k])
  }, numeric(nrow(x)))
  z <- joint / rowSums(joint)
  for (k in seq_along(p$weights)) {
    parts <- apply(x, 1, completed, p$means[k, ], p$covariances[, , k], simplify = FALSE)
    rows <- t(vapply(parts, function(part) part$row, numeric(d)))
    n <- sum(z[, k])
    mean <- colSums(z[, k] * rows) / n
    scatter <- crossprod(sqrt(z[, k]) * sweep(rows, 2, mean)) +
      Reduce(`+`, Map(function(part, w) w * part$left, parts, z[, k]))
    shift <- mean - prior$mean
    kappa <- prior$mean_precision
    p$covariances[, , k] <- (prior$scale + scatter + kappa * n / (kappa + n) * tcrossprod(shift)) /
      (prior$degrees_of_freedom + n + d + 2)
    p$means[k, ] <- (kappa * prior$mean + n * mean) / (kappa + n)
    p$weights[k] <- n / nrow(x)
  }
  p
}

holes <- local({
  set.seed(5)
  x <- rbind(matrix(rnorm(90), 30), matrix(rnorm(90, 2), 30))
  x[runif(180) < 0.25] <- NA
  x[rowSums(!is.na(x)) > 0, ]
})

test_that("EM with a prior goes the way that is computed by hand", {
  prior <- gmm_prior(
    mean = c(1, 0, 2), mean_precision = 3, degrees_of_freedom = 6, scale = diag(c(4, 5, 6)) + 0.5
  )
  p <- list(
    weights = c(0.4, 0.6), means = rbind(c(0, 0, 0), c(2, 2, 2)),
    covariances = array(diag(3), c(3, 3, 2))
  )
  start <- do.call(gmm_model, p)
  for (i in 1:4) p <- map_step(holes, p, prior)
  fit <- gmm_fit(holes, 2, start = start, prior = prior, max_iter = 4, tol = 0, na_action = "em")
  expect_equal(unname(fit$means), p$means, tolerance = 1e-10)
  expect_equal(unname(coef(fit)$covariances), p$covariances, tolerance = 1e-10)
  expect_equal(unname(fit$weights), p$weights, tolerance = 1e-10)
})

test_that("the posterior never falls, whatever the structure", {
  for (type in gaussmix:::covariance_types$name) {
    set.seed(1)
    fit <- suppressWarnings(gmm_fit(
      holes, 2, type, prior = gmm_prior(), start = rep(1:2, length.out = nrow(holes)),
      tol = 0, max_iter = 60, na_action = "em"
    ))
    expect_gt(min(diff(fit$trace)), -1e-9 * max(abs(fit$trace)))
  }
})

test_that("what a prior does not say is taken from one component", {
  one <- gmm_fit(holes, 1, na_action = "em", tol = 1e-12)
  n <- nrow(holes)
  scale <- one$covariances[, , 1] * n / (n - 1) / 2^(2 / 3)
  begin <- rep(1:2, length.out = n)
  fit <- gmm_fit(holes, 2, prior = gmm_prior(), start = begin, na_action = "em")
  told <- gmm_prior(one$means[1, ], 0.01, 5, scale)
  expect_equal(
    coef(fit), coef(gmm_fit(holes, 2, prior = told, start = begin, na_action = "em")),
    tolerance = 1e-4
  )
  selection <- gmm_select(holes, 1:2, prior = gmm_prior(), na_action = "em", n_init = 2)
  expect_s3_class(selection, "gmm_select")
  # Whole data have the bits that they have without.
  set.seed(1)
  whole <- gmm_fit(faithful, 2, prior = gmm_prior())
  set.seed(1)
  expect_identical(coef(gmm_fit(faithful, 2, prior = gmm_prior(), na_action = "em")), coef(whole))
})
