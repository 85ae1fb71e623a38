# The columns that a picture or a margin is of, `dims`.

# How many columns a picture takes, and takes if none are named: NA where it is for the plane to
# say.
picture_types <- data.frame(
  row.names = c(
    "ellipse", "projection", "pairs", "density", "component", "uncertainty", "histogram", "profile",
    "trace", "weights", "trim", "missing"
  ),
  least = c(2, 2, 2, 2, 2, 2, 1, 1, 0, 0, 2, 1),
  most = c(2, Inf, Inf, 2, 2, 2, 1, Inf, Inf, Inf, 2, Inf),
  default = c(NA, Inf, 6, NA, NA, NA, 1, Inf, Inf, Inf, NA, Inf),
  columns = c(
    "two different columns", "two or more different columns", "two or more different columns",
    "two different columns", "two different columns", "two different columns", "one column",
    "one or more different columns", "one or more different columns",
    "one or more different columns", "two different columns", "one or more different columns"
  )
)

choose_dims <- function(dims, fit, wanted, call) {
  if (!is.null(dims)) {
    return(check_dims(dims, fit, wanted, call))
  }
  if (wanted$most == 1 && fit$d > 1) {
    abort("argument", c(
      "`dims` must say which column to draw.",
      x = paste0("The fit has ", counted(fit$d, "column"), "."), i = known_columns(fit)
    ), call = call)
  }
  if (is.na(wanted$default)) NULL else seq_len(min(fit$d, wanted$default))
}

check_dims <- function(dims, fit, wanted, call) {
  positions <- if (is.character(dims)) match(dims, colnames(fit$means)) else dims
  ok <- is_numbers(positions) && length(positions) >= max(1, wanted$least) &&
    length(positions) <= wanted$most && all(positions %in% seq_len(fit$d)) &&
    !anyDuplicated(positions)
  if (!ok) {
    abort_argument(
      paste0("`dims` must be ", wanted$columns, " of the fit, by name or number."),
      dims, call,
      cure = known_columns(fit)
    )
  }
  as.integer(positions)
}

known_columns <- function(fit) {
  names <- colnames(fit$means)
  if (is.null(names)) {
    return(paste0("It has ", counted(fit$d, "column"), "."))
  }
  if (fit$d == 1) {
    return(paste0("Its column is `", readable(names), "`."))
  }
  paste0("Its columns are ", enumerate(paste0("`", readable(names), "`"), 10), ".")
}

# The names of columns as a reader should see them.
plot_columns <- function(fit, dims) {
  names <- colnames(fit$means)[dims]
  names <- if (!is.null(names)) readable(names)
  unnamed <- if (is.null(names)) rep(TRUE, length(dims)) else is.na(names) | names == ""
  names[unnamed] <- if (fit$d == 1) axis_title(fit) else paste("Column", dims)[unnamed]
  names
}

# One column without a name is called as in the print.
axis_title <- function(fit) {
  name <- name_of_column(fit)
  if (name == "x") "Value" else name
}

# What to say of a picture that shows some of the columns.
margin_note <- function(fit, dims) {
  if (length(dims) < fit$d) {
    paste0(
      "Shown is the marginal mixture of ", length(dims), " of ", fit$d, " columns."
    )
  }
}
