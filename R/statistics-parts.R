# The elements of statistics: how they are laid out, and what must be true of those that come in.

# What a covariance type asks of a pass.
scatter_layout <- function(covariance_type) {
  covariance_row(covariance_type)[c("scatter", "pooled")]
}

# How scatters are held, as dimensions or a length; and, where each component has a row, as
# the core holds them, a column.
scatter_dim <- function(covariance_type, d, n_components) {
  layout <- scatter_layout(covariance_type)
  if (layout$scatter == "full") {
    return(c(d, d, if (!layout$pooled) n_components))
  }
  if (layout$pooled) d else c(n_components, d)
}

statistics_version <- 1L

# What must be true of each element, given those before it, and how that is said.
statistics_parts <- list(
  version = list(
    is = function(x, s) is_number(x) && x == statistics_version,
    says = function(s) paste0(statistics_version, ", that of this version of gaussmix")
  ),
  covariance_type = list(
    is = function(x, s) is_one_of(x, covariance_types$name),
    says = function(s) "the name of a covariance structure, see `gmm_fit()`"
  ),
  scatter = list(
    is = function(x, s) is_one_of(x, scatter_layout(s$covariance_type)$scatter),
    says = function(s) paste0("\"", scatter_layout(s$covariance_type)$scatter, "\" for its type")
  ),
  pooled = list(
    is = function(x, s) is_flag(x) && x == scatter_layout(s$covariance_type)$pooled,
    says = function(s) paste(scatter_layout(s$covariance_type)$pooled, "for its type")
  ),
  origins = list(
    is = function(x, s) is.matrix(x) && length(x) > 0 && are_finite(x, length(x)),
    says = function(s) "a matrix of finite numbers, a row for each component"
  ),
  counts = list(
    is = function(x, s) are_finite(x, nrow(s$origins)) && all(x >= 0),
    says = function(s) paste(nrow(s$origins), "finite numbers that are not negative")
  ),
  sums = list(
    is = function(x, s) are_finite(x, length(s$origins)) && identical(dim(x), dim(s$origins)),
    says = function(s) paste("a matrix of finite numbers,", paste(dim(s$origins), collapse = " x "))
  ),
  scatters = list(
    is = function(x, s) are_scatters(x, s),
    says = function(s) {
      paste0(
        "finite numbers of size ", paste(scatter_dim_of(s), collapse = " x "),
        if (s$scatter == "full") ", symmetric,", " that sums of squares with these sums can be"
      )
    }
  ),
  log_likelihood = list(is = function(x, s) is_number(x), says = function(s) "one finite number"),
  entropy = list(
    is = function(x, s) is_number(x) && x >= 0,
    says = function(s) "one finite number that is not negative"
  ),
  total_weight = list(
    is = function(x, s) is_number(x) && x >= 0 && abs(x - sum(s$counts)) <= 1e-6 * x,
    says = function(s) paste("the sum of the counts,", format(sum(s$counts), digits = 10))
  ),
  n = list(is = function(x, s) is_whole(x, 0), says = function(s) "one whole number, 0 or more")
)

scatter_dim_of <- function(s) scatter_dim(s$covariance_type, ncol(s$origins), nrow(s$origins))

are_scatters <- function(x, s) {
  size <- scatter_dim_of(s)
  given <- if (is.null(dim(x))) length(x) else dim(x)
  if (!are_finite(x, prod(size)) || !identical(as.integer(given), as.integer(size))) {
    return(FALSE)
  }
  squares <- squares_of(x, s)
  is_symmetric(x, s, squares) && are_squares(squares, s)
}

# The sums of squares of the columns: a row for each component, or one for all.
squares_of <- function(x, s) {
  d <- ncol(s$origins)
  if (s$scatter == "full") {
    whole <- array(x, c(d, d, length(x) / d^2))
    return(t(matrix(apply(whole, 3, function(m) diag(as.matrix(m))), d)))
  }
  if (is.null(dim(x))) matrix(x, 1) else x
}

# Up to the rounding of other programs.
slack <- 1e-8

is_symmetric <- function(x, s, squares) {
  if (s$scatter != "full") {
    return(TRUE)
  }
  d <- ncol(s$origins)
  whole <- array(x, c(d, d, nrow(squares)))
  all(vapply(seq_len(nrow(squares)), function(k) {
    m <- matrix(whole[, , k], d)
    sizes <- sqrt(abs(squares[k, ]))
    all(abs(m - t(m)) <= slack * outer(sizes, sizes))
  }, NA))
}

# The square of a sum is no larger than the sum of squares times the number. (The square itself
# could be too small for a double.)
are_squares <- function(squares, s) {
  empty <- s$counts == 0
  if (any(s$sums[empty, ] != 0)) {
    return(FALSE)
  }
  least <- s$sums / ifelse(empty, 1, s$counts) * s$sums
  if (s$pooled) least <- matrix(colSums(least), 1)
  all(squares >= 0 & least <= squares * (1 + slack) + .Machine$double.xmin)
}

# Statistics as they are used: numbers are doubles, and names those of their origins.
check_statistics <- function(x, argument, call) {
  if (!inherits(x, "gmm_statistics") || !is.list(x)) {
    abort("statistics", c(
      paste0("`", argument, "` must be statistics by `gmm_statistics()`."),
      x = paste0("You gave ", describe(x), "."),
      i = if (inherits(x, "gaussmix")) "The statistics come first, then the mixture."
    ), call = call)
  }
  parts <- unclass(x)
  for (name in names(statistics_parts)) {
    part <- statistics_parts[[name]]
    if (!isTRUE(part$is(parts[[name]], parts))) {
      abort("statistics", c(
        paste0("Element `", name, "` of `", argument, "` must be ", part$says(parts), "."),
        x = paste0("It is ", describe(parts[[name]]), ".")
      ), call = call)
    }
  }
  parts <- parts[names(statistics_parts)]
  numbers <- names(statistics_parts)[-(1:4)]
  for (name in numbers) storage.mode(parts[[name]]) <- "double"
  parts$version <- statistics_version
  structure(parts, class = "gmm_statistics")
}
