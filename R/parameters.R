# Parameters that users give, in a start or for a model. Each check returns what the
# package uses. `role` says how an error calls them: list(prefix, class, call).

abort_parameters <- function(message, role) {
  abort(role$class, message, call = role$call)
}

parameter_name <- function(name, role) paste0("`", role$prefix, name, "`")

check_mixing_weights <- function(weights, n_components, role) {
  ok <- is_numbers(weights) && length(weights) > 0 && length(weights) == n_components &&
    all(is.finite(weights)) && all(weights > 0) && abs(sum(weights) - 1) <= 1e-8
  if (!ok) {
    abort_parameters(c(
      paste0(
        parameter_name("weights", role), " must be ",
        if (n_components == 1) {
          "1."
        } else {
          how_many <- if (n_components > 0) n_components else "one or more"
          paste(how_many, "positive numbers that sum to 1.")
        }
      ),
      x = paste0(
        "You gave ", describe(weights),
        if (is_numbers(weights) && length(weights) > 0) {
          paste0(", with sum ", format(sum(weights), digits = 10))
        },
        "."
      )
    ), role)
  }
  as.double(weights)
}

# With the first of the values that are not finite.
describe_numbers <- function(x) {
  at <- if (is_numbers(x)) which(!is.finite(x))
  paste0(
    describe(x),
    if (length(x) > 1 && length(at) > 0) paste0(", in which value ", at[1], " is ", x[at[1]])
  )
}

check_means <- function(means, n_components, d, role) {
  given <- means
  if (d == 1 && is_numbers(means) && is.null(dim(means))) {
    means <- matrix(means, ncol = 1)
  }
  ok <- is_numbers(means) && d > 0 && all(is.finite(means)) &&
    identical(dim(means), as.integer(c(n_components, d)))
  if (!ok) {
    abort_parameters(c(
      paste0(
        parameter_name("means", role),
        " must be a finite numeric matrix, components by columns, ", n_components, " x ",
        max(d, 1), "."
      ),
      x = paste0("You gave ", describe_numbers(given), ".")
    ), role)
  }
  matrix(as.double(means), n_components, d)
}

# Accepts d x d x K for every structure, else the compact form of the structure. Where
# these differ in nothing but dimensions of one, length decides.
check_covariances <- function(covariances, covariance_type, n_components, d, columns,
                              role) {
  row <- covariance_row(covariance_type)
  compact <- compact_dim(row, d, n_components)
  whole <- c(d, d, n_components)
  given <- if (is.null(dim(covariances))) length(covariances) else dim(covariances)
  fits <- function(wanted) {
    same <- function(a, b) identical(as.integer(a), as.integer(b))
    same(given, wanted) || (same(drop_ones(given), drop_ones(wanted)) &&
      (d == 1 || n_components == 1))
  }
  is_whole <- fits(whole) && !fits(compact)
  if (!is_numbers(covariances) || !all(is.finite(covariances)) ||
    !(is_whole || fits(compact))) {
    forms <- unique(c(paste(whole, collapse = " x "), paste(compact, collapse = " x ")))
    abort_parameters(c(
      paste0(
        parameter_name("covariances", role), " of type \"", covariance_type,
        "\" must be finite numbers of size ", paste(forms, collapse = " or "), "."
      ),
      x = paste0("You gave ", describe_numbers(covariances), ".")
    ), role)
  }
  order <- if (row$shape == "spherical") TRUE else covariance_order(covariances, columns, role)
  covariances <- if (is_whole) {
    compact_from_whole(array(as.double(covariances), whole), covariance_type, role)
  } else if (length(compact) == 1) {
    as.double(covariances)
  } else if (identical(dim(covariances), as.integer(compact))) {
    bare(covariances)
  } else {
    array(as.double(covariances), compact)
  }
  check_positive_definite(covariances, covariance_type, d, n_components, role)
  check_membership(covariances, covariance_type, d, n_components, role)
  reorder_compact(covariances, covariance_type, order)
}

# Where the columns of the means stand in the covariances: by name where both have
# names, else in the same place.
covariance_order <- function(covariances, columns, role) {
  given <- if (is.null(dim(covariances))) {
    names(covariances)
  } else {
    unlist(dimnames(covariances)[2])
  }
  if (is.null(usable_names(given)) || is.null(usable_names(columns)) ||
    length(given) != length(columns)) {
    return(TRUE)
  }
  if (!setequal(given, columns)) {
    abort_parameters(c(
      paste0(parameter_name("covariances", role), " must have the columns of the means."),
      x = paste0("Not among them: ", enumerate(paste0("`", setdiff(given, columns), "`")), ".")
    ), role)
  }
  match(columns, given)
}

drop_ones <- function(dim) dim[dim != 1]

compact_from_whole <- function(whole, covariance_type, role) {
  row <- covariance_row(covariance_type)
  d <- dim(whole)[1]
  n_components <- dim(whole)[3]
  variances <- t(matrix(apply(whole, 3, function(m) diag(as.matrix(m))), d))
  compact <- switch(row$shape,
    full = if (row$shared) matrix(whole[, , 1], d) else whole,
    diagonal = if (row$shared) variances[1, ] else variances,
    spherical = if (row$shared) variances[1, 1] else variances[, 1]
  )
  back <- expand_covariances(compact, covariance_type, d, n_components)
  if (any(abs(back - whole) > 1e-10 * sizes_of_cells(whole))) {
    abort_not_members(covariance_type, "Give the compact form, or use", role)
  }
  compact
}

abort_not_members <- function(covariance_type, cure, role) {
  abort_parameters(c(
    paste0(
      parameter_name("covariances", role),
      " must have the structure of `covariance_type`, \"", covariance_type, "\"."
    ),
    x = paste0("Wanted is that ", covariance_row(covariance_type)$meaning, "."),
    i = paste(cure, "`covariance_type = \"full\"`.")
  ), role)
}

# What a compact form does not show: volumes, shapes or orientations that are equal, to as many
# digits as are printed.
check_membership <- function(covariances, covariance_type, d, n_components, role) {
  if (distance_from_structure(covariances, covariance_type, d, n_components) > 1e-6) {
    abort_not_members(covariance_type, "Use", role)
  }
}

# What is large in a cell of a covariance: the standard deviations of its row and its column,
# multiplied. Those of other matrices, or in other units, do not count.
sizes_of_cells <- function(whole) {
  sizes <- apply(whole, 3, function(m) tcrossprod(sqrt(pmax(diag(as.matrix(m)), 0))))
  array(sizes, dim(whole))
}

check_positive_definite <- function(covariances, covariance_type, d, n_components, role) {
  bad <- indefinite_component(covariances, covariance_type, d, n_components, 32)
  if (bad > 0) {
    variances <- component_variances(covariances, covariance_type, bad)
    abort_parameters(c(
      paste0(parameter_name("covariances", role), " must be symmetric and positive definite."),
      x = paste0("One is not; its variances are ", enumerate(format(variances, digits = 4)), ".")
    ), role)
  }
}
