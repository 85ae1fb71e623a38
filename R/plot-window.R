# The part of a projected plane that is drawn. A few observations far from all components would
# leave these a corner of the picture: then they stay outside, and the caption counts them. Columns
# that were asked for are drawn with all their values.

# `limits` of both axes, the `coord` that sets them, and the `note`; NULL if all has room. `held`
# are points that must be seen.
plane_window <- function(plane, held, points) {
  if (!isTRUE(plane$is_projected) || is.null(points)) {
    return(NULL)
  }
  axes <- c(x = "x", y = "y")
  limits <- lapply(axes, function(axis) {
    core <- range(held[[axis]], without_ends(points[[axis]]))
    core + c(-0.05, 0.05) * diff(core)
  })
  reach <- vapply(axes, function(axis) {
    diff(range(limits[[axis]], points[[axis]])) / diff(limits[[axis]])
  }, numeric(1))
  if (max(reach) < roomy) {
    return(NULL)
  }
  inside <- function(axis) {
    points[[axis]] >= limits[[axis]][1] & points[[axis]] <= limits[[axis]][2]
  }
  n_outside <- sum(!(inside("x") & inside("y")))
  list(
    limits = limits, coord = window_coord(limits),
    note = paste0(
      counted(n_outside, "observation"), if (n_outside == 1) " lies" else " lie",
      " outside of the picture."
    )
  )
}

# All but one in a hundred at each end, and at least one.
without_ends <- function(x) {
  n <- ceiling(0.01 * length(x))
  sort(x)[-c(seq_len(n), length(x) + 1 - seq_len(n))]
}

# How many times as wide as the components a picture may be.
roomy <- 2

# One that gives way to a user's without a message.
window_coord <- function(limits) {
  coord <- ggplot2::coord_cartesian(xlim = limits$x, ylim = limits$y, expand = FALSE)
  coord$default <- TRUE
  coord
}
