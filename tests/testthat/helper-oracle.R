# Reference values (see fixtures/README.md) and the errors they are compared in.

read_oracle <- function(name) {
  connection <- gzfile(test_path("fixtures", name), "rt")
  on.exit(close(connection))
  text <- paste(readLines(connection, warn = FALSE), collapse = "\n")
  jsonlite::fromJSON(text, simplifyDataFrame = FALSE)
}

# One case of em_cases.json or em_digits.json.gz.
oracle_case <- function(name, id) {
  cases <- read_oracle(name)$cases
  ids <- vapply(cases, function(case) case$id, character(1))
  cases[[match(id, ids)]]
}

read_table <- function(name) utils::read.csv(test_path("fixtures", name))

# Data sets by the names that the cases use, without names of columns.
oracle_data <- function(name) {
  numbered <- function(table) table[, grepl("^[xp][0-9]", names(table))]
  x <- switch(name,
    iris_raw = iris[, 1:4],
    iris_scaled = population_scaled(iris[, 1:4]),
    digits16 = numbered(read_table("digits.csv.gz")) / 16,
    numbered(read_table(paste0(name, ".csv")))
  )
  unname(as.matrix(x))
}

population_sd <- function(x) {
  x <- as.matrix(x)
  sqrt(colMeans(sweep(x, 2, colMeans(x))^2))
}

population_scaled <- function(x) {
  x <- as.matrix(x)
  sweep(sweep(x, 2, colMeans(x)), 2, population_sd(x), "/")
}

# Covariances of an oracle, component first, in the compact form of the type.
component_last <- function(covariances, type) {
  if (type == "full") aperm(covariances, c(2, 3, 1)) else covariances
}

# Compact covariances as d x d x K, and back.
whole_covariances <- function(compact, type, d, n_components) {
  array(vapply(seq_len(n_components), function(k) {
    as.vector(switch(type,
      tied = compact,
      diag = ,
      VEI = ,
      EVI = diag(compact[k, ], d),
      spherical = diag(compact[k], d),
      tied_diag = diag(compact, d),
      tied_spherical = diag(compact, d),
      compact[, , k]
    ))
  }, numeric(d * d)), c(d, d, n_components))
}

compact_covariances <- function(whole, type) {
  variances <- matrix(apply(whole, 3, diag), dim(whole)[1])
  switch(type,
    tied = matrix(whole[, , 1], dim(whole)[1]),
    diag = ,
    VEI = ,
    EVI = t(variances),
    spherical = variances[1, ],
    tied_diag = variances[, 1],
    tied_spherical = variances[1, 1],
    whole
  )
}

# Covariances of a fit as d x d x K.
fitted_covariances <- function(fit) {
  whole_covariances(fit$covariances, fit$covariance_type, fit$d, fit$n_components)
}

# Errors in the units of fixtures/README.md.

absolute_error <- function(actual, expected) {
  stopifnot(length(actual) == length(expected))
  max(abs(as.vector(actual) - as.vector(expected)))
}

relative_error <- function(actual, expected) {
  stopifnot(length(actual) == length(expected))
  max(abs(as.vector(actual) / as.vector(expected) - 1))
}

means_error <- function(actual, expected, x) {
  stopifnot(identical(dim(actual), dim(expected)))
  sds <- population_sd(x)
  max(abs(sweep(unname(actual) - unname(expected), 2, ifelse(sds > 0, sds, 1), "/")))
}

covariance_error <- function(actual, expected) {
  stopifnot(identical(dim(actual), dim(expected)))
  max(vapply(seq_len(dim(expected)[3]), function(k) {
    sds <- sqrt(diag(as.matrix(expected[, , k])))
    max(abs(actual[, , k] - expected[, , k]) / outer(sds, sds))
  }, numeric(1)))
}

log_likelihood_error <- function(actual, expected, n) {
  stopifnot(length(actual) == length(expected))
  max(abs(actual - expected) / n / pmax(1, abs(expected / n)))
}

# Fails for NaN, too.
expect_within <- function(error, bound, what) {
  expect(
    length(error) > 0 && all(is.finite(error)) && max(error) <= bound,
    sprintf("%s: error %.3g, allowed %.3g", what, max(error), bound)
  )
  invisible(error)
}

# expected: list(weights, means, covariances d x d x K, loglik).
expect_parameters <- function(fit, expected, x, bound, what) {
  expect_within(absolute_error(fit$weights, expected$weights), bound, paste(what, "weights"))
  expect_within(means_error(fit$means, expected$means, x), bound, paste(what, "means"))
  expect_within(
    covariance_error(fitted_covariances(fit), expected$covariances),
    bound, paste(what, "covariances")
  )
}

# Two fits agree, in their parameters, likelihood and criteria.
expect_same_fit <- function(actual, expected, x, bound, what) {
  expect_parameters(actual, list(
    weights = expected$weights, means = expected$means,
    covariances = fitted_covariances(expected)
  ), x, bound, what)
  expect_within(
    log_likelihood_error(actual$log_likelihood, expected$log_likelihood, expected$nobs),
    bound, paste(what, "log-likelihood")
  )
  expect_within(
    absolute_error(actual$nobs, expected$nobs), bound * expected$nobs, paste(what, "nobs")
  )
  for (criterion in list(aic, bic, icl)) {
    expect_within(
      log_likelihood_error(criterion(actual), criterion(expected), expected$nobs),
      bound, paste(what, "criteria")
    )
  }
}

absolute_ridge <- function() gmm_control(reg_covar_scale = "absolute")

# Runs expr where a component may collapse: that is not what the test is about.
allow_singular <- function(expr) {
  withCallingHandlers(
    expr,
    gaussmix_warning_singular = function(w) invokeRestart("muffleWarning")
  )
}

# The value of expr, and the warnings on the way.
with_warnings <- function(expr) {
  warnings <- list()
  value <- withCallingHandlers(expr, warning = function(w) {
    warnings <<- c(warnings, list(w))
    invokeRestart("muffleWarning")
  })
  list(value = value, warnings = warnings)
}

# Adjusted Rand index (Hubert and Arabie 1985, Journal of Classification 2, 193-218).
adjusted_rand_index <- function(a, b) {
  counts <- table(a, b)
  pairs <- function(n) sum(n * (n - 1) / 2)
  both <- pairs(counts)
  expected <- pairs(rowSums(counts)) * pairs(colSums(counts)) / pairs(sum(counts))
  largest <- (pairs(rowSums(counts)) + pairs(colSums(counts))) / 2
  (both - expected) / (largest - expected)
}
