# Distances, p-values and criteria of rows with holes: against marginal normal distributions written
# out.

em <- function(x, ...) {
  set.seed(1)
  suppressWarnings(gmm_fit(x, ..., na_action = "em"))
}

air <- unname(as.matrix(airquality[, 1:4]))
air[c(7, 60), ] <- NA

# Squared distances of what is seen of a row, and log densities of components there.
marginal_law <- function(fit, row) {
  seen <- which(!is.na(row))
  parameters <- coef(fit)
  law <- vapply(seq_len(fit$n_components), function(k) {
    s <- parameters$covariances[seen, seen, k, drop = FALSE]
    s <- matrix(s, length(seen))
    u <- row[seen] - parameters$means[k, seen]
    distance <- sum(u * solve(s, u))
    c(distance, -(distance + log(det(2 * pi * s))) / 2)
  }, numeric(2))
  list(distances = law[1, ], log_densities = law[2, ])
}

test_that("distances are those of what is seen, for every type", {
  for (type in all_structures) {
    fit <- em(air, 2, type, max_iter = 20)
    distance <- unname(gmm_mahalanobis(fit))
    expect_identical(which(is.na(distance[, 1])), c(7L, 60L))
    for (i in setdiff(seq_len(153), c(7, 60))) {
      law <- marginal_law(fit, air[i, ])
      expect_equal(distance[i, ], law$distances, tolerance = 1e-10, label = paste(type, i))
    }
    expect_identical(unname(gmm_mahalanobis(fit, air)), distance)
  }
  # Not those of other fits.
  model <- gmm_model(fit$weights, fit$means, coef(fit)$covariances)
  expect_warning(
    distance <- gmm_mahalanobis(model, air), class = "gaussmix_warning_missing"
  )
  expect_identical(is.na(distance[, 1]), rowSums(is.na(air)) > 0)
})

test_that("p-values by distance are chi-squared tails with as many degrees as a row has values", {
  fit <- em(air, 2)
  found <- gmm_outliers(fit, method = "distance")
  nearest <- apply(gmm_mahalanobis(fit), 1, function(d) if (anyNA(d)) NA else which.min(d))
  expect_identical(as.integer(found$component), as.integer(nearest))
  expect_equal(found$distance, unname(apply(gmm_mahalanobis(fit), 1, min)), tolerance = 1e-10)
  expect_equal(
    found$p_value, stats::pchisq(found$distance, rowSums(!is.na(air)), lower.tail = FALSE),
    tolerance = 1e-10
  )
  density <- predict(fit, type = "log_density")
  expect_equal(found$log_density[-c(7, 60)], density[-c(7, 60)], tolerance = 1e-10)
  empty <- found[c(7, 60), c("outlier", "p_value", "component", "distance", "log_density", "rank")]
  expect_true(all(is.na(empty)))
  whole <- rowSums(is.na(air)) == 0
  expect_identical(found$rank[whole], rank(found$log_density[whole], ties.method = "min"))
  expect_true(all(is.na(found$rank[!whole])))
  # False alarms are counted in rows that are judged.
  expect_identical(attr(found, "expected"), attr(found, "level") * 151)
  # One component: by density the same.
  one <- em(air, 1)
  expect_equal(
    gmm_outliers(one)$p_value, gmm_outliers(one, method = "distance")$p_value, tolerance = 1e-12
  )
})

test_that("p-values by density are shares of draws of the margin", {
  fit <- em(air, 2)
  found <- gmm_outliers(fit)
  parameters <- coef(fit)
  n <- 20000
  set.seed(2)
  component <- sample(2, n, TRUE, fit$weights)
  draws <- t(vapply(component, function(k) {
    parameters$means[k, ] + drop(stats::rnorm(4) %*% chol(parameters$covariances[, , k]))
  }, numeric(4)))
  log_density <- function(rows) {
    # Rows that see the same columns.
    seen <- which(!is.na(rows[1, ]))
    logs <- vapply(1:2, function(k) {
      s <- parameters$covariances[seen, seen, k]
      log(fit$weights[[k]]) - log(det(2 * pi * s)) / 2 -
        stats::mahalanobis(rows[, seen, drop = FALSE], parameters$means[k, seen], s) / 2
    }, numeric(nrow(rows)))
    log(rowSums(exp(matrix(logs, nrow(rows)))))
  }
  patterns <- apply(is.na(air), 1, paste, collapse = " ")
  for (pattern in unique(patterns[-c(7, 60)])) {
    rows <- which(patterns == pattern)
    masked <- draws
    masked[, is.na(air[rows[1], ])] <- NA
    shares <- stats::ecdf(log_density(masked))(log_density(air[rows, , drop = FALSE]))
    # Two samples of no fewer than 20,000: five standard errors of their difference.
    bound <- 5 * sqrt(2 * pmax(shares * (1 - shares), 1e-3) / n)
    expect_true(all(abs(found$p_value[rows] - shares) < bound), label = pattern)
  }
})

test_that("p-values are uniform, whatever is missing", {
  model <- gmm_model(
    c(0.4, 0.6), rbind(c(0, 0, 0), c(4, 2, 0)), array(c(diag(3), 0.5 + diag(3)), c(3, 3, 2))
  )
  set.seed(3)
  x <- unname(unclass(gmm_sample(model, 3000)))
  attr(x, "component") <- NULL
  x[cbind(1:2000, rep(1:3, length.out = 2000))] <- NA
  x[cbind(1:1000, rep(c(2, 3, 1), length.out = 1000))] <- NA
  fit <- em(x, start = model, max_iter = 0)
  p <- gmm_outliers(fit)$p_value
  # Kolmogorov's distance of 1,000 uniform numbers is above .062 once in a thousand.
  for (rows in split(1:3000, rep(1:3, each = 1000))) {
    expect_lt(max(abs(stats::ecdf(p[rows])(p[rows]) - p[rows])), 0.062)
  }
})

test_that("the column that sets a row apart is one that is seen, judged by those that are", {
  set.seed(4)
  level <- stats::rnorm(300)
  x <- cbind(a = level, b = level, c = level, d = 0) + stats::rnorm(1200, 0, 0.1)
  x[cbind(1:300, 1 + 1:300 %% 4)] <- NA
  odd <- 8
  x[odd, ] <- c(NA, 1, -1.5, NA)
  x[9, ] <- c(NA, 0.5, NA, 0.9)
  fit <- em(x, 1)
  found <- gmm_outliers(fit, columns = TRUE)
  expect_true(all(found$outlier[8:9]))
  expect_identical(as.character(found$column[9]), "d")
  # Of a normal distribution, conditional on the one other column that is seen.
  s <- coef(fit)$covariances[, , 1]
  m <- fit$means[1, ]
  residual <- x[odd, "c"] - m["c"] - s["c", "b"] / s["b", "b"] * (x[odd, "b"] - m["b"])
  expect_equal(
    found$z_c[odd], unname(residual / sqrt(s["c", "c"] - s["c", "b"]^2 / s["b", "b"])),
    tolerance = 1e-8
  )
  expect_identical(unname(is.na(as.matrix(found[paste0("z_", letters[1:4])]))), unname(is.na(x)))
  expect_output(print(found), "outliers")
  # New rows as those of the fit; nothing is known of one without values.
  new <- gmm_outliers(fit, rbind(x[9, ], NA))
  expect_identical(new$outlier, c(TRUE, NA))
  expect_equal(new$p_value[1], found$p_value[9], tolerance = 1e-10)
  expect_true(is.na(gmm_outliers(fit, matrix(NA_real_, 1, 4))$outlier))
})

test_that("criteria are those of what is seen", {
  fit <- em(air, 3)
  z <- predict(fit, type = "prob")[-c(7, 60), ]
  expect_equal(
    icl(fit), stats::BIC(fit) - 2 * sum(ifelse(z > 0, z * log(z), 0)), tolerance = 1e-10
  )
  expect_equal(
    icl(fit, "map"), stats::BIC(fit) - 2 * sum(log(apply(z, 1, max))), tolerance = 1e-10
  )
  log_density <- apply(air[-c(7, 60), ], 1, function(row) {
    log(sum(fit$weights * exp(marginal_law(fit, row)$log_densities)))
  })
  expect_equal(stats::BIC(fit), fit$df * log(151) - 2 * sum(log_density), tolerance = 1e-10)
})

test_that("densities of rows that see other columns are not compared", {
  fit <- em(air, 2)
  whole <- stats::na.omit(air)
  expect_snapshot({
    says(gmm_outliers(fit, share = 0.1))
    says(gmm_outliers(fit, whole, share = 0.1))
    says(gmm_outliers(fit, air, threshold = -20))
  })
  # A threshold of whole rows alone is what it was.
  found <- gmm_outliers(fit, whole, threshold = -20)
  expect_identical(found$outlier, found$log_density < -20)
})
