# Parts of an object: what can be true of one by itself.

is_number <- function(x) are_finite(x, 1)

is_whole <- function(x, min) is_number(x) && x >= min && x == round(x)

are_finite <- function(x, n) {
  is.numeric(x) && !is.object(x) && length(x) == n && all(is.finite(x))
}

are_positive <- function(x, n) are_finite(x, n) && all(x > 0)

is_flag <- function(x) is.logical(x) && !is.object(x) && length(x) == 1 && !is.na(x)

is_one_of <- function(x, words) {
  is.character(x) && !is.object(x) && length(x) == 1 && x %in% words
}

are_rows <- function(x) {
  is.integer(x) && !is.object(x) && !anyNA(x) && all(x > 0) && !anyDuplicated(x)
}

are_places <- function(x, n) {
  is.numeric(x) && !is.object(x) && identical(as.integer(sort(x)), seq_len(n))
}

# By a function that refuses what it has not made.
is_made <- function(x, check) !inherits(tryCatch(check(x, NULL), error = identity), "error")
