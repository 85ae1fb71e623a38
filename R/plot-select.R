#' Plot the criteria of a selection
#'
#' Curves of one or more criteria by number of components, a line for each covariance
#' type. The best fit is marked with a ring and named below the picture, with the gap to the
#' next.
#'
#' The picture shows what is within reach of the best: where some fits lie so far off that the
#' rivals of the best would be one line, lines leave the picture towards them, and the note below
#' tells how many there are. Fits with a component that the data do not support are drawn
#' hollow, where they are near, and no line leads to them: they are never the best, and their
#' criterion is not that of a mixture of the data. Fits that failed have no point. Of Bayesian
#' mixtures the number of components is that which was offered, and the number of active ones
#' stands at the points.
#'
#' @param object,x A selection of class `gmm_select`.
#' @param criterion Names of criteria, a panel each; the one of the selection by default.
#'   Those of the selection's table are `"AIC"`, `"BIC"` and `"ICL"`, where smaller is
#'   better, and `"cv"`, the mean log-likelihood per observation in cross-validation, or
#'   `"lower_bound"` alone, where larger is better; the axis says which.
#' @param ... For `autoplot()`, must be empty; for `plot()`, passed on to `autoplot()`.
#'
#' @return A ggplot object; `plot()` prints it and returns it invisibly.
#' @section Errors: `gaussmix_error_argument`; `gaussmix_error_fit` if the selection is
#'   not intact, `gaussmix_error_no_fit` if it has no row.
#' @seealso [gmm_select()], [summary.gmm_select()] for the closest fits as a table.
#' @references Fraley, C. and Raftery, A. E. (2002). Model-based clustering, discriminant
#'   analysis, and density estimation. *Journal of the American Statistical Association*
#'   97, 611-631, figure 2. \doi{10.1198/016214502760047131}
#' @export
#' @examples
#' set.seed(1)
#' selection <- gmm_select(faithful, 1:4, c("full", "tied"))
#' autoplot(selection)
#'
#' # A closer look at some of them
#' autoplot(selection[tidy(selection)$gap < 20])
autoplot.gmm_select <- function(object, criterion = object$criterion, ...) {
  call <- match.call()
  call[[1]] <- quote(autoplot)
  check_no_dots(list(...), c("object", "criterion"), call)
  check_selection(object, call, "object", drawn_parts)
  check_some_fit(object, "object", call)
  criterion <- check_criteria(criterion, object$table, call)
  all <- score_table(object$table, criterion)
  seen <- of_types_in_sight(all)
  scores <- seen[seen$near, ]
  best <- scores[scores$best, ]
  types <- levels(scores$covariance_type)
  lines <- score_lines(seen)
  blank_picture(scores, ggplot2::aes(
    .data$n_components, .data$value,
    colour = .data$covariance_type
  )) +
    lines +
    score_points(scores) +
    ggplot2::geom_point(data = best, shape = 1, size = 6, stroke = 1, colour = "black") +
    active_labels(scores) +
    score_scales(types) +
    score_titles(scores, lines) +
    number_scale(sort(unique(object$table$n_components))) +
    # Nothing is beyond the panel but half a ring.
    ggplot2::coord_cartesian(clip = "off") +
    (if (length(criterion) > 1) {
      ggplot2::facet_wrap(
        ggplot2::vars(.data$criterion),
        scales = "free_y", labeller = ggplot2::label_wrap_gen(25)
      )
    }) +
    ggplot2::labs(
      x = if (is.null(object$table$n_active)) {
        "Number of components"
      } else {
        "Components offered"
      },
      y = if (length(criterion) == 1) criterion_titles[[criterion]],
      caption = caption_of(
        best_note(all), if (!is.null(scores$n_active)) "Numbers: active components.",
        hollow_note(scores), far_note(all), failed_note(object$table)
      ),
      alt = paste0(
        "Curves of ", enumerate(criterion_names[criterion]),
        " against the number of components for ",
        counted(length(types), "covariance type"), ". ", best_note(all)
      )
    )
}

#' @rdname autoplot.gmm_select
#' @export
plot.gmm_select <- function(x, ...) {
  call <- quote(plot())
  check_selection(x, call, "x", drawn_parts)
  picture <- in_name_of(call, autoplot(x, ...))
  print(picture)
  invisible(picture)
}

check_criteria <- function(criterion, table, call) {
  known <- intersect(names(criterion_titles), names(table))
  wanted <- if (is.character(criterion)) as_in_tables(criterion)
  ok <- length(wanted) > 0 && all(wanted %in% known) && !anyDuplicated(wanted)
  if (!ok) {
    abort_argument(
      "`criterion` must name criteria of the selection.",
      criterion, call,
      cure = paste0("It has ", enumerate(encodeString(known, quote = "\"")), ".")
    )
  }
  wanted
}

# A row per fit and criterion, in the order of lines. Those without a value take no part but
# end a line.
score_table <- function(table, criterion) {
  types <- unique(as.character(table$covariance_type))
  one <- function(name) {
    gap <- gaps_of(table, name)
    scores <- data.frame(
      n_components = table$n_components,
      covariance_type = factor(table$covariance_type, types),
      criterion = factor(criterion_titles[[name]], criterion_titles[criterion]),
      value = table[[name]],
      gap = gap,
      edge = edge_of(table[[name]], gap, edge_unit(table, name), larger_is_better(name)),
      singular = !(table$supported %in% TRUE),
      best = seq_along(gap) %in% which.min(gap)
    )
    scores$n_active <- table$n_active
    scores$near <- is_near(scores)
    scores[order(scores$covariance_type, scores$n_components), ]
  }
  do.call(rbind, lapply(criterion, one))
}

# The worst value that is shown.
edge_of <- function(value, gap, unit, larger) {
  if (all(is.na(gap))) {
    return(NA_real_)
  }
  reach <- reach_of(gap[!is.na(gap)], unit[!is.na(gap)])
  best <- value[which.min(gap)]
  if (larger) best - reach else best + reach
}

# How far from the best the picture reaches. The best fit of each unit, a number of components,
# says how large differences are that matter; rivals are shown, too. If all fits are not
# much worse than this, nothing is cut off.
reach_of <- function(gap, unit) {
  by_unit <- tapply(gap, unit, min)
  typical <- stats::median(if (length(by_unit) > 2) by_unit else gap)
  rivals <- sort(gap)[2:3]
  rivals <- rivals[!is.na(rivals) & rivals <= 8 * max(typical, rivals[1], na.rm = TRUE)]
  reach <- max(3 * typical, 1.2 * rivals)
  if (max(gap) <= 4 * reach) max(gap) else reach
}

# All numbers that were tried, where no point is left, too.
number_scale <- function(tried) {
  ggplot2::scale_x_continuous(
    breaks = if (length(tried) > 10) whole_breaks else tried, limits = range(tried)
  )
}

# To lower bounds it matters little how many components are offered.
edge_unit <- function(table, criterion) {
  types <- as.character(table$covariance_type)
  if (criterion == "lower_bound" && length(unique(types)) > 1) types else table$n_components
}

# The likelihood of a collapsed fit has no bound: one that lies far from all sound ones would
# leave no room for the differences between these.
is_near <- function(scores) {
  value <- scores$value
  edge <- scores$edge[1]
  if (is.na(edge)) {
    return(is.finite(value))
  }
  best <- value[scores$best]
  beyond <- best - (edge - best) / 3
  inside <- is.finite(value) & value >= min(edge, best) & value <= max(edge, best)
  above <- is.finite(value) & value >= min(beyond, best) & value <= max(beyond, best)
  inside | (scores$singular & above)
}

far_note <- function(scores) {
  far <- is.finite(scores$value) & !scores$near
  collapsed <- sum(far & scores$singular)
  sound <- sum(far & !scores$singular)
  c(
    if (sound > 0) {
      paste0(
        counted(sound, "value"), if (sound == 1) " is" else " are",
        " farther from the best than is shown", types_beyond(scores), "."
      )
    },
    if (collapsed > 0) {
      paste(
        counted(collapsed, "value"),
        if (collapsed == 1) "of a collapsed fit is" else "of collapsed fits are",
        "too far off to show."
      )
    }
  )
}

# Of more types than there are colours that are easily told apart, those of which something is in
# the picture: the legend has no others.
of_types_in_sight <- function(scores) {
  types <- scores$covariance_type
  if (nlevels(types) <= length(okabe_ito)) {
    return(scores)
  }
  seen <- scores[types %in% types[scores$near], ]
  seen$covariance_type <- droplevels(seen$covariance_type)
  seen
}

# Types of which nothing is in the picture.
types_beyond <- function(scores) {
  beyond <- setdiff(scores$covariance_type, scores$covariance_type[scores$near])
  if (length(beyond) > 0) paste0(", among them all of ", enumerate(beyond))
}

# Lines between neighbours of one type that are both sound, as far as the edge.
score_lines <- function(scores) {
  n <- nrow(scores)
  from <- scores[-n, ]
  to <- scores[-1, ]
  drawn <- from$covariance_type == to$covariance_type & from$criterion == to$criterion &
    !from$singular & !to$singular & is.finite(from$value) & is.finite(to$value) &
    (from$near | to$near)
  if (!any(drawn)) {
    return(NULL)
  }
  # Consecutive pairs are one line.
  run <- cumsum(!c(FALSE, drawn[-length(drawn)]))
  ends <- Map(function(from, to, run) {
    both <- rbind(at_edge(from, to), at_edge(to, from))
    both$run <- run
    both
  }, split(from, seq_len(n - 1))[drawn], split(to, seq_len(n - 1))[drawn], run[drawn])
  lines <- do.call(rbind, unname(ends))
  lines <- lines[!duplicated(lines[c("run", "n_components", "value")]), ]
  ggplot2::geom_line(
    ggplot2::aes(
      linetype = .data$covariance_type,
      group = interaction(.data$covariance_type, .data$run)
    ),
    data = lines, linewidth = 0.6
  )
}

# A point, or if it is beyond the edge, where the line from it to another comes in.
at_edge <- function(point, other) {
  if (!point$near) {
    share <- (point$edge - other$value) / (point$value - other$value)
    point$n_components <- other$n_components + share * (point$n_components - other$n_components)
    point$value <- point$edge
  }
  point
}

# Of Bayesian mixtures the answer is how many of those that are offered are in use.
active_labels <- function(scores) {
  if (!is.null(scores$n_active)) {
    ggplot2::geom_text(
      ggplot2::aes(label = .data$n_active),
      vjust = -0.9, size = 3, show.legend = FALSE, check_overlap = TRUE
    )
  }
}

# Sound fits are filled, collapsed ones hollow.
score_points <- function(scores) {
  filled <- ggplot2::aes(shape = .data$covariance_type, fill = .data$covariance_type)
  hollow <- ggplot2::aes(shape = .data$covariance_type)
  list(
    ggplot2::geom_point(filled, data = scores[!scores$singular, ], size = 2.4),
    if (any(scores$singular)) {
      ggplot2::geom_point(
        hollow,
        data = scores[scores$singular, ], size = 2.4, fill = "white", show.legend = FALSE
      )
    }
  )
}

score_scales <- function(types) {
  n <- length(types)
  colours <- if (n > length(okabe_ito)) {
    ggplot2::scale_colour_viridis_d(end = 0.85)$palette(n)
  } else {
    okabe_ito[seq_len(n)]
  }
  list(
    # One scale for both would be less to write; plotly does not read it.
    ggplot2::scale_colour_manual(values = colours, drop = FALSE),
    ggplot2::scale_fill_manual(values = colours, drop = FALSE),
    ggplot2::scale_shape_manual(values = rep_len(21:25, n), drop = FALSE),
    # Where shapes begin anew, lines differ.
    ggplot2::scale_linetype_manual(
      values = rep_len(rep(c("solid", "22", "42"), each = 5), n), drop = FALSE
    )
  )
}

# ggplot2 tells of titles of aesthetics that no layer has.
score_titles <- function(scores, lines) {
  used <- c("colour", "shape", if (any(!scores$singular)) "fill", if (!is.null(lines)) "linetype")
  do.call(ggplot2::labs, as.list(stats::setNames(rep("Covariance", length(used)), used)))
}

# The best by each criterion, and how much worse the next is.
best_note <- function(scores) {
  if (!any(scores$best)) {
    return("No fit is sound.")
  }
  parts <- split(scores, scores$criterion)
  parts <- parts[vapply(parts, function(one) any(one$best), NA)]
  notes <- vapply(parts, function(one) {
    order <- order(one$gap, na.last = NA)
    name <- names(criterion_titles)[match(one$criterion[1], criterion_titles)]
    paste0(
      "Best", if (length(parts) > 1) paste(" by", criterion_names[[name]]), ": ",
      described_fit(one[order[1], ]),
      if (length(order) > 1) {
        paste0(
          "; next: ", described_fit(one[order[2], ]), ", ", format_gap(one$gap[order[2]], name),
          " worse"
        )
      },
      "."
    )
  }, "")
  paste(notes, collapse = " ")
}

described_fit <- function(row) {
  paste0(row$covariance_type, " covariance, ", components_in_words(row))
}

format_gap <- function(gap, criterion) decimals(gap, if (criterion == "cv") 4 else 1)

hollow_note <- function(scores) {
  if (any(scores$singular)) {
    "Hollow: a component that the data do not support; such fits are never the best."
  }
}

failed_note <- function(table) {
  value <- table[["logLik"]] %||% table[["lower_bound"]]
  failed <- sum(is.na(value))
  if (failed > 0) {
    paste(counted(failed, "fit"), "failed and", if (failed == 1) "is" else "are", "not shown.")
  }
}
