# A page about a selection.

#' @rdname gmm_select-tidiers
#' @export
summary.gmm_select <- function(object, ...) {
  call <- quote(summary())
  check_no_dots(list(...), "object", call)
  check_selection(object, call, "object")
  table <- object$table
  failed <- is.na(table[[object$criterion]])
  structure(
    list(
      call = object$call,
      header = selection_header(object),
      missing = object$missing,
      criterion = object$criterion,
      n_fits = nrow(table), n_unsupported = sum(is_unsupported(table) & !failed),
      n_failed = sum(failed),
      fits = with_gaps(object)[ranking(object), , drop = FALSE],
      others = choices_of_others(object),
      reasons = unique(table$reason[failed]),
      copies = copies_line(object)
    ),
    class = "summary.gmm_select"
  )
}

# What each other criterion of the table would choose.
choices_of_others <- function(selection) {
  others <- setdiff(intersect(selection_criteria, names(selection$table)), selection$criterion)
  best <- vapply(others, function(criterion) best_row(selection, criterion), 1L)
  best <- best[!is.na(best)]
  data.frame(
    criterion = names(best) %||% character(),
    n_components = selection$table$n_components[best],
    covariance_type = selection$table$covariance_type[best]
  )
}

#' @rdname gmm_select-tidiers
#' @param digits Number of digits after the decimal point.
#' @param max_fits Number of fits to print at most.
#' @export
print.summary.gmm_select <- function(x, digits = if (x$criterion == "cv") 4 else 1,
                                     max_fits = 5, ...) {
  call <- quote(print())
  digits <- check_count(digits, "digits", call, min = 0, max = 15)
  max_fits <- check_count(max_fits, "max_fits", call, max = Inf)
  cat("Call:\n")
  cat(call_lines(x$call), sep = "\n")
  cat("\n")
  folded(c(x$header, missing_text(x)))
  rows <- seq_len(min(nrow(x$fits), max_fits))
  notes <- c(if (length(rows) == 0 && x$n_fits > 0) "No fit can win.", summary_notes(x))
  if (length(rows) > 0) {
    cat("\nThe best\n")
    print(ranked_cells(x$fits[rows, ], x$criterion, digits), quote = FALSE, right = TRUE)
  }
  if (length(rows) > 0 && length(notes) > 0) {
    cat("\n")
  }
  folded(notes)
  invisible(x)
}

summary_notes <- function(x) {
  c(
    if (nrow(x$others) > 0) {
      choices <- paste(
        x$others$criterion, "chooses", x$others$n_components, x$others$covariance_type
      )
      paste0("Other criteria: ", paste(choices, collapse = "; "), ".")
    },
    if (x$n_unsupported > 0) {
      paste0(
        "Left out: ", counted(x$n_unsupported, "fit"),
        " with a component that the data do not support."
      )
    },
    if (x$n_failed > 0) {
      paste0("Failed: ", counted(x$n_failed, "fit"), " (", enumerate(x$reasons, 3), ").")
    },
    x$copies
  )
}

ranked_cells <- function(fits, criterion, digits) {
  cells <- cbind(
    components = if (is.null(fits$n_active)) {
      fits$n_components
    } else {
      paste(fits$n_active, "of", fits$n_components)
    },
    covariance = fits$covariance_type,
    decimals(fits[[criterion]], digits),
    gap = decimals(fits$gap, digits),
    note = sub("[,;].*", "", fits$reason)
  )
  colnames(cells)[3] <- short_criterion(criterion)
  rownames(cells) <- seq_len(nrow(cells))
  if (all(fits$reason == "")) cells[, colnames(cells) != "note", drop = FALSE] else cells
}
