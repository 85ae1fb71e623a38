# Fits of large data with everything that they need to find their start, beside scikit-learn's
# and, if asked for, beside an earlier gaussmix (from its first seeds alone, as that takes long):
# seconds, passes over all rows that take as long, likelihoods. The table goes to
# benchmarks/results/large-fits.csv and, as markdown, to the standard output.
#
#   Rscript benchmarks/large-fits.R [--before=LIBRARY] [--before-seeds=1] [--rows=1,2,...]
#                                   [--seeds=3] [--threads=2]
#
# Every fit has a process of its own; programs take turns. scikit-learn has its defaults
# (one start, tol 1e-3) and the fastest kernels of OpenBLAS. install-peers.sh installs it.

for (part in c("workloads.R", "programs.R", "options.R", "measure.R", "large-problems.R")) {
  source(file.path("benchmarks", part))
}

# One fit, in this process.
fit_here <- function(problem, seed, way, threads) {
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
  arguments <- switch(way,
    default = list(),
    `one start` = list(n_init = 1),
    noise = list(control = gmm_control(stop = "noise"))
  )
  taken <- seconds(function() found <<- do.call(fit, arguments))
  c(taken, found$log_likelihood / nrow(x), found$iterations, found$converged, pass)
}

fit_elsewhere <- function(row, library, seed, way, threads) {
  output <- system2(
    file.path(R.home("bin"), "Rscript"),
    c("benchmarks/large-fits.R", "fit", row, seed, shQuote(way), threads),
    env = if (!is.na(library)) paste0("R_LIBS=", library), stdout = TRUE
  )
  as.numeric(strsplit(utils::tail(output, 1), " ")[[1]])
}

gaussmix_row <- function(row, version, library, seed, way, threads) {
  found <- fit_elsewhere(row, library, seed, way, threads)
  data.frame(
    row = row, program = version, way = way, seed = seed, seconds = round(found[1], 3),
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
    row = row, program = "scikit-learn", way = "default", seed = seed,
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
    for (way in c("default", "one start", "noise")) {
      for (version in versions) {
        # Earlier versions know no noise.
        if (seed > version$seeds || (way == "noise" && version$name == "before")) next
        found <- rbind(
          found, gaussmix_row(row, version$name, version$library, seed, way, threads)
        )
      }
    }
    found <- rbind(found, scikit_learn_row(row, stem, seed, threads, kernels))
    message("row ", row, ", seed ", seed)
  }
  found
}

given <- commandArgs(trailingOnly = TRUE)
if (identical(given[1], "fit")) {
  numbers <- as.numeric(given[c(2, 3, 5)])
  found <- fit_here(large_problems[numbers[1], ], numbers[2], given[4], numbers[3])
  cat(sprintf("%.15g", found), "\n")
} else {
  for (part in c("fit-peers.R", "success.R")) source(file.path("benchmarks", part))
  number <- function(name, default) {
    as.numeric(strsplit(option_value(given, name, default), ",")[[1]])
  }
  threads <- number("threads", "2")
  before <- option_value(given, "before", NA)
  versions <- list(list(name = "now", library = NA, seeds = Inf))
  if (!is.na(before)) {
    earlier <- list(name = "before", library = before, seeds = number("before-seeds", "1"))
    versions <- c(list(earlier), versions)
  }
  Sys.unsetenv("OPENBLAS_L2_SIZE")
  kernels <- fastest_kernels(threads)
  fits <- NULL
  for (row in number("rows", paste(seq_len(nrow(large_problems)), collapse = ","))) {
    fits <- rbind(
      fits, run_row(row, versions, seq_len(number("seeds", "3")), threads, kernels)
    )
    save_results(fits, "large-fits", list(small = FALSE))
  }
  markdown(large_fits_table(fits))
}
