# Rmixmod as one of the programs: see measure.R for the arguments.

file <- sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE))
source(file.path(dirname(file), "measure.R"))
suppressPackageStartupMessages(library(Rmixmod))

model_names <- c(
  full = "Gaussian_pk_Lk_Ck", tied = "Gaussian_pk_L_C", diag = "Gaussian_pk_Lk_Bk",
  spherical = "Gaussian_pk_Lk_I"
)

compact <- function(covariance, type) {
  switch(type,
    diag = diag(diag(covariance), ncol(covariance)),
    spherical = diag(mean(diag(covariance)), ncol(covariance)),
    covariance
  )
}

fit <- function(x, start, type, iterations) {
  n_components <- length(start$weights)
  parameter <- new(
    "GaussianParameter",
    proportions = start$weights, mean = start$means,
    variance = rep(list(compact(start$covariance, type)), n_components)
  )
  strategy <- mixmodStrategy(
    algo = "EM", initMethod = "parameter", parameter = parameter,
    # Zero is refused.
    nbIterationInAlgo = iterations, epsilonInAlgo = .Machine$double.xmin
  )
  mixmodCluster(
    as.data.frame(x), n_components,
    models = mixmodGaussianModel(listModels = model_names[[type]]), strategy = strategy
  )
}

tasks <- list(
  iterate = function(x, start, arguments) {
    seconds_per_iteration(
      function(iterations) fit(x, start, arguments$type, iterations), arguments$amount
    )
  },
  likelihood = function(x, start, arguments) {
    fitted <- fit(x, start, arguments$type, arguments$amount)
    fitted@bestResult@likelihood / arguments$n
  },
  memory = function(x, start, arguments) {
    tiny <- tiny_problem()
    fit(tiny$x, tiny$start, arguments$type, 1)
    megabytes_beyond(function() fit(x, start, arguments$type, arguments$amount))
  }
)

arguments <- read_arguments()
report(tasks[[arguments$task]](read_data(arguments), read_start(arguments), arguments))
