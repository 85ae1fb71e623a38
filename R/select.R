#' Choose the number of components and the covariance type
#'
#' Fits every combination of `n_components` and `covariance_type` and compares them by a
#' criterion. `gmm_best()` gives the fit that wins; the table of all of them is
#' `as.data.frame(selection)`, its picture `autoplot(selection)`.
#'
#' AIC asks which model predicts best and tends to more components; BIC which is most
#' probable and tends to fewer; ICL which separates clusters, and prefers components
#' that do not overlap. Cross-validation estimates the log-likelihood of new data without
#' any of the approximations behind the criteria, for `n_folds` times the work. Where they
#' disagree, the data do not say; look at the picture.
#'
#' Fits help each other: all covariance types with the same number of components begin at
#' the same random starts, and each fit is also started from the one with fewer components,
#' some of which are split (`"smaller_fit"` in its `restarts`). Fits to so few data that one
#' of them takes one thread are made side by side.
#'
#' A combination that cannot be fitted is a row with its reason, and a fit in which a
#' component collapsed (`singular`) never wins: the likelihood, hence every criterion,
#' of such a fit says nothing. Interrupting a selection ends it and gives what is finished,
#' with a warning.
#'
#' @param x The data, as in [gmm_fit()]: a matrix, data frame, vector or formula. In the
#'   other functions a selection.
#' @param data,sample_weight As in [gmm_fit()].
#' @param n_components Numbers of components.
#' @param covariance_type Covariance types. In one dimension, types that are the same
#'   model there are fitted once.
#' @param ... Passed on to [gmm_fit()]: `n_init`, `sample_weight`, `na_action`, `reg_covar` and
#'   others.
#' @param criterion What decides: `"bic"`, `"aic"`, `"icl"` (the smaller, the better), or
#'   `"cv"`, the mean log-likelihood of an observation in folds that the fit did not see
#'   (the larger, the better).
#' @param n_folds Number of folds for `criterion = "cv"`.
#' @param workers Number of workers that fit at the same time. The result does not
#'   depend on it. Where EM begins at random starts they are threads; cross-validation and
#'   fits from a given `start` use processes, which needs a system that can fork (not
#'   Windows, where one is used), each with one thread unless `threads`, the option
#'   or the environment variable say otherwise.
#' @param progress Whether to show a progress bar with the time that remains. `NULL`: in
#'   interactive sessions, after the first two seconds.
#'
#' @return An object of class `gmm_select`: a list with `table`, `fits`, `criterion`
#'   and `call`. `selection[i]` is the selection of some of its rows. `as.data.frame()`
#'   has a row per fit and the columns `n_components`, `covariance_type`,
#'   `log_likelihood`, `df`, `aic`, `bic`, `icl`, `cv` (if that is the criterion),
#'   `converged`, `singular`, `seconds` and `reason` (why there is no fit, or why it
#'   cannot win). `gmm_best()` returns a fit of class `gaussmix`.
#' @section Errors: `gaussmix_error_argument`; `gaussmix_error_data` and others of
#'   [gmm_fit()] that concern the data or an argument; `gaussmix_error_no_fit` from
#'   `gmm_best()` if no fit can win; `gaussmix_error_fit` if a selection is not intact.
#'   Warning: `gaussmix_warning_interrupted`.
#' @references
#' Fraley, C. and Raftery, A. E. (2002). Model-based clustering, discriminant analysis,
#' and density estimation. *Journal of the American Statistical Association* 97, 611-631,
#' section 2.4. \doi{10.1198/016214502760047131}
#'
#' Smyth, P. (2000). Model selection for probabilistic clustering using cross-validated
#' likelihood. *Statistics and Computing* 10, 63-72. \doi{10.1023/A:1008940618127}
#' @export
#' @examples
#' set.seed(1)
#' selection <- gmm_select(faithful, n_components = 1:4)
#' selection
#' best <- gmm_best(selection)
#' table(predict(best))
#'
#' # The five best, by another criterion
#' table <- as.data.frame(selection)
#' head(table[order(table$icl), ], 5)
gmm_select <- function(x, ...) {
  check_given(c(x = missing(x)), sys.call())
  UseMethod("gmm_select")
}

#' @rdname gmm_select
#' @export
gmm_select.formula <- function(x, data = NULL, ..., sample_weight = NULL) {
  call <- formula_call(match.call(), "gmm_select")
  check_dot_names(match.call(expand.dots = FALSE)$..., call)
  data <- check_formula_data(data, call)
  weights <- weights_in_data(rlang::enquo(sample_weight), data, call)
  gmm_select.default(variables_of(x, data, call), ..., sample_weight = weights)
}

#' @rdname gmm_select
#' @export
gmm_select.default <- function(x, n_components = 1:9,
                               covariance_type = c("full", "tied", "diag", "spherical"),
                               ..., criterion = c("bic", "aic", "icl", "cv"), n_folds = 10,
                               workers = 1, progress = NULL) {
  call <- match.call()
  call[[1]] <- quote(gmm_select)
  if (inherits(x, "gaussmix_variables")) {
    call <- attr(x, "call")
  }
  criterion <- check_choice(criterion, c("bic", "aic", "icl", "cv"), "criterion", call)
  n_folds <- check_count(n_folds, "n_folds", call, min = 2)
  workers <- check_count(workers, "workers", call, max = 1024)
  progress <- if (is.null(progress)) interactive() else check_flag(progress, "progress", call)
  n_components <- check_counts(n_components, "n_components", call)
  types <- check_covariance_types(covariance_type, call)
  given <- selection_data(x, list(...), call)
  grid <- selection_grid(n_components, types, ncol(given$observed$values))
  # Each fit has random numbers of its own, so that it does not matter who makes it.
  seeds <- sample.int(.Machine$integer.max, nrow(grid) + 1)
  folds <- if (criterion == "cv") {
    with_seed(seeds[nrow(grid) + 1], make_folds(given, n_folds, call))
  }
  tick <- show_progress(progress, grid$n_components)
  results <- if (is_searched(given)) {
    search_fits(grid, given, seeds, workers, tick, call)
  } else {
    run_tasks(fit_tasks(grid, given, seeds), workers, tick, call)
  }
  if (!is.null(folds)) {
    tick <- show_progress(progress, grid$n_components[as.integer(names(results))])
    results <- run_tasks(fold_tasks(results, grid, given, folds, seeds), workers, tick, call)
  }
  refuse_start(results, call)
  if (length(results) < nrow(grid)) {
    warn_of_interruption(length(results), nrow(grid), call)
  }
  new_selection(grid, results, given, criterion, call)
}

check_covariance_types <- function(x, call) {
  if (!(is.character(x) && length(x) > 0)) {
    check_covariance_type(x, call)
  }
  unique(vapply(x, check_covariance_type, character(1), call = call, USE.NAMES = FALSE))
}

# The data of all fits, checked once, with the further arguments of gmm_fit().
selection_data <- function(x, further, call) {
  arguments <- setdiff(
    names(formals(gmm_fit.default)), c("x", "n_components", "covariance_type", "...")
  )
  names <- if (is.null(names(further))) rep("", length(further)) else names(further)
  known <- c(arguments, names(formals(gmm_select.default)))
  check_no_dots(further[!names %in% arguments], setdiff(known, "..."), call)
  or_default <- function(name) {
    if (name %in% names) further[[name]] else eval(formals(gmm_fit.default)[[name]])
  }
  chosen <- c(
    "n_init", "tol", "max_iter", "reg_covar", "na_action", "threads", "keep_data", "verbose",
    "control"
  )
  settings <- check_settings(sapply(chosen, or_default, simplify = FALSE), call)
  variables <- attr(x, "variables")
  if (is.data.frame(x)) {
    x <- plain_frame(x)
  }
  x <- dense_matrix(x, "x", call)
  observed <- observe(x, further$sample_weight, settings$na_action, call)
  check_constant(observed, settings$reg_covar, settings$control, call)
  if ("start" %in% names(further)) {
    check_start_form(further$start, observed, call)
  }
  warn_of_constant_columns(observed, call)
  list(
    x = x, observed = observed, prototype = prototype_of(x), variables = variables,
    settings = settings, start = or_default("start"), call = call,
    arguments = further[names != "keep_data"]
  )
}

# In one dimension all covariances are variances, own or shared.
selection_grid <- function(n_components, types, d) {
  if (d == 1) {
    types <- types[!duplicated(covariance_types$shared[match(types, covariance_types$name)])]
  }
  expand.grid(
    n_components = as.integer(n_components), covariance_type = types,
    KEEP.OUT.ATTRS = FALSE, stringsAsFactors = FALSE
  )
}

# Evaluates with a seed of its own and leaves the generator as it was.
with_seed <- function(seed, expr) {
  before <- get(".Random.seed", envir = globalenv())
  on.exit(assign(".Random.seed", before, envir = globalenv()))
  set.seed(seed)
  expr
}

# Whether EM begins at starts that are searched for, which fits share.
is_searched <- function(given) is.character(given$start)

# Fits that know of each other. Results are named by the rows of the grid; after an
# interrupt they are those that are finished.
search_fits <- function(grid, given, seeds, workers, tick, call) {
  counts <- sort(unique(grid$n_components))
  refused <- lapply(counts, function(k) refusal(check_enough_rows(given$observed, k, call)))
  possible <- counts[vapply(refused, is.null, logical(1))]
  begins <- lapply(possible, function(k) {
    with_seed(
      seeds[match(k, grid$n_components)],
      searched_start(given$start, k, given$settings$n_init, call)
    )
  })
  types <- unique(grid$covariance_type)
  cells <- length(types) * length(possible)
  settings <- given$settings
  if (workers > 1 && is.null(given$arguments$threads)) {
    settings$threads <- workers
  }
  found <- if (cells > 0) {
    data <- given$observed
    in_core(fit_mixtures(
      data$values, data$weights, data$origin, data$constant, types,
      lapply(begins, function(begin) begin$core), core_options(settings, swaps = 2),
      function(n_finished) {
        tryCatch(
          {
            tick(seq_len(cells) <= n_finished)
            TRUE
          },
          interrupt = function(e) FALSE
        )
      },
      if (settings$verbose) restart_reporter(kinds_of_word(given$start, settings$n_init))
    ), call)
  }
  tick(NULL)
  results <- lapply(seq_len(nrow(grid)), function(i) {
    at <- match(grid$n_components[i], possible)
    if (is.na(at)) {
      return(refused[[match(grid$n_components[i], counts)]])
    }
    cell <- (match(grid$covariance_type[i], types) - 1) * length(possible) + at
    if (found$finished[cell]) {
      outcome_of_core(
        found$fits[[cell]], found$seconds[cell], begins[[at]], lapply(grid, `[[`, i), given, call
      )
    }
  })
  names(results) <- seq_along(results)
  Filter(Negate(is.null), results)
}

# What an error says of one combination; nothing if there is none.
refusal <- function(expr) {
  tryCatch(
    {
      expr
      NULL
    },
    gaussmix_error = function(e) {
      list(
        reason = sub("[.]$", "", paste(e$headline, e$given)),
        refused = if (inherits(e, "gaussmix_error_start")) e
      )
    }
  )
}

# A row of the table made of what the core has found.
outcome_of_core <- function(result, seconds, begin, row, given, call) {
  refused <- if (is.null(result)) {
    refusal(abort_memory(call))
  } else {
    refusal(check_not_failed(result, given$settings$reg_covar, call))
  }
  if (!is.null(refused)) {
    return(c(refused, list(seconds = seconds)))
  }
  begin$names <- start_names(begin$names, seq_along(result$restarts$log_likelihood))
  fit <- new_gaussmix(
    result, begin, given$observed,
    n_components = row$n_components, covariance_type = row$covariance_type,
    prototype = given$prototype, settings = given$settings, call = quote(gmm_fit())
  )
  list(fit = fit, reason = shortcoming(fit, given$settings), seconds = seconds)
}

# Why a fit cannot win, or what is to be known of it.
shortcoming <- function(fit, settings) {
  if (fit$singular) {
    return(fit$restarts$reason[fit$restarts$chosen])
  }
  if (!fit$converged && should_converge(settings)) "EM did not converge" else ""
}

# Fits from a start that is given, one by one.
fit_tasks <- function(grid, given, seeds) {
  lapply(seq_len(nrow(grid)), function(i) {
    function() {
      with_seed(seeds[i], timed_outcome(attempt_fit(given$x, grid[i, ], given)))
    }
  })
}

timed_outcome <- function(expr) {
  started <- proc.time()[["elapsed"]]
  outcome <- expr
  outcome$seconds <- proc.time()[["elapsed"]] - started
  outcome
}

# What cross-validation adds to results. They keep their names.
fold_tasks <- function(results, grid, given, folds, seeds) {
  tasks <- lapply(names(results), function(name) {
    i <- as.integer(name)
    result <- results[[name]]
    function() {
      if (is.null(result$fit)) {
        return(result)
      }
      started <- result$seconds
      result <- timed_outcome(with_seed(
        seeds[i], with_cross_validation(result, grid[i, ], given, folds)
      ))
      result$seconds <- result$seconds + started
      result
    }
  })
  stats::setNames(tasks, names(results))
}

with_cross_validation <- function(result, row, given, folds) {
  scores <- cross_validate(row, given, folds)
  if (isTRUE(scores$collapsed_folds > 0) && result$reason == "") {
    scores$reason <- paste0("a component collapsed in ", scores$collapsed_folds, " of the folds")
  }
  result[names(scores)] <- scores
  result
}

# Errors that concern one combination alone are its reason; others end the selection.
attempt_fit <- function(x, row, given, arguments = given$arguments) {
  fit <- tryCatch(
    withCallingHandlers(
      do.call(gmm_fit.default, c(
        list(x, row$n_components, row$covariance_type, keep_data = FALSE), arguments
      ), quote = TRUE),
      gaussmix_warning = function(w) {
        told <- c("constant", "singular", "not_converged")
        if (inherits(w, paste0("gaussmix_warning_", told))) invokeRestart("muffleWarning")
      }
    ),
    gaussmix_error_rows = identity, gaussmix_error_degenerate = identity,
    gaussmix_error_start = identity, gaussmix_error_memory = identity
  )
  if (inherits(fit, "error")) {
    return(refusal(stop(fit)))
  }
  # The call holds the data here, which need not travel between processes.
  fit$call <- quote(gmm_fit())
  list(fit = fit, reason = shortcoming(fit, given$settings))
}

# A start may suit some numbers of components alone; one that suits no fit is an error.
refuse_start <- function(results, call) {
  refused <- lapply(results, function(result) result$refused)
  if (length(refused) > 0 && !any(vapply(refused, is.null, logical(1)))) {
    error <- refused[[1]]
    error$call <- call
    stop(error)
  }
}

# A list of the row numbers of each fold, of rows that count.
make_folds <- function(given, n_folds, call) {
  rows <- which(rep_len(positive_rows(given$observed), nrow(given$observed$values)))
  if (n_folds > length(rows)) {
    abort("argument", c(
      "`n_folds` must not be larger than the number of rows of `x` that are used.",
      x = paste0("You gave ", n_folds, "; the rows are ", length(rows), ".")
    ), call = call)
  }
  split(rows, sample(rep_len(seq_len(n_folds), length(rows))))
}

# The mean log density of observations under fits that did not see them.
cross_validate <- function(row, given, folds) {
  observed <- given$observed
  values <- observed$values
  # Columns of a start are matched by name.
  dimnames(values) <- list(NULL, observed$column_names)
  weights <- if (length(observed$weights) > 0) observed$weights else rep(1, nrow(values))
  arguments <- given$arguments
  total <- 0
  collapsed <- 0
  for (i in seq_along(folds)) {
    out <- folds[[i]]
    arguments$sample_weight <- if (length(observed$weights) > 0) weights[-out]
    arguments$start <- start_without(given, out)
    outcome <- attempt_fit(values[-out, , drop = FALSE], row, given, arguments)
    if (is.null(outcome$fit)) {
      return(list(reason = paste0("without fold ", i, ": ", outcome$reason)))
    }
    collapsed <- collapsed + outcome$fit$singular
    density <- stats::predict(
      outcome$fit, values[out, , drop = FALSE],
      type = "log_density", threads = arguments$threads
    )
    total <- total + sum(density * weights[out])
  }
  list(cv = total / sum(weights), collapsed_folds = collapsed)
}

# Labels and responsibilities are given for all rows of x.
start_without <- function(given, out) {
  start <- given$start
  n_all <- nrow(given$observed$values) + length(given$observed$omitted)
  per_row <- (is.factor(start) || is.numeric(start)) && NROW(start) == n_all
  if (!per_row) {
    return(start)
  }
  rows <- setdiff(seq_len(n_all), given$observed$omitted)[-out]
  if (length(dim(start)) == 2) start[rows, , drop = FALSE] else start[rows]
}

# Runs tasks here or in forked processes; after an interrupt, gives those that are
# finished. Results are named by the numbers of their tasks.
run_tasks <- function(tasks, workers, tick, call) {
  forks <- workers > 1 && length(tasks) > 1 && .Platform$OS.type == "unix"
  done <- new.env(parent = emptyenv())
  done$results <- vector("list", length(tasks))
  done$finished <- logical(length(tasks))
  finish <- function(i, value) {
    if (inherits(value, "error")) {
      value$call <- call
      stop(value)
    }
    done$results[[i]] <- value
    done$finished[i] <- TRUE
    tick(done$finished)
  }
  tryCatch(
    if (forks) run_forked(tasks, workers, finish) else run_here(tasks, finish),
    interrupt = function(e) NULL,
    finally = tick(NULL)
  )
  names <- if (is.null(names(tasks))) seq_along(tasks) else names(tasks)
  stats::setNames(done$results, names)[done$finished]
}

run_here <- function(tasks, finish) {
  for (i in seq_along(tasks)) {
    finish(i, tryCatch(tasks[[i]](), gaussmix_error = identity))
  }
}

run_forked <- function(tasks, workers, finish) {
  jobs <- list()
  on.exit(for (job in jobs) tools::pskill(job$pid))
  waiting <- seq_along(tasks)
  while (length(waiting) > 0 || length(jobs) > 0) {
    while (length(waiting) > 0 && length(jobs) < workers) {
      i <- waiting[1]
      jobs[[as.character(i)]] <- parallel::mcparallel(
        tryCatch(tasks[[i]](), error = identity), mc.set.seed = FALSE, silent = FALSE
      )
      waiting <- waiting[-1]
    }
    # That a process ended without a result is told in its row.
    came <- suppressWarnings(parallel::mccollect(jobs, wait = FALSE, timeout = 0.2))
    for (pid in names(came)) {
      i <- names(jobs)[vapply(jobs, function(job) job$pid == as.integer(pid), logical(1))]
      jobs[[i]] <- NULL
      value <- came[[pid]]
      finish(as.integer(i), if (is.null(value)) list(reason = "its process ended") else value)
    }
  }
}

# A line on the terminal that is written over, once the work has taken two seconds.
# Work is counted in components.
show_progress <- function(wanted, work) {
  started <- proc.time()[["elapsed"]]
  shown <- FALSE
  function(finished) {
    elapsed <- proc.time()[["elapsed"]] - started
    if (is.null(finished)) {
      if (shown) cat("\r", strrep(" ", 60), "\r", sep = "", file = stderr())
      return(invisible())
    }
    if (!wanted || elapsed < 2) {
      return(invisible())
    }
    left <- elapsed * sum(work[!finished]) / sum(work[finished])
    text <- paste0(
      sum(finished), " of ", counted(length(finished), "fit"), ", about ",
      format(ceiling(left), big.mark = ","), " s left"
    )
    shown <<- TRUE
    cat("\r", formatC(text, width = -60), sep = "", file = stderr())
  }
}

warn_of_interruption <- function(done, all, call) {
  warn("interrupted", c(
    "The selection was interrupted.",
    x = paste0("Finished are ", done, " of ", counted(all, "fit"), ".")
  ), call)
}

new_selection <- function(grid, results, given, criterion, call) {
  rows <- as.integer(names(results))
  fits <- lapply(unname(results), function(result) result$fit)
  values <- vapply(fits, numbers_of, numeric(5))
  flag <- function(name) vapply(fits, function(fit) isTRUE(fit[[name]]), logical(1))
  part <- function(name, missing) {
    vapply(unname(results), function(r) if (is.null(r[[name]])) missing else r[[name]], missing)
  }
  columns <- c(
    lapply(grid, function(column) column[rows]),
    stats::setNames(
      lapply(1:5, function(i) values[i, ]), c("log_likelihood", "df", "aic", "bic", "icl")
    ),
    if (criterion == "cv") list(cv = part("cv", NA_real_)),
    list(
      converged = flag("converged"), singular = flag("singular"),
      seconds = part("seconds", NA_real_), reason = part("reason", "")
    )
  )
  table <- frame_of(columns, names(columns), seq_along(rows))
  fits <- Map(
    function(fit, n_components, covariance_type) {
      finish_fit(fit, n_components, covariance_type, given)
    }, fits, table$n_components, table$covariance_type
  )
  structure(
    list(table = table, fits = unname(fits), criterion = criterion, call = call),
    class = "gmm_select"
  )
}

# Log-likelihood, degrees of freedom and criteria, or as many NA.
numbers_of <- function(fit) {
  if (is.null(fit)) {
    return(rep(NA_real_, 5))
  }
  values <- criteria_of(fit)
  c(fit$log_likelihood, fit$df, values[["aic"]], values[["bic"]], values[["icl_entropy"]])
}

# Makes a fit of the selection what gmm_fit() would have made of the user's arguments.
finish_fit <- function(fit, n_components, covariance_type, given) {
  if (is.null(fit)) {
    return(NULL)
  }
  fit$variables <- given$variables
  if (given$settings$keep_data) {
    fit$data <- list(x = given$x, sample_weight = given$arguments$sample_weight)
  } else if (!is.null(fit$variables)) {
    fit$variables <- without_ballast(fit$variables)
  }
  call <- given$call
  call[c("criterion", "n_folds", "workers", "progress")] <- NULL
  call[[1]] <- quote(gmm_fit)
  call$n_components <- n_components
  call$covariance_type <- covariance_type
  fit$call <- if (given$settings$keep_data) call else without_data(call)
  fit
}

#' @rdname gmm_select
#' @param selection An object of class `gmm_select`.
#' @export
gmm_best <- function(selection, criterion = selection$criterion) {
  call <- sys.call()
  check_given(c(selection = missing(selection)), call)
  check_selection(selection, call)
  criterion <- check_selection_criterion(criterion, selection, call)
  check_some_fit(selection, "selection", call)
  best <- best_row(selection, criterion)
  if (is.na(best)) {
    abort("no_fit", c(
      "`selection` must hold a fit that can win.",
      x = if (nrow(selection$table) == 0) {
        "It is empty."
      } else {
        paste0("Reasons: ", enumerate(unique(selection$table$reason)), ".")
      },
      i = "Fewer components or other covariance types may do better."
    ), call = call)
  }
  selection$fits[[best]]
}

check_selection <- function(selection, call, argument = "selection",
                            wanted = names(selection_parts)) {
  if (!inherits(selection, "gmm_select")) {
    abort("argument", c(
      paste0("`", argument, "` must be made by `gmm_select()`."),
      x = paste0("You gave ", describe(selection), ".")
    ), call = call)
  }
  parts <- if (is.list(selection)) unclass(selection) else list()
  for (name in wanted) {
    if (!isTRUE(selection_parts[[name]](parts[[name]], parts))) {
      abort("fit", c(
        paste0("`", argument, "` must be an intact selection of class gmm_select."),
        x = paste0("Its element `", name, "` is missing or does not fit the others."),
        i = "Select again with `gmm_select()`; take fewer fits by `[`."
      ), call = call)
    }
  }
  selection
}

# What must be true of a selection, as model_parts says it of a fit. Pictures need no fits.
selection_parts <- list(
  table = function(x, selection) {
    is.data.frame(x) && is.numeric(x$n_components) && is.logical(x$singular) &&
      (is.character(x$covariance_type) || is.factor(x$covariance_type)) &&
      all(vapply(x[names(x) %in% names(criterion_titles)], is.numeric, NA))
  },
  fits = function(x, selection) {
    is.list(x) && length(x) == nrow(selection$table) &&
      all(vapply(x, function(fit) is.null(fit) || inherits(fit, "gaussmix"), NA))
  },
  criterion = function(x, selection) {
    is.character(x) && length(x) == 1 && x %in% names(criterion_titles) &&
      x %in% names(selection$table)
  }
)

drawn_parts <- c("table", "criterion")

# A selection of which `[` has left nothing.
check_some_fit <- function(selection, argument, call) {
  if (nrow(selection$table) == 0) {
    abort("no_fit", c(
      paste0("`", argument, "` must have at least one row."),
      x = "It has 0.",
      i = "Take other rows of the whole selection."
    ), call = call)
  }
}

check_selection_criterion <- function(criterion, selection, call) {
  criterion <- check_choice(criterion, c("bic", "aic", "icl", "cv"), "criterion", call)
  if (!criterion %in% names(selection$table)) {
    abort("argument", c(
      "`criterion` must be one that was computed.",
      x = "You gave \"cv\".",
      i = "`gmm_select(criterion = \"cv\")` computes it."
    ), call = call)
  }
  criterion
}

# The winner, or NA. Collapsed fits do not take part.
best_row <- function(selection, criterion = selection$criterion) {
  table <- selection$table
  value <- table[[criterion]]
  value[table$singular] <- NA
  if (all(is.na(value))) {
    return(NA_integer_)
  }
  if (criterion == "cv") which.max(value) else which.min(value)
}

criterion_label <- function(criterion) {
  switch(criterion,
    cv = "cross-validated log-likelihood per observation (larger is better)",
    paste0(toupper(criterion), " (smaller is better)")
  )
}

#' @rdname gmm_select
#' @param row.names,optional Not used; there because the generic has them.
#' @export
as.data.frame.gmm_select <- function(x, row.names = NULL, optional = FALSE, ...) {
  call <- quote(as.data.frame())
  check_no_dots(list(...), "x", call)
  check_selection(x, call, "x")$table
}

#' @rdname gmm_select
#' @param i Rows of the table: numbers, or a logical vector.
#' @export
`[.gmm_select` <- function(x, i) {
  call <- quote(selection[i])
  check_selection(x, call, "x")
  rows <- seq_len(nrow(x$table))
  if (!missing(i)) {
    rows <- check_rows(i, length(rows), call)
  }
  x$table <- x$table[rows, , drop = FALSE]
  rownames(x$table) <- NULL
  x$fits <- x$fits[rows]
  x
}

check_rows <- function(i, n, call) {
  numbers <- is.numeric(i) && all(is.finite(i)) && all(i == round(i))
  rows <- if (numbers || (is.logical(i) && !anyNA(i) && length(i) <= n)) {
    tryCatch(seq_len(n)[i], error = function(e) NA)
  } else {
    NA
  }
  if (anyNA(rows)) {
    abort("argument", c(
      paste0("`i` must be rows of the selection, which has ", n, "."),
      x = paste0("You gave ", describe(i), ".")
    ), call = call)
  }
  rows
}

#' @export
length.gmm_select <- function(x) NROW(unclass(x)$table)

#' @rdname gmm_select
#' @param digits Number of digits after the decimal point.
#' @export
print.gmm_select <- function(x, digits = if (x$criterion == "cv") 4 else 1, ...) {
  call <- quote(print())
  check_selection(x, call, "x")
  digits <- check_count(digits, "digits", call, min = 0, max = 15)
  table <- x$table
  cat(strwrap(paste0(
    counted(nrow(table), "Gaussian mixture"), " compared by ", criterion_label(x$criterion)
  ), 80), sep = "\n")
  if (nrow(table) == 0) {
    return(invisible(x))
  }
  shown <- formatC(table[[x$criterion]], digits = digits, format = "f")
  shown[is.na(table[[x$criterion]])] <- "-"
  mark <- ifelse(table$singular, "*", " ")
  rows <- sort(unique(table$n_components))
  columns <- unique(table$covariance_type)
  cells <- matrix("", length(rows), length(columns), dimnames = list(rows, columns))
  cells[cbind(match(table$n_components, rows), match(table$covariance_type, columns))] <-
    paste0(shown, mark)
  cat("\n")
  print(cells, quote = FALSE, right = TRUE)
  cat("\n")
  best <- best_row(x)
  lines <- c(
    if (any(table$singular)) "* a component collapsed: cannot win",
    if (any(is.na(table[[x$criterion]]))) "- no value: see `reason` in as.data.frame()",
    if (is.na(best)) {
      "No fit can win."
    } else {
      paste0(
        "Best: ", counted(table$n_components[best], "component"), ", ",
        table$covariance_type[best], " covariance",
        if (length(rows) > 1 && table$n_components[best] == max(rows)) {
          ", the largest number that was tried: try more"
        }
      )
    }
  )
  cat(strwrap(lines, 80, exdent = 2), sep = "\n")
  invisible(x)
}
