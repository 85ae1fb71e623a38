#' @rdname gmm_fit
#' @param data With a formula: a data frame, or a matrix with names of columns, that holds the
#'   variables. What it lacks is looked up where the formula was written, as in [lm()], and stays
#'   what it was. New data must hold all variables: `table$a` would be none of their columns.
#' @export
gmm_fit.formula <- function(x, data = NULL, ..., # nolint: object_name.
                            sample_weight = NULL) {
  call <- formula_call(match.call(), "gmm_fit")
  check_dot_names(match.call(expand.dots = FALSE)$..., call)
  data <- check_formula_data(data, call)
  weights <- weights_in_data(rlang::enquo(sample_weight), data, call)
  gmm_fit.default(variables_of(x, data, call), ..., sample_weight = weights)
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
check_dot_names <- function(dots, call, method = gmm_fit.default) {
  known <- setdiff(c(names(formals(method)), names(formals(gmm_select.default))), "...")
  unknown <- setdiff(names(dots), c(known, ""))
  if (length(unknown) > 0) {
    check_no_dots(as.list(dots)[unknown], known, call)
  }
}

# As the weights of lm(): a column of the data if it has one of that name.
weights_in_data <- function(weights, data, call, argument = "sample_weight") {
  tryCatch(
    rlang::eval_tidy(weights, speakable_columns(data)),
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

# What a mixture can use of a formula: terms of one variable each. The intercept has
# no meaning here, and neither have variables that were taken out again.
plain_terms <- function(formula, data, call) {
  if ("." %in% all.vars(formula)) {
    check_speakable(data, call)
  }
  terms <- tryCatch(
    stats::terms(formula, data = data),
    error = function(e) abort_formula(conditionMessage(e), call)
  )
  labels <- attr(terms, "term.labels")
  problem <- if (attr(terms, "response") > 0) {
    "It has a left side."
  } else if (!is.null(attr(terms, "offset"))) {
    "It has an offset."
  } else if (length(labels) == 0) {
    "It names no variable."
  } else if (any(attr(terms, "order") > 1)) {
    paste0("It has an interaction, `", labels[attr(terms, "order") > 1][1], "`.")
  }
  if (attr(terms, "response") > 0) {
    abort_formula(problem, call, "Leave out what stands before `~`: there is no response.")
  }
  if (!is.null(problem)) {
    abort_formula(problem, call)
  }
  stats::terms(sum_of_variables(terms), allowDotAsName = TRUE)
}

# The formula of terms of one variable each, made of their expressions: text would round
# numbers and lose the environments of functions.
sum_of_variables <- function(terms) {
  used <- attr(terms, "factors") > 0
  variables <- term_variables(terms)[row(used)[used]]
  sum <- Reduce(function(a, b) call("+", a, b), variables)
  structure(
    call("~", call("-", sum, 1)),
    class = "formula", .Environment = environment(terms) %||% globalenv()
  )
}

term_variables <- function(terms) as.list(attr(terms, "variables"))[-1]

# Which columns a formula can name, and hence R evaluates it beside.
is_speakable <- function(names) {
  names <- as.character(names)
  # Without names validEnc() has nothing to look at.
  if (length(names) == 0) {
    return(logical())
  }
  ok <- !is.na(names) & nzchar(names) & Encoding(names) != "bytes" & validEnc(names)
  ok[ok] <- nchar(names[ok], "bytes") <= 10000
  ok
}

speakable_columns <- function(data) {
  if (is.null(data) || all(is_speakable(names(data)))) {
    return(data)
  }
  plain_frame(data, which(is_speakable(names(data))))
}

check_speakable <- function(data, call) {
  bad <- which(!is_speakable(names(data)))
  if (length(bad) > 0) {
    abort("argument", c(
      "The columns of `data` that `.` stands for must have names that a formula can hold.",
      x = paste0(
        "Not so: ", enumerate(paste("column", bad)),
        " (no name, one of more than 10,000 bytes, or one that is invalid in its encoding)."
      ),
      i = "Name the variables in the formula, or give the columns other names."
    ), call = call)
  }
}

abort_formula <- function(problem, call, cure = "For products of variables write `I(a * b)`.") {
  abort("argument", c(
    "A formula in `x` must have the form `~ a + b`, with the variables to be modelled.",
    x = problem, i = cure
  ), call = call)
}

# Missing values stay: na_action decides about them later. Centres and scales of
# scale() or poly() are kept in the terms and used for new data.
evaluate_terms <- function(terms, data, argument, class, call) {
  tryCatch(
    withCallingHandlers(
      stats::model.frame(terms, data, na.action = stats::na.pass),
      warning = function(w) {
        # Cells that are not finite are told of by whoever uses them.
        if (conditionMessage(w) == gettext("NaNs produced", domain = "R")) {
          invokeRestart("muffleWarning")
        }
      }
    ),
    error = function(e) {
      abort(class, c(
        paste0(
          "The variables of the formula must be ",
          if (all_found(terms, data)) "computable from `" else "found in `", argument, "`."
        ),
        x = conditionMessage(e)
      ), call = call)
    }
  )
}

all_found <- function(terms, data) {
  names <- setdiff(unlist(lapply(term_variables(terms), free_names)), names(data))
  all(vapply(names, exists, logical(1), envir = environment(terms)))
}

# Columns that are matrices, such as those of poly(), become several columns.
split_columns <- function(frame) {
  parts <- Map(function(column, name) {
    if (length(dim(column)) != 2) {
      return(stats::setNames(list(column), name))
    }
    if (ncol(column) == 1) {
      return(stats::setNames(list(as.vector(unclass(column))), name))
    }
    inner <- if (is.null(colnames(column))) seq_len(ncol(column)) else colnames(column)
    columns <- lapply(seq_len(ncol(column)), function(j) as.vector(unclass(column)[, j]))
    stats::setNames(columns, paste0(name, ".", inner))
  }, unclass(frame)[seq_along(frame)], names(frame))
  structure(
    do.call(c, unname(parts)), row.names = attr(frame, "row.names"), class = "data.frame"
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
