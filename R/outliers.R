#' Observations that a Gaussian mixture does not expect
#'
#' Judges observations by a mixture: how improbable each is under it, the component that it is
#' closest to, and the column that sets it apart. Of the data of the fit this finds
#' **anomalies**, among data that may hold some; of `newdata`, for a fit to data that are clean or
#' nearly so, **novelties**.
#'
#' `p_value` is the probability that an observation of the mixture is as unusual as this one or
#' more so. An observation is an outlier if that is less than `level`. By default no more than one
#' **false alarm** is to be expected among all rows that are judged, and no more than one in
#' a thousand rows: the print says how many. p-values of many rows can be adjusted by
#' [stats::p.adjust()], see the examples.
#'
#' What "as unusual" means is for `method` to say:
#' * `"density"`: the density of the mixture is as low. Finds what lies between components,
#'   too. The probability is that share of draws of the mixture, always the same ones for the same
#'   `seed`, down to one in a hundred; below, where draws are few, it goes on as the sum of the
#'   chi-squared tails of the components. Of one component it is exact.
#' * `"distance"`: the Mahalanobis distance to the nearest component is as large. The
#'   probability is the chi-squared tail with d degrees of freedom: exact for one component, and
#'   for several no less than the truth, so that there are fewer false alarms.
#'
#' **Small components.** A few anomalies that are alike get a component of their own, as BIC finds
#' it worth its price, and then look normal. So components whose weight is less than `small` have no
#' part in the norm: distances, p-values and `component` are about the others. Column `group`
#' has the observations that belong to such a component, and the print says which component may
#' be a group of anomalies. It may be a rare class as well: look at it. `small = 0` makes
#' all components the norm.
#'
#' **Which column.** `column` is, of outliers, the one whose value is furthest from what the
#' nearest component expects given all other columns, in conditional standard deviations (its
#' signed distances are those columns with `columns = TRUE`). A value can be ordinary by itself
#' and impossible beside the others.
#'
#' **Missing values.** A fit by `na_action = "em"` judges a row by what is seen of it: its p-value
#' is that of the marginal distribution of those columns, distances have as many degrees of freedom
#' as it has values, and `column` is one of them, judged given the others that are seen. p-values of
#' all rows have the same meaning and the same false alarms, however much is missing. Densities have
#' not: rows with missing values have no `rank`, and `share` and `threshold` are errors. Draws are
#' made for each pattern of missing values, which takes seconds where there are hundreds;
#' `method = "distance"` needs none.
#'
#' **By share or threshold.** With `share` or `threshold` outliers are the observations of
#' lowest density of the whole mixture, whatever their p-values. `log_density` has the sign of
#' scikit-learn's `score_samples()`: **the lower, the more unusual**. A threshold by
#' `share` always flags about that share of the data of the fit, whether they hold outliers or not:
#' it is a ranking with a cut. Densities are in units of the data to the power of -d; they
#' are not compared between fits to other columns or units.
#'
#' Outliers pull at the fit that is to find them. [gmm_trim()] drops the most extreme observations
#' and fits again. p-values of the data of a fit are somewhat too large, as the fit has
#' followed them. Of a fit by [gmm_bayes()] they are those of the mixture with its expected weights,
#' means and inverse expected precisions.
#'
#' @param fit A fit of class `gaussmix`.
#' @param newdata Observations to judge, as in [predict.gaussmix()]. Left out: the data of the fit.
#' @param share Share of the observations of the fit, by weight, whose density is below the
#'   threshold: between 0 and 1. The threshold is their quantile of that order, as
#'   [stats::quantile()] takes it (type 7; weights that are not whole are scaled to sum to the
#'   number of rows). It needs a fit that holds its data.
#' @param threshold A log density to use instead, for instance a quantile of those of draws by
#'   [gmm_sample()].
#' @param threads Number of threads, see [gmm_fit()].
#' @param level Outliers have p-values less than this: the probability of a false alarm of each
#'   observation that is sound. `NULL`: one over the number of rows that are judged, and 0.001 at
#'   most. Not to be given with `share` or `threshold`.
#' @param method What p-values are about, see below.
#' @param small Components of less weight are no part of the norm. `NULL`: 0.01, or, of more than
#'   ten components, a tenth of an equal share.
#' @param columns Whether the table has, for each column of the fit, its conditional standardised
#'   distance.
#' @param seed Seed of the draws, which R's random numbers do not notice.
#'
#' @return A data frame of class `gmm_outliers` with a row per observation and the columns
#'   * `outlier`: whether it is one, `NA` where there are missing values, or by a fit of
#'     `na_action = "em"` where all are;
#'   * `p_value`;
#'   * `component`: the nearest component of the norm, a factor, and `distance`, the squared
#'     Mahalanobis distance to it, as in [gmm_mahalanobis()]. The most probable one is `.component`
#'     of [augment()][augment.gaussmix];
#'   * `column`: of outliers, the column that sets it apart, a factor;
#'   * `group`: the small component that the observation belongs to, a factor; `NA` for others;
#'   * `log_density`: log density of the mixture, and `rank`, 1 for the lowest;
#'   * with `columns = TRUE`, `z_` and the name of each column.
#'
#'   Attributes: `level` and `expected`, the number of false alarms to be expected at most, or
#'   `threshold`, the log density that was compared with; `small`, a data frame of the small
#'   components, their weights and the number of rows. Rows that `na_action` left out, and rows of
#'   `newdata` with missing values, are treated as by [predict.gaussmix()]: use
#'   `which(outliers$outlier)` there, and the names of rows.
#' @section Errors: `gaussmix_error_argument`, `gaussmix_error_newdata`,
#'   `gaussmix_error_no_data`, `gaussmix_error_fit`. Warning: `gaussmix_warning_missing`.
#' @seealso [gmm_trim()] for a fit without them; [gmm_mahalanobis()] for distances to each
#'   component; [gmm_hdr()] for regions that hold a share; [gmm_probability()].
#' @references Chandola, V., Banerjee, A. and Kumar, V. (2009). Anomaly detection: a survey.
#'   *ACM Computing Surveys* 41, 15, section 7.1. \doi{10.1145/1541880.1541882}
#'
#'   Regions of highest density, of which the p-value by density is one minus the share: Hyndman, R.
#'   J. (1996). *The American Statistician* 50, 120-126, equation 2.
#'   \doi{10.1080/00031305.1996.10474359}
#'
#'   Conditional distributions: Mardia, K. V., Kent, J. T. and Bibby, J. M. (1979). *Multivariate
#'   Analysis*. Academic Press, theorem 3.2.4.
#' @export
#' @examples
#' # Readings of four sensors, five of which went wrong
#' set.seed(1)
#' level <- rep(c(20, 60), c(400, 200)) + rnorm(600)
#' sensors <- data.frame(
#'   a = level + rnorm(600), b = 2 * level + rnorm(600), c = rnorm(600, 5), d = rnorm(600)
#' )
#' sensors$b[1:5] <- sensors$b[1:5] + 16
#' fit <- gmm_fit(sensors, n_components = 2)
#' found <- gmm_outliers(fit)
#' found
#' sensors[which(found$outlier), ]
#'
#' # Is a new reading like those before?
#' gmm_outliers(fit, data.frame(a = c(20, 40), b = c(41, 80), c = 5, d = 0))
#'
#' # At most one in twenty of those that are found may be a false alarm
#' which(p.adjust(found$p_value, "BH") < 0.05)
#'
#' # The twentieth of lowest density, whatever their p-values
#' sum(gmm_outliers(fit, share = 0.05)$outlier)
gmm_outliers <- function(fit, newdata, share = NULL, threshold = NULL, threads = NULL,
                         level = NULL, method = c("density", "distance"), small = NULL,
                         columns = FALSE, seed = 1) {
  call <- sys.call()
  check_given(c(fit = missing(fit)), call)
  check_is_fit(fit, "fit", call)
  threads <- resolve_threads(threads, call)
  check_fit(fit, call, "fit")
  share <- if (!is.null(share)) check_nonnegative(share, "share", call, below = 1)
  threshold <- if (!is.null(threshold)) check_threshold(threshold, call)
  level <- check_outlier_level(level, is.null(share) && is.null(threshold), call)
  method <- check_choice(method, c("density", "distance"), "method", call)
  small <- if (!is.null(small)) check_nonnegative(small, "small", call, below = 1)
  columns <- check_flag(columns, "columns", call)
  seed <- check_count(seed, "seed", call, min = 0)
  own <- missing(newdata)
  cells <- prediction_cells(fit, newdata, call, takes_missing(fit))
  # Of which nothing is seen, nothing can be said.
  cells$empty <- integer()
  check_comparable(fit, cells, list(share = share, threshold = threshold), call)
  judge <- if (cells$incomplete && length(cells$rows) > 0) judge_patterns else judge_rows
  table <- judge(fit, cells, small, method, seed, threads, call)
  if (is.null(threshold) && !is.null(share)) {
    threshold <- share_threshold(fit, share, if (own) table$log_density, threads, call)
  }
  level <- if (is.null(threshold)) level %||% min(0.001, 1 / max(1, length(cells$rows)))
  table$outlier <- if (is.null(threshold)) {
    table$p_value < level
  } else {
    table$log_density < threshold
  }
  table <- with_columns(table, fit, cells, columns)
  rows <- names_for_rows(cells$row_names, if (own) rows_with_results(fit))
  structure(
    table, row.names = if (is.null(rows)) seq_len(nrow(table)) else as.character(rows),
    class = c("gmm_outliers", "data.frame"),
    threshold = threshold, level = level, expected = level * length(cells$rows),
    method = method, small = small_components(fit, table, small), rows = nrow(table)
  )
}

check_outlier_level <- function(level, is_alone, call) {
  if (is.null(level)) {
    return(NULL)
  }
  if (!is_alone) {
    abort("argument", c(
      "`level` must not be given with `share` or `threshold`.",
      i = "They are two ways to say what an outlier is: by p-values, or by densities."
    ), call = call)
  }
  if (length(level) != 1) {
    abort_argument("`level` must be one probability between 0 and 1.", level, call)
  }
  check_level(level, "level", call)
}

# All but `outlier` and what depends on it.
judge_rows <- function(fit, cells, small, method, seed, threads, call) {
  norm <- norm_of(fit, small, call)
  distances <- unname(predict_rows(fit, cells, "mahalanobis", threads, call))
  to_main <- distances[, norm$main, drop = FALSE]
  nearest <- norm$main[max.col(-to_main, "first")]
  distance <- distances[cbind(seq_len(nrow(distances)), nearest)]
  log_p <- if (method == "distance" || length(norm$main) == 1) {
    stats::pchisq(distance, fit$d, lower.tail = FALSE, log.p = TRUE)
  } else {
    log_density_tail(fit, to_main, norm, seed, threads, call)
  }
  log_density <- unname(predict_rows(fit, cells, "log_density", threads, call))
  n <- nrow(distances)
  data.frame(
    outlier = rep(NA, n), p_value = exp(log_p), component = component_factor(nearest, fit),
    distance = distance, column = factor(rep(NA, n), variable_names(fit)),
    group = group_of(distances, norm, fit), log_density = log_density,
    rank = rank(log_density, na.last = "keep", ties.method = "min")
  )
}

# Rows with holes are judged by what the mixture says of the columns that they see: their
# p-values are those of its margin.
judge_patterns <- function(fit, cells, small, method, seed, threads, call) {
  values <- cells$values[cells$rows, , drop = FALSE]
  patterns <- rows_by_pattern(values)
  tables <- lapply(patterns, function(rows) {
    seen <- !is.na(values[rows[1], ])
    part <- list(
      values = values[rows, seen, drop = FALSE], n = length(rows), rows = seq_along(rows)
    )
    judge_rows(seen_mixture(fit, values[rows[1], ]), part, small, method, seed, threads, call)
  })
  table <- do.call(rbind, tables)[match(seq_len(cells$n), cells$rows[unlist(patterns)]), ]
  table$column <- factor(rep(NA, cells$n), variable_names(fit))
  of_whole <- replace(table$log_density, rowSums(is.na(cells$values)) > 0, NA)
  table$rank <- rank(of_whole, na.last = "keep", ties.method = "min")
  table
}

# Densities of rows that see other columns have other units.
check_comparable <- function(fit, cells, given, call) {
  given <- names(Filter(Negate(is.null), given))
  has_holes <- cells$incomplete || ("share" %in% given && !is.null(fit$missing))
  if (length(given) == 0 || !has_holes) {
    return(invisible())
  }
  abort("argument", c(
    paste0("`", given[1], "` must not be given where values are missing."),
    x = "Densities of rows that see other columns have other units.",
    i = "Use p-values, which can be compared: by `level`, or `p.adjust()` of the result."
  ), call = call)
}

# `column` of outliers, and if asked for the distances of all columns.
with_columns <- function(table, fit, cells, columns) {
  rows <- if (columns) cells$rows else which(table$outlier)
  values <- cells$values[rows, , drop = FALSE]
  z <- conditional_scores_seen(fit, values, as.integer(table$component[rows]))
  flagged <- match(which(table$outlier), rows)
  size <- abs(z[flagged, , drop = FALSE])
  # What is too large to be a number is the largest, what is missing none.
  size[is.na(size)] <- Inf
  size[is.na(values[flagged, , drop = FALSE])] <- -Inf
  table$column[rows[flagged]] <- levels(table$column)[max.col(size, "first")]
  if (columns) {
    all <- matrix(NA_real_, nrow(table), fit$d)
    all[rows, ] <- z
    colnames(all) <- paste0("z_", variable_names(fit))
    table <- cbind(table, all)
  }
  table
}

#' @rdname gmm_outliers
#' @param x An object of class `gmm_outliers`.
#' @param n Number of outliers to print at most.
#' @param digits Number of significant digits.
#' @param ... Must be empty.
#' @export
print.gmm_outliers <- function(x, n = 10, digits = max(3, getOption("digits") - 3), ...) {
  call <- quote(print())
  check_no_dots(list(...), c("x", "n", "digits"), call)
  n <- check_count(n, "n", call, min = 0, max = Inf)
  digits <- check_count(digits, "digits", call, max = 22)
  # Of some of the rows or columns nothing more is known; other orders are the whole.
  is_whole <- identical(attr(x, "rows"), nrow(x)) && !is.null(attr(x, "small")) &&
    all(c("outlier", "p_value", "group") %in% names(x))
  if (!is_whole) {
    print.data.frame(x, digits = digits)
    return(invisible(x))
  }
  lines <- c(outlier_line(x), small_lines(attr(x, "small"), x$group))
  cat(strwrap(lines, 80, exdent = 2), sep = "\n")
  found <- which(x$outlier)
  found <- found[order(x$p_value[found], x$log_density[found])]
  shown <- as.data.frame(x)[utils::head(found, n), names(x) != "outlier", drop = FALSE]
  if (nrow(shown) > 0) {
    class(shown) <- "data.frame"
    if (all(is.na(shown$group))) shown$group <- NULL
    cat("\n")
    print(shown, digits = digits)
    if (length(found) > n) {
      cat("... and ", counted(length(found) - n, "more outlier"), "\n", sep = "")
    }
  }
  invisible(x)
}

outlier_line <- function(x) {
  threshold <- attr(x, "threshold")
  n <- sum(!is.na(x$outlier))
  found <- sum(x$outlier, na.rm = TRUE)
  paste0(
    if (found == 0) "None" else grouped(found), " of ", counted(n, "observation"),
    if (found <= 1) " is an outlier: " else " are outliers: ",
    if (is.null(threshold)) {
      paste0(
        "p-value by ", attr(x, "method"), " below ", format(attr(x, "level"), digits = 3),
        " (false alarms to be expected: at most ", format(attr(x, "expected"), digits = 2), ")"
      )
    } else {
      paste0("log density below ", format(threshold, digits = 6))
    }
  )
}
