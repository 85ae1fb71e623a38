# Means and standard deviations of the components, variable by variable. All variables on
# one axis need one unit: the mean and standard deviation of each in the whole mixture.
plot_profile <- function(fit, dims) {
  profile <- profile_table(fit, dims)
  # Side by side while there is room, else a panel each.
  n_drawn <- length(shown_components(fit))
  in_panels <- is_crowded(n_colours(fit)) || (n_drawn > 1 && n_drawn * length(dims) > 40)
  columns <- plot_columns(fit, dims)
  blank_picture(profile, ggplot2::aes(.data$position, .data$mean)) +
    ggplot2::geom_hline(yintercept = 0, colour = "grey50", linewidth = 0.4) +
    (if (!in_panels) {
      profile_bars(fit, n_drawn)
    } else if (length(dims) == 1) {
      profile_ranges()
    } else {
      profile_ribbons()
    }) +
    profile_axis(columns, in_panels) +
    ggplot2::labs(
      x = NULL, y = "Standardised value",
      title = picture_title(fit),
      caption = caption_of(
        paste(
          "Means of the components,",
          if (in_panels && length(dims) > 1) "with bands of" else "with bars of",
          "one standard deviation to either side.",
          "Each variable is in units of its mean (0) and standard deviation (1) in the mixture."
        ),
        if (length(dims) < fit$d) {
          paste0("Shown are ", length(dims), " of ", counted(fit$d, "variable"), ".")
        }
      ),
      alt = paste0(
        "Standardised means, with one standard deviation to either side, of ",
        counted(fit$n_components, "component"), " for ", counted(length(dims), "variable"), "."
      )
    )
}

profile_table <- function(fit, dims) {
  sds <- component_sds(fit)
  drawn <- shown_components(fit)
  one <- function(j) {
    means <- unname(fit$means[, dims[j]])
    centre <- sum(fit$weights * means)
    spread <- sqrt(sum(fit$weights * (sds[, dims[j]]^2 + (means - centre)^2)))
    data.frame(
      position = j, variable = plot_columns(fit, dims[j]),
      component = component_factor(drawn, fit),
      mean = (means[drawn] - centre) / spread, sd = sds[drawn, dims[j]] / spread
    )
  }
  do.call(rbind, lapply(seq_along(dims), one))
}

profile_bars <- function(fit, n_drawn) {
  aside <- ggplot2::position_dodge(width = min(0.5, 0.1 * n_drawn))
  list(
    ggplot2::geom_linerange(
      ggplot2::aes(
        ymin = .data$mean - .data$sd, ymax = .data$mean + .data$sd, colour = .data$component
      ),
      position = aside, linewidth = 0.7, show.legend = FALSE
    ),
    ggplot2::geom_point(
      ggplot2::aes(colour = .data$component, shape = .data$component),
      position = aside, size = 2.6
    ),
    component_scales(fit)
  )
}

# Titles of panels name the components: one colour will do.
profile_ribbons <- function() {
  list(
    ggplot2::geom_ribbon(
      ggplot2::aes(ymin = .data$mean - .data$sd, ymax = .data$mean + .data$sd),
      fill = okabe_ito[6], alpha = 0.4
    ),
    ggplot2::geom_line(colour = okabe_ito[1], linewidth = 0.5),
    ggplot2::facet_wrap(ggplot2::vars(.data$component), labeller = component_labeller)
  )
}

# A line takes two variables.
profile_ranges <- function() {
  list(
    ggplot2::geom_pointrange(
      ggplot2::aes(ymin = .data$mean - .data$sd, ymax = .data$mean + .data$sd),
      colour = okabe_ito[1]
    ),
    ggplot2::facet_wrap(ggplot2::vars(.data$component), labeller = component_labeller)
  )
}

# As many names as can be read, in the order of the variables and in even steps; upright
# where they are long.
profile_axis <- function(columns, in_panels) {
  columns <- short_names(columns, 18)
  room <- if (in_panels) 20 else 60
  upright <- if (in_panels) 10 else 30
  width <- max(nchar(columns)) + 2
  is_flat <- length(columns) * width <= room || width <= 6
  step <- ceiling(length(columns) / if (is_flat) floor(room / width) else upright)
  shown <- seq(1, length(columns), by = step)
  ggplot2::scale_x_continuous(
    breaks = shown, labels = columns[shown],
    limits = if (!in_panels) c(0.5, length(columns) + 0.5),
    guide = if (is_flat) ggplot2::waiver() else ggplot2::guide_axis(angle = 90)
  )
}
