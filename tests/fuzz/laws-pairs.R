# Laws of two fits: of a problem, and of one that is made of it.

likelihood_error <- function(actual, expected) {
  per_row <- expected$log_likelihood / expected$nobs
  abs(actual$log_likelihood - expected$log_likelihood) / expected$nobs / max(1, abs(per_row))
}

# What differs between parameters, in standard deviations, or NULL.
compare_parameters <- function(actual, expected, slack) {
  # K x d, and d x d x K, as means and covariances are.
  sds <- sqrt(diagonals(expected$covariances))
  units <- vapply(
    seq_along(expected$weights), function(k) outer(sds[, k], sds[, k]), numeric(nrow(sds)^2)
  )
  first_of(
    exceeds(abs(actual$weights - expected$weights), slack, "mixing weights"),
    exceeds(abs(actual$means - expected$means) / t(sds), slack, "means"),
    exceeds(
      abs(as.vector(actual$covariances - expected$covariances)) / as.vector(units), slack,
      "covariances"
    )
  )
}

compare_fits <- function(actual, expected, slack) {
  first_of(
    unless(inherits(actual, "gaussmix"), "one is a fit, the other is none"),
    compare_parameters(parameters_of(actual), parameters_of(expected), slack),
    exceeds(likelihood_error(actual, expected), slack, "log-likelihood"),
    exceeds(abs(actual$nobs - expected$nobs) / expected$nobs, 1e-13, "nobs")
  )
}

# The steady fit of a changed problem against that of the problem.
compare_steady <- function(case, changed) {
  expected <- steady_outcome(case)$value
  actual <- outcome_under(case, changed)$value
  compare_fits(actual, expected, slack_of_steps(expected, case$problem))
}

check_row_order <- function(case) {
  n <- nrow(case$problem$base)
  order <- with_seed(case$problem$seed, sample(n))
  compare_steady(case, some_rows(steady(case$problem), order))
}

check_component_order <- function(case) {
  problem <- steady(case$problem)
  order <- with_seed(problem$seed, sample(problem$n_components))
  begin <- problem$begin
  turned <- change(
    problem,
    labels = match(problem$labels, order),
    begin = list(
      weights = begin$weights[order], means = begin$means[order, , drop = FALSE],
      variances = begin$variances
    )
  )
  compare_turned(case, problem, turned, function(parameters) {
    list(
      weights = parameters$weights[order], means = parameters$means[order, , drop = FALSE],
      covariances = parameters$covariances[, , order, drop = FALSE]
    )
  })
}

# A problem in another order has the fit of the problem, its parameters in that order.
compare_turned <- function(case, problem, turned, in_order) {
  fit <- outcome_under(case, turned)$value
  expected <- steady_outcome(case)$value
  if (!inherits(fit, "gaussmix")) {
    return("one is a fit, the other is none")
  }
  slack <- slack_of_steps(expected, problem)
  first_of(
    compare_parameters(parameters_of(fit), in_order(parameters_of(expected)), slack),
    exceeds(likelihood_error(fit, expected), slack, "log-likelihood")
  )
}

# Integer weights; a weight of two is a row that is there twice.
check_repeated <- function(case) {
  problem <- case$problem
  times <- with_seed(problem$seed, sample(3, nrow(problem$base), replace = TRUE))
  weighted <- steady(change(problem, weights = as.double(times)))
  repeated <- change(
    some_rows(weighted, rep(seq_along(times), times)), weights = NULL
  )
  compare_pair(case, repeated, weighted)
}

# Rows of weight zero, which may lie anywhere, against the same without them.
check_zero <- function(case) {
  problem <- case$problem
  n <- nrow(problem$base)
  gone <- with_seed(problem$seed, sample(n, ceiling(n / 5)))
  weights <- weights_of(problem)
  weights[gone] <- 0
  with_zeros <- steady(change(problem, weights = weights))
  removed <- some_rows(with_zeros, weights > 0)
  compare_pair(case, removed, with_zeros)
}

# Both fits, where one of them is sound.
compare_pair <- function(case, one, other) {
  expected <- outcome_under(case, other)
  actual <- outcome_under(case, one)
  if (!is_sound_outcome(expected, other)) {
    return(not_true_here)
  }
  compare_fits(actual$value, expected$value, slack_of(expected$value, other))
}

# On a grid of 2^-20 a shift below 2^32 rounds nothing.
check_shift <- function(case) {
  problem <- change(
    case$problem,
    base = round(case$problem$base * 2^20) / 2^20, offset = 0, scale = 1
  )
  problem <- steady(problem)
  shift <- with_seed(problem$seed, sample(c(-1, 1), 1) * round(10^stats::runif(1, 0, 8)))
  moved <- change(problem, offset = shift)
  if (max(abs(problem$base)) > 2^31) {
    return(not_true_here)
  }
  expected <- outcome_under(case, problem)
  actual <- outcome_under(case, moved)$value
  if (!is_sound_outcome(expected, problem)) {
    return(not_true_here)
  }
  fit <- expected$value
  fit$means <- fit$means + shift
  # What the rounding of a mean near the shift does to a covariance is of second order;
  # the means themselves are rounded.
  compare_fits(actual, fit, max(1e-8, slack_of(fit, moved)))
}

# A power of two scales without rounding; any other factor where no offset would turn
# its rounding into a shift of the rows against each other.
check_scale <- function(case) {
  problem <- steady(change(case$problem, scale = 1))
  factor <- with_seed(problem$seed, {
    if (problem$offset == 0) 10^stats::runif(1, -120, 120) else 2^sample(-390:390, 1)
  })
  expected <- outcome_under(case, problem)
  actual <- outcome_under(case, change(problem, scale = factor))$value
  if (!is_sound_outcome(expected, problem)) {
    return(not_true_here)
  }
  if (!inherits(actual, "gaussmix")) {
    return("one is a fit, the other is none")
  }
  fit <- expected$value
  slack <- slack_of(fit, problem)
  actual$means <- actual$means / factor
  actual$covariances <- actual$covariances / factor / factor
  # A density is per unit of each value that is seen.
  n_values <- sum(weights_of(problem) * rowSums(!holes_of(problem)))
  actual$log_likelihood <- actual$log_likelihood + n_values * log(factor)
  # The sum of likelihood and n d log(s) is rounded at the size of its terms.
  cancelled <- 1e-14 * actual$d * abs(log(factor))
  first_of(
    compare_parameters(parameters_of(actual), parameters_of(fit), slack),
    exceeds(likelihood_error(actual, fit), slack + cancelled, "log-likelihood")
  )
}

# One component without a ridge is the weighted mean and covariance.
check_one_component <- function(case) {
  problem <- case$problem
  one <- change(with_one_component(problem), reg_covar = 0)
  outcome <- outcome_under(case, change(one, max_iter = 3))
  if (!is_sound_outcome(outcome, one)) {
    return(not_true_here)
  }
  x <- data_of(one)
  w <- weights_of(one)
  # cov.wt() squares: its data are scaled to be of order one.
  moments <- stats::cov.wt(x / one$scale, wt = w / sum(w), method = "ML")
  fit <- outcome$value
  fit$means <- fit$means / one$scale
  fit$covariances <- fit$covariances / one$scale / one$scale
  compare_parameters(parameters_of(fit), list(
    weights = 1, means = rbind(moments$center),
    covariances = array(shaped(moments$cov, fit), c(dim(moments$cov), 1))
  ), slack_of(outcome$value, one))
}

shaped <- function(covariance, fit) {
  d <- fit$d
  switch(plain_type(fit$covariance_type),
    full = , tied = covariance,
    diag = , tied_diag = diag(diag(covariance), d),
    spherical = , tied_spherical = diag(mean(diag(covariance)), d)
  )
}

# A mixture of the same parameters predicts the same.
check_model <- function(case) {
  fit <- steady_outcome(case)$value
  parameters <- stats::coef(fit)
  model <- gmm_model(
    parameters$weights, parameters$means, parameters$covariances, fit$covariance_type
  )
  # A mixture that was not fitted has results for whole rows.
  x <- data_of(case$problem)[whole_rows(case$problem), , drop = FALSE]
  if (nrow(x) == 0) {
    return(not_true_here)
  }
  slack <- slack_of(fit, case$problem)
  of <- function(object, type) case$estimator$predict(object, x, type = type)
  density <- of(fit, "log_density")
  # A distance of many standard deviations is squared in a log density.
  first_of(
    exceeds(
      abs(of(model, "log_density") - density) / pmax(1, abs(density)), slack, "log densities"
    ),
    exceeds(
      abs(of(model, "prob") - of(fit, "prob")) / max(1, abs(density)), slack, "posterior"
    )
  )
}
