#' Plot a Gaussian mixture
#'
#' Draws two columns of the data, coloured by the component of largest posterior
#' probability, and for each component its mean and the ellipses that hold given shares
#' of its probability: the sets (x - m)' S^-1 (x - m) <= qchisq(level, 2), with m and S
#' the fitted mean and covariance of the two columns.
#'
#' @param object A fit of class `gaussmix` of at least two columns.
#' @param dims The two columns, by name or number.
#' @param level Probabilities of the ellipses.
#' @param ... Must be empty.
#' @return A ggplot object.
#' @section Errors: `gaussmix_error_argument`, `gaussmix_error_fit`.
#' @references Johnson, R. A. and Wichern, D. W. (2007). *Applied Multivariate
#'   Statistical Analysis*, 6th edition, result 4.7 (probability contours).
#' @importFrom ggplot2 autoplot
#' @export
#' @examples
#' set.seed(1)
#' fit <- gmm_fit(iris[, 1:4], n_components = 3)
#' ggplot2::autoplot(fit, dims = c("Petal.Length", "Sepal.Width"))
autoplot.gaussmix <- function(object, dims = 1:2, level = c(0.5, 0.95), ...) {
  call <- match.call()
  call[[1]] <- quote(autoplot)
  check_no_dots(list(...), c("object", "dims", "level"), call)
  fit <- check_fit(object, call)
  level <- check_level(level, "level", call)
  dims <- check_dims(dims, fit, call)
  columns <- plot_columns(fit, dims)
  ellipses <- ellipse_table(fit, dims, level)
  centres <- data.frame(
    x = fit$means[, dims[1]], y = fit$means[, dims[2]],
    component = factor(component_names(fit$n_components), component_names(fit$n_components))
  )
  ggplot2::ggplot(mapping = ggplot2::aes(.data$x, .data$y, colour = .data$component)) +
    point_layer(fit, dims, call) +
    ggplot2::geom_path(
      ggplot2::aes(group = .data$ellipse),
      data = ellipses, linewidth = 0.7
    ) +
    ggplot2::geom_point(data = centres, shape = 4, size = 3, stroke = 1.2, show.legend = FALSE) +
    component_colours(fit$n_components) +
    component_shapes(fit$n_components) +
    ggplot2::labs(
      x = columns[1], y = columns[2], colour = "Component", shape = "Component",
      title = fit_header(fit),
      caption = paste0(
        "Ellipses hold ", enumerate(paste(vapply(100 * sort(level), format, ""), "%")),
        " of each component's probability; crosses are means."
      ),
      alt = paste0(
        "Scatter plot of ", columns[2], " against ", columns[1], " with ellipses of ",
        counted(fit$n_components, "mixture component"), "."
      )
    ) +
    ggplot2::theme_minimal()
}

# The points by component, if the fit holds its data.
point_layer <- function(fit, dims, call) {
  if (is.null(fit$data)) {
    return(NULL)
  }
  cells <- training_cells(fit, call)
  rows <- cells$rows
  points <- data.frame(
    x = cells$values[rows, dims[1]], y = cells$values[rows, dims[2]],
    component = unname(stats::predict(fit))[rows]
  )
  ggplot2::geom_point(
    ggplot2::aes(shape = .data$component),
    data = points, alpha = 0.6, size = 1.6
  )
}

# Okabe and Ito's palette: told apart with any colour vision. Beyond its colours,
# viridis.
component_colours <- function(n_components) {
  okabe_ito <- c(
    "#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000"
  )
  if (n_components > length(okabe_ito)) {
    return(ggplot2::scale_colour_viridis_d(end = 0.95))
  }
  ggplot2::scale_colour_manual(values = okabe_ito[seq_len(n_components)], drop = FALSE)
}

component_shapes <- function(n_components) {
  shapes <- c(16, 17, 15, 18, 3, 8, 1, 2, 0, 5)
  ggplot2::scale_shape_manual(values = rep_len(shapes, n_components), drop = FALSE)
}

plot_columns <- function(fit, dims) {
  names <- colnames(fit$means)
  if (is.null(names)) paste("Column", dims) else names[dims]
}

check_dims <- function(dims, fit, call) {
  names <- colnames(fit$means)
  positions <- if (is.character(dims)) match(dims, names) else dims
  ok <- is.numeric(positions) && length(positions) == 2 && !anyNA(positions) &&
    all(positions %in% seq_len(fit$d)) && positions[1] != positions[2]
  if (!ok) {
    known <- if (is.null(names)) {
      paste0("It has ", counted(fit$d, "column"), ".")
    } else {
      paste0("Its columns are ", enumerate(paste0("`", names, "`"), 10), ".")
    }
    abort("argument", c(
      "`dims` must be two different columns of the fit, by name or number.",
      x = paste0("You gave ", describe(dims), "."), i = known
    ), call = call)
  }
  as.integer(positions)
}

# Points on the ellipses of all components and levels: the image of a circle of
# radius sqrt(qchisq(level, 2)) under a square root of the covariance.
ellipse_table <- function(fit, dims, level, n_points = 181) {
  covariances <- expand_covariances(
    fit$covariances, fit$covariance_type, fit$d, fit$n_components
  )
  components <- component_names(fit$n_components)
  angle <- seq(0, 2 * pi, length.out = n_points)
  circle <- rbind(cos(angle), sin(angle))
  one <- function(k, p) {
    root <- t(chol(covariances[dims, dims, k]))
    points <- fit$means[k, dims] + sqrt(stats::qchisq(p, 2)) * root %*% circle
    data.frame(
      x = points[1, ], y = points[2, ],
      component = factor(components[k], components),
      level = p, ellipse = paste(k, p)
    )
  }
  grid <- expand.grid(k = seq_len(fit$n_components), p = level)
  do.call(rbind, Map(one, grid$k, grid$p))
}
