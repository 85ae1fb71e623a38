#' Distribution function and quantiles of a Gaussian mixture in one column
#'
#' `gmm_cdf()` gives the probability that an observation of the mixture is at most `q` in one
#' column, and `gmm_quantile()` the value that one is at most with probability `p`: what
#' [stats::pnorm()] and [stats::qnorm()] are for one normal distribution. Use them for reference
#' limits, percentiles, probability plots, or to turn values into ranks by the model.
#'
#' The distribution function is the sum of those of the components, times their weights. It has
#' no inverse in closed form: the quantile is searched for between the quantiles of the
#' components, by Newton's method on the logarithm, which is told by bisection where to stay.
#'
#' Both keep their digits in the tails, far beyond where a probability and 1 are the same number,
#' with `log = TRUE` beyond where it and 0 are, and between components that lie far apart.
#'
#' In a fit of several columns, they are about the marginal mixture of the column that `dims` names;
#' [gmm_probability()] has boxes of several columns. Of a fit by [gmm_bayes()] they are about the
#' mixture with its expected weights, means and inverse expected precisions, from which
#' [gmm_sample()] draws, too, and not about its posterior predictive distribution.
#'
#' @param fit A fit of class `gaussmix`.
#' @param q Values, in the units of the column (of a formula, those of its term).
#' @param p Probabilities between 0 and 1; their logarithms if `log` is `TRUE`. The quantiles of
#'   0 and 1 are `-Inf` and `Inf`.
#' @param dims The column, by name or number, as in [`autoplot()`][autoplot.gaussmix]. May be left
#'   out where the fit has one.
#' @param lower_tail Whether probabilities are of values up to `q`; else, of those above.
#' @param log Whether probabilities are given and taken as logarithms.
#'
#' @return As many numbers as `q` or `p` has, with their names. Where those are missing, so are
#'   these.
#' @section Errors: `gaussmix_error_argument`, `gaussmix_error_fit`.
#' @seealso [gmm_threshold()] for the values where components change, [gmm_hdr()] for the
#'   shortest intervals, [gmm_probability()] for the probabilities of intervals and boxes,
#'   [predict.gaussmix()] for densities.
#' @references McLachlan, G. J. and Peel, D. (2000). *Finite Mixture Models*. Wiley,
#'   section 1.4. \doi{10.1002/0471721182}
#' @export
#' @examples
#' set.seed(1)
#' fit <- gmm_fit(faithful, n_components = 2)
#'
#' # How long does one wait for the next eruption, nineteen times in twenty?
#' gmm_quantile(fit, 0.95, dims = "waiting")
#' gmm_cdf(fit, c(60, 90), dims = "waiting")
#'
#' # Do the data follow the mixture? The points should lie on the line
#' waiting <- gmm_fit(faithful$waiting, n_components = 2)
#' theory <- gmm_quantile(waiting, ppoints(272))
#' plot(theory, sort(faithful$waiting))
#' abline(0, 1)
gmm_quantile <- function(fit, p, dims = NULL, lower_tail = TRUE, log = FALSE) {
  call <- sys.call()
  check_given(c(fit = missing(fit), p = missing(p)), call)
  check_intact_fit(fit, "fit", call)
  lower_tail <- check_flag(lower_tail, "lower_tail", call)
  log <- check_flag(log, "log", call)
  p <- if (log) {
    check_numbers(p, "p", "logarithms of probabilities, 0 or less", function(p) p <= 0, call)
  } else {
    check_numbers(p, "p", "probabilities between 0 and 1", function(p) p >= 0 & p <= 1, call)
  }
  margin <- some_components(margin_of(fit, dims, call))
  quantiles <- p
  quantiles[] <- if (lower_tail) {
    quantiles_of(margin, p, log)
  } else {
    -quantiles_of(mirrored(margin), p, log)
  }
  quantiles
}

#' @rdname gmm_quantile
#' @export
gmm_cdf <- function(fit, q, dims = NULL, lower_tail = TRUE, log = FALSE) {
  call <- sys.call()
  check_given(c(fit = missing(fit), q = missing(q)), call)
  check_intact_fit(fit, "fit", call)
  lower_tail <- check_flag(lower_tail, "lower_tail", call)
  log <- check_flag(log, "log", call)
  q <- check_numbers(q, "q", "numbers", function(q) TRUE, call)
  margin <- some_components(margin_of(fit, dims, call))
  probabilities <- q
  probabilities[] <- probabilities_of(margin, q, lower_tail, log)
  probabilities
}

probabilities_of <- function(margin, q, lower_tail, log) {
  if (!log) {
    tails <- stats::pnorm(standardised(margin, q), lower.tail = lower_tail)
    tails <- matrix(tails, length(q), length(margin$weights))
    return(pmin(as.vector(tails %*% margin$weights), 1))
  }
  # Of a probability close to 1 the logarithm is what the other tail leaves.
  same <- log_tail(margin, q, lower_tail)
  large <- which(same > -log(2))
  same[large] <- log1p(-exp(log_tail(margin, q[large], !lower_tail)))
  same
}

# Each is searched for in the tail where its probability is at most one half.
quantiles_of <- function(margin, p, log) {
  log_p <- if (log) p else base::log(p)
  # Of what is so close to 1 that only its logarithm tells them apart, too.
  other <- if (log) base::log(-expm1(p)) else log1p(-p)
  in_upper <- log_p > -base::log(2)
  result <- rep(NA_real_, length(p))
  lower <- which(!in_upper)
  upper <- which(in_upper)
  result[lower] <- lower_quantiles(margin, log_p[lower], if (!log) p[lower])
  result[upper] <- -lower_quantiles(mirrored(margin), other[upper], if (!log) 1 - p[upper])
  result
}

# Quantiles of probabilities of at most one half, by their logarithms. The quantile of a mixture
# lies between those of its components; there Newton's steps are taken as long as each is at most
# half as long as the one before, and else the interval is halved.
lower_quantiles <- function(margin, log_p, p = NULL) {
  p <- p %||% exp(log_p)
  z <- stats::qnorm(log_p, log.p = TRUE)
  of_components <- function(z) {
    as.data.frame(outer(z, margin$sds) + rep(margin$means, each = length(z)))
  }
  # Far out R's own quantiles have six digits.
  wider <- ifelse(log_p < -300, 1e-4, 0)
  result <- low <- do.call(pmin, of_components(z * (1 + wider)))
  high <- do.call(pmax, of_components(z * (1 - wider)))
  left <- which(is.finite(low) & low < high)
  x <- low + (high - low) / 2
  last <- high - low
  while (length(left) > 0) {
    at <- x[left]
    newton <- newton_step(margin, at, log_p[left], p[left])
    low[left] <- ifelse(newton$excess <= 0, at, low[left])
    high[left] <- ifelse(newton$excess >= 0, at, high[left])
    halving <- low[left] + (high[left] - low[left]) / 2 - at
    is_good <- is.finite(newton$step) & abs(newton$step) <= abs(last[left]) / 2 &
      at + newton$step > low[left] & at + newton$step < high[left]
    step <- ifelse(is_good, newton$step, halving)
    last[left] <- step
    x[left] <- at + step
    result[left] <- at
    # Nothing is left but rounding errors: of the excess, or of x.
    done <- abs(newton$excess) <= newton$noise | abs(step) <= 2^-52 * abs(at) | x[left] == at
    left <- left[!done]
  }
  result
}

newton_step <- function(margin, x, log_p, p) {
  tail <- log_tail(margin, x)
  excess <- tail - log_p
  noise <- 2^-52 * abs(log_p)
  near <- which(abs(excess) < 1e-3 & p > 1e-280)
  if (length(near) > 0) {
    beyond <- excess_beyond(margin, x[near], p[near])
    excess[near] <- beyond$excess
    noise[near] <- beyond$noise
  }
  slope <- exp(log_row_sums(log_densities(margin, x)) - tail)
  list(excess = excess, noise = noise, step = -excess / slope)
}

# Log of the probability below x, less that of p, where both are nearly the same: from what each
# component has beyond x. Between components that lie far apart the sum of probabilities
# does not change in any of its digits, and the terms that do are these.
excess_beyond <- function(margin, x, p) {
  z <- standardised(margin, x)
  is_below <- z > 0
  logs <- stats::pnorm(-abs(z), log.p = TRUE)
  logs <- matrix(logs, length(x), ncol(z)) + by_component(log(margin$weights), x)
  sum_of <- function(which) log_row_sums(ifelse(which, logs, -Inf))
  gained <- sum_of(!is_below)
  lost <- sum_of(is_below)
  whole <- as.vector(is_below %*% margin$weights) - p
  excess <- log1p((whole + exp(gained) - exp(lost)) / p)
  # Too small to be numbers, they still say on which side the quantile is.
  silent <- which(excess == 0 & whole == 0 & gained != lost)
  excess[silent] <- ifelse(gained > lost, Inf, -Inf)[silent]
  list(excess = excess, noise = 2^-52 * (abs(whole) + exp(gained) + exp(lost)) / p)
}
