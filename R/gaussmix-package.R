#' gaussmix: Gaussian mixture models
#'
#' Clusters, densities, anomalies and new draws from mixtures of multivariate normal
#' distributions. Begin with [gmm_fit()] or `vignette("gaussmix")`. Those who know
#' scikit-learn or mclust find their words in [gaussmix-dictionary]. The words that
#' arguments take, such as `"full"`, are case-sensitive.
#'
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
