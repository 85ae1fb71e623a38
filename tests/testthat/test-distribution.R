# Mixtures as distributions of the package distributional, whose own densities are the witness.

geyser <- gmm_fit(faithful, 2, start = 1 + (faithful$waiting < 67))

test_that("one column", {
  skip_if_not_installed("distributional")
  made <- gmm_distribution(geyser, dims = "waiting")
  expect_s3_class(made, "distribution")
  expect_length(made, 1)
  expect_equal(distributional::cdf(made, 70)[[1]], gmm_cdf(geyser, 70, dims = "waiting"))
  line <- gmm_model(c(0.3, 0.7), c(0, 5), c(1, 4), "spherical")
  expect_equal(density(gmm_distribution(line), 2)[[1]], predict(line, 2, type = "density"))
  expect_equal(mean(gmm_distribution(line)), 3.5)
  one <- gmm_distribution(gmm_model(c(0.5, 0.5), c(3, 3), c(4, 4)))
  expect_equal(quantile(one, 0.9)[[1]], qnorm(0.9, 3, 2), tolerance = 1e-4)
  expect_equal(quantile(gmm_distribution(gmm_model(1, 3, 4)), 0.9)[[1]], qnorm(0.9, 3, 2))
})
