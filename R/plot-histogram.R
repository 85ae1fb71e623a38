# One column: a histogram on the scale of densities, the mixture's density and those of its
# components times their weights.
plot_histogram <- function(fit, dim, observed) {
  column <- plot_columns(fit, dim)
  values <- histogram_values(fit, dim, observed)
  curves <- density_curves(fit, dim, values$x)
  mixture <- curves[is.na(curves$component), c("x", "density")]
  blank_picture(mapping = ggplot2::aes(.data$x, .data$density)) +
    bar_layer(values, bar_width(fit, dim)) +
    ggplot2::geom_line(
      ggplot2::aes(colour = .data$component),
      data = curves[!is.na(curves$component), ], linewidth = 1.6
    ) +
    # Above its parts and thinner: where these do not overlap, both are seen.
    ggplot2::geom_line(data = mixture, colour = "grey10", linewidth = 0.6) +
    peak_numbers(fit, dim) +
    component_scales(fit, "colour") +
    ggplot2::labs(
      x = column, y = "Density",
      title = picture_title(fit),
      caption = caption_of(
        "Black: density of the mixture; coloured: its components, times their weights.",
        margin_note(fit, dim), values$note
      ),
      alt = paste0(
        if (is.null(values)) "Density" else "Histogram", " of ", column,
        " with the density of a mixture of ", counted(fit$n_components, "component"), "."
      )
    )
}

# Values, their weights and further columns; all rows, as only bars are drawn.
histogram_values <- function(fit, dim, observed) {
  if (is.null(observed)) {
    return(NULL)
  }
  drawn <- drawn_observations(observed, dim, most = Inf)
  weights <- if (observed$own) training_weights(fit)[drawn$rows]
  list(
    x = unname(drawn$values[, dim]), weight = as.double(weights %||% rep(1, drawn$n)),
    further = drawn$further, note = drawn$note
  )
}

bar_layer <- function(values, width) {
  if (length(values$x) == 0) {
    return(NULL)
  }
  look <- list(fill = "grey85", colour = "white", linewidth = 0.2)
  if (!is.null(values$further)) {
    return(counted_bars(values, width, look))
  }
  layer <- function(...) {
    ggplot2::geom_rect(
      ggplot2::aes(xmin = .data$from, xmax = .data$to, ymin = 0, ymax = .data$density),
      data = bar_table(values, width), inherit.aes = FALSE, ...
    )
  }
  do.call(layer, look)
}

# Bars that are counted when they are drawn, so that facets by further columns divide them: those
# of all panels have an area of one.
counted_bars <- function(values, width, look) {
  table <- with_further(
    data.frame(x = values$x, weight = values$weight), values,
    c("density", "component")
  )
  layer <- function(...) {
    ggplot2::geom_histogram(
      ggplot2::aes(
        .data$x,
        y = ggplot2::after_stat(.data$count / sum(.data$count) / .data$width), weight = .data$weight
      ),
      data = table, breaks = bar_breaks(values, width), closed = "left", inherit.aes = FALSE, ...
    )
  }
  do.call(layer, look)
}

# Scott's width for a normal distribution as wide as the components are on average: that of
# all data would hide the valleys between them.
bar_width <- function(fit, dim) {
  3.49 * sum(fit$weights * component_sds(fit)[, dim]) / max(fit$n, 1)^(1 / 3)
}

# As many bins as a picture can show.
bar_breaks <- function(values, width) {
  range <- range(values$x)
  if (range[1] == range[2]) {
    range <- drawn_range(range + c(-0.5, 0.5) * width)
  }
  n_bins <- max(8, min(80, ceiling(diff(range) / width)))
  seq(range[1], range[2], length.out = 1 + n_bins)
}

bar_table <- function(values, width) {
  breaks <- bar_breaks(values, width)
  bins <- findInterval(values$x, breaks, rightmost.closed = TRUE, all.inside = TRUE)
  sums <- vapply(
    split(values$weight, factor(bins, seq_len(length(breaks) - 1))), sum, numeric(1)
  )
  widths <- diff(breaks)
  data.frame(
    from = breaks[-length(breaks)], to = breaks[-1],
    density = unname(sums) / sum(sums) / widths
  )
}

# Densities of one column: of each component that is drawn, times its weight, and, with
# component NA, of the mixture.
density_curves <- function(fit, dim, values = NULL) {
  means <- unname(fit$means[, dim])
  sds <- component_sds(fit)[, dim]
  x <- curve_points(means, sds, values)
  one <- function(k) unname(fit$weights[k]) * stats::dnorm(x, means[k], sds[k])
  densities <- vapply(seq_len(fit$n_components), one, numeric(length(x)))
  drawn <- shown_components(fit)
  data.frame(
    x = rep(x, length(drawn) + 1),
    density = c(densities[, drawn], rowSums(densities)),
    component = component_factor(rep(c(drawn, NA), each = length(x)), fit)
  )
}

# Close enough for every component, however narrow, and down to where it has vanished.
curve_points <- function(means, sds, values) {
  range <- drawn_range(range(means - 3.5 * sds, means + 3.5 * sds, values))
  own <- outer(sds, seq(-6, 6, by = 0.05)) + means
  own <- own[own >= range[1] & own <= range[2]]
  sort(unique(c(own, seq(range[1], range[2], length.out = 256))))
}

# At the least so wide that the points of a curve differ.
drawn_range <- function(range) {
  least <- 256 * .Machine$double.eps * max(abs(range))
  if (diff(range) < 2 * least) range + c(-1, 1) * least else range
}

# Many components have their numbers at the tops of their curves.
peak_numbers <- function(fit, dim) {
  if (!is_crowded(n_colours(fit))) {
    return(NULL)
  }
  drawn <- shown_components(fit)
  number_layer(data.frame(
    x = unname(fit$means[drawn, dim]),
    density = unname(fit$weights[drawn]) * stats::dnorm(0, 0, component_sds(fit)[drawn, dim]),
    component = component_factor(drawn, fit)
  ))
}
