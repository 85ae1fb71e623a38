# A fit that was tampered with must not reach the core, or be reported as if it were
# a fit. One row per element: what must be true of it, given that the elements before
# it are as they must be. The first part is what a model from given parameters has, too.

model_parts <- list(
  format = function(x, fit) is_whole(x, 1),
  covariance_type = function(x, fit) is_one_of(x, covariance_types$name),
  n_components = function(x, fit) is_whole(x, 1),
  d = function(x, fit) is_whole(x, 1),
  weights = function(x, fit) {
    are_finite(x, fit$n_components) && all(x >= 0) && abs(sum(x) - 1) <= 1e-8 &&
      (is.null(names(x)) || (!anyNA(names(x)) && !anyDuplicated(names(x))))
  },
  means = function(x, fit) {
    are_finite(x, fit$n_components * fit$d) &&
      identical(dim(x), as.integer(c(fit$n_components, fit$d)))
  },
  covariances = function(x, fit) are_covariances(x, fit),
  n = function(x, fit) is_whole(x, 0),
  proportions = function(x, fit) {
    are_equal <- all(abs(fit$n_components * fit$weights - 1) <= 1e-8)
    is.null(x) || (is_one_of(x, proportions_words) && (x == "free" || are_equal))
  },
  df = function(x, fit) {
    identical(
      x, count_with_proportions(fit$covariance_type, fit$d, fit$n_components, fit$proportions)
    )
  },
  singular = function(x, fit) is_flag(x),
  supported = function(x, fit) is_flag(x),
  degenerate = function(x, fit) {
    is.integer(x) && !anyNA(x) && all(x >= 1 & x <= fit$n_components)
  },
  identical_rows = function(x, fit) are_finite(x, length(fit$degenerate)) && all(x >= 0),
  origin = function(x, fit) are_finite(x, fit$d),
  prototype = function(x, fit) {
    (is.data.frame(x) || is.atomic(x)) && NROW(x) == 0 && prototype_columns(x) == fit$d &&
      identical(colnames(x), colnames(fit$means))
  },
  call = function(x, fit) is.call(x),
  variables = function(x, fit) {
    is.null(x) || (is.list(x) && inherits(x$terms, "terms") && is.character(x$names))
  },
  ridge = function(x, fit) is.null(x) || (are_finite(x, fit$d) && all(x >= 0)),
  method = function(x, fit) is.null(x) || is_method(x, fit)
)

estimation_parts <- list(
  counts = function(x, fit) are_finite(x, fit$n_components) && all(x >= 0),
  nobs = function(x, fit) is_number(x) && x > 0,
  objective = function(x, fit) is_one_of(x, names(objective_titles)),
  log_likelihood = function(x, fit) fit$objective == "lower_bound" || is_number(x),
  held_up = function(x, fit) is_flag(x),
  penalised_log_likelihood = function(x, fit) {
    if (is.null(x)) !fit$held_up else is_number(x)
  },
  log_posterior = function(x, fit) fit$objective != "log_posterior" || is_number(x),
  entropy = function(x, fit) is_number(x),
  log_certainty = function(x, fit) is_number(x),
  converged = function(x, fit) is_flag(x),
  iterations = function(x, fit) is_whole(x, 0),
  expected_gain = function(x, fit) identical(x, Inf) || (is_number(x) && x >= 0),
  last_gain = function(x, fit) is_number(x),
  trace = function(x, fit) are_finite(x, fit$iterations + 1),
  ridge = function(x, fit) are_finite(x, fit$d) && all(x >= 0),
  restarts = function(x, fit) are_restarts(x, fit$objective),
  swaps = function(x, fit) {
    are_finite(x, 2) && all(x >= 0) && identical(names(x), c("tried", "gainful"))
  },
  weighted = function(x, fit) is_flag(x),
  na_action = function(x, fit) is_one_of(x, c("fail", "omit", "exclude", "em")),
  omitted = function(x, fit) are_rows(x),
  missing = function(x, fit) {
    is.null(x) || (fit$na_action == "em" && are_missing_counts(x))
  },
  control = function(x, fit) is_made(x, check_control),
  settings = function(x, fit) are_settings(x, fit$objective),
  trimmed = function(x, fit) is.null(x) || is_trimmed(x, fit)
)

# Of a mixture by gmm_update() under a prior: what the core takes.
is_method <- function(x, fit) {
  size <- switch(covariance_row(fit$covariance_type)$shape,
    full = fit$d^2, diagonal = fit$d, spherical = 1
  )
  prior <- if (is.list(x) && !is.object(x)) x$prior
  is.list(prior) && !is.object(prior) && is.null(x$weight_prior) && is_number(x$scale_power) &&
    is_flag(x$equal_proportions) &&
    are_finite(prior$mean, fit$d) && is_number(prior$mean_precision) &&
    prior$mean_precision >= 0 && are_positive(prior$degrees_of_freedom, 1) &&
    are_finite(prior$scale, size)
}

are_restarts <- function(x, objective) {
  known <- c(start_kinds, given_kinds, smaller_fit, one_component_start)
  is.data.frame(x) && all(lengths(unclass(x)) == nrow(x)) && is.character(x$start) &&
    all(x$start %in% known) && is.character(x$reason) && is.numeric(x[[objective]]) &&
    is.numeric(x$score) && is.numeric(x$iterations) && is.logical(x$collapsed) &&
    is.logical(x$converged) && is.logical(x$chosen) && !anyNA(x$chosen) && sum(x$chosen) == 1
}

are_settings <- function(x, objective) {
  is.list(x) && !is.object(x) && is_whole(x$n_init, 1) && is_number(x$tol) && x$tol >= 0 &&
    is_whole(x$max_iter, 0) && is_number(x$reg_covar) && x$reg_covar >= 0 &&
    (is.null(x$start) || is_one_of(x$start, start_words)) && is_made(x$prior, check_prior) &&
    is.null(x$prior) == (objective == "log_likelihood") &&
    (if (objective == "lower_bound") is_weight_prior(x$weight_prior) else is.null(x$weight_prior))
}

# As check_bayes_settings() makes it.
is_weight_prior <- function(x) {
  is.list(x) && !is.object(x) && is_flag(x$stick_breaking) && is_flag(x$shared) &&
    are_positive(x$concentration, 1)
}

is_trimmed <- function(x, fit) {
  is.list(x) && !is.object(x) && are_rows(x$rows) && is.numeric(x$threshold) &&
    !is.object(x$threshold) && length(x$threshold) == 1 && !is.na(x$threshold) &&
    inherits(x$before, "gaussmix") && is_made(x$before, check_fit) &&
    identical(x$before$d, fit$d) && is.logical(x$active) && !is.object(x$active) &&
    !anyNA(x$active) && length(x$active) == x$before$n_components
}

# What a fit by variational Bayes has beside these.
bayes_parts <- list(
  lower_bound = function(x, fit) is_number(x),
  n_active = function(x, fit) is_whole(x, 0) && x <= fit$n_components,
  prior = function(x, fit) {
    size <- switch(covariance_row(fit$covariance_type)$shape,
      full = fit$d^2, diagonal = fit$d, spherical = 1
    )
    is.list(x) && !is.object(x) && are_finite(x$mean, fit$d) && are_positive(x$mean_precision, 1) &&
      are_positive(x$degrees_of_freedom, 1) && are_finite(x$scale, size)
  },
  weight_prior = function(x, fit) {
    is.list(x) && !is.object(x) &&
      is_one_of(x$distribution, c("dirichlet_process", "dirichlet", "equal")) &&
      if (x$distribution == "equal") is.null(x$concentration) else are_positive(x$concentration, 1)
  },
  posterior = function(x, fit) {
    shared <- covariance_row(fit$covariance_type)$shared
    size <- fit$n_components * switch(fit$weight_prior$distribution,
      dirichlet = 1, dirichlet_process = 2, equal = 0
    )
    is.list(x) && !is.object(x) && are_positive(x$mean_precision, fit$n_components) &&
      are_positive(x$degrees_of_freedom, if (shared) 1 else fit$n_components) &&
      (if (size == 0) {
        is.null(x$concentration)
      } else {
        are_positive(x$concentration, size) && NROW(x$concentration) == fit$n_components
      }) &&
      (is.null(x$sticks) || are_places(x$sticks, fit$n_components))
  }
)

are_covariances <- function(x, fit) {
  row <- covariance_row(fit$covariance_type)
  size <- compact_dim(row, fit$d, fit$n_components)
  given <- if (is.null(dim(x))) length(x) else dim(x)
  if (!are_finite(x, prod(size)) || !identical(as.integer(given), as.integer(size))) {
    return(FALSE)
  }
  # Not stricter than the core is with what it estimates.
  indefinite_component(bare(x), fit$covariance_type, fit$d, fit$n_components, 0) == 0
}

check_is_fit <- function(x, argument, call, cure = NULL) {
  if (!inherits(x, "gaussmix")) {
    if (inherits(x, "gmm_select")) cure <- "`gmm_best()` takes the best fit of a selection."
    abort_argument(paste0("`", argument, "` must be a fit of class gaussmix."), x, call, cure)
  }
}

check_fit <- function(fit, call, argument = "object") {
  parts <- if (is.list(fit)) unclass(fit) else list()
  check_format(parts$format, call, argument)
  check_parts(parts, model_parts, call, argument)
  if (!is_model(parts)) {
    check_parts(parts, estimation_parts, call, argument)
    if (parts$objective == "lower_bound") check_parts(parts, bayes_parts, call, argument)
  } else if (inherits(fit, "gaussmix_bayes")) {
    # By gmm_update().
    wanted <- c(estimation_parts["counts"], bayes_parts[names(bayes_parts) != "lower_bound"])
    check_parts(parts, wanted, call, argument)
  }
  fit
}

# Of what a user gives as a fit.
check_intact_fit <- function(x, argument, call) {
  check_is_fit(x, argument, call)
  check_fit(x, call, argument)
}

check_format <- function(format, call, argument) {
  if (is_whole(format, 1) && format != fit_format) {
    abort("fit", c(
      paste0(
        "`", argument, "` must be a fit of format ", fit_format,
        ", that of this version of gaussmix."
      ),
      x = paste0("Its format is ", format, "."),
      i = if (format > fit_format) {
        "A newer version made it: install that, or fit again."
      } else {
        "An older version made it: fit again, or take its parameters by `gmm_model()`."
      }
    ), call = call)
  }
}

check_parts <- function(parts, wanted, call, argument) {
  for (name in names(wanted)) {
    if (!isTRUE(wanted[[name]](parts[[name]], parts))) {
      abort_not_intact(name, call, argument)
    }
  }
}

# What a fit holds of its data matters where they are looked at: they can be as good as not
# there, as new data are given. The table itself is checked as all tables are.
check_data <- function(fit, call) {
  weights <- if (is.list(fit$data) && !is.object(fit$data)) fit$data$sample_weight else NA
  good <- is.null(weights) || (are_finite(weights, fit$n + length(fit$omitted)) &&
    all(weights >= 0) && is.null(dim(weights)))
  if (!good || is.null(weights) == fit$weighted) {
    abort_not_intact("data", call)
  }
}

abort_not_intact <- function(part, call, argument = "object") {
  abort("fit", c(
    paste0("`", argument, "` must be an intact fit of class gaussmix."),
    x = paste0("Its element `", part, "` is missing or does not fit the others."),
    i = "Fit again with `gmm_fit()`; do not change elements of a fit."
  ), call = call)
}
