#' Summary of a Gaussian mixture
#'
#' A page to be put into a report: the data, the model and its criteria, how the fit
#' was found, and the components with their weights, sizes, means and standard deviations.
#'
#' @param object A fit of class `gaussmix`.
#' @param ... Must be empty.
#' @return `summary()`: an object of class `summary.gaussmix`, a list with `call`, `data` (a
#'   list with `n`, `d`, `nobs`, `weighted`, `omitted` and `missing`, by `na_action = "em"` how many
#'   `cells` in how many `rows` and `patterns`), `model` (`n_components`,
#'   `covariance_type`, `df`, `log_likelihood`, `aic`, `bic`, `icl`), `search` (`converged`,
#'   `iterations`, `gain_left` (see `stop` of [gmm_control()]), `restarts`, `collapsed`, `agreeing`
#'   (`NA` if some were run on a sample alone), `start`, `ridge`), `components` (a data frame with
#'   `component`, `weight`, `size`), `means` and `sds` (K x d), `active` (which components
#'   [gmm_bayes()] has not switched off) and `problems` (text). Printing it returns it invisibly.
#' @section Errors: `gaussmix_error_argument`, `gaussmix_error_fit`.
#' @seealso [print.gaussmix()] for a shorter one, [`glance()`][glance.gaussmix] and
#'   [`tidy()`][tidy.gaussmix] for tables.
#' @references The criteria: see [bic()].
#' @export
#' @examples
#' set.seed(1)
#' summary(gmm_fit(iris[, 1:4], n_components = 3))
summary.gaussmix <- function(object, ...) {
  call <- quote(summary())
  check_no_dots(list(...), "object", call)
  check_fit(object, call)
  structure(
    list(
      call = object$call,
      fit = fit_header(object),
      data = if (!is_model(object)) {
        list(
          line = data_line(object), n = object$n, d = object$d, nobs = object$nobs,
          weighted = object$weighted, omitted = object$omitted, missing = object$missing
        )
      },
      model = c(
        list(
          n_components = object$n_components, covariance_type = object$covariance_type,
          df = object$df
        ),
        if (inherits(object, "gaussmix_bayes")) {
          object[c("lower_bound", "n_active")]
        } else if (!is_model(object)) {
          list(
            log_likelihood = object$log_likelihood, aic = aic(object), bic = bic(object),
            icl = icl(object)
          )
        }
      ),
      search = if (!is_model(object)) summary_of_search(object),
      components = tidy_components(object),
      means = with_variable_names(object$means, object),
      sds = with_variable_names(component_sds(object), object),
      active = is_active(object),
      problems = if (!is_model(object)) problems_of(object) else character()
    ),
    class = "summary.gaussmix"
  )
}

summary_of_search <- function(fit) {
  restarts <- fit$restarts
  height <- restarts[[fit$objective]]
  list(
    converged = fit$converged,
    iterations = fit$iterations,
    gain_left = gain_left(fit),
    restarts = nrow(restarts),
    collapsed = sum(restarts$collapsed),
    # Starts that repeat another's way were not run to their end. Of those that were run on
    # a sample alone nobody knows.
    agreeing = if (anyNA(height)) {
      NA_integer_
    } else {
      sum(restarts$collapsed == fit$singular & restarts$converged &
        abs(height - height[restarts$chosen]) <= max(1e-6 * fit$nobs, 2 * gain_left(fit)))
    },
    start = restarts$start[restarts$chosen],
    ridge = fit$ridge
  )
}

# What a reader of a report must know.
problems_of <- function(fit) {
  c(
    if (length(degeneration_lines(fit)) > 0) {
      paste0(singular_title(fit), ": ", degeneration_lines(fit), ".")
    },
    if (!fit$converged && fit$iterations > 0) {
      paste0("Not converged in ", counted(fit$iterations, "iteration"), ".")
    },
    if (length(fit$omitted) > 0) {
      paste0(
        counted(length(fit$omitted), "row"),
        if (takes_missing(fit)) " without any value" else " with missing or infinite values",
        " left out."
      )
    }
  )
}

#' @rdname summary.gaussmix
#' @param x An object of class `summary.gaussmix`.
#' @param digits Number of significant digits.
#' @param max_components,max_variables Number of components and of variables to print at
#'   most.
#' @param inactive Whether components that are switched off are printed, too.
#' @export
print.summary.gaussmix <- function(x, digits = max(3, getOption("digits") - 3),
                                   max_components = 20, max_variables = 20,
                                   inactive = FALSE, ...) {
  call <- quote(print())
  digits <- check_count(digits, "digits", call, max = 22)
  max_components <- check_count(max_components, "max_components", call, max = Inf)
  max_variables <- check_count(max_variables, "max_variables", call, max = Inf)
  inactive <- check_flag(inactive, "inactive", call)
  old <- options(width = min(80, getOption("width")))
  on.exit(options(old))
  folded <- function(...) cat(strwrap(paste0(...), width = 80, exdent = 2), sep = "\n")
  cat("Call:\n")
  cat(call_lines(x$call), sep = "\n")
  cat("\n")
  folded(x$fit)
  if (is.null(x$data)) {
    folded("from given parameters, ", x$model$df, " df")
  } else {
    folded(x$data$line)
    cat("\n")
    print_criteria(x$model)
    cat("\n")
    folded(search_text(x$search))
    folded(ridge_text(x$search$ridge))
  }
  shown <- shown_components(inactive = inactive, active = x$active)
  rows <- shown[seq_len(min(length(shown), max_components))]
  columns <- seq_len(min(ncol(x$means), max_variables))
  cat("\nComponents\n")
  print(component_columns(x$components[rows, ], digits), quote = FALSE, right = TRUE)
  cat("\nMeans\n")
  print(by_variable(x$means[rows, columns, drop = FALSE]), digits = digits)
  cat("\nStandard deviations\n")
  print(by_variable(x$sds[rows, columns, drop = FALSE]), digits = digits)
  print_hidden(
    length(shown) - length(rows), ncol(x$means) - length(columns),
    nrow(x$components) - length(shown)
  )
  if (length(x$problems) > 0) {
    cat("\n")
    for (problem in x$problems) folded("! ", problem)
  }
  invisible(x)
}

# A call by do.call() holds the data.
call_lines <- function(call, most = 8) {
  text <- deparse(call, nlines = most + 1)
  is_long <- length(text) > most
  lines <- strwrap(paste(utils::head(text, most), collapse = " "), 78, indent = 2, exdent = 4)
  if (is_long) c(strtrim(utils::head(lines, most), 80), "    ...") else lines
}

print_criteria <- function(model) {
  if (!is.null(model$lower_bound)) {
    cat(
      "lower bound of the log-evidence ", format(model$lower_bound, digits = 7, nsmall = 2),
      " (larger is better)\n", sep = ""
    )
    return(invisible())
  }
  values <- c(model$log_likelihood, model$df, model$aic, model$bic, model$icl)
  text <- c(
    format(values[1], digits = 7, nsmall = 2), grouped(values[2]),
    vapply(values[3:5], format, "", digits = 7, nsmall = 2)
  )
  names(text) <- c("log-likelihood", "df", "AIC", "BIC", "ICL")
  print(text, quote = FALSE)
  cat("AIC, BIC and ICL: smaller is better\n")
}

search_text <- function(search) {
  known <- !is.na(search$agreeing)
  paste0(
    "EM ", ended(search$converged, search$iterations, search$gain_left, "converged", "stopped"),
    if (search$restarts > 1) {
      paste0(
        "; best of ", search$restarts, " starts (", search$start, "), ",
        if (search$collapsed > 0) {
          paste0(search$collapsed, " of which collapsed", if (known) " and " else ", ")
        },
        if (known) {
          paste(search$agreeing, "of which reached this likelihood")
        } else {
          "most of them run on a sample alone"
        }
      )
    }
  )
}

ridge_text <- function(ridge) {
  range <- vapply(range(ridge), format, "", digits = 2)
  paste0(
    "Ridge added to the variances: ",
    if (all(ridge == 0)) "none" else paste(unique(range), collapse = " to ")
  )
}

by_variable <- function(table) {
  colnames(table) <- short_names(colnames(table), 40)
  t(table)
}

# Components across, so that wide tables break where R breaks them.
component_columns <- function(components, digits) {
  table <- rbind(
    weight = format(components$weight, digits = digits),
    size = if (anyNA(components$size)) NULL else format(components$size, digits = digits)
  )
  colnames(table) <- as.character(components$component)
  table
}
