# Starts in the forms that other functions give: objects of kmeans(), hclust() and other packages,
# and means alone.

# The labels or responsibilities that an object of another function holds; what is none of
# these stays. `n_components` is NULL where it is to be found in the start.
plain_start <- function(start, n_components, call) {
  if (inherits(start, "kmeans")) {
    return(labels_inside(start, "cluster", call))
  }
  # pam(), clara() and fanny() of package cluster.
  if (inherits(start, "partition")) {
    return(labels_inside(start, "clustering", call))
  }
  if (inherits(start, "hclust") && !is.null(n_components)) {
    return(cut_tree(start, n_components, call))
  }
  if (inherits(start, "Mclust")) {
    return(responsibilities_inside(start, call))
  }
  if (is_table_of_numbers(start)) matrix_of(start) else start
}

is_table_of_numbers <- function(x) {
  is.data.frame(x) && length(x) > 0 && all(vapply(x, is_numeric_column, NA)) &&
    all(lengths(unclass(x)) == nrow(x))
}

# Numbers of rows are no names of rows.
matrix_of <- function(x) {
  names <- attr(x, "row.names")
  matrix(
    as.double(unlist(x, use.names = FALSE)), nrow(x), length(x),
    dimnames = list(if (is.character(names)) names, names(x))
  )
}

labels_inside <- function(start, name, call) {
  labels <- if (is.list(start)) unclass(start)[[name]]
  if (!is_numbers(labels)) {
    abort_not_whole(start, name, call)
  }
  unname(labels)
}

abort_not_whole <- function(start, name, call) {
  abort_start(c(
    paste0("An object of class ", class(start)[1], " in `start` must be as it was made."),
    x = paste0("Its element `", name, "` is missing or not as it should be.")
  ), call)
}

cut_tree <- function(tree, n_components, call) {
  n <- length(tree$order)
  if (n_components > n) {
    abort_start(c(
      "A tree in `start` must have a row for each component.",
      x = paste0("It has ", counted(n, "row"), "; `n_components` is ", n_components, ".")
    ), call)
  }
  tryCatch(
    unname(stats::cutree(tree, k = n_components)),
    error = function(e) abort_not_whole(tree, "merge", call)
  )
}

responsibilities_inside <- function(start, call) {
  z <- if (is.list(start)) unclass(start)$z
  if (is.list(start) && identical(as.numeric(start$G), 1)) {
    z <- matrix(1, NROW(start$data), 1)
  }
  if (!is_numbers(z) || length(dim(z)) != 2) {
    abort_not_whole(start, "z", call)
  }
  if (!is.null(unclass(start)$parameters$Vinv)) {
    abort_start(c(
      "A fit of mclust in `start` must have no noise component.",
      x = "It has one.",
      i = "Give its means: `list(means = t(start$parameters$mean))`."
    ), call)
  }
  unname(z)
}

# Whether a matrix is responsibilities, with a row for each row of the data, or means, with one
# for each component. By its size alone: it is never guessed.
is_matrix_of_means <- function(start, n, d, n_components, call) {
  rows <- nrow(start)
  columns <- ncol(start)
  means <- columns == d && rows == (n_components %||% rows)
  responsibilities <- rows == n && columns == (n_components %||% columns)
  if (means && responsibilities && !is.null(n_components)) {
    abort_start(c(
      "`start` must be a matrix of means or of responsibilities.",
      x = "There are as many rows as columns and components: it could be either.",
      i = "Give means as `list(means = start)`, and responsibilities as labels."
    ), call)
  }
  if (!means && !responsibilities && rows != n && columns == d) {
    abort_start(c(
      paste0(
        "A matrix in `start` must be means, ", n_components, " x ", d,
        ", or responsibilities, ", n, " x ", n_components, "."
      ),
      x = paste0("It is ", rows, " x ", columns, ".")
    ), call)
  }
  means && !responsibilities
}

# Covariances to begin with at means that are given alone: that of all rows about the nearest of
# the means, as it is measured in standard deviations of the columns.
covariances_about <- function(means, data, covariance_type) {
  row <- covariance_row(covariance_type)
  d <- ncol(means)
  n_components <- nrow(means)
  share <- shares_of_rows(data)
  values <- data$values - rep(data$origin, each = nrow(data))
  # Of a missing value what is expected of its column.
  if (!is.null(data$missing)) values <- with_column_means(values)
  means <- means - rep(data$origin, each = n_components)
  residuals <- values - means[nearest_mean(values, means, share), , drop = FALSE]
  if (row$shape != "full") {
    variances <- with_floor_of_columns(colSums(share * residuals^2))
    variances <- if (row$shape == "diagonal") variances else mean(variances)
    return(if (row$shared) {
      variances
    } else if (row$shape == "diagonal") {
      matrix(variances, n_components, d, byrow = TRUE)
    } else {
      rep(variances, n_components)
    })
  }
  covariance <- with_floor(crossprod(sqrt(share) * residuals))
  if (row$shared) covariance else array(covariance, c(d, d, n_components))
}

shares_of_rows <- function(data) {
  weights <- row_weights(data)
  weights <- weights / max(weights)
  weights / sum(weights)
}

nearest_mean <- function(values, means, share) {
  centre <- colSums(share * values)
  variances <- colSums(share * (values - rep(centre, each = nrow(values)))^2)
  scale <- sqrt(with_floor_of_columns(variances))
  columns <- t(values) / scale
  nearest <- rep(1L, nrow(values))
  least <- rep(Inf, nrow(values))
  for (k in seq_len(nrow(means))) {
    distance <- colSums((columns - means[k, ] / scale)^2)
    closer <- distance < least
    nearest[closer] <- k
    least[closer] <- distance[closer]
  }
  nearest
}

abort_start_kind <- function(start, call) {
  abort_start(c(
    "`start` must name a way to start, or be labels, responsibilities, parameters or a fit.",
    x = paste0("You gave ", describe(start), "."),
    i = if (is.data.frame(start)) {
      "Give numbers alone: means or responsibilities; labels as a factor: `start[[1]]`."
    } else if (is.character(start)) {
      "Give labels as a factor: `factor(start)`."
    } else if (is.list(start)) {
      "Parameters are `list(means =, weights =, covariances =)`, of which means will do."
    }
  ), call)
}

# The number of components that a given start implies.
components_of_start <- function(start, x, call) {
  if (inherits(start, "gaussmix")) {
    return(check_fit(start, call, "start")$n_components)
  }
  if (is.factor(start)) {
    return(nlevels(start))
  }
  if (is_numbers(start) && length(dim(start)) == 2) {
    means <- is_matrix_of_means(start, NROW(x), NCOL(x), NULL, call)
    return(if (means) nrow(start) else ncol(start))
  }
  if (is_numbers(start) && is.null(dim(start)) && length(start) > 0 && all(is.finite(start))) {
    if (max(start) < 1 || max(start) != round(max(start))) {
      abort_start(c(
        "Labels in `start` must be whole numbers from 1.",
        x = paste0("The largest is ", format(max(start)), ".")
      ), call)
    }
    return(max(start))
  }
  if (is.list(start) && !is.object(start) && is.numeric(start$weights)) {
    return(length(start$weights))
  }
  if (is.list(start) && !is.object(start) && !is.null(start$means)) {
    return(NROW(start$means))
  }
  # Labels as text, tables, lists of other things: what is wrong is the start.
  if (!(is.character(start) && length(start) == 1) && !inherits(start, "hclust")) {
    abort_start_kind(start, call)
  }
  abort("argument", c(
    "`n_components` must be given.",
    i = "To choose it, compare several: `gmm_select()`."
  ), call = call)
}

# Factors without levels and matrices without columns.
check_some_component <- function(n_components, call) {
  if (n_components < 1) {
    abort_start(c(
      "`start` must have at least one component.",
      x = "It has 0.",
      i = "Give `n_components`, or a `start` with labels, columns or weights."
    ), call)
  }
  n_components
}

with_column_means <- function(values) {
  holes <- which(is.na(values), arr.ind = TRUE)
  values[holes] <- colMeans(values, na.rm = TRUE)[holes[, 2]]
  values
}
