# The object that a fit is, made of what the core has found.

new_gaussmix <- function(result, begin, data, n_components, covariance_type, method,
                         prototype, settings, call) {
  d <- ncol(data$values)
  components <- begin$components %||% numbered_names(n_components)
  columns <- data$column_names
  parameters <- result$parameters
  objective <- objective_of(settings)
  degenerate <- result$degenerate
  has_degenerate <- length(degenerate$component) > 0
  by_prior <- !is.na(degenerate$penalised_by_prior)
  is_candidate <- result$restarts$verdict[result$chosen] == "candidate"
  if (length(result$trace) == 1 && begin$core$from == "parameters") {
    # Means given far from the data would lose a digit to the origin and back.
    parameters <- begin$core$parameters
  }
  means <- t(parameters$means)
  dimnames(means) <- list(components, columns)
  fit <- list(
    weights = stats::setNames(parameters$weights, components),
    means = means,
    covariances = parameters$covariances,
    counts = stats::setNames(result$counts, components),
    covariance_type = covariance_type,
    proportions = settings$proportions,
    n_components = as.integer(n_components),
    d = d,
    n = nrow(data$values),
    nobs = result$total_weight,
    log_likelihood = result$log_likelihood,
    objective = objective,
    df = count_with_proportions(covariance_type, d, n_components, settings$proportions),
    entropy = result$entropy,
    log_certainty = result$log_certainty,
    converged = result$converged,
    iterations = length(result$trace) - 1L,
    expected_gain = result$left / result$total_weight,
    last_gain = result$last_gain,
    trace = result$trace,
    singular = !is_candidate || (has_degenerate && !by_prior),
    supported = is_candidate && (!has_degenerate || degenerate$held || by_prior),
    degenerate = degenerate$component,
    identical_rows = degenerate$identical,
    held_up = degenerate$held,
    ridge = stats::setNames(result$ridge, columns),
    restarts = restart_table(result$restarts, begin$names, result$chosen, objective),
    swaps = result$swaps,
    weighted = data$weighted,
    na_action = settings$na_action,
    omitted = data$omitted,
    origin = data$origin,
    prototype = prototype,
    control = settings$control,
    settings = settings_of_fit(settings, begin),
    call = call,
    format = fit_format
  )
  class(fit) <- "gaussmix"
  fit$missing <- missing_of_fit(data)
  fit[[objective]] <- result$objective
  if (fit$held_up) {
    fit$penalised_log_likelihood <- result$score
  } else if (by_prior) {
    fit$penalised_log_likelihood <- degenerate$penalised_by_prior
  }
  if (is_bayes(settings)) as_bayes(fit, result, method, settings) else fit
}
