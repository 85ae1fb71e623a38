# What is written as a formula, and what the other methods take for it.

# What the methods for formulas do before that for tables does the rest: `x` are the variables
# of the formula, and `columns`, arguments that may be columns of the data, are values instead of
# quosures. `known` are the arguments that there are, by name.
given_by_formula <- function(formula, data, columns, call, name, known) {
  call <- formula_call(call, name)
  others <- setdiff(names(call), c("x", "data", names(columns)))
  check_dot_names(others, setdiff(names(known), "..."), call)
  data <- check_formula_data(data, call)
  values <- Map(function(value, argument) {
    found_in_data(value, data, call, argument)
  }, columns, names(columns))
  c(list(x = variables_of(formula, data, call)), values)
}

# The user's call, in which arguments given by position have their names, so that it
# can be updated.
formula_call <- function(call, name) {
  call[[1]] <- as.name(name)
  names <- names(call)
  bare <- which(names == "")[-1]
  free <- setdiff(c("n_components", "covariance_type"), names)
  known <- seq_len(min(length(bare), length(free)))
  names(call)[bare[known]] <- free[known]
  call
}

# Names are looked at before the arguments are, which may be found nowhere: lm() finds
# `weights` and `subset` in the data.
check_dot_names <- function(names, known, call) {
  unknown <- setdiff(names, c(known, ""))
  if (length(unknown) > 0) {
    check_no_dots(stats::setNames(as.list(unknown), unknown), known, call)
  }
}

# As the weights of lm(): a column of the data if it has one of that name.
found_in_data <- function(value, data, call, argument) {
  tryCatch(
    rlang::eval_tidy(value, speakable_columns(data)),
    error = function(e) {
      abort("argument", c(
        paste0("`", argument, "` must be found in `data` or where the call was written."),
        x = conditionMessage(e)
      ), call = call)
    }
  )
}

check_formula_data <- function(data, call) {
  # Its columns can be changed in place later.
  if (inherits(data, "data.table")) {
    data <- plain_frame(data)
  }
  if (is.matrix(data) && !is.null(usable_names(colnames(data)))) {
    data <- as.data.frame(data, optional = TRUE)
  }
  if (!(is.null(data) || is.data.frame(data))) {
    abort_argument("`data` must be a data frame, or a matrix with names of columns.", data, call)
  }
  data
}

# The variables of a one-sided formula, evaluated: a data frame of class
# "gaussmix_variables", which carries what a fit keeps of the formula and the user's call.
variables_of <- function(formula, data, call) {
  terms <- plain_terms(formula, data, call)
  data <- speakable_columns(data)
  frame <- evaluate_terms(terms, data, "data", "argument", call)
  structure(
    split_columns(frame),
    class = c("gaussmix_variables", "data.frame"),
    variables = kept_of_formula(attr(frame, "terms"), data, nrow(frame)),
    call = call
  )
}

#' Formula of a fit
#'
#' The formula that a fit was made from, as it was written, for a table or another fit.
#'
#' @param x A fit of class `gaussmix` that was made from a formula.
#' @param ... Must be empty.
#' @return The formula.
#' @seealso [`update()`][update.gaussmix], which changes it.
#' @section Errors: `gaussmix_error_argument` if the fit was made without a formula.
#' @references Chambers, J. M. and Hastie, T. J. (1992). *Statistical Models in S*.
#'   Wadsworth & Brooks/Cole, section 2.2.
#' @importFrom stats formula
#' @export
#' @examples
#' formula(gmm_fit(~ log(eruptions) + waiting, faithful, n_components = 2))
formula.gaussmix <- function(x, ...) {
  call <- quote(formula())
  check_no_dots(list(...), "x", call)
  check_fit(x, call, "x")
  if (is.null(x$variables)) {
    abort("argument", c(
      "`x` must be a fit that was made from a formula.",
      x = paste0("Its data were ", if (is_model(x)) "not given" else "given as a table", ".")
    ), call = call)
  }
  stats::formula(x$variables$terms)
}
