# Which values are missing together: a row of tiles for each pattern, the most frequent on top, with
# bars beside it, for its rows, and above, for the share of each column that is missing.
max_patterns <- 20

plot_missing <- function(fit, dims, observed, call) {
  check_some_missing(fit, observed, call)
  values <- counting_values(fit, observed)[, dims, drop = FALSE]
  if (!anyNA(values)) abort_nothing_missing(fit, length(dims) < fit$d, call)
  found <- missing_patterns(values)
  shares <- colMeans(is.na(values))
  place <- missing_places(length(dims), min(length(found$rows), max_patterns))
  blank_picture() +
    tile_layer(found, place) +
    missing_bars(shares, place) +
    pattern_bars(found, place) +
    bar_titles(place) +
    missing_axes(short_names(plot_columns(fit, dims), 24), place) +
    ggplot2::labs(
      x = NULL, y = NULL, fill = NULL, title = missing_title(values, found),
      caption = missing_caption(fit, found, shares, dims, observed),
      alt = missing_alt(values, found, shares, plot_columns(fit, dims))
    )
}

check_some_missing <- function(fit, observed, call) {
  if (is.null(observed)) {
    if (!isTRUE(fit$missing$cells > 0)) abort_nothing_missing(fit, FALSE, call)
    abort_no_observations("missing", call)
  }
}

# Of rows with some value; those without weight say nothing.
counting_values <- function(fit, observed) {
  weights <- if (observed$own) training_weights(fit)
  rows <- observed$rows
  if (!is.null(weights)) rows <- rows[weights[rows] > 0]
  observed$values[rows, , drop = FALSE]
}

abort_nothing_missing <- function(fit, some_columns, call) {
  left_out <- length(fit$omitted) > 0 && !takes_missing(fit)
  abort("argument", c(
    "`object` must be a fit to rows with missing values for `type = \"missing\"`.",
    x = if (is_model(fit)) {
      "It was made from given parameters by `gmm_model()`."
    } else if (left_out) {
      paste0(
        "It left out ", counted(length(fit$omitted), "row"),
        " with missing or infinite values: of the others there is nothing to show."
      )
    } else if (some_columns) {
      "No value of the columns `dims` is missing: there is nothing to show."
    } else {
      "No value of its data is missing: there is nothing to show."
    },
    i = if (left_out) "Fit with `na_action = \"em\"`."
  ), call = call)
}

# Patterns of at least one row, the most frequent first; of as frequent ones those of fewer holes:
# which columns are `missing` (patterns x columns) and how many `rows` have it.
missing_patterns <- function(values) {
  missing <- is.na(values)
  key <- do.call(paste0, lapply(seq_len(ncol(missing)), function(j) as.integer(missing[, j])))
  first <- which(!duplicated(key))
  rows <- tabulate(match(key, key[first]))
  order <- order(-rows, rowSums(missing[first, , drop = FALSE]))
  list(missing = unname(missing[first[order], , drop = FALSE]), rows = rows[order])
}

# Where things are, in tiles: patterns downwards from 1, bars to the right and above.
missing_places <- function(n_columns, n_patterns) {
  list(
    n_columns = n_columns, n_patterns = n_patterns,
    right = n_columns + 0.5 + 0.04 * n_columns, wide = 0.35 * n_columns,
    above = 0.5 - 0.04 * n_patterns, high = 0.25 * n_patterns
  )
}

tile_layer <- function(found, place) {
  shown <- seq_len(place$n_patterns)
  tiles <- expand.grid(pattern = shown, column = seq_len(place$n_columns), KEEP.OUT.ATTRS = FALSE)
  tiles$state <- factor(
    found$missing[cbind(tiles$pattern, tiles$column)], c(FALSE, TRUE), c("Observed", "Missing")
  )
  list(
    ggplot2::geom_tile(
      ggplot2::aes(.data$column, .data$pattern, fill = .data$state),
      data = tiles, width = 0.94, height = 0.9
    ),
    ggplot2::scale_fill_manual(values = c(Observed = "#6BAED6", Missing = "grey92"))
  )
}

# Texts stand at the ends of bars, where columns are wide enough for them.
missing_bars <- function(shares, place) {
  bars <- data.frame(column = seq_along(shares), share = unname(shares))
  bars$top <- place$above - place$high * bars$share / max(bars$share)
  bars$label <- percent_of_rows(bars$share)
  list(
    ggplot2::geom_rect(
      ggplot2::aes(
        xmin = .data$column - 0.25, xmax = .data$column + 0.25,
        ymin = .data$top, ymax = place$above
      ),
      data = bars, fill = "grey65"
    ),
    if (place$n_columns <= most_labels) {
      ggplot2::geom_text(
        ggplot2::aes(.data$column, .data$top, label = .data$label),
        data = bars, vjust = -0.4, size = 3, colour = "grey20"
      )
    }
  )
}

most_labels <- 12

percent_of_rows <- function(share) {
  ifelse(share > 0 & share < 0.01, "< 1 %", paste(round(100 * share), "%"))
}

pattern_bars <- function(found, place) {
  bars <- data.frame(pattern = seq_len(place$n_patterns))
  bars$rows <- found$rows[bars$pattern]
  bars$end <- place$right + place$wide * bars$rows / max(bars$rows)
  bars$label <- paste0(" ", vapply(bars$rows, grouped, ""))
  list(
    ggplot2::geom_rect(
      ggplot2::aes(
        ymin = .data$pattern - 0.25, ymax = .data$pattern + 0.25,
        xmin = place$right, xmax = .data$end
      ),
      data = bars, fill = "grey65"
    ),
    ggplot2::geom_text(
      ggplot2::aes(.data$end, .data$pattern, label = .data$label),
      data = bars, hjust = 0, size = 3, colour = "grey20"
    )
  )
}

# In the corner that bars leave, each beside its own.
bar_titles <- function(place) {
  titles <- data.frame(
    x = place$right, y = place$above - place$high * c(0.5, 0.04), label = c("Share missing", "Rows")
  )
  ggplot2::geom_text(
    ggplot2::aes(.data$x, .data$y, label = .data$label),
    data = titles, hjust = 0, vjust = c(0.5, 0), size = 3, colour = "grey30"
  )
}

# Names of columns below the tiles, of more than can be read in even steps.
missing_axes <- function(columns, place) {
  shown <- seq(1, length(columns), by = ceiling(length(columns) / 60))
  upright <- sum(nchar(columns) + 2) > 45
  list(
    ggplot2::scale_x_continuous(
      breaks = shown, labels = columns[shown], minor_breaks = NULL,
      limits = c(0.5, place$right + 1.35 * place$wide), expand = ggplot2::expansion(0)
    ),
    ggplot2::scale_y_reverse(
      breaks = NULL, limits = c(place$n_patterns + 0.5, place$above - 1.25 * place$high),
      expand = ggplot2::expansion(0)
    ),
    # Nothing is beyond the panel but the end of a long number.
    ggplot2::coord_cartesian(clip = "off"),
    ggplot2::theme(
      legend.position = "bottom", legend.key.height = grid::unit(9, "pt"),
      panel.grid = ggplot2::element_blank(),
      axis.text.x = if (upright) {
        ggplot2::element_text(angle = 90, hjust = 1, vjust = 0.5)
      } else {
        ggplot2::element_text()
      }
    )
  )
}

missing_title <- function(values, found) {
  paste0(
    counted(sum(is.na(values)), "value"), " missing in ",
    grouped(sum(rowSums(is.na(values)) > 0)), " of ", counted(nrow(values), "row"), " (",
    counted(length(found$rows), "pattern"), ")"
  )
}

missing_caption <- function(fit, found, shares, dims, observed) {
  rest <- length(found$rows) - max_patterns
  caption_of(
    paste0(
      "Beside each pattern the number of its rows; above, the share of each column that is missing",
      if (length(dims) > most_labels) paste0(", at most ", percent_of_rows(max(shares))), "."
    ),
    if (rest > 0) {
      paste0(
        "Shown are the ", max_patterns, " most frequent patterns; ", counted(rest, "other"),
        if (rest == 1) " has " else " have ",
        counted(sum(utils::tail(found$rows, rest)), "row"), "."
      )
    },
    if (length(dims) < fit$d) {
      paste0(
        length(dims), " of ", counted(fit$d, "column"), if (length(dims) == 1) " is" else " are",
        " shown."
      )
    },
    if (observed$own && length(fit$omitted) > 0) {
      paste0("Left out: ", counted(length(fit$omitted), "row"), " without any value.")
    },
    observations_note(observed$own, length(observed$rows), length(observed$rows))
  )
}

missing_alt <- function(values, found, shares, columns) {
  most <- which.max(shares)
  paste0(
    "Patterns of missing values: ", missing_title(values, found), "; most are missing of ",
    columns[most], ", ", percent_of_rows(shares[most]), "."
  )
}
