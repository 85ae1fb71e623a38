#' Handwritten digits
#'
#' Images of 1797 handwritten digits, 8 x 8 pixels each, from 13 writers. A mixture does
#' not see the labels; they are there to judge it by. Three pixels never change (`p1`,
#' `p33` and `p40`): leave them out, or reduce the columns by [stats::prcomp()], before
#' fitting.
#'
#' @format A data frame of 1797 rows and 65 columns:
#' * `p1` to `p64`: integers from 0 (white) to 16 (black), how many of the 4 x 4 dots of
#'   the scanned bitmap that a pixel stands for were inked; row by row from the top left corner;
#' * `label`: the digit that was written, a factor with levels 0 to 9.
#' @source Alpaydin, E. and Kaynak, C. (1998). *Optical Recognition of Handwritten
#'   Digits*. UCI Machine Learning Repository. \doi{10.24432/C50P49}. Licensed under
#'   CC BY 4.0, <https://creativecommons.org/licenses/by/4.0/>. This is the test
#'   partition in the copy that scikit-learn distributes (`load_digits()`); the values are
#'   unchanged, the label has become a factor.
#' @references Kaynak, C. (1995). *Methods of Combining Multiple Classifiers and Their
#'   Applications to Handwritten Digit Recognition*. MSc thesis, Bogazici University.
#' @seealso `vignette("digits")`, [tutorial-data].
#' @examples
#' table(digits$label)
#'
#' # Pixels come row by row from the top, image() draws upwards
#' show_digit <- function(pixels, ...) {
#'   image(
#'     matrix(as.numeric(pixels), 8)[, 8:1],
#'     col = grey(16:0 / 16), axes = FALSE, asp = 1, ...
#'   )
#' }
#' show_digit(digits[1, 1:64], main = digits$label[1])
#'
#' # Ten components on ten principal components find most of the digits
#' pca <- prcomp(digits[, 1:64])
#' set.seed(1)
#' fit <- gmm_fit(pca$x[, 1:10], n_components = 10, n_init = 6)
#' table(digits$label, predict(fit))
#'
#' # The mean of each component, as an image
#' means <- sweep(fit$means %*% t(pca$rotation[, 1:10]), 2, pca$center, "+")
#' old <- par(mfrow = c(2, 5), mar = c(0, 0, 2, 0))
#' for (k in 1:10) show_digit(means[k, ], main = k)
#' par(old)
"digits"
