#' Where the most likely component changes
#'
#' The values of one column at which the component of largest posterior probability becomes another:
#' the cut points of a mixture, as for diagnostic limits, the border of two populations, or bins of
#' a histogram.
#'
#' The log densities of two components, with their weights, are quadratic functions, which are equal
#' at two values, one or none. The roots are taken in closed form, and of each is asked which
#' component is the most likely on either side of it. Two components of different variances meet
#' twice: the wider one is the more likely far out on *both* sides. Such a crossing beyond all means
#' is rarely what one wants to know (below it the wide component of the large values would be the
#' class of the smallest ones) and has next to no probability beyond it. Those beyond which the
#' mixture has less probability than `tail` are left out of the table; the print tells
#' of them, and attribute `tails` has them. `tail = 0` leaves none out, and classes between the
#' crossings are then those of [`predict()`][predict.gaussmix].
#'
#' A component can be nowhere the most likely: its weight is too small beside others that cover the
#' place where it is. The print says of what component and by how much; so does attribute
#' `hidden`. Two equal components have no border either.
#'
#' In a fit of several columns, thresholds are those of the marginal mixture of the column that
#' `dims` names. Of a fit by [gmm_bayes()] they are those of the mixture with its expected weights,
#' means and inverse expected precisions, `predict(method = "plugin")`.
#'
#' @inheritParams gmm_quantile
#' @param tail Crossings beyond all means are left out if the mixture has less probability than this
#'   beyond them.
#' @param inactive Whether components that [gmm_bayes()] has switched off have a say.
#'
#' @return A data frame of class `gmm_threshold` with a row per threshold, from left to right, and
#'   the columns `threshold`, `left` and `right`, the names of the components that are the most
#'   likely on either side. Attributes: `tails`, a data frame of the same columns; `hidden`, a data
#'   frame with a row per component that is nowhere the most likely, and the columns
#'   `component`, `at` (where it comes closest), `probability` (its posterior probability there) and
#'   `rival` (the component that is the most likely there).
#' @section Errors: `gaussmix_error_argument`, `gaussmix_error_fit`.
#' @seealso [predict.gaussmix()] for classes and probabilities, [gmm_cdf()] for the probability
#'   beyond a threshold, [cut()] to make classes of thresholds.
#' @references Duda, R. O., Hart, P. E. and Stork, D. G. (2001). *Pattern Classification*, 2nd
#'   edition. Wiley, equations 66 to 69 in section 2.6.3.
#' @export
#' @examples
#' set.seed(1)
#' fit <- gmm_fit(faithful$waiting, n_components = 2)
#' limits <- gmm_threshold(fit)
#' limits
#' table(cut(faithful$waiting, c(-Inf, limits$threshold, Inf)))
#'
#' # Parameters from a paper
#' gmm_threshold(gmm_model(c(0.9, 0.1), means = c(4.5, 7), covariances = c(0.6, 1.5)^2))
gmm_threshold <- function(fit, dims = NULL, tail = 0.001, inactive = FALSE) {
  call <- sys.call()
  check_given(c(fit = missing(fit)), call)
  check_intact_fit(fit, "fit", call)
  tail <- check_nonnegative(tail, "tail", call, below = 1)
  inactive <- check_flag(inactive, "inactive", call)
  whole <- margin_of(fit, dims, call)
  shown <- intersect(shown_components(fit, inactive), which(whole$weights > 0))
  margin <- some_components(whole, shown)
  crossings <- crossings_of(margin)
  named <- function(k) component_factor(shown[k], fit)
  table <- data.frame(
    threshold = crossings$x, left = named(crossings$left), right = named(crossings$right)
  )
  in_tail <- are_in_tail(crossings$x, some_components(whole), margin$means, tail)
  structure(
    table[!in_tail, ],
    row.names = seq_len(sum(!in_tail)), class = c("gmm_threshold", "data.frame"),
    tails = table[in_tail, ], hidden = hidden_components(margin, crossings, named),
    column = if (fit$d > 1) variable_names(fit)[one_column(dims, fit, call)]
  )
}

# Beyond all means, and with hardly anything beyond them.
are_in_tail <- function(x, margin, means, tail) {
  below <- probabilities_of(margin, x, TRUE, FALSE)
  above <- probabilities_of(margin, x, FALSE, FALSE)
  (x < min(means) & below < tail) | (x > max(means) & above < tail)
}

# Where the most likely component changes, and from which to which: of all pairs of components the
# values at which they are equal, and between these values the most likely component.
crossings_of <- function(margin) {
  roots <- pair_roots(margin)
  pieces <- pieces_between(roots$x, margin)
  change <- which(pieces$component[-1] != pieces$component[-length(pieces$component)])
  left <- pieces$component[change]
  right <- pieces$component[change + 1]
  x <- vapply(seq_along(change), function(i) {
    own <- (roots$one == left[i] & roots$other == right[i]) |
      (roots$one == right[i] & roots$other == left[i])
    near <- roots$x[own]
    # Where two components are equal, rounding says which is likelier: that is no crossing.
    if (length(near) == 0) NA_real_ else near[which.min(abs(near - pieces$end[change[i]]))]
  }, numeric(1))
  is_crossing <- !is.na(x)
  list(x = x[is_crossing], left = left[is_crossing], right = right[is_crossing])
}

# The roots of all pairs, from left to right.
pair_roots <- function(margin) {
  pairs <- which(upper.tri(diag(length(margin$weights))), arr.ind = TRUE)
  roots <- roots_of(margin, pairs[, 1], pairs[, 2])
  both <- rbind(pairs, pairs)
  x <- as.vector(roots)
  kept <- which(is.finite(x))
  kept <- kept[order(x[kept])]
  list(x = x[kept], one = both[kept, 1], other = both[kept, 2])
}

# In standard deviations from the mean of the narrower of two components, with r its standard
# deviation over the other's, D the distance of the means and l the logarithm of the ratio of
# weights, the wider one's over the narrower one's, times r, they are equal where
# (1 - r^2) / 2 u^2 + r^2 D u + l - r^2 D^2 / 2 = 0. The discriminant needs no difference of
# squares.
roots_of <- function(margin, i, j) {
  swap <- margin$sds[i] > margin$sds[j]
  narrow <- ifelse(swap, j, i)
  wide <- ifelse(swap, i, j)
  sd <- margin$sds[narrow]
  r <- sd / margin$sds[wide]
  distance <- (margin$means[wide] - margin$means[narrow]) / sd
  ratio <- log(margin$weights[wide]) - log(margin$weights[narrow]) + log(r)
  a <- (1 - r) * (1 + r) / 2
  b <- r^2 * distance
  c <- ratio - b * distance / 2
  discriminant <- (r * distance)^2 - 4 * a * ratio
  root <- sqrt(ifelse(discriminant >= 0, discriminant, NA))
  q <- -(b + ifelse(b < 0, -1, 1) * root) / 2
  u <- cbind(ifelse(a > 0, q / a, NA), ifelse(q != 0, c / q, NA))
  margin$means[narrow] + sd * u
}

# The most likely component to the left of each value and to the right of the last. Values that
# are rounding errors apart are one.
pieces_between <- function(x, margin) {
  near <- 1e-12 * (abs(x) + min(margin$sds))
  is_new <- c(TRUE, diff(x) > near[-1])[seq_along(x)]
  first <- which(is_new)
  last <- c(first[-1] - 1, length(x))[seq_along(first)]
  inner <- x[last[-length(last)]] + (x[first[-1]] - x[last[-length(last)]]) / 2
  if (length(x) == 0) inner <- numeric()
  component <- c(outermost(margin, -1), most_likely(margin, inner), outermost(margin, 1))
  if (length(x) == 0) component <- component[1]
  list(component = component, end = x[first])
}

# The component that wins far out on a side: the widest, of equally wide ones the one that lies
# furthest there, and of those the heaviest.
outermost <- function(margin, side) {
  order(-margin$sds, -side * margin$means, -margin$weights)[1]
}

most_likely <- function(margin, x) max.col(log_densities(margin, x), "first")

# A component that is nowhere the most likely comes closest to being so where its log density less
# that of a rival has its maximum, or where rivals change.
hidden_components <- function(margin, crossings, named) {
  n_components <- length(margin$weights)
  ahead <- unique(c(outermost(margin, -1), crossings$left, crossings$right))
  hidden <- setdiff(seq_len(n_components), ahead)
  rows <- vapply(hidden, function(k) {
    places <- c(crossings$x, margin$means[k], summits_of(margin, k))
    logs <- log_densities(margin, places[is.finite(places)])
    best <- which.max(logs[, k] - apply(logs[, -k, drop = FALSE], 1, max))
    posterior <- exp(logs[best, k] - log_row_sums(logs[best, , drop = FALSE]))
    c(places[is.finite(places)][best], posterior, which.max(replace(logs[best, ], k, -Inf)))
  }, numeric(3))
  rows <- matrix(rows, 3)
  data.frame(
    component = named(hidden), at = rows[1, ], probability = rows[2, ], rival = named(rows[3, ])
  )
}

# Where the log density of component k is furthest above that of each other one.
summits_of <- function(margin, k) {
  precision <- 1 / margin$sds^2
  (margin$means[k] * precision[k] - margin$means * precision) / (precision[k] - precision)
}

#' @rdname gmm_threshold
#' @param x An object of class `gmm_threshold`.
#' @param digits Number of significant digits.
#' @param ... Must be empty.
#' @export
print.gmm_threshold <- function(x, digits = max(3, getOption("digits") - 1), ...) {
  check_no_dots(list(...), c("x", "digits"), quote(print()))
  digits <- check_count(digits, "digits", quote(print()), max = 22)
  column <- attr(x, "column")
  has_tails <- NROW(attr(x, "tails")) > 0
  cat(
    if (nrow(x) == 0) "No threshold" else counted(nrow(x), "threshold"),
    if (!is.null(column)) paste0(" of ", column),
    if (nrow(x) == 0 && !has_tails) ": one component is the most likely everywhere", "\n",
    sep = ""
  )
  if (nrow(x) > 0) {
    print.data.frame(x, digits = digits, row.names = FALSE)
  }
  lines <- c(tail_line(attr(x, "tails"), digits), hidden_lines(attr(x, "hidden"), digits))
  if (length(lines) > 0) {
    cat(strwrap(lines, width = 80, exdent = 2), sep = "\n")
  }
  invisible(x)
}

tail_line <- function(tails, digits) {
  if (NROW(tails) > 0) {
    paste0(
      "Left out: ", counted(nrow(tails), "crossing"), " in the tails (",
      enumerate(format(tails$threshold, digits = digits, trim = TRUE)),
      "), see `tail`."
    )
  }
}

hidden_lines <- function(hidden, digits) {
  vapply(seq_len(NROW(hidden)), function(i) {
    paste0(
      "Component ", hidden$component[i], " is nowhere the most likely: its probability is at most ",
      format(hidden$probability[i], digits = 2), " beside that of component ", hidden$rival[i],
      ", at ", format(hidden$at[i], digits = digits), "."
    )
  }, "")
}
