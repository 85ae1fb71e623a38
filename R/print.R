#' Print a Gaussian mixture
#'
#' @param x A fit of class `gaussmix`.
#' @param digits Number of significant digits of weights and means.
#' @param max_components,max_variables Number of components and of variables to print
#'   at most.
#' @param ... Passed on to the printing of the table of components.
#' @return `x`, invisibly.
#' @section Errors: `gaussmix_error_fit`.
#' @references The criteria that are shown: see [bic()].
#' @export
#' @examples
#' print(gmm_fit(faithful, n_components = 2), digits = 3)
print.gaussmix <- function(x, digits = max(3, getOption("digits") - 3),
                           max_components = 20, max_variables = 8, ...) {
  call <- quote(print())
  check_fit(x, call, "x")
  digits <- check_count(digits, "digits", call, max = 22)
  max_components <- check_count(max_components, "max_components", call, max = Inf)
  max_variables <- check_count(max_variables, "max_variables", call, max = Inf)
  lines <- if (is_model(x)) {
    c(fit_header(x), paste0("from given parameters, ", x$df, " df"))
  } else {
    c(fit_header(x), data_line(x), likelihood_lines(x), search_line(x), degeneration_text(x))
  }
  cat(strwrap(lines, width = 80, exdent = 2), sep = "\n")
  cat("\nComponents: mixing weights and means\n")
  rows <- seq_len(min(x$n_components, max_components))
  columns <- seq_len(min(x$d, max_variables))
  means <- with_variable_names(x$means, x)[rows, columns, drop = FALSE]
  print(cbind(weight = x$weights[rows], means), digits = digits, ...)
  print_hidden(x$n_components - length(rows), x$d - length(columns))
  invisible(x)
}

counted <- function(n, thing) paste0(grouped(n), " ", thing, if (n != 1) "s")

# Whole numbers in groups of three digits, by a mark that is not that of decimals.
grouped <- function(n) {
  mark <- if (identical(getOption("OutDec"), ",")) "." else ","
  format(n, big.mark = mark, trim = TRUE, scientific = FALSE)
}

fit_header <- function(fit) {
  row <- covariance_row(fit$covariance_type)
  paste0(
    if (inherits(fit, "gaussmix_bayes")) "Bayesian Gaussian mixture: " else "Gaussian mixture: ",
    counted(fit$n_components, "component"), ", ",
    row$name, " covariance (", row$mclust, ")"
  )
}

data_line <- function(fit) {
  paste0(
    counted(fit$n, "observation"), " of ", counted(fit$d, "variable"),
    if (!is.null(fit$control$effective_n)) {
      paste0(", weighted to be worth ", format(fit$nobs, digits = 7))
    } else if (fit$weighted) {
      paste0(", sum of weights ", format(fit$nobs, digits = 7))
    },
    if (!is.null(fit$trimmed)) paste0(", ", length(fit$trimmed$rows), " dropped"),
    if (length(fit$omitted) > 0) {
      paste0("; ", counted(length(fit$omitted), "row"), " left out (missing or infinite values)")
    }
  )
}

likelihood_lines <- function(fit) {
  number <- function(value) format(value, digits = 7, nsmall = 2)
  if (inherits(fit, "gaussmix_bayes")) {
    return(c(
      paste0(fit$n_active, " of ", counted(fit$n_components, "component"), " active"),
      paste0(
        "lower bound of the log-evidence ", number(fit$lower_bound), " (larger is better)"
      )
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

search_line <- function(fit) {
  chosen <- fit$restarts[fit$restarts$chosen, ]
  paste0(
    if (fit$converged) "converged after " else "not converged after ",
    counted(fit$iterations, "iteration"),
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
