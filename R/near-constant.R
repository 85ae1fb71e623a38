# Columns that, within components, sum nearly to a constant (percentages do) or depend on each
# other: covariances with correlations then follow rounding in a direction that says nothing.

tell_of_near_constant <- function(fit, call) {
  # What is left of the variance where columns are a sum, and where they depend otherwise.
  least <- c(sum = 1e-3, other = 1e-4)
  row <- covariance_row(fit$covariance_type)
  # Of few rows each set of columns is near to a plane; more columns take time.
  if (row$shape != "full" || fit$d < 3 || fit$d > 100 || fit$n < 5 * fit$d) {
    return(invisible())
  }
  covariance <- within_covariance(fit)
  sds <- sqrt(diag(covariance))
  correlation <- covariance / tcrossprod(sds)
  if (!all(is.finite(correlation)) || is_above(correlation, least[["sum"]])) {
    return(invisible())
  }
  parts <- eigen(correlation, symmetric = TRUE)
  direction <- parts$vectors[, fit$d] / sds
  # In units of the columns, and only those that have a part in it.
  used <- which(abs(direction * sds) > 0.05 * max(abs(direction * sds)))
  is_sum <- is_even(direction[used])
  if (parts$values[fit$d] < least[[if (is_sum) "sum" else "other"]]) {
    inform_of_near_constant(fit, used, is_sum, covariance[used, used], call)
  }
}

# Whether the weights of a sum are nearly the same.
is_even <- function(weights) {
  max(weights) * min(weights) > 0 && diff(range(abs(weights))) <= 0.1 * max(abs(weights))
}

# Of a selection that fit which has most components to tell groups apart by.
tell_of_near_constant_in <- function(fits, call) {
  fits <- Filter(
    function(fit) inherits(fit, "gaussmix") && covariance_row(fit$covariance_type)$shape == "full",
    fits
  )
  if (length(fits) > 0) {
    sizes <- vapply(fits, function(fit) fit$n_components, 1L)
    tell_of_near_constant(fits[[which.max(sizes)]], call)
  }
}

within_covariance <- function(fit) {
  if (covariance_row(fit$covariance_type)$shared) {
    return(fit$covariances)
  }
  flat <- matrix(fit$covariances, ncol = fit$n_components)
  matrix(flat %*% fit$weights, fit$d)
}

inform_of_near_constant <- function(fit, used, is_sum, covariance, call) {
  names <- paste0("`", variable_names(fit)[used], "`")
  total <- sum(fit$weights %*% fit$means[, used, drop = FALSE])
  inform("constant_sum", c(
    if (is_sum) {
      "Columns of `x` nearly sum to a constant."
    } else {
      "Columns of `x` nearly depend on each other."
    },
    x = if (is_sum) {
      paste0(
        enumerate(names), " sum to ", format(total, digits = 4), ", and within components that",
        " varies by no more than ", format(sqrt(sum(covariance)), digits = 2), "."
      )
    } else {
      paste0("Within components each of ", enumerate(names), " follows from the others.")
    },
    i = paste(
      "Leave one of them out: a covariance of all of them is as narrow as rounding makes it,",
      "and likelihoods and BIC compare little else."
    )
  ), call)
}
