# What is printed of a selection: a table of the criterion, the best fit and the next.

#' @rdname gmm_select
#' @param digits Number of digits after the decimal point.
#' @order 7
#' @export
print.gmm_select <- function(x, digits = if (x$criterion == "cv") 4 else 1, ...) {
  call <- quote(print())
  check_selection(x, call, "x")
  digits <- check_count(digits, "digits", call, min = 0, max = 15)
  folded(c(
    paste0(
      selection_header(x), if (!is.null(x$table$n_active)) "; active components in brackets"
    ),
    missing_text(x)
  ))
  if (nrow(x$table) == 0) {
    return(invisible(x))
  }
  cat("\n")
  print(criterion_cells(x$table, x$criterion, digits), quote = FALSE, right = TRUE)
  cat("\n")
  folded(c(mark_lines(x), best_lines(x, digits), copies_line(x)))
  invisible(x)
}

folded <- function(lines) {
  if (length(lines) > 0) cat(strwrap(lines, 80, exdent = 2), sep = "\n")
}

selection_header <- function(x) {
  kind <- if (x$criterion == "lower_bound") "Bayesian Gaussian mixture" else "Gaussian mixture"
  paste0(counted(nrow(x$table), kind), " compared by ", criterion_label(x$criterion))
}

criterion_label <- function(criterion) {
  switch(criterion,
    cv = "cross-validated log-likelihood per observation (larger is better)",
    lower_bound = "lower bound of the log evidence (larger is better)",
    paste(criterion, "(smaller is better)")
  )
}

# Numbers of components down, covariance types across.
criterion_cells <- function(table, criterion, digits) {
  missing <- is.na(table[[criterion]])
  shown <- decimals(table[[criterion]], digits)
  if (!is.null(table$n_active)) {
    shown <- paste0(shown, " (", table$n_active, ")")
  }
  shown[missing] <- "-"
  mark <- ifelse(is_unsupported(table), "*", ifelse(table$singular, "+", " "))
  rows <- sort(unique(table$n_components))
  columns <- unique(table$covariance_type)
  cells <- matrix("", length(rows), length(columns), dimnames = list(rows, columns))
  cells[cbind(match(table$n_components, rows), match(table$covariance_type, columns))] <-
    paste0(shown, mark)
  cells
}

decimals <- function(value, digits) formatC(value, digits = digits, format = "f")

# Those that failed are neither.
is_unsupported <- function(table) table$singular & !table$supported

mark_lines <- function(x) {
  table <- x$table
  c(
    if (any(is_unsupported(table))) "* a component that the data do not support: cannot win",
    if (any(table$singular & table$supported)) {
      "+ a component is degenerate: value from the penalised log-likelihood"
    },
    if (anyNA(table[[x$criterion]])) "- no value: see `reason` in as.data.frame()"
  )
}

best_lines <- function(x, digits) {
  order <- ranking(x)
  if (length(order) == 0) {
    return("No fit can win.")
  }
  value <- decimals(x$table[[x$criterion]], digits)
  line <- function(i) {
    paste0(
      described_row(x$table[i, ]), " covariance, ", short_criterion(x$criterion), " ", value[i]
    )
  }
  c(
    paste0("Best: ", line(order[1]), advice_to_try_more(x, order[1])),
    if (length(order) > 1) {
      gap <- gaps_of(x$table, x$criterion)[order[2]]
      paste0("Runner-up: ", line(order[2]), ", a gap of ", decimals(gap, digits))
    }
  )
}

# A fit in words. Of a Bayesian mixture the active components are the answer.
described_row <- function(row) paste0(components_in_words(row), ", ", row$covariance_type)

components_in_words <- function(row) {
  if (is.null(row$n_active)) {
    counted(row$n_components, "component")
  } else {
    paste(row$n_active, "of", counted(row$n_components, "component"), "active")
  }
}

short_criterion <- function(criterion) {
  switch(criterion, cv = "log-likelihood", lower_bound = "lower bound", criterion)
}

# More components may do better than the largest number that was tried, or that was offered.
advice_to_try_more <- function(x, best) {
  table <- x$table
  if (!is.null(table$n_active)) {
    if (table$n_active[best] == table$n_components[best]) "; all are in use: offer more"
  } else if (table$n_components[best] == max(table$n_components) &&
    length(unique(table$n_components)) > 1) {
    "; the largest number that was tried: try more"
  }
}
