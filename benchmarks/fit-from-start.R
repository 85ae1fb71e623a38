# gaussmix fits from the start of a problem, a list of weights, means and one covariance
# that all components begin with. Read by gaussmix.R and guard.R.

# The covariance of the start in the compact form of a type.
compact <- function(covariance, type, n_components) {
  switch(type,
    full = array(covariance, c(dim(covariance), n_components)),
    tied = covariance,
    diag = matrix(diag(covariance), n_components, ncol(covariance), byrow = TRUE),
    spherical = rep(mean(diag(covariance)), n_components)
  )
}

in_form <- function(start, type) {
  list(
    weights = start$weights, means = start$means,
    covariances = compact(start$covariance, type, length(start$weights))
  )
}

# Exactly so many iterations: with tol = 0 nothing stops them. `estimate` is gmm_fit or
# gmm_bayes.
fit_from_start <- function(x, start, type, iterations, threads = NULL, estimate = gmm_fit, ...) {
  estimate(
    x,
    n_components = length(start$weights), covariance_type = type,
    start = in_form(start, type), tol = 0, max_iter = iterations, reg_covar = 0,
    threads = threads, keep_data = FALSE, ...
  )
}
