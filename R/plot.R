#' Plot a Gaussian mixture
#'
#' Pictures of a fit, or of a model from given parameters: what it found, how sure it is,
#' and how it got there. Each is a ggplot, to which scales, facets, themes and layers can
#' be added; `plot()` prints it. Layers with data of their own want `inherit.aes = FALSE`.
#'
#' The types of picture are
#' * `"ellipse"`: the plane of two columns, or of the projection (see below): the data by component
#'   of largest posterior probability, and for each component its mean and the ellipses that hold
#'   given shares of its probability, the sets (x - m)' S^-1 (x - m) <= q with q the quantile of the
#'   chi-squared distribution with 2 degrees of freedom, m and S the mean and covariance
#'   in the plane;
#' * `"projection"`: the same in the plane of the projection, also for some of the columns, with
#'   arrows that say where a column grows;
#' * `"pairs"`: the same for every pair of columns, with points below the diagonal and
#'   without above it; on the diagonal the densities of single columns;
#' * `"density"`: regions of highest density of the mixture, the smallest that hold given
#'   shares of its probability;
#' * `"component"`: the posterior probability of one or more components over the plane;
#' * `"uncertainty"`: points that are larger and darker the less certain their component
#'   is, see `predict(type = "uncertainty")`;
#' * `"histogram"`: one column, with the density of the mixture and, weighted, those of
#'   its components;
#' * `"profile"`: means and standard deviations of the components variable by variable, in
#'   units of each variable's mean and standard deviation in the whole mixture, so that
#'   variables of any units stand side by side; for many variables;
#' * `"trace"`: log-likelihood by iteration of the run that was chosen;
#' * `"weights"`: of [gmm_bayes()], expected mixing weights with credible intervals from
#'   their posterior (of sticks, those of the beta distribution with the same mean and
#'   variance);
#' * `"trim"`: of [gmm_trim()], ellipses before and after the most extreme observations were
#'   dropped, which have circles;
#' * `"missing"`: of fits by `na_action = "em"`, which values are missing together: a row of tiles
#'   for each pattern, the most frequent first and at most 20, with the number of its rows, and the
#'   share of each column that is missing.
#'
#' Of more than two columns the plane is by default that of the two **directions in which the
#' components differ most**, of [gmm_project()]: their share of all separation is in the titles of
#' the axes, and the caption says which columns they are made of. Fits of more than 500 columns show
#' the first two. Pictures of columns that are named in `dims` show the **marginal mixture** of
#' those columns, whose means and covariances are parts of the fitted ones; a caption says so.
#' Colours and sizes of points come from all columns. A few observations far from all components
#' lie outside of a picture of directions, and its caption counts them.
#'
#' With `data`, points have all columns of it, for **facets** and aesthetics:
#' `autoplot(fit, data = iris) + facet_wrap(~Species)`. In the data of the layers the component is
#' the column `component`, the place `x` and `y`, and the share of a region `share`.
#' A scale for colours, as `scale_colour_manual(values =, labels =)`, is one for shapes, too.
#'
#' Titles and captions are folded when a picture is drawn, at its width and in its theme.
#' `plotly::ggplotly()` takes every picture; it leaves captions out.
#'
#' Of Bayesian fits the components that are switched off are left out, and `"ellipse"` draws the
#' ellipses of others the paler the smaller their weight. Titles tell of collapsed components.
#'
#' Fits without data (`keep_data = FALSE`, [gmm_model()]) are drawn without points. Of
#' more than 10,000 observations an evenly spread part is drawn, always the same, and the
#' caption says so; R's random numbers are left alone. Rows that were left out of the fit
#' are left out of its pictures. Of fits by `na_action = "em"`, rows with one of the two values that
#' make a point are ticks at the edge of the picture where that value is, and a histogram has the
#' values that there are; rows that lack a value of a projection are not drawn. Captions count them.
#' More than seven components are numbered at their means, as colours get close.
#'
#' @param object,x A fit of class `gaussmix`.
#' @param type The picture, see below. `NULL`: `"histogram"` for one column, else
#'   `"ellipse"`.
#' @param dims Columns, by name or number. `NULL`: the first six for `"pairs"`, all for
#'   `"projection"`, `"profile"` and `"missing"`, the only one for `"histogram"`; for the others the
#'   two that there are, or the projection of more.
#' @param level Shares of probability, of each component in its ellipses or of the
#'   mixture in its regions. `NULL`: half and nearly all, 0.5 and 0.95; 0.95 alone for the
#'   small panels of `"pairs"`; five regions from 0.25 to 0.99 for `"density"`. Of the posterior
#'   distribution of a weight for `"weights"`.
#' @param component Numbers of the components of `type = "component"`, a panel each.
#' @param data Observations to draw in place of those of the fit, a matrix or data frame with
#'   the columns of the fit and any others. As many rows as the fit was made of are taken for
#'   these, as by [`augment()`][gaussmix-tidiers]; others are told of in the caption.
#' @param ... For `autoplot()`, must be empty; for `plot()`, passed on to `autoplot()`.
#'
#' @return A ggplot object; `plot()` prints it and returns it invisibly.
#' @section Errors: `gaussmix_error_argument`, also for `"missing"` where no value is missing;
#'   `gaussmix_error_no_data` for `"uncertainty"`, `"trace"` and `"missing"` of a fit that lacks
#'   what they show;
#'   `gaussmix_error_newdata` for `data` without the columns of the fit or without rows;
#'   `gaussmix_error_fit`.
#' @seealso [geom_gmm_ellipse()] for ellipses on plots of one's own; [gmm_project()].
#' @references Johnson, R. A. and Wichern, D. W. (2007). *Applied Multivariate
#'   Statistical Analysis*, 6th edition, results 4.4 and 4.7 (margins and probability
#'   contours of the normal distribution).
#'
#'   Hyndman, R. J. (1996). Computing and graphing highest density regions. *The American
#'   Statistician* 50, 120-126. \doi{10.1080/00031305.1996.10474359}
#'
#'   Fraley, C. and Raftery, A. E. (2002). Model-based clustering, discriminant analysis,
#'   and density estimation. *Journal of the American Statistical Association* 97,
#'   611-631 (uncertainty). \doi{10.1198/016214502760047131}
#'
#'   Colours: Okabe, M. and Ito, K. (2008). *Color universal design*.
#' @importFrom ggplot2 autoplot
#' @export
#' @examples
#' set.seed(1)
#' fit <- gmm_fit(iris[, 1:4], n_components = 3)
#' autoplot(fit)
#' autoplot(fit, dims = c("Petal.Length", "Sepal.Width"))
#' autoplot(fit, data = iris) + ggplot2::facet_wrap(~Species)
#' autoplot(fit, "pairs")
#' autoplot(fit, "uncertainty", dims = c("Petal.Length", "Sepal.Width"))
#'
#' # A picture is a ggplot: add to it
#' geysers <- gmm_fit(faithful, n_components = 2)
#' autoplot(geysers, "density") +
#'   ggplot2::labs(x = "Eruption (minutes)", y = "Waiting (minutes)", title = "Old Faithful")
#'
#' # Rows with missing values are ticks at the edges
#' air <- gmm_fit(airquality[1:4], n_components = 2, covariance_type = "diag", na_action = "em")
#' autoplot(air, dims = c("Solar.R", "Ozone"))
#' autoplot(air, "missing")
#'
#' # One dimension
#' autoplot(gmm_fit(faithful$waiting, n_components = 2))
autoplot.gaussmix <- function(object, type = NULL, dims = NULL, level = NULL,
                              component = 1, data = NULL, ...) {
  call <- match.call()
  call[[1]] <- quote(autoplot)
  check_no_dots(list(...), c("object", "type", "dims", "level", "component", "data"), call)
  fit <- check_fit(object, call)
  type <- check_picture(type, fit, call)
  dims <- choose_dims(dims, fit, picture_types[type, ], call)
  level <- if (!is.null(level)) unique(sort(check_level(level, "level", call)))
  component <- check_component(component, fit, call)
  # Not looked at by pictures without observations.
  delayedAssign("observed", observed_rows(fit, data, call))
  if (!is.null(data)) force(observed)
  switch(type,
    ellipse = plot_ellipses(plane_of(fit, dims), level %||% c(0.5, 0.95), observed, call),
    projection = plot_projection(fit, dims, level %||% c(0.5, 0.95), observed, call),
    pairs = plot_pairs(fit, dims, level %||% 0.95, observed, call),
    density = plot_density(
      plane_of(fit, dims), level %||% c(0.25, 0.5, 0.75, 0.95, 0.99), observed, call
    ),
    component = plot_component(plane_of(fit, dims), component, observed, call),
    uncertainty = plot_uncertainty(plane_of(fit, dims), level %||% c(0.5, 0.95), observed, call),
    histogram = plot_histogram(fit, dims, observed),
    profile = plot_profile(fit, dims),
    trace = plot_trace(fit, call),
    weights = plot_weights(fit, level %||% c(0.5, 0.95), call),
    trim = plot_trim(plane_of(fit, dims), level %||% 0.95, observed, call),
    missing = plot_missing(fit, dims, observed, call)
  )
}

#' @rdname autoplot.gaussmix
#' @export
plot.gaussmix <- function(x, ...) {
  call <- quote(plot())
  check_fit(x, call, "x")
  picture <- in_name_of(call, autoplot(x, ...))
  print(picture)
  invisible(picture)
}

check_picture <- function(type, fit, call) {
  if (is.null(type)) {
    return(if (fit$d == 1) "histogram" else "ellipse")
  }
  type <- check_choice(type, rownames(picture_types), "type", call)
  if (fit$d < picture_types[type, "least"]) {
    abort("argument", c(
      paste0("`object` must have two or more columns for `type = \"", type, "\"`."),
      x = "It has 1 column.",
      i = "Use `type = \"histogram\"`."
    ), call = call)
  }
  type
}

check_component <- function(component, fit, call) {
  ok <- is_numbers(component) && length(component) > 0 &&
    all(component %in% seq_len(fit$n_components)) && !anyDuplicated(component)
  if (!ok) {
    numbers <- if (fit$n_components == 1) {
      "1, the only component"
    } else {
      paste("numbers of components, each once, from 1 to", fit$n_components)
    }
    abort_argument(paste0("`component` must be ", numbers, "."), component, call)
  }
  as.integer(component)
}
