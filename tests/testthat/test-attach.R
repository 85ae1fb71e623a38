# Packages that define functions of the same names, attached in either order. Each
# order has a session of its own; masking concerns two packages at a time, so that
# pairs and all at once will do.

attach_gaussmix <- "suppressMessages(library(gaussmix))"
attach_other <- function(package) {
  paste0("suppressWarnings(suppressPackageStartupMessages(library(", package, ")))")
}

# Lines of R that end the session unless what they say is true: of gaussmix with
# anything attached ...
ours <- c(
  "set.seed(1)",
  "fit <- gmm_fit(faithful, 2)",
  "stopifnot(inherits(fit, 'gaussmix'), inherits(gmm_fit(~ waiting, faithful, 2), 'gaussmix'))",
  "line <- lm(dist ~ speed, cars)",
  "same <- function(a, b) stopifnot(isTRUE(all.equal(a, b)))",
  "same(gaussmix::bic(fit), BIC(fit))",
  "same(gaussmix::bic(line), BIC(line))",
  "same(aic(fit), AIC(fit))",
  "same(aic(line), AIC(line))",
  "stopifnot(icl(fit) > BIC(fit), icl(fit, type = 'map') > BIC(fit))",
  "stopifnot(identical(icl(fit), gaussmix::icl(fit)))",
  "stopifnot(nlevels(predict(fit)) == 2, length(predict(line)) == 50)",
  "stopifnot(nobs(fit) == 272, nobs(line) == 50, is.list(coef(fit)), is.numeric(coef(line)))",
  "stopifnot(length(simulate(fit, 2, seed = 1)) == 2, nrow(gmm_sample(fit, 5)) == 5)",
  "stopifnot(inherits(autoplot(fit), 'ggplot'))",
  "stopifnot(nrow(digits) == 1797, length(summary(line)) > 0, length(summary(fit)) > 0)",
  "stopifnot(length(capture.output(print(fit))) > 3)",
  "stopifnot(nrow(tidy(fit)) == 2, nrow(glance(fit)) == 1, nrow(augment(fit)) == 272)",
  "stopifnot(inherits(summary(fit), 'summary.gaussmix'), inherits(summary(line), 'summary.lm'))",
  "stopifnot(dim(fitted(fit)) == c(272, 2), dim(residuals(fit)) == c(272, 2))",
  "stopifnot(update(fit, n_components = 1)$n_components == 1)",
  "stopifnot(inherits(update(line, . ~ 1), 'lm'))",
  "stopifnot(adjusted_rand(fit, predict(fit)) == 1)",
  "selection <- gmm_select(faithful, 1:2, 'full', n_init = 2)",
  "stopifnot(gmm_best(selection)$n_components == 2)"
)

# ... and of the others.
theirs <- list(
  mclust = c(
    "mc <- Mclust(faithful, 2, modelNames = 'VVV', verbose = FALSE)",
    "stopifnot(abs(BIC(fit) + mc$bic) < 1e-2 * abs(mc$bic))",
    "wanted <- 2 * mc$loglik - 11 * log(272)",
    "same(bic('VVV', mc$loglik, 272, 2, 2), wanted)",
    "same(bic(modelName = 'VVV', loglik = mc$loglik, n = 272, d = 2, G = 2), wanted)",
    "same(do.call('bic', mc), wanted)",
    "same(mclust::bic('VVV', mc$loglik, 272, 2, 2), wanted)",
    "stopifnot(icl(mc) <= wanted, icl(mc) == mclust::icl(mc), gaussmix::icl(mc) == icl(mc))",
    "same(gaussmix::bic(mc), -wanted)",
    "stopifnot(inherits(summary(mc), 'summary.Mclust'))",
    "stopifnot(length(capture.output(print(summary(mc)))) > 3)",
    "stopifnot(length(predict(mc)$classification) == 272)",
    "stopifnot(is.matrix(sim('VVV', mc$parameters, 5)))",
    "stopifnot(adjustedRandIndex(predict(fit), mc$classification) > 0.9)"
  ),
  broom = c(
    "stopifnot(nrow(tidy(line)) == 2, nrow(glance(line)) == 1, nrow(augment(line)) == 50)",
    "stopifnot(nrow(tidy(kmeans(faithful, 2))) == 2)"
  ),
  gmm = c(
    "moments <- gmm(dist ~ speed, ~ speed, data = cars)",
    "stopifnot(inherits(moments, 'gmm'), length(coef(moments)) == 2)",
    "stopifnot(inherits(summary(moments), 'summary.gmm'))"
  ),
  ggplot2 = c(
    "picture <- ggplot(faithful, aes(eruptions, waiting)) + geom_point()",
    "stopifnot(inherits(picture, 'ggplot'), inherits(ggplot_build(picture), 'ggplot_built'))",
    "stopifnot(inherits(autoplot(fit) + theme_bw(), 'ggplot'))"
  )
)

# bic() is what answers to its name: mclust's is no generic and takes no fits.
bic_by_name <- "same(bic(fit), BIC(fit))"

expect_done <- function(lines, what) {
  output <- in_new_session(c("options(warn = 1)", lines, "cat('done\\n')"))
  expect(
    identical(utils::tail(output, 1), "done"),
    paste(c(what, utils::tail(output, 5)), collapse = "\n")
  )
}

for (package in names(theirs)) {
  test_that(paste(package, "may be attached before and after"), {
    skip_if_not_installed(package)
    use <- c(ours, theirs[[package]])
    expect_done(
      c(attach_other(package), attach_gaussmix, use, bic_by_name),
      paste(package, "before")
    )
    expect_done(
      c(attach_gaussmix, attach_other(package), use, if (package != "mclust") bic_by_name),
      paste(package, "after")
    )
  })
}

test_that("all may be attached together", {
  there <- Filter(function(package) requireNamespace(package, quietly = TRUE), names(theirs))
  use <- c(ours, unlist(theirs[there]))
  expect_done(
    c(vapply(there, attach_other, ""), attach_gaussmix, use, bic_by_name),
    "all before"
  )
  expect_done(
    c(attach_gaussmix, vapply(rev(there), attach_other, ""), use),
    "all after"
  )
})

test_that("icl() of mclust knows our fits where gaussmix was loaded first", {
  skip_if_not_installed("mclust")
  expect_done(c(
    "loadNamespace('gaussmix')",
    attach_other("mclust"),
    "fit <- gaussmix::gmm_fit(faithful, 2, start = 1 + (faithful$waiting < 67))",
    "stopifnot(identical(icl(fit), gaussmix::icl(fit)))"
  ), "loaded only")
})
