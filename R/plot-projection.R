# The plane in which components differ most, with arrows for the columns.
max_arrows <- 6

plot_projection <- function(fit, dims, level, observed, call) {
  projection <- project_mixture(fit, dims = dims)
  plane <- projection_plane(projection)
  arrows <- arrow_table(projection, dims)
  picture <- plot_ellipses(plane, level, observed, call) + arrow_layers(arrows, plane, level)
  picture + ggplot2::labs(caption = caption_of(
    picture$labels$caption,
    paste(
      "Arrows lead from the centre to where, on average, observations lie in which a column is",
      "one standard deviation above its mean."
    ),
    if (nrow(arrows) < length(dims)) {
      paste0("They are those of ", nrow(arrows), " of ", counted(length(dims), "column"), ".")
    },
    if (length(dims) < fit$d) {
      paste0("Of ", counted(fit$d, "column"), " ", length(dims), " are projected.")
    }
  ))
}

# Covariances of the columns, in standard deviations, with the coordinates; of many columns those
# of the longest arrows.
arrow_table <- function(projection, dims) {
  moments <- mixture_moments(projection$fit, shown_components(projection$fit), dims)
  tips <- unname(moments$total %*% projection$loadings[dims, 1:2, drop = FALSE])
  sizes <- sqrt(rowSums((tips %*% diag(1 / apply(abs(tips), 2, max)))^2))
  longest <- order(-sizes)[seq_len(min(max_arrows, length(dims)))]
  chosen <- sort(longest[sizes[longest] > 0.3 * max(sizes)])
  data.frame(
    x = tips[chosen, 1], y = tips[chosen, 2],
    column = short_names(plot_columns(projection$fit, dims), 20)[chosen]
  )
}

# Labels stand above or below the tips, and as far to the left as these are to the right, so that
# none leaves the panel.
arrow_layers <- function(arrows, plane, level) {
  reach <- ellipse_table(plane, max(level))
  gap <- 0.065 * diff(range(reach$y, arrows$y))
  arrows$label_y <- apart_by(arrows$y + ifelse(arrows$y < 0, -0.7, 0.7) * gap, gap)
  ends <- range(reach$x, arrows$x)
  arrows$aside <- (arrows$x - ends[1]) / diff(ends)
  list(
    ggplot2::geom_segment(
      ggplot2::aes(x = 0, y = 0, xend = .data$x, yend = .data$y),
      data = arrows, inherit.aes = FALSE, colour = "grey25", linewidth = 0.4,
      arrow = ggplot2::arrow(length = ggplot2::unit(4, "pt"), type = "closed")
    ),
    ggplot2::geom_label(
      ggplot2::aes(.data$x, .data$label_y, label = .data$column, hjust = .data$aside),
      data = arrows, inherit.aes = FALSE, size = 2.8, colour = "grey15", fill = "white",
      alpha = 0.7, label.size = 0, label.padding = ggplot2::unit(1, "pt")
    )
  )
}

# Positions of labels on a line, moved as little as keeps them apart.
apart_by <- function(y, gap) {
  order <- order(y)
  steps <- gap * seq_along(y)
  # The nearest increasing sequence, after the steps are taken off.
  y[order] <- stats::isoreg(y[order] - steps)$yf + steps
  y
}
