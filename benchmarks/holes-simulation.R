# What missing values do to the means of components, by simulation: bias and the coverage of 95 %
# intervals of EM on what is seen, of complete rows, of means filled in, and (of full covariances,
# without intervals) of MGMM. The table goes to holes-simulation.csv in benchmarks/results and, as
# markdown, to the standard output.
#
#   Rscript benchmarks/holes-simulation.R [--sets=200] [--resamples=40] [--part=1 --parts=1]
#
# Tables of 300 rows in four columns from two components, of five structures. Values are missing
# completely at random in columns 2 to 4, or at random: the more often the larger the first column
# is. All fits begin at the truth, so that what differs is the estimate and not the optimum. An
# interval is the estimate plus and minus 1.96 standard deviations of those from resampled rows.
# MGMM has smaller errors than EM here: in three of four sets that were looked at it stopped before
# the maximum, .1 to .2 below EM's log-likelihood, which from there keeps it nearer to the truth.
# The rows of all parts together are the table.

for (part in c("programs.R", "options.R", "measure.R", "success.R")) {
  source(file.path("benchmarks", part))
}
.libPaths(c(.libPaths(), file.path(cache_folder(), "library")))
library(gaussmix)

structures <- c("spherical", "diag", "tied", "full", "VEE")
shares <- c(0.1, 0.25, 0.4)
n_rows <- 300

truth_of <- function(structure) {
  correlated <- 0.5 + 0.5 * diag(4)
  turned <- correlated * tcrossprod(c(1, -1, 1, 1))
  covariances <- switch(structure,
    spherical = list(diag(4), 0.5 * diag(4)),
    diag = list(diag(c(1, 2, 0.5, 1)), diag(c(0.5, 1, 1, 2))),
    tied = list(correlated, correlated),
    full = list(correlated, 0.7 * turned),
    VEE = list(correlated, 0.5 * correlated)
  )
  list(
    weights = c(0.4, 0.6), means = rbind(rep(0, 4), c(3, 2, 2, 2)),
    covariances = simplify2array(covariances), covariance_type = structure
  )
}

draw_set <- function(truth, mechanism, share) {
  x <- unclass(gmm_sample(do.call(gmm_model, truth), n_rows))
  attributes(x) <- list(dim = c(n_rows, 4))
  chance <- if (mechanism == "MCAR") {
    rep(share, n_rows)
  } else {
    # As many in all.
    z <- 1.5 * (x[, 1] - mean(x[, 1]))
    shift <- stats::uniroot(function(a) mean(stats::plogis(a + z)) - share, c(-20, 20))$root
    stats::plogis(shift + z)
  }
  x[, 2:4][stats::runif(3 * n_rows) < chance] <- NA
  x
}

# Means, those of the component at the origin first.
means_of <- function(fit) fit$means[order(rowSums(fit$means)), ]

methods <- list(
  EM = function(x, structure, start) {
    means_of(gmm_fit(x, start = start, covariance_type = structure, na_action = "em"))
  },
  `complete rows` = function(x, structure, start) {
    means_of(gmm_fit(x, start = start, covariance_type = structure, na_action = "omit"))
  },
  `means filled in` = function(x, structure, start) {
    filled <- apply(x, 2, function(column) {
      replace(column, is.na(column), mean(column, na.rm = TRUE))
    })
    means_of(gmm_fit(filled, start = start, covariance_type = structure))
  },
  MGMM = function(x, structure, start) {
    fit <- MGMM::FitGMM(x,
      k = 2, init_means = lapply(1:2, function(k) start$means[k, ]),
      init_covs = lapply(1:2, function(k) start$covariances[, , k]),
      init_props = start$weights, report = FALSE
    )
    means_of(list(means = do.call(rbind, fit@Means)))
  }
)

methods_for <- function(structure) {
  has_mgmm <- structure == "full" && requireNamespace("MGMM", quietly = TRUE)
  if (has_mgmm) methods else methods[names(methods) != "MGMM"]
}

# The error of each mean, and whether its interval holds the truth.
try_set <- function(structure, mechanism, share, resamples) {
  truth <- truth_of(structure)
  x <- draw_set(truth, mechanism, share)
  start <- do.call(gmm_model, truth)
  rows <- replicate(resamples, sample(n_rows, replace = TRUE))
  lapply(methods_for(structure), function(method) {
    fit <- function(x) {
      from <- if (identical(method, methods$MGMM)) truth else start
      tryCatch(suppressWarnings(method(x, structure, from)), error = function(e) NULL)
    }
    estimate <- fit(x)
    if (is.null(estimate)) {
      return(NULL)
    }
    error <- estimate - truth$means
    if (identical(method, methods$MGMM)) {
      return(list(error = error, covered = NA * error))
    }
    again <- Filter(Negate(is.null), apply(rows, 2, function(at) fit(x[at, ]), simplify = FALSE))
    sds <- apply(simplify2array(again), 1:2, stats::sd)
    list(error = error, covered = abs(error) < stats::qnorm(0.975) * sds)
  })
}

summarised <- function(tries) {
  tries <- Filter(Negate(is.null), tries)
  bias <- Reduce(`+`, lapply(tries, `[[`, "error")) / length(tries)
  error <- sqrt(Reduce(`+`, lapply(tries, function(one) one$error^2)) / length(tries))
  covered <- Reduce(`+`, lapply(tries, `[[`, "covered")) / length(tries)
  data.frame(
    sets = length(tries), bias = max(abs(bias)), error = sqrt(mean(error^2)),
    coverage = mean(covered), least_coverage = min(covered)
  )
}

simulate_case <- function(structure, mechanism, share, sets, resamples) {
  set.seed(match(structure, structures) * 100 + 10 * (mechanism == "MAR") + match(share, shares))
  tries <- replicate(sets, try_set(structure, mechanism, share, resamples), simplify = FALSE)
  rows <- lapply(names(methods_for(structure)), function(method) {
    cbind(
      data.frame(structure = structure, mechanism = mechanism, share = share, method = method),
      summarised(lapply(tries, `[[`, method))
    )
  })
  do.call(rbind, rows)
}

given <- commandArgs(trailingOnly = TRUE)
sets <- as.integer(option_value(given, "sets", "200"))
resamples <- as.integer(option_value(given, "resamples", "40"))
part <- as.integer(option_value(given, "part", "1"))
parts <- as.integer(option_value(given, "parts", "1"))
cases <- expand.grid(
  structure = structures, mechanism = c("MCAR", "MAR"), share = shares, stringsAsFactors = FALSE
)
cases <- cases[seq_len(nrow(cases)) %% parts == part %% parts, ]
result <- do.call(rbind, Map(
  simulate_case, cases$structure, cases$mechanism, cases$share, sets, resamples
))
rownames(result) <- NULL
save_results(
  result, paste0("holes-simulation", if (parts > 1) paste0("-", part)), list(small = FALSE)
)
markdown(result)
