# Functions over the plane of two columns: the density of their marginal mixture and the
# posterior probability of its components; and, over the data, the uncertainty.

plot_density <- function(fit, dims, level, call) {
  margin <- marginal_mixture(fit, dims)
  regions <- density_regions(margin, level, call)
  drawn <- drawn_observations(fit, call)
  points <- component_points(fit, dims, drawn, call)
  limits <- plane_limits(regions$inside, points)
  grid <- plane_grid(margin, limits, regions$summit)
  grid$density <- predict_drawn(margin, as.matrix(grid), "density", call)
  # The smallest region must hold a point of the grid, too.
  highest <- max(grid$density)
  breaks <- c(pmin(regions$thresholds, (1 - 1e-6) * highest), 1.01 * highest)
  columns <- plot_columns(fit, dims)
  blank_picture(mapping = ggplot2::aes(.data$x, .data$y)) +
    ggplot2::geom_contour_filled(
      ggplot2::aes(z = .data$density, fill = ggplot2::after_stat(.data$level)),
      data = grid, breaks = breaks, show.legend = TRUE
    ) +
    observation_layer(points) +
    share_scale(percent(rev(level))) +
    ggplot2::labs(
      x = columns[1], y = columns[2], fill = "Share of\nprobability",
      title = picture_title(fit),
      caption = caption_of(
        paste0(
          "Regions of highest density that hold ", shares_of(level),
          " of the mixture's probability."
        ),
        margin_note(fit, dims), drawn$note
      ),
      alt = paste0(
        "Density of a mixture of ", counted(fit$n_components, "component"), " over ",
        columns[1], " and ", columns[2], ": regions that hold ", shares_of(level),
        " of its probability."
      )
    )
}

# Regions, from the outermost inwards, get darker.
share_scale <- function(shares) {
  if (length(shares) > 7) {
    return(ggplot2::scale_fill_viridis_d(direction = -1, labels = shares, drop = FALSE))
  }
  blues <- c("#DEEBF7", "#C6DBEF", "#9ECAE1", "#6BAED6", "#4292C6", "#2171B5", "#084594")
  chosen <- blues[round(seq(1, length(blues) - 1, length.out = length(shares)))]
  ggplot2::scale_fill_manual(values = chosen, labels = shares, drop = FALSE)
}

# Thin dots for observations where colour speaks of something else.
observation_layer <- function(points) {
  if (is.null(points)) {
    return(NULL)
  }
  look <- point_look(nrow(points), 0.5)
  ggplot2::geom_point(
    data = points[c("x", "y")], colour = "grey15", size = look$size, alpha = look$alpha
  )
}

# The density above which the mixture has a given share of its probability is a quantile of
# the density at draws from it. Here are no draws but points that stand for them, so that
# the result is exact to about 1 / n and costs no random number.
density_regions <- function(margin, level, call) {
  # Some points must lie beyond the largest region.
  n <- min(2e5, max(2000, ceiling(10 / (1 - max(level)))))
  points <- representative_points(margin, n)
  density <- predict_drawn(margin, as.matrix(points[c("x", "y")]), "density", call)
  order <- order(density, decreasing = TRUE)
  share <- cumsum(points$share[order])
  thresholds <- stats::approx(share, density[order], rev(level), rule = 2, ties = "ordered")$y
  list(
    thresholds = thresholds,
    inside = points[density >= thresholds[1], ],
    summit = points[order[1], ]
  )
}

# n points per component, at radii that are quantiles of its distances and at multiples of
# the golden angle, as the seeds of a sunflower.
representative_points <- function(margin, n) {
  radius <- sqrt(stats::qchisq((seq_len(n) - 0.5) / n, 2))
  angle <- seq_len(n) * pi * (3 - sqrt(5))
  disc <- rbind(radius * cos(angle), radius * sin(angle))
  one <- function(k) {
    points <- margin$means[k, ] + t(chol(margin$covariances[, , k])) %*% disc
    data.frame(x = points[1, ], y = points[2, ], share = unname(margin$weights[k]) / n)
  }
  do.call(rbind, lapply(seq_len(margin$n_components), one))
}

# The part of the plane that holds regions and data.
plane_limits <- function(inside, points, margin = 0.04) {
  one <- function(axis) {
    range <- range(inside[[axis]], points[[axis]])
    range + c(-1, 1) * margin * diff(range)
  }
  list(x = one("x"), y = one("y"))
}

plane_grid <- function(margin, limits, through = NULL, n = 160) {
  variances <- apply(margin$covariances, 3, diag)
  axis <- function(j) {
    even <- seq(limits[[j]][1], limits[[j]][2], length.out = n)
    narrow <- narrow_points(even, margin$means[, j], sqrt(variances[j, ]))
    apart(sort(c(through[[j]], even, narrow)))
  }
  expand.grid(x = axis(1), y = axis(2), KEEP.OUT.ATTRS = FALSE)
}

# ggplot2 tells the points of a grid apart by their text of 15 digits.
apart <- function(x) {
  x[c(TRUE, diff(x) > 1e-14 * abs(x[-1]))]
}

# An even grid would step over narrow components: these get points of their own.
narrow_points <- function(even, means, sds) {
  narrow <- sds < 4 * (even[2] - even[1])
  own <- outer(sds[narrow], seq(-3, 3, by = 0.25)) + means[narrow]
  own[own > min(even) & own < max(even)]
}

plot_component <- function(fit, dims, component, call) {
  margin <- marginal_mixture(fit, dims)
  drawn <- drawn_observations(fit, call)
  points <- component_points(fit, dims, drawn, call)
  limits <- plane_limits(density_regions(margin, 0.99, call)$inside, points)
  columns <- plot_columns(fit, dims)
  which <- if (length(component) == 1) {
    paste("component", component)
  } else {
    paste("components", enumerate(component, 20))
  }
  blank_picture(mapping = ggplot2::aes(.data$x, .data$y)) +
    ggplot2::geom_contour_filled(
      ggplot2::aes(z = .data$probability, fill = ggplot2::after_stat(.data$level_mid)),
      # The last region includes probability one.
      data = probability_table(margin, component, limits, call),
      breaks = c(seq(0, 0.9, by = 0.1), 1.001)
    ) +
    observation_layer(points) +
    # In a panel of its own a component is alone.
    number_layer(
      mean_table(fit, dims, if (length(component) > 1) component else shown_components(fit))
    ) +
    ggplot2::coord_cartesian(expand = FALSE) +
    ggplot2::scale_fill_steps(
      low = "white", high = component_shade(component, fit),
      limits = c(0, 1), breaks = seq(0.1, 0.9, by = 0.1),
      labels = c("", "0.2", "", "0.4", "", "0.6", "", "0.8", "")
    ) +
    (if (length(component) > 1) {
      ggplot2::facet_wrap(ggplot2::vars(.data$component), labeller = component_labeller)
    }) +
    ggplot2::labs(
      x = columns[1], y = columns[2], fill = "Posterior\nprobability",
      title = picture_title(fit),
      caption = caption_of(
        paste0("Posterior probability of ", which, " over the plane; numbers are at means."),
        margin_note(fit, dims), drawn$note
      ),
      alt = paste0(
        "Posterior probability of ", which, " of ", fit$n_components, " over ", columns[1],
        " and ", columns[2], "."
      )
    )
}

component_labeller <- function(labels) lapply(labels, function(k) paste("Component", k))

# A single component has the colour that it has in other pictures.
component_shade <- function(component, fit) {
  alone <- length(component) == 1 && !is_crowded(n_colours(fit))
  if (alone) component_colours(fit)[[component]] else okabe_ito[1]
}

probability_table <- function(margin, component, limits, call) {
  grid <- plane_grid(margin, limits)
  probability <- predict_drawn(margin, as.matrix(grid), "prob", call)
  one <- function(k) {
    data.frame(
      grid,
      probability = probability[, k],
      component = component_factor(k, margin)
    )
  }
  do.call(rbind, lapply(component, one))
}

plot_uncertainty <- function(fit, dims, level, call) {
  drawn <- drawn_observations(fit, call)
  if (is.null(drawn)) {
    abort("no_data", c(
      "`object` must hold its data for `type = \"uncertainty\"`.",
      i = paste(
        "Fit with `keep_data = TRUE`; `predict(object, newdata, type = \"uncertainty\")`",
        "takes any data."
      )
    ), call = call)
  }
  columns <- plot_columns(fit, dims)
  points <- data.frame(
    x = unname(drawn$values[, dims[1]]), y = unname(drawn$values[, dims[2]]),
    uncertainty = predict_drawn(fit, drawn$values, "uncertainty", call)
  )
  # The uncertain ones lie on top.
  points <- points[order(points$uncertainty), ]
  blank_picture(mapping = ggplot2::aes(.data$x, .data$y)) +
    ggplot2::geom_path(
      ggplot2::aes(group = .data$ellipse),
      data = ellipse_table(fit, dims, level), colour = "grey60", linewidth = 0.4
    ) +
    ggplot2::geom_point(
      ggplot2::aes(size = .data$uncertainty, colour = .data$uncertainty),
      data = points, alpha = 0.85
    ) +
    number_layer(mean_table(fit, dims)) +
    uncertainty_scales(points) +
    ggplot2::labs(
      x = columns[1], y = columns[2], colour = "Uncertainty", size = "Uncertainty",
      title = picture_title(fit),
      caption = caption_of(
        "Larger and darker points: less certain of their component.",
        paste0(
          "Ellipses hold ", shares_of(level),
          " of each component's probability; numbers are at means."
        ),
        margin_note(fit, dims), drawn$note
      ),
      alt = paste0(
        "Scatter plot of ", columns[2], " against ", columns[1],
        "; points are larger and darker the less certain their component, of ",
        fit$n_components, ", is."
      )
    )
}

# One legend for size and shade. One half is the end for two components, and few points
# exceed it for more.
uncertainty_scales <- function(points) {
  size <- point_look(nrow(points))$size
  limits <- c(0, max(0.5, points$uncertainty))
  breaks <- c(0, 0.1, 0.25, 0.5, 0.75)
  breaks <- breaks[breaks <= limits[2]]
  list(
    ggplot2::scale_size_continuous(
      range = c(0.5 * size, max(2.2, 2.2 * size)),
      limits = limits, breaks = breaks, guide = "legend"
    ),
    ggplot2::scale_colour_gradient(
      low = "grey75", high = "#8C2D04", limits = limits, breaks = breaks, guide = "legend"
    )
  )
}
