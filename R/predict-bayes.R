#' Classes, probabilities and densities from a Bayesian mixture
#'
#' As [predict.gaussmix()], with a choice of what stands for the posterior: leave `method` as it is,
#' unless you compare with a fit by maximum likelihood or with scikit-learn.
#'
#' @inheritParams predict.gaussmix
#' @param object A fit by [gmm_bayes()].
#' @param type What to compute, see [predict.gaussmix()].
#' @param method `"predictive"`: the distribution of a new observation, the parameters averaged
#'   over their posterior; components are Student distributions. `"plugin"`: the mixture
#'   with expected weights, means and inverse expected precisions as if they were known.
#'   `"variational"`: the probabilities of components that the approximation of the
#'   posterior gives, which scikit-learn predicts; they belong to no density, so that type must be
#'   `"class"`, `"prob"` or `"uncertainty"`.
#' @return As of [predict.gaussmix()].
#' @section Errors: Those of [predict.gaussmix()].
#' @seealso [gmm_bayes()], [predict.gaussmix()], [`augment()`][augment.gaussmix].
#' @references Bishop, C. M. (2006). *Pattern Recognition and Machine Learning*. Springer,
#'   equations 10.46, 10.49 and 10.81.
#' @export
#' @examples
#' set.seed(1)
#' fit <- gmm_bayes(faithful, n_components = 6)
#' new <- data.frame(eruptions = c(2, 3), waiting = c(55, 65))
#' predict(fit, new, type = "prob")
#' predict(fit, new, type = "prob", method = "variational")
predict.gaussmix_bayes <- function(object, newdata,
                                   type = c(
                                     "class", "prob", "density", "log_density",
                                     "uncertainty", "component_log_density"
                                   ),
                                   method = c("predictive", "plugin", "variational"),
                                   threads = NULL, ..., inactive = FALSE) {
  call <- match.call()
  call[[1]] <- quote(predict)
  check_no_dots(list(...), setdiff(names(formals(predict.gaussmix_bayes)), "..."), call)
  type <- check_choice(type, eval(formals(predict.gaussmix_bayes)$type), "type", call)
  method <- check_choice(method, c("predictive", "plugin", "variational"), "method", call)
  if (method == "variational" && !type %in% c("class", "prob", "uncertainty")) {
    abort("argument", c(
      "`type` must be \"class\", \"prob\" or \"uncertainty\" with `method = \"variational\"`.",
      x = paste0("You gave \"", type, "\"."),
      i = "The posterior predictive density is `method = \"predictive\"`."
    ), call = call)
  }
  threads <- resolve_threads(threads, call)
  inactive <- check_flag(inactive, "inactive", call)
  check_fit(object, call)
  cells <- prediction_cells(object, newdata, call)
  predict_rows(object, cells, type, threads, call, method, inactive)
}
