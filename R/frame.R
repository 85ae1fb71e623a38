# Data frames, without what their classes add.

# Columns of a data frame as a plain one: subclasses have brackets of their own. The
# columns are not copied, but their names are: data.table changes names in place.
plain_frame <- function(x, positions = seq_along(x)) {
  columns <- as.list(unclass(x))[positions]
  if (inherits(x, "data.table")) {
    # Its columns can be changed in place, too.
    columns <- lapply(columns, function(column) column[seq_along(column)])
  }
  frame_of(columns, c(names(x))[positions], attr(x, "row.names"))
}

# A data frame of columns that are known to fit: data.frame() would look at each of them
# for longer than a small fit takes.
frame_of <- function(columns, names, row_names) {
  attributes(columns) <- list(names = names, class = "data.frame", row.names = row_names)
  columns
}
