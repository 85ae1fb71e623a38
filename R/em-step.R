#' One step of EM by hand
#'
#' The two moves of the EM algorithm, apart, to teach it, to look inside, or to build a loop of
#' one's own: the **E-step** takes a mixture to the responsibilities of its components for
#' each observation, the **M-step** takes responsibilities to the mixture that
#' maximises the likelihood given them. [gmm_fit()] repeats both until nothing changes, and
#' does more: it searches for starts, goes faster near the end and guards against collapse.
#'
#' The E-step gives r_ik = w_k N(x_i; m_k, S_k) / sum_j w_j N(x_i; m_j, S_j), the
#' posterior probability that observation i comes from component k: the numbers of
#' `predict(model, x, type = "prob")`. The M-step gives, with n_k = sum_i r_ik, the mixing weights
#' n_k / n, the means sum_i r_ik x_i / n_k and, about these new means, the covariances
#' sum_i r_ik (x_i - m_k) (x_i - m_k)' / n_k, or what takes their place for another covariance
#' type. (The divisor is n_k and not n_k - 1: these are the estimates of maximum likelihood.)
#'
#' The log-likelihood of a mixture is `sum(predict(model, x, type = "log_density"))`, with weights
#' of observations their weighted sum. It does not fall from one M-step to the next, unless a
#' ridge is added.
#'
#' @param model A mixture: a fit, or one from parameters by [gmm_model()]. (Of a fit by
#'   [gmm_bayes()] the components are Student distributions, as `predict()` has them.)
#' @param x The data: a numeric matrix or data frame with n rows and d columns, or a vector
#'   (d = 1). For a mixture with names of columns the E-step matches these and ignores other
#'   columns; the M-step uses all.
#' @param responsibilities n x K matrix; rows are probabilities that sum to 1 (to 1e-6, and are
#'   scaled to sum to it). A 0 or 1 in every place makes the M-step that of a partition.
#' @param covariance_type Structure of the covariances, see [gmm_fit()].
#' @param ridge Added to every variance, in squared units of the data. None by default; a
#'   covariance without an inverse is an error then. scikit-learn adds 1e-6.
#' @param sample_weight `NULL`, or n weights, see [gmm_fit()].
#' @param proportions `"free"`, or `"equal"` for mixing weights 1 / K.
#'
#' @return `gmm_e_step()`: an n x K matrix of responsibilities. `gmm_m_step()`: an object of class
#'   `gaussmix` as by [gmm_model()], with the components in the order of the columns of
#'   `responsibilities`. One step is not judged as a fit is: that a component is about to collapse
#'   is not reported.
#' @section Errors: `gaussmix_error_newdata`, `gaussmix_error_data`, `gaussmix_error_start`
#'   for responsibilities that are none, `gaussmix_error_degenerate` for a singular
#'   covariance, `gaussmix_error_argument`, `gaussmix_error_fit`. Warning of the E-step:
#'   `gaussmix_warning_missing`.
#' @seealso `vignette("em-step-by-step")`.
#' @references Dempster, A. P., Laird, N. M. and Rubin, D. B. (1977). Maximum likelihood from
#'   incomplete data via the EM algorithm. *Journal of the Royal Statistical Society B* 39,
#'   1-38. \doi{10.1111/j.2517-6161.1977.tb01600.x}
#'
#'   Bishop, C. M. (2006). *Pattern Recognition and Machine Learning*. Springer, section
#'   9.2.2 (equations 9.23 to 9.27).
#' @name gmm_e_step
#' @examples
#' x <- faithful$waiting
#' model <- gmm_model(weights = c(0.5, 0.5), means = c(50, 60), covariances = c(100, 100),
#'   covariance_type = "spherical"
#' )
#' for (iteration in 1:10) {
#'   responsibilities <- gmm_e_step(model, x)
#'   model <- gmm_m_step(x, responsibilities, "spherical")
#' }
#' model
#' sum(predict(model, x, type = "log_density"))
#'
#' # The same by gmm_fit()
#' fit <- gmm_fit(x,
#'   covariance_type = "spherical", tol = 0, max_iter = 10, reg_covar = 0,
#'   start = list(weights = c(0.5, 0.5), means = c(50, 60), covariances = c(100, 100))
#' )
#' fit$log_likelihood
NULL

#' @rdname gmm_e_step
#' @export
gmm_e_step <- function(model, x) {
  call <- sys.call()
  check_given(c(model = missing(model), x = missing(x)), call)
  check_intact_fit(model, "model", call)
  cells <- in_places(observe_new(x, model, call, "x"), call)
  warn_of_missing(cells, call, "x")
  threads <- resolve_threads(NULL, call)
  predict_rows(model, cells, "prob", threads, call, inactive = TRUE)
}

#' @rdname gmm_e_step
#' @export
gmm_m_step <- function(x, responsibilities, covariance_type = "full", ridge = 0,
                       sample_weight = NULL, proportions = c("free", "equal")) {
  call <- sys.call()
  check_given(c(x = missing(x), responsibilities = missing(responsibilities)), call)
  covariance_type <- check_covariance_type(covariance_type, call)
  ridge <- check_nonnegative(ridge, "ridge", call)
  proportions <- check_choice(proportions, proportions_words, "proportions", call)
  if (!is_numbers(responsibilities) || length(dim(responsibilities)) != 2 ||
    ncol(responsibilities) == 0) {
    abort_start(c(
      "`responsibilities` must be a matrix with a column per component.",
      x = paste0("You gave ", describe(responsibilities), "."),
      i = "Of labels, `diag(K)[labels, , drop = FALSE]` makes one."
    ), call)
  }
  x <- plain_table(x, "x", call)
  data <- observe(x, sample_weight, NULL, call)
  begin <- start_from_responsibilities(
    responsibilities, ncol(responsibilities), data, call, "responsibilities"
  )
  parameters <- m_step(data, begin, covariance_type, ridge, call)
  if (proportions == "equal") parameters$weights[] <- 1 / length(parameters$weights)
  components <- usable_names(colnames(responsibilities))
  new_model(
    stats::setNames(parameters$weights, components), t(parameters$means),
    parameters$covariances, covariance_type, data$column_names, call, proportions
  )
}

m_step <- function(data, begin, covariance_type, ridge, call) {
  raised <- raise_columns(begin$core$responsibilities, positive_rows(data))
  begin$core$responsibilities <- raised$responsibilities
  result <- in_core(maximise_mixture(
    data, covariance_type, begin$core, ridge, resolve_threads(NULL, call)
  ), call)
  if (result$trouble == "singular") {
    abort("degenerate", c(
      "`responsibilities` must leave every component a covariance with an inverse.",
      x = paste0(
        "With `ridge` = ", format(ridge), ", ",
        trouble_text(result$trouble, result$component), "."
      ),
      i = "Use a larger `ridge`, or a `covariance_type` with fewer parameters."
    ), call = call)
  }
  result$parameters$weights <- result$parameters$weights / raised$by
  result$parameters
}

# Products with what is nearly the smallest double would lose their digits. Multiplied so that
# its largest is 1e-150, such a column is still nothing beside the others.
raise_columns <- function(responsibilities, rows) {
  least <- 1e-150
  largest <- apply(responsibilities[rows, , drop = FALSE], 2, max)
  by <- ifelse(largest < least, least / largest, 1)
  if (any(by > 1)) {
    responsibilities <- responsibilities * rep(by, each = nrow(responsibilities))
  }
  list(responsibilities = responsibilities, by = by)
}
