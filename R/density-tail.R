# The tail of a mixture's density: the probability that it is as low.

# Its log: of draws, and in their tail by those of the components, which meet the draws where these
# get few.
log_density_tail <- function(fit, to_main, norm, seed, threads, call) {
  n_draws <- max(1000, min(1e5, 1e9 / (fit$d^2 * fit$n_components)))
  drawn <- with_seed(seed, gmm_sample(fit, ceiling(n_draws), threads))
  is_main <- as.integer(attr(drawn, "component")) %in% norm$main
  values <- as_cells(drawn, "newdata", "newdata", call)$values[is_main, , drop = FALSE]
  of_draws <- predict_cells(fit, values, "mahalanobis", threads, call)
  tops <- norm$tops[norm$main]
  heights <- function(distances) log_row_sums(sweep(-distances / 2, 2, tops, `+`))
  draws <- sort(heights(of_draws[, norm$main, drop = FALSE]))
  from <- max(0.01, 100 / length(draws))
  edge <- draws[ceiling(from * length(draws))]
  height <- heights(to_main)
  tail <- function(height) log_component_tails(height, tops, unname(fit$weights[norm$main]), fit$d)
  log_p <- log(pmax(findInterval(height, draws), 1) / length(draws))
  low <- which(height < edge)
  log_p[low] <- log(from) + tail(height[low]) - tail(edge)
  log_p
}

# Of each component the probability that its own part of the density is below a height, summed.
log_component_tails <- function(height, tops, weights, d) {
  distances <- 2 * outer(-height, tops, `+`)
  tails <- stats::pchisq(distances, d, lower.tail = FALSE, log.p = TRUE)
  tails <- matrix(tails, length(height), length(tops))
  log_row_sums(sweep(tails, 2, log(weights), `+`))
}
