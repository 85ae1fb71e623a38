# One column of a mixture: weights, means and standard deviations of K normal distributions.

# Weights of given parameters sum to 1 but for a little; probabilities must do so to the digit.
margin_of <- function(fit, dims, call) {
  dims <- one_column(dims, fit, call)
  weights <- unname(fit$weights)
  list(
    weights = weights / sum(weights), means = unname(fit$means[, dims]),
    sds = unname(component_sds(fit)[, dims])
  )
}

one_column <- function(dims, fit, call) {
  if (is.null(dims)) {
    if (fit$d == 1) {
      return(1L)
    }
    abort("argument", c(
      "`dims` must say which column is meant.",
      x = paste0("The fit has ", counted(fit$d, "column"), "."), i = known_columns(fit)
    ), call = call)
  }
  check_dims(dims, fit, picture_types["histogram", ], call)
}

# Those that have some weight: others are nowhere.
some_components <- function(margin, which = margin$weights > 0) {
  lapply(margin[c("weights", "means", "sds")], `[`, which)
}

# The margin seen from the other side: its lower tail is the upper one.
mirrored <- function(margin) {
  margin$means <- -margin$means
  margin
}

# x by components, in standard deviations from the mean.
standardised <- function(margin, x) {
  outer(x, margin$means, `-`) / by_component(margin$sds, x)
}

# What is one number for each component, for each x. Not by sweep(), which takes ten times as
# long, and who looks for a root asks a thousand times.
by_component <- function(numbers, x) rep(numbers, each = length(x))

log_densities <- function(margin, x) {
  constants <- log(margin$weights) - log(margin$sds) - log(2 * pi) / 2
  -standardised(margin, x)^2 / 2 + by_component(constants, x)
}

# log(rowSums(exp(logs))) without loss.
log_row_sums <- function(logs) {
  most <- logs[cbind(seq_len(nrow(logs)), max.col(logs, "first"))]
  finite <- most
  finite[!is.finite(most)] <- 0
  most + log(rowSums(exp(logs - finite)))
}

# Log of the probability below x, or above it.
log_tail <- function(margin, x, lower = TRUE) {
  tails <- stats::pnorm(standardised(margin, x), lower.tail = lower, log.p = TRUE)
  tails <- matrix(tails, length(x), length(margin$weights))
  log_row_sums(tails + by_component(log(margin$weights), x))
}

# Numbers that a function of one column takes, with their names. NA is none, and stays.
check_numbers <- function(x, argument, must, ok, call) {
  # NA alone is logical.
  x <- if (is.logical(x) && all(is.na(x))) x + NA_real_ else x
  if (!is_numbers(x) || is.object(x) || length(dim(x)) > 1 || !all(ok(x), na.rm = TRUE)) {
    abort_argument(paste0("`", argument, "` must be ", must, "."), x, call)
  }
  stats::setNames(as.double(x), names(x))
}
