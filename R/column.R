# Columns of a data frame: which are numbers, and what makes numbers of the others.

# Classes that say how numbers are shown or what they are called, and that taking the
# numbers alone loses nothing of. Values that have labels, or stand for missing ones, are
# another thing, whatever the class.
plain_classes <- c(
  "AsIs", "ts", "mts", "matrix", "array", "numeric", "double", "integer", "labelled",
  "haven_labelled", "vctrs_vctr", "pillar_num", "pillar_vctr"
)

has_plain_class <- function(x) {
  !is.object(x) || (length(setdiff(class(x), plain_classes)) == 0 && !has_value_labels(x))
}

is_plain <- function(x) typeof(x) %in% c("double", "integer", "logical") && has_plain_class(x)

has_value_labels <- function(x) {
  any(c("labels", "na_values", "na_range") %in% names(attributes(x)))
}

# A matrix of one column is a column, as scale() makes them.
is_numeric_column <- function(x) is_plain(x) && NCOL(x) == 1 && length(dim(x)) <= 2

# A column without rows.
empty_column <- function(x) if (is_numeric_column(x)) vector(typeof(x), 0) else x[0]

abort_not_numeric <- function(x, bad, argument, class, call) {
  columns <- as.list(unclass(x))[bad]
  labels <- vapply(bad, column_label, character(1), names = names(x))
  cures <- lapply(columns, cure_of, argument = argument)
  told <- !vapply(cures, is.null, logical(1))
  by_cure <- split(labels[told], factor(unlist(cures), unique(unlist(cures))))
  abort(class, c(
    paste0("All columns of `", argument, "` must be numeric."),
    x = paste0(
      "Not numeric: ",
      enumerate(paste0(labels, " (", vapply(columns, kind_of_column, ""), ")")), "."
    ),
    i = "Select the numeric columns, or convert those that are measurements.",
    if (any(told)) {
      c(i = paste0(vapply(by_cure, enumerate, ""), ": ", names(by_cure), collapse = " "))
    }
  ), call = call)
}

kind_of_column <- function(x) {
  if (length(dim(x)) == 2) {
    shape <- if (is.data.frame(x)) "data frame" else "matrix"
    return(paste0(shape, " of ", ncol(x), " column", if (ncol(x) != 1) "s"))
  }
  class(x)[1]
}

# What makes numbers of a column or vector, NULL if nothing does or it is not known.
cure_of <- function(x, argument = NULL) {
  if (length(dim(x)) == 2 && ncol(x) != 1) {
    return(if (!is.null(argument)) {
      paste0("`do.call(data.frame, ", argument, ")` makes a column of each of its columns.")
    })
  }
  if (length(dim(x)) > 2) {
    return(NULL)
  }
  switch(kind_to_cure(x),
    labels = "`haven::zap_labels()` makes numbers of it.",
    units = "`units::drop_units()` makes numbers of it.",
    integer64 = "`as.numeric()` makes numbers of it where the package bit64 is loaded.",
    difftime = "`as.numeric(x, units = \"hours\")`, or other units, makes numbers of it.",
    ordered = "`as.integer()` makes ranks of it.",
    levels = "`as.numeric(as.character(x))` makes numbers of it.",
    complex = "`Re()`, `Im()` or `Mod()` make numbers of it.",
    list = "`unlist()` makes numbers of it.",
    number = "`as.numeric()` makes numbers of it."
  )
}

kind_to_cure <- function(x) {
  if (is.factor(x)) {
    if (are_written_numbers(levels(x))) "levels" else if (is.ordered(x)) "ordered" else "none"
  } else if (inherits(x, c("units", "integer64", "difftime"))) {
    intersect(c("units", "integer64", "difftime"), class(x))[1]
  } else if (has_value_labels(x) && typeof(x) != "character") {
    "labels"
  } else if (is.complex(x)) {
    "complex"
  } else if (typeof(x) == "list" && !is.object(x)) {
    if (all(lengths(x) == 1) && all(vapply(x, is_plain, logical(1)))) "list" else "none"
  } else {
    numbers <- typeof(x) %in% c("double", "integer", "logical", "raw") || inherits(x, "POSIXlt") ||
      (is.character(x) && are_written_numbers(x))
    if (numbers) "number" else "none"
  }
}

are_written_numbers <- function(text) {
  text <- utils::head(text[!is.na(text)], 1000)
  length(text) > 0 && !anyNA(suppressWarnings(as.numeric(text)))
}

# The name of a column, its number where it has none: cbind() gives "" to some.
column_label <- function(names, j) {
  named <- !is.null(names) && !is.na(names[j]) && nzchar(names[j])
  if (named) paste0("`", readable(names[j]), "`") else paste("column", j)
}
