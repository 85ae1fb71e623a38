# What dropping the most extreme observations has changed: ellipses before and after.

plot_trim <- function(plane, level, observed, call) {
  fit <- plane$fit
  if (is.null(fit$trimmed)) {
    abort("argument", c(
      "`object` must be a fit by `gmm_trim()` for `type = \"trim\"`.",
      i = "`autoplot(gmm_trim(object), \"trim\")`."
    ), call = call)
  }
  check_own_rows(observed, call)
  columns <- plane$titles
  drawn <- drawn_on(plane, observed)
  points <- component_points(plane, drawn, call)
  left <- !(rows_with_results(fit)[drawn$rows] %in% fit$trimmed$rows)
  before <- ellipses_before(plane, level, call)
  after <- ellipse_table(plane, level)
  blank_picture(mapping = ggplot2::aes(.data$x, .data$y)) +
    ggplot2::geom_path(
      ggplot2::aes(group = .data$ellipse, linetype = "before"),
      data = before, colour = "grey35"
    ) +
    point_layer(points[left, ], ggplot2::aes(colour = .data$component)) +
    dropped_points(plane, observed) +
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
        plane$note,
        if (!is.null(drawn$note)) paste(drawn$note, "(And all that were dropped.)")
      ),
      alt = paste0(
        "Ellipses of ", counted(fit$n_components, "mixture component"), " over ", columns[1],
        " and ", columns[2], " before and after ",
        counted(length(fit$trimmed$rows), "observation"), " were dropped."
      )
    )
}

# Which observations were dropped is known by number.
check_own_rows <- function(observed, call) {
  if (!is.null(observed) && !observed$own) {
    abort("newdata", c(
      "`data` must be the rows that the fit was made of for `type = \"trim\"`.",
      x = paste0("It has ", counted(observed$n, "row"), ".")
    ), call = call)
  }
}

ellipses_before <- function(plane, level, call) {
  before <- check_fit(plane$fit$trimmed$before, call)
  plane$mixture <- plane$see(before)
  shown <- shown_components(before, active = plane$fit$trimmed$active)
  plane$fit <- before
  ellipse_table(plane, level, shown)
}

# All that were dropped, however few of the others are drawn.
dropped_points <- function(plane, observed, most = 1e4) {
  if (is.null(observed)) {
    return(NULL)
  }
  rows <- which(rows_with_results(plane$fit) %in% plane$fit$trimmed$rows)
  rows <- rows[spread_rows(length(rows), most)]
  points <- plane$place(observed$values[rows, , drop = FALSE])
  ggplot2::geom_point(
    data = with_further(points, list(further = observed$further[rows, , drop = FALSE])),
    shape = 21, size = 2.4, stroke = 0.8, colour = "black"
  )
}
