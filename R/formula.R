#' @rdname gmm_fit
#' @param data With a formula: a data frame, or a matrix with names of columns, that
#'   holds the variables. Those that it lacks are looked up where the formula was written,
#'   as in [lm()].
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
weights_in_data <- function(weights, data, call) {
  tryCatch(
    rlang::eval_tidy(weights, data),
    error = function(e) {
      abort("argument", c(
        "`sample_weight` must be found in `data` or where the call was written.",
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
# "gaussmix_variables", which carries what a fit keeps of the formula (its terms, and the
# names of what new data must hold), and the user's call.
variables_of <- function(formula, data, call) {
  terms <- plain_terms(formula, data, call)
  frame <- evaluate_terms(terms, data, "data", "argument", call)
  names <- Filter(function(name) {
    name %in% names(data) ||
      NROW(get0(name, environment(terms), mode = "numeric")) == nrow(frame)
  }, all.vars(terms))
  structure(
    split_columns(frame),
    class = c("gaussmix_variables", "data.frame"),
    variables = list(terms = attr(frame, "terms"), names = names),
    call = call
  )
}

# The terms with an environment that holds what they use beside the variables (constants,
# functions) and nothing else: all of the formula's would be saved with the fit.
without_ballast <- function(variables) {
  terms <- variables$terms
  from <- environment(terms)
  to <- new.env(parent = topenv(from))
  for (name in setdiff(all.names(terms), variables$names)) {
    at <- from
    while (!identical(at, topenv(from)) && !identical(at, emptyenv())) {
      if (exists(name, at, inherits = FALSE)) {
        assign(name, get(name, at), to)
        break
      }
      at <- parent.env(at)
    }
  }
  environment(variables$terms) <- to
  variables
}

# What a mixture can use of a formula: terms of one variable each. The intercept has
# no meaning here, and neither have variables that were taken out again.
plain_terms <- function(formula, data, call) {
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
  if (!is.null(problem)) {
    abort_formula(problem, call)
  }
  stats::terms(stats::reformulate(labels, intercept = FALSE, env = environment(formula)))
}

abort_formula <- function(problem, call) {
  abort("argument", c(
    "A formula in `x` must have the form `~ a + b`, with the variables to be modelled.",
    x = problem,
    i = "For products of variables write `I(a * b)`."
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
        paste0("The variables of the formula must be found in `", argument, "`."),
        x = conditionMessage(e)
      ), call = call)
    }
  )
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

# newdata as the columns that the fit was made of. Draws of the fit have these columns
# already.
newdata_of_formula <- function(variables, newdata, columns, call, argument) {
  newdata <- if (is.matrix(newdata)) as.data.frame(newdata, optional = TRUE) else newdata
  if (!is.data.frame(newdata)) {
    abort("newdata", c(
      paste0("`", argument, "` must be a data frame with the variables of the formula."),
      x = paste0("You gave ", describe(newdata), ".")
    ), call = call)
  }
  if (!all(variables$names %in% names(newdata)) && all(columns %in% names(newdata))) {
    return(newdata)
  }
  # One that is missing could be found, wrongly, where the formula was written.
  match_columns(newdata, names(newdata), variables$names, call, argument)
  split_columns(evaluate_terms(variables$terms, newdata, argument, "newdata", call))
}

#' Formula of a fit
#'
#' @param x A fit of class `gaussmix` that was made from a formula.
#' @param ... Must be empty.
#' @return The formula.
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
