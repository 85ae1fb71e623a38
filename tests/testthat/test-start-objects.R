# Starts in the forms that other functions give.

flowers <- as.matrix(iris[, 1:4])
species <- as.integer(iris$Species)
means <- flowers[c(1, 60, 120), ]
begins <- function(...) gmm_fit(flowers, ..., tol = 0, max_iter = 0)

test_that("means alone begin exactly there, in all their forms", {
  forms <- list(
    means, list(means = means), as.data.frame(means), list(means = as.data.frame(means)),
    means[, 4:1], list(means = means[, c(2, 1, 4, 3)])
  )
  for (type in covariance_types$name) {
    for (form in forms) {
      fit <- begins(3, type, start = form)
      expect_identical(unname(fit$means), unname(means))
      expect_equal(unname(fit$weights), rep(1 / 3, 3))
      expect_identical(fit$restarts$start, "parameters")
    }
  }
  expect_identical(begins(start = means)$n_components, 3L)
  expect_identical(begins(start = list(means = means))$n_components, 3L)
  weighted <- begins(start = list(means = means, weights = c(0.2, 0.3, 0.5)))
  expect_equal(unname(weighted$weights), c(0.2, 0.3, 0.5))
  shaped <- begins(start = list(means = means, covariances = array(diag(4), c(4, 4, 3))))
  expect_equal(unname(coef(shaped)$covariances[, , 2]), diag(4))
  line <- gmm_fit(faithful$waiting, start = list(means = c(50, 80)))
  expect_identical(
    line$log_likelihood, gmm_fit(faithful$waiting, 2, start = cbind(c(50, 80)))$log_likelihood
  )
  # The two optima that everybody finds.
  expect_equal(line$log_likelihood, -1034.002, tolerance = 1e-6)
  expect_equal(gmm_fit(flowers, start = means)$log_likelihood, -180.1855, tolerance = 1e-6)
})

test_that("covariances about given means are those of the rows about the nearest of them", {
  # Slowly: each row by itself, distances in standard deviations.
  w <- rep(c(1, 2, 0.5), 50)
  share <- w / sum(w)
  centre <- colSums(share * flowers)
  sds <- sqrt(colSums(share * t(t(flowers) - centre)^2))
  scatter <- matrix(0, 4, 4)
  for (i in 1:150) {
    distances <- apply(means, 1, function(m) sum(((flowers[i, ] - m) / sds)^2))
    gap <- flowers[i, ] - means[which.min(distances), ]
    scatter <- scatter + share[i] * tcrossprod(gap)
  }
  covariance <- function(type) {
    fit <- begins(3, type, start = means, sample_weight = w, reg_covar = 0)
    unname(coef(fit)$covariances[, , 2])
  }
  expect_equal(covariance("full"), unname(scatter), tolerance = 1e-10)
  expect_equal(covariance("tied"), unname(scatter), tolerance = 1e-10)
  expect_equal(covariance("diag"), diag(diag(scatter)), tolerance = 1e-10)
  expect_equal(covariance("tied_spherical"), diag(mean(diag(scatter)), 4), tolerance = 1e-10)
  # Units have no say, and rows fewer than columns are enough.
  scaled <- gmm_fit(flowers * 1e6, start = means * 1e6)
  expect_equal(unname(predict(scaled)), unname(predict(gmm_fit(flowers, start = means))))
  set.seed(1)
  wide <- matrix(stats::rnorm(60), 6)
  expect_true(all(is.finite(suppressWarnings(gmm_fit(wide, 2, start = wide[1:2, ]))$means)))
})

test_that("objects of kmeans(), hclust(), pam() and mclust begin at what they hold", {
  set.seed(1)
  clusters <- stats::kmeans(flowers, 3)
  same <- function(a, b) {
    expect_identical(a$restarts, b$restarts)
    expect_identical(a$means, b$means)
  }
  same(gmm_fit(flowers, start = clusters), gmm_fit(flowers, start = clusters$cluster))
  tree <- stats::hclust(stats::dist(flowers), "ward.D2")
  for (k in 2:4) {
    same(gmm_fit(flowers, k, "tied", start = tree),
      gmm_fit(flowers, k, "tied", start = stats::cutree(tree, k)))
  }
  same(gmm_bayes(flowers, 3, start = tree), gmm_bayes(flowers, start = stats::cutree(tree, 3)))
  selection <- gmm_select(flowers, 2:3, "tied", start = tree)
  expect_identical(nrow(as.data.frame(selection)), 2L)
  expect_error(gmm_fit(flowers, start = tree), "n_components", class = "gaussmix_error_argument")
  if (requireNamespace("cluster", quietly = TRUE)) {
    medoids <- cluster::pam(flowers, 3)
    same(gmm_fit(flowers, start = medoids), gmm_fit(flowers, start = medoids$clustering))
  }
  skip_if_not_installed("mclust")
  library("mclust", quietly = TRUE, warn.conflicts = FALSE)
  on.exit(detach("package:mclust"))
  theirs <- mclust::Mclust(flowers, 2, "VEV", verbose = FALSE)
  same(gmm_fit(flowers, start = theirs), gmm_fit(flowers, start = theirs$z))
  one <- mclust::Mclust(flowers, 1, "XXX", verbose = FALSE)
  expect_identical(gmm_fit(flowers, start = one)$n_components, 1L)
})

test_that("a matrix is what its size says, and never guessed", {
  z <- diag(4)[c(species[1:149], 4), ]
  # As many columns as components: by its rows.
  expect_identical(gmm_fit(flowers, 4, "tied", start = z)$restarts$start, "responsibilities")
  implied <- gmm_fit(flowers, covariance_type = "tied", start = z)
  expect_identical(implied$restarts$start, "responsibilities")
  expect_identical(
    gmm_fit(flowers, 4, "tied", start = flowers[c(1, 60, 120, 150), ])$restarts$start, "parameters"
  )
  square <- diag(3) + 0.1 * rbind(1:3, c(2, 5, 1), c(3, 1, 2))
  expect_error(gmm_fit(square, 3, start = diag(3)), "either", class = "gaussmix_error_start")
  expect_error(gmm_fit(flowers, 2, start = means), "2 x 4", class = "gaussmix_error_start")
  expect_error(gmm_fit(flowers, start = means[, 1:3]), class = "gaussmix_error_start")
})

test_that("parameters may be data frames", {
  model <- gmm_model(c(0.5, 0.5), data.frame(a = c(0, 5), b = c(0, 5)), diag(2), "tied")
  expect_identical(colnames(model$means), c("a", "b"))
  expect_identical(rownames(model$means), c("1", "2"))
  named <- gmm_model(c(0.5, 0.5), data.frame(a = 0:1, row.names = c("low", "high")), c(1, 1))
  expect_identical(names(named$weights), c("low", "high"))
})
