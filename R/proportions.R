# Mixing weights that are estimated, and such that are known to be equal.

proportions_words <- c("free", "equal")

# Models of given weights, and fits that were saved before there was a choice, have none.
has_equal_proportions <- function(fit) identical(fit$proportions, "equal")

# The parameters of a mixture of so many components: equal weights are none.
count_with_proportions <- function(covariance_type, d, n_components, proportions) {
  count_parameters(covariance_type, d, n_components) -
    if (identical(proportions, "equal")) n_components - 1 else 0
}
