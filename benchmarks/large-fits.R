# Fits of large data with everything that they need to find their start, beside scikit-learn's
# and, if asked for, beside an earlier gaussmix: seconds, passes over all rows that take as
# long, likelihoods. The table goes to benchmarks/results/large-fits.csv and, as markdown, to
# the standard output.
#
#   Rscript benchmarks/large-fits.R [--before=LIBRARY] [--rows=1,2,...] [--seeds=3] [--threads=2]
#
# Every fit has a process of its own; programs take turns. scikit-learn has its defaults
# (one start, tol 1e-3) and the fastest kernels of OpenBLAS. install-peers.sh installs it.

for (part in c("workloads.R", "programs.R", "options.R", "measure.R")) {
  source(file.path("benchmarks", part))
}

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

# One fit, in this process.
fit_here <- function(problem, seed, n_init, threads) {
  library(gaussmix)
  x <- large_rows(problem)
  fit <- function(...) {
    suppressWarnings(gmm_fit(
      x, problem$n_components, problem$type, threads = threads, keep_data = FALSE, ...
    ))
  }
  begun <- fit(n_init = 1, max_iter = 0)
  plain <- function(iterations) fit(start = begun, tol = 0, max_iter = iterations)
  pass <- seconds_per_iteration(plain, 0.2)
  set.seed(seed)
  found <- NULL
  taken <- seconds(function() found <<- fit(n_init = n_init))
  c(taken, found$log_likelihood / nrow(x), found$iterations, found$converged, pass)
}

fit_elsewhere <- function(row, library, seed, n_init, threads) {
  output <- system2(
    file.path(R.home("bin"), "Rscript"),
    c("benchmarks/large-fits.R", "fit", row, seed, n_init, threads),
    env = if (!is.na(library)) paste0("R_LIBS=", library), stdout = TRUE
  )
  as.numeric(strsplit(utils::tail(output, 1), " ")[[1]])
}

gaussmix_row <- function(row, version, library, seed, n_init, threads) {
  found <- fit_elsewhere(row, library, seed, n_init, threads)
  data.frame(
    row = row, program = version, starts = n_init, seed = seed, seconds = round(found[1], 3),
    log_likelihood_per_row = round(found[2], 6), iterations = found[3],
    converged = found[4] == 1, passes = round(found[1] / found[5])
  )
}

scikit_learn_row <- function(row, stem, seed, threads, kernels) {
  problem <- large_problems[row, ]
  plan <- data.frame(stem = stem, problem[c("n", "d", "n_components", "type")], seed = seed)
  plan$n <- format(plan$n, scientific = FALSE)
  fit <- scikit_learn_fits(plan, threads, kernels)
  data.frame(
    row = row, program = "scikit-learn", starts = 1, seed = seed,
    seconds = round(fit$seconds, 3),
    log_likelihood_per_row = round(fit$log_likelihood / problem$n, 6),
    iterations = fit$iterations, converged = fit$iterations < 100, passes = NA
  )
}

run_row <- function(row, versions, seeds, threads, kernels) {
  x <- large_rows(large_problems[row, ])
  stem <- write_set(paste("large", row), x)
  rm(x)
  on.exit(unlink(paste0(stem, ".x")))
  found <- NULL
  for (seed in seeds) {
    for (n_init in c(20, 1)) {
      for (version in names(versions)) {
        found <- rbind(
          found, gaussmix_row(row, version, versions[[version]], seed, n_init, threads)
        )
      }
    }
    found <- rbind(found, scikit_learn_row(row, stem, seed, threads, kernels))
    message("row ", row, ", seed ", seed)
  }
  found
}

# Medians over seeds, and the lowest likelihood.
print_large_fits <- function(fits) {
  groups <- split(fits, list(fits$program, fits$starts, fits$row), drop = TRUE)
  markdown(do.call(rbind, lapply(groups, function(group) {
    problem <- large_problems[group$row[1], ]
    peer <- fits[fits$row == group$row[1] & fits$program == "scikit-learn", ]
    data.frame(
      data = paste0(
        format(problem$n), " x ", problem$d, ", ", problem$type, " ", problem$n_components,
        ", ", problem$sep
      ),
      program = group$program[1], starts = group$starts[1],
      seconds = signif(stats::median(group$seconds), 3),
      `of scikit-learn's` = round(stats::median(group$seconds) / stats::median(peer$seconds), 2),
      passes = stats::median(group$passes), iterations = stats::median(group$iterations),
      `lowest per row` = sprintf("%.6f", min(group$log_likelihood_per_row)),
      converged = sum(group$converged), check.names = FALSE
    )
  })))
}

given <- commandArgs(trailingOnly = TRUE)
if (identical(given[1], "fit")) {
  numbers <- as.numeric(given[-1])
  found <- fit_here(large_problems[numbers[1], ], numbers[2], numbers[3], numbers[4])
  cat(sprintf("%.15g", found), "\n")
} else {
  for (part in c("fit-peers.R", "success.R")) source(file.path("benchmarks", part))
  number <- function(name, default) {
    as.numeric(strsplit(option_value(given, name, default), ",")[[1]])
  }
  threads <- number("threads", "2")
  before <- option_value(given, "before", NA)
  versions <- c(if (!is.na(before)) list(before = before), list(now = NA))
  Sys.unsetenv("OPENBLAS_L2_SIZE")
  kernels <- fastest_kernels(threads)
  fits <- NULL
  for (row in number("rows", paste(seq_len(nrow(large_problems)), collapse = ","))) {
    fits <- rbind(
      fits, run_row(row, versions, seq_len(number("seeds", "3")), threads, kernels)
    )
    save_results(fits, "large-fits", list(small = FALSE))
  }
  print_large_fits(fits)
}
