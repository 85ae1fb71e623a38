#' Project a Gaussian mixture on the directions that separate its components
#'
#' Finds the linear combinations of the columns in which components differ most, from their
#' weights, means and covariances alone: with more than two columns, the plane of the first two
#' shows more of what a fit found than any pair of columns, and is what [autoplot.gaussmix()]
#' draws by default.
#'
#' With S the covariance of the whole mixture, M1 the weighted covariance of the component means and
#' S_k - W the differences of the component covariances from their weighted mean, directions v
#' solve the eigenproblem M v = l S v with
#' M = 2 lambda M1 S^-1 M1 + 2 (1 - lambda) sum_k w_k (S_k - W) S^-1 (S_k - W).
#' The share of an eigenvalue l in their sum is the direction's share of separation. Linear maps
#' of the columns, such as other units, change nothing but the signs.
#'
#' `lambda = 1` sees means alone: these are Fisher's linear discriminants, of which K components
#' have at most K - 1. `lambda = 0.5` weighs means and covariances alike, and may spend a
#' direction on a difference of spread that separates nothing. The default, 0.9, is ruled by the
#' means and turns to covariances where these are used up. Of eleven fits to known data (iris,
#' crabs, thyroid and others) its plane kept the classes of the fit as well as that of 1, to
#' 0.2 % of the observations, and up to 10 % better than that of 0.5.
#'
#' Where fewer than two directions separate anything (one component, say, or two of equal
#' covariance), principal axes of the standardised columns, of what earlier directions leave
#' of them, take the places; their column `kind` says so. Components of Bayesian fits that are
#' switched off have no say.
#'
#' @param fit A fit of class `gaussmix` of any number of columns.
#' @param lambda From 0, covariances alone, to 1, means alone.
#' @param dims Columns to combine, by name or number; `NULL`: all.
#' @param object,x A projection.
#' @param newdata Observations with the columns of the fit, as for [predict.gaussmix()]. Left
#'   out: the data of the fit.
#' @param ... Must be empty.
#'
#' @return `gmm_project()`: an object of class `gmm_projection`, a list of
#' * `basis`, a d x m matrix: coordinates are `(x - centre) %*% basis`, in which components have on
#'   average a variance of one;
#' * `loadings`, the basis in units of each column's standard deviation in the mixture. The
#'   largest of a direction is positive;
#' * `directions`, a data frame: `direction`, `kind` (`"separation"` or `"axis"`),
#'   `eigenvalue` and `share` (of separation, or of an axis in the variance of the standardised
#'   columns that earlier directions leave);
#' * `centre`, the mean of the mixture;
#' * `mixture`, the projected mixture in the first two directions (one for one column), of class
#'   `gaussmix`. Covariances that are shared stay so (`"tied"`), those that differ by a factor, too
#'   (`"VEE"`, of `"spherical"` and `"VEI"` as well); of all other types they are `"full"`;
#' * `lambda` and `fit`.
#'
#' `predict()`: an n x m matrix of coordinates, with `NA` in rows with missing values. `tidy()`
#' and `as.data.frame()`: a row per direction and variable, with `loading` and `coefficient` (of
#' the basis).
#' @section Errors: `gaussmix_error_argument`, `gaussmix_error_fit`; of `predict()`, as
#'   [predict.gaussmix()].
#' @seealso [autoplot.gaussmix()], whose `type = "projection"` draws the plane with the columns
#'   as arrows.
#' @references Scrucca, L. (2010). Dimension reduction for model-based clustering. *Statistics
#'   and Computing* 20, 471-484. \doi{10.1007/s11222-009-9138-7}
#'
#'   Scrucca, L. (2014). Graphical tools for model-based mixture discriminant analysis.
#'   *Advances in Data Analysis and Classification* 8, 147-165 (lambda).
#'   \doi{10.1007/s11634-013-0147-1}
#' @export
#' @examples
#' set.seed(1)
#' fit <- gmm_fit(iris[, 1:4], n_components = 3)
#' projection <- gmm_project(fit)
#' projection
#' head(predict(projection))
#' autoplot(fit, "projection")
#'
#' # The projected mixture is a mixture: how much of it lies right of 0
#' gmm_probability(projection$mixture, lower = c(0, -Inf))
gmm_project <- function(fit, lambda = 0.9, dims = NULL) {
  call <- match.call()
  call[[1]] <- quote(gmm_project)
  check_given(c(fit = missing(fit)), call)
  check_is_fit(fit, "fit", call)
  lambda <- check_share(lambda, "lambda", call)
  fit <- check_fit(fit, call, "fit")
  wanted <- list(least = 1, most = Inf, columns = "one or more different columns")
  dims <- if (is.null(dims)) seq_len(fit$d) else check_dims(dims, fit, wanted, call)
  project_mixture(fit, lambda, dims)
}

check_share <- function(x, argument, call) {
  ok <- is.numeric(x) && !is.object(x) && length(x) == 1 && is.null(dim(x)) && is.finite(x) &&
    x >= 0 && x <= 1
  if (!ok) {
    abort_argument(paste0("`", argument, "` must be one number from 0 to 1."), x, call)
  }
  as.double(x)
}

default_lambda <- 0.9

project_mixture <- function(fit, lambda = default_lambda, dims = seq_len(fit$d)) {
  moments <- mixture_moments(fit, shown_components(fit), dims)
  found <- mixture_directions(moments, lambda)
  coefficients <- found$coefficients
  # Coordinates in which components have a variance of one, on average.
  width <- sqrt(pmax(colSums(coefficients * (moments$within %*% coefficients)), 0))
  coefficients <- coefficients %*% diag(signs_of(coefficients) / width, ncol(coefficients))
  n <- ncol(coefficients)
  labels <- list(variable_names(fit), paste0("direction_", seq_len(n)))
  # Other columns have no part.
  of_all <- function(part) {
    all <- matrix(0, fit$d, n, dimnames = labels)
    all[dims, ] <- part
    all
  }
  projection <- structure(
    list(
      basis = of_all(coefficients / moments$scale), loadings = of_all(coefficients),
      directions = data.frame(direction = seq_len(n), found$table),
      centre = stats::setNames(mixture_centre(fit), labels[[1]]),
      lambda = lambda, fit = fit
    ),
    class = "gmm_projection"
  )
  projection$mixture <- projected_mixture(fit, projection, seq_len(min(2, n)))
  projection
}

# About one of the means, which may lie far from zero.
mixture_centre <- function(fit, shown = shown_components(fit)) {
  weights <- unname(fit$weights)[shown] / sum(fit$weights[shown])
  means <- unname(fit$means)[shown, , drop = FALSE]
  means[1, ] + colSums(weights * sweep(means, 2, means[1, ]))
}

# In units of the mixture's standard deviations, its `scale`: covariances of components, their
# mean `within`, that of the whole, and deviations of means times roots of weights.
mixture_moments <- function(fit, shown, dims) {
  d <- length(dims)
  weights <- unname(fit$weights)[shown] / sum(fit$weights[shown])
  means <- unname(fit$means)[shown, , drop = FALSE]
  between <- sqrt(weights) * sweep(means, 2, mixture_centre(fit, shown))[, dims, drop = FALSE]
  covariances <- expand_covariances(
    fit$covariances, fit$covariance_type, fit$d, fit$n_components, dims
  )[, , shown, drop = FALSE]
  variances <- matrix(apply(covariances, 3, diag), d)
  scale <- sqrt(drop(variances %*% weights) + colSums(between^2))
  covariances <- covariances / as.vector(tcrossprod(scale))
  within <- matrix(matrix(covariances, d^2) %*% weights, d)
  between <- between / rep(scale, each = nrow(between))
  list(
    scale = scale, weights = weights, between = between,
    covariances = covariances, within = within, total = within + crossprod(between)
  )
}

# Directions for columns of unit variance: those that separate, then principal axes of what
# they leave, so that there are two where there are two columns.
mixture_directions <- function(moments, lambda) {
  d <- ncol(moments$between)
  root <- chol_of_correlations(moments$total)
  kernel <- separation_kernel(moments, root, lambda)
  parts <- eigen(kernel, symmetric = TRUE)
  separates <- parts$values > 1e-12 & parts$values > 1e-9 * parts$values[1]
  coefficients <- backsolve(root, parts$vectors[, separates, drop = FALSE])
  values <- parts$values[separates]
  table <- data.frame(
    kind = rep("separation", length(values)), eigenvalue = values, share = values / sum(values)
  )
  missing <- min(2, d) - length(values)
  if (missing < 1) {
    return(list(coefficients = coefficients, table = table))
  }
  axes <- principal_axes(moments$total, coefficients, missing)
  list(coefficients = cbind(coefficients, axes$coefficients), table = rbind(table, axes$table))
}

# The matrix whose eigenvectors are directions, where the whole mixture has unit covariance.
separation_kernel <- function(moments, root, lambda) {
  whitened <- function(m) backsolve(root, t(backsolve(root, m, transpose = TRUE)), transpose = TRUE)
  by_means <- crossprod(t(backsolve(root, t(moments$between), transpose = TRUE)))
  kernel <- 2 * lambda * by_means %*% by_means
  for (k in seq_along(moments$weights)) {
    apart <- whitened(moments$covariances[, , k] - moments$within)
    kernel <- kernel + 2 * (1 - lambda) * moments$weights[k] * crossprod(apart)
  }
  (kernel + t(kernel)) / 2
}

# Columns that are each other's multiples leave a matrix that is singular in its last digits.
chol_of_correlations <- function(total) {
  tryCatch(chol(total), error = function(e) chol(total + diag(1e-10, nrow(total))))
}

# Axes of the columns as earlier directions, v, leave them: x - S v v'x, where v'S v = 1.
principal_axes <- function(total, before, n) {
  left <- diag(nrow(total)) - total %*% tcrossprod(before)
  parts <- eigen(tcrossprod(left %*% total, left), symmetric = TRUE)
  chosen <- seq_len(n)
  values <- pmax(parts$values, 0)
  list(
    coefficients = crossprod(left, parts$vectors[, chosen, drop = FALSE]),
    table = data.frame(
      kind = rep("axis", n), eigenvalue = values[chosen], share = values[chosen] / sum(values)
    )
  )
}

# Rounding does not choose among coefficients of the same size.
signs_of <- function(coefficients) {
  apply(coefficients, 2, function(v) {
    if (v[which(abs(v) > (1 - 1e-6) * max(abs(v)))[1]] < 0) -1 else 1
  })
}

# A mixture of the same columns, seen in directions of a projection.
projected_mixture <- function(fit, projection, directions) {
  basis <- unname(projection$basis[, directions, drop = FALSE])
  covariances <- expand_covariances(
    fit$covariances, fit$covariance_type, fit$d, fit$n_components
  )
  m <- length(directions)
  projected <- vapply(seq_len(fit$n_components), function(k) {
    with_inverse(crossprod(basis, matrix(covariances[, , k], fit$d) %*% basis))
  }, matrix(0, m, m))
  means <- sweep(unname(fit$means), 2, projection$centre) %*% basis
  colnames(means) <- colnames(projection$basis)[directions]
  type <- type_of_map(fit$covariance_type)
  covariances <- array(projected, c(m, m, fit$n_components))
  if (covariance_row(type)$shared) covariances <- matrix(covariances[, , 1], m)
  mixture <- model_of(fit, means, covariances, type)
  names(mixture$weights) <- names(fit$weights)
  rownames(mixture$means) <- rownames(fit$means)
  mixture
}

# Rounding errors of a long basis can leave a flat component no width at all, or less.
with_inverse <- function(covariance, least = 1e-10) {
  covariance <- (covariance + t(covariance)) / 2
  parts <- eigen(covariance, symmetric = TRUE)
  if (all(parts$values > least * parts$values[1])) {
    return(covariance)
  }
  rebuilt <- parts$vectors %*% (pmax(parts$values, least * parts$values[1]) * t(parts$vectors))
  (rebuilt + t(rebuilt)) / 2
}

# Of the columns that have a part: what others lack is of no matter.
project_rows <- function(projection, values) {
  used <- projected_columns(projection)
  sweep(unname(values)[, used, drop = FALSE], 2, projection$centre[used]) %*%
    unname(projection$basis)[used, , drop = FALSE]
}

projected_columns <- function(projection) unname(which(rowSums(projection$basis != 0) > 0))

#' @rdname gmm_project
#' @export
predict.gmm_projection <- function(object, newdata, ...) {
  call <- match.call()
  call[[1]] <- quote(predict)
  check_no_dots(list(...), c("object", "newdata"), call)
  check_projection(object, "object", call)
  cells <- prediction_cells(object$fit, newdata, call)
  coordinates <- matrix(NA_real_, cells$n, ncol(object$basis))
  coordinates[cells$rows, ] <- project_rows(object, cells$values[cells$rows, , drop = FALSE])
  dimnames(coordinates) <- list(cells$row_names, colnames(object$basis))
  coordinates
}

# A projection is what was computed, of a fit that is intact.
check_projection <- function(x, argument, call) {
  part <- if (!is.list(x) || !inherits(x$fit, "gaussmix")) "fit" else broken_part(x)
  if (!is.null(part)) {
    abort("fit", c(
      paste0("`", argument, "` must be an intact projection."),
      x = paste0("Its element `", part, "` is missing or does not fit the others."),
      i = "Project again with `gmm_project()`; do not change elements of a projection."
    ), call = call)
  }
  check_fit(x$fit, call, argument)
  x
}

broken_part <- function(x) {
  d <- x$fit$d
  is_basis <- function(value) {
    is.matrix(value) && is.double(value) && nrow(value) == d && ncol(value) > 0 &&
      all(is.finite(value)) && length(rownames(value)) == d
  }
  n <- NCOL(x$basis)
  wanted <- c("direction", "kind", "eigenvalue", "share")
  if (!is_basis(x$basis)) {
    return("basis")
  }
  if (!is_basis(x$loadings) || ncol(x$loadings) != n) {
    return("loadings")
  }
  if (!is.double(x$centre) || length(x$centre) != d || !all(is.finite(x$centre))) {
    return("centre")
  }
  ok <- is.data.frame(x$directions) && nrow(x$directions) == n &&
    all(wanted %in% names(x$directions)) && is_numbers(x$directions$share) &&
    all(x$directions$kind %in% c("separation", "axis"))
  if (!ok) "directions"
}

#' @rdname gmm_project
#' @export
tidy.gmm_projection <- function(x, ...) {
  call <- match.call()
  call[[1]] <- quote(tidy)
  check_no_dots(list(...), "x", call)
  tidy_projection(check_projection(x, "x", call))
}

tidy_projection <- function(x) {
  rows <- nrow(x$basis)
  data.frame(
    direction = rep(x$directions$direction, each = rows),
    kind = rep(x$directions$kind, each = rows),
    share = rep(x$directions$share, each = rows),
    variable = rep(rownames(x$basis), ncol(x$basis)),
    loading = as.vector(x$loadings), coefficient = as.vector(x$basis)
  )
}

#' @rdname gmm_project
#' @export
as.data.frame.gmm_projection <- function(x, ...) {
  tidy_projection(check_projection(x, "x", quote(as.data.frame())))
}

#' @rdname gmm_project
#' @export
print.gmm_projection <- function(x, ...) {
  call <- quote(print())
  check_no_dots(list(...), "x", call)
  check_projection(x, "x", call)
  n <- min(ncol(x$basis), 5)
  cat("Projection of ", fit_header(x$fit), "\n", sep = "")
  for (j in seq_len(n)) cat("  ", direction_title(x, j), "\n", sep = "")
  if (n < ncol(x$basis)) {
    left <- ncol(x$basis) - n
    cat("  and ", left, " more\n", sep = "")
  }
  cat("\nLoadings, by standard deviations of the columns\n")
  strongest <- order(-do.call(pmax, as.data.frame(abs(x$loadings[, seq_len(n), drop = FALSE]))))
  drawn <- sort(strongest[seq_len(min(20, length(strongest)))])
  print(round(x$loadings[drawn, seq_len(n), drop = FALSE], 2))
  if (length(drawn) < nrow(x$loadings)) {
    cat("and ", nrow(x$loadings) - length(drawn), " smaller\n", sep = "")
  }
  invisible(x)
}

# "Direction 1 (87 % of separation)"
direction_title <- function(projection, j) {
  row <- projection$directions[j, ]
  if (row$kind == "separation") {
    return(paste0("Direction ", j, " (", share_in_words(row$share), " of separation)"))
  }
  number <- sum(projection$directions$kind[seq_len(j)] == "axis")
  rest <- if (any(projection$directions$kind == "separation")) "other variance)" else "variance)"
  paste0("Principal axis ", number, " (", share_in_words(row$share), " of ", rest)
}

share_in_words <- function(share) {
  if (share < 0.01) "under 1 %" else paste(format(100 * share, digits = 2), "%")
}

# "Petal.Length (2.1), Sepal.Width (-0.8) and 2 more": what makes a direction.
direction_loadings <- function(projection, j, most = 3) {
  loadings <- projection$loadings[, j]
  order <- order(-abs(loadings))
  shown <- order[seq_len(min(most, length(order)))]
  shown <- shown[abs(loadings[shown]) >= 0.1 * abs(loadings[order[1]])]
  # Two digits, zeros too, but no point after them.
  sizes <- sub("[.]$", "", trimws(formatC(loadings[shown], digits = 2, format = "fg", flag = "#")))
  paste0(short_names(names(loadings)[shown], 24), " (", sizes, ")", collapse = ", ")
}
