# Stores fits of every kind, or compares those of now with stored ones, bit for bit.
#
#   Rscript tools/compare-fits.R store FILE
#   Rscript tools/compare-fits.R compare FILE
#
# For changes of the code that must not change a digit: store before, compare after, with
# the package that is installed, on one machine, on each instruction set that it has (the
# bits of another processor or compiler may be others, so no file is kept). On each some 400:
# structures, estimators, weights, starts of every kind, sampled searches, selections, one and
# two threads, draws and predictions. Parameters, traces, restarts and criteria count; times
# and calls do not.

library(gaussmix)

types <- c("full", "tied", "diag", "spherical", "tied_diag", "tied_spherical")
flowers <- as.matrix(iris[, 1:4])
eruptions <- as.matrix(faithful)

# Gaussian clusters around random centres.
clusters <- function(n, d, k, apart, seed) {
  set.seed(seed)
  centres <- matrix(stats::rnorm(k * d, sd = apart), k)
  centres[sample.int(k, n, replace = TRUE), , drop = FALSE] + matrix(stats::rnorm(n * d), n)
}

tables <- list(
  iris = flowers, faithful = eruptions, one = flowers[, 1, drop = FALSE],
  wide = clusters(200, 12, 3, 2, 1), many = clusters(20000, 3, 4, 2, 2),
  far = flowers * 1e3 + 1e6
)

# Without what depends on the hour or on the way in which a fit was asked for.
result_of <- function(expr) {
  set.seed(42)
  value <- tryCatch(
    suppressWarnings(suppressMessages(expr)),
    error = function(e) list(class = class(e), message = conditionMessage(e))
  )
  value <- unclass(value)
  if (!is.list(value)) {
    return(value)
  }
  value[setdiff(names(value), c("call", "seconds", "data", "settings"))]
}

results_of_table <- function(name) {
  x <- tables[[name]]
  large <- nrow(x) > 1000
  w <- rep(c(1, 2, 0.5, 3), length.out = nrow(x))
  labels <- rep_len(1:3, nrow(x))
  ks <- if (large) 4 else 2:4
  results <- list()
  keep <- function(what, expr) results[[paste(name, what)]] <<- result_of(expr)
  for (type in types) {
    for (k in ks) {
      keep(paste(type, k), gmm_fit(x, k, type, threads = 1))
      keep(paste(type, k, "two threads"), gmm_fit(x, k, type, threads = 2))
    }
    keep(paste(type, "weights"), gmm_fit(x, 3, type, sample_weight = w))
    keep(paste(type, "labels"), gmm_fit(x, 3, type, start = labels))
    keep(paste(type, "prior"), gmm_fit(x, 3, type, prior = gmm_prior(), n_init = 4))
    keep(paste(type, "plain"), gmm_fit(x, 3, type, n_init = 1, tol = 0, max_iter = 20))
    keep(paste(type, "bayes"), gmm_bayes(x, 4, type, n_init = 3, max_iter = 200))
  }
  for (start in c("kmeans", "kmeans++", "random_rows", "random_responsibilities", "ward")) {
    keep(start, gmm_fit(x, 3, start = start, n_init = 3))
  }
  fit <- suppressWarnings(gmm_fit(x, 3, start = labels))
  for (kind in c("class", "prob", "log_density", "uncertainty")) {
    keep(kind, list(predict(fit, x, type = kind)))
  }
  keep("draws", list(gmm_sample(fit, 1000)))
  keep("selection", list(as.data.frame(gmm_select(x, 1:3, n_init = 4))[, 1:5]))
  results
}

results_of_set <- function(set) {
  # The set is chosen as the package is loaded.
  output <- tempfile(fileext = ".rds")
  status <- system2(
    file.path(R.home("bin"), "Rscript"),
    c("tools/compare-fits.R", "run", shQuote(output)),
    env = paste0("GAUSSMIX_INSTRUCTION_SET=", set)
  )
  if (status != 0) stop("the fits of ", set, " could not be made")
  readRDS(output)
}

all_results <- function() {
  sets <- attr(gmm_instruction_set(), "available")
  stats::setNames(lapply(sets, results_of_set), sets)
}

compare <- function(stored, now) {
  same <- 0
  for (set in names(stored)) {
    for (name in names(stored[[set]])) {
      if (identical(stored[[set]][[name]], now[[set]][[name]])) {
        same <- same + 1
      } else {
        cat("not the same:", set, name, "\n")
      }
    }
  }
  all <- sum(lengths(stored))
  cat(same, "of", all, "results are the same to the bit\n")
  all > 0 && same == all
}

arguments <- commandArgs(trailingOnly = TRUE)
action <- arguments[1]
if (action == "run") {
  saveRDS(unlist(lapply(names(tables), results_of_table), recursive = FALSE), arguments[2])
} else if (action == "store") {
  saveRDS(all_results(), arguments[2])
} else if (action == "compare") {
  quit(status = as.integer(!compare(readRDS(arguments[2]), all_results())))
} else {
  stop("store or compare, and a file")
}
