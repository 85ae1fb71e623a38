# Passes over the data to tolerance, with and without acceleration of EM, from the same
# starts. Read by fits.R.
#
# A pass costs the same in both, so this is what acceleration is worth; time would say
# less, because most of these cases are small.


# Slow: components that overlap, more components than clusters, plateaus, a start that
# cuts across the clusters. Ordinary: what users fit, from k-means.
pass_cases <- rbind(
  data.frame(kind = "slow", start = "kmeans", rbind(
    problems_of("overlapping", full = 4, diag = 4),
    problems_of("one blob", full = c(2, 4), spherical = 2, diag = 4),
    problems_of("seed stretch500", full = c(4, 5)),
    problems_of("seed stretch1000", full = c(6, 7)),
    problems_of("ten columns", full = 8),
    problems_of("faithful", diag = 4),
    problems_of("tight in broad", full = 2)
  )),
  data.frame(kind = "slow", start = "random_rows", rbind(
    problems_of("overlapping", full = 4),
    problems_of("one blob", full = 4),
    problems_of("unequal weights", full = 4),
    problems_of("grid 15", spherical = 15)
  )),
  data.frame(
    kind = "slow", start = "wide column",
    problems_of("unequal columns", full = 2, tied = 2, diag = 2)
  ),
  data.frame(kind = "ordinary", start = "kmeans", rbind(
    problems_of("iris", full = 2:3, tied = 3, diag = 3, spherical = 3),
    problems_of("faithful", full = 2:3),
    problems_of("galaxies", tied = 5),
    problems_of("blobs", full = 4, spherical = 4),
    problems_of("seed blobs300", full = 4, tied = 4),
    problems_of("far apart", full = 3, diag = 3),
    problems_of("grid 15", full = 15, spherical = 15),
    problems_of("nested", full = 3),
    problems_of("heavy tails", full = 5),
    problems_of("crossing", full = 3),
    problems_of("seed synth_b", full = 4),
    problems_of("banknote", full = 2, tied = 2)
  ))
)

start_for_passes <- function(x, case, seed) {
  set.seed(seed)
  start <- case$start
  if (start == "wide column") {
    # k-means on columns as they are ends like this; with seeds that differ a little.
    start <- 1 + (x[, 2] > quantile(x[, 2], 0.5 + 0.02 * seed))
  }
  suppressWarnings(gmm_fit(
    x, case$n_components, case$type,
    start = start, n_init = 1, max_iter = 0, keep_data = FALSE
  ))
}

run_em <- function(x, start, acceleration, ...) {
  suppressWarnings(gmm_fit(
    x,
    start = start, max_iter = 1e5, keep_data = FALSE,
    control = gmm_control(acceleration = acceleration), ...
  ))
}

# The first iteration whose log-likelihood is as high as this.
first_as_high <- function(trace, height) {
  reached <- which(trace >= height)
  if (length(reached) == 0) NA else reached[1] - 1
}

# To what height the accelerated run gets, plain EM may need a smaller tolerance.
compare_passes <- function(x, case, seed) {
  start <- start_for_passes(x, case, seed)
  plain <- run_em(x, start, "none")
  fast <- run_em(x, start, "lbfgs")
  long <- run_em(x, start, "none", tol = 1e-13)
  slack <- 1e-8 * nrow(x)
  data.frame(
    case = problem_name(case), kind = case$kind, start = case$start, seed = seed,
    iterations_none = plain$iterations, log_likelihood_none = plain$log_likelihood,
    iterations_lbfgs = fast$iterations, log_likelihood_lbfgs = fast$log_likelihood,
    # Each iteration is a pass, and the start is one.
    ratio = (plain$iterations + 1) / (fast$iterations + 1),
    # Plain iterations to where the accelerated run ended.
    iterations_as_high = first_as_high(long$trace, fast$log_likelihood - slack),
    log_likelihood_long = long$log_likelihood,
    singular = plain$singular || fast$singular || long$singular
  )
}

run_passes <- function(options) {
  if (!"acceleration" %in% names(formals(gmm_control))) {
    stop("This gaussmix has no acceleration to compare.", call. = FALSE)
  }
  cases <- pass_cases[pass_cases$set %in% options$problems$set, ]
  rows <- list()
  for (case in rows_of(cases)) {
    x <- set_data(case$set)
    found <- lapply(head(options$seeds, 10), function(seed) compare_passes(x, case, seed))
    rows <- c(rows, found)
    message("passes: ", problem_name(case))
  }
  passes <- do.call(rbind, rows)
  for (column in grep("log_likelihood", names(passes))) {
    passes[[column]] <- round(passes[[column]], 6)
  }
  save_results(passes, "passes", options)
  print_passes(passes)
}

# Sums over the starts of a case; the same end where both are at one optimum.
print_passes <- function(passes) {
  name <- paste(passes$case, passes$start, sep = " from ")
  groups <- split(passes, factor(name, unique(name)))
  markdown(do.call(rbind, lapply(groups, function(group) {
    gain <- group$log_likelihood_lbfgs - group$log_likelihood_none
    data.frame(
      case = group$case[1], start = group$start[1], kind = group$kind[1], starts = nrow(group),
      plain = median(group$iterations_none), accelerated = median(group$iterations_lbfgs),
      ratio = sprintf("%.2f", sum(group$iterations_none) / sum(group$iterations_lbfgs)),
      `smallest ratio` = sprintf("%.2f", min(group$ratio)),
      `ratio to the same height` = sprintf(
        "%.2f", median(group$iterations_as_high / group$iterations_lbfgs, na.rm = TRUE)
      ),
      `higher by` = sprintf("%.1e", median(gain)),
      `other optimum` = sum(abs(group$log_likelihood_lbfgs - group$log_likelihood_long) > 1e-2),
      check.names = FALSE
    )
  })))
  print_gain("slow", passes[passes$kind == "slow", ])
  print_gain("ordinary", passes[passes$kind == "ordinary", ])
  long <- passes$iterations_none > 100
  print_gain("more than 100 plain passes", passes[long, ])
  print_gain("at most 100", passes[!long, ])
  cat("\n")
}

print_gain <- function(which, passes) {
  cat(sprintf(
    "%s, %d starts: %.2f times fewer passes (geometric mean), worst %.2f\n", which,
    nrow(passes), exp(mean(log(passes$ratio))), min(passes$ratio)
  ))
}
