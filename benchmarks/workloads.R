# What is measured, and on which data. Read by run.R and page.R; nothing is run here.
#
# Data and starting parameters are drawn here once and written as raw little-endian
# doubles, so that every program reads the same bits:
#   <stem>.x       n x d data, by column
#   <stem>.start   K weights, K x d means (by column), one d x d covariance

# The workloads of the comparison with other programs.
workloads <- data.frame(
  workload = paste0("W", 1:7),
  n = c(1e6, 1e5, 1e5, 1e5, 1e5, 1e6, 2e4),
  d = c(2, 10, 64, 10, 64, 10, 256),
  n_components = c(5, 10, 10, 10, 20, 20, 10),
  type = c("full", "full", "full", "diag", "tied", "spherical", "full"),
  # Enough of them to let rounding errors grow, few enough for the slow ones.
  parity_iterations = c(10, 10, 10, 10, 10, 10, 3)
)

# The same with fewer rows and columns, to see in minutes that everything runs.
small <- function(workloads, factor = 20) {
  workloads$d <- pmin(workloads$d, 64)
  least <- 3 * workloads$d * workloads$n_components
  workloads$n <- pmin(workloads$n, pmax(ceiling(workloads$n / factor), least))
  workloads
}

# How the cost grows with n: nothing but n changes.
growth <- data.frame(n = c(1e5, 3e5, 1e6, 3e6, 1e7), d = 2, n_components = 5, type = "full")

# Shapes beside each other. Within a series one of d, K and n changes; n goes with d
# and K so that a pass of a series costs about the same.
shapes <- rbind(
  data.frame(
    series = "d", n = c(1e6, 1e6, 1e6, 5e5, 3e5, 1e5, 5e4, 2e4, 1e4),
    d = c(1, 2, 3, 5, 10, 17, 33, 64, 100), n_components = 10, type = "full"
  ),
  data.frame(
    series = "K", n = c(1e6, 5e5, 2e5, 1e5, 5e4, 2e4), d = 10,
    n_components = c(1, 2, 5, 10, 20, 50), type = "full"
  ),
  data.frame(
    series = "n", n = c(300, 1e3, 3e3, 1e4, 1e5, 1e6, 5e6), d = 10, n_components = 2,
    type = "full"
  )
)

# Multiplications and additions of one pass: the triangular products of the E- and of
# the M-step, the centring and the sum; an exponential counts as 42 of them, which is
# what it costs at the rates of issue 5 (150 GFLOP/s of dgemm, 3.6 G exponentials/s).
flops <- function(n, d, n_components) {
  n * n_components * (2 * d * (d + 1) + 2 * d + 42)
}

# The flops that the comparison with dgemm counts.
product_flops <- function(n, d, n_components) 2 * n * n_components * d^2

scoring <- data.frame(n = 1e6, d = 10, n_components = 10, type = "full")
sampling <- data.frame(n = 1e7, d = 10, n_components = 10, type = "full")

stem_of <- function(folder, problem) {
  file.path(folder, sprintf("n%d-d%d-K%d", problem$n, problem$d, problem$n_components))
}

# Writes the data of a problem unless they are there, and returns their stem.
write_problem <- function(folder, problem, only_start = FALSE) {
  stem <- stem_of(folder, problem)
  written <- paste0(stem, if (only_start) ".start" else ".x")
  if (!file.exists(written)) {
    set.seed(20260101)
    mixture <- draw_mixture(problem$d, problem$n_components)
    write_doubles(unlist(starting_parameters(mixture)), paste0(stem, ".start"))
    if (!only_start) {
      write_doubles(draw_rows(mixture, problem$n), paste0(stem, ".x"))
    }
  }
  stem
}

# A reader never sees half a file.
write_doubles <- function(values, path) {
  partial <- paste0(path, ".partial")
  connection <- file(partial, "wb")
  writeBin(as.double(values), connection, endian = "little")
  close(connection)
  file.rename(partial, path)
}

# Components that overlap: their means are about three standard deviations apart and
# their full covariances differ by about as much, whatever d is.
draw_mixture <- function(d, n_components, distance = 3, difference = 1.5) {
  shared <- random_factor(d, 0.5 / sqrt(d))
  list(
    shared = shared,
    means = matrix(rnorm(n_components * d), n_components) %*% t(shared) *
      distance / sqrt(2 * d),
    factors = lapply(seq_len(n_components), function(k) {
      shared %*% random_factor(d, difference / d)
    }),
    weights = proportions(runif(n_components, 1, 2))
  )
}

random_factor <- function(d, sd) {
  factor <- matrix(rnorm(d * d, sd = sd), d)
  factor[upper.tri(factor)] <- 0
  diag(factor) <- exp(rnorm(d, sd = sd))
  factor
}

draw_rows <- function(mixture, n) {
  component <- sample(length(mixture$weights), n, replace = TRUE, prob = mixture$weights)
  x <- matrix(rnorm(n * ncol(mixture$means)), n)
  for (k in seq_along(mixture$weights)) {
    rows <- which(component == k)
    x[rows, ] <- sweep(x[rows, , drop = FALSE] %*% t(mixture$factors[[k]]), 2, -mixture$means[k, ])
  }
  x
}

# Near the truth, so that no component collapses, and not at it, so that EM moves.
starting_parameters <- function(mixture) {
  d <- ncol(mixture$means)
  n_components <- nrow(mixture$means)
  shift <- matrix(rnorm(n_components * d), n_components) %*% t(mixture$shared) / sqrt(2 * d)
  list(
    weights = rep(1 / n_components, n_components),
    means = mixture$means + shift,
    covariance = 1.2 * mixture$shared %*% t(mixture$shared)
  )
}
