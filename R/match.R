#' Agreement of partitions and matching of components
#'
#' `adjusted_rand()` measures how well two partitions of the same observations agree,
#' whatever their labels: 1 for the same partition, 0 on average for unrelated ones, and
#' negative for less. `gmm_match()` says which components of two mixtures correspond to each
#' other: the pairing with the least total logarithm of one plus the
#' Bhattacharyya distance between the normal distributions paired. (The logarithm, so that
#' one component that is far from all others has no say in the rest.)
#'
#' Components carry no names of their own: a second fit to the same data may have them in
#' another order. `gmm_match()` needs no data and does not depend on the units of the
#' columns. Mixing weights have no say in it.
#'
#' @param a,b For `adjusted_rand()`: labels of the same observations (factors, numbers or
#'   text), or fits that hold their data, which stand for their classes. For
#'   `gmm_match()`: two mixtures of class `gaussmix` with the same columns (`b`'s are matched
#'   by name where both have names).
#' @return `adjusted_rand()`: one number. `gmm_match()`: a data frame with a row per pair
#'   and the columns `a`, `b` (numbers of components) and `distance`, the Hellinger
#'   distance, from 0 for the same distribution to 1 for distributions that do not overlap.
#'   Where the mixtures have different numbers of components, those that are left over are
#'   missing.
#' @section Errors: `gaussmix_error_argument`, `gaussmix_error_no_data`,
#'   `gaussmix_error_fit`.
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
#'
#' b <- gmm_fit(iris[, 1:4], start = iris$Species)
#' pairs <- gmm_match(a, b)
#' pairs
#' # The classes of b in the numbers of a
#' table(predict(a), pairs$a[match(predict(b), pairs$b)])
adjusted_rand <- function(a, b) {
  call <- sys.call()
  check_given(c(a = missing(a), b = missing(b)), call)
  a <- partition_of(a, "a", call)
  b <- partition_of(b, "b", call)
  if (length(a) != length(b)) {
    abort("argument", c(
      "`a` and `b` must label the same observations.",
      x = paste0("Their lengths are ", length(a), " and ", length(b), ".")
    ), call = call)
  }
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

# Labels as whole numbers.
partition_of <- function(x, argument, call) {
  if (inherits(x, "gaussmix")) {
    check_fit(x, call, argument)
    if (is.null(x$data)) {
      abort("no_data", c(
        paste0("`", argument, "` must be labels or a fit that holds its data."),
        i = "Give its classes, `predict(fit, newdata)`."
      ), call = call)
    }
    x <- stats::predict(x)
  }
  if (!(is.factor(x) || is.atomic(x)) || !is.null(dim(x)) || length(x) == 0) {
    abort_argument(paste0("`", argument, "` must be a vector of labels or a fit."), x, call)
  }
  if (anyNA(x)) {
    abort("argument", c(
      paste0("`", argument, "` must not have missing labels."),
      x = paste0("Missing: ", enumerate(which(is.na(x))), "."),
      i = "Leave these observations out of both partitions."
    ), call = call)
  }
  match(x, unique(x))
}

#' @rdname adjusted_rand
#' @export
gmm_match <- function(a, b) {
  call <- sys.call()
  check_given(c(a = missing(a), b = missing(b)), call)
  check_is_fit(a, "a", call)
  check_is_fit(b, "b", call)
  check_fit(a, call, "a")
  check_fit(b, call, "b")
  order <- matching_columns(a, b, call)
  distances <- component_distances(a, b, order)
  flip <- nrow(distances) > ncol(distances)
  costs <- log1p(distances)
  pairs <- in_core(assign_rows(if (flip) t(costs) else costs), call)
  pairs <- if (flip) {
    data.frame(a = pairs, b = seq_along(pairs))
  } else {
    data.frame(a = seq_along(pairs), b = pairs)
  }
  pairs$distance <- sqrt(-expm1(-distances[cbind(pairs$a, pairs$b)]))
  pairs <- pairs[order(pairs$a), ]
  rownames(pairs) <- NULL
  pairs
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
