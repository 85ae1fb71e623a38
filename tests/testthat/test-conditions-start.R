# Every message about starts that are given, and of fits from them that come to nothing.

species <- as.integer(iris$Species)
cells <- unname(as.matrix(iris[, 1:4]))
flowers <- iris[, 1:4]
fit <- gmm_fit(flowers, 3, start = species)
z <- diag(3)[species, ]
whole <- array(diag(4), c(4, 4, 3))
starting <- function(...) {
  start <- list(weights = c(0.2, 0.3, 0.5), means = cells[c(1, 51, 101), ], covariances = whole)
  utils::modifyList(start, list(...))
}

test_that("empty components", {
  far <- starting(means = rbind(cells[c(1, 51), ], 1e3))
  expect_snapshot(says(gmm_fit(cells, 3, start = far)))
})

test_that("components that are the same, and such as the data do not support", {
  same <- starting(means = cells[c(1, 1, 101), ])
  same$covariances[, , 2] <- same$covariances[, , 1]
  zeros <- c(rep(0, 10), stats::qnorm(stats::ppoints(100), 1.5, 0.8))
  expect_snapshot({
    says(gmm_fit(cells, 3, start = same))
    says(gmm_fit(zeros, 2, start = rep(1:2, c(10, 100))))
  })
})

test_that("start: kinds", {
  expect_snapshot({
    says(gmm_fit(cells, start = as.character(iris$Species)))
    says(gmm_fit(cells, start = list(mean = 1)))
    says(gmm_fit(cells, 3, start = "best"))
    says(gmm_fit(cells, 3, start = as.character(species)))
    says(gmm_fit(cells, 3, start = NULL))
    says(gmm_fit(cells, 3, start = iris))
    says(gmm_fit(cells, 3, start = species == 1))
    says(gmm_fit(cells, 2, start = cells[1:3, ]))
    says(gmm_fit(cells[c(1, 51, 101), 1:3], 3, start = diag(3)))
    says(gmm_fit(cells, 3, start = structure(list(), class = "kmeans")))
    says(gmm_fit(cells, 3, start = stats::hclust(stats::dist(1:2))))
    noisy <- list(z = z, G = 3, parameters = list(Vinv = 1))
    says(gmm_fit(cells, 3, start = structure(noisy, class = "Mclust")))
  })
})

test_that("start: labels", {
  expect_snapshot({
    says(gmm_fit(cells, 3, start = species[-1]))
    says(gmm_fit(cells, 2, start = iris$Species))
    says(gmm_fit(cells, 3, start = species - 1))
    says(gmm_fit(cells, 3, start = replace(species, 4:5, c(NA, 2.5))))
    says(gmm_fit(cells, 3, start = pmin(species, 2)))
    says(gmm_fit(cells, start = species / 2))
    says(gmm_fit(cells, start = factor(rep(NA, 150))))
  })
})

test_that("start: responsibilities", {
  expect_snapshot({
    says(gmm_fit(cells, 3, start = z[-1, ]))
    says(gmm_fit(cells, 3, start = z[, 1:2]))
    says(gmm_fit(cells, 3, start = 2 * z))
    says(gmm_fit(cells, 3, start = cbind(z[, 1] + z[, 3], z[, 2], 0)))
  })
})

test_that("start: fits", {
  names(flowers)[2] <- "Width"
  expect_snapshot({
    says(gmm_fit(cells[, 1:3], start = fit))
    says(gmm_fit(cells, 3, "tied", start = fit))
    says(gmm_fit(flowers, start = fit))
  })
})

test_that("start: parameters", {
  expect_snapshot({
    says(gmm_fit(cells, 3, start = starting()[-2]))
    says(gmm_fit(cells, 3, start = unname(starting())))
    says(gmm_fit(cells, 3, start = starting(weights = c(0.5, 0.5, 0.5))))
    says(gmm_fit(cells, 3, start = starting(means = t(cells[1:3, ]))))
    says(gmm_fit(cells, 3, start = starting(covariances = diag(4))))
    says(gmm_fit(cells, 3, "diag", start = starting(covariances = diag(4))))
    says(gmm_fit(cells, 3, start = starting(means = cells[c(1, 51, 101), ] + 1e200)))
    says(gmm_fit(cells, 3, "tied", start = starting(covariances = replace(whole, 1, 2))))
    says(gmm_fit(cells, 3, start = starting(covariances = -whole)))
    says(gmm_fit(cells, 3, "spherical", start = starting(covariances = c(1, 0, 1))))
  })
})
