# Means and standard deviations of the components, variable by variable. All variables on
# one axis need one unit: the mean and standard deviation of each in the whole mixture.
plot_profile <- function(fit, dims) {
  # Side by side while there is room, else a panel each.
  n_drawn <- length(shown_components(fit))
  in_panels <- is_crowded(n_colours(fit)) || (n_drawn > 1 && n_drawn * length(dims) > 40)
  columns <- short_names(plot_columns(fit, dims), 24)
  profile <- profile_table(fit, dims, if (in_panels) 0 else min(0.5, 0.1 * n_drawn))
  look <- list(
    in_panels = in_panels, columns = columns, n_drawn = n_drawn,
    # Names that are no longer readable beside each other are below each other.
    upright = length(dims) > 1 && (in_panels || sum(nchar(columns) + 2) > 60)
  )
  if (!look$upright) look$columns <- names_in_two_lines(columns)
  value <- "Standardised value"
  picture <- blank_picture(profile, profile_mapping(look)) + profile_layers(fit, profile, look) +
    ggplot2::labs(
      x = if (look$upright) value, y = if (!look$upright) value,
      title = picture_title(fit),
      caption = profile_caption(fit, dims, in_panels),
      alt = paste0(
        "Standardised means, with one standard deviation to either side, of ",
        counted(fit$n_components, "component"), " for ", counted(length(dims), "variable"), "."
      )
    )
  picture + profile_axis(look)
}

profile_caption <- function(fit, dims, in_panels) {
  caption_of(
    paste(
      "Means of the components,",
      if (in_panels && length(dims) > 1) "with bands of" else "with bars of",
      "one standard deviation to either side.",
      "Each variable is in units of its mean (0) and standard deviation (1) in the mixture."
    ),
    if (length(dims) < fit$d) {
      paste0("Shown are ", length(dims), " of ", counted(fit$d, "variable"), ".")
    }
  )
}

# Components of one variable stand side by side, over `width`.
profile_table <- function(fit, dims, width = 0) {
  sds <- component_sds(fit)
  drawn <- shown_components(fit)
  aside <- width * ((seq_along(drawn) - 0.5) / length(drawn) - 0.5)
  one <- function(j) {
    means <- unname(fit$means[, dims[j]])
    centre <- sum(fit$weights * means)
    spread <- sqrt(sum(fit$weights * (sds[, dims[j]]^2 + (means - centre)^2)))
    data.frame(
      position = j, place = j + aside, variable = plot_columns(fit, dims[j]),
      component = component_factor(drawn, fit),
      mean = (means[drawn] - centre) / spread, sd = sds[drawn, dims[j]] / spread
    )
  }
  do.call(rbind, lapply(seq_along(dims), one))
}

profile_mapping <- function(look) {
  if (look$upright) {
    ggplot2::aes(
      x = .data$mean, y = .data$place,
      xmin = .data$mean - .data$sd, xmax = .data$mean + .data$sd
    )
  } else {
    ggplot2::aes(
      x = .data$place, y = .data$mean,
      ymin = .data$mean - .data$sd, ymax = .data$mean + .data$sd
    )
  }
}

profile_layers <- function(fit, profile, look) {
  line <- if (look$upright) ggplot2::geom_vline else ggplot2::geom_hline
  zero <- if (look$upright) list(xintercept = 0) else list(yintercept = 0)
  c(
    list(do.call(line, c(zero, list(colour = "grey50", linewidth = 0.4)))),
    if (!look$in_panels) {
      profile_bars(fit)
    } else if (length(look$columns) == 1) {
      profile_ranges()
    } else {
      profile_ribbons(profile, look$n_drawn)
    }
  )
}

profile_bars <- function(fit) {
  list(
    ggplot2::geom_linerange(
      ggplot2::aes(colour = .data$component),
      linewidth = 0.7, show.legend = FALSE
    ),
    ggplot2::geom_point(
      ggplot2::aes(colour = .data$component, shape = .data$component),
      size = 2.6
    ),
    component_scales(fit)
  )
}

# Titles of panels name the components: one colour will do.
profile_ribbons <- function(profile, n_drawn) {
  list(
    ggplot2::geom_polygon(
      ggplot2::aes(.data$edge, .data$place),
      data = band_table(profile), inherit.aes = FALSE, fill = okabe_ito[6], alpha = 0.4
    ),
    ggplot2::geom_path(colour = okabe_ito[1], linewidth = 0.5),
    ggplot2::facet_wrap(
      ggplot2::vars(.data$component),
      nrow = rows_of_panels(n_drawn), labeller = component_labeller
    )
  )
}

# Along the lower ends of a component and back along the upper ones.
band_table <- function(profile) {
  upper <- profile[rev(seq_len(nrow(profile))), ]
  bands <- rbind(
    data.frame(edge = profile$mean - profile$sd, profile[c("place", "component")]),
    data.frame(edge = upper$mean + upper$sd, upper[c("place", "component")])
  )
  bands[order(bands$component), ]
}

rows_of_panels <- function(n) ceiling(n / 5)

# A line takes two variables.
profile_ranges <- function() {
  list(
    ggplot2::geom_pointrange(colour = okabe_ito[1]),
    ggplot2::facet_wrap(ggplot2::vars(.data$component), labeller = component_labeller)
  )
}

# Names that stand beside each other are cut after their marks, where there are many letters.
names_in_two_lines <- function(names) {
  if (sum(nchar(names) + 2) <= 30) {
    return(names)
  }
  gsub("(?<=.{3}[._ ])(?=.{3})", "\n", names, perl = TRUE)
}

# The names of the variables in their order; of more than can be read, in even steps.
profile_axis <- function(look) {
  n <- length(look$columns)
  most <- if (look$in_panels) 60 / rows_of_panels(look$n_drawn) else 60
  shown <- seq(1, n, by = ceiling(n / most))
  scale <- if (look$upright) ggplot2::scale_y_reverse else ggplot2::scale_x_continuous
  scale(
    breaks = shown, labels = look$columns[shown], minor_breaks = NULL,
    limits = if (!look$in_panels) c(0.5, n + 0.5)[if (look$upright) 2:1 else 1:2],
    expand = if (look$in_panels) ggplot2::expansion(0.02) else ggplot2::waiver()
  )
}
