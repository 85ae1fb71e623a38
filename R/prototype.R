# The prototype of the data: a table of the same columns without rows, that newdata are matched
# with.

prototype_of <- function(x) {
  if (is.data.frame(x)) {
    # Names of columns stay as they are, also those that are missing.
    return(frame_of(lapply(x, empty_column), names(x), integer()))
  }
  if (length(dim(x)) == 2) {
    return(matrix(vector(typeof(x), 0), 0, ncol(x), dimnames = list(NULL, colnames(x))))
  }
  vector(typeof(x), 0)
}

prototype_columns <- function(prototype) {
  if (is.null(dim(prototype))) 1L else ncol(prototype)
}

# The wanted columns of newdata, by name. Others are ignored, whatever their type.
match_columns <- function(newdata, given, wanted, call, argument = "newdata") {
  missing <- setdiff(wanted, given)
  if (length(missing) > 0) {
    abort("newdata", c(
      paste0("`", argument, "` must have the columns of the fit."),
      x = paste0("Missing: ", enumerate(paste0("`", readable(missing), "`"), 10), "."),
      i = paste0("Its columns are ", enumerate(paste0("`", readable(given), "`"), 10), ".")
    ), call = call)
  }
  twice <- wanted[wanted %in% given[duplicated(given)]]
  if (length(twice) > 0) {
    abort("newdata", c(
      paste0("`", argument, "` must have each column of the fit once."),
      x = paste0("More than once: ", enumerate(paste0("`", readable(twice), "`")), ".")
    ), call = call)
  }
  if (identical(given, wanted)) {
    return(newdata)
  }
  positions <- match(wanted, given)
  if (is.data.frame(newdata)) {
    plain_frame(newdata, positions)
  } else {
    newdata[, positions, drop = FALSE]
  }
}
