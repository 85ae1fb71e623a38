# A mixture of up to seven components in one column whose weights, means and standard deviations
# differ by orders of magnitude. `least` keeps weights, which are about one before they are
# scaled, from zero.
random_column_mixture <- function(least) {
  k <- sample(7, 1)
  weights <- stats::rexp(k)^3 + least
  sds <- 10^(stats::runif(k, -3, 3) * stats::runif(1))
  gmm_model(weights / sum(weights), stats::rnorm(k) * 10^stats::runif(1, -2, 3), sds^2)
}
