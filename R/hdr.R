#' Regions of highest density of a Gaussian mixture
#'
#' The smallest region that holds a given share of the probability: all places where the density is
#' above some height. Of one column it is an interval or, where the mixture has several modes,
#' several, which say more than one interval from quantile to quantile, as the valleys are left
#' out. Use it for prediction intervals, or to tell usual from unusual values.
#'
#' In one column all is exact: the density is monotone between its modes and valleys, so that the
#' ends of intervals are roots, and the height is the one at which the intervals hold the share.
#' In more columns the height is the quantile of the densities of draws of the mixture (Hyndman's
#' algorithm, his equation 5), always the same ones for the same `seed`; the share that is held
#' has a standard error of `sqrt(level (1 - level) / draws)`, 0.0007 by default at 0.95. Of one
#' component it is exact, by the chi-squared distribution. Whether rows are inside
#' of the region is what `predict()` says, and `autoplot(fit, "density")` draws the regions
#' of two columns.
#'
#' `dims` names columns of a fit: the region is that of their marginal mixture. Of a fit by
#' [gmm_bayes()] it is that of the mixture with its expected weights, means and inverse expected
#' precisions.
#'
#' @inheritParams gmm_quantile
#' @param level Shares of probability, between 0 and 1.
#' @param dims Columns, by name or number. `NULL`: all.
#' @param draws,seed Number of draws, and the seed that they have whatever the state of R's
#'   random numbers, which are left alone. Not needed for one column.
#'
#' @return A data frame of class `gmm_hdr`. Of one column, a row per interval, and the columns
#'   `level`, `lower`, `upper`, `probability` (of the interval) and `log_density` (at its ends). Of
#'   more, a row per level with `level` and `log_density`.
#'
#'   `predict()` gives TRUE for rows of `newdata` inside of the region, a vector for one level and
#'   for several a matrix with a column for each.
#' @section Errors: `gaussmix_error_argument`, `gaussmix_error_newdata`, `gaussmix_error_fit`.
#' @seealso [gmm_quantile()] for intervals from quantile to quantile, [gmm_outliers()],
#'   [autoplot.gaussmix()].
#' @references Hyndman, R. J. (1996). Computing and graphing highest density regions. *The
#'   American Statistician* 50, 120-126, equations 2 and 5. \doi{10.1080/00031305.1996.10474359}
#' @export
#' @examples
#' set.seed(1)
#' fit <- gmm_fit(faithful, n_components = 2)
#'
#' # When to expect the next eruption: two intervals, as hardly anybody waits for 65 minutes
#' gmm_hdr(fit, c(0.5, 0.9), dims = "waiting")
#' gmm_quantile(fit, c(0.05, 0.95), dims = "waiting")
#'
#' # Both columns
#' region <- gmm_hdr(fit, 0.9)
#' region
#' predict(region, data.frame(eruptions = c(2, 3), waiting = c(55, 70)))
gmm_hdr <- function(fit, level = 0.95, dims = NULL, draws = 1e5, seed = 1) {
  call <- sys.call()
  check_given(c(fit = missing(fit)), call)
  check_intact_fit(fit, "fit", call)
  level <- unique(sort(check_level(level, "level", call)))
  draws <- check_count(draws, "draws", call, min = 100, max = 1e8)
  seed <- check_count(seed, "seed", call, min = 0)
  dims <- region_columns(dims, fit, call)
  mixture <- region_mixture(fit, dims)
  table <- if (length(dims) == 1) {
    intervals_of(some_components(margin_of(mixture, 1L, call)), level)
  } else {
    data.frame(level = level, log_density = heights_of(mixture, level, draws, seed, call))
  }
  structure(
    table, class = c("gmm_hdr", "data.frame"), mixture = mixture,
    columns = variable_names(fit)[dims]
  )
}

region_columns <- function(dims, fit, call) {
  if (is.null(dims)) {
    return(seq_len(fit$d))
  }
  check_dims(dims, fit, picture_types["profile", ], call)
}

# What says of new rows whether they are inside: all columns as they are in the fit, or some.
region_mixture <- function(fit, dims) {
  if (!identical(dims, seq_len(fit$d))) {
    return(marginal_mixture(fit, dims))
  }
  fit["data"] <- list(NULL)
  fit
}

# Log densities above which the shares lie. Of one component distances tell.
heights_of <- function(mixture, level, draws, seed, call) {
  if (sum(mixture$weights > 0) == 1) {
    k <- which(mixture$weights > 0)
    return(log_heights(mixture, call)[k] - stats::qchisq(level, mixture$d) / 2)
  }
  values <- with_seed(seed, gmm_sample(mixture, draws, resolve_threads(NULL, call)))
  cells <- as_cells(values, "newdata", "newdata", call)
  logs <- predict_cells(
    mixture, cells$values, "log_density", resolve_threads(NULL, call), call, "plugin"
  )
  stats::quantile(logs, 1 - level, names = FALSE)
}

# Log densities of components at their means.
log_heights <- function(fit, call) {
  at_means <- predict_cells(
    fit, unname(fit$means), "component_log_density", resolve_threads(NULL, call), call, "plugin"
  )
  diag(at_means)
}

# Intervals of one column, by level.
intervals_of <- function(margin, level) {
  centre <- margin$means[1]
  unit <- max(margin$sds)
  margin$means <- (margin$means - centre) / unit
  margin$sds <- margin$sds / unit
  table <- standard_intervals(margin, level)
  table$lower <- centre + unit * table$lower
  table$upper <- centre + unit * table$upper
  table$log_density <- table$log_density - log(unit)
  table
}

# In units of the widest component, in which densities are neither too small nor too large to be
# multiplied.
standard_intervals <- function(margin, level) {
  stops <- turning_points(margin)
  tables <- lapply(level, function(share) {
    height <- height_of(margin, share, stops)
    ends <- ends_at(margin, height, stops)
    data.frame(
      level = share, lower = ends$lower, upper = ends$upper,
      probability = interval_probabilities(margin, ends$lower, ends$upper),
      log_density = height
    )
  })
  do.call(rbind, tables)
}

interval_probabilities <- function(margin, lower, upper) {
  parts <- normal_interval(standardised(margin, lower), standardised(margin, upper))
  as.vector(matrix(parts, length(lower), length(margin$weights)) %*% margin$weights)
}

# Modes and valleys of the density: where its slope changes its sign. Between neighbours of this
# grid there is one at most: it has twenty points in each standard deviation of each component as
# far as that component has anything to say, and some beyond.
turning_points <- function(margin) {
  steps <- c(seq(0, 8, by = 0.05), seq(8.5, 40, by = 0.5))
  grid <- outer(margin$sds, c(-rev(steps), steps)) + margin$means
  range <- range(margin$means)
  grid <- sort(unique(c(grid[grid > range[1] & grid < range[2]], range)))
  slope <- slope_of(margin, grid)
  change <- which(slope[-1] * slope[-length(slope)] < 0)
  roots <- bisected(
    function(x) slope_of(margin, x), grid[change], grid[change + 1], slope[change] > 0
  )
  sort(unique(c(roots, grid[slope == 0])))
}

# The slope of the density over the density, which is a number wherever that is none.
slope_of <- function(margin, x) {
  logs <- log_densities(margin, x)
  shares <- exp(logs - log_row_sums(logs))
  pull <- -standardised(margin, x) / by_component(margin$sds, x)
  rowSums(shares * pull)
}

# Roots of a function between numbers where it has different signs, all at once. `falls` says
# where it is positive at the lower end.
bisected <- function(f, low, high, falls) {
  repeat {
    middle <- low + (high - low) / 2
    if (all(middle <= low | middle >= high)) {
      return(middle)
    }
    is_low <- (f(middle) > 0) == falls
    low[is_low] <- middle[is_low]
    high[!is_low] <- middle[!is_low]
  }
}

log_density_at <- function(margin, x) log_row_sums(log_densities(margin, x))

# The intervals in which the log density is above a height: from the left, and out of each
# valley, the density rises to a mode and falls from it.
ends_at <- function(margin, height, stops) {
  # A component is above a height only within this distance of its mean. Of one that is narrower
  # than a rounding error of its mean that is no distance.
  peak <- log(margin$weights) - log(margin$sds) - log(2 * pi) / 2 + log(length(margin$weights))
  reach <- margin$sds * sqrt(2 * pmax(0, peak - height)) + margin$sds
  reach <- pmax(reach, 4 * .Machine$double.eps * abs(margin$means))
  stops <- c(
    min(margin$means - reach), stops, max(margin$means + reach)
  )
  logs <- log_density_at(margin, stops)
  above <- logs > height
  change <- which(above[-1] != above[-length(above)])
  if (length(change) == 0) {
    # Of a share that is next to nothing, the summit is all there is.
    return(list(lower = stops[which.max(logs)], upper = stops[which.max(logs)]))
  }
  roots <- bisected(
    function(x) log_density_at(margin, x) - height, stops[change], stops[change + 1], above[change]
  )
  list(lower = roots[c(TRUE, FALSE)], upper = roots[c(FALSE, TRUE)])
}

# The height above which the share is: what is below it, in the gaps, has digits for shares
# close to 1, too.
height_of <- function(margin, share, stops) {
  missing <- function(height) {
    ends <- ends_at(margin, height, stops)
    interval_probabilities(margin, c(-Inf, ends$upper), c(ends$lower, Inf))
  }
  # Nothing at all is missing far below the density.
  excess <- function(height) log(max(sum(missing(height)), 1e-300)) - log1p(-share)
  top <- max(log_density_at(margin, stops))
  low <- top - 1
  while (excess(low) > 0) low <- top - 2 * (top - low)
  stats::uniroot(excess, c(low, top), f.upper = -log1p(-share), tol = 1e-13)$root
}

#' @rdname gmm_hdr
#' @param object An object of class `gmm_hdr`.
#' @param newdata Observations, as in [predict.gaussmix()], with the columns of the region.
#' @param ... Must be empty.
#' @export
predict.gmm_hdr <- function(object, newdata, ...) {
  call <- match.call()
  call[[1]] <- quote(predict)
  check_no_dots(list(...), c("object", "newdata"), call)
  check_given(c(newdata = missing(newdata)), call)
  mixture <- attr(object, "mixture")
  if (is.null(mixture)) {
    abort("argument", c(
      "`object` must be what `gmm_hdr()` gives, with its attributes.",
      i = "Ask for the wanted `level` there, and leave the table as it is."
    ), call = call)
  }
  cells <- prediction_cells(mixture, newdata, call)
  logs <- predict_rows(
    mixture, cells, "log_density", resolve_threads(NULL, call), call, "plugin"
  )
  first <- !duplicated(object$level)
  inside <- outer(logs, object$log_density[first], `>=`)
  if (sum(first) == 1) {
    return(stats::setNames(as.vector(inside), names(logs)))
  }
  dimnames(inside) <- list(names(logs), format(object$level[first]))
  inside
}

#' @rdname gmm_hdr
#' @param x An object of class `gmm_hdr`.
#' @param digits Number of significant digits.
#' @export
print.gmm_hdr <- function(x, digits = max(3, getOption("digits") - 1), ...) {
  check_no_dots(list(...), c("x", "digits"), quote(print()))
  digits <- check_count(digits, "digits", quote(print()), max = 22)
  columns <- attr(x, "columns")
  if (!is.null(columns)) {
    cat(
      strwrap(paste0("Highest density of ", enumerate(short_names(columns, 40))), 80, exdent = 2),
      sep = "\n"
    )
  }
  print.data.frame(x, digits = digits, row.names = FALSE)
  invisible(x)
}
