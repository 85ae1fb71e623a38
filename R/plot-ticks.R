# Rows of which a picture knows one of two coordinates: ticks at the edge where its axis is.

# The others, which have both.
whole_points <- function(points) {
  if (anyNA(points$x) || anyNA(points$y)) {
    points <- points[!is.na(points$x) & !is.na(points$y), , drop = FALSE]
  }
  points
}

# Their colour comes from `mapping`, or is a fixed one in `...`; `reach` is how far they go into the
# panel, as a part of its smaller side.
tick_layers <- function(points, mapping = ggplot2::aes(), ..., reach = 0.03) {
  alone <- function(axis, other) {
    points[!is.na(points[[axis]]) & is.na(points[[other]]), , drop = FALSE]
  }
  at <- function(place) utils::modifyList(mapping, place)
  list(
    tick_layer(alone("x", "y"), at(ggplot2::aes(x = .data$x)), "b", reach, ...),
    tick_layer(alone("y", "x"), at(ggplot2::aes(y = .data$y)), "l", reach, ...)
  )
}

tick_layer <- function(ticks, mapping, side, reach, alpha = tick_opacity(nrow(ticks)), ...) {
  if (NROW(ticks) > 0) {
    ggplot2::geom_rug(
      mapping,
      data = ticks, sides = side, inherit.aes = FALSE, show.legend = FALSE,
      length = grid::unit(reach, "snpc"), linewidth = 0.4, alpha = alpha, ...
    )
  }
}

# Many ticks lie on each other.
tick_opacity <- function(n) max(0.25, min(0.7, 0.7 * (50 / n)^0.3))
