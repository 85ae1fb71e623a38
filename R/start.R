# Where EM begins. Words name starts that are searched for; everything else is a
# start that is given and used as it is.

# Where a fit begins, a list that is called `begin` wherever it goes: `core` is what the core needs,
# list(from, n_components, ...) with what that kind of start is made of; the rest is for R. `names`
# are those of the starts in the table of restarts; `reorder` says whether components are put in the
# order of their weights, `components` what they are called, if the start says that; `word` is the
# user's, for a start that is searched for.
resolve_start <- function(start, n_components, n_init, data, prototype,
                          covariance_type, call) {
  start <- plain_start(start, n_components, call)
  if (is.character(start)) {
    return(searched_start(start, n_components, n_init, call))
  }
  if (inherits(start, "gaussmix")) {
    return(start_from_fit(start, n_components, prototype, covariance_type, call))
  }
  if (is.factor(start) || (is_numbers(start) && is.null(dim(start)))) {
    return(start_from_labels(start, n_components, data, call))
  }
  if (is_numbers(start) && length(dim(start)) == 2) {
    if (!is_matrix_of_means(start, n_given(data), ncol(data), n_components, call)) {
      return(start_from_responsibilities(start, n_components, data, call))
    }
    start <- list(means = start)
  }
  if (is.list(start) && !is.object(start)) {
    return(start_from_parameters(start, n_components, data, prototype, covariance_type, call))
  }
  abort_start_kind(start, call)
}

# What no number of components makes a start.
check_start_form <- function(start, data, call) {
  if (!inherits(start, "hclust")) {
    start <- plain_start(start, NULL, call)
  }
  if (is.factor(start) || (is_numbers(start) && is.null(dim(start)))) {
    rows_of_start(length(start), data, "label", call)
  } else if (is_numbers(start) && length(dim(start)) == 2) {
    if (ncol(start) != ncol(data)) rows_of_start(nrow(start), data, "row", call)
  } else if (!(is.character(start) || inherits(start, c("gaussmix", "hclust")) ||
    (is.list(start) && !is.object(start)))) {
    abort_start_kind(start, call)
  }
}

searched_start <- function(start, n_components, n_init, call) {
  if (length(start) > 1) {
    abort_start(c(
      "`start` must name one way to start; labels must be a factor or whole numbers.",
      x = paste0("You gave ", describe(start), ".")
    ), call)
  }
  word <- check_choice(start, start_words, "start", call)
  # With one component there is nothing to search for, and no random number is used.
  kinds <- if (n_components == 1) "kmeans" else kinds_of_word(word, n_init)
  list(
    core = list(
      from = "search",
      n_components = n_components,
      kinds = kinds,
      seed = if (n_components == 1) c(0, 0) else stats::runif(2)
    ),
    names = if (n_components == 1) one_component_start else kinds,
    reorder = TRUE,
    word = word
  )
}

# `components` are their names, where the start has some.
given_start <- function(from, n_components, ..., components = NULL) {
  list(
    core = Filter(Negate(is.null), list(from = from, n_components = n_components, ...)),
    names = from, reorder = FALSE, components = components
  )
}

# Rows that left the data leave the start, too.
rows_of_start <- function(n, data, what, call, argument = "start") {
  n_all <- n_given(data)
  if (n != n_all) {
    abort_start(c(
      paste0("`", argument, "` must have one ", what, " per row of `x`, ", n_all, "."),
      x = paste0("It has ", n, ".")
    ), call)
  }
  if (length(data$omitted) > 0) -data$omitted else seq_len(n)
}

start_from_labels <- function(start, n_components, data, call) {
  rows <- rows_of_start(length(start), data, "label", call)
  if (is.factor(start)) {
    if (nlevels(start) != n_components) {
      abort_start(c(
        "`start` must be a factor with one level per component.",
        x = paste0(
          "It has ", counted(nlevels(start), "level"), "; `n_components` is ", n_components, "."
        )
      ), call)
    }
    start <- as.integer(start)
  }
  labels <- start[rows]
  bad <- which(is.na(labels) | labels != round(labels) | labels < 1 | labels > n_components)
  if (length(bad) > 0) {
    abort_start(c(
      paste0(
        "Labels in `start` must be whole numbers from 1 to `n_components`, ", n_components, "."
      ),
      x = paste0(
        "Not so: ", enumerate(labels[bad]), ", first at position ",
        seq_along(start)[rows][bad[1]], "."
      )
    ), call)
  }
  held <- tabulate(labels[positive_rows(data)], n_components)
  if (any(held == 0)) {
    abort_start(c(
      "Every component must have a row in `start`.",
      x = paste0("Without rows: ", enumerate(which(held == 0)), ".")
    ), call)
  }
  given_start("labels", n_components, labels = as.integer(labels) - 1L)
}

start_from_responsibilities <- function(start, n_components, data, call,
                                        argument = "start") {
  rows <- rows_of_start(nrow(start), data, "row", call, argument)
  argument <- paste0("`", argument, "`")
  if (ncol(start) != n_components) {
    abort_start(c(
      paste0("A matrix in ", argument, " must have one column per component, ", n_components, "."),
      x = paste0("It has ", ncol(start), ".")
    ), call)
  }
  z <- matrix(as.double(start), nrow(start))[rows, , drop = FALSE]
  sums <- rowSums(z)
  bad <- which(!(is.finite(sums) & rowSums(z < 0) == 0 & abs(sums - 1) <= 1e-6))
  if (length(bad) > 0) {
    abort_start(c(
      paste0("Rows of a matrix in ", argument, " must be probabilities that sum to 1."),
      x = paste0("Not so: row ", bad[1], ", with sum ", format(sums[bad[1]]), ".")
    ), call)
  }
  held <- colSums(z[positive_rows(data), , drop = FALSE])
  if (any(held == 0)) {
    abort_start(c(
      paste0("Every component must have responsibility for a row in ", argument, "."),
      x = paste0("Without any: ", enumerate(which(held == 0)), ".")
    ), call)
  }
  given_start("responsibilities", n_components, responsibilities = z)
}

start_from_fit <- function(start, n_components, prototype, covariance_type, call) {
  start <- check_fit(start, call, "start")
  if (start$n_components != n_components || start$d != prototype_columns(prototype)) {
    abort_start(c(
      "A fit in `start` must have the components and columns of the new one.",
      x = paste0(
        "It has ", counted(start$n_components, "component"), " and ",
        counted(start$d, "column"), "; wanted are ",
        n_components, " and ", prototype_columns(prototype), "."
      )
    ), call)
  }
  if (start$covariance_type != covariance_type) {
    abort_start(c(
      "A fit in `start` must have the covariance type of the new one.",
      x = paste0("It is \"", start$covariance_type, "\", wanted is \"", covariance_type, "\".")
    ), call)
  }
  order <- start_columns(colnames(start$means), colnames(prototype), call)
  given_start(
    "parameters", n_components,
    parameters = list(
      weights = weights_of_start(start),
      means = t(unname(start$means[, order, drop = FALSE])),
      covariances = bare(reorder_compact(start$covariances, covariance_type, order))
    ),
    resumed = if (!is_model(start)) resumption(start),
    components = names(start$weights)
  )
}

# Where the fit ended: a fit that goes on from there need not find out anew whether it has
# converged, if the data are the same.
resumption <- function(fit) {
  list(
    objective = if (fit$held_up) utils::tail(fit$trace, 1) else fit[[fit$objective]],
    reg_covar = fit$settings$reg_covar,
    proportions = fit$proportions %||% "free",
    absolute_ridge = fit$control$reg_covar_scale == "absolute",
    last_gain = fit$last_gain,
    left = fit$expected_gain * fit$nobs,
    held = if (fit$held_up) seq_len(fit$n_components) %in% fit$degenerate else logical()
  )
}

# Of a Bayesian fit the shares of observations: expected weights are drawn to each other.
weights_of_start <- function(fit) {
  if (!inherits(fit, "gaussmix_bayes")) {
    return(unname(fit$weights))
  }
  shares <- fit$posterior$mean_precision - fit$prior$mean_precision
  unname(shares / sum(shares))
}

# Where the columns of x stand in a start: by name where both sides have names, else
# in the same place.
start_columns <- function(given, wanted, call) {
  if (is.null(usable_names(given)) || is.null(usable_names(wanted)) ||
    identical(given, wanted)) {
    return(TRUE)
  }
  if (!setequal(given, wanted)) {
    abort_start(c(
      "The means in `start` must have the columns of `x`.",
      x = paste0("Missing: ", enumerate(paste0("`", setdiff(wanted, given), "`"), 10), ".")
    ), call)
  }
  match(wanted, given)
}

# list(weights, means, covariances), of which means will do, as the core takes parameters.
start_from_parameters <- function(start, n_components, data, prototype, covariance_type,
                                  call) {
  d <- prototype_columns(prototype)
  parts <- c("weights", "means", "covariances")
  if (!"means" %in% names(start) || !all(names(start) %in% parts) || anyDuplicated(names(start))) {
    abort_start(c(
      "A list in `start` must have `means`, and may have `weights` and `covariances`.",
      x = if (is.null(names(start))) {
        "It has no names."
      } else {
        paste0("It has ", enumerate(paste0("`", names(start), "`"), 10), ".")
      }
    ), call)
  }
  role <- list(prefix = "start$", class = "start", call = call)
  if (is_table_of_numbers(start$means)) {
    start$means <- matrix_of(start$means)
  }
  weights <- if (is.null(start$weights)) {
    rep(1 / n_components, n_components)
  } else {
    check_mixing_weights(start$weights, n_components, role)
  }
  means <- check_means(start$means, n_components, d, role)
  order <- start_columns(colnames(start$means), colnames(prototype), call)
  if (is.null(start$covariances)) {
    means <- means[, order, drop = FALSE]
    order <- TRUE
    compact <- covariances_about(means, data, covariance_type)
  } else {
    compact <- check_covariances(
      start$covariances, covariance_type, n_components, d, colnames(start$means), role
    )
  }
  given_start("parameters", n_components, parameters = list(
    weights = weights,
    means = t(means[, order, drop = FALSE]),
    covariances = bare(reorder_compact(compact, covariance_type, order))
  ), components = names_of_weights(start$weights))
}
