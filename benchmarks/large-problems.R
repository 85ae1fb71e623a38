# Large data for whole fits, and the table of what large-fits.R measured on them. Read by that and
# by page.R.

# Components of unit variance with centres from N(0, sep^2).
large_problems <- data.frame(
  n = c(1e6, 1e5, 1e5, 1e6, 1e6, 1e6, 1e6, 3e5, 2e5, 5e5),
  d = c(2, 10, 64, 10, 5, 10, 8, 10, 30, 4),
  n_components = c(5, 10, 10, 10, 20, 10, 12, 15, 8, 50),
  sep = c(2, 0.7, 0.5, 0.7, 1, 2, 0.8, 0.8, 0.5, 3),
  type = c("full", "full", "full", "full", "full", "full", "diag", "tied", "full", "full")
)

large_rows <- function(problem) {
  set.seed(1)
  centres <- matrix(
    stats::rnorm(problem$n_components * problem$d, sd = problem$sep), problem$n_components
  )
  group <- sample.int(problem$n_components, problem$n, TRUE)
  centres[group, , drop = FALSE] + stats::rnorm(problem$n * problem$d)
}

describe_large <- function(problem) {
  sprintf(
    "%g x %g, K = %g, %s, %g apart", problem$n, problem$d, problem$n_components, problem$type,
    problem$sep
  )
}

# A row for each problem: medians over seeds, and of gaussmix the lowest likelihood beside the
# highest of scikit-learn.
large_fits_table <- function(fits) {
  of_row <- function(row) {
    own <- function(program, way, what, value = stats::median) {
      chosen <- fits$row == row & fits$program == program & fits$way == way
      if (any(chosen)) value(fits[[what]][chosen]) else NA
    }
    peer <- own("scikit-learn", "default", "seconds")
    ratio <- function(program, way) sprintf("%.2f", own(program, way, "seconds") / peer)
    above <- own("now", "default", "log_likelihood_per_row", min) -
      own("scikit-learn", "default", "log_likelihood_per_row", max)
    data.frame(
      data = describe_large(large_problems[row, ]),
      `scikit-learn, s` = signif(peer, 3),
      before = ratio("before", "default"), now = ratio("now", "default"),
      `passes before` = own("before", "default", "passes"),
      `now ` = own("now", "default", "passes"),
      `of the winner` = own("now", "default", "iterations"),
      `one start before` = ratio("before", "one start"),
      `now  ` = ratio("now", "one start"),
      `noise` = ratio("now", "noise"),
      `above per row` = sprintf("%.1e", above),
      check.names = FALSE
    )
  }
  do.call(rbind, lapply(sort(unique(fits$row)), of_row))
}
