# What users wait for who change no setting: a large fit beside scikit-learn's, a selection
# on iris beside mclust's, and a selection on the digits. Read by fits.R.

# W10: even with the true parameters 40 % of the rows are given to another component than
# their own. EM takes hundreds of iterations to sort them out.
overlapping <- list(n = 1e5, d = 5, n_components = 5, type = "full", distance = 2)

# A peer that may run until the likelihood hardly rises says how high it can be.
patient <- list(tol = 1e-8, max_iter = 2000)

overlapping_rows <- function(n) {
  set.seed(20260101)
  mixture <- draw_mixture(overlapping$d, overlapping$n_components, overlapping$distance)
  draw_rows(mixture, n)
}

mean_log_density <- function(x, parameters, type) {
  model <- gmm_model(parameters$weights, parameters$means, parameters$covariances, type)
  mean(predict(model, x, type = "log_density"))
}

# One row: who, with which seed, in what time, how high.
large_row <- function(x, program, settings, seed, seconds, parameters) {
  data.frame(
    program = program, settings = settings, seed = seed, seconds = seconds,
    log_likelihood_per_row = mean_log_density(x, parameters, overlapping$type)
  )
}

gaussmix_on_large <- function(x, seed, options) {
  set.seed(seed)
  run <- timed(suppressWarnings(gmm_fit(
    x, overlapping$n_components, overlapping$type,
    threads = options$threads, keep_data = FALSE
  )))
  large_row(x, "gaussmix", "default", seed, run$seconds, run$value)
}

scikit_learn_on_large <- function(x, stem, seed, options, settings = list()) {
  plan <- data.frame(
    stem = stem, n = nrow(x), d = ncol(x), n_components = overlapping$n_components,
    type = overlapping$type, seed = seed
  )
  plan[names(settings)] <- settings
  fit <- scikit_learn_fits(plan, options$threads, options$kernels)
  large_row(
    x, "scikit-learn", if (length(settings) > 0) "patient" else "default", seed, fit$seconds,
    fit$parameters[[1]]
  )
}

mclust_on_large <- function(x, seed) {
  set.seed(seed)
  # With so many rows it starts from a subset by itself.
  fit <- mclust_fit(x, overlapping$n_components, overlapping$type)
  if (!is.null(fit$parameters)) {
    large_row(x, "mclust", "default", seed, fit$seconds, fit$parameters)
  }
}

clusterr_on_large <- function(x, seed) {
  fit <- clusterr_fit(x, overlapping$n_components, overlapping$type, seed, iterations = 300)
  large_row(x, "ClusterR", "300 iterations", seed, fit$seconds, fit$parameters)
}

# The two that are timed in turn; the others once or twice, to know how high peers get.
run_large <- function(options) {
  x <- overlapping_rows(if (options$small) 5000 else overlapping$n)
  stem <- write_set(paste("W10", nrow(x)), x)
  fits <- NULL
  for (seed in head(options$seeds, 20)) {
    fits <- rbind(
      fits, gaussmix_on_large(x, seed, options), scikit_learn_on_large(x, stem, seed, options)
    )
    message("large: seed ", seed)
    save_results(fits, "defaults-large", options)
  }
  for (seed in head(options$seeds, 2)) {
    fits <- rbind(
      fits, scikit_learn_on_large(x, stem, seed, options, patient), mclust_on_large(x, seed),
      clusterr_on_large(x, seed)
    )
    message("large, peers: seed ", seed)
  }
  save_results(fits, "defaults-large", options)
  print_large(fits)
}

print_large <- function(fits) {
  best <- max(fits$log_likelihood_per_row[fits$program != "gaussmix"])
  groups <- split(fits, paste(fits$program, fits$settings, sep = ", "))
  markdown(do.call(rbind, lapply(groups, function(group) {
    data.frame(
      program = paste(group$program[1], group$settings[1], sep = ", "), fits = nrow(group),
      seconds = sprintf("%.3f", median(group$seconds)),
      `highest per row` = sprintf("%.8f", max(group$log_likelihood_per_row)),
      `below the best peer, worst seed` =
        sprintf("%.1e", best - min(group$log_likelihood_per_row)),
      check.names = FALSE
    )
  })))
  medians <- tapply(fits$seconds, paste(fits$program, fits$settings), median)
  cat(sprintf(
    "scikit-learn takes %.2f times as long as gaussmix\n\n",
    medians[["scikit-learn default"]] / medians[["gaussmix default"]]
  ))
}

iris_models <- c(full = "VVV", tied = "EEE", diag = "VVI", spherical = "VII")

iris_by_gaussmix <- function(...) {
  table <- as.data.frame(suppressWarnings(gmm_select(iris[, 1:4], n_components = 1:9, ...)))
  data.frame(
    type = table$covariance_type, n_components = table$n_components,
    log_likelihood = table$logLik, singular = table$singular %in% TRUE
  )
}

# mclust tells BIC = 2 log L - df log n.
iris_by_mclust <- function() {
  criteria <- mclustBIC(
    iris[, 1:4],
    G = 1:9, modelNames = unname(iris_models), verbose = FALSE
  )
  cells <- expand.grid(
    n_components = 1:9, type = names(iris_models), stringsAsFactors = FALSE
  )
  value <- mapply(function(type, k) {
    df <- gmm_n_parameters(type, 4, k)
    (criteria[as.character(k), iris_models[[type]]] + df * log(nrow(iris))) / 2
  }, cells$type, cells$n_components)
  data.frame(
    type = cells$type, n_components = cells$n_components, log_likelihood = unname(value)
  )
}

# The selections in turn, as many rounds as asked, each round with its seed.
run_iris <- function(options) {
  ways <- list(
    `gaussmix, n_init 1` = function() iris_by_gaussmix(n_init = 1, threads = options$threads),
    gaussmix = function() iris_by_gaussmix(threads = options$threads),
    mclust = iris_by_mclust
  )
  times <- cells <- NULL
  for (round in head(options$seeds, options$rounds)) {
    for (way in names(ways)) {
      set.seed(round)
      run <- timed(ways[[way]]())
      times <- rbind(times, data.frame(program = way, round = round, seconds = run$seconds))
      run$value$singular <- c(run$value$singular, rep(NA, 36))[1:36]
      cells <- rbind(cells, cbind(program = way, round = round, run$value))
    }
    message("iris: round ", round)
  }
  save_results(times, "defaults-iris", options)
  save_results(cells, "defaults-iris-cells", options)
  print_iris(times, cells)
}

print_iris <- function(times, cells) {
  medians <- tapply(times$seconds, times$program, median)
  cat(sprintf(
    "%-20s %8.1f ms, mclust takes %.2f times as long\n",
    names(medians), 1000 * medians, medians[["mclust"]] / medians
  ), "\n", sep = "")
  # The worst round of each cell beside mclust's; where mclust has none it is left out.
  key <- function(rows) paste(rows$type, rows$n_components)
  mclust <- cells[cells$program == "mclust", ]
  worst <- aggregate(
    log_likelihood ~ program + type + n_components, cells[cells$program != "mclust", ], min
  )
  worst$beyond <- worst$log_likelihood - mclust$log_likelihood[match(key(worst), key(mclust))]
  collapsed <- aggregate(singular ~ program + type + n_components, cells, any)
  worst <- merge(worst, collapsed)
  for (program in unique(worst$program)) {
    mine <- worst[worst$program == program, ]
    cat(program, ": log-likelihood minus that of mclust, worst round\n", sep = "")
    wide <- tapply(
      paste0(sprintf("%.3f", mine$beyond), ifelse(mine$singular, " (collapsed)", "")),
      list(mine$n_components, mine$type), identity
    )
    markdown(data.frame(K = rownames(wide), wide, check.names = FALSE))
  }
}

# The principal components that hold 90 % of the variance of the digits.
run_digits <- function(options) {
  x <- digits_components(share = 0.9)
  counts <- if (options$small) c(2, 9) else 1:20
  set.seed(options$seeds[1])
  run <- timed(suppressWarnings(gmm_select(
    x,
    n_components = counts, covariance_type = "full", threads = options$threads
  )))
  table <- as.data.frame(run$value)
  table$total_seconds <- run$seconds
  save_results(table, "defaults-digits", options)
  cat(sprintf(
    "digits, %d components of 90 %%: %.1f s, BIC at 9 %.2f, smallest at %d\n\n", ncol(x),
    run$seconds, table$BIC[table$n_components == 9], gmm_best(run$value)$n_components
  ))
}
