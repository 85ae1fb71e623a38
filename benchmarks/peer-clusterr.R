# ClusterR as one of the programs: see measure.R for the arguments.
#
# It takes no start and begins with rows of the data, so its likelihood cannot be
# compared. It knows full and diagonal covariances.

file <- sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE))
source(file.path(dirname(file), "measure.R"))

fit <- function(x, n_components, type, iterations) {
  ClusterR::GMM(
    x, n_components,
    seed_mode = "static_subset", km_iter = 0, em_iter = iterations, var_floor = 0,
    full_covariance_matrices = type == "full"
  )
}

tasks <- list(
  iterate = function(x, arguments) {
    seconds_per_iteration(
      function(iterations) fit(x, arguments$n_components, arguments$type, iterations),
      arguments$amount
    )
  },
  memory = function(x, arguments) {
    fit(tiny_problem()$x, 2, arguments$type, 1)
    megabytes_beyond(
      function() fit(x, arguments$n_components, arguments$type, arguments$amount)
    )
  }
)

arguments <- read_arguments()
report(tasks[[arguments$task]](read_data(arguments), arguments))
