# What the programs in R share: arguments, data, and how time and memory are taken.
# peer-scikit-learn.py and peer-armadillo.cpp do the same in their languages.
#
# Each program is called as
#   <program> <task> <stem> <n> <d> <K> <type> <amount>
# and prints one number:
#   iterate     seconds per EM iteration; <amount> is how many seconds to measure for
#   iterate-map, iterate-bayes   the same with a prior, and of variational Bayes
#   likelihood  log-likelihood per observation after <amount> iterations
#   memory      peak memory beyond the data in MB while fitting <amount> iterations
#   score, posterior, sample   seconds; <amount> is the number of repetitions

read_arguments <- function() {
  given <- commandArgs(trailingOnly = TRUE)
  names(given) <- c("task", "stem", "n", "d", "n_components", "type", "amount")
  number <- as.list(given)
  for (name in c("n", "d", "n_components", "amount")) {
    number[[name]] <- as.numeric(number[[name]])
  }
  number
}

read_doubles <- function(path, count) readBin(path, "double", count, endian = "little")

read_data <- function(arguments) {
  x <- read_doubles(paste0(arguments$stem, ".x"), arguments$n * arguments$d)
  dim(x) <- c(arguments$n, arguments$d)
  x
}

read_start <- function(arguments) {
  d <- arguments$d
  n_components <- arguments$n_components
  values <- read_doubles(paste0(arguments$stem, ".start"), n_components * (1 + d) + d^2)
  list(
    weights = values[seq_len(n_components)],
    means = matrix(values[n_components + seq_len(n_components * d)], n_components),
    covariance = matrix(tail(values, d^2), d)
  )
}

# Two small clusters and a start for them: whoever fits them has loaded its code.
tiny_problem <- function() {
  x <- matrix(rnorm(1000), 500)
  x[1:250, ] <- x[1:250, ] + 3
  list(
    x = x,
    start = list(weights = c(0.5, 0.5), means = rbind(c(3, 3), c(0, 0)), covariance = diag(2))
  )
}

seconds <- function(run) {
  begin <- Sys.time()
  run()
  as.numeric(difftime(Sys.time(), begin, units = "secs"))
}

best_seconds <- function(run, times) min(replicate(times, seconds(run)))

# A run of many iterations minus a run of one: what a fit costs once drops out.
# `run` takes the number of iterations. The second run of one is only worth its time
# where the first, which warms up, is short.
seconds_per_iteration <- function(run, at_least) {
  one <- seconds(function() run(1))
  if (one < at_least) {
    one <- min(one, seconds(function() run(1)))
  }
  iterations <- 2
  repeat {
    many <- seconds(function() run(iterations)) - one
    if (many >= at_least) {
      return(many / (iterations - 1))
    }
    iterations <- 2 * iterations
  }
}

# The same of two numbers of iterations that are given, for programs that take turns.
seconds_of_iteration <- function(fit, few, many) {
  (seconds(function() fit(many)) - seconds(function() fit(few))) / (many - few)
}

status_megabytes <- function(field) {
  line <- grep(paste0("^", field, ":"), readLines("/proc/self/status"), value = TRUE)
  as.numeric(gsub("[^0-9]", "", line)) / 1024
}

# The largest resident memory while `run` runs, beyond that before it.
megabytes_beyond <- function(run) {
  invisible(gc())
  # Makes the peak start anew at what is resident now.
  cat("5\n", file = "/proc/self/clear_refs")
  before <- status_megabytes("VmRSS")
  run()
  status_megabytes("VmHWM") - before
}

report <- function(number) cat(format(number, digits = 17), "\n")
