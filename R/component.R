# The components of a fit as users see them: their names, standard deviations, and which
# of them are switched off.

# Components have numbers until a user gives them names.
numbered_names <- function(n_components) as.character(seq_len(n_components))

# The names of the weights, which are those of all that has a component in it.
component_names <- function(fit) {
  names <- names(fit$weights)
  if (is.null(names)) numbered_names(fit$n_components) else readable(names)
}

component_factor <- function(k, fit) {
  factor(k, seq_len(fit$n_components), component_names(fit))
}

# Components of a Bayesian fit that hold no more than one observation are switched off.
is_active <- function(fit) {
  if (inherits(fit, "gaussmix_bayes")) unname(fit$counts) > 1 else rep(TRUE, fit$n_components)
}

# The numbers of the components that are shown: those that are switched off lie where the prior
# is, which says nothing of the data. Where all are, of a single observation, that is all there is.
shown_components <- function(fit, inactive = FALSE, active = is_active(fit)) {
  if (inactive || !any(active)) seq_along(active) else which(active)
}

# K x d
component_sds <- function(fit) {
  sds <- vapply(seq_len(fit$n_components), function(k) {
    rep_len(sqrt(component_variances(fit$covariances, fit$covariance_type, k)), fit$d)
  }, numeric(fit$d))
  structure(t(matrix(sds, fit$d)), dimnames = dimnames(fit$means))
}
