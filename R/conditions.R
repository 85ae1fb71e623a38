#' Errors, warnings and messages of gaussmix
#'
#' Every error that gaussmix raises has the class `gaussmix_error` and one of the
#' classes below, so that a program can tell them apart with [tryCatch()]. The
#' message names the argument, what was given, and what to do.
#'
#' @section Errors:
#' * `gaussmix_error_argument`: an argument has a value that it cannot have, or is
#'   not known.
#' * `gaussmix_error_data`: the data are not a numeric table, have no rows or
#'   columns, fewer rows than components (with the further class
#'   `gaussmix_error_rows`), or values that are not finite.
#' * `gaussmix_error_start`: a start does not fit the data or is not a mixture.
#' * `gaussmix_error_newdata`: `newdata` lacks columns of the fit or has the wrong
#'   number or type of columns.
#' * `gaussmix_error_degenerate`: the likelihood has no maximum: a column is
#'   constant, or components collapse and no ridge holds them up.
#' * `gaussmix_error_range`: a column is too large, or too close to constant, for
#'   its variance to be a normal double.
#' * `gaussmix_error_no_data`: the fit does not hold its data and none are given.
#' * `gaussmix_error_no_fit`: no fit of a selection can win.
#' * `gaussmix_error_fit`: an object of class `gaussmix` or `gmm_select` is not intact.
#' * `gaussmix_error_statistics`: an object of class `gmm_statistics` is not intact, or does not
#'   belong to what it is added to or used with.
#' * `gaussmix_error_package`: a suggested package is needed and not installed.
#' * `gaussmix_error_memory`: there is not enough memory.
#' * `gaussmix_error_internal`: a fault of gaussmix itself; please report it.
#'
#' @section Warnings:
#' All have the class `gaussmix_warning`.
#' * `gaussmix_warning_singular`: the likelihood of the returned fit has no maximum, or a
#'   component has fewer rows and is narrower than the data support (or, with the further
#'   class `gaussmix_warning_constant`, a column is constant
#'   and its variance is the ridge that was asked for).
#' * `gaussmix_warning_constant`: a column is constant, and its variance is the ridge, or
#'   with a prior what the prior says.
#' * `gaussmix_warning_start`: components of a given start are the same.
#' * `gaussmix_warning_not_converged`: `max_iter` was reached first.
#' * `gaussmix_warning_interrupted`: a selection was interrupted and has what was
#'   finished.
#' * `gaussmix_warning_missing`: rows of `newdata` are not finite and get `NA`; or, with
#'   `na_action = "em"`, no row has both of some two columns, whose covariance is then not known.
#' * `gaussmix_warning_inaccurate`: probabilities of boxes are less exact than asked for, or
#'   covariances by [gmm_update()] than doubles can be.
#' * `gaussmix_warning_instruction_set`: an environment variable asks for instructions
#'   that the machine does not have, see [gmm_instruction_set()].
#'
#' @section Messages:
#' All have the class `gaussmix_message`.
#' * `gaussmix_message_weights`: the sum of weights that are not whole is far from the number
#'   of rows, so that they may not be meant as counts, see `effective_n` in [gmm_control()].
#' * `gaussmix_message_constant_sum`: columns sum nearly to a constant, or nearly depend on each
#'   other, see [gmm_fit()].
#' * `gaussmix_message_missing`: observations without a label are left out of a comparison.
#' * `gaussmix_message_copies`: cross-validation judges fits by copies of rows that they have
#'   seen, see `groups` in [gmm_select()].
#' * `gaussmix_message_duplicates`: of selections that were put together, some have the same
#'   combinations; the better fits are kept.
#'
#' @seealso [tryCatch()], [gmm_fit()]; [gaussmix-search] about fits that are told of.
#' @name gaussmix-conditions
#' @examples
#' x <- as.matrix(iris[, 1:4])
#' x[7, 2] <- NA
#' tryCatch(
#'   gmm_fit(x, n_components = 3),
#'   gaussmix_error_data = function(e) cat(conditionMessage(e), "\n")
#' )
NULL

# The only places where conditions are raised. `message` is a character vector:
# what must be, then what was given (named "x") and what to do (named "i").
abort <- function(what, message, call) {
  rlang::abort(
    message,
    class = c(paste0("gaussmix_error_", what), "gaussmix_error"),
    call = call,
    headline = message[[1]],
    given = if ("x" %in% names(message)) message[["x"]]
  )
}

# What an argument must be, and what was given.
abort_argument <- function(must, given, call, cure = NULL) {
  abort("argument", c(must, x = paste0("You gave ", describe(given), "."), i = cure), call = call)
}

warn <- function(what, message, call) {
  rlang::warn(
    message,
    class = c(paste0("gaussmix_warning_", what), "gaussmix_warning"),
    call = call
  )
}

inform <- function(what, message, call) {
  rlang::inform(
    message,
    class = c(paste0("gaussmix_message_", what), "gaussmix_message"),
    call = call
  )
}

# For fits that are a part of what the user asked for, and was told of.
told_before <- function(expr) suppressMessages(expr, classes = "gaussmix_message")

# The user knows of the function that was called, not of those that it calls.
in_name_of <- function(call, expr) {
  tryCatch(expr, gaussmix_error = function(e) {
    e$call <- call
    stop(e)
  })
}

# Runs a call into C++ and gives what may come back a class of ours.
in_core <- function(expr, call) {
  tryCatch(
    expr,
    `std::bad_alloc` = function(e) abort_memory(call),
    `C++Error` = function(e) {
      abort("internal", c(
        "The core of gaussmix met a state that it should have prevented.",
        x = conditionMessage(e),
        i = "Please report this, with the call that led to it."
      ), call = call)
    },
    simpleError = function(e) {
      if (is_allocation_failure(e)) abort_memory(call) else stop(e)
    }
  )
}

# R's own allocator has no class for its error, only a text, which may be translated.
is_allocation_failure <- function(e) {
  text <- gettext("cannot allocate vector of size %0.1f Gb", domain = "R")
  startsWith(conditionMessage(e), sub("%.*", "", text))
}

abort_memory <- function(call) {
  abort("memory", c(
    "There is not enough memory for this call.",
    i = "Fewer rows, fewer components or a simpler `covariance_type` need less."
  ), call = call)
}

# A short text for what a user gave.
describe <- function(x) {
  if (is.null(x)) {
    return("NULL")
  }
  if (is.function(x)) {
    return("a function")
  }
  if (is.atomic(x) && !is.object(x) && length(x) == 1 && is.null(dim(x))) {
    return(if (is.character(x)) encodeString(x, quote = "\"") else format(x, digits = 10))
  }
  if (!is.null(dim(x)) && !is.data.frame(x)) {
    size <- paste(dim(x), collapse = " x ")
    type <- if (is.object(x)) class(x)[1] else typeof(x)
    shape <- if (length(dim(x)) == 2) "matrix" else "array"
    return(paste0("a ", size, " ", shape, " of type ", type))
  }
  if (is.data.frame(x)) {
    return(paste0("a data frame of ", nrow(x), " x ", ncol(x)))
  }
  if (is.atomic(x) && !is.object(x) && length(x) > 0 && length(x) <= 6) {
    values <- if (is.character(x)) {
      encodeString(x, quote = "\"")
    } else {
      format(x, digits = 6, trim = TRUE)
    }
    return(paste0("c(", paste(values, collapse = ", "), ")"))
  }
  if (is.atomic(x) && !is.object(x)) {
    return(paste0("a vector of type ", typeof(x), " and length ", length(x)))
  }
  type <- if (is.object(x)) class(x)[1] else typeof(x)
  paste0("an object of type ", type, " and length ", length(x))
}

abort_start <- function(message, call) abort("start", message, call = call)
