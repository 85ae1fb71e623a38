# What ?gaussmix-dictionary says of mclust, done.

# mclust finds the functions of its models by name, through the search path.
with_mclust <- function(lines) {
  skip_if_not_installed("mclust")
  output <- in_new_session(c(
    "suppressMessages({library(mclust); library(gaussmix)})",
    "x <- as.matrix(iris[, 1:4])",
    "z <- unname(diag(3)[as.integer(iris$Species), ])",
    "near <- function(a, b, tol = 1e-6) {",
    "  gap <- max(abs(as.vector(a) - as.vector(b)))",
    "  if (!(gap < tol)) stop('gap ', format(gap), ' in ', deparse(sys.call())[1])",
    "}",
    lines, "cat('done\\n')"
  ))
  expect(
    identical(utils::tail(output, 1), "done"),
    paste(utils::tail(output, 5), collapse = "\n")
  )
}

test_that("me(), mstep() and their numbers are translated", {
  with_mclust(c(
    "for (name in c('VVV', 'EEE', 'VVI', 'VII', 'EEI', 'EII')) {",
    "  theirs <- me(x, name, z, control = emControl(tol = c(1e-12, 1e-12)))",
    "  fit <- gmm_fit(x, covariance_type = name, start = z, reg_covar = 0, tol = 1e-13)",
    "  near(fit$log_likelihood, theirs$loglik)",
    "  near(-bic(fit), 2 * theirs$loglik - nMclustParams(name, 4, 3) * log(150))",
    "  near(fit$df, nMclustParams(name, 4, 3))",
    "  near(fit$weights, theirs$parameters$pro, 1e-4)",
    "  near(t(fit$means), theirs$parameters$mean, 1e-3)",
    "  near(coef(fit)$covariances, theirs$parameters$variance$sigma, 1e-3)",
    "  near(predict(fit, type = 'prob'), theirs$z, 1e-3)",
    "  once <- mstep(x, name, z)",
    "  fit <- gmm_fit(x, covariance_type = name, start = z, reg_covar = 0, max_iter = 0)",
    "  near(t(fit$means), once$parameters$mean, 1e-9)",
    "  near(coef(fit)$covariances, once$parameters$variance$sigma, 1e-9)",
    "}"
  ))
})

test_that("a fit of Mclust() is taken over", {
  with_mclust(c(
    "mc <- Mclust(x, 3, modelNames = 'VVV', verbose = FALSE)",
    "p <- mc$parameters",
    "model <- gmm_model(p$pro, t(p$mean), p$variance$sigma)",
    "near(sum(predict(model, x, type = 'log_density')), mc$loglik, 1e-2)",
    "near(predict(model, x, type = 'density'), dens(x, 'VVV', p), 1e-9)",
    "near(exp(predict(model, x, type = 'component_log_density')), cdens(x, 'VVV', p), 1e-9)",
    "near(predict(model, x, type = 'uncertainty'), mc$uncertainty, 1e-2)",
    "near(as.integer(predict(model, x)), predict(mc)$classification)",
    "fit <- gmm_fit(x, start = model)",
    "stopifnot(fit$log_likelihood >= mc$loglik)",
    "near(-icl(fit, type = 'map'), icl(mc), 0.1)",
    "stopifnot(gmm_fit(x, 3, start = hclass(hc(x), 3)[, 1])$n_components == 3)",
    "one <- Mclust(faithful$waiting, 2, modelNames = 'V', verbose = FALSE)",
    "near(-bic(gmm_fit(faithful$waiting, 2)), one$bic, 0.1)",
    "one <- Mclust(faithful$waiting, 2, modelNames = 'E', verbose = FALSE)",
    "near(-bic(gmm_fit(faithful$waiting, 2, 'tied')), one$bic, 0.1)"
  ))
})

test_that("functions of gaussmix that the dictionary names are there", {
  path <- system.file("help", "aliases.rds", package = "gaussmix")
  skip_if(!nzchar(path), "no help installed")
  page <- tools::Rd_db("gaussmix")[["gaussmix-dictionary.Rd"]]
  text <- paste(as.character(page), collapse = "")
  named <- unique(regmatches(text, gregexpr("gmm_[a-z_]+", text))[[1]])
  expect_gt(length(named), 4)
  expect_identical(setdiff(named, getNamespaceExports("gaussmix")), character())
})
