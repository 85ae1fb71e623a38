# mclust as one of the programs: see measure.R for the arguments.
#
# An iteration of its me*() is an M- and an E-step, so the E-step that turns the start
# into responsibilities is done once before.

file <- sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE))
source(file.path(dirname(file), "measure.R"))
suppressPackageStartupMessages(library(mclust))

model_names <- c(full = "VVV", tied = "EEE", diag = "VVI", spherical = "VII")

variance <- function(covariance, model_name, n_components) {
  d <- ncol(covariance)
  variances <- diag(covariance)
  c(list(modelName = model_name, d = d, G = n_components), switch(model_name,
    VVV = list(cholsigma = array(chol(covariance), c(d, d, n_components))),
    EEE = list(cholSigma = chol(covariance)),
    VVI = list(
      scale = rep(exp(mean(log(variances))), n_components),
      shape = matrix(variances / exp(mean(log(variances))), d, n_components)
    ),
    VII = list(sigmasq = rep(mean(variances), n_components))
  ))
}

responsibilities <- function(x, start, model_name) {
  n_components <- length(start$weights)
  parameters <- list(
    pro = start$weights, mean = t(start$means),
    variance = variance(start$covariance, model_name, n_components)
  )
  estep(x, modelName = model_name, parameters = parameters)$z
}

fit <- function(x, z, model_name, iterations) {
  me(
    x, modelName = model_name, z = z, warn = FALSE,
    control = emControl(eps = 0, tol = c(0, 0), itmax = rep(iterations, 2))
  )
}

tasks <- list(
  iterate = function(x, start, model_name, arguments) {
    z <- responsibilities(x, start, model_name)
    seconds_per_iteration(
      function(iterations) fit(x, z, model_name, iterations), arguments$amount
    )
  },
  likelihood = function(x, start, model_name, arguments) {
    z <- responsibilities(x, start, model_name)
    fit(x, z, model_name, arguments$amount)$loglik / arguments$n
  },
  memory = function(x, start, model_name, arguments) {
    estimate <- function(x, start, iterations) {
      fit(x, responsibilities(x, start, model_name), model_name, iterations)
    }
    tiny <- tiny_problem()
    estimate(tiny$x, tiny$start, 1)
    megabytes_beyond(function() estimate(x, start, arguments$amount))
  }
)

arguments <- read_arguments()
report(tasks[[arguments$task]](
  read_data(arguments), read_start(arguments), model_names[[arguments$type]], arguments
))
