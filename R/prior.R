#' A conjugate prior for the components of a mixture
#'
#' What is known about the mean and the covariance of a component before the data. Given to
#' [gmm_fit()], the fit is the mode of the posterior instead of the maximum of the
#' likelihood: no covariance can become singular then, and all are drawn a little towards
#' the prior's. Use one where observations are few or repeat each other, or where you know how much
#' a group varies. It does not make groups larger: a component may still hold a single
#' observation, with the prior's covariance. [gmm_bayes()] approximates the whole posterior.
#'
#' Given its covariance C, the mean of a component is normal around `mean` with covariance
#' C / `mean_precision`; C has an inverse Wishart distribution with `degrees_of_freedom` v and
#' `scale` S, with a density proportional to |C|^-((v + d + 1) / 2) exp(-tr(S C^-1) / 2).
#' For types without correlations each variance has this distribution in one dimension, for
#' `"spherical"` and `"tied_spherical"` the one variance of all columns. The M-step is as
#' simple as without a prior: to the sums of squares about the means it adds S and what is due to
#' the shift of the mean, to the number of observations v and some constants. For structures that
#' tie a part of the covariances it is the mode, too, though the prior is not conjugate.
#'
#' What is left at `NULL` has a default. In [gmm_fit()] it is that of Fraley and Raftery
#' (2007) and of mclust's `priorControl()`: the means of the columns, counted as 0.01
#' observations; d + 2 degrees of freedom; and as scale the covariance S of all the data, or
#' for types without correlations the mean of their variances, divided by K^(2/d), as if K
#' components shared the volume of the data. In [gmm_bayes()] it is that of scikit-learn's
#' BayesianGaussianMixture for full covariances, and what follows from it for single
#' variances: the means of the columns, counted as one observation; d degrees of
#' freedom and scale S; for one variance per column, 1 and its diagonal; for one
#' variance, d and its trace. Directions in which the data do not vary get a small part of the
#' others' variance.
#'
#' @param mean d means, or `NULL`.
#' @param mean_precision So many observations the prior of a mean counts as, or `NULL`. `0`:
#'   nothing is known about means (in [gmm_fit()] alone).
#' @param degrees_of_freedom Degrees of freedom of the prior of covariances, a positive number,
#'   above d - 1 for types with correlations; or `NULL`.
#' @param scale Scale of the prior of covariances, in squared units of the data: a d x d matrix
#'   for types with correlations, d numbers for types with a variance for each column, or one
#'   number that stands for all columns (of the one variance: the sum over the columns); or
#'   `NULL`. With v degrees of freedom it is the sum of squares of about v observations.
#'
#' @return An object of class `gmm_prior`, a list of the arguments.
#' @section Errors: `gaussmix_error_argument`, from `gmm_fit()` too, where a prior does not fit
#'   the data or the covariance type.
#' @seealso [gmm_fit()], [gmm_bayes()].
#' @references Fraley, C. and Raftery, A. E. (2007). Bayesian regularization for normal mixture
#'   estimation and model-based clustering. *Journal of Classification* 24, 155-181,
#'   sections 2 and 3. \doi{10.1007/s00357-007-0004-5}
#' @export
#' @examples
#' # Five flowers of each species are too few for full covariances of their own. The default keeps
#' # these regular, but not the species together: one component holds a single flower.
#' few <- iris[c(1:5, 51:55, 101:105), ]
#' set.seed(1)
#' fit <- gmm_fit(few[, 1:4], n_components = 3, prior = gmm_prior())
#' table(few$Species, predict(fit))
#'
#' # What helps is to know something: flowers of a species vary as ten with these variances would
#' known <- gmm_prior(degrees_of_freedom = 10, scale = 10 * c(0.2, 0.1, 0.2, 0.05))
#' table(few$Species, predict(gmm_fit(few[, 1:4], 3, "diag", prior = known)))
gmm_prior <- function(mean = NULL, mean_precision = NULL, degrees_of_freedom = NULL,
                      scale = NULL) {
  call <- sys.call()
  structure(
    list(
      mean = if (!is.null(mean)) check_prior_mean(mean, call),
      mean_precision = if (!is.null(mean_precision)) {
        check_nonnegative(mean_precision, "mean_precision", call)
      },
      degrees_of_freedom = if (!is.null(degrees_of_freedom)) {
        check_positive(degrees_of_freedom, "degrees_of_freedom", call)
      },
      scale = if (!is.null(scale)) check_prior_scale(scale, call)
    ),
    class = "gmm_prior"
  )
}

check_prior_mean <- function(x, call) {
  if (!(is_numbers(x) && !is.object(x) && is.null(dim(x)) && length(x) > 0 &&
    all(is.finite(x)))) {
    abort_argument("`mean` must be a finite number for each column.", x, call)
  }
  x
}

check_prior_scale <- function(x, call) {
  is_matrix <- length(dim(x)) == 2 && nrow(x) == ncol(x)
  ok <- is_numbers(x) && !is.object(x) && length(x) > 0 && all(is.finite(x)) &&
    (is_matrix || is.null(dim(x)))
  if (ok && is_matrix) {
    d <- nrow(x)
    ok <- indefinite_component(array(as.double(x), c(d, d, 1)), "full", d, 1, 32) == 0
  } else if (ok) {
    ok <- all(x > 0)
  }
  if (!ok) {
    abort_argument("`scale` must be a positive definite matrix, or positive numbers.", x, call)
  }
  x
}

check_prior <- function(prior, call) {
  made <- is.null(prior) || (inherits(prior, "gmm_prior") && is.list(prior) &&
    setequal(names(prior), names(formals(gmm_prior))) &&
    identical(prior, tryCatch(
      do.call(gmm_prior, unclass(prior), quote = TRUE),
      error = identity
    )))
  if (!made) {
    abort_argument("`prior` must be made by `gmm_prior()`.", prior, call)
  }
  prior
}

# What the core takes of a prior: numbers of the size of the covariance type, and as
# degrees of freedom and scale of one variance for all columns those of a column.
core_prior <- function(settings, covariance_type, moments_of_shape, observed, call) {
  prior <- settings$prior
  row <- covariance_row(covariance_type)
  moments <- moments_of_shape(row$shape)
  columns <- observed$column_names
  d <- ncol(observed$values)
  default <- if (is_bayes(settings)) bayes_default(row, d) else map_default(d)
  share <- if (row$shape == "spherical") d else 1
  list(
    prior = list(
      mean = if (is.null(prior$mean)) {
        moments$mean
      } else {
        given_mean(prior$mean, d, columns, call)
      },
      mean_precision = prior$mean_precision %||% default$mean_precision,
      degrees_of_freedom = if (is.null(prior$degrees_of_freedom)) {
        default$degrees_of_freedom / share
      } else {
        check_degrees(prior$degrees_of_freedom, row, d, call) / share
      },
      scale = if (is.null(prior$scale)) {
        default$scale(moments, row) / share
      } else {
        given_scale(prior$scale, row, d, columns, call) / share
      }
    ),
    scale_power = if (is.null(prior$scale)) default$scale_power else 0
  )
}

# Fraley and Raftery's.
map_default <- function(d) {
  list(
    mean_precision = 0.01, degrees_of_freedom = d + 2, scale_power = -2 / d,
    scale = function(moments, row) {
      if (row$shape == "full") {
        return(with_floor(moments$covariance, moments$rows))
      }
      rep(mean_variance(moments$variances), if (row$shape == "spherical") 1 else d)
    }
  )
}

mean_variance <- function(variances) {
  mean <- mean(variances)
  if (mean > 0) mean else 1
}

check_degrees <- function(degrees, row, d, call) {
  if (row$shape == "full" && degrees <= d - 1) {
    abort("argument", c(
      paste0(
        "`degrees_of_freedom` of the prior must be above d - 1 = ", d - 1,
        " for covariance type \"", row$name, "\"."
      ),
      x = paste0("You gave ", format(degrees), ".")
    ), call = call)
  }
  degrees
}

given_mean <- function(mean, d, columns, call) {
  if (length(mean) != d) {
    abort("argument", c(
      paste0("`mean` of the prior must have a number for each column of `x`, ", d, "."),
      x = paste0("You gave ", length(mean), ".")
    ), call = call)
  }
  as.double(mean[order_by_name(names(mean), columns, "mean", call)])
}

given_scale <- function(scale, row, d, columns, call) {
  is_matrix <- !is.null(dim(scale))
  size <- if (is_matrix) ncol(scale) else length(scale)
  wanted <- switch(row$shape,
    full = if (is_matrix) d else c(1, d),
    diagonal = if (!is_matrix) c(1, d),
    spherical = if (!is_matrix) 1
  )
  if (d > 1 && !size %in% wanted || d == 1 && size != 1) {
    abort_argument(
      paste0(
        "`scale` of the prior must be ", switch(row$shape,
          full = paste0("a ", d, " x ", d, " matrix, ", d, " numbers or one"),
          diagonal = paste0(d, " numbers, one for each column, or one"),
          spherical = "one number"
        ),
        " for covariance type \"", row$name, "\"."
      ),
      scale, call
    )
  }
  order <- if (size == d) {
    names <- if (is_matrix) colnames(scale) else names(scale)
    order_by_name(names, columns, "scale", call)
  }
  scale <- if (is_matrix) {
    unname(scale[order, order, drop = FALSE])
  } else if (size == d) {
    as.double(scale[order])
  } else {
    rep(as.double(scale), if (row$shape == "spherical") 1 else d)
  }
  if (row$shape != "full") {
    return(scale)
  }
  # Symmetric to the last bit.
  if (is_matrix) (scale + t(scale)) / 2 else diag(scale, d)
}

# By name where both have names, else in the same place.
order_by_name <- function(given, columns, argument, call) {
  if (is.null(usable_names(given)) || is.null(usable_names(columns))) {
    return(TRUE)
  }
  if (!setequal(given, columns)) {
    abort("argument", c(
      paste0("The names of `", argument, "` of the prior must be those of the columns of `x`."),
      x = paste0("Not among them: ", enumerate(paste0("`", setdiff(given, columns), "`")), ".")
    ), call = call)
  }
  match(columns, given)
}

#' @rdname gmm_prior
#' @param x An object of class `gmm_prior`.
#' @param ... Must be empty.
#' @export
print.gmm_prior <- function(x, ...) {
  check_no_dots(list(...), "x", quote(print()))
  say <- function(value) {
    if (is.null(value)) "from the data" else paste(format(value), collapse = " ")
  }
  scale <- x$scale
  cat(
    "Conjugate prior of means and covariances\n",
    "mean: ", say(x$mean), "\n",
    "precision of the mean: ",
    if (is.null(x$mean_precision)) "the default" else counted(x$mean_precision, "observation"),
    "\n",
    "degrees of freedom: ", x$degrees_of_freedom %||% "the default", "\n",
    "scale: ", if (is.null(dim(scale))) say(scale) else paste(dim(scale), collapse = " x "), "\n",
    sep = ""
  )
  invisible(x)
}

# Of full covariances scikit-learn's; of single variances what the same Wishart distribution
# says of the diagonal.
bayes_default <- function(row, d) {
  list(
    mean_precision = 1, scale_power = 0,
    degrees_of_freedom = if (row$shape == "diagonal") 1 else d,
    scale = function(moments, row) {
      if (row$shape == "full") {
        return(with_floor(moments$covariance, moments$rows))
      }
      variances <- if (is.null(moments$covariance)) {
        with_floor_of_columns(moments$variances)
      } else {
        diag(with_floor(moments$covariance))
      }
      if (row$shape == "diagonal") variances else sum(variances)
    }
  )
}
