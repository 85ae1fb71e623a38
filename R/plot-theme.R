# What all pictures share: theme, colours, shapes, the look of points, captions.

# The theme comes first, so that a picture can amend it. Its class makes texts fit, see
# plot-text.R.
blank_picture <- function(...) {
  picture <- ggplot2::ggplot(...) + theme_gaussmix()
  class(picture) <- c("gaussmix_picture", class(picture))
  picture
}

theme_gaussmix <- function() {
  ggplot2::theme_minimal(base_size = 11) +
    ggplot2::theme(
      plot.background = ggplot2::element_rect(fill = "white", colour = NA),
      panel.grid.minor = ggplot2::element_blank(),
      # Ticks at the ends of panels do not meet.
      panel.spacing = ggplot2::unit(14, "pt"),
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

# How many colours the pictures of a fit need: numbers beyond the last component that they
# draw are switched off.
n_colours <- function(fit) max(shown_components(fit))

# The scales by component of the aesthetics that a picture uses: ggplot2 tells of titles
# that it does not need. The legend has the components that are drawn, as ellipses or by
# `points`. That of a single component, or of numbers that stand in the picture, says nothing.
component_scales <- function(fit, used = c("colour", "shape"), points = NULL,
                             numbered = is_crowded(n_colours(fit))) {
  shown <- sort(union(shown_components(fit), as.integer(points$component)))
  guide <- if (length(shown) == 1 || numbered) "none" else "legend"
  limits <- component_names(fit)[shown]
  titles <- stats::setNames(rep("Component", length(used)), used)
  # Each its own scale: a scale of two aesthetics is more than other renderers take.
  coloured <- lapply(setdiff(used, "shape"), function(aesthetic) {
    ggplot2::scale_colour_manual(
      values = component_colours(fit), limits = limits, labels = folded_names, guide = guide,
      aesthetics = aesthetic
    )
  })
  list(
    coloured,
    if ("shape" %in% used) component_shapes(fit, limits, guide),
    do.call(ggplot2::labs, as.list(titles))
  )
}

# A legend leaves room for its picture.
folded_names <- function(names) {
  vapply(strwrap(names, 20, simplify = FALSE), paste, "", collapse = "\n")
}

# By number, and of the fit alone: a component has the same colour in all pictures. A point of
# one that is switched off may have to do with grey.
component_colours <- function(fit) {
  n <- n_colours(fit)
  colours <- if (is_crowded(n)) {
    ggplot2::scale_colour_viridis_d(end = 0.85)$palette(n)
  } else {
    okabe_ito
  }
  colours <- colours[seq_len(fit$n_components)]
  colours[is.na(colours)] <- "grey50"
  stats::setNames(colours, component_names(fit))
}

component_shapes <- function(fit, limits, guide) {
  shapes <- rep_len(c(16, 17, 15, 18, 3, 8, 1, 2, 0, 5), fit$n_components)
  scale <- ggplot2::scale_shape_manual(
    values = stats::setNames(shapes, component_names(fit)), limits = limits,
    labels = folded_names, guide = legend_of_shapes(guide)
  )
  scale$follows_colour <- TRUE
  scale
}

# Points may be too small and pale for a key.
legend_of_shapes <- function(guide) {
  if (is.character(guide) && guide == "legend") {
    return(ggplot2::guide_legend(override.aes = list(size = 2.2, alpha = 1)))
  }
  guide
}

# Colours and shapes tell the same, and stay one legend if a user gives colours another scale,
# with labels or limits of its own, another title or guide.
with_one_legend <- function(plot) {
  shape <- plot$scales$get_scales("shape")
  colour <- plot$scales$get_scales("colour")
  if (!isTRUE(shape$follows_colour) || is.null(colour)) {
    return(plot)
  }
  shape <- shape$clone()
  for (part in c("name", "labels", "breaks")) shape[[part]] <- colour[[part]]
  if (!is.null(colour$limits)) shape$limits <- colour$limits
  guide <- given_guide(plot) %||% colour$guide
  shape$guide <- legend_of_shapes(guide)
  title <- plot$labels$colour
  plot <- suppressMessages(plot + shape)
  if (!is.null(title)) plot <- plot + ggplot2::labs(shape = title)
  plot
}

# The guide that a user asked for by guides(), for any of the two names of an aesthetic.
given_guide <- function(plot) {
  guides <- plot$guides
  if (is.environment(guides)) guides <- guides$guides
  guides$colour %||% guides$color
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

# Sentences, which are folded when they are drawn.
caption_of <- function(...) paste(c(...), collapse = " ")
