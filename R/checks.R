# Checks of arguments: each returns the value in the form that is used.

# `is_missing` is named by argument.
check_given <- function(is_missing, call) {
  if (any(is_missing)) {
    arguments <- paste0("`", names(is_missing)[is_missing], "`")
    abort("argument", paste0(enumerate(arguments), " must be given."), call = call)
  }
}

# Values of class integer64 look like doubles, but their bits mean other numbers.
is_numbers <- function(x) is.numeric(x) && !inherits(x, "integer64")

check_count <- function(x, argument, call, min = 1, max = .Machine$integer.max) {
  ok <- is.numeric(x) && !is.object(x) && length(x) == 1 && is.null(dim(x)) &&
    !is.na(x) && (is.finite(x) || x == max) && x == round(x) && x >= min && x <= max
  if (!ok) {
    # The largest integer is worth a word only to those who exceed it.
    too_large <- is.numeric(x) && isTRUE(x[1] > max)
    open <- max == Inf || (min >= 0 && max == .Machine$integer.max && !too_large)
    ends <- grouped(c(min, max))
    range <- if (open) paste(min, "or more") else paste("from", ends[1], "to", ends[2])
    abort_argument(paste0("`", argument, "` must be one whole number, ", range, "."), x, call)
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
      x, call
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
  near <- if (length(given) > 0) closest_word(given[1], known)
  hint <- if (is.null(near)) {
    paste0("The arguments are ", enumerate(paste0("`", known, "`"), 20), ".")
  } else {
    paste0("Did you mean `", near, "`?")
  }
  abort("argument", c("Every argument must be known.", x = x, i = hint), call = call)
}

closest_word <- function(word, known) {
  # `weights` for `sample_weight`
  stem <- sub("s$", "", word)
  part <- known[nchar(stem) > 3 & grepl(stem, known, fixed = TRUE)]
  if (length(part) > 0) {
    return(part[1])
  }
  distance <- utils::adist(word, known, ignore.case = TRUE)[1, ]
  if (min(distance) <= nchar(word) / 2) known[which.min(distance)]
}
