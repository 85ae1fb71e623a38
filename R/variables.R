# What a fit keeps of its formula, and how new data become its columns: each of them by
# the same expressions, from rows of the new data and from nothing else.

# The terms, the names of what new data must hold, and what else the terms use, as it was:
# constants and functions may have changed by the time of a prediction.
kept_of_formula <- function(terms, data, n) {
  variables <- term_variables(terms)
  free <- lapply(variables, free_names)
  all_free <- unique(as.character(unlist(free)))
  # A table that rows are looked up in is no variable, however long it is.
  foreign <- if (is.null(data)) {
    rep(TRUE, length(variables))
  } else {
    are_foreign(terms, plain_frame(data))
  }
  outside <- setdiff(as.character(unlist(free[foreign])), names(data))
  held <- vapply(outside, holds_rows, character(1), from = environment(terms), n = n)
  names <- all_free[all_free %in% c(names(data), outside[held == "whole"])]
  list(
    terms = terms, names = names,
    constants = constants_of(
      setdiff(c(all_free, function_names(variables)), c(names, outside[held == "inside"])),
      environment(terms)
    )
  )
}

# Whether a variable beside the data has the rows of the fit: "whole" if it is a vector or
# matrix of them, "inside" if it is a list or environment that may hold such.
holds_rows <- function(name, from, n) {
  value <- get0(name, from)
  if (is.null(value) || is.function(value)) {
    return("no")
  }
  if (is.environment(value) || (is.list(value) && has_rows(value, n))) {
    return("inside")
  }
  if (NROW(value) == n) "whole" else "no"
}

has_rows <- function(value, n) {
  NROW(value) == n || (is.list(value) && any(vapply(unclass(value), has_rows, logical(1), n)))
}

# Those of the names that are bound where the formula was written, up to the user's
# workspace. What packages have is theirs.
constants_of <- function(names, from) {
  constants <- list()
  while (!is_of_package(from)) {
    here <- intersect(setdiff(names, names(constants)), ls(from, all.names = TRUE, sorted = FALSE))
    constants <- c(constants, mget(here, envir = from))
    from <- parent.env(from)
  }
  constants
}

is_of_package <- function(environment) {
  identical(environment, emptyenv()) || identical(environment, baseenv()) ||
    isNamespace(environment) || !is.null(attr(environment, "name"))
}

# The terms with an environment that holds their constants: with all of the formula's, what
# happened to be in it would be saved with the fit.
without_ballast <- function(variables) {
  environment(variables$terms) <- list2env(
    variables$constants,
    parent = topenv(environment(variables$terms))
  )
  variables
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
  terms <- variables$terms
  environment(terms) <- list2env(variables$constants, parent = environment(terms))
  rows <- own_columns(newdata, variables)
  is_draw <- all(columns %in% names(newdata))
  if (is_draw && !all(variables$names %in% names(newdata))) {
    return(newdata)
  }
  # One that is missing could be found, wrongly, where the formula was written.
  match_columns(newdata, names(newdata), variables$names, call, argument)
  foreign <- are_foreign(terms, rows)
  if (is_draw && any(foreign)) {
    return(newdata)
  }
  check_no_foreign(terms, foreign, call, argument)
  compute_columns(terms, rows, argument, call)
}

# The columns of newdata that are not hidden by constants of the formula: a column that
# happens to be called as a constant is not it.
own_columns <- function(newdata, variables) {
  free <- unlist(lapply(term_variables(variables$terms), free_names))
  hidden <- setdiff(free, variables$names)
  keep <- is_speakable(names(newdata)) & !names(newdata) %in% hidden
  plain_frame(newdata, which(keep))
}

compute_columns <- function(terms, rows, argument, call) {
  n <- nrow(rows)
  # A single number means something else to some functions, such as poly().
  frame <- evaluate_terms(terms, some_rows(rows, max(n, 2 * (n == 1))), argument, "newdata", call)
  columns <- split_columns(frame)
  if (n == 1) columns[1, , drop = FALSE] else columns
}

# Rows of a plain data frame from the first on, and again from there.
some_rows <- function(rows, size) {
  if (size == nrow(rows)) rows else rows[rep_len(seq_len(nrow(rows)), size), , drop = FALSE]
}

# Which variables have rows that are not those of the data. Each is computed from one row and
# from two: what comes from the data has as many. Their own number would not tell, where the
# data of the fit have it, too. Some functions need more rows; of what cannot be computed from
# three either, names have to tell.
are_foreign <- function(terms, data) {
  expressions <- as.list(attr(terms, "predvars") %||% attr(terms, "variables"))[-1]
  is_column <- vapply(
    expressions, function(e) is.symbol(e) && as.character(e) %in% names(data), logical(1)
  )
  from_data <- is_column
  if (!all(is_column)) {
    from_data[!is_column] <- without_random_numbers(
      follow_data(expressions[!is_column], data, environment(terms))
    )
  }
  untold <- is.na(from_data)
  from_data[untold] <- vapply(
    term_variables(terms)[untold], function(v) all(free_names(v) %in% names(data)), logical(1)
  )
  !from_data
}

follow_data <- function(expressions, data, environment) {
  as_many <- function(expressions, size) {
    rows <- some_rows(data, size)
    vapply(expressions, n_rows, integer(1), rows, environment) == size
  }
  one <- as_many(expressions, 1)
  two <- as_many(expressions, 2)
  follows <- ifelse(is.na(one), two, one & !(two %in% FALSE))
  untold <- is.na(follows)
  follows[untold] <- as_many(expressions[untold], 3)
  follows
}

# NA where it cannot be told.
n_rows <- function(expression, data, environment) {
  tryCatch(
    suppressWarnings(suppressMessages(NROW(eval(expression, data, environment)))),
    error = function(e) NA_integer_
  )
}

check_no_foreign <- function(terms, foreign, call, argument) {
  if (any(foreign)) {
    labels <- attr(terms, "term.labels")[foreign]
    abort("newdata", c(
      paste0("All variables of the formula must take their rows from `", argument, "`."),
      x = paste0("Not so: ", enumerate(paste0("`", labels, "`")), "."),
      i = paste(
        "Name columns in the formula, and fit with the data frame that holds them:",
        "`gmm_fit(~ a + b, data)` rather than `gmm_fit(~ data$a + data$b)`."
      )
    ), call = call)
  }
}
