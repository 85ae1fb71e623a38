# Missing values. A problem with holes says in `holes` which cells of the base are not seen (NULL:
# none), an n x d matrix; the base itself stays whole, and so does what starts are made of.

# One problem in five has holes, by draws of its own, so that all others are what they would be.
share_with_holes <- as.numeric(Sys.getenv("GAUSSMIX_FUZZ_HOLES", "0.2"))

with_holes <- function(problem) {
  with_seed(-1 - problem$seed, {
    if (stats::runif(1) < share_with_holes) punched(problem) else problem
  })
}

punched <- function(problem) {
  base <- problem$base
  d <- ncol(base)
  # Of one column there is a value or nothing.
  kind <- if (d == 1) "nothing" else sample(names(kinds_of_holes), 1)
  holes <- kinds_of_holes[[kind]](base)
  if (stats::runif(1) < 0.2) holes <- holes | kinds_of_holes$nothing(base)
  # Without any value a column is an error, which says little of anything else.
  if (stats::runif(1) < 0.95) holes <- with_some_value(holes)
  change(
    given_start(problem),
    holes = holes, na_action = "em", acceleration = one_of(0.7, "lbfgs", "none")
  )
}

# A search for many components takes ten times as long as on whole rows.
given_start <- function(problem) {
  is_large <- nrow(problem$base) * problem$n_components > 600
  given <- one_of(0.5, "labels", "parameters")
  if (is_large && !is_supplied(problem)) change(problem, start = given) else problem
}

with_some_value <- function(holes) {
  n <- nrow(holes)
  for (j in which(colSums(!holes) == 0)) holes[sample(n, ceiling(n / 10)), j] <- FALSE
  holes
}

random_cells <- function(x, share) {
  matrix(stats::runif(length(x)) < share, nrow(x), ncol(x))
}

# Each takes the base, of two columns or more but for `nothing`, and gives where its holes are.
kinds_of_holes <- list(
  at_random = function(x) random_cells(x, stats::runif(1, 0.02, 0.4)),
  where_first_is_large = function(x) {
    holes <- random_cells(x, 0)
    columns <- 1 + sample(ncol(x) - 1, sample(ncol(x) - 1, 1))
    holes[x[, 1] > stats::quantile(x[, 1], stats::runif(1, 0.4, 0.9)), columns] <- TRUE
    holes
  },
  two_patterns = function(x) {
    lacks <- replicate(2, seq_len(ncol(x)) %in% sample(ncol(x), sample(0:(ncol(x) - 1), 1)))
    t(lacks)[sample(2, nrow(x), replace = TRUE), , drop = FALSE]
  },
  hardly_a_column = function(x) {
    holes <- random_cells(x, one_of(0.5, 0, 0.1))
    holes[, sample(ncol(x), 1)] <- stats::runif(nrow(x)) < 0.95
    holes
  },
  single_values = function(x) {
    holes <- random_cells(x, 0)
    for (i in which(stats::runif(nrow(x)) < stats::runif(1, 0.05, 0.5))) {
      holes[i, -sample(ncol(x), 1)] <- TRUE
    }
    holes
  },
  nothing = function(x) {
    empty <- stats::runif(nrow(x)) < stats::runif(1, 0, 0.3)
    random_cells(x, 0) | empty
  },
  never_together = function(x) {
    holes <- random_cells(x, 0)
    pair <- sample(ncol(x), 2)
    holes[cbind(seq_len(nrow(x)), sample(pair, nrow(x), replace = TRUE))] <- TRUE
    holes
  }
)

# What is seen ---------------------------------------------------------------------------

holes_of <- function(problem) {
  if (is.null(problem$holes)) random_cells(problem$base, 0) else problem$holes
}

has_holes <- function(problem) any(problem$holes)

# Rows with some value: of these a fit is made, and they have results.
seen_rows <- function(problem) rowSums(!holes_of(problem)) > 0

whole_rows <- function(problem) rowSums(holes_of(problem)) == 0

seen_weights <- function(problem) weights_of(problem)[seen_rows(problem)]

# Fewest rows in which two columns are seen, or one: as many as all, where nothing is missing.
seen_together <- function(problem) min(crossprod(!holes_of(problem)))

# Rows of the problem, some of them again, but without a value.
with_empty_rows <- function(problem) {
  n <- nrow(problem$base)
  rows <- with_seed(problem$seed, sort(c(seq_len(n), sample(n, 3, replace = TRUE))))
  more <- some_rows(problem, rows)
  change(
    more,
    holes = holes_of(more) | duplicated(rows), na_action = "em", begin = start_parameters(problem)
  )
}
