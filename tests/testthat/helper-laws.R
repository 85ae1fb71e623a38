# What laws are tried on: data on a grid, a start with the structure of each type, and fits from
# it.

all_structures <- gaussmix:::covariance_types$name

# Defines one test of a law per structure.
for_structures <- function(law, check, structures = all_structures) {
  for (type in structures) {
    test_that(paste0(law, ": ", type), {
      check(type)
    })
  }
}

# Three correlated clusters that overlap, 120 x 3, on a grid of 2^-20.
law_data <- function() {
  set.seed(42)
  labels <- rep(1:3, c(30, 40, 50))
  centres <- rbind(c(0, 0, 0), c(3, 1, -1), c(-1, 4, 2))
  mix <- cbind(c(1, 0.5, 0.2), c(0, 0.8, -0.3), c(0, 0, 1.2))
  noise <- matrix(stats::rnorm(360), 120) %*% mix
  x <- noise * c(0.7, 1, 1.3)[labels] + centres[labels, ]
  round(x * 2^20) / 2^20
}

# Labels that are a fifth wrong, all three in use.
law_labels <- function(seed = 7) {
  set.seed(seed)
  labels <- rep(1:3, c(30, 40, 50))
  wrong <- sample(120, 24)
  labels[wrong] <- sample(3, 24, replace = TRUE)
  labels
}

law_weights <- function() {
  set.seed(8)
  stats::runif(120, 0.2, 3)
}

# A start with the structure of the type, covariances d x d x K.
law_start <- function(type, x = law_data(), labels = law_labels()) {
  if (type %in% six_structures) {
    return(reference_m_step(x, one_hot(labels), type))
  }
  lapply(coef(gmm_m_step(x, one_hot(labels), type)), unname)
}

fit_law <- function(x, type, start, ..., tol = 0, max_iter = 25) {
  allow_singular(gmm_fit(
    x,
    n_components = 3, covariance_type = type, start = start, tol = tol, max_iter = max_iter, ...
  ))
}

# What two fits share when only the way the start was written, or the call, differs.
essence <- function(fit) {
  fit$call <- fit$data <- NULL
  fit$restarts$start <- NULL
  fit
}

parameters_of <- function(fit) unclass(fit)[c("weights", "means", "covariances")]
