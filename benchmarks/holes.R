# Rows with missing values: what an iteration takes beside whole rows of the same size, and whole
# fits beside the programs of R that take missing values. Tables go to holes.csv and
# holes-fits.csv in benchmarks/results and, as markdown, to the standard output.
#
#   Rscript benchmarks/holes.R [--rounds=5] [--threads=1]
#
# Programs take turns in one process. install-peers.sh installs MGMM (full covariances, EM on
# what is seen), mixture (the same, with an imputation in every iteration) and mclust
# (imputeData(), which is of the package mix, and then Mclust() on whole rows).

for (part in c("workloads.R", "programs.R", "options.R", "measure.R", "success.R")) {
  source(file.path("benchmarks", part))
}
.libPaths(c(.libPaths(), file.path(cache_folder(), "library")))
library(gaussmix)

sizes <- data.frame(
  n = c(1e5, 1e5, 1e5, 2e4, 1e6), d = c(10, 10, 10, 20, 5), n_components = c(10, 10, 10, 5, 5),
  # The share of cells that are missing, and of how many columns.
  share = c(0.3, 0.3, 0.1, 0.3, 0.05), columns = c(3, 10, 10, 20, 5)
)

rows_of_size <- function(size) {
  set.seed(29)
  x <- draw_rows(draw_mixture(size$d, size$n_components), size$n)
  holed <- x
  holed[, seq_len(size$columns)][stats::runif(size$n * size$columns) < size$share] <- NA
  list(x = x, holed = holed)
}

iterations_from <- function(begun, x, threads) {
  function(iterations) {
    suppressWarnings(gmm_fit(
      x, start = begun, tol = 1e-300, max_iter = iterations, threads = threads, keep_data = FALSE,
      na_action = "em", control = gmm_control(acceleration = "none")
    ))
  }
}

per_iteration <- function(rounds, threads) {
  do.call(rbind, lapply(seq_len(nrow(sizes)), function(s) {
    size <- sizes[s, ]
    data <- rows_of_size(size)
    begun <- coef(suppressWarnings(
      gmm_fit(data$x, size$n_components, n_init = 1, max_iter = 5, keep_data = FALSE)
    ))
    taken <- replicate(rounds, c(
      seconds_of_iteration(iterations_from(begun, data$x, threads), 2, 42),
      seconds_of_iteration(iterations_from(begun, data$holed, threads), 2, 22)
    ))
    data.frame(
      data = sprintf(
        "%s x %g, K = %g", sub("e+0", "e", formatC(size$n, format = "e", digits = 0), fixed = TRUE),
        size$d, size$n_components
      ),
      missing = mean(is.na(data$holed)),
      patterns = nrow(unique(is.na(data$holed[rowSums(!is.na(data$holed)) > 0, ]))),
      whole = stats::median(taken[1, ]), holed = stats::median(taken[2, ]),
      times = stats::median(taken[2, ] / taken[1, ])
    )
  }))
}

# Each with its own defaults but for the number of components and of starts where it takes that;
# what a program found is judged by the likelihood of what is seen.
programs <- list(
  gaussmix = function(x, k) {
    coef(gmm_fit(x, k, na_action = "em", threads = 1))
  },
  MGMM = function(x, k) {
    fit <- MGMM::FitGMM(x, k = k, report = FALSE)
    list(
      weights = fit@Proportions, means = do.call(rbind, fit@Means),
      covariances = simplify2array(fit@Covariances)
    )
  },
  mixture = function(x, k) {
    # Its default starts, by k-means, do not take missing values, and random soft ones may fail.
    fit <- suppressWarnings(mixture::gpcm(x, G = k, mnames = "VVV", start = 1))
    best <- fit$best_model$model_obj[[1]]
    list(
      weights = as.vector(best$pi_gs), means = do.call(rbind, lapply(best$mus, as.vector)),
      covariances = simplify2array(best$sigs)
    )
  },
  `mclust, imputeData()` = function(x, k) {
    filled <- mclust::imputeData(x, verbose = FALSE)
    fit <- mclust::Mclust(filled, k, "VVV", verbose = FALSE)$parameters
    list(weights = fit$pro, means = t(fit$mean), covariances = fit$variance$sigma)
  }
)

log_likelihood_of_seen <- function(found, x) {
  if (is.null(found)) {
    return(NA_real_)
  }
  sum(predict(do.call(gmm_model, found), x, type = "log_density", na_action = "em"))
}

fits <- function(rounds) {
  set.seed(30)
  x <- draw_rows(draw_mixture(5, 3), 2000)
  x[stats::runif(length(x)) < 0.2] <- NA
  x <- x[rowSums(!is.na(x)) > 0, ]
  taken <- replicate(rounds, vapply(programs, function(program) {
    begin <- Sys.time()
    found <- tryCatch(program(x, 3), error = function(e) {
      message(conditionMessage(e))
      NULL
    })
    c(as.numeric(difftime(Sys.time(), begin, units = "secs")), log_likelihood_of_seen(found, x))
  }, numeric(2)))
  data.frame(
    program = names(programs), seconds = apply(taken[1, , ], 1, stats::median),
    log_likelihood = apply(taken[2, , ], 1, max)
  )
}

given <- commandArgs(trailingOnly = TRUE)
rounds <- as.integer(option_value(given, "rounds", "5"))
threads <- as.integer(option_value(given, "threads", "1"))
library(mclust, exclude = c("bic", "icl"), quietly = TRUE)
whole <- fits(rounds)
save_results(whole, "holes-fits", list(small = FALSE))
markdown(whole)
iterations <- per_iteration(rounds, threads)
save_results(iterations, "holes", list(small = FALSE))
markdown(iterations)
