#' Mixtures of other packages
#'
#' `as_gaussmix()` makes a fit of gaussmix from one of mclust, or a mixture from clusters by
#' [kmeans()], so that it predicts, draws and plots as fits here do. `as_mclust()` makes from a
#' fit of gaussmix an object that mclust's `predict()`, `summary()`, `plot()` and the like take.
#' Use them to compare programs, or where a function is in one package alone. To go on from such a
#' fit, give it as the `start` of [gmm_fit()].
#'
#' A fit of mclust (`Mclust()`, `densityMclust()`) keeps its parameters, and the log-likelihood and
#' criteria are those that these have for its data. (mclust reports those before its last step, a
#' little lower.) Six of its structures have other names here ("VVV" is `"full"`, see
#' [gaussmix-dictionary]), the others the same. One with a noise component is refused.
#'
#' Clusters by `kmeans()` become a mixture with the shares of the observations as weights, the
#' centers as means, and one variance for each component (`"spherical"`): that of its observations
#' about the center. It does not hold the data.
#'
#' @param x An object of class `Mclust`, `kmeans` or `gaussmix`.
#' @param fit A fit by [gmm_fit()] that holds its data, without weights of observations.
#' @param ... Must be empty.
#' @return `as_gaussmix()`: an object of class `gaussmix`: of mclust's a fit, of `kmeans()`'s a
#'   mixture as by [gmm_model()]. `as_mclust()`: a list of class `Mclust`. Its components have
#'   numbers, as mclust has no names for them.
#' @section Errors: `gaussmix_error_argument`, `gaussmix_error_no_data`, `gaussmix_error_fit`.
#' @seealso [gmm_model()] for parameters from anywhere.
#' @references Scrucca, L., Fop, M., Murphy, T. B. and Raftery, A. E. (2016). mclust 5:
#'   clustering, classification and density estimation using Gaussian finite mixture models. *The
#'   R Journal* 8, 289-317. \doi{10.32614/RJ-2016-021}
#' @export
#' @examples
#' set.seed(1)
#' model <- as_gaussmix(kmeans(faithful, 2))
#' predict(model, data.frame(eruptions = 3, waiting = 65), type = "prob")
#'
#' if (requireNamespace("mclust", quietly = TRUE)) {
#'   library(mclust)
#'   theirs <- Mclust(faithful, 2, "EEE", verbose = FALSE)
#'   ours <- as_gaussmix(theirs)
#'   c(theirs$bic, -BIC(ours))
#'   summary(as_mclust(gmm_fit(faithful, 2)))
#' }
as_gaussmix <- function(x, ...) {
  check_given(c(x = missing(x)), sys.call())
  UseMethod("as_gaussmix")
}

#' @export
as_gaussmix.default <- function(x, ...) {
  abort_argument(
    "`x` must be an object of class Mclust, kmeans or gaussmix.", x, quote(as_gaussmix()),
    cure = "`gmm_model()` takes parameters from anywhere."
  )
}

#' @export
as_gaussmix.gaussmix <- function(x, ...) {
  call <- quote(as_gaussmix())
  check_no_dots(list(...), "x", call)
  check_fit(x, call, "x")
}

#' @export
as_gaussmix.kmeans <- function(x, ...) {
  call <- match.call()
  call[[1]] <- quote(as_gaussmix)
  check_no_dots(list(...), "x", call)
  parts <- unclass(x)
  made <- is_numbers(parts$centers) && is.matrix(parts$centers) && is_numbers(parts$size) &&
    is_numbers(parts$withinss) && length(parts$size) == nrow(parts$centers) &&
    length(parts$withinss) == nrow(parts$centers)
  if (!made) {
    abort_not_theirs("kmeans", call)
  }
  flat <- which(!(parts$withinss > 0))
  if (length(flat) > 0) {
    abort("argument", c(
      "`x` must have clusters whose observations differ.",
      x = paste0("In cluster ", enumerate(flat), " they are all the same.")
    ), call = call)
  }
  variances <- unname(parts$withinss / parts$size / ncol(parts$centers))
  model <- in_name_of(call, gmm_model(
    unname(parts$size / sum(parts$size)), parts$centers, variances, "spherical"
  ))
  model$call <- call
  model
}

# Our name for a structure of mclust, which has further ones for one component and one column; NA
# if there is none.
type_of_mclust <- function(name) {
  others <- c(V = "full", X = "full", E = "tied", XXX = "full", XXI = "diag", XII = "spherical")
  if (name %in% names(others)) {
    return(others[[name]])
  }
  type_of_identifier(name)
}

#' @export
as_gaussmix.Mclust <- function(x, ...) {
  call <- match.call()
  call[[1]] <- quote(as_gaussmix)
  check_no_dots(list(...), "x", call)
  parts <- check_mclust(unclass(x), call)
  type <- type_of_mclust(parts$modelName)
  if (is.na(type)) {
    abort_not_theirs("Mclust", call)
  }
  model <- in_name_of(call, model_of_mclust(parts, type))
  if (is.null(parts$data)) {
    model$call <- call
    return(model)
  }
  fit <- in_name_of(call, gmm_fit(
    parts$data, start = model, tol = 0, max_iter = 0, reg_covar = 0,
    proportions = proportions_of_mclust(parts, type)
  ))
  fit$call <- call
  fit
}

# mclust keeps whether it was to leave the weights equal in the number of parameters alone.
proportions_of_mclust <- function(parts, type) {
  equal <- count_with_proportions(type, parts$d, parts$G, "equal")
  if (parts$G > 1 && identical(as.double(parts$df), equal)) "equal" else "free"
}

check_mclust <- function(parts, call) {
  variance <- if (is.list(parts$parameters)) parts$parameters$variance
  made <- is.list(variance) && is_one_of(parts$modelName, parts$modelName) &&
    is_whole(parts$G, 1) && is_whole(parts$d, 1) && is_numbers(parts$parameters$mean) &&
    is_numbers(if (parts$d == 1) variance$sigmasq else variance$sigma)
  if (!made) {
    abort_not_theirs("Mclust", call)
  }
  if (!is.null(parts$parameters$Vinv)) {
    abort("argument", c(
      "`x` must have no noise component.",
      x = "It has one, which mixtures here do not have.",
      i = "`gmm_model()` takes the parameters of the other components."
    ), call = call)
  }
  parts
}

abort_not_theirs <- function(class, call) {
  abort("argument", c(
    paste0("`x` must be an object of class ", class, " as it was made."),
    x = "Elements of it are missing or not as they should be."
  ), call = call)
}

model_of_mclust <- function(parts, type) {
  d <- parts$d
  n_components <- parts$G
  means <- t(matrix(parts$parameters$mean, d, n_components))
  colnames(means) <- rownames(parts$parameters$mean) %||% colnames(parts$data)
  variance <- parts$parameters$variance
  whole <- if (d > 1) {
    array(variance$sigma, c(d, d, n_components))
  } else {
    array(rep_len(variance$sigmasq, n_components), c(1, 1, n_components))
  }
  weights <- parts$parameters$pro %||% 1
  gmm_model(weights / sum(weights), means, whole, type)
}

#' @rdname as_gaussmix
#' @export
as_mclust <- function(fit) {
  call <- sys.call()
  check_given(c(fit = missing(fit)), call)
  check_is_fit(fit, "fit", call)
  check_has_likelihood(check_estimated(check_fit(fit, call, "fit"), call), call)
  if (fit$weighted) {
    abort("argument", c(
      "`fit` must be of observations without weights.",
      x = "mclust has none, and its criteria would be of other data."
    ), call = call)
  }
  check_no_missing(fit, call)
  data <- training_cells(fit, call)
  values <- data$values[data$rows, , drop = FALSE]
  dimnames(values) <- list(data$row_names[data$rows], colnames(fit$means))
  z <- unname(predict_cells(fit, data$values[data$rows, , drop = FALSE], "prob", 1, call))
  name <- mclust_name_of(fit)
  class <- max.col(z, "first")
  bic <- -BIC(fit)
  structure(
    list(
      call = fit$call, data = values, modelName = name, n = nrow(values), d = fit$d,
      G = fit$n_components, BIC = mclust_table(bic, fit, name, nrow(values)),
      loglik = fit$log_likelihood, df = fit$df, bic = bic, icl = -icl(fit, type = "map"),
      hypvol = NA, parameters = mclust_parameters(fit, name), z = z, classification = class,
      uncertainty = 1 - z[cbind(seq_along(class), class)]
    ),
    class = "Mclust"
  )
}

mclust_name_of <- function(fit) {
  row <- covariance_row(fit$covariance_type)
  if (fit$d == 1) {
    return(if (fit$n_components == 1) "X" else if (has_equal_volumes(row)) "E" else "V")
  }
  if (fit$n_components == 1) {
    return(switch(row$shape, full = "XXX", diagonal = "XXI", spherical = "XII"))
  }
  row$mclust
}

mclust_table <- function(bic, fit, name, n) {
  structure(
    matrix(bic, 1, 1, dimnames = list(fit$n_components, name)),
    class = "mclustBIC", G = fit$n_components, modelNames = name, n = n, d = fit$d,
    oneD = fit$d == 1, criterion = "BIC", returnCodes = matrix(0, 1, 1)
  )
}

mclust_parameters <- function(fit, name) {
  mean <- t(unname(fit$means))
  rownames(mean) <- colnames(fit$means)
  list(
    pro = unname(fit$weights),
    mean = if (fit$d == 1) {
      stats::setNames(as.vector(mean), numbered_names(fit$n_components))
    } else {
      mean
    },
    variance = c(
      list(modelName = name, d = fit$d, G = fit$n_components), mclust_variance(fit)
    )
  )
}

# Each of its functions looks for the variances in a form of its own: matrices and their roots,
# or volumes (scale) and shapes of determinant one.
mclust_variance <- function(fit) {
  row <- covariance_row(fit$covariance_type)
  d <- fit$d
  sigma <- unname(coef(fit)$covariances)
  dimnames(sigma) <- list(colnames(fit$means), colnames(fit$means), NULL)
  if (d == 1) {
    variances <- as.vector(sigma)
    return(list(sigmasq = if (has_equal_volumes(row)) variances[1] else variances))
  }
  if (row$name == row$mclust && fit$n_components > 1) {
    return(c(list(sigma = sigma), mclust_parts(sigma, row$mclust)))
  }
  first <- sigma[, , 1]
  shared <- row$shared || fit$n_components == 1
  variances <- apply(sigma, 3, diag)
  scale <- exp(colMeans(log(variances)))
  form <- switch(row$shape,
    full = if (shared) {
      list(Sigma = first, cholSigma = chol(first))
    } else {
      roots <- sigma
      for (k in seq_len(fit$n_components)) roots[, , k] <- chol(sigma[, , k])
      list(cholsigma = roots)
    },
    diagonal = if (shared) {
      list(Sigma = first, scale = scale[1], shape = variances[, 1] / scale[1])
    } else {
      list(scale = scale, shape = variances / rep(scale, each = d))
    },
    spherical = if (shared) {
      list(Sigma = first, sigmasq = scale[1], scale = scale[1])
    } else {
      list(sigmasq = scale, scale = scale)
    }
  )
  c(list(sigma = sigma), form)
}

# Volumes, shapes and orientations, those that are equal once.
mclust_parts <- function(sigma, letters) {
  equal <- strsplit(letters, "")[[1]] == "E"
  d <- dim(sigma)[1]
  axes <- axes_by_component(sigma, letters)
  along <- function(k) colSums(axes[, , k] * (sigma[, , k] %*% axes[, , k]))
  variances <- vapply(seq_len(dim(sigma)[3]), along, numeric(d))
  scale <- exp(colMeans(log(variances)))
  shape <- variances / rep(scale, each = d)
  list(
    scale = if (equal[1]) scale[1] else scale,
    shape = if (equal[2]) shape[, 1] else shape,
    orientation = if (equal[3]) axes[, , 1] else if (!endsWith(letters, "I")) axes
  )
}

# Eigenvectors that all have in common are those of a sum of all. Each has another share of
# it, so that no two variances are equal in the sum which differ in one of them.
axes_by_component <- function(sigma, letters) {
  d <- dim(sigma)[1]
  n_components <- dim(sigma)[3]
  if (endsWith(letters, "I")) {
    return(array(diag(d), dim(sigma)))
  }
  if (endsWith(letters, "E")) {
    shares <- 1 + (seq_len(n_components) * (sqrt(5) - 1) / 2) %% 1
    sizes <- apply(sigma, 3, function(m) sum(diag(m)))
    sum <- rowSums(sigma * rep(shares / sizes, each = d^2), dims = 2)
    return(array(eigen(sum, symmetric = TRUE)$vectors, dim(sigma)))
  }
  array(apply(sigma, 3, function(m) eigen(m, symmetric = TRUE)$vectors), dim(sigma))
}
