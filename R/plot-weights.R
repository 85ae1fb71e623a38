# How sure variational Bayes is of the mixing weights: expected ones with intervals.
plot_weights <- function(fit, level, call) {
  if (!inherits(fit, "gaussmix_bayes")) {
    abort("argument", c(
      "`object` must be a fit by `gmm_bayes()` for `type = \"weights\"`.",
      x = "It is no approximation of a posterior, so that its weights have no distribution.",
      i = "Fit with `gmm_bayes()`; the weights of other fits are in `coef(object)`."
    ), call = call)
  }
  if (has_equal_proportions(fit)) {
    abort("argument", c(
      "`object` must have mixing weights that are free for `type = \"weights\"`.",
      x = "They are known to be equal, and have no distribution."
    ), call = call)
  }
  # The widest intervals come first, so that narrower ones lie on them.
  tables <- lapply(rev(level), function(one) weight_table(fit, one))
  widths <- seq(0.5, by = 0.9, length.out = length(level))
  intervals <- Map(function(table, width) {
    ggplot2::geom_linerange(
      ggplot2::aes(ymin = .data$lower, ymax = .data$upper), data = table, linewidth = width
    )
  }, tables, widths)
  blank_picture(
    tables[[1]],
    ggplot2::aes(.data$component, .data$weight, colour = .data$state, shape = .data$state)
  ) +
    intervals +
    ggplot2::geom_point(size = 2.6, fill = "white") +
    ggplot2::scale_colour_manual(values = c(okabe_ito[1], "grey55"), drop = FALSE) +
    ggplot2::scale_shape_manual(values = c(16, 21), drop = FALSE) +
    component_axis(fit) +
    ggplot2::expand_limits(y = 0) +
    ggplot2::labs(
      x = "Component", y = "Mixing weight", colour = "Component is", shape = "Component is",
      title = picture_title(fit),
      caption = caption_of(
        paste0(
          "Points: expected weights; lines: central intervals that hold ", shares_of(level),
          " of the posterior probability."
        ),
        switched_off_note(fit)
      ),
      alt = paste0(
        "Expected mixing weights of ", counted(fit$n_components, "component"),
        " with their credible intervals; ", fit$n_active, " are active."
      )
    )
}

component_axis <- function(fit) {
  names <- component_names(fit)
  if (identical(names, numbered_names(fit$n_components))) {
    return(ggplot2::scale_x_continuous(breaks = whole_breaks))
  }
  ggplot2::scale_x_continuous(breaks = seq_along(names), labels = folded_names(names))
}

switched_off_note <- function(fit) {
  n_off <- fit$n_components - fit$n_active
  if (n_off > 0) {
    paste0(
      "Of ", counted(fit$n_components, "component"), " ", n_off, " with no more than one",
      " expected observation ", if (n_off == 1) "is" else "are", " switched off."
    )
  }
}

# Under a Dirichlet posterior each weight has a beta distribution. A product of sticks has
# very nearly the beta distribution with its mean and variance (Fan 1991,
# doi 10.1080/03610929108830755).
weight_table <- function(fit, level) {
  shapes <- if (is.null(dim(fit$posterior$concentration))) {
    cbind(
      fit$posterior$concentration,
      sum(fit$posterior$concentration) - fit$posterior$concentration
    )
  } else {
    by_stick(fit$posterior, stick_shapes)
  }
  outside <- (1 - level) / 2
  data.frame(
    component = seq_len(fit$n_components), weight = unname(fit$weights),
    lower = stats::qbeta(outside, shapes[, 1], shapes[, 2]),
    upper = stats::qbeta(1 - outside, shapes[, 1], shapes[, 2]),
    state = factor(is_active(fit), c(TRUE, FALSE), c("active", "switched off"))
  )
}

# The shapes of beta distributions with the means and mean squares of the products of sticks
# v_k (1 - v_1) ... (1 - v_(k-1)), which are independent.
stick_shapes <- function(concentration) {
  a <- concentration[, 1]
  b <- concentration[, 2]
  n <- a + b
  before <- function(x) cumprod(c(1, x[-length(x)]))
  mean <- a / n * before(b / n)
  mean_square <- a * (a + 1) / (n * (n + 1)) * before(b * (b + 1) / (n * (n + 1)))
  precision <- (mean - mean_square) / (mean_square - mean^2)
  cbind(mean * precision, (1 - mean) * precision)
}

# How opaque components of a Bayesian fit are drawn.
component_opacity <- function(fit) unname(pmax(0.2, sqrt(fit$weights / max(fit$weights))))

opacity_note <- function(fit) {
  if (inherits(fit, "gaussmix_bayes")) {
    paste(c("The smaller a component's weight, the paler it is.", switched_off_note(fit)),
      collapse = " "
    )
  }
}
