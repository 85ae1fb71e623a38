#' Print a Gaussian mixture
#'
#' @param x A fit of class `gaussmix`.
#' @param digits Number of significant digits of weights and means.
#' @param max_components Number of components to print at most.
#' @param ... Passed on to the printing of the table of components.
#' @return `x`, invisibly.
#' @section Errors: `gaussmix_error_fit`.
#' @references The criteria that are shown: see [bic()].
#' @export
#' @examples
#' print(gmm_fit(faithful, n_components = 2), digits = 3)
print.gaussmix <- function(x, digits = max(3, getOption("digits") - 3),
                           max_components = 20, ...) {
  check_fit(x, quote(print()))
  cat(fit_header(x), "\n", sep = "")
  cat(data_line(x), "\n", sep = "")
  cat(likelihood_line(x), "\n", sep = "")
  cat(search_line(x), "\n", sep = "")
  for (line in trouble_lines(x)) cat(line, "\n", sep = "")
  cat("\nComponents: mixing weights and means\n")
  shown <- seq_len(min(x$n_components, max_components))
  table <- cbind(weight = x$weights, means_with_names(x))[shown, , drop = FALSE]
  print(table, digits = digits, ...)
  if (length(shown) < x$n_components) {
    cat("... and", x$n_components - length(shown), "more components\n")
  }
  invisible(x)
}

means_with_names <- function(fit) {
  means <- fit$means
  if (is.null(colnames(means))) {
    colnames(means) <- paste0("[,", seq_len(ncol(means)), "]")
  }
  means
}

counted <- function(n, thing) {
  paste0(format(n, big.mark = ",", trim = TRUE), " ", thing, if (n != 1) "s")
}

fit_header <- function(fit) {
  row <- covariance_row(fit$covariance_type)
  paste0(
    "Gaussian mixture: ", counted(fit$n_components, "component"), ", ",
    row$name, " covariance (", row$mclust, ")"
  )
}

data_line <- function(fit) {
  paste0(
    counted(fit$n, "observation"), " of ", counted(fit$d, "variable"),
    if (fit$weighted) paste0(", sum of weights ", format(fit$nobs, digits = 7)),
    if (length(fit$omitted) > 0) {
      paste0("; ", counted(length(fit$omitted), "row"), " left out (missing or infinite values)")
    }
  )
}

likelihood_line <- function(fit) {
  number <- function(value) format(value, digits = 7, nsmall = 2)
  paste0(
    "log-likelihood ", number(fit$log_likelihood), " on ", fit$df, " df\n",
    "AIC ", number(aic(fit)), ", BIC ", number(bic(fit)), ", ICL ", number(icl(fit)),
    " (smaller is better)"
  )
}

search_line <- function(fit) {
  chosen <- fit$restarts[fit$restarts$chosen, ]
  paste0(
    if (fit$converged) "converged after " else "not converged after ",
    counted(fit$iterations, "iteration"),
    if (nrow(fit$restarts) > 1) {
      paste0("; best of ", nrow(fit$restarts), " starts (", chosen$start, ")")
    } else if (!chosen$start %in% start_kinds) {
      paste0("; start from given ", chosen$start)
    }
  )
}

trouble_lines <- function(fit) {
  lines <- character()
  if (fit$singular) {
    reason <- fit$restarts$reason[fit$restarts$chosen]
    lines <- paste0("Warning: the fit is singular: ", reason)
  }
  lines
}
