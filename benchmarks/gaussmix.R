# gaussmix as one of the programs: see measure.R for the arguments. Threads and the
# instruction set come from GAUSSMIX_THREADS and GAUSSMIX_INSTRUCTION_SET.
#
#   Rscript benchmarks/gaussmix.R iterate <stem> <n> <d> <K> <type> <seconds>

file <- sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE))
source(file.path(dirname(file), "measure.R"))
source(file.path(dirname(file), "fit-from-start.R"))
library(gaussmix)

# The start as a fit, without any data.
model <- function(start, type) {
  start <- in_form(start, type)
  gmm_model(start$weights, start$means, start$covariances, type)
}

# Seconds per iteration of an estimator.
iterate <- function(...) {
  function(x, start, arguments) {
    seconds_per_iteration(
      function(iterations) fit_from_start(x, start, arguments$type, iterations, ...),
      arguments$amount
    )
  }
}

tasks <- list(
  iterate = iterate(),
  `iterate-map` = iterate(prior = gmm_prior()),
  `iterate-bayes` = iterate(estimate = gmm_bayes),
  likelihood = function(x, start, arguments) {
    fit_from_start(x, start, arguments$type, arguments$amount)$log_likelihood / arguments$n
  },
  memory = function(x, start, arguments) {
    tiny <- tiny_problem()
    fit_from_start(tiny$x, tiny$start, arguments$type, 1)
    megabytes_beyond(function() fit_from_start(x, start, arguments$type, arguments$amount))
  },
  score = function(x, start, arguments) {
    mixture <- model(start, arguments$type)
    best_seconds(function() predict(mixture, x, type = "log_density"), arguments$amount)
  },
  posterior = function(x, start, arguments) {
    mixture <- model(start, arguments$type)
    best_seconds(function() predict(mixture, x, type = "prob"), arguments$amount)
  },
  sample = function(x, start, arguments) {
    mixture <- model(start, arguments$type)
    best_seconds(function() gmm_sample(mixture, arguments$n), arguments$amount)
  }
)

arguments <- read_arguments()
x <- if (arguments$task != "sample") read_data(arguments)
report(tasks[[arguments$task]](x, read_start(arguments), arguments))
