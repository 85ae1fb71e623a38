# The fits of a selection: those that know of each other, and those from a start that is
# given.

# Whether EM begins at starts that are searched for, which fits share.
is_searched <- function(given) is.character(given$start)

# Fits that know of each other. Results are named by the rows of the grid; after an
# interrupt they are those that are finished.
search_fits <- function(grid, given, seeds, workers, tick, call) {
  counts <- sort(unique(grid$n_components))
  refused <- lapply(counts, function(k) {
    refusal(check_enough_rows(given$observed, k, given$settings, call))
  })
  possible <- counts[vapply(refused, is.null, logical(1))]
  begins <- lapply(possible, function(k) {
    with_seed(
      seeds[match(k, grid$n_components)],
      searched_start(given$start, k, given$settings$n_init, call)
    )
  })
  types <- unique(grid$covariance_type)
  methods <- lapply(types, method_for(given$settings, given$observed, call))
  cells <- length(types) * length(possible)
  settings <- given$settings
  if (workers > 1 && is.null(given$arguments$threads)) {
    settings$threads <- workers
  }
  found <- if (cells > 0) {
    in_core(fit_mixtures(
      given$observed, types, methods, lapply(begins, function(begin) begin$core),
      core_options(settings, swaps = 2, screen_keep = 3),
      function(n_finished) {
        tryCatch(
          {
            tick(seq_len(cells) <= n_finished)
            TRUE
          },
          interrupt = function(e) FALSE
        )
      },
      if (settings$verbose) restart_reporter(kinds_of_word(given$start, settings$n_init), settings)
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
        found$fits[[cell]], found$seconds[cell], begins[[at]], lapply(grid, `[[`, i),
        methods[[match(grid$covariance_type[i], types)]], given, call
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
outcome_of_core <- function(result, seconds, begin, row, method, given, call) {
  # To listen for errors takes longer than to see that there can be none.
  refused <- if (is.null(result)) {
    refusal(abort_memory(call))
  } else if (result$trouble != "none" || !is.null(given$settings$prior)) {
    refusal({
      check_not_failed(result, given$settings, call)
      check_objective(result, given$settings, call)
    })
  }
  if (!is.null(refused)) {
    return(c(refused, list(seconds = seconds)))
  }
  begin$names <- start_names(begin$names, seq_along(result$restarts$objective))
  fit <- new_gaussmix(
    result, begin, given$observed,
    n_components = row$n_components, covariance_type = row$covariance_type, method = method,
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

# Errors that concern one combination alone are its reason; others end the selection.
attempt_fit <- function(x, row, given, arguments = given$arguments) {
  fit <- tryCatch(
    withCallingHandlers(
      told_before(do.call(given$fitter, c(
        list(x, row$n_components, row$covariance_type, keep_data = FALSE), arguments
      ), quote = TRUE)),
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
