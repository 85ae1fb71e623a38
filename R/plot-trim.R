# What dropping the most extreme observations has changed: ellipses before and after.

plot_trim <- function(fit, dims, level, call) {
  if (is.null(fit$trimmed)) {
    abort("argument", c(
      "`object` must be a fit by `gmm_trim()` for `type = \"trim\"`.",
      i = "`autoplot(gmm_trim(object), \"trim\")`."
    ), call = call)
  }
  columns <- plot_columns(fit, dims)
  drawn <- drawn_observations(fit, call)
  points <- component_points(fit, dims, drawn, call)
  left <- !(rows_with_results(fit)[drawn$rows] %in% fit$trimmed$rows)
  before <- ellipses_before(fit, dims, level, call)
  after <- ellipse_table(fit, dims, level)
  blank_picture(mapping = ggplot2::aes(.data$x, .data$y)) +
    ggplot2::geom_path(
      ggplot2::aes(group = .data$ellipse, linetype = "before"),
      data = before, colour = "grey35"
    ) +
    point_layer(points[left, ], ggplot2::aes(colour = .data$component)) +
    dropped_points(fit, dims, call) +
    ggplot2::geom_path(
      ggplot2::aes(group = .data$ellipse, colour = .data$component, linetype = "after"),
      data = after, linewidth = 0.7
    ) +
    component_scales(fit, "colour", points[left, ]) +
    ggplot2::scale_linetype_manual(
      values = c(before = "22", after = "solid"), limits = c("before", "after"),
      guide = ggplot2::guide_legend(order = 1)
    ) +
    ggplot2::labs(
      x = columns[1], y = columns[2], linetype = "Fit", title = picture_title(fit),
      caption = caption_of(
        paste0(
          counted(length(fit$trimmed$rows), "observation"), " dropped",
          if (!is.null(drawn)) " (circles)", ". Ellipses hold ", shares_of(level),
          " of each component's probability."
        ),
        margin_note(fit, dims),
        if (!is.null(drawn$note)) paste(drawn$note, "(And all that were dropped.)")
      ),
      alt = paste0(
        "Ellipses of ", counted(fit$n_components, "mixture component"), " over ", columns[1],
        " and ", columns[2], " before and after ",
        counted(length(fit$trimmed$rows), "observation"), " were dropped."
      )
    )
}

ellipses_before <- function(fit, dims, level, call) {
  before <- check_fit(fit$trimmed$before, call)
  ellipse_table(before, dims, level, shown_components(before, active = fit$trimmed$active))
}

# All that were dropped, however few of the others are drawn.
dropped_points <- function(fit, dims, call, most = 1e4) {
  if (is.null(fit$data)) {
    return(NULL)
  }
  values <- training_cells(fit, call)$values
  rows <- which(rows_with_results(fit) %in% fit$trimmed$rows)
  rows <- rows[spread_rows(length(rows), most)]
  ggplot2::geom_point(
    data = data.frame(x = values[rows, dims[1]], y = values[rows, dims[2]]),
    shape = 21, size = 2.4, stroke = 0.8, colour = "black"
  )
}
