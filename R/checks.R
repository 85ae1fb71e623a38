# Checks of arguments: each returns the value in the form that is used.

# `is_missing` is named by argument; `cure` says what to do.
check_given <- function(is_missing, call, cure = NULL) {
  if (any(is_missing)) {
    arguments <- paste0("`", names(is_missing)[is_missing], "`")
    abort("argument", c(paste0(enumerate(arguments), " must be given."), i = cure), call = call)
  }
}

# A table under the name that other functions have for it.
check_data_given <- function(is_missing, dots, call) {
  foreign <- intersect(c("data", "X", "formula"), names(dots))
  check_given(c(x = is_missing), call, if (length(foreign) > 0) {
    paste0("What you gave as `", foreign[1], "` is the first argument here, `x`.")
  })
}

# The order of pipes and of functions that take the data first, and numbers before data.
check_data_first <- function(x, second, dots, call, one_count = TRUE) {
  formula <- Filter(function(value) inherits(value, "formula"), c(second, dots))
  name <- as.character(call[[1]])
  if (length(formula) > 0 && !inherits(x, "gaussmix_variables")) {
    text <- clipped(paste(deparse(formula[[1]]), collapse = " "), 60)
    abort("argument", c(
      "A formula must be the first argument, and the table with its variables `data`.",
      x = paste0("You gave ", describe(x), " first, and then `", text, "`."),
      i = paste0(
        "Use `", name, "(", text, ", data = ...)`; in a pipe, `data |> ", name, "(", text,
        ", data = _)`."
      )
    ), call = call)
  }
  n <- second$n_components
  is_table <- is.data.frame(n) || length(dim(n)) == 2
  is_number <- one_count && is.numeric(x) && is.null(dim(x)) && length(x) == 1
  if (is_table || (is_number && is.numeric(n) && length(n) > 1)) {
    abort("argument", c(
      "`x` must be the data, and `n_components` numbers of components.",
      x = paste0("You gave ", describe(x), " first, and then ", describe(n), "."),
      i = paste0("The data come first: `", name, "(data, n_components)`.")
    ), call = call)
  }
}

# Values of class integer64 look like doubles, but their bits mean other numbers.
is_numbers <- function(x) is.numeric(x) && !inherits(x, "integer64")

check_count <- function(x, argument, call, min = 1, max = .Machine$integer.max, cure = NULL) {
  ok <- is.numeric(x) && !is.object(x) && length(x) == 1 && is.null(dim(x)) &&
    !is.na(x) && (is.finite(x) || x == max) && x == round(x) && x >= min && x <= max
  if (!ok) {
    # The largest integer is worth a word only to those who exceed it.
    too_large <- is.numeric(x) && isTRUE(x[1] > max)
    open <- max == Inf || (min >= 0 && max == .Machine$integer.max && !too_large)
    ends <- grouped(c(min, max))
    range <- if (open) paste(min, "or more") else paste("from", ends[1], "to", ends[2])
    abort_argument(paste0("`", argument, "` must be one whole number, ", range, "."), x, call, cure)
  }
  as.double(x)
}

check_counts <- function(x, argument, call) {
  ok <- is.numeric(x) && !is.object(x) && is.null(dim(x)) && length(x) > 0 &&
    all(is.finite(x)) && all(x >= 1) && all(x == round(x)) && all(x <= .Machine$integer.max)
  if (!ok) {
    abort_argument(paste0("`", argument, "` must be whole numbers, 1 or more."), x, call)
  }
  unique(as.double(x))
}

check_nonnegative <- function(x, argument, call, below = Inf) {
  check_number(x, argument, call, FALSE, below)
}

check_positive <- function(x, argument, call, below = Inf) {
  check_number(x, argument, call, TRUE, below)
}

check_number <- function(x, argument, call, above_zero, below) {
  ok <- is.numeric(x) && !is.object(x) && length(x) == 1 && is.null(dim(x)) &&
    is.finite(x) && x < below && (x > 0 || (x == 0 && !above_zero))
  if (!ok) {
    abort_argument(
      paste0(
        "`", argument, "` must be one finite number",
        if (above_zero) " above zero" else ", zero or more",
        if (below < Inf) paste(" and less than", below), "."
      ),
      x, call
    )
  }
  as.double(x)
}

check_flag <- function(x, argument, call) {
  if (!(is.logical(x) && length(x) == 1 && !is.na(x))) {
    abort_argument(paste0("`", argument, "` must be TRUE or FALSE."), x, call)
  }
  as.logical(x)
}

check_choice <- function(x, choices, argument, call) {
  # The default of the signature, given whole, means its first element.
  if (identical(x, choices)) {
    return(choices[1])
  }
  if (!(is.character(x) && length(x) == 1 && x %in% choices)) {
    abort_argument(
      paste0(
        "`", argument, "` must be one of ",
        enumerate(encodeString(choices, quote = "\""), 20), "."
      ),
      x, call,
      cure = choice_meant(x, choices)
    )
  }
  x
}

check_level <- function(x, argument, call) {
  ok <- is.numeric(x) && !is.object(x) && length(x) > 0 && all(is.finite(x)) &&
    all(x > 0) && all(x < 1)
  if (!ok) {
    abort_argument(paste0("`", argument, "` must be probabilities between 0 and 1."), x, call)
  }
  as.double(x)
}

# Misspelt arguments land in `...` and are not silently ignored.
check_no_dots <- function(dots, known, call) {
  if (length(dots) == 0) {
    return(invisible())
  }
  names <- names(dots)
  if (is.null(names)) {
    names <- rep("", length(dots))
  }
  unnamed <- sum(names == "")
  given <- names[names != ""]
  x <- if (length(given) > 0) {
    paste0("Not known: ", enumerate(paste0("`", given, "`")), ".")
  } else {
    paste0(unnamed, " further argument", if (unnamed > 1) "s", " without a name.")
  }
  hint <- arguments_meant(given, known) %||%
    paste0("The arguments are ", enumerate(paste0("`", known, "`"), 20), ".")
  abort("argument", c("Every argument must be known.", x = x, i = hint), call = call)
}

# What the names of arguments that are not known were meant to be; NULL if that is not known.
arguments_meant <- function(given, known) {
  meant <- lapply(utils::head(given, 5), function(word) {
    translated(word, foreign_arguments, known) %||% closest_word(word, known)
  })
  told <- !vapply(meant, is.null, NA)
  meant <- as.character(unlist(meant[told]))
  words <- given[seq_along(told)][told]
  advice <- grepl(" ", meant)
  near <- paste0("`", meant[!advice], "`")
  if (length(given) > 1) near <- paste0(near, " for `", words[!advice], "`")
  told <- c(
    if (any(!advice)) paste0("Did you mean ", enumerate(near), "?"),
    unique(meant[advice])
  )
  if (length(told) > 0) paste(told, collapse = " ")
}

# The nearest of the known words; NULL if none is near.
closest_word <- function(word, known) {
  if (is.na(word) || !nzchar(word) || !validEnc(word) || length(known) == 0) {
    return(NULL)
  }
  # Cases and marks between parts of a word count least.
  bare <- function(x) gsub("[^[:alnum:]+]", "", tolower(x))
  same <- known[bare(known) == bare(word)]
  if (length(same) > 0 && nzchar(bare(word))) {
    return(same[1])
  }
  distance <- utils::adist(word, known, ignore.case = TRUE)[1, ]
  # `weights` for `sample_weight`
  stem <- sub("s$", "", word)
  part <- known[nchar(stem) > 3 & grepl(stem, known, fixed = TRUE)]
  if (length(part) > 0 && min(distance) > 1) {
    return(part[1])
  }
  if (min(distance) <= nchar(word) / 2 && min(distance) < nchar(word)) known[which.min(distance)]
}

# The nearest of the known words, in a sentence; NULL if none is near.
did_you_mean <- function(word, known, quote = "\"") {
  near <- closest_word(word, known)
  if (!is.null(near)) paste0("Did you mean ", quote, near, quote, "?")
}

# What a choice that is none was meant to be: a word, or one of the functions na.omit() and so on.
choice_meant <- function(x, choices, dictionary = foreign_choices) {
  if (is.function(x)) {
    actions <- list(
      omit = stats::na.omit, exclude = stats::na.exclude, fail = stats::na.fail
    )
    same <- vapply(actions, identical, NA, x, ignore.environment = TRUE, ignore.bytecode = TRUE)
    x <- intersect(names(actions)[same], choices)
  }
  if (is.character(x) && length(x) == 1 && !is.na(x)) {
    if (x %in% choices) {
      return(paste0("Did you mean \"", x, "\"?"))
    }
    near <- translated(x, dictionary, choices)
    if (is.null(near)) did_you_mean(x, choices) else paste0("Did you mean \"", near, "\"?")
  }
}
