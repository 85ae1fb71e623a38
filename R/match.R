#' Agreement of partitions and matching of components
#'
#' `adjusted_rand()` measures how well two partitions of the same observations agree,
#' whatever their labels: 1 for the same partition, 0 on average for unrelated ones, and
#' negative for less. `gmm_match()` says which components of a mixture correspond to known labels,
#' or to the components of another mixture. Use it to name components ([gmm_relabel()]), to count
#' errors, or to compare fits.
#'
#' Components carry no names of their own: a second fit to the same data may have them in
#' another order.
#'
#' With labels, each component gets the label, and each label the component, so that as many
#' observations as possible agree (mclust's `classError()` counts the same errors). Where there are
#' more components than labels some are left over, and so are those that share no observation
#' with any label that is left. Observations without a label (`NA`) have no say.
#'
#' Two mixtures are matched by the pairing with the least total logarithm of one plus the
#' Bhattacharyya distance between the normal distributions paired. (The logarithm, so that
#' one component that is far from all others has no say in the rest.) This takes no data and does
#' not depend on the units of the columns. Mixing weights have no say in it.
#'
#' @param a,b For `adjusted_rand()`: labels of the same observations (factors, numbers or
#'   text), or fits that hold their data, which stand for their classes. Observations that have
#'   none in one of them are left out of both: those with missing values that a fit left out
#'   (`na_action`), and those that are `NA` in labels, of which a message tells. For `gmm_match()`:
#'   `a` is a fit, and `b` labels of its observations, with `NA` where they are not known, or a
#'   second fit with the same columns (matched by name where both have names).
#' @return `adjusted_rand()`: one number.
#'
#'   `gmm_match()` of two fits: a data frame with a row per pair
#'   and the columns `a`, `b` (numbers of components) and `distance`, the Hellinger
#'   distance, from 0 for the same distribution to 1 for distributions that do not overlap.
#'   Where the mixtures have different numbers of components, those that are left over are
#'   missing.
#'
#'   `gmm_match()` of a fit and labels: a list of class `gmm_agreement`, with a print method:
#'   `pairs` (a data frame of `component`, `label` and `n`, the observations that agree; `NA` where
#'   something is left over), `table` (components by labels), `n` (observations that have both),
#'   `misclassified` (numbers of those that do not agree), `error_rate`, `adjusted_rand`, and
#'   `n_missing`.
#' @section Errors: `gaussmix_error_argument`, `gaussmix_error_no_data`,
#'   `gaussmix_error_fit`. A message: `gaussmix_message_missing`.
#' @seealso [gmm_relabel()].
#' @references
#' Hubert, L. and Arabie, P. (1985). Comparing partitions. *Journal of Classification* 2,
#' 193-218, equation 5. \doi{10.1007/BF01908075}
#'
#' Bhattacharyya, A. (1943). On a measure of divergence between two statistical populations
#' defined by their probability distributions. *Bulletin of the Calcutta Mathematical
#' Society* 35, 99-109.
#'
#' Crouse, D. F. (2016). On implementing 2D rectangular assignment algorithms. *IEEE
#' Transactions on Aerospace and Electronic Systems* 52, 1679-1696.
#' \doi{10.1109/TAES.2016.140952}
#' @export
#' @examples
#' set.seed(1)
#' a <- gmm_fit(iris[, 1:4], n_components = 3)
#' adjusted_rand(a, iris$Species)
#' agreement <- gmm_match(a, iris$Species)
#' agreement
#' agreement$misclassified
#' gmm_relabel(a, names = agreement)
#'
#' # Two fits
#' b <- gmm_fit(iris[, 1:4], start = iris$Species)
#' gmm_match(a, b)
adjusted_rand <- function(a, b) {
  call <- sys.call()
  check_given(c(a = missing(a), b = missing(b)), call)
  labels <- aligned_labels(labels_of(a, "a", call), labels_of(b, "b", call), call)
  tell_of_missing(labels, call)
  adjusted_rand_of(labels$a[labels$known], labels$b[labels$known])
}

adjusted_rand_of <- function(a, b) {
  a <- match(a, unique(a))
  b <- match(b, unique(b))
  # A table of all pairs of labels would not fit into memory where these are many.
  together <- pairs_within(a + (b - 1) * max(a))
  in_a <- pairs_within(a)
  in_b <- pairs_within(b)
  expected <- in_a * in_b / choose(length(a), 2)
  largest <- (in_a + in_b) / 2
  # Both put all observations together, or all apart: nothing can differ.
  if (largest == expected || length(a) == 1) {
    return(1)
  }
  (together - expected) / (largest - expected)
}

# How many pairs of observations have the same label.
pairs_within <- function(label) sum(choose(tabulate(match(label, unique(label))), 2))

# Labels as they are given; those of a fit are its classes, one for every row of its data,
# with the numbers of rows that it left out.
labels_of <- function(x, argument, call) {
  if (inherits(x, "gaussmix")) {
    return(classes_of_fit(check_fit(x, call, argument), argument, call))
  }
  if (!(is.factor(x) || is.atomic(x)) || !is.null(dim(x)) || length(x) == 0) {
    abort_argument(paste0("`", argument, "` must be a vector of labels or a fit."), x, call)
  }
  list(labels = x, by_hand = TRUE)
}

classes_of_fit <- function(fit, argument, call) {
  if (is.null(fit$data)) {
    abort("no_data", c(
      paste0("`", argument, "` must be labels or a fit that holds its data."),
      i = "Fit with `keep_data = TRUE`, or compare its classes, `predict(fit, newdata)`."
    ), call = call)
  }
  classes <- unname(stats::predict(fit))
  rows <- rows_with_results(fit)
  all <- classes[rep(NA_integer_, fit$n + length(fit$omitted))]
  all[rows] <- classes
  # Of which nothing is seen is in the largest class for want of anything better.
  all[fit$omitted] <- NA
  list(labels = all, omitted = fit$omitted, by_hand = FALSE)
}

# Both for the same observations. Labels of the rows that a fit used are as good as those of all.
aligned_labels <- function(a, b, call) {
  if (length(a$labels) - length(a$omitted) == length(b$labels)) a <- labels_of_used(a)
  if (length(b$labels) - length(b$omitted) == length(a$labels)) b <- labels_of_used(b)
  if (length(a$labels) != length(b$labels)) {
    abort("argument", c(
      "`a` and `b` must label the same observations.",
      x = paste0("Their lengths are ", length(a$labels), " and ", length(b$labels), ".")
    ), call = call)
  }
  known <- !is.na(a$labels) & !is.na(b$labels)
  if (!any(known)) {
    abort("argument", c(
      "`a` and `b` must both have labels for at least one observation.",
      x = paste0("Of ", counted(length(known), "observation"), " none has both.")
    ), call = call)
  }
  by_hand <- (a$by_hand & is.na(a$labels)) | (b$by_hand & is.na(b$labels))
  list(
    a = a$labels, b = b$labels, known = known, n_by_hand = sum(by_hand),
    rows = if (!is.null(a$rows)) a$rows else seq_along(known)
  )
}

labels_of_used <- function(x) {
  if (length(x$omitted) > 0) {
    x$rows <- seq_along(x$labels)[-x$omitted]
    x$labels <- x$labels[-x$omitted]
    x$omitted <- NULL
  }
  x
}

tell_of_missing <- function(labels, call) {
  if (labels$n_by_hand > 0) {
    inform("missing", c(
      "Observations without a label are left out.",
      x = paste0(
        "Of ", grouped(length(labels$known)), ", ", grouped(labels$n_by_hand), " ",
        if (labels$n_by_hand == 1) "is" else "are", " missing in the labels given."
      )
    ), call)
  }
}

#' @rdname adjusted_rand
#' @export
gmm_match <- function(a, b) {
  call <- sys.call()
  check_given(c(a = missing(a), b = missing(b)), call)
  swapped <- if (inherits(b, "gaussmix")) "The fit is the first argument, labels the second."
  check_is_fit(a, "a", call, swapped)
  check_fit(a, call, "a")
  if (!inherits(b, "gaussmix")) {
    return(match_labels(a, b, call))
  }
  check_fit(b, call, "b")
  distances <- component_distances(a, b, matching_columns(a, b, call))
  pairs <- cheapest_pairs(log1p(distances), call)
  pairs$distance <- sqrt(-expm1(-distances[cbind(pairs$a, pairs$b)]))
  pairs
}

# The rows and columns that belong together at the least total cost.
cheapest_pairs <- function(costs, call) {
  flip <- nrow(costs) > ncol(costs)
  pairs <- in_core(assign_rows(if (flip) t(costs) else costs), call)
  pairs <- if (flip) {
    data.frame(a = pairs, b = seq_along(pairs))
  } else {
    data.frame(a = seq_along(pairs), b = pairs)
  }
  pairs <- pairs[order(pairs$a), ]
  rownames(pairs) <- NULL
  pairs
}

match_labels <- function(fit, labels, call) {
  labels <- labels_of(labels, "b", call)
  both <- aligned_labels(classes_of_fit(fit, "a", call), labels, call)
  component <- both$a[both$known]
  label <- both$b[both$known]
  label <- if (is.factor(label)) droplevels(label) else factor(label)
  counts <- table(component = component, label = label)
  counts <- counts[is_active(fit) | rowSums(counts) > 0, , drop = FALSE]
  pairs <- cheapest_pairs(max(counts) - unclass(counts), call)
  pairs$n <- counts[cbind(pairs$a, pairs$b)]
  # That nothing else is left does not make a component a class.
  pairs <- pairs[pairs$n > 0, ]
  own <- match(component, rownames(counts))
  agrees <- paste(own, as.integer(label)) %in% paste(pairs$a, pairs$b)
  structure(
    list(
      pairs = with_left_over(pairs, counts),
      table = counts,
      n = length(label),
      misclassified = both$rows[both$known][!agrees],
      error_rate = mean(!agrees),
      adjusted_rand = adjusted_rand_of(component, label),
      n_missing = sum(!both$known)
    ),
    class = "gmm_agreement"
  )
}

with_left_over <- function(pairs, counts) {
  components <- seq_len(nrow(counts))
  alone <- setdiff(seq_len(ncol(counts)), pairs$b)
  at <- match(components, pairs$a)
  data.frame(
    component = factor(
      c(components, rep(NA, length(alone))), components, rownames(counts)
    ),
    label = factor(c(pairs$b[at], alone), seq_len(ncol(counts)), colnames(counts)),
    n = c(ifelse(is.na(at), 0L, as.integer(pairs$n[at])), rep(0L, length(alone)))
  )
}

#' @rdname adjusted_rand
#' @param x An agreement of a fit with labels.
#' @param ... Passed on to the printing of its table.
#' @export
print.gmm_agreement <- function(x, ...) {
  wrong <- length(x$misclassified)
  lines <- c(
    paste0(
      "Components matched with labels of ", counted(x$n, "observation"),
      if (x$n_missing > 0) paste0(" (", grouped(x$n_missing), " without label or class)")
    ),
    paste0(
      counted(wrong, "error"), ", error rate ", format(x$error_rate, digits = 3),
      "; adjusted Rand index ", format(x$adjusted_rand, digits = 3)
    ),
    left_over_line(x$pairs)
  )
  cat(strwrap(lines, width = 80, exdent = 2), sep = "\n")
  cat("\n")
  print(table_by_pairs(x), ...)
  invisible(x)
}

left_over_line <- function(pairs) {
  free <- as.character(pairs$component[is.na(pairs$label)])
  alone <- as.character(pairs$label[is.na(pairs$component)])
  told <- c(
    if (length(free) > 0) paste("components without a label:", enumerate(free, 20)),
    if (length(alone) > 0) paste("labels without a component:", enumerate(alone, 20))
  )
  if (length(told) > 0) sentence_case(paste(told, collapse = "; "))
}

# In the order of the labels, so that what agrees stands in the diagonal.
table_by_pairs <- function(x) {
  at <- order(as.integer(x$pairs$label), na.last = TRUE)
  rows <- as.character(x$pairs$component[at])
  counts <- x$table[rows[!is.na(rows)], , drop = FALSE]
  label <- x$pairs$label[match(rownames(counts), x$pairs$component)]
  names(dimnames(counts)) <- c("component", "label")
  rownames(counts) <- paste0(
    rownames(counts), ifelse(is.na(label), "", paste0(" -> ", as.character(label)))
  )
  counts
}

# Where the columns of a are in b.
matching_columns <- function(a, b, call) {
  wanted <- usable_names(colnames(a$means))
  given <- usable_names(colnames(b$means))
  named <- !is.null(wanted) && !is.null(given)
  if (a$d != b$d || (named && !setequal(wanted, given))) {
    abort("argument", c(
      "`a` and `b` must be mixtures of the same columns.",
      x = if (a$d != b$d) {
        paste0("They have ", a$d, " and ", b$d, ".")
      } else {
        alone <- c(setdiff(wanted, given), setdiff(given, wanted))
        paste0("Only in one: ", enumerate(paste0("`", alone, "`")), ".")
      }
    ), call = call)
  }
  if (named) match(wanted, given) else seq_len(a$d)
}

# Between the components of a and those of b, of which the columns come in the given order.
component_distances <- function(a, b, order) {
  has_covariances <- function(fit) covariance_row(fit$covariance_type)$shape == "full"
  distances <- if (has_covariances(a) || has_covariances(b)) {
    bhattacharyya(stats::coef(a), columns_of(stats::coef(b), order))
  } else {
    bhattacharyya_of_columns(
      a$means, component_sds(a)^2,
      b$means[, order, drop = FALSE], component_sds(b)[, order, drop = FALSE]^2
    )
  }
  # Of equal distributions, rounding can make it less than zero.
  distances[distances < 0] <- 0
  distances
}

columns_of <- function(parameters, order) {
  list(
    means = parameters$means[, order, drop = FALSE],
    covariances = parameters$covariances[order, order, , drop = FALSE]
  )
}

# Bhattacharyya distances between all components: with S the mean of both
# covariances, (m - m')' S^-1 (m - m') / 8 + log(|S| / sqrt(|S_1| |S_2|)) / 2.
bhattacharyya <- function(a, b) {
  whole <- function(parameters, k) as.matrix(parameters$covariances[, , k])
  half_log_det <- function(root) sum(log(diag(root)))
  own <- function(parameters) {
    vapply(seq_len(nrow(parameters$means)), function(k) half_log_det(chol(whole(parameters, k))), 0)
  }
  own_a <- own(a)
  own_b <- own(b)
  one <- function(j, k) {
    root <- chol(whole(a, j) / 2 + whole(b, k) / 2)
    z <- backsolve(root, a$means[j, ] - b$means[k, ], transpose = TRUE)
    sum(z^2) / 8 + half_log_det(root) - (own_a[j] + own_b[k]) / 2
  }
  outer(seq_len(nrow(a$means)), seq_len(nrow(b$means)), Vectorize(one))
}

# The same where columns are independent: the sum of those of the columns.
bhattacharyya_of_columns <- function(means_a, variances_a, means_b, variances_b) {
  one <- function(j, k) {
    both <- (variances_a[j, ] + variances_b[k, ]) / 2
    sum(
      (means_a[j, ] - means_b[k, ])^2 / both / 8 +
        (log(both) - (log(variances_a[j, ]) + log(variances_b[k, ])) / 2) / 2
    )
  }
  outer(seq_len(nrow(means_a)), seq_len(nrow(means_b)), Vectorize(one))
}
