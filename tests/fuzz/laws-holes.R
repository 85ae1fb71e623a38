# Laws of missing values, which those of whole rows do not say.

# What a fit counts, against what the problem says; rows of no weight count for nothing.
check_missing <- function(case) {
  problem <- case$problem
  fit <- fit_of(case)
  holes <- holes_of(problem)
  seen <- seen_rows(problem)
  counted <- holes[seen & weights_of(problem) > 0, , drop = FALSE]
  expected <- c(
    cells = sum(counted), rows = sum(rowSums(counted) > 0), patterns = nrow(unique(counted))
  )
  first_of(
    unless(identical(fit$omitted, which(!seen)), "rows left out"),
    unless(fit$n == sum(seen), "rows used"),
    unless(is.null(fit$missing) != any(holes[seen, ]), "whether there are holes"),
    if (!is.null(fit$missing)) {
      unless(isTRUE(all.equal(unlist(fit$missing), expected, 0)), "counts of holes")
    }
  )
}

# Where nothing is missing, EM for missing values is EM.
check_na_action <- function(case) {
  fit <- outcome_under(case, change(case$problem, na_action = "em"))$value
  unless(identical(of_rows(fit), of_rows(fit_of(case))), "na_action = \"em\" changes the fit")
}

check_empty_rows <- function(case) {
  fit <- outcome_under(case, with_empty_rows(case$problem))$value
  unless(identical(of_rows(fit), of_rows(fit_of(case))), "rows without any value change the fit")
}

# The fit's numbers without what tells of rows that are not used.
of_rows <- function(fit) {
  fit$na_action <- fit$omitted <- NULL
  bare(fit)
}

check_column_order <- function(case) {
  problem <- steady(case$problem)
  order <- with_seed(problem$seed, sample(ncol(problem$base)))
  if (!is.unsorted(order)) order <- rev(order)
  begin <- problem$begin
  turned <- change(some_columns(problem, order), begin = list(
    weights = begin$weights, means = begin$means[, order, drop = FALSE],
    variances = begin$variances[order]
  ))
  compare_turned(case, problem, turned, function(parameters) {
    list(
      weights = parameters$weights, means = parameters$means[, order, drop = FALSE],
      covariances = parameters$covariances[order, order, , drop = FALSE]
    )
  })
}

# Log densities are those of marginal normal distributions, row by row of a pattern.
check_by_hand <- function(case) {
  fit <- steady_outcome(case)$value
  problem <- case$problem
  by_hand <- expected_by_hand(problem, parameters_of(fit))$log_density
  seen <- seen_rows(problem)
  density <- case$estimator$predict(fit, type = "log_density")
  error <- abs(density - by_hand)[seen] / pmax(1, abs(by_hand[seen]))
  first_of(
    unless(identical(unname(density[!seen]), numeric(sum(!seen))), "rows without any value"),
    exceeds(error, slack_of(fit, problem), "log densities by hand")
  )
}

# Steps of EM from the start, by other code than the package's.
check_em_by_hand <- function(case) {
  problem <- steady(case$problem)
  fit <- steady_outcome(case)$value
  if (fit$covariance_type %in% tied_types) {
    return(not_true_here)
  }
  parameters <- parameters_of(outcome_under(case, change(problem, max_iter = 0))$value)
  for (i in seq_len(fit$iterations)) {
    moments <- expected_by_hand(problem, parameters)
    # A component that is empty stays where it was, and may come back.
    counts <- colSums((moments$weights * moments$z)[moments$seen, , drop = FALSE])
    if (min(counts) < .Machine$double.eps * sum(counts)) {
      return(not_true_here)
    }
    parameters <- maximum_by_hand(moments, fit)
  }
  compare_parameters(parameters_of(fit), parameters, slack_of_steps(fit, problem))
}

# What EM expects of each row: under each component its log density, and of the responsibilities
# the counts, sums and scatters of whole rows.
expected_by_hand <- function(problem, parameters) {
  x <- data_of(problem)
  n_components <- length(parameters$weights)
  joint <- matrix(NA_real_, nrow(x), n_components)
  filled <- rep(list(x), n_components)
  left <- array(0, c(ncol(x), ncol(x), nrow(x), n_components))
  pattern <- apply(holes_of(problem), 1, function(hole) paste(which(hole), collapse = " "))
  for (rows in split(seq_len(nrow(x)), pattern)) {
    hole <- is.na(x[rows[1], ])
    for (k in if (!all(hole)) seq_len(n_components)) {
      part <- regressed(x[rows, , drop = FALSE], hole, parameters, k)
      joint[rows, k] <- log(parameters$weights[k]) + part$log_density
      filled[[k]][rows, hole] <- part$expected
      left[hole, hole, rows, k] <- part$left
    }
  }
  most <- apply(joint, 1, max)
  log_density <- most + log(rowSums(exp(joint - most)))
  list(
    log_density = log_density, z = exp(joint - log_density), filled = filled, left = left,
    weights = weights_of(problem), seen = seen_rows(problem)
  )
}

# Of rows with the same holes: their log density under a component, the holes' expected values,
# and the covariance that these leave.
regressed <- function(x, hole, parameters, k) {
  covariance <- as.matrix(parameters$covariances[, , k])
  root <- chol(covariance[!hole, !hole])
  mean <- parameters$means[k, ]
  z <- backsolve(root, t(x[, !hole, drop = FALSE]) - mean[!hole], transpose = TRUE)
  slopes <- backsolve(root, covariance[!hole, hole, drop = FALSE], transpose = TRUE)
  list(
    log_density = -colSums(z^2) / 2 - sum(log(diag(root))) - sum(!hole) * log(2 * pi) / 2,
    expected = t(mean[hole] + crossprod(slopes, z)),
    left = as.vector(covariance[hole, hole] - crossprod(slopes))
  )
}

# The M-step of the structures that have a closed one.
maximum_by_hand <- function(moments, fit) {
  d <- fit$d
  z <- (moments$weights * moments$z)[moments$seen, , drop = FALSE]
  counts <- colSums(z)
  n_components <- length(counts)
  means <- matrix(0, n_components, d)
  scatters <- array(0, c(d, d, n_components))
  for (k in seq_len(n_components)) {
    x <- moments$filled[[k]][moments$seen, , drop = FALSE]
    # About a row, for the digits.
    means[k, ] <- x[1, ] + colSums(z[, k] * sweep(x, 2, x[1, ])) / counts[k]
    left <- matrix(moments$left[, , moments$seen, k], d * d)
    scatters[, , k] <- as.vector(crossprod(sqrt(z[, k]) * sweep(x, 2, means[k, ]))) +
      as.vector(left %*% z[, k])
  }
  shared <- grepl("tied", fit$covariance_type)
  pooled <- rowSums(scatters, dims = 2) / sum(counts)
  covariances <- vapply(seq_len(n_components), function(k) {
    own <- if (shared) pooled else scatters[, , k] / counts[k]
    shaped(as.matrix(own) + diag(fit$ridge, d), fit)
  }, pooled)
  list(
    weights = if (fit$proportions == "equal") fit$weights else counts / sum(counts),
    means = means, covariances = array(covariances, c(d, d, n_components))
  )
}
