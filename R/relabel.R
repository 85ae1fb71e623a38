#' Names and order of the components of a mixture
#'
#' Components are numbered, by decreasing weight where they were searched for. `gmm_relabel()`
#' gives them names and another order, which all that shows components then goes by:
#' [`print()`][print.gaussmix], [`predict()`][predict.gaussmix], [`coef()`][coef.gaussmix], tables,
#' draws and pictures. Use it when you know what the components are, or want those of several fits
#' in the same order.
#'
#' The mixture stays what it is. `update(fit)` searches anew and numbers what it finds; a fit that
#' begins at this one (`start = fit`, or `update(fit, start = fit)`) keeps names and order.
#'
#' @param fit A fit of class `gaussmix`.
#' @param names Names, different from each other: K of them, for the components in their new
#'   order; or text that is named by present names, `c("1" = "low", "2" = "high")`, where
#'   components that are not mentioned keep theirs; or a matching with labels by [gmm_match()].
#'   `NULL`: numbers are counted anew, names go with their components.
#' @param order `NULL` for the order there is, or one of
#'   * a permutation of the numbers 1 to K: the component that comes first, and so on;
#'   * `"weight"`: by decreasing mixing weight;
#'   * `"mean"`: by increasing means (of the first column, then of the second, ...), or the name
#'     of a column: by its means;
#'   * names of components, those that `names` gives if it is named or a matching: these come
#'     first, in this order.
#' @return The fit, with the names and order of its components changed in all its elements. Of
#'   `restarts` only the row that was chosen speaks of these components; `trimmed$before` is a
#'   mixture of its own and stays. Sticks of a Dirichlet process stay in the order in which they
#'   were broken: `posterior$sticks` says which each component has.
#' @section Errors: `gaussmix_error_argument`, `gaussmix_error_fit`.
#' @seealso [gmm_match()] for which component is which class.
#' @references Stephens, M. (2000). Dealing with label switching in mixture models. *Journal of the
#'   Royal Statistical Society B* 62, 795-809. \doi{10.1111/1467-9868.00265}
#' @export
#' @examples
#' set.seed(1)
#' fit <- gmm_fit(faithful, n_components = 2)
#' gmm_relabel(fit, names = c("short", "long"), order = "eruptions")
#'
#' # Components named by the classes that they agree with best, in the order of these
#' flowers <- gmm_fit(iris[, 1:4], n_components = 3)
#' named <- gmm_relabel(
#'   flowers,
#'   names = gmm_match(flowers, iris$Species), order = levels(iris$Species)
#' )
#' table(iris$Species, predict(named))
gmm_relabel <- function(fit, names = NULL, order = NULL) {
  call <- sys.call()
  check_given(c(fit = missing(fit)), call)
  check_intact_fit(fit, "fit", call)
  if (is.null(names) && is.null(order)) {
    abort("argument", c(
      "`names` or `order` must be given.",
      i = "For instance `gmm_relabel(fit, order = \"weight\")`."
    ), call = call)
  }
  names <- new_names(names, fit, call)
  present <- if (names$by == "name") names$names else component_names(fit)
  order <- new_order(order, fit, present, call)
  final <- if (names$by == "place") names$names else present[order]
  if (names$by == "none" && identical(present, numbered_names(fit$n_components))) final <- present
  with_components(fit, order, final)
}

# The names that are given, for components in their present order (`by` name), in their new
# one (by place), or none.
new_names <- function(names, fit, call) {
  if (is.null(names)) {
    return(list(by = "none"))
  }
  if (inherits(names, "gmm_agreement")) {
    names <- names_of_agreement(names, fit, call)
  }
  old <- base::names(names)
  if (is.factor(names)) {
    names <- as.character(names)
  }
  if (!is.character(names) || !is.null(dim(names)) || length(names) == 0 ||
    anyNA(names) || !all(nzchar(names))) {
    abort_argument(
      "`names` must be text for each component, without missing or empty names.", names, call,
      cure = if (is.numeric(names)) "`as.character()` makes text of numbers."
    )
  }
  if (!is.null(old)) {
    names <- renamed(component_names(fit), old, unname(names), call)
  } else if (length(names) != fit$n_components) {
    abort("argument", c(
      paste0("`names` must have a name for each component, ", fit$n_components, "."),
      x = paste0("You gave ", length(names), "."),
      i = "Name some of them by text that has names: `c(\"2\" = \"a name\")`."
    ), call = call)
  }
  if (anyDuplicated(names)) {
    abort("argument", c(
      "`names` must give every component a name of its own.",
      x = paste0(
        "More than once: ", enumerate(encodeString(unique(names[duplicated(names)]), quote = "\"")),
        "."
      )
    ), call = call)
  }
  list(by = if (is.null(old)) "place" else "name", names = names)
}

renamed <- function(names, old, new, call) {
  unknown <- is.na(old) | !old %in% names
  if (any(unknown) || anyDuplicated(old)) {
    abort("argument", c(
      "The names of `names` must be present names of components, each of them once.",
      x = paste0(
        if (any(unknown)) "Not among them: " else "More than once: ",
        enumerate(encodeString(
          if (any(unknown)) old[unknown] else unique(old[duplicated(old)]),
          quote = "\""
        )), "."
      ),
      i = paste0(
        "The components are ", enumerate(encodeString(names, quote = "\""), 10), "."
      )
    ), call = call)
  }
  names[match(old, names)] <- new
  names
}

# Components that have no label keep their names, if no label has these.
names_of_agreement <- function(agreement, fit, call) {
  names <- component_names(fit)
  pairs <- agreement$pairs[!is.na(agreement$pairs$component), ]
  known <- as.character(pairs$component)
  if (!all(known %in% names) || !all(names[is_active(fit)] %in% known)) {
    abort("argument", c(
      "`names` must match the components of `fit` with labels.",
      x = paste0(
        "It is of components ", enumerate(encodeString(known, quote = "\"")), "; `fit` has ",
        enumerate(encodeString(names, quote = "\"")), "."
      ),
      i = "Use `gmm_match(fit, labels)` with this fit."
    ), call = call)
  }
  labels <- as.character(pairs$label)[match(names, known)]
  free <- is.na(labels)
  taken <- names[free] %in% labels[!free]
  labels[free] <- ifelse(taken, paste("component", names[free]), names[free])
  stats::setNames(make.unique(labels, " "), names)
}

# The numbers of the components in their new order.
new_order <- function(order, fit, names, call) {
  if (is.null(order)) {
    return(seq_len(fit$n_components))
  }
  if (is.factor(order)) {
    order <- as.character(order)
  }
  if (is.character(order) && is.null(dim(order)) && length(order) > 0 && !anyNA(order)) {
    return(order_by_words(order, fit, names, call))
  }
  is_permutation <- is.numeric(order) && !is.object(order) && is.null(dim(order)) &&
    length(order) == fit$n_components && setequal(order, seq_len(fit$n_components))
  if (!is_permutation) {
    abort_argument(
      paste0(
        "`order` must be a permutation of the numbers 1 to ", fit$n_components, ", \"weight\", ",
        "\"mean\", a column or names of components."
      ), order, call
    )
  }
  as.integer(order)
}

order_by_words <- function(order, fit, names, call) {
  ways <- if (length(order) == 1) {
    list(
      weight = if (order == "weight") order(-fit$weights),
      mean = if (order == "mean") do.call("order", unname(as.data.frame(fit$means))),
      `a column` = if (order %in% colnames(fit$means)) order(fit$means[, order])
    )
  }
  ways$`a component` <- if (all(order %in% names) && !anyDuplicated(order)) {
    c(match(order, names), which(!names %in% order))
  }
  ways <- Filter(Negate(is.null), ways)
  if (length(unique(lapply(ways, as.integer))) == 1) {
    return(as.integer(ways[[1]]))
  }
  if (length(ways) > 1) {
    abort("argument", c(
      "`order` must say one thing.",
      x = paste0(encodeString(order, quote = "\""), " could mean ", enumerate(names(ways)), "."),
      i = "Give numbers: `order(-fit$weights)`, or `order(fit$means[, 1])`."
    ), call = call)
  }
  known <- c("weight", "mean", colnames(fit$means), names)
  unknown <- setdiff(order, names)
  abort("argument", c(
    "`order` must be \"weight\", \"mean\", the name of a column, or different names of components.",
    x = paste0("You gave ", describe(order), "."),
    i = did_you_mean(if (length(unknown) > 0) unknown[1] else "", known) %||%
      paste0("The components are ", enumerate(encodeString(names, quote = "\""), 10), ".")
  ), call = call)
}

# All that has a component in it, with the components in another order and by other names.
with_components <- function(fit, order, names) {
  fit$weights <- stats::setNames(fit$weights[order], names)
  fit$means <- structure(
    fit$means[order, , drop = FALSE],
    dimnames = list(names, colnames(fit$means))
  )
  fit$covariances <- reorder_components(fit$covariances, fit$covariance_type, order)
  if (!is.null(fit$counts)) {
    fit$counts <- stats::setNames(fit$counts[order], names)
  }
  place <- order(order)
  by_place <- order(place[fit$degenerate])
  fit$degenerate <- place[fit$degenerate][by_place]
  fit$identical_rows <- fit$identical_rows[by_place]
  if (!is.null(fit$restarts)) {
    fit$restarts$reason <- moved_reasons(fit$restarts, place)
  }
  if (!is.null(fit$posterior)) {
    fit$posterior <- reorder_posterior(fit$posterior, order)
  }
  fit
}

reorder_components <- function(compact, covariance_type, order) {
  row <- covariance_row(covariance_type)
  if (row$shared) {
    return(compact)
  }
  switch(row$shape,
    full = compact[, , order, drop = FALSE],
    diagonal = compact[order, , drop = FALSE],
    spherical = compact[order]
  )
}

# Only the chosen start has led to the components of the fit.
moved_reasons <- function(restarts, place) {
  reasons <- restarts$reason
  chosen <- which(restarts$chosen)
  told <- reasons[chosen]
  at <- gregexpr("(?<=component )[0-9]+", told, perl = TRUE)
  regmatches(told, at) <- lapply(regmatches(told, at), function(k) place[as.integer(k)])
  reasons[chosen] <- told
  reasons
}

reorder_posterior <- function(posterior, order) {
  posterior$mean_precision <- posterior$mean_precision[order]
  if (length(posterior$degrees_of_freedom) > 1) {
    posterior$degrees_of_freedom <- posterior$degrees_of_freedom[order]
  }
  concentration <- posterior$concentration
  if (is.null(dim(concentration))) {
    if (!is.null(concentration)) posterior$concentration <- concentration[order]
    return(posterior)
  }
  posterior$concentration <- concentration[order, , drop = FALSE]
  posterior$sticks <- (posterior$sticks %||% seq_along(order))[order]
  posterior
}
