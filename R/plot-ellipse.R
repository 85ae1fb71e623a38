# Two columns or directions: points by component, ellipses, means.
plot_ellipses <- function(plane, level, observed, call) {
  fit <- plane$fit
  drawn <- drawn_on(plane, observed)
  points <- component_points(plane, drawn, call)
  numbered <- is_crowded(n_colours(fit))
  ellipses <- ellipse_table(plane, level)
  window <- plane_window(plane, ellipses, points)
  blank_picture(mapping = ggplot2::aes(.data$x, .data$y, colour = .data$component)) +
    point_layer(whole_points(points)) +
    tick_layers(points, ggplot2::aes(colour = .data$component)) +
    ellipse_paths(ellipses, fit, if (numbered) 0.5 else 0.7) +
    # Crosses where colours tell components apart, else numbers.
    (if (numbered) number_layer else cross_layer)(mean_table(plane)) +
    component_scales(fit, c("colour", if (!is.null(drawn)) "shape"), points) +
    window$coord +
    ggplot2::labs(
      x = plane$titles[1], y = plane$titles[2],
      title = picture_title(fit),
      caption = caption_of(
        ellipse_note(level, numbered), opacity_note(fit), plane$note, drawn$note, window$note
      ),
      alt = paste0(
        if (is.null(drawn)) "Plot" else "Scatter plot", " of ", plane$titles[2], " against ",
        plane$titles[1], " with ellipses of ",
        counted(sum(is_active(fit)), "mixture component"), "."
      )
    )
}

ellipse_paths <- function(ellipses, fit, linewidth) {
  if (!inherits(fit, "gaussmix_bayes")) {
    return(ggplot2::geom_path(
      ggplot2::aes(group = .data$ellipse), data = ellipses, linewidth = linewidth
    ))
  }
  ellipses$opacity <- component_opacity(fit)[as.integer(ellipses$component)]
  list(
    ggplot2::geom_path(
      ggplot2::aes(group = .data$ellipse, alpha = .data$opacity),
      data = ellipses, linewidth = linewidth
    ),
    ggplot2::scale_alpha_identity()
  )
}

ellipse_note <- function(level, numbered) {
  means <- if (numbered) "numbers are at" else "crosses are"
  paste0(
    "Ellipses hold ", shares_of(level), " of each component's probability; ", means, " means."
  )
}

component_points <- function(plane, drawn, call) {
  if (is.null(drawn)) {
    return(NULL)
  }
  points <- plane$place(drawn$values)
  points$component <- component_factor(
    predict_drawn(plane$fit, drawn$values, "class", call), plane$fit
  )
  with_further(points, drawn)
}

point_layer <- function(points, mapping = ggplot2::aes(shape = .data$component),
                        look = point_look(nrow(points))) {
  if (!is.null(points)) {
    ggplot2::geom_point(mapping, data = points, alpha = look$alpha, size = look$size)
  }
}

mean_table <- function(plane, components = shown_components(plane$fit)) {
  means <- unname(plane$mixture$means)[components, , drop = FALSE]
  data.frame(x = means[, 1], y = means[, 2], component = component_factor(components, plane$fit))
}

cross_layer <- function(centres, scale = 1) {
  ggplot2::geom_point(
    data = centres, shape = 4, size = 3 * scale, stroke = 1.2 * scale, show.legend = FALSE
  )
}

number_layer <- function(centres) {
  # Names would leave the panel.
  centres$label <- short_names(as.character(centres$component), 12)
  ggplot2::geom_label(
    ggplot2::aes(label = .data$label),
    data = centres, size = 3, colour = "black", fill = "white", alpha = 0.8,
    label.padding = ggplot2::unit(0.12, "lines"), show.legend = FALSE
  )
}

# Points on the ellipses of components and levels: the image of a circle of
# radius sqrt(qchisq(level, 2)) under a square root of the covariance.
ellipse_table <- function(plane, level, components = shown_components(plane$fit),
                          n_points = 181) {
  mixture <- plane$mixture
  angle <- seq(0, 2 * pi, length.out = n_points)
  circle <- rbind(cos(angle), sin(angle))
  one <- function(k, p) {
    root <- t(chol(covariance_in(mixture, k)))
    points <- mixture$means[k, ] + sqrt(stats::qchisq(p, 2)) * root %*% circle
    data.frame(
      x = points[1, ], y = points[2, ],
      component = component_factor(k, plane$fit),
      level = p, ellipse = paste(k, p)
    )
  }
  grid <- expand.grid(k = components, p = level)
  do.call(rbind, Map(one, grid$k, grid$p))
}
