# Random problems. A problem is a list of plain values: everything that one call of an
# estimator needs, and from what the data were made. The data are
# (base + offset) * scale, so that shifts and scales can be undone.

# An estimator that takes missing values gets problems that have some; what else is drawn is the
# same.
problem_for <- function(seed, estimator) {
  problem <- problem_of(seed)
  if (estimator$takes_holes) with_holes(problem) else problem
}

problem_of <- function(seed) {
  with_seed(seed, {
    # A third are regular: nothing about them may give an error or a warning.
    regular <- stats::runif(1) < 1 / 3
    d <- sample(8, 1, prob = 8:1)
    n_components <- sample(8, 1, prob = 8:1)
    problem <- list(
      seed = seed,
      n_components = n_components,
      covariance_type = sample(covariance_type_names, 1),
      offset = one_of(0.6, 0, sample(c(-1, 1), 1) * 10^stats::runif(1, 0, 8)),
      scale = one_of(0.5, 1, 10^stats::runif(1, -120, 120))
    )
    n <- if (regular) regular_size(n_components, d) else small_size(n_components, d)
    problem <- c(problem, random_rows(n, d, n_components, regular))
    if (!regular && stats::runif(1) < 0.6) {
      problem$base <- quirks[[sample(length(quirks), 1)]](problem$base)
    }
    problem$labels <- mislabel(problem$truth, n_components)
    problem$weights <- random_weights(n)
    bearable(c(problem, random_settings()))
  })
}

# Those of which components share a part.
tied_types <- c("VEI", "EVI", "VEE", "EVE", "VVE", "EEV", "VEV", "EVV")

covariance_type_names <- c(
  "full", "tied", "diag", "spherical", "tied_diag", "tied_spherical", tied_types
)

# Without a tolerance each M-step goes to its last digit, and of common axes that a prior or a ridge
# holds up on few rows it can take hundreds of sweeps, a thousand times in a search by swaps.
bearable <- function(problem) {
  few <- nrow(problem$base) < 3 * problem$n_components * (ncol(problem$base) + 1)
  if (few && problem$covariance_type %in% c("EVE", "VVE")) {
    problem$tol <- max(problem$tol, 1e-8)
  }
  problem
}

# The type of independent columns, or of one variance, that is nearest, or that of all.
plain_type <- function(type) {
  if (type %in% c("VEI", "EVI")) {
    "diag"
  } else if (type %in% c("VEE", "EVE", "VVE", "EEV", "VEV", "EVV")) {
    "full"
  } else {
    type
  }
}

start_words <- c("mixed", "kmeans", "kmeans++", "random_rows", "random_responsibilities")

# `first` with this probability, else the other.
one_of <- function(probability, first, other) {
  if (stats::runif(1) < probability) first else other
}

regular_size <- function(n_components, d) {
  ceiling(stats::runif(1, 12, 15) * n_components * (d + 1))
}

# From barely more rows than columns upwards; one in fifty is so large that threads
# have blocks to share.
small_size <- function(n_components, d) {
  if (stats::runif(1) < 0.02) {
    return(3000)
  }
  max(one_of(0.9, n_components, 1), d + 1 + stats::rgeom(1, one_of(0.5, 0.3, 0.03)))
}

# Gaussian clusters with correlations, from one cloud to far apart, even or not.
random_rows <- function(n, d, n_components, regular) {
  uneven <- if (regular) stats::runif(n_components, 0.7, 1.3) else stats::rexp(n_components) + 0.01
  truth <- sample(n_components, n, replace = TRUE, prob = uneven)
  if (n >= n_components) {
    truth[sample(n, n_components)] <- seq_len(n_components)
  }
  separation <- sample(c(if (!regular) c(0, 1, 1000), 3, 6, 20), 1)
  centres <- matrix(stats::rnorm(n_components * d, sd = separation), n_components)
  base <- matrix(0, n, d)
  for (k in seq_len(n_components)) {
    rows <- which(truth == k)
    mix <- diag(stats::runif(d, 0.5, 2), d) + matrix(stats::rnorm(d * d, sd = 0.3), d)
    base[rows, ] <- matrix(stats::rnorm(length(rows) * d), ncol = d) %*% mix
  }
  list(base = base + centres[truth, , drop = FALSE], truth = truth)
}

# What makes data hard. Each takes and gives a matrix.
quirks <- list(
  ties = function(x) round(x),
  tenths = function(x) round(x, 1),
  bits = function(x) (x > stats::median(x)) + 0,
  duplicates = function(x) x[sample(nrow(x), nrow(x), replace = TRUE), , drop = FALSE],
  few_rows = function(x) x[sample(min(4, nrow(x)), nrow(x), replace = TRUE), , drop = FALSE],
  constant = function(x) {
    x[, sample(ncol(x), 1)] <- 3
    x
  },
  collinear = function(x) {
    if (ncol(x) > 1) x[, 1] <- 2 * x[, ncol(x)] - 1
    x
  },
  outlier = function(x) {
    x[sample(length(x), 1)] <- 10^stats::runif(1, 2, 8)
    x
  },
  units = function(x) sweep(x, 2, 10^stats::runif(ncol(x), -3, 3), "*"),
  heavy = function(x) x / sqrt(stats::rchisq(nrow(x), 2) / 2)
)

# Labels to start from: the truth with some rows in wrong components, none empty
# unless the truth has empty ones.
mislabel <- function(truth, n_components) {
  labels <- truth
  wrong <- stats::runif(length(truth)) < sample(c(0, 0.2, 1), 1)
  labels[wrong] <- sample(n_components, sum(wrong), replace = TRUE)
  if (length(unique(labels)) < length(unique(truth))) truth else labels
}

random_weights <- function(n) {
  kind <- sample(c("none", "uniform", "whole", "zeros", "extreme"), 1, prob = c(6, 1, 1, 1, 0.5))
  switch(kind,
    none = NULL,
    uniform = stats::runif(n, 0.2, 3),
    whole = sample(4, n, replace = TRUE) + 0,
    zeros = stats::rbinom(n, 3, 0.5) / 2,
    extreme = 10^stats::runif(n, -6, 6)
  )
}

random_settings <- function() {
  list(
    start = sample(c("labels", "parameters", start_words), 1, prob = c(3, 2, 2, 1, 1, 1, 1)),
    n_init = sample(4, 1),
    reg_covar = sample(c(1e-9, 0, 1e-3), 1, prob = c(3, 2, 1)),
    tol = sample(c(1e-8, 1e-4, 0), 1, prob = c(3, 1, 1)),
    max_iter = sample(c(0, 1, 10, 60), 1, prob = c(1, 1, 3, 5)),
    threads = 1,
    keep_data = TRUE,
    holes = NULL,
    na_action = "fail",
    acceleration = "lbfgs",
    proportions = one_of(0.8, "free", "equal")
  )
}

# What the call is made of -----------------------------------------------------------

data_of <- function(problem) {
  x <- (problem$base + problem$offset) * problem$scale
  if (!is.null(problem$holes)) x[problem$holes] <- NA
  x
}

weights_of <- function(problem) {
  if (is.null(problem$weights)) rep(1, nrow(problem$base)) else problem$weights
}

start_of <- function(problem) {
  switch(problem$start,
    labels = problem$labels,
    parameters = scaled_start(problem),
    problem$start
  )
}

is_supplied <- function(problem) problem$start %in% c("labels", "parameters")

# The parameters that a start gives, in the units of the base: what the labels say of
# the means, and the variances of all rows, which every structure can have.
start_parameters <- function(problem) {
  w <- weights_of(problem)
  x <- problem$base
  d <- ncol(x)
  counts <- pmax(vapply(
    seq_len(problem$n_components), function(k) sum(w[problem$labels == k]), numeric(1)
  ), 1e-3 * sum(w))
  means <- t(vapply(seq_len(problem$n_components), function(k) {
    rows <- which(problem$labels == k & w > 0)
    if (length(rows) == 0) {
      colMeans(x)
    } else {
      colSums(w[rows] * x[rows, , drop = FALSE]) / sum(w[rows])
    }
  }, numeric(d)))
  variances <- colSums(w * sweep(x, 2, colSums(w * x) / sum(w))^2) / sum(w)
  if (grepl("spherical", problem$covariance_type)) {
    variances <- rep(mean(variances), d)
  }
  # On a grid, so that a shift of the data does not round them.
  means <- round(matrix(means, problem$n_components) * 2^20) / 2^20
  list(weights = counts / sum(counts), means = means, variances = variances)
}

scaled_start <- function(problem) {
  begin <- problem$begin
  if (is.null(begin)) {
    begin <- start_parameters(problem)
  }
  d <- ncol(problem$base)
  one <- diag(begin$variances * problem$scale * problem$scale, d)
  list(
    weights = begin$weights, means = (begin$means + problem$offset) * problem$scale,
    covariances = array(one, c(d, d, problem$n_components))
  )
}

# Problems made of problems --------------------------------------------------------------

change <- function(problem, ...) {
  changes <- list(...)
  # NULL is a value here.
  for (name in names(changes)) problem[name] <- changes[name]
  problem
}

with_one_component <- function(problem) {
  all <- rep(1, nrow(problem$base))
  change(
    problem,
    n_components = 1, labels = all, truth = all, start = "labels", begin = NULL
  )
}

# From a start that is given, a few plain iterations: what the laws about pairs of fits
# compare, before differences in the last digits can grow. (What labels say of rows with holes is
# made of draws, which fall otherwise in another order.)
steady <- function(problem, max_iter = 4) {
  problem <- change(problem, tol = 0, max_iter = max_iter)
  if (problem$start != "parameters") {
    problem$start <- if (has_holes(problem)) "parameters" else "labels"
  }
  change(problem, begin = start_parameters(problem))
}

some_rows <- function(problem, rows) {
  problem$base <- problem$base[rows, , drop = FALSE]
  problem$labels <- problem$labels[rows]
  problem$truth <- problem$truth[rows]
  if (!is.null(problem$weights)) {
    problem$weights <- problem$weights[rows]
  }
  if (!is.null(problem$holes)) {
    problem$holes <- problem$holes[rows, , drop = FALSE]
  }
  problem
}

some_columns <- function(problem, columns) {
  if (!is.null(problem$holes)) {
    problem$holes <- problem$holes[, columns, drop = FALSE]
  }
  change(problem, base = problem$base[, columns, drop = FALSE])
}

# Without components that have no label, the others numbered again.
used_components <- function(problem) {
  used <- sort(unique(problem$labels))
  if (length(used) == problem$n_components) {
    return(problem)
  }
  change(
    problem,
    labels = match(problem$labels, used), n_components = length(used),
    truth = match(problem$truth, sort(unique(problem$truth)))
  )
}

# Whether nothing about a problem excuses a warning: rows enough and distinct, weights and holes
# that leave as many, of one size. (Of the fits, a law asks the rest.)
is_regular <- function(problem) {
  w <- seen_weights(problem)
  n <- seen_together(some_rows(problem, weights_of(problem) > 0))
  w <- w[w > 0]
  d <- ncol(problem$base)
  held <- tabulate(problem$truth[weights_of(problem) > 0], problem$n_components)
  n >= 12 * problem$n_components * (d + 1) && max(w) <= 5 * mean(w) &&
    min(held) > 0 && !anyDuplicated(data_of(problem)[seen_rows(problem), , drop = FALSE])
}
