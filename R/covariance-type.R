# The table of covariance structures: the core's registry, with a text for each. Names of
# arguments, aliases and documentation derive from it.

covariance_meanings <- c(
  full = "each component has its own covariance matrix",
  tied = "all components share one covariance matrix",
  diag = "each component has its own variance per column, no correlations",
  spherical = "each component has one variance for all columns",
  tied_diag = "all components share one variance per column, no correlations",
  tied_spherical = "all components share one variance for all columns",
  VEI = "components have no correlations and one shape, each a volume of its own",
  EVI = "components have no correlations and one volume, each a shape of its own",
  VEE = "components have one shape and orientation, each a volume of its own",
  EVE = "components have one volume and orientation, each a shape of its own",
  VVE = "components have one orientation, each a volume and a shape of its own",
  EEV = "components have one volume and shape, each an orientation of its own",
  VEV = "components have one shape, each a volume and an orientation of its own",
  EVV = "components have one volume, each a shape and an orientation of its own"
)

# Bound when the package is loaded, as the core cannot be asked before.
covariance_types <- NULL
covariance_rows <- NULL

# The core is asked when the table is first looked at: to load the package takes no longer.
# It is split into rows once: to take one out of a data frame is a twelfth of the time of a
# small fit.
bind_covariance_types <- function(namespace) {
  delayedAssign("covariance_types", table_of_registry(), namespace, namespace)
  delayedAssign(
    "covariance_rows", split(covariance_types, covariance_types$name), namespace, namespace
  )
}

table_of_registry <- function() {
  columns <- covariance_registry()
  columns$meaning <- unname(covariance_meanings[columns$name])
  frame_of(columns, names(columns), seq_along(columns$name))
}

covariance_row <- function(name) covariance_rows[[name]]

check_covariance_type <- function(x, call) {
  if (is.character(x) && length(x) == 1 && !is.na(x)) {
    row <- match(x, covariance_types$name)
    if (is.na(row)) {
      row <- match(x, covariance_types$mclust)
    }
    if (!is.na(row)) {
      return(covariance_types$name[row])
    }
  }
  known <- paste0("\"", covariance_types$name, "\"", in_brackets(covariance_types))
  abort_argument(
    "`covariance_type` must be the name of a covariance structure.",
    x, call,
    cure = paste(c(type_meant(x), paste0("Known are ", enumerate(known, 20), ".")), collapse = " ")
  )
}

# mclust's name, where it is another.
in_brackets <- function(rows) {
  ifelse(rows$name == rows$mclust, "", paste0(" (", rows$mclust, ")"))
}

# In one column there is nothing but variances, equal or not.
has_equal_volumes <- function(row) startsWith(row$mclust, "E")

type_meant <- function(x) {
  if (is.character(x) && length(x) > 1) {
    return("`gmm_select()` compares several.")
  }
  if (identical(x, "all")) {
    return("`gmm_select()` compares all.")
  }
  choice_meant(x, c(covariance_types$name, covariance_types$mclust), foreign_types)
}

# Variational Bayes needs a prior that is conjugate.
check_conjugate <- function(types, call) {
  bad <- types[!covariance_types$conjugate[match(types, covariance_types$name)]]
  if (length(bad) > 0) {
    suited <- covariance_types$name[covariance_types$conjugate]
    abort("argument", c(
      "`covariance_type` of a Bayesian fit must have a conjugate prior.",
      x = paste0("There is none for ", enumerate(paste0("\"", bad, "\""), 20), "."),
      i = paste0(
        "Types with one are ", enumerate(paste0("\"", suited, "\""), 20),
        "; `gmm_fit(prior = gmm_prior())` takes all."
      )
    ), call = call)
  }
}

# In the documentation of gmm_fit().
covariance_types_rd <- function() {
  paste(c(
    "\\itemize{",
    paste0(
      "\\item \\code{\"", covariance_types$name, "\"}", in_brackets(covariance_types),
      ": ", covariance_types$meaning, "."
    ),
    "}"
  ), collapse = "\n")
}

#' Number of free parameters of a Gaussian mixture
#'
#' Counts what a mixture of `n_components` Gaussians in `d` dimensions estimates:
#' `n_components * d` means, `n_components - 1` mixing weights unless these are equal, and the
#' covariance parameters of its structure. This is the `df` of [logLik()], hence the penalty
#' in AIC and BIC.
#'
#' @param covariance_type A covariance structure, see [gmm_fit()].
#' @param d Number of columns of the data.
#' @param n_components Number of components.
#' @param proportions `"free"`, or `"equal"` where all mixing weights are `1 / n_components`.
#'
#' @return One number (a double: it can exceed the largest integer).
#'
#' @seealso [gmm_fit()] for the covariance types, [BIC()] for what parameters cost.
#' @section Errors: `gaussmix_error_argument`.
#' @references Celeux, G. and Govaert, G. (1995). Gaussian parsimonious clustering
#'   models. *Pattern Recognition* 28, table 1. \doi{10.1016/0031-3203(94)00125-6}
#' @export
#' @examples
#' # What three components cost on the four columns of iris
#' sapply(
#'   c("full", "tied", "diag", "spherical"),
#'   gmm_n_parameters,
#'   d = 4, n_components = 3
#' )
gmm_n_parameters <- function(covariance_type, d, n_components,
                             proportions = c("free", "equal")) {
  call <- sys.call()
  check_given(c(
    covariance_type = missing(covariance_type), d = missing(d),
    n_components = missing(n_components)
  ), call)
  covariance_type <- check_covariance_type(covariance_type, call)
  d <- check_count(d, "d", call)
  n_components <- check_count(n_components, "n_components", call)
  proportions <- check_choice(proportions, proportions_words, "proportions", call)
  in_core(count_with_proportions(covariance_type, d, n_components, proportions), call)
}

# Compact forms: what a fit stores, and what starts may give beside d x d x K.
#   full           d x d x K array       tied            d x d matrix
#   diag           K x d matrix          tied_diag       vector of length d
#   spherical      vector of length K    tied_spherical  one number
# VEI and EVI as diag, the others that tie a part as full.
# The core takes and gives them in these forms, too.

compact_dim <- function(row, d, n_components) {
  switch(row$shape,
    full = if (row$shared) c(d, d) else c(d, d, n_components),
    diagonal = if (row$shared) d else c(n_components, d),
    spherical = if (row$shared) 1L else n_components
  )
}

# The compact form with its columns in another order, or some of them; TRUE leaves it as it is.
reorder_compact <- function(compact, covariance_type, order) {
  row <- covariance_row(covariance_type)
  if (isTRUE(order) || row$shape == "spherical") {
    return(compact)
  }
  if (row$shape == "diagonal") {
    return(if (row$shared) compact[order] else compact[, order, drop = FALSE])
  }
  if (row$shared) compact[order, order, drop = FALSE] else compact[order, order, , drop = FALSE]
}

# Whether covariances are the same but for their volumes, as mclust's letters of shape and
# orientation say.
differ_by_factor <- function(row) !grepl("V", substr(row$mclust, 2, 3))

type_of_identifier <- function(mclust) {
  covariance_types$name[match(mclust, covariance_types$mclust)]
}

# The structure of some of the columns: volumes, shapes and orientations that are those of all
# columns are none of some, unless components differ by a factor. Compact forms stay what they are.
type_of_margin <- function(covariance_type) {
  row <- covariance_row(covariance_type)
  if (differ_by_factor(row)) {
    return(covariance_type)
  }
  type_of_identifier(if (row$shape == "full") "VVV" else "VVI")
}

# The structure of linear combinations of the columns, which are correlated.
type_of_map <- function(covariance_type) {
  row <- covariance_row(covariance_type)
  type_of_identifier(if (differ_by_factor(row)) paste0(substr(row$mclust, 1, 1), "EE") else "VVV")
}

# Without names: numbers of a size and nothing more.
bare <- function(x) {
  if (setequal(names(attributes(x)), if (is.null(dim(x))) NULL else "dim") && is.double(x)) {
    return(x)
  }
  if (is.null(dim(x))) as.double(x) else array(as.double(x), dim(x))
}

# The covariances of all components as a d x d x K array; of some columns, or all.
expand_covariances <- function(compact, covariance_type, d, n_components, dims = TRUE) {
  row <- covariance_row(covariance_type)
  compact <- reorder_compact(compact, covariance_type, dims)
  d <- if (isTRUE(dims)) d else length(dims)
  whole <- vapply(seq_len(n_components), function(k) {
    as.vector(component_covariance(compact, row, d, k))
  }, numeric(d * d))
  array(whole, c(d, d, n_components))
}

# d x d
component_covariance <- function(compact, row, d, k) {
  switch(row$shape,
    full = matrix(if (row$shared) compact else compact[, , k], d),
    diagonal = diag(if (row$shared) compact else compact[k, ], d),
    spherical = diag(if (row$shared) compact else compact[k], d)
  )
}

covariance_in <- function(mixture, k) {
  row <- covariance_row(mixture$covariance_type)
  component_covariance(mixture$covariances, row, mixture$d, k)
}

component_variances <- function(compact, covariance_type, k) {
  row <- covariance_row(covariance_type)
  if (row$shared) {
    return(if (row$shape == "full") diag(compact) else compact)
  }
  switch(row$shape,
    full = diag(as.matrix(compact[, , k])),
    diagonal = compact[k, ],
    spherical = compact[k]
  )
}

check_covariance_types <- function(x, call) {
  if (is.character(x) && "all" %in% x) {
    return(covariance_types$name)
  }
  if (!(is.character(x) && length(x) > 0)) {
    check_covariance_type(x, call)
  }
  unique(vapply(x, check_covariance_type, character(1), call = call, USE.NAMES = FALSE))
}
