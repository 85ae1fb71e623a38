# Rows that a fit has not seen.

# Where the columns of a fit are in a table that observe_new() took; NA for those that a formula
# computes.
positions_in <- function(newdata, fit) {
  wanted <- usable_names(colnames(fit$prototype))
  given <- if (length(dim(newdata)) == 2) colnames(newdata)
  if (is.null(wanted) || is.null(given)) seq_len(fit$d) else match(wanted, given)
}

# The cells of newdata in the order of the fit's columns, and names of rows.
observe_new <- function(newdata, fit, call, argument = "newdata") {
  if (!is.null(fit$variables)) {
    newdata <- newdata_of_formula(
      fit$variables, newdata, colnames(fit$means), call, argument
    )
  }
  newdata <- dense_matrix(newdata, argument, call)
  prototype <- fit$prototype
  wanted <- usable_names(colnames(prototype))
  given <- if (length(dim(newdata)) == 2) colnames(newdata)
  if (!is.null(wanted) && !is.null(given)) {
    newdata <- match_columns(newdata, given, wanted, call, argument)
    return(as_cells(newdata, argument, "newdata", call))
  }
  cells <- as_cells(newdata, argument, "newdata", call)
  d <- prototype_columns(prototype)
  if (ncol(cells$values) != d) {
    abort("newdata", c(
      paste0(
        "`", argument, "` must have ", d, " column", if (d > 1) "s", ", as the data of the fit."
      ),
      x = paste0("It has ", ncol(cells$values), "."),
      i = if (is.null(dim(newdata)) && length(newdata) == d) {
        paste0("For one observation, give a matrix of one row: `rbind(", argument, ")`.")
      } else if (!is.null(given)) {
        paste0(
          "The data of the fit had no names of columns: fit to a data frame",
          if (d == 1) ", such as `x[\"name\"]`", ", and its columns are found in others by name."
        )
      }
    ), call = call)
  }
  cells
}
