# A mixture of given parameters as an object of class gaussmix, which a fit is, too.

# Raised when elements of a fit change their meaning, so that a fit that another version
# saved is not misread.
fit_format <- 1L

new_model <- function(weights, means, covariances, covariance_type, columns, call,
                      proportions = NULL) {
  n_components <- length(weights)
  d <- ncol(means)
  components <- names_of_weights(weights) %||% numbered_names(n_components)
  structure(
    list(
      weights = stats::setNames(weights, components),
      means = structure(means, dimnames = list(components, columns)),
      covariances = covariances,
      covariance_type = covariance_type,
      proportions = proportions,
      n_components = n_components,
      d = d,
      n = 0L,
      df = count_with_proportions(covariance_type, d, n_components, proportions),
      singular = FALSE,
      supported = TRUE,
      degenerate = integer(),
      identical_rows = numeric(),
      held_up = FALSE,
      origin = numeric(d),
      prototype = matrix(0, 0, d, dimnames = list(NULL, columns)),
      call = call,
      format = fit_format
    ),
    class = "gaussmix"
  )
}

# Names that tell components apart, or NULL.
names_of_weights <- function(weights) if (is_numbers(weights)) usable_names(names(weights))

# Whether a gaussmix was made from parameters rather than from data.
is_model <- function(fit) fit$n == 0

# Functions that report on a fit's data have nothing to say about a model.
check_estimated <- function(fit, call) {
  if (is_model(fit)) {
    abort("no_data", c(
      "`object` must be a fit to data.",
      x = "It was made from given parameters by `gmm_model()`.",
      i = "Its log-likelihood for data is `sum(predict(object, newdata, type = \"log_density\"))`."
    ), call = call)
  }
  fit
}

# A fit's mixture, without what it knows of its data.
model_of <- function(fit, means = fit$means, covariances = fit$covariances,
                     covariance_type = fit$covariance_type) {
  new_model(
    fit$weights, unname(means), covariances, covariance_type, colnames(means), fit$call,
    fit$proportions
  )
}

# The mixture of some of the columns: means and covariances of a normal distribution's
# margin are those of its columns.
marginal_mixture <- function(fit, dims) {
  model_of(
    fit, fit$means[, dims, drop = FALSE],
    reorder_compact(fit$covariances, fit$covariance_type, dims),
    type_of_margin(fit$covariance_type)
  )
}

# What it says of the columns that a row sees, in the coordinates of the fit.
seen_mixture <- function(fit, row) {
  if (!anyNA(row)) {
    return(fit)
  }
  dims <- which(!is.na(row))
  seen <- marginal_mixture(fit, dims)
  seen$origin <- fit$origin[dims]
  seen
}

# Parameters as the core takes them.
parameters_to_core <- function(fit) {
  list(
    weights = unname(fit$weights),
    means = t(unname(fit$means)),
    covariances = bare(fit$covariances)
  )
}
