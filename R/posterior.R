# The posterior of a Bayesian fit, and what follows from it for observations.

# What the core's parameters say of the posterior: its weights are shares of the observations.
as_bayes <- function(fit, result, method, settings) {
  row <- covariance_row(fit$covariance_type)
  weights <- settings$weight_prior
  equal <- has_equal_proportions(fit)
  share <- if (row$shape == "spherical") fit$d else 1
  concentration <- weights$concentration / if (weights$shared) fit$n_components else 1
  expected <- result$parameters$weights * result$total_weight
  prior <- method$prior
  scale <- prior$scale * fit$n_components^method$scale_power * share
  fit$prior <- list(
    mean = prior$mean, mean_precision = prior$mean_precision,
    degrees_of_freedom = prior$degrees_of_freedom * share, scale = scale
  )
  distribution <- if (equal) {
    "equal"
  } else if (weights$stick_breaking) {
    "dirichlet_process"
  } else {
    "dirichlet"
  }
  fit$weight_prior <- c(
    list(distribution = distribution), if (!equal) list(concentration = concentration)
  )
  fit$posterior <- list(
    mean_precision = prior$mean_precision + expected,
    degrees_of_freedom = share *
      (prior$degrees_of_freedom + if (row$shared) sum(expected) else expected),
    concentration = switch(distribution,
      dirichlet_process = {
        cbind(1 + expected, concentration + rev(cumsum(rev(c(expected[-1], 0)))))
      },
      dirichlet = concentration + expected
    )
  )
  fit$weights[] <- if (equal) {
    1 / fit$n_components
  } else {
    expected_weights(fit$posterior$concentration)
  }
  class(fit) <- c("gaussmix_bayes", "gaussmix")
  fit$n_active <- sum(is_active(fit))
  # What the core says of the log-likelihood and its posterior is about expected log densities.
  fit$log_likelihood <- NULL
  fit
}

# Of sticks, each takes its share of what those before it have left; what is beyond the last
# is given to all.
expected_weights <- function(concentration) {
  if (is.null(dim(concentration))) {
    return(concentration / sum(concentration))
  }
  taken <- concentration[, 1] / rowSums(concentration)
  weights <- taken * cumprod(c(1, 1 - taken[-length(taken)]))
  weights / sum(weights)
}

# A function of sticks in the order in which they are broken, with results for components, which
# may have been put in another order since.
by_stick <- function(posterior, f) {
  sticks <- posterior$sticks %||% seq_len(nrow(posterior$concentration))
  result <- f(posterior$concentration[order(sticks), , drop = FALSE])
  if (is.matrix(result)) result[sticks, , drop = FALSE] else result[sticks]
}

expected_log_weights <- function(sticks) {
  both <- digamma(rowSums(sticks))
  left <- digamma(sticks[, 2]) - both
  digamma(sticks[, 1]) - both + cumsum(c(0, left[-length(left)]))
}

# Of variational Bayes (Bishop 2006, equations 10.65 and 10.66): what a plan with the mixture's
# means and covariances takes for log weights.
variational_log_weights <- function(fit) {
  row <- covariance_row(fit$covariance_type)
  concentration <- fit$posterior$concentration
  expected_log <- if (is.null(concentration)) {
    log(unname(fit$weights))
  } else if (is.null(dim(concentration))) {
    digamma(concentration) - digamma(sum(concentration))
  } else {
    by_stick(fit$posterior, expected_log_weights)
  }
  degrees <- fit$posterior$degrees_of_freedom
  # The expectation of the log determinant of a precision, less that of the expected one.
  spread <- switch(row$shape,
    full = vapply(degrees, function(v) {
      sum(digamma((v + 1 - seq_len(fit$d)) / 2))
    }, 0) - fit$d * log(degrees / 2),
    diagonal = fit$d * (digamma(degrees / 2) - log(degrees / 2)),
    spherical = fit$d * (digamma(degrees / 2) - log(degrees / 2))
  )
  expected_log + (spread - fit$d / fit$posterior$mean_precision) / 2
}

# The posterior predictive density is a mixture of Student distributions (Bishop 2006,
# equations 10.81 and 10.82; of single variances their product, of one variance one of d
# dimensions). In terms of the squared distance h under the mixture's covariance, the log density of
# a component is a constant - power log(1 + h / spread), the constant that of the normal density
# plus what is given here.
student_terms <- function(fit) {
  row <- covariance_row(fit$covariance_type)
  d <- fit$d
  v <- fit$posterior$degrees_of_freedom
  b <- fit$posterior$mean_precision
  degrees <- rep_len(if (row$shape == "full") v + 1 - d else v, fit$n_components)
  # Covariances are scales over v; the distribution's are wider by uncertain means, and where
  # they are matrices by fewer degrees of freedom.
  wider <- (1 + b) / b * if (row$shape == "full") v / degrees else 1
  dims <- if (row$shape == "diagonal") 1 else d
  constant <- lgamma((degrees + dims) / 2) - lgamma(degrees / 2) -
    dims / 2 * log(degrees * wider / 2)
  list(
    constant = constant * d / dims, power = (degrees + dims) / 2, spread = degrees * wider
  )
}
