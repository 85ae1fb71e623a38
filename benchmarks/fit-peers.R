# Whole fits by scikit-learn, mclust and ClusterR, and what gaussmix says about the
# parameters that they return. Read by the scripts of whole fits.

# The time that an expression takes and its value.
# Without the garbage of whoever ran before, as system.time() does.
timed <- function(expression) {
  gc()
  begin <- Sys.time()
  value <- expression
  list(seconds = as.numeric(difftime(Sys.time(), begin, units = "secs")), value = value)
}

# mclust finds its own functions only when it is attached.
suppressPackageStartupMessages(library(mclust, exclude = c("bic", "icl")))

# The files of data that other programs read.
write_set <- function(name, x) {
  stem <- file.path(cache_folder(), "data", paste0("set-", gsub("[^A-Za-z0-9]+", "-", name)))
  write_doubles(x, paste0(stem, ".x"))
  stem
}

# Where the data of problems are, as scikit-learn wants to know it.
peer_columns <- function(problems, data) {
  stems <- vapply(names(data), function(set) write_set(set, data[[set]]), character(1))
  data.frame(
    stem = stems[problems$set], n = vapply(data[problems$set], nrow, numeric(1)),
    d = vapply(data[problems$set], ncol, numeric(1)), row.names = NULL
  )
}

covariance_size <- function(type, d, n_components) {
  switch(type,
    full = c(d, d, n_components), tied = c(d, d), diag = c(n_components, d),
    spherical = n_components
  )
}

# Weights, means and covariances that follow each other as raw doubles.
read_parameters <- function(connection, type, d, n_components) {
  read <- function(size) {
    values <- readBin(connection, "double", prod(size), endian = "little")
    if (length(size) > 1) array(values, size) else values
  }
  list(
    weights = read(n_components), means = read(c(n_components, d)),
    covariances = read(covariance_size(type, d, n_components))
  )
}

# One process for all rows of a plan: see peer-scikit-learn-fits.py for its columns. The
# result has the same rows; its column `parameters` is a list.
scikit_learn_fits <- function(plan, threads, kernels = NA) {
  files <- file.path(tempdir(), c("plan.csv", "fits.csv"))
  defaults <- data.frame(n_init = 1, init_params = "kmeans", tol = 1e-3, max_iter = 100)
  plan <- cbind(plan, defaults[setdiff(names(defaults), names(plan))])
  write.csv(plan, files[1], row.names = FALSE)
  status <- system2("/usr/bin/python3", c("benchmarks/peer-scikit-learn-fits.py", files),
    env = environment_of("scikit-learn", threads, kernels, NA)
  )
  if (status != 0) {
    stop("scikit-learn has failed.", call. = FALSE)
  }
  fits <- cbind(plan, read.csv(files[2]))
  connection <- file(paste0(files[2], ".parameters"), "rb")
  on.exit(close(connection))
  fits$parameters <- lapply(rows_of(fits), function(fit) {
    read_parameters(connection, fit$type, fit$d, fit$n_components)
  })
  fits
}

mclust_names <- function(type, d) {
  if (d == 1) {
    return(if (type == "tied") "E" else "V")
  }
  c(full = "VVV", tied = "EEE", diag = "VVI", spherical = "VII")[[type]]
}

# mclust's parameters in the compact forms of gaussmix.
mclust_parameters <- function(parameters, type, d) {
  n_components <- length(parameters$pro)
  variance <- parameters$variance
  sigma <- if (d == 1) {
    array(rep_len(variance$sigmasq, n_components), c(1, 1, n_components))
  } else {
    variance$sigma
  }
  list(
    weights = unname(parameters$pro),
    means = matrix(parameters$mean, n_components, d, byrow = TRUE),
    covariances = switch(type,
      full = array(sigma, c(d, d, n_components)),
      tied = matrix(sigma[, , 1], d, d),
      diag = matrix(apply(sigma, 3, diag), n_components, d, byrow = TRUE),
      spherical = sigma[1, 1, ]
    )
  )
}

# Seconds and parameters; no parameters where mclust has no fit.
mclust_fit <- function(x, n_components, type) {
  name <- mclust_names(type, ncol(x))
  run <- timed(tryCatch(
    Mclust(x, G = n_components, modelNames = name, verbose = FALSE),
    error = function(e) NULL
  ))
  list(seconds = run$seconds, parameters = if (!is.null(run$value)) {
    mclust_parameters(run$value$parameters, type, ncol(x))
  })
}

# Rows to start from, k-means and EM as often as asked; only full and diagonal.
clusterr_fit <- function(x, n_components, type, seed, iterations) {
  run <- timed(ClusterR::GMM(
    x, n_components,
    seed_mode = "random_spread", km_iter = 10, em_iter = iterations,
    full_covariance_matrices = type == "full", seed = seed
  ))
  fit <- run$value
  covariances <- fit$covariance_matrices
  list(seconds = run$seconds, parameters = list(
    weights = as.vector(fit$weights) / sum(fit$weights), means = fit$centroids,
    covariances = if (is.list(covariances)) simplify2array(covariances) else covariances
  ))
}

# How gaussmix judges parameters as they are: their log-likelihood, and whether one of
# their components has collapsed.
judge_parameters <- function(x, parameters, type) {
  fit <- tryCatch(
    suppressWarnings(gmm_fit(
      x,
      n_components = length(parameters$weights), covariance_type = type, start = parameters,
      max_iter = 0, keep_data = FALSE
    )),
    gaussmix_error = function(e) NULL
  )
  if (is.null(fit)) {
    return(list(log_likelihood = NA_real_, singular = TRUE))
  }
  fit[c("log_likelihood", "singular")]
}
