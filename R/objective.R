# The objective of a fit: what EM maximises.

objective_titles <- c(
  log_likelihood = "Log-likelihood", log_posterior = "Log-posterior",
  lower_bound = "Lower bound of the log-evidence"
)

# As it is called in a fit.
objective_of <- function(settings) {
  if (is_bayes(settings)) {
    "lower_bound"
  } else if (is.null(settings$prior)) {
    "log_likelihood"
  } else {
    "log_posterior"
  }
}

is_bayes <- function(settings) !is.null(settings$weight_prior)
