#' Print a Gaussian mixture
#'
#' What the fit is, how it was found, what to beware of, and its components with their weights and
#' means. [`summary()`][summary.gaussmix] has more, [`tidy()`][tidy.gaussmix] the same as a table.
#'
#' @param x A fit of class `gaussmix`.
#' @param digits Number of significant digits of weights and means. Left out, means have more where
#'   they are large beside the standard deviations, as coordinates are and times.
#' @param max_components,max_variables Number of components and of variables to print
#'   at most.
#' @param inactive Whether components that [gmm_bayes()] has switched off are printed, too.
#' @param ... Passed on to the printing of the table of components.
#' @return `x`, invisibly.
#' @section Errors: `gaussmix_error_fit`.
#' @seealso [summary.gaussmix()], [tidy.gaussmix()], [coef.gaussmix()].
#' @references The criteria that are shown: see [bic()].
#' @export
#' @examples
#' print(gmm_fit(faithful, n_components = 2), digits = 3)
print.gaussmix <- function(x, digits = max(3, getOption("digits") - 3),
                           max_components = 20, max_variables = 8, inactive = FALSE, ...) {
  call <- quote(print())
  check_fit(x, call, "x")
  by_default <- missing(digits)
  digits <- check_count(digits, "digits", call, max = 22)
  max_components <- check_count(max_components, "max_components", call, max = Inf)
  max_variables <- check_count(max_variables, "max_variables", call, max = Inf)
  inactive <- check_flag(inactive, "inactive", call)
  lines <- if (is_model(x)) {
    c(fit_header(x), paste0("from given parameters, ", x$df, " df"))
  } else {
    c(fit_header(x), data_line(x), likelihood_lines(x), search_line(x), degeneration_text(x))
  }
  cat(strwrap(lines, width = 80, exdent = 2), sep = "\n")
  shown <- shown_components(x, inactive)
  rows <- shown[seq_len(min(length(shown), max_components))]
  columns <- seq_len(min(x$d, max_variables))
  cat("\n", strwrap(table_heading(x), width = 80, exdent = 2), "\n", sep = "")
  table <- component_table(x, rows, columns, digits, by_default)
  print(table, quote = FALSE, right = TRUE, ...)
  print_hidden(
    length(shown) - length(rows), x$d - length(columns), x$n_components - length(shown)
  )
  invisible(x)
}

# Of one column there is room for standard deviations.
table_heading <- function(fit) {
  if (fit$d > 1) {
    return("Components: mixing weights and means")
  }
  paste0("Components of ", name_of_column(fit), ": mixing weights, means and standard deviations")
}

# As text: where digits are not asked for, means have as many as it takes to see them differ by a
# tenth of a standard deviation (coordinates, seconds since 1970).
component_table <- function(fit, rows, columns, digits, by_default) {
  sds <- component_sds(fit)[rows, columns, drop = FALSE]
  means <- with_variable_names(fit$means, fit)[rows, columns, drop = FALSE]
  table <- cbind(weight = fit$weights[rows], means, if (fit$d == 1) as.vector(sds))
  if (fit$d == 1) colnames(table) <- c("weight", "mean", "sd")
  wanted <- rep(digits, ncol(table))
  if (by_default) {
    steps <- apply(abs(means), 2, max) / apply(sds, 2, stats::median)
    needed <- pmin(15, ceiling(log10(pmax(1, steps))) + 2)
    places <- 1 + seq_along(columns)
    wanted[places] <- pmax(digits, needed)
  }
  text <- vapply(seq_along(wanted), function(j) {
    format(unname(table[, j]), digits = wanted[j])
  }, character(length(rows)))
  matrix(text, length(rows), dimnames = list(component_names(fit)[rows], colnames(table)))
}

# One column without a name is called what it was called in the call, if that is short.
name_of_column <- function(fit) {
  own <- colnames(fit$means)
  if (!is.null(own) || is_model(fit)) {
    return(variable_names(fit))
  }
  given <- fit$call$x
  text <- if (is.language(given)) paste(deparse(given, nlines = 2), collapse = "")
  is_name <- !is.null(text) && nchar(text) <= 40 && !text %in% c(".", "x")
  if (is_name) text else variable_names(fit)
}

fit_header <- function(fit) {
  is_bayesian <- inherits(fit, "gaussmix_bayes")
  off <- fit$n_components - length(shown_components(fit))
  paste0(
    if (is_bayesian) "Bayesian Gaussian mixture: " else "Gaussian mixture: ",
    if (off > 0) {
      paste0(fit$n_components - off, " active of ", counted(fit$n_components, "component"))
    } else {
      counted(fit$n_components, "component")
    },
    ", ", covariance_words(fit), if (has_equal_proportions(fit)) ", equal weights"
  )
}

# In one column a covariance is a variance, which mclust's names have a letter for.
covariance_words <- function(fit) {
  row <- covariance_row(fit$covariance_type)
  if (fit$d > 1) {
    return(paste0(row$name, " covariance", in_brackets(row)))
  }
  if (fit$n_components == 1) {
    "one variance (X)"
  } else if (has_equal_volumes(row)) {
    "equal variances (E)"
  } else {
    "unequal variances (V)"
  }
}

data_line <- function(fit) {
  paste0(
    counted(fit$n, "observation"), " of ", counted(fit$d, "variable"),
    if (!is.null(fit$control$effective_n)) {
      paste0(", weighted to be worth ", grouped(fit$nobs))
    } else if (fit$weighted) {
      paste0(", sum of weights ", grouped(fit$nobs))
    },
    if (!is.null(fit$trimmed)) paste0(", ", grouped(length(fit$trimmed$rows)), " dropped"),
    if (!is.null(fit$missing)) paste0("; ", missing_text(fit)),
    if (length(fit$omitted) > 0) {
      paste0(
        "; ", counted(length(fit$omitted), "row"), " left out (",
        if (takes_missing(fit)) "no value at all)" else "missing or infinite values)"
      )
    }
  )
}

likelihood_lines <- function(fit) {
  number <- function(value) format(value, digits = 7, nsmall = 2)
  if (inherits(fit, "gaussmix_bayes")) {
    return(paste0(
      "lower bound of the log-evidence ", number(fit$lower_bound), " (larger is better)"
    ))
  }
  c(
    paste0(
      "log-likelihood ", number(fit$log_likelihood), " on ", fit$df, " df",
      if (fit$objective == "log_posterior") {
        paste0("; with its prior, log-posterior ", number(fit$log_posterior))
      }
    ),
    paste0("AIC ", number(aic(fit)), ", BIC ", number(bic(fit)), ", ICL ", number(icl(fit)),
    " (smaller is better)")
  )
}

# What a fit that ended at the noise might gain yet, where that is more than `tol`.
gain_left <- function(fit) {
  is_above <- fit$control$stop == "noise" && isTRUE(fit$expected_gain > fit$settings$tol)
  if (is_above) fit$expected_gain * fit$nobs else 0
}

ended <- function(converged, iterations, left, converged_text, stopped_text) {
  paste0(
    if (!converged) stopped_text else if (left > 0) "ended at the noise" else converged_text,
    " after ", counted(iterations, "iteration"),
    if (converged && is.finite(left) && left > 0) {
      paste0(" (the maximum may lie ", format(left, digits = 2), " higher)")
    }
  )
}

search_line <- function(fit) {
  chosen <- fit$restarts[fit$restarts$chosen, ]
  paste0(
    ended(fit$converged, fit$iterations, gain_left(fit), "converged", "not converged"),
    if (nrow(fit$restarts) > 1) {
      paste0(
        "; best of ", nrow(fit$restarts), " starts (", chosen$start, ")",
        if (fit$swaps[["tried"]] > 0) paste0(" and ", counted(fit$swaps[["tried"]], "swap"))
      )
    } else if (!chosen$start %in% c(start_kinds, one_component_start)) {
      paste0("; start from given ", chosen$start)
    }
  )
}

print_hidden <- function(components, variables, inactive = 0) {
  hidden <- c(
    if (components > 0) counted(components, "component"),
    if (variables > 0) counted(variables, "variable")
  )
  if (length(hidden) > 0) {
    cat("... and ", enumerate(hidden), " more\n", sep = "")
  }
  if (inactive > 0) {
    cat(
      counted(inactive, "component"), if (inactive == 1) " is" else " are",
      " switched off; `inactive = TRUE` shows ", if (inactive == 1) "it" else "them", "\n",
      sep = ""
    )
  }
}
