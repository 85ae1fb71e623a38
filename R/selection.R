# The object that a selection is: its table, its fits and the order of these.

new_selection <- function(grid, results, given, criterion, call) {
  rows <- as.integer(names(results))
  fits <- lapply(unname(results), function(result) result$fit)
  names_of_numbers <- if (criterion == "lower_bound") {
    c("lower_bound", "n_active", "nobs")
  } else {
    c("logLik", "df", "AIC", "BIC", "ICL", "nobs")
  }
  values <- vapply(fits, numbers_of, numeric(length(names_of_numbers)), names_of_numbers)
  flag <- function(name) vapply(fits, function(fit) isTRUE(fit[[name]]), logical(1))
  part <- function(name, missing) {
    vapply(unname(results), function(r) if (is.null(r[[name]])) missing else r[[name]], missing)
  }
  columns <- c(
    lapply(grid, function(column) column[rows]),
    stats::setNames(
      lapply(seq_along(names_of_numbers), function(i) values[i, ]), names_of_numbers
    ),
    if (criterion == "cv") list(cv = part("cv", NA_real_)),
    list(
      converged = flag("converged"),
      iterations = vapply(fits, function(fit) as.integer(fit$iterations %||% NA), 1L),
      singular = flag("singular"), supported = flag("supported"),
      seconds = part("seconds", NA_real_), reason = part("reason", "")
    )
  )
  table <- frame_of(columns, names(columns), seq_along(rows))
  settle <- settle_fit(given)
  fits <- lapply(seq_along(fits), function(i) {
    settle(fits[[i]], table$n_components[i], table$covariance_type[i])
  })
  structure(
    list(table = table, fits = fits, criterion = criterion, call = call),
    class = "gmm_select"
  )
}

# What the table says of a fit, as many NA if there is none.
numbers_of <- function(fit, names) {
  if (is.null(fit)) {
    return(rep(NA_real_, length(names)))
  }
  if ("lower_bound" %in% names) {
    return(c(fit$lower_bound, fit$n_active, fit$nobs))
  }
  values <- criteria_of(fit)
  c(
    fit$log_likelihood, fit$df, values[["aic"]], values[["bic"]], values[["icl_entropy"]],
    fit$nobs
  )
}

# Makes fits of the selection what a call for each would have made of the user's arguments.
settle_fit <- function(given) {
  keep_data <- given$settings$keep_data
  variables <- given$variables
  if (!keep_data && !is.null(variables)) {
    variables <- without_ballast(variables)
  }
  call <- given$call
  call[c("criterion", "n_folds", "folds", "groups", "workers", "progress")] <- NULL
  call[[1]] <- as.name(given$fitted_by)
  if (!keep_data) {
    call <- without_data(call)
  }
  function(fit, n_components, covariance_type) {
    if (is.null(fit)) {
      return(NULL)
    }
    fit$variables <- variables
    if (keep_data) {
      fit$data <- list(x = given$x, sample_weight = given$arguments$sample_weight)
    }
    call$n_components <- n_components
    call$covariance_type <- covariance_type
    fit$call <- call
    fit
  }
}

#' @rdname gmm_select
#' @param selection An object of class `gmm_select`.
#' @order 4
#' @export
gmm_best <- function(selection, criterion = selection$criterion) {
  call <- sys.call()
  check_given(c(selection = missing(selection)), call)
  check_selection(selection, call)
  criterion <- check_selection_criterion(criterion, selection, call)
  check_some_fit(selection, "selection", call)
  winner(selection, criterion, "selection", call)
}

winner <- function(selection, criterion, argument, call) {
  best <- best_row(selection, criterion)
  if (is.na(best)) {
    abort("no_fit", c(
      paste0("`", argument, "` must hold a fit that can win."),
      x = paste0("Reasons: ", enumerate(unique(selection$table$reason)), "."),
      i = "Fewer components or other covariance types may do better."
    ), call = call)
  }
  selection$fits[[best]]
}

check_selection <- function(selection, call, argument = "selection",
                            wanted = names(selection_parts)) {
  if (!inherits(selection, "gmm_select")) {
    abort_argument(paste0("`", argument, "` must be made by `gmm_select()`."), selection, call)
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
      is.logical(x$supported) &&
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
  },
  missing = function(x, selection) is.null(x) || are_missing_counts(x)
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
  criterion <- check_criterion_name(criterion, call)
  if (!criterion %in% names(selection$table)) {
    abort("argument", c(
      "`criterion` must be one that was computed.",
      x = paste0("You gave \"", criterion, "\"."),
      i = paste0("`gmm_select(criterion = \"", criterion, "\")` computes it.")
    ), call = call)
  }
  criterion
}

# By how much each fit is worse than the best. Those that the data do not support do not take
# part: theirs is NA.
gaps_of <- function(table, criterion) {
  loss <- table[[criterion]] * if (larger_is_better(criterion)) -1 else 1
  loss[!is.finite(loss) | !(table$supported %in% TRUE)] <- NA
  if (all(is.na(loss))) loss else loss - min(loss, na.rm = TRUE)
}

# Rows of the fits that can win, from the best on.
ranking <- function(selection, criterion = selection$criterion) {
  gaps <- gaps_of(selection$table, criterion)
  order(gaps, na.last = NA)
}

# The winner, or NA.
best_row <- function(selection, criterion = selection$criterion) {
  ranking(selection, criterion)[1]
}
