# Missing values that EM takes into account: what is told of them.

# How many cells and rows of positive weight, in how many patterns; `apart` are the pairs of columns
# that no row has both of.
missing_values <- function(values, weights, cells, call) {
  if (any(weights == 0)) values <- values[weights > 0, , drop = FALSE]
  found <- in_core(scan_missing(values), call)
  bare <- which(diag(found$together) == 0)
  if (length(bare) > 0) {
    names <- vapply(bare, column_label, character(1), names = cells$column_names)
    abort("data", c(
      "Every column of `x` must have a value.",
      x = paste0("Without any: ", enumerate(names), "."),
      i = "Leave such columns out."
    ), call = call)
  }
  apart <- which(found$together == 0 & upper.tri(found$together), arr.ind = TRUE)
  list(
    cells = found$cells, rows = found$rows, patterns = found$patterns, apart = unname(apart)
  )
}

# Those counts, of data and of fits.
are_missing_counts <- function(x) {
  is.list(x) && !is.object(x) && is_whole(x$cells, 0) && is_whole(x$rows, 0) &&
    is_whole(x$patterns, 1)
}

are_missing_values <- function(x) {
  are_missing_counts(x) && is.matrix(x$apart) && ncol(x$apart) == 2
}

# An infinite value is there, and of no use.
abort_infinite <- function(n, cells, call, argument = "x", class = "data") {
  found <- which(is.infinite(cells$values), arr.ind = TRUE)
  first <- found[order(found[, 1]), , drop = FALSE][1, ]
  abort(class, c(
    paste0("`", argument, "` must not have infinite values."),
    x = paste0(
      "Found ", counted(n, "value"), ", the first in row ", first[1], ", ",
      column_label(cells$column_names, first[2]), "."
    ),
    i = "Make those `NA` that stand for missing values; use other units for others."
  ), call = call)
}

# What a fit keeps of it.
missing_of_fit <- function(data) data$missing[c("cells", "rows", "patterns")]

takes_missing <- function(fit) identical(fit$na_action, "em")

# Whether what is seen of a row is used where something is missing.
uses_incomplete <- function(na_action, fit, argument, call) {
  if (is.null(na_action)) {
    return(takes_missing(fit))
  }
  na_action <- check_choice(na_action, c("exclude", "em"), "na_action", call)
  if (na_action == "em") check_plain_mixture(fit, argument, call)
  na_action == "em"
}

# Of a fit or a selection.
missing_text <- function(fit) {
  missing <- fit$missing
  if (is.null(missing)) {
    return(NULL)
  }
  paste0(
    counted(missing$cells, "value"), " missing in ", counted(missing$rows, "row"), " (",
    counted(missing$patterns, "pattern"), ")"
  )
}

# Of a covariance that no row tells anything of.
warn_of_columns_apart <- function(data, types, call) {
  apart <- data$missing$apart
  shapes <- covariance_types$shape[match(types, covariance_types$name)]
  if (NROW(apart) == 0 || !"full" %in% shapes) {
    return(invisible())
  }
  shown <- utils::head(apart, 3)
  name <- function(j) column_label(data$column_names, j)
  pairs <- vapply(seq_len(nrow(shown)), function(i) {
    paste(name(shown[i, 1]), "and", name(shown[i, 2]))
  }, "")
  warn("missing", c(
    "Some columns of `x` are never seen together: their covariances are not in the data.",
    x = paste0(
      paste(pairs, collapse = "; "),
      if (nrow(apart) > nrow(shown)) {
        paste0(" and ", counted(nrow(apart) - nrow(shown), "more pair"))
      }, "."
    ),
    i = "Leave columns out, or use a `covariance_type` without correlations."
  ), call)
}

# The numbers of rows that have holes in the same columns, together.
rows_by_pattern <- function(values) {
  if (!anyNA(values)) {
    return(list(seq_len(nrow(values))))
  }
  marks <- unname(as.data.frame(+is.na(values)))
  unname(split(seq_len(nrow(values)), do.call(paste0, marks)))
}

# What a posterior predictive distribution says of a part of a row is another mixture's.
check_plain_mixture <- function(fit, argument, call) {
  if (inherits(fit, "gaussmix_bayes")) {
    abort("argument", c(
      paste0("`", argument, "` must be made by `gmm_fit()` or `gmm_model()` for missing values."),
      x = "It is a fit by `gmm_bayes()`.",
      i = "`do.call(gmm_model, coef(fit))` takes its expected parameters as known."
    ), call = call)
  }
}

# Verbs whose results are about whole rows.
check_no_missing <- function(fit, call, argument = "fit") {
  if (is.null(fit$missing)) {
    return(invisible())
  }
  abort("argument", c(
    paste0("`", argument, "` must be a fit to rows without missing values."),
    x = paste0("It has ", missing_text(fit), "."),
    i = "Fit with `na_action = \"omit\"`."
  ), call = call)
}
