# Terms of a formula: what they may be, which names they use, and the columns they make.

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

# The names that an expression looks up: not those of elements behind `$`, of a function's
# own arguments, and of functions that are called.
free_names <- function(expression) {
  if (is.symbol(expression)) {
    return(setdiff(as.character(expression), ""))
  }
  if (!is.call(expression)) {
    return(character())
  }
  head <- expression[[1]]
  name <- if (is.symbol(head)) as.character(head) else ""
  if (name %in% c("::", ":::")) {
    return(character())
  }
  if (name == "function") {
    inner <- c(as.list(expression[[2]]), expression[[3]])
    return(setdiff(unlist(lapply(inner, free_names)), names(expression[[2]])))
  }
  parts <- if (name %in% c("$", "@")) list(expression[[2]]) else as.list(expression)[-1]
  unique(c(if (is.call(head)) free_names(head), unlist(lapply(parts, free_names))))
}

function_names <- function(expressions) {
  names <- unlist(lapply(expressions, all.names, unique = TRUE))
  setdiff(names, unlist(lapply(expressions, all.vars)))
}

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
