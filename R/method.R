# The method of estimation, as the core takes it, and the moments of the data that a prior lacks.

# That of a covariance type: NULL for maximum likelihood, weights being free.
method_for <- function(settings, data, call) {
  equal <- settings$proportions == "equal"
  if (is.null(settings$prior)) {
    method <- if (equal) list(equal_proportions = TRUE)
    return(function(covariance_type) method)
  }
  moments <- moments_for(settings, data, call)
  function(covariance_type) {
    method <- core_prior(settings, covariance_type, moments, data, call)
    method$equal_proportions <- equal
    method$weight_prior <- settings$weight_prior
    method
  }
}

# What is taken from the data where a prior says nothing, as a function of the shape of the
# covariances; NULL where it says all. Types that agree on it share it.
moments_for <- function(settings, observed, call) {
  known <- list()
  function(shape) {
    if (!is.null(settings$prior$mean) && !is.null(settings$prior$scale)) {
      return(NULL)
    }
    # A covariance of more columns than rows would be larger than the data.
    whole <- shape == "full" || nrow(observed$values) > ncol(observed$values)
    type <- if (whole) "full" else "diag"
    if (is.null(known[[type]])) {
      known[[type]] <<- moments_of_data(observed, type, settings, call)
    }
    known[[type]]
  }
}

# Mean, variances and, of type "full", covariance of all rows; with a divisor of one less than
# their number.
moments_of_data <- function(observed, type, settings, call) {
  fit <- one_component(observed, type, settings, call)
  # Weights that count rows sum to their number at least; others do not make rows fewer.
  total <- max(fit$counts, observed$n_effective)
  unbiased <- if (total > 1) function(m) m * total / (total - 1) else identity
  mean <- as.vector(fit$parameters$means)
  if (type == "diag") {
    variances <- as.vector(fit$parameters$covariances)
    variances[observed$constant] <- 0
    return(list(mean = mean, variances = unbiased(variances)))
  }
  covariance <- matrix(fit$parameters$covariances, ncol(observed$values))
  # Rounding may leave something of them.
  covariance[observed$constant, ] <- 0
  covariance[, observed$constant] <- 0
  covariance <- unbiased(covariance)
  list(
    mean = mean, variances = diag(covariance), covariance = covariance,
    rows = if (nrow(observed$values) <= ncol(observed$values) && is.null(observed$missing)) {
      weighted_rows(observed, mean)
    }
  )
}

# That of all rows without a prior: one M-step, but for EM where values are missing.
one_component <- function(observed, type, settings, call) {
  labels <- list(from = "labels", n_components = 1, labels = rep(0L, nrow(observed$values)))
  if (is.null(observed$missing)) {
    return(in_core(maximise_mixture(observed, type, labels, 0, settings$threads), call))
  }
  options <- core_options(settings, swaps = 0)
  options[c("tol", "max_iter", "reg_covar", "absolute_ridge")] <- list(1e-8, 1000, 1e-6, FALSE)
  in_core(fit_mixture(observed, type, NULL, labels, options, FALSE, NULL), call)
}

# Rows about their mean, times the roots of their weights: their products sum to a scatter.
weighted_rows <- function(observed, mean) {
  rows <- observed$values - rep(mean, each = nrow(observed$values))
  rows[, observed$constant] <- 0
  if (length(observed$weights) > 0) sqrt(observed$weights) * rows else rows
}
