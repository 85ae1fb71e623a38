# Makes a problem smaller and simpler while it still breaks a law.

# `fails(problem)` says whether it does. Greedy: the first simpler problem that fails is
# the next to be made simpler, until none fails or `seconds` are over.
shrink <- function(problem, fails, seconds = 30) {
  end <- proc.time()[["elapsed"]] + seconds
  repeat {
    smaller <- first_failing(simpler(problem), fails, end)
    if (is.null(smaller)) {
      return(problem)
    }
    problem <- smaller
  }
}

first_failing <- function(steps, fails, end) {
  for (step in steps) {
    if (proc.time()[["elapsed"]] > end) {
      return(NULL)
    }
    candidate <- step()
    if (!is.null(candidate) && fails(candidate)) {
      return(candidate)
    }
  }
}

# Functions that make simpler problems, the largest steps first; NULL stands for a step
# that changes nothing.
simpler <- function(problem) {
  c(
    steps_of_rows(problem), steps_of_columns(problem), steps_of_components(problem),
    steps_of_holes(problem), steps_of_settings(problem), steps_of_values(problem)
  )
}

# Without a half, a quarter, ... of the rows, in the end without single ones.
steps_of_rows <- function(problem) {
  n <- nrow(problem$base)
  sizes <- unique(ceiling(n / 2^(1:12)))
  cuts <- unlist(lapply(sizes[sizes < n], function(size) {
    lapply(seq(1, n, by = size), function(from) from:min(n, from + size - 1))
  }), recursive = FALSE)
  lapply(cuts, function(cut) {
    function() used_components(some_rows(problem, -cut))
  })
}

steps_of_columns <- function(problem) {
  d <- ncol(problem$base)
  if (d == 1) {
    return(list())
  }
  lapply(seq_len(d), function(j) function() some_columns(problem, -j))
}

# Two components as one.
steps_of_components <- function(problem) {
  if (problem$n_components == 1) {
    return(list())
  }
  lapply(seq_len(problem$n_components - 1), function(k) {
    function() {
      change(
        problem,
        n_components = problem$n_components - 1,
        labels = problem$labels - (problem$labels > k),
        truth = problem$truth - (problem$truth > k)
      )
    }
  })
}

# With what was missing: all of it, that of a column, of half of the rows, of single ones.
steps_of_holes <- function(problem) {
  if (!has_holes(problem)) {
    return(list())
  }
  seen <- function(rows, columns) {
    function() {
      holes <- problem$holes
      holes[rows, columns] <- FALSE
      if (!identical(holes, problem$holes)) change(problem, holes = holes)
    }
  }
  n <- nrow(problem$base)
  all <- seq_len(ncol(problem$base))
  c(
    list(function() change(problem, holes = NULL, na_action = "fail")),
    lapply(all, function(j) seen(seq_len(n), j)),
    lapply(split(seq_len(n), seq_len(n) > n / 2), seen, all),
    lapply(seq_len(min(n, 20)), seen, all)
  )
}

simplest <- list(
  weights = list(NULL), offset = list(0, 1e8), scale = list(1), start = list("labels"),
  covariance_type = list("spherical", "diag", "full"), n_init = list(1),
  acceleration = list("lbfgs"), proportions = list("free"),
  reg_covar = list(1e-9, 0), tol = list(1e-8, 0), max_iter = list(0, 1, 10)
)

# Each setting at values that are simpler than its own, the simplest first.
steps_of_settings <- function(problem) {
  unlist(lapply(names(simplest), function(name) {
    values <- simplest[[name]]
    same <- vapply(values, identical, logical(1), problem[[name]])
    values <- values[seq_along(values) < match(TRUE, same, nomatch = length(values) + 1)]
    lapply(values, function(value) {
      function() do.call(change, c(list(problem), stats::setNames(list(value), name)))
    })
  }), recursive = FALSE)
}

# Fewer digits.
steps_of_values <- function(problem) {
  rounded <- lapply(0:4, function(digits) {
    function() {
      base <- round(problem$base, digits)
      if (!identical(base, problem$base)) change(problem, base = base)
    }
  })
  whole <- function() {
    w <- problem$weights
    if (!is.null(w) && any(w != round(w))) change(problem, weights = ceiling(w))
  }
  c(rounded, list(whole))
}
