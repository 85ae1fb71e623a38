# How far a value is from what the others of its row say.

# The same where values are missing: given the others that are seen.
conditional_scores_seen <- function(fit, values, k) {
  z <- matrix(NA_real_, nrow(values), fit$d)
  for (rows in rows_by_pattern(values)) {
    dims <- which(!is.na(values[rows[1], ]))
    if (length(rows) > 0 && length(dims) > 0) {
      seen <- seen_mixture(fit, values[rows[1], ])
      z[rows, dims] <- conditional_scores(seen, values[rows, dims, drop = FALSE], k[rows])
    }
  }
  z
}

# How far each value is from what component k expects of it given the others, in conditional
# standard deviations: with P the inverse of the covariance, (P (x - m))_j / sqrt(P_jj).
conditional_scores <- function(fit, values, k) {
  z <- matrix(NA_real_, nrow(values), fit$d)
  for (component in unique(k)) {
    rows <- which(k == component)
    sds <- component_sds(fit)[component, ]
    u <- sweep(values[rows, , drop = FALSE], 2, fit$means[component, ])
    u <- sweep(u, 2, sds, `/`)
    precision <- inverse_correlations(fit, component, sds)
    z[rows, ] <- if (is.null(precision)) {
      u
    } else {
      sweep(u %*% precision, 2, sqrt(diag(precision)), `/`)
    }
  }
  z
}

# NULL where there are no correlations, or where they are too close to 1 to be inverted.
inverse_correlations <- function(fit, k, sds) {
  row <- covariance_row(fit$covariance_type)
  if (row$shape != "full" || fit$d == 1) {
    return(NULL)
  }
  tryCatch(chol2inv(chol(covariance_in(fit, k) / outer(sds, sds))), error = function(e) NULL)
}
