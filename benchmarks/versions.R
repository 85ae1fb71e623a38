# Two builds of gaussmix beside each other, each in a library of its own: seconds of an
# iteration of W1 to W7, and of fits of iris, in turn, as the ratio of medians. For changes
# that must not cost anything.
#
#   Rscript benchmarks/versions.R LIBRARY_BEFORE LIBRARY_NOW [rounds]

given <- commandArgs(trailingOnly = TRUE)
libraries <- c(before = given[1], now = given[2])
rounds <- if (length(given) > 2) as.numeric(given[3]) else 5
source("benchmarks/workloads.R")
folder <- file.path("build", "versions")
dir.create(folder, recursive = TRUE, showWarnings = FALSE)

rscript <- function(library, arguments) {
  output <- system2(
    file.path(R.home("bin"), "Rscript"), shQuote(arguments),
    env = paste0("R_LIBS=", library), stdout = TRUE
  )
  as.numeric(utils::tail(output, 1))
}

# Seconds of one iteration.
iteration <- function(problem) {
  stem <- write_problem(folder, problem)
  function(library) {
    rscript(library, c(
      "benchmarks/gaussmix.R", "iterate", stem, problem$n, problem$d, problem$n_components,
      problem$type, 1
    ))
  }
}

# Seconds of a call on iris.
iris_fit <- function(call, times) {
  code <- paste0(
    "library(gaussmix); x <- as.matrix(iris[, 1:4]); s <- as.integer(iris$Species); ",
    "run <- function() for (i in seq_len(", times, ")) { set.seed(i); ", call, " }; run(); ",
    "cat(min(replicate(5, system.time(run())[[1]])) / ", times, ")"
  )
  function(library) rscript(library, c("-e", code))
}

tasks <- c(
  stats::setNames(
    lapply(seq_len(nrow(workloads)), function(i) iteration(workloads[i, ])), workloads$workload
  ),
  list(
    `iris from a start` = iris_fit("gmm_fit(x, 3, start = s)", 200),
    `iris by default` = iris_fit("gmm_fit(x, 3)", 20)
  )
)
for (task in names(tasks)) {
  seconds <- t(replicate(rounds, vapply(libraries, tasks[[task]], 0)))
  middle <- apply(seconds, 2, stats::median)
  cat(sprintf(
    "%-18s before %.3g s, now %.3g s, ratio %.3f (of pairs %.3f to %.3f)\n", task,
    middle[["before"]], middle[["now"]], middle[["now"]] / middle[["before"]],
    min(seconds[, 2] / seconds[, 1]), max(seconds[, 2] / seconds[, 1])
  ))
}
