# What all pictures share: theme, colours, shapes, the look of points, captions.

# The theme comes first, so that a picture can amend it.
blank_picture <- function(...) {
  ggplot2::ggplot(...) + theme_gaussmix()
}

theme_gaussmix <- function() {
  ggplot2::theme_minimal(base_size = 11) +
    ggplot2::theme(
      panel.grid.minor = ggplot2::element_blank(),
      plot.title = ggplot2::element_text(size = ggplot2::rel(1)),
      plot.title.position = "plot",
      plot.caption = ggplot2::element_text(hjust = 0, colour = "grey30"),
      plot.caption.position = "plot",
      strip.text = ggplot2::element_text(colour = "grey20")
    )
}

# Okabe and Ito's palette: told apart with any colour vision.
okabe_ito <- c(
  "#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000"
)

# More components than colours get viridis, whose neighbours are hard to tell apart:
# such pictures number their components.
is_crowded <- function(n_components) n_components > length(okabe_ito)

# The scales by component of the aesthetics that a picture uses: ggplot2 tells of titles
# that it does not need. A legend of a single component, or of numbers that stand in the
# picture, says nothing.
component_scales <- function(n_components, used = c("colour", "shape"),
                             numbered = is_crowded(n_components)) {
  silent <- n_components == 1 || numbered
  titles <- stats::setNames(rep("Component", length(used)), used)
  list(
    component_colours(n_components, setdiff(used, "shape"), if (silent) "none" else "legend"),
    if ("shape" %in% used) component_shapes(n_components, silent),
    do.call(ggplot2::labs, as.list(titles))
  )
}

component_colours <- function(n_components, aesthetics, guide) {
  if (is_crowded(n_components)) {
    return(ggplot2::scale_colour_viridis_d(
      end = 0.85, drop = FALSE, guide = guide, aesthetics = aesthetics
    ))
  }
  ggplot2::scale_colour_manual(
    values = okabe_ito[seq_len(n_components)], drop = FALSE, guide = guide,
    aesthetics = aesthetics
  )
}

component_shapes <- function(n_components, silent) {
  ggplot2::scale_shape_manual(
    values = rep_len(c(16, 17, 15, 18, 3, 8, 1, 2, 0, 5), n_components), drop = FALSE,
    # Points may be too small and pale for a key.
    guide = if (silent) {
      "none"
    } else {
      ggplot2::guide_legend(override.aes = list(size = 2.2, alpha = 1))
    }
  )
}

picture_title <- function(fit) {
  paste0(fit_header(fit), if (fit$singular) "; one has collapsed")
}

# Points shrink and pale as they get many, so that ellipses stay visible.
point_look <- function(n, scale = 1) {
  list(
    size = max(0.2, scale * max(0.5, min(1.8, 1.8 * (200 / n)^0.25))),
    alpha = max(0.25, min(0.7, 0.7 * (200 / n)^0.2))
  )
}

# Sentences to lines of the width of a picture.
caption_of <- function(...) {
  paste(strwrap(paste(c(...), collapse = " "), width = 95), collapse = "\n")
}

# Long names keep their beginnings and ends, where they differ; where they do not, numbers
# tell them apart.
short_names <- function(names, most) {
  short <- shortened(names, most)
  same <- short %in% short[duplicated(short)] & short != names
  short[same] <- paste0(shortened(names[same], most - 4), " (", which(same), ")")
  short
}

shortened <- function(names, most) {
  long <- nchar(names) > most
  head <- ceiling((most - 3) / 2)
  tail <- most - 3 - head
  last <- nchar(names)
  names[long] <- paste0(
    substr(names, 1, head), "...", substr(names, last - tail + 1, last)
  )[long]
  names
}

percent <- function(level) {
  paste(vapply(100 * level, format, "", digits = 6), "%")
}

shares_of <- function(level) enumerate(percent(level), 20)
