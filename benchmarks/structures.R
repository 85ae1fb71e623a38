# The eight structures that tie a part of the covariances beside mclust: seconds of an iteration,
# and a selection over all fourteen on iris. Tables go to structures.csv, structures-iris.csv and
# structures-iris-seconds.csv in benchmarks/results and, as markdown, to the standard output.
#
#   Rscript benchmarks/structures.R [--rounds=5] [--threads=2]
#
# Programs take turns in one process; both begin at the same responsibilities and make plain
# iterations: gaussmix by single sweeps (a tolerance that is never met), mclust by its own inner
# loops. install-peers.sh installs mclust.

for (part in c("workloads.R", "programs.R", "options.R", "measure.R", "success.R")) {
  source(file.path("benchmarks", part))
}
.libPaths(c(.libPaths(), file.path(cache_folder(), "library")))
library(gaussmix)
# mclust finds its own functions only when it is attached.
suppressPackageStartupMessages(library(mclust, exclude = c("bic", "icl")))

structures <- c("VEI", "EVI", "VEE", "EVE", "VVE", "EEV", "VEV", "EVV")
sizes <- data.frame(n = c(1e5, 1e4), d = c(10, 30), n_components = c(10, 5))

rows_of_size <- function(size) {
  set.seed(28)
  x <- draw_rows(draw_mixture(size$d, size$n_components), size$n)
  labels <- suppressWarnings(stats::kmeans(x, size$n_components, iter.max = 3))$cluster
  list(x = x, labels = labels)
}

ours <- function(data, structure, threads) {
  begun <- suppressWarnings(gmm_fit(
    data$x, start = data$labels, covariance_type = structure, max_iter = 0, keep_data = FALSE
  ))
  function(iterations) {
    suppressWarnings(gmm_fit(
      data$x, start = begun, tol = 1e-300, max_iter = iterations, threads = threads,
      keep_data = FALSE, control = gmm_control(acceleration = "none")
    ))
  }
}

theirs <- function(data, structure) {
  z <- unmap(data$labels)
  function(iterations) {
    me(
      data$x, modelName = structure, z = z, warn = FALSE,
      control = emControl(eps = 0, tol = c(0, 1e-5), itmax = c(iterations, 100))
    )
  }
}

per_iteration <- function(rounds, threads) {
  rows <- NULL
  for (s in seq_len(nrow(sizes))) {
    data <- rows_of_size(sizes[s, ])
    for (structure in structures) {
      fits <- list(ours(data, structure, threads), theirs(data, structure))
      taken <- replicate(rounds, c(
        seconds_of_iteration(fits[[1]], 2, 22), seconds_of_iteration(fits[[2]], 1, 4)
      ))
      rows <- rbind(rows, data.frame(
        data = sprintf("%g x %g, K = %g", sizes$n[s], sizes$d[s], sizes$n_components[s]),
        structure = structure, gaussmix = stats::median(taken[1, ]),
        mclust = stats::median(taken[2, ])
      ))
    }
  }
  rows$times <- rows$mclust / rows$gaussmix
  rows
}

# All fourteen, one to nine components: seconds, and how far below mclust's the log-likelihood of
# a cell is at most, where mclust has one.
on_iris <- function(rounds) {
  x <- iris[, 1:4]
  found <- list()
  runs <- list(
    default = function() found$default <<- gmm_select(x, 1:9, "all"),
    `n_init = 1` = function() found$one <<- gmm_select(x, 1:9, "all", n_init = 1),
    mclust = function() found$mclust <<- mclustBIC(x, 1:9, verbose = FALSE)
  )
  taken <- replicate(rounds, vapply(runs, seconds, 0))
  list(
    seconds = data.frame(program = names(runs), seconds = apply(taken, 1, stats::median)),
    cells = cells_below(found$default, found$mclust)
  )
}

# mclust's BIC is ours with its sign turned. Its VVE is not maximum likelihood, and what it
# gains by a collapsed component is none.
cells_below <- function(selection, theirs) {
  table <- as.data.frame(selection)
  names <- c(
    full = "VVV", tied = "EEE", diag = "VVI", spherical = "VII", tied_diag = "EEI",
    tied_spherical = "EII"
  )
  types <- as.character(table$covariance_type)
  structure <- ifelse(types %in% names(names), names[types], types)
  bic <- theirs[cbind(as.character(table$n_components), structure)]
  table$structure <- structure
  table$below <- (table$BIC + bic) / 2
  table[c("structure", "n_components", "logLik", "below", "supported", "converged")]
}

given <- commandArgs(trailingOnly = TRUE)
rounds <- as.integer(option_value(given, "rounds", "5"))
threads <- as.integer(option_value(given, "threads", "2"))
iterations <- per_iteration(rounds, threads)
save_results(iterations, "structures", list(small = FALSE))
shown <- iterations
shown[c("gaussmix", "mclust")] <- lapply(shown[c("gaussmix", "mclust")], function(s) {
  sprintf("%.2f ms", 1000 * s)
})
shown$times <- sprintf("%.1f", shown$times)
markdown(shown)
selection <- on_iris(rounds)
save_results(selection$cells, "structures-iris", list(small = FALSE))
save_results(selection$seconds, "structures-iris-seconds", list(small = FALSE))
markdown(selection$seconds)
below <- selection$cells
below <- below[!is.na(below$below) & below$below > 0.001, ]
cat(nrow(below), "cells of iris are below mclust's by more than .001\n")
if (nrow(below) > 0) markdown(below)
