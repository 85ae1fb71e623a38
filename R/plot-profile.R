# Means and standard deviations of the components, variable by variable. All variables on
# one axis need one unit: the mean and standard deviation of each in the whole mixture.
plot_profile <- function(fit, dims) {
  profile <- profile_table(fit, dims)
  # Side by side while there is room, else a panel each.
  in_panels <- fit$n_components > 1 && (fit$n_components * length(dims) > 40 || is_crowded(fit$n_components))
  columns <- plot_columns(fit, dims)
  ggplot2::ggplot(profile, ggplot2::aes(
    .data$position, .data$mean,
    colour = .data$component
  )) +
    ggplot2::geom_hline(yintercept = 0, colour = "grey50", linewidth = 0.4) +
    (if (in_panels) profile_ribbons() else profile_bars(fit$n_components)) +
    component_scales(fit$n_components) +
    profile_axis(columns, in_panels) +
    (if (in_panels) {
      ggplot2::facet_wrap(ggplot2::vars(.data$component), labeller = component_labeller)
    }) +
    ggplot2::labs(
      x = NULL, y = "Standardised value",
      title = fit_header(fit),
      caption = caption_of(
        paste(
          "Means of the components,", if (in_panels) "with bands of" else "with bars of",
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
  one <- function(j) {
    means <- unname(fit$means[, dims[j]])
    centre <- sum(fit$weights * means)
    spread <- sqrt(sum(fit$weights * (sds[, dims[j]]^2 + (means - centre)^2)))
    data.frame(
      position = j, variable = plot_columns(fit, dims[j]),
      component = component_factor(seq_len(fit$n_components), fit$n_components),
      mean = (means - centre) / spread, sd = sds[, dims[j]] / spread
    )
  }
  do.call(rbind, lapply(seq_along(dims), one))
}

profile_bars <- function(n_components) {
  aside <- ggplot2::position_dodge(width = min(0.5, 0.1 * n_components))
  list(
    ggplot2::geom_linerange(
      ggplot2::aes(ymin = .data$mean - .data$sd, ymax = .data$mean + .data$sd),
      position = aside, linewidth = 0.7, show.legend = FALSE
    ),
    ggplot2::geom_point(ggplot2::aes(shape = .data$component), position = aside, size = 2.6)
  )
}

profile_ribbons <- function() {
  list(
    ggplot2::geom_ribbon(
      ggplot2::aes(
        ymin = .data$mean - .data$sd, ymax = .data$mean + .data$sd, fill = .data$component
      ),
      alpha = 0.3, colour = NA, show.legend = FALSE
    ),
    ggplot2::geom_line(linewidth = 0.5, show.legend = FALSE)
  )
}

# As many names as can be read, in the order of the variables.
profile_axis <- function(columns, in_panels) {
  most <- if (in_panels) 8 else 24
  shown <- unique(round(seq(1, length(columns), length.out = min(most, length(columns)))))
  # Even steps, where not all are shown.
  if (length(shown) < length(columns)) {
    step <- ceiling(length(columns) / most)
    shown <- seq(1, length(columns), by = step)
  }
  labels <- columns[shown]
  room <- if (in_panels) 24 else 70
  ggplot2::scale_x_continuous(
    breaks = shown, labels = labels,
    guide = if (sum(nchar(labels)) > room) ggplot2::guide_axis(angle = 90) else "axis"
  )
}
