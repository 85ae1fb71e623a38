#' Log-likelihood and number of observations of a Gaussian mixture
#'
#' The log-likelihood is that of the returned parameters, with every observation counted by its
#' weight; the number of observations is the sum of weights. With these, [stats::AIC()] and
#' [stats::BIC()] work, too. Where a component is degenerate, or a prior holds identical rows up,
#' both come from `fit$penalised_log_likelihood` instead, see [gaussmix-search].
#'
#' @param object A fit of class `gaussmix`.
#' @param ... Not used.
#' @return `logLik()`: an object of class `logLik` with attributes `df`
#'   ([gmm_n_parameters()]) and `nobs`. `nobs()`: one number, a double as sums of
#'   weights need not be whole.
#' @section Errors: `gaussmix_error_fit`.
#' @seealso [bic()] for criteria.
#' @references McLachlan, G. J. and Peel, D. (2000). *Finite Mixture Models*. Wiley,
#'   section 2.2. \doi{10.1002/0471721182}
#' @export
#' @examples
#' fit <- gmm_fit(faithful, n_components = 2)
#' logLik(fit)
#' BIC(fit)
logLik.gaussmix <- function(object, ...) {
  call <- quote(logLik())
  check_no_dots(list(...), "object", call)
  object <- check_has_likelihood(check_estimated(check_fit(object, call), call), call)
  structure(object$log_likelihood, df = object$df, nobs = object$nobs, class = "logLik")
}

#' @rdname logLik.gaussmix
#' @export
nobs.gaussmix <- function(object, ...) {
  call <- quote(nobs())
  check_no_dots(list(...), "object", call)
  check_estimated(check_fit(object, call), call)$nobs
}

#' Information criteria of Gaussian mixtures
#'
#' `BIC(fit)` and `AIC(fit)` of stats are the criteria of a fit, `icl(fit)` is another; `bic()` and
#' `aic()` are the same in small letters. Use BIC to choose the number of components where groups or
#' densities are wanted, ICL where components must not overlap, and [gmm_select()] to compare many.
#'
#' The smaller, the better: this is the sign of [stats::BIC()] and scikit-learn;
#' mclust's criteria have the opposite sign. With L the log-likelihood, p the number of
#' free parameters and n the sum of weights, AIC is `-2 L + 2 p` and BIC is
#' `-2 L + p log n`. ICL adds to BIC a penalty for components that overlap: twice the
#' entropy of the posterior probabilities z, or minus twice the sum of the logs of the
#' largest probability of each observation. Where a component is degenerate (on identical rows,
#' say) the likelihood has no maximum, and L is `fit$penalised_log_likelihood`; so it is where a
#' prior holds such rows up, see [gaussmix-search].
#'
#' @param object A fit. The default methods pass anything but a `gaussmix` on to
#'   [stats::AIC()] and [stats::BIC()], and to the functions of the same name in mclust
#'   where that is loaded and they are meant. With mclust attached after gaussmix its
#'   `bic()` comes first and takes no fits ("EXPR must be a length 1 vector"): write `BIC()`.
#' @param type For `icl()`: `"entropy"`, BIC - 2 sum z log z, or `"map"`, which is
#'   mclust's (with its sign turned).
#' @param ... Passed on by the default methods; must be empty for a fit.
#' @return One number.
#' @seealso [gmm_select()], [`logLik()`][logLik.gaussmix].
#' @section Errors: `gaussmix_error_argument`, `gaussmix_error_fit`.
#' @references
#' Akaike, H. (1974). A new look at the statistical model identification. *IEEE
#' Transactions on Automatic Control* 19, 716-723. \doi{10.1109/TAC.1974.1100705}
#'
#' Schwarz, G. (1978). Estimating the dimension of a model. *Annals of Statistics* 6,
#' 461-464. \doi{10.1214/aos/1176344136}
#'
#' Biernacki, C., Celeux, G. and Govaert, G. (2000). Assessing a mixture model for
#' clustering with the integrated completed likelihood. *IEEE Transactions on Pattern
#' Analysis and Machine Intelligence* 22, 719-725. \doi{10.1109/34.865189}
#' @export
#' @examples
#' set.seed(1)
#' fits <- lapply(1:4, function(k) gmm_fit(faithful, n_components = k))
#' data.frame(
#'   n_components = 1:4, AIC = sapply(fits, AIC), BIC = sapply(fits, BIC),
#'   ICL = sapply(fits, icl)
#' )
bic <- function(object, ...) {
  # mclust's bic() can be called without one: by modelName = .
  if (...length() == 0 || !isNamespaceLoaded("mclust")) {
    check_given(c(object = missing(object)), sys.call())
  }
  UseMethod("bic")
}

#' @rdname bic
#' @export
aic <- function(object, ...) {
  check_given(c(object = missing(object)), sys.call())
  UseMethod("aic")
}

#' @rdname bic
#' @export
icl <- function(object, ...) {
  check_given(c(object = missing(object)), sys.call())
  UseMethod("icl")
}

#' @rdname bic
#' @export
bic.gaussmix <- function(object, ...) {
  call <- quote(bic())
  check_no_dots(list(...), "object", call)
  criteria(object, call)[["bic"]]
}

#' @rdname bic
#' @export
aic.gaussmix <- function(object, ...) {
  call <- quote(aic())
  check_no_dots(list(...), "object", call)
  criteria(object, call)[["aic"]]
}

# Where mclust is attached in front its generic icl() answers to the name.
#' @rdname bic
#' @export
#' @rawNamespace S3method(mclust::icl, gaussmix)
icl.gaussmix <- function(object, type = c("entropy", "map"), ...) {
  call <- quote(icl())
  check_no_dots(list(...), c("object", "type"), call)
  type <- check_choice(type, c("entropy", "map"), "type", call)
  criteria(object, call)[[paste0("icl_", type)]]
}

#' @rdname bic
#' @export
bic.default <- function(object, ...) {
  # mclust's bic() begins with the name of a model, given by position or as modelName.
  if (isNamespaceLoaded("mclust") && (missing(object) || is.character(object))) {
    theirs <- getExportedValue("mclust", "bic")
    if (missing(object)) {
      return(of_other_fit(NULL, theirs(...), quote(bic())))
    }
    return(of_other_fit(object, theirs(object, ...), quote(bic())))
  }
  of_other_fit(object, stats::BIC(object, ...), quote(bic()))
}

#' @rdname bic
#' @export
aic.default <- function(object, ...) of_other_fit(object, stats::AIC(object, ...), quote(aic()))

# What is no fit at all is refused in words of ours.
of_other_fit <- function(object, value, call) {
  tryCatch(value, error = function(e) {
    abort_argument(
      "`object` must be a fit that has a log-likelihood.",
      object, call,
      cure = "For a fit of another class, load the package that made it."
    )
  })
}

#' @rdname bic
#' @export
icl.default <- function(object, ...) {
  if (inherits(object, c("Mclust", "MclustDA")) && isNamespaceLoaded("mclust")) {
    return(getExportedValue("mclust", "icl")(object, ...))
  }
  check_is_fit(object, "object", quote(icl()))
}

criteria <- function(fit, call) {
  check_has_likelihood(check_estimated(check_fit(fit, call), call), call)
  in_core(criteria_of(fit), call)
}

# Of a fit that is known to be intact.
criteria_of <- function(fit) {
  information_criteria(
    criterion_log_likelihood(fit), fit$df, fit$nobs, fit$entropy, fit$log_certainty
  )
}

# With several fits stats makes a table of them; of one with a degenerate component the
# log-likelihood is not what criteria are made of.
#' @importFrom stats BIC
#' @export
BIC.gaussmix <- function(object, ...) {
  table <- NextMethod()
  with_penalised(table, list(object, ...), bic)
}

#' @importFrom stats AIC
#' @export
AIC.gaussmix <- function(object, ..., k = 2) {
  table <- NextMethod()
  with_penalised(table, list(object, ...), function(fit) {
    -2 * fit$penalised_log_likelihood + k * fit$df
  })
}

with_penalised <- function(table, fits, criterion) {
  for (i in seq_along(fits)) {
    if (!inherits(fits[[i]], "gaussmix") || is.null(fits[[i]]$penalised_log_likelihood)) next
    value <- criterion(fits[[i]])
    if (is.data.frame(table)) table[i, 2] <- value else table <- value
  }
  table
}

# Criteria that count parameters are about maximum likelihood.
check_has_likelihood <- function(fit, call) {
  if (inherits(fit, "gaussmix_bayes")) {
    abort("argument", c(
      "`object` must be a fit by maximum likelihood.",
      x = "It is an approximation of the posterior, which has no likelihood of its own.",
      i = "Compare models by their `lower_bound`, the larger the better."
    ), call = call)
  }
  fit
}
