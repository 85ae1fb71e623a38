# The way of EM: the objective at the start and after each iteration.
plot_trace <- function(fit, call) {
  if (is_model(fit)) {
    abort("no_data", c(
      "`object` must be a fit to data for `type = \"trace\"`.",
      x = "It was made from given parameters by `gmm_model()`.",
      i = "Fit with `gmm_fit()`; a model can be its `start`."
    ), call = call)
  }
  steps <- data.frame(iteration = seq_along(fit$trace) - 1, height = fit$trace)
  height <- fit[[fit$objective]]
  title <- objective_titles[[fit$objective]]
  marks <- if (nrow(steps) > 40) steps[c(1, nrow(steps)), ] else steps
  blank_picture(steps, ggplot2::aes(.data$iteration, .data$height)) +
    ggplot2::geom_hline(
      yintercept = height, colour = "grey50", linetype = "dashed", linewidth = 0.4
    ) +
    # A line through one point is a message from ggplot2.
    (if (nrow(steps) > 1) ggplot2::geom_line(colour = okabe_ito[1], linewidth = 0.7)) +
    ggplot2::geom_point(data = marks, colour = okabe_ito[1], size = 1.6) +
    ggplot2::scale_x_continuous(breaks = whole_breaks) +
    ggplot2::labs(
      x = "Iteration", y = title,
      title = picture_title(fit),
      caption = caption_of(paste0(
        "The run that was chosen: ", search_line(fit), ". Dashed: ", tolower(title),
        " of the fit, ", format(height, digits = 7, nsmall = 2), "."
      )),
      alt = paste0(
        title, " against iteration, from ", format(fit$trace[1], digits = 5), " to ",
        format(height, digits = 5), " in ", counted(fit$iterations, "iteration"), "."
      )
    )
}

whole_breaks <- function(limits) {
  breaks <- pretty(limits, 6)
  breaks[breaks == round(breaks)]
}
