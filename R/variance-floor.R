# The least variance that a prior leaves to a direction in which the data do not vary.

# The smallest part of what is usual that a prior leaves to a variance.
least_part <- 1e-6

# Variances, of constant columns a small part of the others'.
with_floor_of_columns <- function(variances) {
  flat <- !(variances > 0)
  variances[flat] <- if (all(flat)) 1 else least_part * mean(variances[!flat])
  variances
}

# A covariance with a small part of the variance in directions that have less: of constant
# columns a part of the others' variances, else of what is usual in the column. `rows` are
# those whose scatter it is, if they are no more than the columns.
with_floor <- function(covariance, rows = NULL) {
  flat <- !(diag(covariance) > 0)
  diag(covariance) <- with_floor_of_columns(diag(covariance))
  sds <- sqrt(diag(covariance))
  if (!is.null(rows)) {
    return(floored_correlation(rows, flat) * tcrossprod(sds))
  }
  correlation <- covariance / tcrossprod(sds)
  if (is_above(correlation, least_part)) {
    return(covariance)
  }
  parts <- eigen(correlation, symmetric = TRUE)
  if (min(parts$values) >= least_part) {
    return(covariance)
  }
  correlation <- parts$vectors %*% (pmax(parts$values, least_part) * t(parts$vectors))
  (correlation + t(correlation)) / 2 * tcrossprod(sds)
}

# The correlation matrix of few rows has an eigenvalue other than zero for each of them at
# most: those of the products of rows, which are a far smaller matrix.
floored_correlation <- function(rows, flat) {
  z <- sweep(rows, 2, sqrt(colSums(rows^2)), "/")
  z[, flat] <- 0
  parts <- eigen(tcrossprod(z), symmetric = TRUE)
  above <- parts$values > least_part
  beyond <- sqrt(1 - least_part / parts$values[above])
  correlation <- crossprod(beyond * crossprod(parts$vectors[, above, drop = FALSE], z))
  diag(correlation) <- diag(correlation) + ifelse(flat, 1, least_part)
  correlation
}

# Whether all eigenvalues of a correlation matrix are plainly above a bound, at a fraction of
# the time that they take.
is_above <- function(correlation, bound) {
  diag(correlation) <- diag(correlation) - 1.001 * bound
  tryCatch(
    {
      chol(correlation)
      TRUE
    },
    error = function(e) FALSE
  )
}
