#' Ellipses of a Gaussian mixture on a plot of one's own
#'
#' A layer for [ggplot2::ggplot()] with the ellipses that hold given shares of each
#' component's probability: the sets (x - m)' S^-1 (x - m) <= q with q the quantile of
#' the chi-squared distribution with 2 degrees of freedom, m and S the fitted mean and
#' covariance of the two columns. Use it where the picture is yours, coloured by known classes for
#' instance, and [`autoplot()`][autoplot.gaussmix] where it is about the fit. `autolayer(fit)` gives
#' the same layer.
#'
#' The layer brings its own data and inherits nothing from the plot. Its outlines are in
#' the units of the data of the fit, under the names of their columns, so that
#' * it stands in every panel of a facetted plot whose facets are not among these columns;
#' * for axes in other units, the expressions of the plot do for the layer, too:
#'   `mapping = aes(Petal.Length / 2.54, Petal.Width / 2.54)`;
#' * a scale such as [ggplot2::scale_x_log10()] bends the outlines as it moves the points:
#'   they hold the stated share still, and are no longer ellipses. Parts where the
#'   transformation does not exist (negative values for a logarithm) are missing, with
#'   ggplot2's warning.
#'
#' Components of a Bayesian fit that are switched off are left out.
#'
#' The columns of the layer's data are the two columns of the fit (`x` and `y` if they have
#' no names), `component` and `level`, both factors, for further mappings, and `ellipse`; all
#' three also with a dot before their names, for fits that have columns of these names.
#'
#' @param fit,object A fit of class `gaussmix` of at least two columns.
#' @param dims The two columns, by name or number, that the plot has on its x and y
#'   axis.
#' @param level Shares of probability; 0.95 by default, so that almost all of a
#'   component's points lie inside.
#' @param mapping Further aesthetics, made by [ggplot2::aes()], or other ones for `x`
#'   and `y`. For colours by component, `aes(colour = component)`. There are none by
#'   default, so that the layer does not interfere with scales of the plot.
#' @param geom The geom that draws outlines: `"path"`, or `"polygon"` for areas.
#' @param show.legend,... For [ggplot2::layer()]: constants such as `colour = "black"` or
#'   `linewidth = 1`.
#'
#' @return A layer, to be added to a plot.
#' @section Errors: `gaussmix_error_argument`, `gaussmix_error_fit`.
#' @seealso [autoplot.gaussmix()], [gmm_project()].
#' @references Johnson, R. A. and Wichern, D. W. (2007). *Applied Multivariate
#'   Statistical Analysis*, 6th edition, result 4.7 (probability contours).
#' @export
#' @examples
#' library(ggplot2)
#' set.seed(1)
#' fit <- gmm_fit(iris[, 1:4], n_components = 3)
#'
#' # Do the components find the species?
#' ggplot(iris, aes(Petal.Length, Petal.Width, colour = Species)) +
#'   geom_point() +
#'   geom_gmm_ellipse(fit, dims = c("Petal.Length", "Petal.Width"))
#'
#' # Coloured by component, in every facet
#' ggplot(iris, aes(Sepal.Length, Sepal.Width)) +
#'   geom_point() +
#'   geom_gmm_ellipse(fit, level = c(0.5, 0.95), mapping = aes(colour = component)) +
#'   facet_wrap(~Species)
geom_gmm_ellipse <- function(fit, dims = 1:2, level = 0.95, mapping = NULL,
                             geom = "path", ..., show.legend = NA) { # nolint: object_name.
  call <- sys.call()
  check_given(c(fit = missing(fit)), call)
  check_is_fit(fit, "fit", call)
  ellipse_layer(
    check_fit(fit, call, "fit"), dims, level, mapping, geom, list(...), show.legend, call
  )
}

#' @rdname geom_gmm_ellipse
#' @importFrom ggplot2 autolayer
#' @export
autolayer.gaussmix <- function(object, dims = 1:2, level = 0.95, mapping = NULL,
                               geom = "path", ..., show.legend = NA) { # nolint: object_name.
  call <- match.call()
  call[[1]] <- quote(autolayer)
  ellipse_layer(
    check_fit(object, call), dims, level, mapping, geom, list(...), show.legend, call
  )
}

ellipse_layer <- function(fit, dims, level, mapping, geom, params, show_legend, call) {
  dims <- check_dims(dims, fit, picture_types["ellipse", ], call)
  level <- unique(sort(check_level(level, "level", call)))
  geom <- check_choice(geom, c("path", "polygon"), "geom", call)
  mapping <- check_mapping(mapping, call)
  show_legend <- check_show_legend(show_legend, call)
  outlines <- outline_table(fit, dims, level)
  own <- ggplot2::aes(
    x = !!rlang::sym(names(outlines)[1]), y = !!rlang::sym(names(outlines)[2]),
    group = .data$.ellipse
  )
  own[names(mapping)] <- mapping
  # The geom's own defaults would hide the points under grey areas without outlines.
  if (geom == "polygon") {
    look <- list(fill = NA, colour = "black")
    given <- ggplot2::standardise_aes_names(c(names(own), names(params)))
    params <- c(params, look[setdiff(names(look), given)])
  }
  ggplot2::layer(
    data = outlines, mapping = own, stat = "identity", geom = geom, position = "identity",
    inherit.aes = FALSE, show.legend = show_legend, params = params
  )
}

check_mapping <- function(mapping, call) {
  if (!is.null(mapping) && !inherits(mapping, "uneval")) {
    abort_argument("`mapping` must be made by `ggplot2::aes()`.", mapping, call)
  }
  mapping
}

# What ggplot2 takes for a layer; it looks at it only when a picture is drawn.
check_show_legend <- function(show_legend, call) {
  named <- length(show_legend) > 0 && !is.null(names(show_legend))
  if (!(is.logical(show_legend) && (length(show_legend) == 1 || named))) {
    abort_argument(
      "`show.legend` must be TRUE, FALSE, NA, or a logical vector named by aesthetics.",
      show_legend, call
    )
  }
  show_legend
}

# Ellipses under the names that the data of a user's plot have.
outline_table <- function(fit, dims, level) {
  ellipses <- ellipse_table(column_plane(fit, dims), level)
  names <- colnames(fit$means)[dims] %||% c("x", "y")
  nameless <- is.na(names) | names == ""
  names[nameless] <- c("x", "y")[nameless]
  outlines <- data.frame(
    ellipses$x, ellipses$y, .component = ellipses$component,
    .level = factor(ellipses$level, level, percent(level)),
    .ellipse = ellipses$ellipse
  )
  names(outlines)[1:2] <- make.unique(names)
  for (name in setdiff(c("component", "level", "ellipse"), names)) {
    outlines[[name]] <- outlines[[paste0(".", name)]]
  }
  outlines
}
