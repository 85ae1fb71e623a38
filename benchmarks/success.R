# How often, and in what time, a whole fit ends at the best known optimum of a problem of
# sets.R: gaussmix as it comes, the words of its argument `start`, and peers. Read by
# fits.R.

# A log-likelihood this much below the best known is at the same optimum.
same_optimum <- 1e-3
# What many users would still take for the same.
nearly_same <- 0.1

start_words <- c(
  "mixed", "kmeans", "kmeans++", "random_rows", "random_responsibilities", "ward"
)

# scikit-learn takes its time, and the words are many: so many seeds of theirs tell enough.
most_seeds_of_others <- 10

# Ways of fitting: functions of the data, a problem and the number of threads.
ways_of_gaussmix <- function() {
  with_start <- function(word) {
    force(word)
    list(
      one = function(x, problem, threads) {
        gmm_fit(
          x, problem$n_components, problem$type,
          start = word, n_init = 1, threads = threads, keep_data = FALSE
        )
      },
      default = function(x, problem, threads) {
        gmm_fit(
          x, problem$n_components, problem$type,
          start = word, threads = threads, keep_data = FALSE
        )
      }
    )
  }
  words <- Filter(is_start_word, start_words)
  ways <- unlist(lapply(words, with_start))
  names(ways) <- paste0(rep(words, each = 2), c(", n_init 1", ""))
  c(default = function(x, problem, threads) {
    gmm_fit(
      x, problem$n_components, problem$type,
      threads = threads, keep_data = FALSE
    )
  }, ways)
}

# Versions of gaussmix differ in the words that they know.
is_start_word <- function(word) {
  fit <- tryCatch(
    suppressWarnings(gmm_fit(faithful, 2, start = word, n_init = 1)),
    gaussmix_error = function(e) NULL
  )
  !is.null(fit)
}

one_fit <- function(way, x, problem, seed, threads) {
  set.seed(seed)
  run <- timed(suppressWarnings(tryCatch(
    way(x, problem, threads),
    gaussmix_error = function(e) list(log_likelihood = NA_real_, singular = TRUE)
  )))
  data.frame(
    seed = seed, seconds = run$seconds, log_likelihood = run$value$log_likelihood,
    singular = run$value$singular
  )
}

# All problems in turn for each seed, all ways in turn for each problem.
fits_of_gaussmix <- function(problems, data, ways, seeds, threads) {
  rows <- list()
  for (seed in seeds) {
    for (problem in rows_of(problems)) {
      for (way in names(ways)) {
        row <- one_fit(ways[[way]], data[[problem$set]], problem, seed, threads)
        rows[[length(rows) + 1]] <- cbind(
          problem = problem_name(problem), program = "gaussmix", start = way, row
        )
      }
    }
    message("gaussmix, ", paste(names(ways), collapse = "; "), ": seed ", seed)
  }
  do.call(rbind, rows)
}

fits_of_scikit_learn <- function(problems, data, seeds, options) {
  plan <- merge(
    cbind(problem = problem_name(problems), problems, peer_columns(problems, data)),
    data.frame(seed = seeds)
  )
  plan <- plan[order(plan$seed), ]
  fits <- scikit_learn_fits(cbind(plan, n_init = 10), options$threads, options$kernels)
  judged <- lapply(rows_of(fits), function(fit) {
    judge_parameters(data[[fit$set]], fit$parameters[[1]], fit$type)
  })
  data.frame(
    problem = fits$problem, program = "scikit-learn", start = "n_init 10", seed = fits$seed,
    seconds = fits$seconds, log_likelihood = fits$log_likelihood,
    singular = vapply(judged, function(fit) fit$singular, logical(1))
  )
}

# Nothing in it is random but the rows from which it starts when there are many.
fits_of_mclust <- function(problems, data) {
  rows <- lapply(rows_of(problems), function(problem) {
    x <- data[[problem$set]]
    set.seed(1)
    fit <- mclust_fit(x, problem$n_components, problem$type)
    judged <- if (is.null(fit$parameters)) {
      list(log_likelihood = NA_real_, singular = TRUE)
    } else {
      judge_parameters(x, fit$parameters, problem$type)
    }
    data.frame(
      problem = problem_name(problem), program = "mclust", start = "Mclust", seed = 1,
      seconds = fit$seconds, judged
    )
  })
  do.call(rbind, rows)
}

# How far below the best known optimum; Inf where a component has collapsed.
shortfall <- function(fits, problems) {
  best <- best_known(problems)[match(fits$problem, problem_name(problems))]
  short <- best - fits$log_likelihood
  short[is.na(fits$log_likelihood) | fits$singular] <- Inf
  short
}

# A search that beats the best known one says so: then all of its rates are too high.
report_surpassed <- function(fits, problems) {
  short <- shortfall(fits, problems)
  for (name in unique(fits$problem[which(short < -same_optimum)])) {
    message(
      name, ": better than the best known by ",
      format(-min(short[fits$problem == name]), digits = 3), "; see best-known.R"
    )
  }
}

# One row per problem and way: the rate of success, that of near success, collapses and
# the median time.
success_rates <- function(fits, problems) {
  fits$short <- shortfall(fits, problems)
  groups <- split(fits, fits[c("start", "program", "problem")], drop = TRUE)
  rows <- lapply(groups, function(group) {
    data.frame(
      group[1, c("problem", "program", "start")],
      fits = nrow(group), success = mean(group$short <= same_optimum),
      nearly = mean(group$short <= nearly_same), collapsed = mean(group$singular),
      # Of the typical fit, where it has a log-likelihood.
      short = median(group$short), milliseconds = 1000 * median(group$seconds)
    )
  })
  rates <- do.call(rbind, rows)
  rates <- rates[order(match(rates$problem, problem_name(problems))), ]
  rownames(rates) <- NULL
  rates
}

markdown <- function(table) {
  cells <- rbind(names(table), as.matrix(format(table, trim = TRUE)))
  lines <- apply(cells, 1, function(row) paste0("| ", paste(row, collapse = " | "), " |"))
  rule <- paste0("|", strrep("---|", ncol(table)))
  cat(lines[1], rule, lines[-1], "", sep = "\n")
}

share_text <- function(x) ifelse(is.na(x), "", sub("^0", "", sprintf("%.2f", x)))
milliseconds_text <- function(x) {
  ifelse(is.na(x), "", formatC(x, digits = 3, format = "fg", flag = ""))
}

# A row per problem, with the programs beside each other.
print_success <- function(rates, problems) {
  of <- function(program, column) {
    rows <- rates[rates$program == program, ]
    rows[[column]][match(problem_name(problems), rows$problem)]
  }
  markdown(data.frame(
    problem = problem_name(problems),
    `best known` = sprintf("%.3f", best_known(problems)),
    gaussmix = share_text(of("gaussmix", "success")),
    collapsed = share_text(of("gaussmix", "collapsed")),
    ms = milliseconds_text(of("gaussmix", "milliseconds")),
    `scikit-learn` = share_text(of("scikit-learn", "success")),
    `within .1` = share_text(of("scikit-learn", "nearly")),
    ` ms ` = milliseconds_text(of("scikit-learn", "milliseconds")),
    `mclust is short by` = sub("Inf", "collapsed", sprintf("%.3g", of("mclust", "short"))),
    `  ms` = milliseconds_text(of("mclust", "milliseconds")),
    check.names = FALSE
  ))
  mine <- rates[rates$program == "gaussmix", ]
  cat(
    sum(mine$success >= 0.99), "of", nrow(mine), "problems are solved for at least .99 of seeds;",
    "collapsed fits:", sum(mine$collapsed * mine$fits), "\n\n"
  )
}

run_success <- function(options) {
  data <- lapply(setNames(nm = unique(options$problems$set)), set_data)
  ways <- ways_of_gaussmix()["default"]
  mine <- fits_of_gaussmix(options$problems, data, ways, options$seeds, options$threads)
  fits <- rbind(
    mine,
    fits_of_scikit_learn(
      options$problems, data, head(options$seeds, most_seeds_of_others), options
    ),
    fits_of_mclust(options$problems, data)
  )
  report_surpassed(fits, options$problems)
  fits$seconds <- signif(fits$seconds, 4)
  fits$log_likelihood <- round(fits$log_likelihood, 6)
  save_results(fits, "success", options)
  rates <- success_rates(fits, options$problems)
  print_success(rates, options$problems)
}

# For each kind of start over all problems: the mean rate of success; the problems that it
# never solves; the time of a fit in that of the default; and the mean chance of success
# when it is repeated for as long as one default fit takes, or not even once.
starts_table <- function(rates) {
  default <- rates[rates$start == "default", ]
  rows <- lapply(unique(rates$start), function(start) {
    mine <- rates[rates$start == start, ]
    beside <- default[match(mine$problem, default$problem), ]
    times <- beside$milliseconds / mine$milliseconds
    data.frame(
      start = start, success = share_text(mean(mine$success)),
      never = sum(mine$success == 0), always = sum(mine$success == 1),
      collapsed = share_text(mean(mine$collapsed)),
      `median ms` = milliseconds_text(median(mine$milliseconds)),
      `time / default` = share_text(exp(mean(log(1 / times)))),
      `success per ms` = milliseconds_text(
        exp(mean(log(pmax(mine$success, 1e-3) / mine$milliseconds)))
      ),
      `success in the default's time` = share_text(mean(1 - (1 - mine$success)^times)),
      check.names = FALSE
    )
  })
  do.call(rbind, rows)
}

run_starts <- function(options) {
  data <- lapply(setNames(nm = unique(options$problems$set)), set_data)
  seeds <- head(options$seeds, most_seeds_of_others)
  fits <- fits_of_gaussmix(
    options$problems, data, ways_of_gaussmix(), seeds, options$threads
  )
  report_surpassed(fits, options$problems)
  rates <- success_rates(fits, options$problems)
  # A row per fit would be megabytes.
  rates$short <- NULL
  rates$milliseconds <- signif(rates$milliseconds, 4)
  save_results(rates, "starts", options)
  markdown(starts_table(rates))
}
