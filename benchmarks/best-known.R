# Searches long for the best optimum of every problem of sets.R in which no component has
# collapsed, and keeps what is better than benchmarks/results/best-known.csv.
#
#   Rscript benchmarks/best-known.R [--seconds=6] [--sets=iris,...] [--seed=1] [--no-peers]
#                                   [--fresh]
#
# --seconds is what the search for one problem may take; more runs with other seeds find
# more. --fresh forgets what is known, as is right when a set or the meaning of collapsed
# has changed.

for (part in c("sets.R", "programs.R", "options.R", "measure.R")) {
  source(file.path("benchmarks", part))
}
.libPaths(c(.libPaths(), file.path(cache_folder(), "library")))
library(gaussmix)
source(file.path("benchmarks", "fit-peers.R"))

start_words <- c(
  "mixed", "kmeans", "kmeans++", "random_rows", "random_responsibilities", "ward"
)
# Peers that would take minutes are left out.
most_rows_of_peers <- 5000

# A fit, NULL where there is none, or a component is degenerate or does not pay.
proper_fit <- function(...) {
  fit <- tryCatch(
    suppressWarnings(gmm_fit(..., keep_data = FALSE, threads = 1)),
    gaussmix_error = function(e) NULL
  )
  if (!is.null(fit) && fit$supported && !fit$singular) fit
}

# What a search has found. `polish` takes EM to the end of what numbers allow, as plateaus
# need; `most_passes` keeps one polish to a part of the time.
new_search <- function(x, problem, budget) {
  search <- new.env()
  search$x <- x
  search$n_components <- problem$n_components
  search$type <- problem$type
  search$best <- NULL
  search$found_by <- NA_character_
  search$polished <- numeric(0)
  begin <- timed(proper_fit(x, problem$n_components, problem$type, n_init = 1))
  passes <- timed(suppressWarnings(gmm_fit(
    x, problem$n_components, problem$type,
    start = "random_rows", n_init = 1, tol = 0, max_iter = 20, threads = 1, keep_data = FALSE
  )))
  search$pass_seconds <- passes$seconds / 20
  search$most_passes <- passes_in(search, budget / 4)
  search$end <- Sys.time() + budget
  search$span <- budget
  consider(search, begin$value, "mixed")
  search
}

passes_in <- function(search, seconds) min(1e5, max(200, round(seconds / search$pass_seconds)))

# The part of the time that has gone.
gone <- function(search) {
  1 - as.numeric(difftime(search$end, Sys.time(), units = "secs")) / search$span
}

polish <- function(search, fit) {
  proper_fit(search$x, start = fit, tol = 1e-12, max_iter = search$most_passes)
}

# Polishes a fit that may become the best one, unless the same one has been polished.
consider <- function(search, fit, found_by) {
  if (is.null(fit)) {
    return(invisible())
  }
  best <- if (is.null(search$best)) -Inf else search$best$log_likelihood
  nearly <- best - max(0.5, 1e-5 * search$best$n)
  if (fit$log_likelihood < nearly || any(abs(fit$log_likelihood - search$polished) < 1e-7)) {
    return(invisible())
  }
  search$polished <- c(search$polished, fit$log_likelihood)
  fit <- polish(search, fit)
  if (!is.null(fit) && fit$log_likelihood > best + 1e-7) {
    search$best <- fit
    search$found_by <- found_by
  }
}

# Many starts of each kind in turn, more and more of them, until a part of the time has
# gone.
many_starts <- function(search, until) {
  n_init <- 10
  repeat {
    for (word in start_words) {
      if (gone(search) > until) {
        return(invisible())
      }
      fit <- proper_fit(
        search$x, search$n_components, search$type,
        start = word, n_init = n_init,
        control = gmm_control(screen_keep = max(5, n_init / 10))
      )
      consider(search, fit, word)
    }
    n_init <- min(200, 2 * n_init)
  }
}

# One component leaves and comes back at a row: small, or as wide as the others.
swapped <- function(search, fit) {
  n_components <- fit$n_components
  leaves <- sample.int(n_components, 1)
  weights <- fit$weights
  weights[leaves] <- 0
  weights <- weights / sum(weights) * (1 - 1 / n_components)
  weights[leaves] <- 1 / n_components
  means <- fit$means
  means[leaves, ] <- search$x[sample.int(nrow(search$x), 1), ]
  covariances <- fit$covariances
  width <- sample(c(1, 0.1, 0.01), 1)
  if (search$type == "full") {
    pooled <- apply(covariances, 1:2, function(entry) sum(entry * fit$weights))
    covariances[, , leaves] <- width * pooled
  } else if (search$type == "diag") {
    covariances[leaves, ] <- width * colSums(covariances * fit$weights)
  } else if (search$type == "spherical") {
    covariances[leaves] <- width * sum(covariances * fit$weights)
  }
  list(weights = unname(weights), means = unname(means), covariances = covariances)
}

# EM in three lengths: what is far behind the fit that it came from stops early.
climb <- function(search, start, height) {
  fit <- start
  for (stage in list(c(passes = 40, behind = 5), c(passes = 300, behind = 1))) {
    fit <- proper_fit(
      search$x, search$n_components, search$type,
      start = fit, max_iter = stage[["passes"]]
    )
    if (is.null(fit) || fit$log_likelihood < height - stage[["behind"]]) {
      return(NULL)
    }
  }
  proper_fit(search$x, start = fit, max_iter = passes_in(search, search$span / 20))
}

# Chains of swaps, in turn from the best fit and from a new start.
swap_chains <- function(search, until) {
  from_best <- !is.null(search$best)
  while (search$n_components > 1 && gone(search) < until) {
    fit <- if (from_best) {
      search$best
    } else {
      proper_fit(
        search$x, search$n_components, search$type,
        start = sample(start_words, 1), n_init = 2
      )
    }
    if (!is.null(fit)) {
      swap_chain(search, fit, until)
    }
    from_best <- !from_best && !is.null(search$best)
  }
}

swap_chain <- function(search, fit, until) {
  failures <- 0
  while (failures < 8 * search$n_components && gone(search) < until) {
    higher <- climb(search, swapped(search, fit), fit$log_likelihood)
    consider(search, higher, "swaps")
    if (!is.null(higher) && higher$log_likelihood > fit$log_likelihood + 1e-6) {
      fit <- higher
      failures <- 0
    } else {
      failures <- failures + 1
    }
  }
}

# scikit-learn's fits of all problems, with k-means and with rows as starts.
scikit_learn_starts <- function(problems, data, seed) {
  few <- vapply(data[problems$set], nrow, numeric(1)) <= most_rows_of_peers
  plan <- merge(
    cbind(problem = problem_name(problems), problems, peer_columns(problems, data))[few, ],
    data.frame(init_params = c("kmeans", "random_from_data"))
  )
  plan <- plan[order(plan$problem), ]
  scikit_learn_fits(
    cbind(plan, seed = seed, n_init = 3, tol = 1e-4, max_iter = 300),
    threads = 1
  )
}

ask_peers <- function(search, problem, scikit_learn) {
  for (i in which(scikit_learn$problem == problem_name(problem))) {
    consider_parameters(search, scikit_learn$parameters[[i]], "scikit-learn, polished")
  }
  if (nrow(search$x) <= most_rows_of_peers) {
    fit <- mclust_fit(search$x, search$n_components, search$type)
    consider_parameters(search, fit$parameters, "mclust, polished")
  }
}

consider_parameters <- function(search, parameters, found_by) {
  if (is.null(parameters) || anyNA(unlist(parameters))) {
    return(invisible())
  }
  fit <- proper_fit(
    search$x, search$n_components, search$type,
    start = parameters, max_iter = search$most_passes
  )
  consider(search, fit, found_by)
}

# The smallest variance of a component in any direction, the pooled covariance being 1,
# and its smallest count: how near the best fit is to a collapsed one.
smallest_variance <- function(fit) {
  full <- coef(fit)$covariances
  pooled <- apply(full, 1:2, function(entry) sum(entry * fit$weights))
  whitener <- solve(chol(pooled))
  min(apply(full, 3, function(s) {
    min(eigen(t(whitener) %*% matrix(s, fit$d) %*% whitener, TRUE, only.values = TRUE)$values)
  }))
}

search_one <- function(problem, x, budget, scikit_learn) {
  search <- new_search(x, problem, budget)
  many_starts(search, until = 0.35)
  if (!is.null(scikit_learn)) {
    ask_peers(search, problem, scikit_learn)
  }
  swap_chains(search, until = 1)
  if (is.null(search$best)) {
    return(NULL)
  }
  best <- polish(search, search$best)
  if (is.null(best) || best$log_likelihood < search$best$log_likelihood) {
    best <- search$best
  }
  data.frame(
    set = problem$set, n = nrow(x), d = ncol(x), type = problem$type,
    n_components = problem$n_components, log_likelihood = best$log_likelihood,
    found_by = search$found_by, smallest_variance = signif(smallest_variance(best), 3),
    smallest_count = signif(min(best$counts), 3)
  )
}

# The better of what is known and what was found, in the order of the problems.
merged <- function(known, found) {
  if (is.null(found)) {
    return(known)
  }
  same <- match(problem_name(found), problem_name(known))
  if (is.na(same)) {
    known <- rbind(known, found)
  } else if (found$log_likelihood > known$log_likelihood[same] + 1e-6) {
    known[same, ] <- found
  }
  known[order(match(problem_name(known), problem_name(problems))), ]
}

read_known <- function(fresh) {
  if (fresh || !file.exists(best_known_file)) {
    return(NULL)
  }
  known <- read.csv(best_known_file)
  known[problem_name(known) %in% problem_name(problems), ]
}

write_known <- function(known) {
  known$log_likelihood <- sprintf("%.9f", known$log_likelihood)
  text <- match(c("set", "type", "found_by"), names(known))
  write.csv(known, best_known_file, row.names = FALSE, quote = text)
}

given <- commandArgs(trailingOnly = TRUE)
budget <- as.numeric(option_value(given, "seconds", 6))
seed <- as.integer(option_value(given, "seed", 1))
wanted <- strsplit(option_value(given, "sets", paste(names(sets), collapse = ",")), ",")[[1]]
problems_wanted <- problems[problems$set %in% wanted, ]
data <- lapply(setNames(nm = unique(problems_wanted$set)), set_data)
set.seed(seed)
scikit_learn <- if (!"--no-peers" %in% given) {
  scikit_learn_starts(problems_wanted, data, seed)
}
known <- read_known("--fresh" %in% given)
for (problem in rows_of(problems_wanted)) {
  before <- best_known(problem)
  found <- search_one(problem, data[[problem$set]], budget, scikit_learn)
  known <- merged(known, found)
  write_known(known)
  message(sprintf(
    "%-32s known %14.6f  found %14.6f  %s", problem_name(problem),
    before, c(found$log_likelihood, NA)[1], c(found$found_by, "nothing")[1]
  ))
}
