# The M-step from statistics: the mixture that follows from them and from the one before, by
# the method of that.

#' @rdname gmm_statistics
#' @export
gmm_update <- function(statistics, model, ridge = NULL, ...) {
  call <- sys.call()
  check_given(c(statistics = missing(statistics), model = missing(model)), call)
  check_no_dots(list(...), c("statistics", "model", "ridge"), call)
  statistics <- check_statistics(statistics, "statistics", call)
  check_intact_fit(model, "model", call)
  check_statistics_of(statistics, model, call)
  ridge <- ridge_of_update(ridge, model, call)
  if (!is.null(model$posterior$sticks)) {
    return(in_order_of_sticks(statistics, model, ridge, call))
  }
  updated(statistics, model, ridge, call)
}

check_statistics_of <- function(statistics, model, call) {
  refuse <- function(must, given) abort("statistics", c(must, x = given), call = call)
  if (statistics$covariance_type != model$covariance_type) {
    refuse(
      paste0("`statistics` must be for the type of `model`, \"", model$covariance_type, "\"."),
      paste0("They are for \"", statistics$covariance_type, "\".")
    )
  }
  if (!identical(dim(statistics$origins), dim(model$means))) {
    refuse(
      paste0(
        "`statistics` must have the components and columns of `model`, ",
        paste(dim(model$means), collapse = " and "), "."
      ),
      paste0("They have ", paste(dim(statistics$origins), collapse = " and "), ".")
    )
  }
  columns <- list(colnames(statistics$origins), colnames(model$means))
  if (!have_same_columns(columns[[1]], columns[[2]])) {
    named <- lapply(columns, function(names) enumerate(paste0("`", readable(names), "`")))
    refuse(
      paste0("`statistics` must be of the columns of `model`, ", named[[2]], "."),
      paste0("They are of ", named[[1]], ".")
    )
  }
  if (!(statistics$total_weight > 0)) {
    refuse("`statistics` must be of some observation.", "Their total weight is 0.")
  }
}

# In each column; of a model without a word about it there is none.
ridge_of_update <- function(ridge, model, call) {
  if (is.null(ridge)) {
    return(unname(model$ridge) %||% numeric(model$d))
  }
  ok <- is_numbers(ridge) && !is.object(ridge) && is.null(dim(ridge)) &&
    length(ridge) %in% c(1, model$d) && all(is.finite(ridge)) && all(ridge >= 0)
  if (!ok) {
    abort_argument(
      paste0(
        "`ridge` must be one finite number, zero or more, or one for each column, ", model$d, "."
      ),
      ridge, call
    )
  }
  rep_len(as.double(ridge), model$d)
}

# The core takes components in the order in which sticks are broken, which gmm_relabel() may
# have changed.
in_order_of_sticks <- function(statistics, model, ridge, call) {
  order <- order(model$posterior$sticks)
  names <- component_names(model)
  ordered <- with_components(model, order, names[order])
  ordered$posterior$sticks <- NULL
  result <- updated(statistics_in_order(statistics, order), ordered, ridge, call)
  with_components(result, order(order), names)
}

statistics_in_order <- function(statistics, order) {
  statistics$origins <- statistics$origins[order, , drop = FALSE]
  statistics$counts <- statistics$counts[order]
  statistics$sums <- statistics$sums[order, , drop = FALSE]
  statistics$scatters <- if (statistics$pooled) {
    statistics$scatters
  } else if (statistics$scatter == "full") {
    statistics$scatters[, , order, drop = FALSE]
  } else {
    statistics$scatters[order, , drop = FALSE]
  }
  statistics
}

updated <- function(statistics, model, ridge, call) {
  method <- method_of(model, call)
  before <- parameters_to_core(model)
  before$weights <- weights_of_start(model)
  result <- in_core(update_mixture(
    statistics_to_core(statistics), before, model$covariance_type, method, ridge,
    expected_total(model, statistics)
  ), call)
  check_update(result, ridge, call)
  warn_of_far_origins(result, call)
  new_update(result, statistics, model, ridge, method, call)
}

# Components are columns in the core.
statistics_to_core <- function(statistics) {
  scatters <- statistics$scatters
  if (statistics$scatter == "diagonal" && !statistics$pooled) scatters <- t(scatters)
  list(
    origins = t(unname(statistics$origins)), counts = unname(statistics$counts),
    sums = t(unname(statistics$sums)), scatters = as.vector(scatters),
    log_likelihood = statistics$log_likelihood, entropy = statistics$entropy,
    total_weight = statistics$total_weight
  )
}

# The weight of the observations that a posterior is of, be they these or others.
expected_total <- function(model, statistics) {
  if (!inherits(model, "gaussmix_bayes")) {
    return(statistics$total_weight)
  }
  sum(model$posterior$mean_precision - model$prior$mean_precision)
}

# How a mixture was estimated, as the core takes it; NULL for maximum likelihood.
method_of <- function(model, call) {
  if (inherits(model, "gaussmix_bayes")) {
    return(method_of_bayes(model))
  }
  if (!is.null(model$method)) {
    return(model$method)
  }
  # A model's prior is in its method.
  settings <- list(
    prior = model$settings$prior, proportions = model$proportions %||% "free",
    threads = resolve_threads(NULL, call)
  )
  method_for(settings, data_of_prior(model, call), call)(model$covariance_type)
}

# What a fit by variational Bayes tells of its prior. Degrees of freedom and scale of one variance
# for all columns are those of a column in the core.
method_of_bayes <- function(model) {
  prior <- model$prior
  row <- covariance_row(model$covariance_type)
  share <- if (row$shape == "spherical") model$d else 1
  list(
    prior = list(
      mean = unname(prior$mean), mean_precision = prior$mean_precision,
      degrees_of_freedom = prior$degrees_of_freedom / share, scale = prior$scale / share
    ),
    scale_power = 0,
    equal_proportions = has_equal_proportions(model),
    weight_prior = list(
      stick_breaking = model$weight_prior$distribution == "dirichlet_process",
      concentration = model$weight_prior$concentration %||% 1, shared = FALSE
    )
  )
}

# The data of the fit, as far as its prior asks for them.
data_of_prior <- function(fit, call) {
  prior <- fit$settings$prior
  if (!is.null(prior$mean) && !is.null(prior$scale)) {
    return(list(values = matrix(0, 0, fit$d), column_names = colnames(fit$means)))
  }
  check_holds_data(
    fit, "Give `mean` and `scale` in `gmm_prior()`, or fit with `keep_data = TRUE`.", call
  )
  observe(
    fit$data$x, fit$data$sample_weight, fit$na_action, call, fit$control$effective_n
  )
}

check_update <- function(result, ridge, call) {
  if (result$trouble == "none") {
    return(invisible())
  }
  abort("degenerate", c(
    "`statistics` must leave every component a covariance with an inverse.",
    x = paste0(
      "With `ridge` = ", enumerate(format(unique(ridge), trim = TRUE)), ", ",
      trouble_text(result$trouble, result$component), "."
    ),
    i = if (result$moved_far) {
      "The means moved far from the origins, which costs digits: give `origins` near the data."
    } else {
      "Use a larger `ridge`, a prior, or a `covariance_type` with fewer parameters."
    }
  ), call = call)
}

warn_of_far_origins <- function(result, call) {
  if (result$moved_far) {
    warn("inaccurate", c(
      "The means moved far from the origins of `statistics`: covariances have lost digits.",
      i = paste(
        "Pass over the data once more with the same `model` and `origins` = the means of this",
        "result, and update again."
      )
    ), call)
  }
}

new_update <- function(result, statistics, model, ridge, method, call) {
  parameters <- result$parameters
  next_model <- new_model(
    stats::setNames(parameters$weights, names(model$weights)), t(parameters$means),
    parameters$covariances, model$covariance_type, colnames(model$means), call, model$proportions
  )
  next_model$prototype <- model$prototype
  next_model$variables <- model$variables
  next_model$ridge <- stats::setNames(ridge, colnames(model$means))
  objective <- "log_likelihood"
  if (inherits(model, "gaussmix_bayes")) {
    objective <- "lower_bound"
    next_model$counts <- statistics$counts
    names(next_model$counts) <- names(next_model$weights)
    result$total_weight <- statistics$total_weight
    next_model <- as_bayes(next_model, result, method, list(weight_prior = method$weight_prior))
  } else if (!is.null(method$prior)) {
    objective <- "log_posterior"
    next_model$method <- method
  }
  next_model$objective_before <- stats::setNames(result$objective, objective)
  next_model
}
