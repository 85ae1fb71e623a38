#' Probability of a box under a Gaussian mixture
#'
#' The probability that an observation of the mixture lies between `lower` and `upper` in
#' every column: its density, integrated over that box. A density is not a probability and
#' may well exceed 1; it becomes one over a region. Use it for the share of a population within
#' limits.
#'
#' The probability is the sum of those of the components, times their mixing weights.
#' Columns without bounds are integrated out, which costs nothing. What is left is exact,
#' to rounding, where it is one column, or where columns are uncorrelated within components
#' (`"diag"`, `"spherical"` and their pooled forms): a product of differences of normal
#' distribution functions. Two correlated columns are exact to about 1e-15, and more of them to
#' `max_error`, by the package mvtnorm, which must be installed for them. (Not so where columns
#' are collinear up to a correlation of about 1 - 1e-7: mvtnorm does not see the error there.) The
#' error is absolute: of very small probabilities few digits may be right. Its quasi-random points
#' have a seed of their own here: the result is always the same, and R's random numbers are left
#' alone. Dozens of correlated columns with bounds take seconds.
#'
#' Of a fit by [gmm_bayes()] it is the probability under the mixture with its expected weights,
#' means and inverse expected precisions, from which [gmm_sample()] draws, too.
#'
#' @param fit A fit of class `gaussmix`.
#' @param lower,upper Ends of the box in the units of the columns of the fit (of a formula,
#'   those of its terms). One number for all columns; d numbers; numbers with names of
#'   columns, where columns that are not named have no bound; or, for m boxes at
#'   once, a matrix or data frame with a row for each and columns by name or position (for
#'   d = 1, m numbers, whose names are those of boxes). `-Inf` and `Inf`, the defaults, are
#'   no bounds; a box whose ends are equal in a column has probability 0. Terms of a formula
#'   are named as they are written: `c("log(eruptions)" = 1)`.
#' @param max_error The largest absolute error that the probability of a box may have where
#'   three or more correlated columns have bounds. It is as mvtnorm estimates
#'   it, with a confidence of 99 %. The default takes some hundredths of a second for ten columns.
#'
#' @return m probabilities, with the names of the rows of `lower`, or else of `upper`.
#' @section Errors: `gaussmix_error_argument`; `gaussmix_error_package` where mvtnorm is needed
#'   and missing; `gaussmix_error_fit`. Warning: `gaussmix_warning_inaccurate` where
#'   `max_error` was not reached.
#' @seealso [gmm_cdf()] and [gmm_quantile()] for one column, [predict.gaussmix()] for densities,
#'   [gmm_outliers()] for observations where they are low.
#' @references Genz, A. and Bretz, F. (2009). *Computation of Multivariate Normal and t
#'   Probabilities*. Springer, sections 2.1 and 4.2. \doi{10.1007/978-3-642-01689-9}
#' @export
#' @examples
#' set.seed(1)
#' fit <- gmm_fit(faithful, n_components = 2, covariance_type = "diag")
#'
#' # A long eruption and a long wait to the next one: no bounds above
#' gmm_probability(fit, lower = c(eruptions = 4, waiting = 75))
#' mean(faithful$eruptions >= 4 & faithful$waiting >= 75)
#'
#' # Waiting times by the quarter of an hour
#' ends <- seq(30, 105, by = 15)
#' gmm_probability(
#'   fit,
#'   lower = data.frame(waiting = ends[-6]), upper = data.frame(waiting = ends[-1])
#' )
#'
#' # Four correlated columns
#' if (requireNamespace("mvtnorm", quietly = TRUE)) {
#'   flowers <- gmm_fit(iris[, 1:4], n_components = 3)
#'   gmm_probability(flowers, lower = c(5, 2, 1, 0), upper = c(6, 3, 5, 2))
#' }
gmm_probability <- function(fit, lower = -Inf, upper = Inf, max_error = 1e-5) {
  call <- sys.call()
  check_given(c(fit = missing(fit)), call)
  check_intact_fit(fit, "fit", call)
  lower <- bounds_of(lower, "lower", -Inf, fit, call)
  upper <- bounds_of(upper, "upper", Inf, fit, call)
  max_error <- check_positive(max_error, "max_error", call, below = 1)
  n <- number_of_boxes(lower, upper, call)
  names <- (if (nrow(lower) == n) rownames(lower)) %||% (if (nrow(upper) == n) rownames(upper))
  lower <- rep_rows(lower, n)
  upper <- rep_rows(upper, n)
  check_boxes(lower, upper, fit, call)
  boxes <- box_probabilities(fit, lower, upper, max_error, call)
  warn_of_inaccuracy(vapply(boxes, function(box) box$error, numeric(1)), max_error, call)
  stats::setNames(vapply(boxes, function(box) box$probability, numeric(1)), names)
}

# Bounds as a matrix with a row per box and a column per column of the fit.
bounds_of <- function(x, argument, open, fit, call) {
  x <- bound_table(x, argument, fit, call)
  by_name <- !is.null(usable_names(colnames(fit$means))) && !is.null(colnames(x))
  if (by_name) {
    x <- bounds_by_name(x, argument, open, fit, call)
  } else if (ncol(x) != fit$d) {
    abort_bounds(paste0("You gave ", counted(ncol(x), "number"), "."), argument, fit, call)
  }
  if (anyNA(x)) {
    abort_bounds("Some are missing.", argument, fit, call)
  }
  matrix(as.double(x), nrow(x), fit$d, dimnames = list(rownames(x), NULL))
}

# What is given, as a matrix of numbers with the names that it has.
bound_table <- function(x, argument, fit, call) {
  if (is.data.frame(x)) {
    cells <- as_cells(x, argument, "argument", call)
    return(`dimnames<-`(cells$values, list(cells$row_names, cells$column_names)))
  }
  is_table <- length(dim(x)) == 2
  if (!is_numbers(x) || is.object(x) || length(dim(x)) > 2 || (length(x) == 0 && !is_table)) {
    abort_bounds(paste0("You gave ", describe(x), "."), argument, fit, call)
  }
  if (is_table) x else bounds_of_vector(x, fit$d)
}

bounds_of_vector <- function(x, d) {
  if (d == 1) {
    return(matrix(x, ncol = 1, dimnames = if (length(x) > 1) list(names(x), NULL)))
  }
  if (length(x) == 1 && is.null(names(x))) {
    return(matrix(x, 1, d))
  }
  matrix(x, 1, dimnames = list(NULL, names(x)))
}

# Unlike newdata, bounds need not be there for every column, and a name that the fit does
# not have is a mistake.
bounds_by_name <- function(x, argument, open, fit, call) {
  given <- colnames(x)
  unknown <- setdiff(given, colnames(fit$means))
  twice <- unique(given[duplicated(given)])
  if (!all(nzchar(given))) {
    abort_bounds("Some have no name.", argument, fit, call)
  }
  if (length(unknown) > 0) {
    unknown <- enumerate(paste0("`", unknown, "`"))
    abort_bounds(paste0("Not among them: ", unknown, "."), argument, fit, call)
  }
  if (length(twice) > 0) {
    twice <- enumerate(paste0("`", twice, "`"))
    abort_bounds(paste0("More than once: ", twice, "."), argument, fit, call)
  }
  all <- matrix(open, nrow(x), fit$d, dimnames = list(rownames(x), NULL))
  all[, match(given, colnames(fit$means))] <- x
  all
}

abort_bounds <- function(given, argument, fit, call) {
  abort("argument", c(
    paste0(
      "`", argument, "` must be one number, numbers for the columns of the fit,",
      " or a table of such rows."
    ),
    x = given,
    i = known_columns(fit)
  ), call = call)
}

number_of_boxes <- function(lower, upper, call) {
  n <- c(nrow(lower), nrow(upper))
  several <- n[n != 1]
  if (length(unique(several)) > 1) {
    abort("argument", c(
      "`lower` and `upper` must be for the same boxes.",
      x = paste0("They have ", n[1], " and ", n[2], " rows.")
    ), call = call)
  }
  if (length(several) > 0) several[1] else 1L
}

rep_rows <- function(x, n) x[rep_len(seq_len(nrow(x)), n), , drop = FALSE]

check_boxes <- function(lower, upper, fit, call) {
  bad <- which(lower > upper, arr.ind = TRUE)
  if (nrow(bad) > 0) {
    at <- bad[1, ]
    abort("argument", c(
      "`lower` must not exceed `upper`.",
      x = paste0(
        "It does for ", column_label(colnames(fit$means), at[2]),
        if (nrow(lower) > 1) paste(" of box", at[1]), ": ",
        format(lower[at[1], at[2]]), " and ", format(upper[at[1], at[2]]), "."
      )
    ), call = call)
  }
}

# `has_mvtnorm` is found out once, and only where a box needs it.
box_probabilities <- function(fit, lower, upper, max_error, call,
                              has_mvtnorm = requireNamespace("mvtnorm", quietly = TRUE)) {
  # Those that no box bounds say nothing.
  dims <- which(colSums(lower > -Inf | upper < Inf) > 0)
  components <- standardised_components(fit, dims)
  lapply(seq_len(nrow(lower)), function(i) {
    box_probability(components, lower[i, dims], upper[i, dims], max_error, has_mvtnorm, call)
  })
}

# Components that were switched off take no time. Without correlations where the type has none.
standardised_components <- function(fit, dims) {
  whole <- covariance_row(fit$covariance_type)$shape == "full"
  sds <- component_sds(fit)[, dims, drop = FALSE]
  covariances <- if (whole) {
    expand_covariances(fit$covariances, fit$covariance_type, fit$d, fit$n_components, dims)
  }
  lapply(which(unname(fit$weights) > 0), function(k) {
    list(
      weight = fit$weights[[k]], mean = unname(fit$means[k, dims]), sds = unname(sds[k, ]),
      correlations = if (whole) as.matrix(covariances[, , k]) / outer(sds[k, ], sds[k, ])
    )
  })
}

# A box without content has probability 0, and columns without bounds none to say.
box_probability <- function(components, lower, upper, max_error, has_mvtnorm, call) {
  if (any(lower == upper)) {
    return(list(probability = 0, error = 0))
  }
  bounded <- which(is.finite(lower) | is.finite(upper))
  if (length(bounded) == 0) {
    return(list(probability = 1, error = 0))
  }
  parts <- lapply(components, function(one) {
    one$weight * normal_box(
      ((lower - one$mean) / one$sds)[bounded], ((upper - one$mean) / one$sds)[bounded],
      one$correlations[bounded, bounded, drop = FALSE], max_error, has_mvtnorm, call
    )
  })
  total <- Reduce(`+`, parts)
  list(probability = min(total[[1]], 1), error = total[[2]])
}

# The probability that standard normal variables with these correlations lie between
# bounds, and its error.
normal_box <- function(lower, upper, correlations, max_error, has_mvtnorm, call) {
  # Beyond there is nothing in doubles, and bounds much farther off make integration fail.
  farthest <- 40
  if (any(lower > farthest | upper < -farthest)) {
    return(c(0, 0))
  }
  is_near <- lower >= -farthest | upper <= farthest
  lower <- ifelse(lower < -farthest, -Inf, lower)[is_near]
  upper <- ifelse(upper > farthest, Inf, upper)[is_near]
  correlations <- correlations[is_near, is_near, drop = FALSE]
  if (is.null(correlations) || all(correlations[upper.tri(correlations)] == 0)) {
    return(c(prod(normal_interval(lower, upper)), 0))
  }
  check_mvtnorm(has_mvtnorm, length(lower), call)
  # Reached only where columns are many and the error is small: some seconds.
  most_points <- 5e6
  result <- with_seed(1, mvtnorm::pmvnorm(
    lower, upper,
    corr = correlations,
    algorithm = mvtnorm::GenzBretz(maxpts = most_points, abseps = max_error, releps = 0)
  ))
  c(min(max(result, 0), 1), attr(result, "error"))
}

# In the upper tail the difference of two numbers near 1 would lose all digits.
normal_interval <- function(lower, upper) {
  flip <- lower > 0
  from <- ifelse(flip, -upper, lower)
  to <- ifelse(flip, -lower, upper)
  stats::pnorm(to) - stats::pnorm(from)
}

check_mvtnorm <- function(is_there, n_columns, call) {
  if (!is_there) {
    abort("package", c(
      "The package mvtnorm must be installed for boxes of several correlated columns.",
      x = paste0("Bounds are on ", n_columns, " columns."),
      i = "Get it by `install.packages(\"mvtnorm\")`, or fit with `covariance_type = \"diag\"`."
    ), call = call)
  }
}

warn_of_inaccuracy <- function(errors, max_error, call) {
  bad <- which(!(errors <= max(max_error, 1e-14)))
  if (length(bad) > 0) {
    warn("inaccurate", c(
      "Probabilities of boxes are less exact than `max_error`.",
      x = paste0(
        "Boxes: ", enumerate(bad), "; largest error: ",
        format(max(errors[bad]), digits = 2), "."
      ),
      i = "Give a larger `max_error`, or bounds on fewer columns."
    ), call)
  }
}
