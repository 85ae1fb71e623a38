# Mixtures that other packages made, and fits as they take them.

flowers <- as.matrix(iris[, 1:4])
species <- as.integer(iris$Species)

# mclust finds the functions of its models by name, through the search path.
with_mclust <- function(expr) {
  skip_if_not_installed("mclust")
  attached <- "package:mclust" %in% search()
  if (!attached) {
    suppressMessages(suppressWarnings(attachNamespace("mclust")))
    on.exit(detach("package:mclust"))
  }
  force(expr)
}

log_density_of <- function(theirs) {
  sum(mclust::dens(theirs$data, theirs$modelName, theirs$parameters, logarithm = TRUE))
}

test_that("fits of mclust keep parameters, log-likelihood and criteria", {
  with_mclust({
    for (name in covariance_types$mclust) {
      theirs <- mclust::Mclust(flowers, 3, name, verbose = FALSE)
      ours <- as_gaussmix(theirs)
      expect_identical(covariance_types$mclust[covariance_types$name == ours$covariance_type], name)
      # Of its parameters; mclust's loglik and z are those before the last M-step.
      expect_equal(ours$log_likelihood, log_density_of(theirs), tolerance = 1e-10)
      expect_equal(ours$log_likelihood, theirs$loglik, tolerance = 1e-4)
      expect_equal(-BIC(ours), theirs$bic, tolerance = 1e-4)
      expect_identical(ours$df, as.numeric(theirs$df))
      new <- flowers[1:10, ] + 0.1
      expect_equal(
        unname(predict(ours, new, type = "prob")), unname(predict(theirs, new)$z),
        tolerance = 1e-8
      )
      expect_identical(colnames(ours$means), colnames(flowers))
    }
    line <- mclust::Mclust(faithful$waiting, 2, "V", verbose = FALSE)
    expect_equal(as_gaussmix(line)$log_likelihood, log_density_of(line), tolerance = 1e-10)
    one <- mclust::Mclust(flowers, 1, "XXI", verbose = FALSE)
    expect_equal(as_gaussmix(one)$log_likelihood, one$loglik, tolerance = 1e-10)
    density <- mclust::densityMclust(
      faithful, G = 2, modelNames = "VVV", verbose = FALSE, plot = FALSE
    )
    expect_equal(
      unname(predict(as_gaussmix(density), type = "density")),
      as.vector(predict(density, faithful)), tolerance = 1e-8
    )
    set.seed(1)
    noisy <- mclust::Mclust(
      flowers, 3, "VVV", initialization = list(noise = 1:10), verbose = FALSE
    )
    expect_error(as_gaussmix(noisy), "noise", class = "gaussmix_error_argument")
    expect_error(gmm_fit(flowers, start = noisy), "noise", class = "gaussmix_error_start")
  })
})

test_that("fits go to mclust and back, and its functions take them", {
  with_mclust({
    columns <- list(flowers, faithful$waiting)
    for (x in columns) {
      for (type in covariance_types$name) {
        for (k in c(1, 3)) {
          fit <- gmm_fit(x, k, type, n_init = 1, tol = 1e-5)
          theirs <- as_mclust(fit)
          p <- predict(theirs, x)
          expect_equal(unname(p$z), unname(predict(fit, type = "prob")), tolerance = 1e-6)
          expect_identical(as.integer(p$classification), as.integer(predict(fit)))
          expect_output(print(summary(theirs, parameters = TRUE)), "Gaussian finite mixture")
          back <- as_gaussmix(theirs)
          expect_equal(back$log_likelihood, fit$log_likelihood, tolerance = 1e-10)
          expect_equal(unname(coef(back)$means), unname(coef(fit)$means))
          expect_equal(back$df, fit$df)
        }
      }
    }
    fit <- gmm_fit(flowers, 3, start = species)
    theirs <- as_mclust(fit)
    known <- mclust::Mclust(flowers, 3, "VVV", verbose = FALSE)
    expect_identical(names(theirs), names(known))
    expect_equal(theirs$loglik, known$loglik, tolerance = 1e-5)
    expect_equal(theirs$icl, mclust::icl(known), tolerance = 1e-3)
    grDevices::pdf(NULL)
    for (what in c("classification", "uncertainty", "density", "BIC")) {
      expect_no_error(plot(theirs, what))
    }
    grDevices::dev.off()
    expect_s3_class(mclust::MclustDR(theirs), "MclustDR")
  })
})

test_that("clusters by kmeans() become a mixture with a variance for each", {
  set.seed(1)
  clusters <- stats::kmeans(flowers, 3)
  model <- as_gaussmix(clusters)
  expect_equal(unname(model$weights), unname(clusters$size / 150))
  expect_equal(unname(model$means), unname(clusters$centers))
  for (k in 1:3) {
    rows <- flowers[clusters$cluster == k, ]
    centred <- rows - rep(colMeans(rows), each = nrow(rows))
    expect_equal(model$covariances[k], mean(centred^2))
  }
  flat <- stats::kmeans(c(1, 1, 5, 6), c(1, 5))
  expect_error(as_gaussmix(flat), class = "gaussmix_error_argument")
})

test_that("what is no mixture is refused", {
  expect_error(as_gaussmix(1), class = "gaussmix_error_argument")
  expect_error(as_gaussmix(structure(list(), class = "Mclust")), class = "gaussmix_error_argument")
  expect_error(as_gaussmix(structure(list(), class = "kmeans")), class = "gaussmix_error_argument")
  fit <- gmm_fit(flowers, 3, start = species)
  expect_identical(as_gaussmix(fit), fit)
  expect_error(as_mclust(1), class = "gaussmix_error_argument")
  bare <- gmm_fit(flowers, 3, start = species, keep_data = FALSE)
  expect_error(as_mclust(bare), class = "gaussmix_error_no_data")
  weighted <- gmm_fit(flowers, 3, start = species, sample_weight = rep(2, 150))
  expect_error(as_mclust(weighted), class = "gaussmix_error_argument")
})
