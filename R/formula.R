#' @rdname gmm_fit
#' @param data With a formula: a data frame, or a matrix with names of columns, that
#'   holds the variables. Those that it lacks are looked up where the formula was written,
#'   as in [lm()].
#' @export
gmm_fit.formula <- function(x, data = NULL, ..., sample_weight = NULL) {
  call <- match.call()
  call[[1]] <- quote(gmm_fit)
  data <- check_formula_data(data, call)
  weights <- weights_of_formula(substitute(sample_weight), data, parent.frame(), call)
  gmm_fit.default(variables_of(x, data, call), ..., sample_weight = weights)
}

check_formula_data <- function(data, call) {
  if (is.matrix(data) && !is.null(usable_names(colnames(data)))) {
    data <- as.data.frame(data, optional = TRUE)
  }
  if (!(is.null(data) || is.data.frame(data))) {
    abort("argument", c(
      "`data` must be a data frame, or a matrix with names of columns.",
      x = paste0("You gave ", describe(data), ".")
    ), call = call)
  }
  data
}

# Weights may name a column of the data.
weights_of_formula <- function(expression, data, frame, call) {
  tryCatch(eval(expression, data, frame), error = function(e) {
    abort("argument", c(
      "`sample_weight` must be found in `data`, or be known where the function is called.",
      x = conditionMessage(e)
    ), call = call)
  })
}

# The variables of a one-sided formula, evaluated: a data frame of class
# "gaussmix_variables", which carries what a fit keeps of the formula, and the user's
# call.
variables_of <- function(formula, data, call) {
  terms <- plain_terms(formula, data, call)
  known <- all.vars(terms)
  if (!is.null(data)) {
    known <- intersect(known, names(data))
  }
  frame <- evaluate_terms(terms, data, "data", "argument", call)
  structure(
    split_columns(frame),
    class = c("gaussmix_variables", "data.frame"),
    formula = list(terms = attr(frame, "terms"), variables = known),
    call = call
  )
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
    stats::model.frame(terms, data, na.action = stats::na.pass),
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

# newdata as the columns that the fit was made of.
newdata_of_formula <- function(formula, newdata, call, argument = "newdata") {
  newdata <- if (is.matrix(newdata)) as.data.frame(newdata, optional = TRUE) else newdata
  if (!is.data.frame(newdata)) {
    abort("newdata", c(
      paste0("`", argument, "` must be a data frame with the variables of the formula."),
      x = paste0("You gave ", describe(newdata), ".")
    ), call = call)
  }
  # One that is missing could be found, wrongly, where the formula was written.
  match_columns(newdata, names(newdata), formula$variables, call, argument)
  split_columns(evaluate_terms(formula$terms, newdata, argument, "newdata", call))
}
