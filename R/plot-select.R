#' Plot the criteria of a selection
#'
#' Curves of one or more criteria by number of components, a line for each covariance
#' type. The best fit is marked with a ring and named below the picture. Fits with a component
#' that the data do not support are drawn hollow: they are never the best, and are left out if
#' they lie far from all others. Fits that failed have no point.
#'
#' @param object,x A selection of class `gmm_select`.
#' @param criterion Names of criteria, a panel each; the one of the selection by default.
#'   Those of the selection's table are `"aic"`, `"bic"` and `"icl"`, where smaller is
#'   better, and `"cv"`, the mean log-likelihood per observation in cross-validation, or
#'   `"lower_bound"` alone, where larger is better; the axis says which.
#' @param ... For `autoplot()`, must be empty; for `plot()`, passed on to `autoplot()`.
#'
#' @return A ggplot object; `plot()` prints it and returns it invisibly.
#' @section Errors: `gaussmix_error_argument`; `gaussmix_error_fit` if the selection is
#'   not intact, `gaussmix_error_no_fit` if it has no row.
#' @references Fraley, C. and Raftery, A. E. (2002). Model-based clustering, discriminant
#'   analysis, and density estimation. *Journal of the American Statistical Association*
#'   97, 611-631, figure 2. \doi{10.1198/016214502760047131}
#' @export
#' @examples
#' set.seed(1)
#' selection <- gmm_select(faithful, 1:4, c("full", "tied"))
#' autoplot(selection)
autoplot.gmm_select <- function(object, criterion = object$criterion, ...) {
  call <- match.call()
  call[[1]] <- quote(autoplot)
  check_no_dots(list(...), c("object", "criterion"), call)
  check_selection(object, call, "object", drawn_parts)
  check_some_fit(object, "object", call)
  criterion <- check_criteria(criterion, object$table, call)
  all <- score_table(object$table, criterion)
  scores <- all[is_near(all), ]
  best <- scores[scores$best, ]
  types <- levels(scores$covariance_type)
  lines <- score_lines(scores)
  blank_picture(scores, ggplot2::aes(
    .data$n_components, .data$value,
    colour = .data$covariance_type
  )) +
    lines +
    score_points(scores) +
    ggplot2::geom_point(data = best, shape = 1, size = 6, stroke = 1, colour = "black") +
    score_scales(types) +
    score_titles(scores, lines) +
    ggplot2::scale_x_continuous(breaks = whole_breaks) +
    (if (length(criterion) > 1) {
      ggplot2::facet_wrap(
        ggplot2::vars(.data$criterion),
        scales = "free_y", labeller = ggplot2::label_wrap_gen(25)
      )
    }) +
    ggplot2::labs(
      x = "Number of components",
      y = if (length(criterion) == 1) criterion_titles[[criterion]],
      caption = caption_of(best_note(best), hollow_note(scores),
        far_note(nrow(all) - nrow(scores)), failed_note(object$table)),
      alt = paste0(
        "Curves of ", enumerate(criterion_names[criterion]),
        " against the number of components for ",
        counted(length(types), "covariance type"), ". ", best_note(best)
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

criterion_names <- c(
  aic = "AIC", bic = "BIC", icl = "ICL", cv = "cross-validated log-likelihood",
  lower_bound = "lower bound of the log evidence"
)

criterion_titles <- c(
  aic = "AIC (smaller is better)", bic = "BIC (smaller is better)",
  icl = "ICL (smaller is better)",
  cv = "Cross-validated log-likelihood\nper observation (larger is better)",
  lower_bound = "Lower bound of the log evidence\n(larger is better)"
)

check_criteria <- function(criterion, table, call) {
  known <- intersect(names(criterion_titles), names(table))
  ok <- is.character(criterion) && length(criterion) > 0 && all(criterion %in% known) &&
    !anyDuplicated(criterion)
  if (!ok) {
    abort_argument(
      "`criterion` must name criteria of the selection.",
      criterion, call,
      cure = paste0("It has ", enumerate(encodeString(known, quote = "\"")), ".")
    )
  }
  criterion
}

# A row per fit and criterion that has a value.
score_table <- function(table, criterion) {
  types <- unique(as.character(table$covariance_type))
  one <- function(name) {
    value <- table[[name]]
    loss <- if (larger_is_better(name)) -value else value
    loss[!is.finite(loss) | !(table$supported %in% TRUE)] <- NA
    scores <- data.frame(
      n_components = table$n_components,
      covariance_type = factor(table$covariance_type, types),
      criterion = factor(criterion_titles[[name]], criterion_titles[criterion]),
      value = value,
      singular = !(table$supported %in% TRUE),
      best = seq_along(loss) %in% which.min(loss)
    )
    scores[is.finite(value), ]
  }
  do.call(rbind, lapply(criterion, one))
}

# The likelihood of a collapsed fit has no bound: one that lies far from all sound ones would
# leave no room for the differences between these.
is_near <- function(scores) {
  near <- rep(TRUE, nrow(scores))
  for (one in levels(scores$criterion)) {
    sound <- scores$value[scores$criterion == one & !scores$singular]
    if (length(sound) > 1) {
      reach <- range(sound) + c(-1, 1) * diff(range(sound))
      own <- scores$criterion == one & scores$singular
      near[own] <- scores$value[own] >= reach[1] & scores$value[own] <= reach[2]
    }
  }
  near
}

far_note <- function(n_far) {
  if (n_far > 0) {
    paste(
      counted(n_far, "value"), if (n_far == 1) "of a collapsed fit is" else "of collapsed fits are",
      "too far off to show."
    )
  }
}

# A line takes two points.
score_lines <- function(scores) {
  size <- stats::ave(scores$value, scores$covariance_type, scores$criterion, FUN = length)
  if (!any(size > 1)) {
    return(NULL)
  }
  ggplot2::geom_line(
    ggplot2::aes(linetype = .data$covariance_type),
    data = scores[size > 1, ], linewidth = 0.6
  )
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
  aesthetics <- c("colour", "fill")
  list(
    if (n > length(okabe_ito)) {
      ggplot2::scale_colour_viridis_d(end = 0.85, drop = FALSE, aesthetics = aesthetics)
    } else {
      ggplot2::scale_colour_manual(
        values = okabe_ito[seq_len(n)], drop = FALSE, aesthetics = aesthetics
      )
    },
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

best_note <- function(best) {
  if (nrow(best) == 0) {
    return("No fit is sound.")
  }
  name <- criterion_names[match(best$criterion, criterion_titles)]
  paste0(
    "Best", if (nrow(best) > 1) paste(" by", name), ": ", best$covariance_type, " covariance, ",
    vapply(best$n_components, counted, "", thing = "component"), ".",
    collapse = " "
  )
}

hollow_note <- function(scores) {
  if (any(scores$singular)) {
    "Hollow: a component that the data do not support; such fits are never the best."
  }
}

failed_note <- function(table) {
  if (!"reason" %in% names(table) || !"log_likelihood" %in% names(table)) {
    return(NULL)
  }
  failed <- sum(is.na(table$log_likelihood))
  if (failed > 0) {
    paste(counted(failed, "fit"), "failed and", if (failed == 1) "is" else "are", "not shown.")
  }
}
