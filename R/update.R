#' Fit again with other arguments
#'
#' Repeats the call of a fit with some of its arguments replaced or added, as
#' [stats::update()] does for other models. Use it to try another covariance type, other columns or
#' longer runs without writing the call anew.
#'
#' @param object A fit of class `gaussmix`.
#' @param formula. For a fit to a formula: changes to it, see [stats::update.formula()].
#' @param ... Arguments of [gmm_fit()] (of [gmm_trim()] where that made the fit), by name.
#'   `start = object` goes on from the fit.
#' @param evaluate `FALSE` returns the call instead.
#' @return A fit, or a call.
#' @seealso [gmm_fit()]; [gmm_relabel()] for names, which `start = object` keeps.
#' @section Errors: `gaussmix_error_argument` for arguments without a name, or changes to
#'   a formula that the fit does not have; those of [gmm_fit()].
#' @references Chambers, J. M. and Hastie, T. J. (1992). *Statistical Models in S*.
#'   Wadsworth & Brooks/Cole, section 2.3.
#' @importFrom stats update
#' @export
#' @examples
#' set.seed(1)
#' fit <- gmm_fit(~ eruptions + waiting, faithful, n_components = 2)
#' update(fit, covariance_type = "tied")
#' update(fit, ~ . - eruptions)
update.gaussmix <- function(object, formula., ..., evaluate = TRUE) { # nolint: object_name.
  user <- match.call()
  user[[1]] <- quote(update)
  check_fit(object, user)
  evaluate <- check_flag(evaluate, "evaluate", user)
  call <- object$call
  changes <- match.call(expand.dots = FALSE)$...
  nameless <- Filter(
    function(i) is.null(names(changes)) || names(changes)[i] == "", seq_along(changes)
  )
  if (length(nameless) > 0 || !(missing(formula.) || inherits(formula., "formula"))) {
    abort("argument", c(
      "`formula.` must be a formula, and other arguments must be given by name.",
      x = paste0(
        "You gave ",
        if (length(nameless) > 0) deparse(changes[[nameless[1]]])[1] else describe(formula.), "."
      ),
      i = "For instance `update(fit, n_components = 4)`."
    ), call = user)
  }
  if (!missing(formula.)) {
    call$x <- updated_formula(object, formula., user)
  }
  for (name in names(changes)) {
    if (name %in% names(call)) {
      # NULL takes the argument out.
      call[[name]] <- changes[[name]]
    } else {
      call <- as.call(c(as.list(call), changes[name]))
    }
  }
  if (!evaluate) {
    return(call)
  }
  # The package need not be attached.
  functions <- list(
    gmm_fit = gmm_fit, gmm_bayes = gmm_bayes, gmm_model = gmm_model, gmm_trim = gmm_trim,
    as_gaussmix = as_gaussmix
  )
  eval(call, functions, parent.frame())
}

updated_formula <- function(object, change, call) {
  if (is.null(object$variables) || !is.null(object$trimmed)) {
    abort("argument", c(
      "`formula.` can only be given where the fit was made from a formula.",
      i = if (is.null(object$trimmed)) {
        "Give new data instead: `update(fit, x = ...)`."
      } else {
        "Change the first fit, and trim that: `gmm_trim(update(fit, formula.))`."
      }
    ), call = call)
  }
  old <- stats::formula(object$variables$terms)
  if ("." %in% free_names(old[[2]])) {
    abort("argument", c(
      "`formula.` can only be given where no variable is called `.`.",
      i = "Give the whole formula instead: `update(fit, x = ~ a + b)`."
    ), call = call)
  }
  # Models with a response write `. ~ . - a`: here the left `.` stands for nothing.
  if (length(change) == 3 && identical(change[[2]], quote(.))) change <- change[-2]
  changed_formula(old, change)
}

# As stats::update.formula(), but by expressions: text would round numbers and lose the
# environments of functions. What a fit cannot be made of is left to gmm_fit().
changed_formula <- function(old, change) {
  right <- length(change)
  new <- change
  new[[right]] <- do.call(substitute, list(change[[right]], list(. = call("(", old[[2]]))))
  environment(new) <- environment(old)
  terms <- tryCatch(stats::terms(new), error = function(e) NULL)
  orders <- attr(terms, "order")
  is_sum <- right == 2 && length(orders) > 0 && all(orders == 1) && is.null(attr(terms, "offset"))
  if (is_sum) sum_of_variables(terms) else new
}
