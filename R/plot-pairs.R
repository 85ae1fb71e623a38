# All pairs of columns, each panel the marginal mixture of its two: points and ellipses
# below the diagonal, ellipses alone above it, densities of single columns on it.
plot_pairs <- function(fit, dims, level, observed, call) {
  columns <- make.unique(plot_columns(fit, dims))
  drawn <- drawn_observations(observed, dims, "a panel's two values")
  panels <- function(table, pairs) pair_panels(dims, columns, table, pairs)
  points <- component_points(column_plane(fit, dims[1:2]), drawn, call)
  below <- panels(function(pair) {
    if (!is.null(drawn)) {
      points[c("x", "y")] <- column_plane(fit, pair)$place(drawn$values)
      points[setdiff(names(points), c("row", "column"))]
    }
  }, "below")
  blank_picture(mapping = ggplot2::aes(.data$x, .data$y, colour = .data$component)) +
    point_layer(whole_points(below), look = point_look(drawn$n, 2 / length(dims))) +
    tick_layers(below, ggplot2::aes(colour = .data$component), reach = 0.06) +
    ggplot2::geom_path(
      ggplot2::aes(group = .data$ellipse),
      data = panels(function(pair) ellipse_table(column_plane(fit, pair), level), "both"),
      linewidth = 0.4
    ) +
    cross_layer(panels(function(pair) mean_table(column_plane(fit, pair)), "above"), 0.5) +
    diagonal_layers(fit, dims, columns, drawn, level) +
    ggplot2::facet_grid(
      ggplot2::vars(.data$row), ggplot2::vars(.data$column),
      scales = "free", switch = "both",
      labeller = function(labels) {
        lapply(labels, function(names) short_names(as.character(names), 30))
      }
    ) +
    component_scales(
      fit, c("colour", "fill", if (!is.null(drawn)) "shape"), points,
      numbered = FALSE
    ) +
    ggplot2::labs(
      x = NULL, y = NULL,
      title = picture_title(fit),
      caption = caption_of(
        ellipse_note(level, numbered = FALSE),
        "On the diagonal the densities of single columns, each to a scale of its own.",
        if (length(dims) < fit$d) {
          paste0("Shown are ", length(dims), " of ", counted(fit$d, "column"), ".")
        },
        drawn$note
      ),
      alt = paste0(
        "Matrix of scatter plots of ", enumerate(columns, 10), ", in pairs, with ellipses of ",
        counted(fit$n_components, "mixture component"), "."
      )
    ) +
    pairs_theme(length(dims))
}

# Names of columns take the places of titles of axes.
pairs_theme <- function(d) {
  list(
    ggplot2::theme(
      strip.placement = "outside", legend.position = "bottom",
      panel.border = ggplot2::element_rect(colour = "grey80", fill = NA),
      axis.text = ggplot2::element_text(size = ggplot2::rel(if (d > 4) 0.65 else 0.8)),
      strip.text = ggplot2::element_text(size = ggplot2::rel(if (d > 4) 0.7 else 0.8)),
      panel.spacing = ggplot2::unit(4, "pt")
    ),
    ggplot2::scale_x_continuous(breaks = inner_breaks),
    ggplot2::scale_y_continuous(breaks = inner_breaks)
  )
}

# Numbers at the ends of an axis would meet those of the panels beside it.
inner_breaks <- function(limits) {
  breaks <- pretty(limits, 4)
  margin <- 0.08 * diff(limits)
  breaks[breaks >= limits[1] + margin & breaks <= limits[2] - margin]
}

# The table of each pair of columns, with the names of its row and column of panels.
pair_panels <- function(dims, columns, table, where) {
  grid <- expand.grid(column = seq_along(dims), row = seq_along(dims))
  wanted <- switch(where,
    below = grid$row > grid$column,
    above = grid$row < grid$column,
    both = grid$row != grid$column
  )
  one <- function(column, row) {
    panel <- table(dims[c(column, row)])
    if (!is.null(panel)) {
      panel$row <- factor(columns[row], columns)
      panel$column <- factor(columns[column], columns)
    }
    panel
  }
  do.call(rbind, Map(one, grid$column[wanted], grid$row[wanted]))
}

# Curves of the density of each column, stretched over the range that its panels have.
diagonal_layers <- function(fit, dims, columns, drawn, level) {
  curves <- do.call(rbind, lapply(seq_along(dims), function(j) {
    values <- drawn$values[, dims[j]]
    values <- values[!is.na(values)]
    curves <- density_curves(fit, dims[j], values)
    reach <- drawn_range(range(ellipse_reach(fit, dims[j], level), values))
    curves <- curves[curves$x >= reach[1] & curves$x <= reach[2], ]
    curves$base <- reach[1]
    curves$y <- reach[1] + 0.95 * diff(reach) * curves$density / max(curves$density)
    curves$row <- factor(columns[j], columns)
    curves$column <- curves$row
    curves
  }))
  mixture <- is.na(curves$component)
  list(
    ggplot2::geom_ribbon(
      ggplot2::aes(ymin = .data$base, ymax = .data$y, fill = .data$component),
      data = curves[!mixture, ], alpha = 0.25, linewidth = 0.4, show.legend = FALSE
    ),
    ggplot2::geom_line(
      data = curves[mixture, ], colour = "grey20", linewidth = 0.4, show.legend = FALSE
    )
  )
}

# The interval of one column that ellipses of a level reach.
ellipse_reach <- function(fit, dim, level) {
  sds <- component_sds(fit)[, dim]
  radius <- sqrt(stats::qchisq(max(level), 2))
  range(fit$means[, dim] - radius * sds, fit$means[, dim] + radius * sds)
}
