# Tables of numbers as users give them become cells: a double matrix, and names beside it.

# A double matrix is not copied.
as_cells <- function(x, argument, class, call) {
  if (is.data.frame(x)) {
    return(cells_of_data_frame(x, argument, class, call))
  }
  if (is.null(x) || is.list(x) || is.function(x) || !is.atomic(x)) {
    abort_not_table(x, argument, class, call)
  }
  if (is.object(x)) {
    if (!has_plain_class(x)) {
      abort_not_table(x, argument, class, call)
    }
    attributes(x) <- attributes(x)[c("dim", "dimnames", "names")]
  }
  if (!(is.numeric(x) || is.logical(x)) || length(dim(x)) > 2) {
    abort_not_table(x, argument, class, call)
  }
  row_names <- if (length(dim(x)) == 2) rownames(x) else names(x)
  column_names <- if (length(dim(x)) == 2) colnames(x)
  if (length(dim(x)) != 2) {
    x <- shaped_as(as.double(x), c(length(x), 1L))
  } else if (!is.double(x)) {
    x <- shaped_as(as.double(x), dim(x))
  }
  list(values = x, row_names = row_names, column_names = column_names)
}

# A table without what the classes of others add to it: what a fit keeps of `x`.
plain_table <- function(x, argument, call) {
  if (is.data.frame(x)) plain_frame(x) else dense_matrix(x, argument, call)
}

# Matrices of the package Matrix, which may be sparse, as base matrices.
dense_matrix <- function(x, argument, call) {
  is_of_matrix <- inherits(x, c("sparseMatrix", "denseMatrix"))
  if (!is_of_matrix || !requireNamespace("Matrix", quietly = TRUE)) {
    return(x)
  }
  if (inherits(x, "sparseMatrix")) {
    message(
      "`", argument, "` is a sparse matrix; all its ",
      grouped(prod(dim(x))), " cells are used."
    )
  }
  tryCatch(as.matrix(x), error = function(e) abort_memory(call))
}

cells_of_data_frame <- function(x, argument, class, call) {
  usable <- vapply(x, is_numeric_column, logical(1))
  if (!all(usable)) {
    abort_not_numeric(x, which(!usable), argument, class, call)
  }
  row_names <- attr(x, "row.names")
  if (!all(lengths(unclass(x)) == length(row_names))) {
    abort(class, c(
      paste0("All columns of `", argument, "` must have as many values as there are rows."),
      x = paste0("Rows: ", length(row_names), "; values: ", enumerate(lengths(unclass(x))), "."),
      i = "The data frame is damaged; make it again by `data.frame()`."
    ), call = call)
  }
  list(
    values = shaped_as(as.double(unlist(x, use.names = FALSE)), c(nrow(x), length(x))),
    row_names = if (is.character(row_names)) row_names,
    column_names = names(x)
  )
}

# Numbers as a matrix, without the copy that matrix() makes.
shaped_as <- function(numbers, dim) {
  dim(numbers) <- dim
  numbers
}

abort_not_table <- function(x, argument, class, call) {
  abort(class, c(
    paste0("`", argument, "` must be a numeric matrix, data frame or vector."),
    x = paste0("You gave ", describe(x), "."),
    i = if (inherits(x, "table")) {
      "`unclass()` makes a table a matrix."
    } else {
      cure_of(x) %||% "`as.matrix()` converts many other classes."
    }
  ), call = call)
}
