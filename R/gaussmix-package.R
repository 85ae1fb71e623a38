#' gaussmix: Gaussian mixture models
#'
#' Clusters, densities, anomalies and new draws from mixtures of multivariate normal distributions.
#' Begin with [gmm_fit()] or `vignette("gaussmix")`; for a table with holes, factors and identifiers
#' there is `vignette("messy-table")`. Those who know scikit-learn or mclust find their words in
#' [gaussmix-dictionary].
#'
#' @section Functions by task:
#' * *Fit*: [gmm_fit()]; under a prior, [gmm_prior()]; with components that switch themselves off,
#'   [gmm_bayes()]; rarer settings, [gmm_control()]; again with changes,
#'   [`update()`][update.gaussmix].
#' * *Choose* the number of components: [gmm_select()], [gmm_best()], [BIC()] and [icl()].
#' * *Look*: [`print()`][print.gaussmix], [`summary()`][summary.gaussmix],
#'   [`autoplot()`][autoplot.gaussmix], [gmm_project()]; ellipses on plots of your own,
#'   [geom_gmm_ellipse()].
#' * *Classes and densities* of old and new observations: [`predict()`][predict.gaussmix].
#' * *Tables*: [`tidy()`][tidy.gaussmix], [`glance()`][glance.gaussmix],
#'   [`augment()`][augment.gaussmix], [`coef()`][coef.gaussmix].
#' * *Names* and known classes: [gmm_relabel()], [gmm_match()], [adjusted_rand()].
#' * *Outliers*: [gmm_outliers()], [gmm_trim()], [gmm_mahalanobis()].
#' * *Probabilities*: [gmm_probability()] of boxes, [gmm_hdr()]; of one column [gmm_quantile()],
#'   [gmm_cdf()], [gmm_threshold()].
#' * *Draws*: [gmm_sample()], [`simulate()`][simulate.gaussmix].
#' * *Missing values*: `na_action = "em"` in [gmm_fit()]; [gmm_impute()] fills them in;
#'   `vignette("holes")`.
#' * *Parameters from elsewhere*: [gmm_model()], [as_gaussmix()], [as_mclust()].
#' * *Teach EM* step by step: [gmm_e_step()], [gmm_m_step()].
#' * *Data in pieces* or on several machines: [gmm_statistics()], [gmm_update()].
#' * *When something is told*: [gaussmix-search] says how fits are found and which are believed,
#'   [gaussmix-conditions] lists the classes of errors, warnings and messages.
#'
#' The words that arguments take, such as `"full"`, are case-sensitive.
#'
#' @examples
#' set.seed(1)
#' fit <- gmm_best(gmm_select(faithful, n_components = 1:4))
#' fit
#' autoplot(fit)
#' @seealso `browseVignettes("gaussmix")`.
#' @useDynLib gaussmix, .registration = TRUE
#' @importFrom Rcpp sourceCpp
#' @importFrom rlang .data %||%
#' @importFrom stats coef fitted logLik nobs predict residuals
#' @keywords internal
"_PACKAGE"

#' @export
ggplot2::autoplot

#' @export
ggplot2::autolayer
