# Regions of a plane where a function is at least so high, as polygons with their words in the
# data, so that any scale, facet or other renderer keeps them.

# `grid` has x and y of expand.grid() and the function's `height`. A region is drawn over those
# that hold it. `piece` numbers closed lines without holes.
region_table <- function(grid, thresholds) {
  x <- unique(grid$x)
  y <- unique(grid$y)
  heights <- t(matrix(grid$height, length(x)))
  bands <- unname(isoband::isobands(x, y, heights, thresholds, rep(Inf, length(thresholds))))
  one <- function(i) {
    rings <- rings_of(bands[[i]])
    pieces <- unname(pieces_of(rings))
    x <- lapply(pieces, `[[`, "x")
    data.frame(
      x = unlist(x, use.names = FALSE),
      y = unlist(lapply(pieces, `[[`, "y"), use.names = FALSE),
      region = i, piece = rep(paste(i, seq_along(pieces)), lengths(x))
    )
  }
  do.call(rbind, lapply(which(lengths(lapply(bands, `[[`, "x")) > 0), one))
}

rings_of <- function(band) {
  lapply(split(seq_along(band$id), band$id), function(i) list(x = band$x[i], y = band$y[i]))
}

# Holes, which run the other way round, are joined to what they are in by a cut of no width: not
# every renderer knows holes.
pieces_of <- function(rings) {
  areas <- vapply(rings, signed_area, numeric(1))
  is_hole <- areas * areas[which.max(abs(areas))] < 0
  outer <- rings[!is_hole]
  sizes <- abs(areas[!is_hole])
  for (hole in rings[is_hole]) {
    around <- vapply(outer, function(ring) is_inside(hole$x[1], hole$y[1], ring), logical(1))
    if (any(around)) {
      i <- which(around)[which.min(sizes[around])]
      outer[[i]] <- joined(outer[[i]], hole)
    }
  }
  outer
}

signed_area <- function(ring) {
  # About one of the points, which may lie far from zero.
  x <- ring$x - ring$x[1]
  y <- ring$y - ring$y[1]
  i <- c(seq_along(x)[-1], 1)
  sum(x * y[i] - x[i] * y) / 2
}

is_inside <- function(x, y, ring) {
  i <- c(seq_along(ring$x)[-1], 1)
  crosses <- (ring$y > y) != (ring$y[i] > y)
  at <- ring$x + (y - ring$y) / (ring$y[i] - ring$y) * (ring$x[i] - ring$x)
  sum(crosses & at > x, na.rm = TRUE) %% 2 == 1
}

# From the ring to the hole at their nearest points, around it and back.
joined <- function(ring, hole) {
  wide <- diff(range(ring$x))
  high <- diff(range(ring$y))
  distance <- outer(ring$x / wide, hole$x / wide, "-")^2 +
    outer(ring$y / high, hole$y / high, "-")^2
  nearest <- arrayInd(which.min(distance), dim(distance))
  around <- c(nearest[2]:length(hole$x), seq_len(nearest[2]))
  after <- nearest[1]:length(ring$x)
  before <- seq_len(nearest[1])
  with <- function(axis) c(ring[[axis]][before], hole[[axis]][around], ring[[axis]][after])
  list(x = with("x"), y = with("y"))
}
