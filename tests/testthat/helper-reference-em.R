# EM written from the textbook (McLachlan and Peel 2000, section 3.2; Celeux and
# Govaert 1995 for the structures), slow and plain. A model is list(weights K,
# means K x d, covariances d x d x K).

six_structures <- c("full", "tied", "diag", "spherical", "tied_diag", "tied_spherical")

reference_log_joint <- function(x, model) {
  d <- ncol(x)
  matrix(vapply(seq_along(model$weights), function(k) {
    covariance <- matrix(model$covariances[, , k], d)
    log_determinant <- as.numeric(determinant(covariance)$modulus)
    distance <- stats::mahalanobis(x, model$means[k, ], covariance)
    log(model$weights[k]) - (d * log(2 * pi) + log_determinant + distance) / 2
  }, numeric(nrow(x))), nrow(x))
}

reference_e_step <- function(x, model) {
  joint <- reference_log_joint(x, model)
  largest <- apply(joint, 1, max)
  log_density <- largest + log(rowSums(exp(joint - largest)))
  list(z = exp(joint - log_density), log_density = log_density)
}

reference_scatter <- function(x, z, w, means, k) {
  centred <- sweep(x, 2, means[k, ])
  crossprod(centred * (w * z[, k]), centred)
}

reference_m_step <- function(x, z, type, w = rep(1, nrow(x)), ridge = rep(0, ncol(x))) {
  d <- ncol(x)
  n_components <- ncol(z)
  counts <- colSums(w * z)
  means <- crossprod(z * w, x) / counts
  scatters <- lapply(seq_len(n_components), function(k) reference_scatter(x, z, w, means, k))
  shared <- type %in% c("tied", "tied_diag", "tied_spherical")
  if (shared) {
    scatters <- rep(list(Reduce(`+`, scatters)), n_components)
    divisors <- rep(sum(w), n_components)
  } else {
    divisors <- counts
  }
  covariances <- array(0, c(d, d, n_components))
  for (k in seq_len(n_components)) {
    s <- scatters[[k]] / divisors[k]
    covariances[, , k] <- switch(type,
      full = ,
      tied = s + diag(ridge, d),
      diag = ,
      tied_diag = diag(diag(s) + ridge, d),
      spherical = ,
      tied_spherical = diag(mean(diag(s)) + mean(ridge), d)
    )
  }
  list(weights = counts / sum(w), means = unname(means), covariances = covariances)
}

# The model after `iterations` E- and M-steps, and the log-likelihoods on the way.
reference_em <- function(x, model, type, iterations, w = rep(1, nrow(x)),
                         ridge = rep(0, ncol(x))) {
  step <- reference_e_step(x, model)
  trace <- sum(w * step$log_density)
  for (i in seq_len(iterations)) {
    model <- reference_m_step(x, step$z, type, w, ridge)
    step <- reference_e_step(x, model)
    trace <- c(trace, sum(w * step$log_density))
  }
  c(model, list(loglik = trace[iterations + 1], trace = trace, z = step$z))
}

# Variances within the components of responsibilities, pooled, divisor sum of
# weights: what a relative ridge refers to.
reference_within <- function(x, z, w = rep(1, nrow(x))) {
  diag(reference_m_step(x, z, "tied", w)$covariances[, , 1, drop = FALSE][, , 1])
}

one_hot <- function(labels, n_components = max(labels)) {
  diag(n_components)[labels, , drop = FALSE]
}
