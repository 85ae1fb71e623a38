# Every message about statistics of pieces and the M-step from them.

species <- as.integer(iris$Species)

test_that("messages", {
  fit <- gmm_fit(iris[, 1:4], 3, start = species)
  statistics <- gmm_statistics(fit, iris)
  other <- gmm_statistics(update(fit, tol = 1e-2), iris)
  changed <- function(...) {
    structure(utils::modifyList(unclass(statistics), list(...)), class = "gmm_statistics")
  }
  renamed <- changed(origins = structure(
    statistics$origins, dimnames = list(1:3, c("a", "b", "c", "d"))
  ))
  two <- gmm_fit(iris[, 1:4], 2, start = pmin(species, 2))
  tied <- gmm_fit(iris[, 1:4], 3, "tied", start = species)
  skewed <- statistics$scatters
  skewed[1, 2, 1] <- 7
  flat <- gmm_model(c(0.5, 0.5), c(0, 100), c(1, 1), "spherical")
  with_prior <- gmm_fit(iris[, 1:4], 3, prior = gmm_prior(), start = species, keep_data = FALSE)
  expect_snapshot({
    statistics
    gmm_statistics(flat, numeric())
    says(statistics + 1)
    says(statistics + other)
    says(statistics + renamed)
    says(statistics + gmm_statistics(two, iris))
    says(sum(statistics, gmm_statistics(tied, iris)))
    says(gmm_update(fit, statistics))
    says(gmm_update(unclass(statistics), fit))
    says(gmm_update(changed(version = 2), fit))
    says(gmm_update(changed(covariance_type = "VEW"), fit))
    says(gmm_update(changed(scatter = "diagonal"), fit))
    says(gmm_update(changed(pooled = TRUE), fit))
    says(gmm_update(changed(origins = 1:3), fit))
    says(gmm_update(changed(counts = -statistics$counts), fit))
    says(gmm_update(changed(sums = t(statistics$sums)), fit))
    says(gmm_update(changed(scatters = skewed), fit))
    says(gmm_update(changed(scatters = statistics$scatters[, , 1]), fit))
    says(gmm_update(changed(log_likelihood = -Inf), fit))
    says(gmm_update(changed(entropy = -1), fit))
    says(gmm_update(changed(total_weight = 151), fit))
    says(gmm_update(changed(n = 1.5), fit))
    says(gmm_update(statistics, tied))
    says(gmm_update(statistics, two))
    says(gmm_update(renamed, fit))
    says(gmm_update(gmm_statistics(fit, iris[0, ]), fit))
    says(gmm_update(statistics, fit, ridge = -1))
    says(gmm_update(statistics, fit, ridge = 1:2))
    says(gmm_update(statistics, fit, rigde = 1))
    says(gmm_update(gmm_statistics(flat, c(0, 0, 100, 100)), flat))
    says(gmm_update(gmm_statistics(flat, 1e6 + 1:3), flat))
    says(gmm_update(gmm_statistics(flat, c(1e9, 1e9)), flat))
    says(gmm_statistics(fit, iris, origins = 1))
    says(gmm_update(gmm_statistics(with_prior, iris), with_prior))
  })
})
