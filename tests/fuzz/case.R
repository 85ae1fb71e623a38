# A case: a problem under an estimator, with the outcomes that several laws ask for,
# each computed once.
new_case <- function(problem, estimator) {
  case <- new.env(parent = emptyenv())
  case$problem <- problem
  case$estimator <- estimator
  case$kept <- list()
  case
}

outcome_under <- function(case, problem) attempt(case$estimator$fit(problem))

kept <- function(case, name, expr) {
  if (is.null(case$kept[[name]])) {
    case$kept[[name]] <- expr
  }
  case$kept[[name]]
}

# The problem as it stands.
outcome_of <- function(case) kept(case, "outcome", outcome_under(case, case$problem))

fit_of <- function(case) outcome_of(case)$value

posterior_of <- function(case) {
  kept(case, "posterior", case$estimator$predict(fit_of(case), type = "prob"))
}

log_density_of <- function(case) {
  kept(case, "log_density", case$estimator$predict(fit_of(case), type = "log_density"))
}

# A few iterations from a given start.
steady_outcome <- function(case) {
  kept(case, "steady", outcome_under(case, steady(case$problem)))
}

# Whether the steady fit is one that can be compared to the last digits: no component
# has collapsed and no covariance is close to singular.
is_sound <- function(case) is_sound_outcome(steady_outcome(case), case$problem)

# The same of the problem as it stands.
is_sound_primary <- function(case) is_sound_outcome(outcome_of(case), case$problem)

# A covariance that all components share can vanish as a whole, without a ridge: what the
# next iteration makes of it, rounding decides.
is_sound_outcome <- function(outcome, problem) {
  fit <- outcome$value
  # That columns are never seen together is said, and does no harm to the digits.
  bad <- Filter(function(w) !inherits(w, "gaussmix_warning_missing"), outcome$warnings)
  inherits(fit, "gaussmix") && length(bad) == 0 && !fit$singular &&
    slack_of(fit, problem) < 1e-5 && !begins_blown_up(fit, problem)
}

# Under one volume a component that begins with hardly more rows than span a plane begins as that
# plane made as large as the others are, and can grow out of it: what it gathers at first depends
# on the last digits of its width, however sound it is in the end.
begins_blown_up <- function(fit, problem) {
  fit$covariance_type %in% c("EVI", "EVE", "EVV") &&
    min(tabulate(problem$labels, problem$n_components)) < fit$d + 1.5
}

# The largest condition number of the correlations of a component, times the ratio of
# variances between components: what a relative error of the data is multiplied by. Structures of
# orientations know no units of columns: of these it is that of the covariances themselves.
conditioning <- function(fit) {
  variances <- variances_of(fit)
  spread <- max(apply(variances, 1, max) / apply(variances, 1, min))
  correlated <- switch(plain_type(fit$covariance_type),
    full = lapply(seq_len(fit$n_components), function(k) fit$covariances[, , k]),
    tied = list(fit$covariances)
  )
  # Where a component has no more rows than columns, its orientation is anything beyond these rows,
  # and where there are hardly more rows for all, what they share is. (Of its rows equal weights
  # say nothing.)
  few <- fit$d + 1.5
  has_own_axes <- fit$covariance_type %in% c("EEV", "VEV")
  shares <- fit$covariance_type %in% tied_types
  least <- min(fit$counts) / fit$nobs * fit$n
  if (has_own_axes && least < few || shares && fit$n < fit$n_components * few) {
    return(Inf)
  }
  knows_no_units <- fit$covariance_type %in% c("EEV", "VEV", "EVE", "VVE")
  of_one <- if (knows_no_units) function(s) 1 / rcond(as.matrix(s)) else condition_number
  spread * max(1, vapply(correlated, of_one, numeric(1)))
}

condition_number <- function(s) {
  s <- as.matrix(s)
  sds <- sqrt(diag(s))
  1 / rcond(s / sds / rep(sds, each = nrow(s)))
}

# Covariances as d x d x K, from the compact form, by other code than the package's.
covariances_of <- function(fit) {
  d <- fit$d
  value <- fit$covariances
  one <- function(k) {
    switch(plain_type(fit$covariance_type),
      full = value[, , k],
      tied = value,
      diag = diag(value[k, ], d),
      spherical = diag(value[k], d),
      tied_diag = ,
      tied_spherical = diag(value, d)
    )
  }
  array(unlist(lapply(seq_len(fit$n_components), one)), c(d, d, fit$n_components))
}

parameters_of <- function(fit) {
  list(
    weights = unname(fit$weights), means = unname(fit$means), covariances = covariances_of(fit)
  )
}

# d x K
diagonals <- function(covariances) {
  d <- dim(covariances)[1]
  matrix(covariances[rep(diag(d) == 1, dim(covariances)[3])], d)
}

variances_of <- function(fit) diagonals(covariances_of(fit))

# The smallest standard deviation of each column over the components.
narrowest <- function(fit) sqrt(apply(variances_of(fit), 1, min))

# How far two fits may differ that would be equal in exact arithmetic: 1e-10; the
# rounding of a log density of ill-conditioned covariances; that of means, by 2^-53 of
# where the data lie, in standard deviations; and that of the log density of a row that
# lies D standard deviations away, by 2^-53 D^2, which is the relative error of the
# row's odds.
slack_of <- function(fit, problem) {
  x <- data_of(problem)
  narrow <- narrowest(fit)
  reach <- max(apply(abs(x), 2, max, na.rm = TRUE) / narrow)
  distance <- max((apply(x, 2, max, na.rm = TRUE) - apply(x, 2, min, na.rm = TRUE)) / narrow)
  1e-10 + .Machine$double.eps * (100 * conditioning(fit) + 8 * reach + 8 * distance^2)
}

# After the four steps of a steady fit: a step may double the error that it is given, as
# responsibilities do where groups meet.
slack_of_steps <- function(fit, problem) 2^4 * slack_of(fit, problem)
