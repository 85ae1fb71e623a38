# Whole fits, with everything that they need to find their start: how often they end at
# the best optimum, how long users wait, how many passes they take. Tables go to
# benchmarks/results and, as markdown, to the standard output.
#
#   Rscript benchmarks/fits.R [--small] [--seeds=50] [--rounds=7] [--threads=2]
#                             [--only=success,starts,large,iris,digits,passes]
#                             [--sets=iris,...]
#
# With --small with 3 seeds and smaller data, and the tables go to the cache. The optima
# that fits are judged by are in results/best-known.csv: best-known.R searches for them.
# Peers and gaussmix must be installed: run.sh does it.

for (part in c("sets.R", "programs.R", "options.R", "measure.R")) {
  source(file.path("benchmarks", part))
}
# After the user's own libraries, so that R_LIBS says which gaussmix is measured.
.libPaths(c(.libPaths(), file.path(cache_folder(), "library")))
library(gaussmix)
for (part in c("fit-peers.R", "success.R", "defaults.R", "passes.R")) {
  source(file.path("benchmarks", part))
}

parts <- list(
  success = run_success, starts = run_starts, large = run_large, iris = run_iris,
  digits = run_digits, passes = run_passes
)

parse_options <- function(given) {
  small <- "--small" %in% given
  wanted <- option_value(given, "sets", paste(unique(problems$set), collapse = ","))
  list(
    small = small,
    seeds = seq_len(as.integer(option_value(given, "seeds", if (small) 3 else 50))),
    rounds = as.integer(option_value(given, "rounds", if (small) 2 else 7)),
    threads = as.integer(option_value(given, "threads", 2)),
    problems = problems[problems$set %in% strsplit(wanted, ",")[[1]], ]
  )
}

given <- commandArgs(trailingOnly = TRUE)
only <- chosen_parts(given, names(parts))
options <- parse_options(given)
# Some machines set the size of a cache that is not theirs.
Sys.unsetenv("OPENBLAS_L2_SIZE")
options$kernels <- fastest_kernels(options$threads)
# Whoever fits first loads code.
invisible(gmm_fit(tiny_problem()$x, 2))
for (part in only) {
  cat("## ", part, "\n\n", sep = "")
  parts[[part]](options)
}
