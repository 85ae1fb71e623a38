# Which rows are held out together in cross-validation, and what copies of rows do to it.

check_folds_wanted <- function(folds, groups, criterion, n_folds_given, call) {
  given <- c(folds = !is.null(folds), groups = !is.null(groups))
  if (any(given) && criterion != "cv") {
    abort("argument", c(
      paste0("`", names(given)[given][1], "` must be given with `criterion = \"cv\"` alone."),
      x = paste0("The criterion is \"", criterion, "\"."),
      i = "Other criteria judge fits to all rows."
    ), call = call)
  }
  both <- names(given)[given]
  if (n_folds_given && given[["folds"]]) both <- c("n_folds", both)
  if (given[["folds"]] && length(both) > 1) {
    abort("argument", c(
      "`folds` must be given without `n_folds` and `groups`.",
      x = paste0("You gave ", enumerate(paste0("`", both, "`")), "."),
      i = "They say which rows are held out together, and how many folds there are."
    ), call = call)
  }
}

# What the user says of folds, in rows of x as given: `folds` as a list of held-out rows, or
# the number of the group of each row in `groups`.
check_held_out <- function(folds, groups, given, call) {
  n <- n_given(given$observed)
  list(
    folds = if (!is.null(folds)) check_folds(folds, n, call),
    groups = if (!is.null(groups)) check_groups(groups, n, call)
  )
}

check_folds <- function(folds, n, call) {
  if (is.list(folds) && !is.object(folds)) {
    good <- length(folds) > 0 && all(vapply(folds, are_row_numbers, NA, n))
    if (good) folds <- lapply(folds, as.integer)
  } else {
    good <- is_per_row(folds, n) && length(unique(folds)) > 1
    if (good) folds <- split(seq_len(n), as.character(folds))
  }
  if (!good) {
    abort_argument(
      paste0(
        "`folds` must be the fold of each row of `x`, ", n, " in at least two folds, or a list of ",
        "the numbers of the rows that are held out together."
      ),
      folds, call
    )
  }
  unname(folds)
}

are_row_numbers <- function(x, n) {
  is.numeric(x) && !is.object(x) && length(x) > 0 && all(is.finite(x)) && all(x == round(x)) &&
    all(x >= 1 & x <= n) && !anyDuplicated(x)
}

is_per_row <- function(x, n) {
  is.atomic(x) && (!is.object(x) || is.factor(x)) && is.null(dim(x)) && length(x) == n && !anyNA(x)
}

check_groups <- function(groups, n, call) {
  if (!is_per_row(groups, n)) {
    abort_argument(
      paste0("`groups` must say for each row of `x`, ", n, ", which group it is of."), groups, call
    )
  }
  match(groups, unique(groups))
}

# A list of the numbers of held-out rows, of those that are used and count.
make_folds <- function(held_out, n_folds, given, call) {
  rows <- which(rep_len(positive_rows(given$observed), nrow(given$observed)))
  if (!is.null(held_out$folds)) {
    return(folds_among(held_out$folds, rows, given$observed, call))
  }
  unit <- if (is.null(held_out$groups)) {
    seq_along(rows)
  } else {
    held_out$groups[rows_as_given(rows, given$observed)]
  }
  n_units <- length(unique(unit))
  if (n_folds > n_units) {
    thing <- if (is.null(held_out$groups)) "rows" else "groups"
    abort("argument", c(
      paste0("`n_folds` must not be larger than the number of ", thing, " of `x` that are used."),
      x = paste0("You gave ", n_folds, "; the ", thing, " are ", n_units, ".")
    ), call = call)
  }
  if (is.null(held_out$groups)) {
    return(split(rows, sample(rep_len(seq_len(n_folds), length(rows)))))
  }
  split(rows, folds_of_groups(unit, n_folds)[match(unit, unique(unit))])
}

# The fold of each group: they come in random order, the larger first, each to the fold that
# has the fewest rows.
folds_of_groups <- function(unit, n_folds) {
  sizes <- tabulate(match(unit, unique(unit)))
  shuffled <- sample.int(length(sizes))
  fold <- integer(length(sizes))
  load <- numeric(n_folds)
  for (group in shuffled[order(-sizes[shuffled])]) {
    fold[group] <- which.min(load)
    load[fold[group]] <- load[fold[group]] + sizes[group]
  }
  fold
}

# Own folds, of rows that are used.
folds_among <- function(folds, rows, observed, call) {
  as_given <- rows_as_given(rows, observed)
  folds <- lapply(folds, function(fold) rows[sort(match(intersect(fold, as_given), as_given))])
  folds <- folds[lengths(folds) > 0]
  if (length(folds) == 0 || max(lengths(folds)) == length(rows)) {
    abort("argument", c(
      "`folds` must hold out some of the rows that are used, and leave others.",
      x = if (length(folds) == 0) {
        "All rows that are held out have missing values or no weight."
      } else {
        paste0("One of them holds out all ", length(rows), ".")
      }
    ), call = call)
  }
  folds
}

# Rows whose copies are among those that a fold is fitted to are no new observations: the more
# components stand on copies, the better they look. The few that rounding makes are worth a line
# where the result is printed, no more.
tell_of_copies <- function(given, folds, call) {
  if (is.null(folds)) {
    return(NULL)
  }
  n <- sum(lengths(folds))
  seen <- count_seen(given$observed, folds)
  if (seen < n / 20) {
    return(NULL)
  }
  told <- c(seen = seen, held_out = n)
  if (seen < n / 5) {
    return(told)
  }
  inform("copies", c(
    "With copies of rows in several folds `criterion = \"cv\"` may take too many components.",
    x = paste0(
      counted(seen, "row"), " of ", grouped(n),
      " are judged by fits that have seen the same row."
    ),
    i = paste(
      "`groups = do.call(paste, as.data.frame(x))` keeps copies together, `groups` with the",
      "number of a person or a day what belongs together otherwise."
    )
  ), call)
  told
}

# How many of the rows that are held out have a copy that counts among those that are not.
count_seen <- function(observed, folds) {
  identity <- identities(observed$values)
  all <- tabulate(identity[rep_len(positive_rows(observed), nrow(observed))],
    nbins = max(identity)
  )
  sum(vapply(folds, function(out) {
    own <- identity[out]
    distinct <- unique(own)
    sum((all[distinct] > tabulate(match(own, distinct)))[match(own, distinct)])
  }, 1L))
}

# The same number for rows that are the same.
identities <- function(values) {
  order <- do.call(grouping, lapply(seq_len(ncol(values)), function(j) values[, j]))
  ends <- attr(order, "ends")
  identity <- integer(nrow(values))
  identity[order] <- rep(seq_along(ends), diff(c(0L, ends)))
  identity
}

copies_line <- function(x) {
  if (!is.null(x$copies)) {
    paste0(
      "! ", grouped(x$copies[["seen"]]), " of ", counted(x$copies[["held_out"]], "row"),
      " were judged by fits that have seen a copy of them, which favours many components: see",
      " `groups` in ?gmm_select"
    )
  }
}
