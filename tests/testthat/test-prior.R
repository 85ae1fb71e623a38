# Conjugate priors: the mode of the posterior instead of the maximum of the likelihood.

types <- gaussmix:::covariance_types$name

# mclust's mode from the same partition, run until nothing moves.
mclust_mode <- function(x, labels, model, prior) {
  getExportedValue("mclust", paste0("me", model))(
    data = x, z = mclust::unmap(labels), prior = prior,
    control = mclust::emControl(tol = c(1e-14, 1e-14), itmax = c(5000, 5000))
  )
}

test_that("defaults are those of Fraley and Raftery: mclust finds the same mode", {
  skip_if_not_installed("mclust")
  cases <- list(
    list(x = as.matrix(iris[, 1:4]), labels = as.integer(iris$Species)),
    list(x = as.matrix(faithful), labels = 1L + (faithful$waiting > 65))
  )
  for (case in cases) {
    # mclust 6.1.3 does not draw the means of EEI towards the prior's, and leaves the scale out
    # of EII; of these, and of structures that tie a part, tests look whether the mode is one.
    conjugate <- with(gaussmix:::covariance_types, name[conjugate])
    for (type in setdiff(conjugate, c("tied_diag", "tied_spherical"))) {
      model <- gaussmix:::covariance_row(type)$mclust
      theirs <- mclust_mode(case$x, case$labels, model, mclust::priorControl())
      ours <- gmm_fit(
        case$x, start = case$labels, covariance_type = type, prior = gmm_prior(),
        tol = 1e-14, max_iter = 5000
      )
      expect_equal(ours$log_likelihood, theirs$loglik, tolerance = 1e-8, info = type)
      expect_equal(
        unname(ours$weights), theirs$parameters$pro, tolerance = 1e-5, info = type
      )
      expect_equal(
        unname(ours$means), unname(t(theirs$parameters$mean)), tolerance = 1e-5, info = type
      )
      expect_equal(
        unname(coef(ours)$covariances), unname(theirs$parameters$variance$sigma),
        tolerance = 1e-5, info = type
      )
    }
  }
})

test_that("priors of one's own are mclust's, too", {
  skip_if_not_installed("mclust")
  x <- as.matrix(iris[, 1:4])
  labels <- as.integer(iris$Species)
  scale <- diag(c(0.5, 0.2, 0.5, 0.1)) + 0.05
  # Its degrees of freedom are always d + 2.
  settings <- list(
    full = list(scale = scale, shrinkage = 2, mean = c(6, 3, 4, 1)),
    tied = list(scale = scale, shrinkage = 0),
    diag = list(scale = 0.4, shrinkage = 0.5, mean = c(6, 3, 4, 1)),
    spherical = list(scale = 3, shrinkage = 0)
  )
  for (type in names(settings)) {
    given <- settings[[type]]
    prior <- do.call(mclust::priorControl, given)
    theirs <- mclust_mode(x, labels, gaussmix:::covariance_row(type)$mclust, prior)
    ours <- gmm_fit(
      x, start = labels, covariance_type = type, tol = 1e-14, max_iter = 5000,
      prior = gmm_prior(
        mean = given$mean, mean_precision = given$shrinkage,
        degrees_of_freedom = 6, scale = given$scale
      )
    )
    expect_equal(ours$log_likelihood, theirs$loglik, tolerance = 1e-8, info = type)
    expect_equal(unname(ours$means), unname(t(theirs$parameters$mean)), tolerance = 1e-5)
  }
})

test_that("one dimension has mclust's default, too", {
  skip_if_not_installed("mclust")
  x <- faithful$waiting
  labels <- 1L + (x > 65)
  theirs <- mclust_mode(x, labels, "V", mclust::priorControl())
  ours <- gmm_fit(x, start = labels, prior = gmm_prior(), tol = 1e-14, max_iter = 5000)
  expect_equal(ours$log_likelihood, theirs$loglik, tolerance = 1e-8)
  expect_equal(as.vector(ours$covariances), theirs$parameters$variance$sigmasq, tolerance = 1e-5)
})

# A plain computation of the log density of the default prior for full covariances.
test_that("log_posterior is the log-likelihood and the log density of the prior", {
  x <- as.matrix(faithful)
  set.seed(1)
  fit <- gmm_fit(x, 2, prior = gmm_prior())
  d <- 2
  v <- d + 2
  scale <- stats::cov(x) / 2^(2 / d)
  log_multigamma <- function(a) d * (d - 1) / 4 * log(pi) + sum(lgamma(a - (seq_len(d) - 1) / 2))
  log_prior <- 0
  for (k in 1:2) {
    covariance <- coef(fit)$covariances[, , k]
    step <- fit$means[k, ] - colMeans(x)
    log_prior <- log_prior + v / 2 * log(det(scale)) - v * d / 2 * log(2) -
      log_multigamma(v / 2) - (v + d + 1) / 2 * log(det(covariance)) -
      sum(diag(scale %*% solve(covariance))) / 2 +
      d / 2 * log(0.01 / (2 * pi)) - log(det(covariance)) / 2 -
      0.01 / 2 * drop(step %*% solve(covariance, step))
  }
  expect_equal(fit$log_posterior, fit$log_likelihood + log_prior, tolerance = 1e-12)
  expect_equal(fit$log_posterior, max(fit$trace), tolerance = 1e-15)
  expect_equal(fit$log_likelihood, sum(predict(fit, type = "log_density")), tolerance = 1e-12)
  expect_identical(fit$restarts$log_posterior[fit$restarts$chosen], fit$log_posterior)
  expect_output(print(fit), "with its prior, log-posterior")
})

test_that("a weight of three is three rows, for defaults of the prior, too", {
  x <- as.matrix(faithful)
  weights <- rep(1:3, length.out = nrow(x))
  labels <- 1L + (x[, 2] > 65)
  again <- rep(seq_len(nrow(x)), weights)
  for (type in types) {
    a <- gmm_fit(x, 2, type, start = labels, sample_weight = weights, prior = gmm_prior())
    b <- gmm_fit(x[again, ], 2, type, start = labels[again], prior = gmm_prior())
    expect_equal(a$log_posterior, b$log_posterior, tolerance = 1e-10)
    expect_equal(a$means, b$means, tolerance = 1e-7)
  }
})

test_that("a fit in other units is the fit, for full covariances", {
  x <- as.matrix(iris[, 1:4])
  y <- x %*% diag(c(1, 1000, 1e-3, 7)) + rep(c(0, 1e4, 0, -5), each = 150)
  a <- gmm_fit(x, 3, start = iris$Species, prior = gmm_prior(), tol = 1e-14)
  b <- gmm_fit(y, 3, start = iris$Species, prior = gmm_prior(), tol = 1e-14)
  expect_equal(
    predict(a, type = "prob"), predict(b, type = "prob"), tolerance = 1e-5,
    ignore_attr = TRUE
  )
})

# The data of hard-cases, section 3, with what maximum likelihood says of them.
singular_cases <- function() {
  set.seed(1)
  noise <- matrix(stats::rnorm(200), 100)
  list(
    duplicates = list(x = noise[rep(1:4, 25), ], k = 4),
    constant = list(x = cbind(noise, 5), k = 2),
    collinear = list(x = cbind(noise, noise[, 1] + noise[, 2]), k = 2),
    identical = list(x = matrix(1, 50, 2), k = 2),
    identical_clusters = list(x = rbind(matrix(0, 20, 2), matrix(1, 20, 2)), k = 2),
    copies = list(x = matrix(c(stats::rnorm(100), rep(10, 10))), k = 2),
    wide = list(x = matrix(stats::rnorm(20 * 30), 20), k = 2),
    outlier = list(x = rbind(noise, 1e8), k = 2),
    few = list(x = noise[1:5, ], k = 5)
  )
}

test_that("the default prior cures data on which the likelihood has no bound", {
  cases <- singular_cases()
  for (name in names(cases)) {
    for (type in types) {
      case <- cases[[name]]
      set.seed(1)
      fit <- withCallingHandlers(
        gmm_fit(case$x, case$k, type, prior = gmm_prior()),
        gaussmix_warning_constant = function(w) invokeRestart("muffleWarning")
      )
      about <- paste(name, type)
      expect_false(fit$singular, info = about)
      expect_true(fit$converged, info = about)
      expect_true(all(is.finite(c(fit$log_likelihood, fit$log_posterior, fit$trace))), info = about)
      expect_true(
        all(apply(coef(fit)$covariances, 3, function(m) all(diag(as.matrix(m)) > 0))),
        info = about
      )
      expect_false(anyNA(predict(fit, type = "prob")), info = about)
    }
  }
})

test_that("a selection and cross-validation take a prior", {
  set.seed(1)
  selection <- gmm_select(
    faithful, 1:3, c("full", "diag", "spherical"), n_init = 4, prior = gmm_prior(),
    criterion = "cv", n_folds = 3
  )
  table <- as.data.frame(selection)
  expect_false(anyNA(table$cv))
  # The same as fits made alone reach, whose scale is that of so many components.
  for (i in c(2, 6, 8)) {
    set.seed(2)
    alone <- gmm_fit(
      faithful, table$n_components[i], table$covariance_type[i], prior = gmm_prior()
    )
    expect_equal(selection$fits[[i]]$log_posterior, alone$log_posterior, tolerance = 1e-6)
  }
})

test_that("a prior and its parts are checked", {
  expect_error(gmm_prior(mean_precision = -1), class = "gaussmix_error_argument")
  expect_error(gmm_prior(degrees_of_freedom = 0), class = "gaussmix_error_argument")
  expect_error(gmm_prior(scale = diag(c(1, -1))), class = "gaussmix_error_argument")
  expect_error(gmm_prior(mean = c(1, NA)), class = "gaussmix_error_argument")
  refuse <- function(message, ...) {
    expect_error(
      gmm_fit(faithful, 2, ..., start = rep(1:2, 136)), message, class = "gaussmix_error_argument"
    )
  }
  refuse("made by `gmm_prior", prior = list())
  refuse("number for each column", prior = gmm_prior(mean = 1:3))
  refuse("above d - 1 = 1", prior = gmm_prior(degrees_of_freedom = 1))
  refuse("`scale` of the prior must be one number", "spherical", prior = gmm_prior(scale = c(1, 2)))
  refuse("one for each column", "diag", prior = gmm_prior(scale = diag(2)))
  refuse("a 2 x 2 matrix", prior = gmm_prior(scale = diag(3)))
  refuse("names of `mean`", prior = gmm_prior(mean = c(a = 1, b = 2)))
})

test_that("names of columns are matched", {
  labels <- rep(1:2, 136)
  mean <- c(eruptions = 3, waiting = 70)
  scale <- diag(c(eruptions = 1, waiting = 100))
  dimnames(scale) <- list(names(mean), names(mean))
  fit <- function(...) {
    gmm_fit(faithful, 2, start = labels, max_iter = 5, tol = 0, prior = gmm_prior(...))$means
  }
  expect_identical(
    fit(mean = mean, scale = scale), fit(mean = rev(mean), scale = scale[2:1, 2:1])
  )
})

test_that("a prior is printed", {
  expect_snapshot(print(gmm_prior()))
  expect_snapshot(print(gmm_prior(1:2, 2, 5, diag(2))))
})

test_that("variances may be given as such, in any order of the columns", {
  x <- iris[, 1:4]
  variances <- c(0.3, 0.2, 0.4, 0.1)
  by_place <- gmm_fit(x, 3, "diag", start = iris$Species, prior = gmm_prior(scale = variances))
  by_name <- gmm_fit(
    x, 3, "diag",
    start = iris$Species, prior = gmm_prior(scale = rev(stats::setNames(variances, names(x))))
  )
  expect_identical(coef(by_name), coef(by_place))
  one <- gmm_fit(x, 3, "diag", start = iris$Species, prior = gmm_prior(scale = 0.3))
  four <- gmm_fit(x, 3, "diag", start = iris$Species, prior = gmm_prior(scale = rep(0.3, 4)))
  expect_identical(coef(one), coef(four))
})
