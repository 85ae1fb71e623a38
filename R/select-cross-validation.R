# What cross-validation adds to the fits of a selection.

# Results keep their names.
fold_tasks <- function(results, grid, given, folds, seeds) {
  tasks <- lapply(names(results), function(name) {
    i <- as.integer(name)
    result <- results[[name]]
    function() {
      if (is.null(result$fit)) {
        return(result)
      }
      scored <- timed_outcome(with_seed(
        seeds[i], with_cross_validation(result, grid[i, ], given, folds)
      ))
      scored$seconds <- scored$seconds + result$seconds
      scored
    }
  })
  stats::setNames(tasks, names(results))
}

with_cross_validation <- function(result, row, given, folds) {
  scores <- cross_validate(row, given, folds)
  if (isTRUE(scores$unsupported_folds > 0) && result$fit$supported) {
    scores$reason <- paste0(
      result$reason, if (nzchar(result$reason)) "; ",
      "a component was not supported in ", scores$unsupported_folds, " of the folds"
    )
  }
  result[names(scores)] <- scores
  result
}

# The mean log density of observations under fits that did not see them.
cross_validate <- function(row, given, folds) {
  observed <- given$observed
  values <- observed$values
  # Columns of a start are matched by name.
  dimnames(values) <- list(NULL, observed$column_names)
  weights <- row_weights(observed)
  arguments <- given$arguments
  # What the others are worth is in their weights already.
  if (!is.null(arguments$control)) arguments$control["effective_n"] <- list(NULL)
  total <- 0
  unsupported <- 0
  held_out <- unlist(folds)
  for (i in seq_along(folds)) {
    out <- folds[[i]]
    arguments$sample_weight <- if (length(observed$weights) > 0) weights[-out]
    arguments$start <- start_without(given, out)
    outcome <- attempt_fit(values[-out, , drop = FALSE], row, given, arguments)
    if (is.null(outcome$fit)) {
      return(list(reason = paste0("without fold ", i, ": ", outcome$reason)))
    }
    unsupported <- unsupported + !outcome$fit$supported
    density <- stats::predict(
      outcome$fit, values[out, , drop = FALSE],
      type = "log_density", threads = arguments$threads
    )
    total <- total + sum(density * weights[out])
  }
  list(cv = total / sum(weights[held_out]), unsupported_folds = unsupported)
}

# Labels and responsibilities are given for all rows of x.
start_without <- function(given, out) {
  start <- given$start
  n_all <- n_given(given$observed)
  per_row <- (is.factor(start) || is.numeric(start)) && NROW(start) == n_all
  if (!per_row) {
    return(start)
  }
  rows <- rows_as_given(seq_len(nrow(given$observed))[-out], given$observed)
  if (length(dim(start)) == 2) start[rows, , drop = FALSE] else start[rows]
}
