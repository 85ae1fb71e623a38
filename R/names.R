# Names of columns, variables and rows: which can be used, and how they are shown.

# Names by which columns can be matched, or NULL.
usable_names <- function(names) {
  if (is.null(names) || anyNA(names) || any(names == "") || anyDuplicated(names)) {
    return(NULL)
  }
  names
}

# Rows of data frames need names of their own; else they have the numbers of the rows, if any.
names_for_rows <- function(names, rows = NULL) {
  if (anyNA(names) || anyDuplicated(names)) rows else names
}

# Names as they can be printed and measured: bytes that are no characters in the encoding
# become their numbers, as in "caf<e9>".
readable <- function(names) {
  # A matrix may have none.
  if (is.null(names)) {
    return(NULL)
  }
  bad <- which(!(Encoding(names) != "bytes" & validEnc(names)))
  names[bad] <- vapply(names[bad], function(name) {
    iconv(rawToChar(charToRaw(name)), "UTF-8", "UTF-8", sub = "byte")
  }, "", USE.NAMES = FALSE)
  names
}

# Names of the variables, or what stands for them.
variable_names <- function(fit) {
  names <- colnames(fit$means)
  if (!is.null(names)) {
    return(readable(names))
  }
  # One column without a name is the vector that was given as `x`.
  if (fit$d == 1) "x" else paste0("V", seq_len(fit$d))
}

with_variable_names <- function(means, fit) {
  colnames(means) <- variable_names(fit)
  means
}
