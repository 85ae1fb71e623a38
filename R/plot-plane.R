# Functions over a plane: the density of the mixture there and the posterior probability of its
# components; and, over the data, the uncertainty.

plot_density <- function(plane, level, observed, call) {
  fit <- plane$fit
  regions <- density_regions(plane$mixture, level, call)
  drawn <- drawn_on(plane, observed)
  points <- component_points(plane, drawn, call)
  window <- plane_window(plane, regions$inside, points)
  limits <- window$limits %||% plane_limits(regions$inside, points)
  grid <- plane_grid(plane$mixture, limits, regions$summit)
  grid$height <- predict_drawn(plane$mixture, as.matrix(grid), "density", call)
  # The smallest region must hold a point of the grid, too.
  thresholds <- pmin(regions$thresholds, (1 - 1e-6) * max(grid$height))
  shares <- percent(rev(level))
  table <- region_table(grid, thresholds)
  table$share <- factor(table$region, seq_along(shares), shares)
  blank_picture(mapping = ggplot2::aes(.data$x, .data$y)) +
    region_layer(table, ggplot2::aes(fill = .data$share)) +
    observation_layer(points) +
    share_scale(length(shares)) +
    ggplot2::coord_cartesian(xlim = limits$x, ylim = limits$y) +
    ggplot2::labs(
      x = plane$titles[1], y = plane$titles[2], fill = "Share of\nprobability",
      title = picture_title(fit),
      caption = caption_of(
        paste0(
          "Regions of highest density that hold ", shares_of(level),
          " of the mixture's probability."
        ),
        plane$note, drawn$note, window$note
      ),
      alt = paste0(
        "Density of a mixture of ", counted(fit$n_components, "component"), " over ",
        plane$titles[1], " and ", plane$titles[2], ": regions that hold ", shares_of(level),
        " of its probability."
      )
    )
}

region_layer <- function(table, fill) {
  ggplot2::geom_polygon(
    utils::modifyList(ggplot2::aes(group = .data$piece), fill),
    data = table, show.legend = TRUE
  )
}

# Regions, from the outermost inwards, get darker.
share_scale <- function(n) {
  if (n > 7) {
    return(ggplot2::scale_fill_viridis_d(direction = -1, drop = FALSE))
  }
  blues <- c("#DEEBF7", "#C6DBEF", "#9ECAE1", "#6BAED6", "#4292C6", "#2171B5", "#084594")
  chosen <- blues[round(seq(1, length(blues) - 1, length.out = n))]
  ggplot2::scale_fill_manual(values = chosen, drop = FALSE)
}

# Thin dots for observations, and ticks, where colour speaks of something else.
observation_layer <- function(points) {
  if (is.null(points)) {
    return(NULL)
  }
  points <- points[setdiff(names(points), "component")]
  whole <- whole_points(points)
  look <- point_look(nrow(whole), 0.5)
  list(
    ggplot2::geom_point(data = whole, colour = "grey15", size = look$size, alpha = look$alpha),
    tick_layers(points, colour = "grey15")
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
    points <- margin$means[k, ] + t(chol(covariance_in(margin, k))) %*% disc
    data.frame(x = points[1, ], y = points[2, ], share = unname(margin$weights[k]) / n)
  }
  do.call(rbind, lapply(seq_len(margin$n_components), one))
}

# The part of the plane that holds regions and data.
plane_limits <- function(inside, points, margin = 0.04) {
  one <- function(axis) {
    range <- range(inside[[axis]], points[[axis]], na.rm = TRUE)
    range + c(-1, 1) * margin * diff(range)
  }
  list(x = one("x"), y = one("y"))
}

plane_grid <- function(margin, limits, through = NULL, n = 160) {
  variances <- t(component_sds(margin))^2
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

plot_component <- function(plane, component, observed, call) {
  fit <- plane$fit
  drawn <- drawn_on(plane, observed)
  points <- component_points(plane, drawn, call)
  held <- density_regions(plane$mixture, 0.99, call)$inside
  window <- plane_window(plane, held, points)
  limits <- window$limits %||% plane_limits(held, points)
  titles <- plane$titles
  names <- component_names(fit)[component]
  which <- paste0("component", if (length(names) > 1) "s", " ", enumerate(names, 20))
  # In a panel of its own a component is alone.
  numbers <- mean_table(plane, if (length(component) > 1) component else shown_components(fit))
  blank_picture(mapping = ggplot2::aes(.data$x, .data$y)) +
    region_layer(
      probability_regions(plane, component, limits, call), ggplot2::aes(fill = .data$probability)
    ) +
    observation_layer(points) +
    number_layer(numbers) +
    ggplot2::coord_cartesian(xlim = limits$x, ylim = limits$y, expand = FALSE) +
    ggplot2::scale_fill_steps(
      low = "white", high = component_shade(component, fit),
      limits = c(0, 1), breaks = seq(0.1, 0.9, by = 0.1),
      labels = c("", "0.2", "", "0.4", "", "0.6", "", "0.8", "")
    ) +
    (if (length(component) > 1) {
      ggplot2::facet_wrap(ggplot2::vars(.data$component), labeller = component_labeller)
    }) +
    ggplot2::labs(
      x = titles[1], y = titles[2], fill = "Posterior\nprobability",
      title = picture_title(fit),
      caption = caption_of(
        paste0("Posterior probability of ", which, " over the plane; numbers are at means."),
        plane$note, drawn$note, window$note
      ),
      alt = paste0(
        "Posterior probability of ", which, " of ", fit$n_components, " over ", titles[1],
        " and ", titles[2], "."
      )
    )
}

# Numbers are told what they count; names speak for themselves.
component_labeller <- function(labels) {
  lapply(labels, function(k) ifelse(grepl("^[0-9]+$", k), paste("Component", k), as.character(k)))
}

# A single component has the colour that it has in other pictures.
component_shade <- function(component, fit) {
  alone <- length(component) == 1 && !is_crowded(n_colours(fit))
  if (alone) component_colours(fit)[[component]] else okabe_ito[1]
}

# Regions of at least 0, 0.1, ..., 0.9, each with the `probability` of its middle.
probability_regions <- function(plane, component, limits, call) {
  grid <- plane_grid(plane$mixture, limits)
  probability <- predict_drawn(plane$mixture, as.matrix(grid), "prob", call)
  lowest <- seq(0, 0.9, by = 0.1)
  one <- function(k) {
    grid$height <- probability[, k]
    table <- region_table(grid, lowest)
    table$probability <- lowest[table$region] + 0.05
    table$component <- component_factor(k, plane$fit)
    table$piece <- paste(k, table$piece)
    table
  }
  do.call(rbind, lapply(component, one))
}

plot_uncertainty <- function(plane, level, observed, call) {
  fit <- plane$fit
  if (is.null(observed)) abort_no_observations("uncertainty", call)
  drawn <- drawn_on(plane, observed)
  points <- plane$place(drawn$values)
  points$uncertainty <- predict_drawn(fit, drawn$values, "uncertainty", call)
  points <- with_further(points, drawn)
  # The uncertain ones lie on top.
  points <- points[order(points$uncertainty), ]
  ellipses <- ellipse_table(plane, level)
  window <- plane_window(plane, ellipses, points)
  titles <- plane$titles
  blank_picture(mapping = ggplot2::aes(.data$x, .data$y)) +
    ggplot2::geom_path(
      ggplot2::aes(group = .data$ellipse),
      data = ellipses, colour = "grey60", linewidth = 0.4
    ) +
    ggplot2::geom_point(
      ggplot2::aes(size = .data$uncertainty, colour = .data$uncertainty),
      data = whole_points(points), alpha = 0.85
    ) +
    tick_layers(points, ggplot2::aes(colour = .data$uncertainty), alpha = 0.85) +
    number_layer(mean_table(plane)) +
    uncertainty_scales(points) +
    window$coord +
    ggplot2::labs(
      x = titles[1], y = titles[2], colour = "Uncertainty", size = "Uncertainty",
      title = picture_title(fit),
      caption = caption_of(
        "Larger and darker points: less certain of their component.",
        paste0(
          "Ellipses hold ", shares_of(level),
          " of each component's probability; numbers are at means."
        ),
        plane$note, drawn$note, window$note
      ),
      alt = paste0(
        "Scatter plot of ", titles[2], " against ", titles[1],
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
