# Every message about data and weights.

species <- as.integer(iris$Species)
cells <- unname(as.matrix(iris[, 1:4]))
flowers <- iris[, 1:4]
fit <- gmm_fit(flowers, 3, start = species)

test_that("observations", {
  holes <- flowers
  holes[c(3, 90), 2] <- NA
  holes[7, 4] <- -Inf
  expect_snapshot({
    says(gmm_fit(letters, 3))
    says(gmm_fit(matrix("a", 3, 2), 3))
    says(gmm_fit(mean, 3))
    says(gmm_fit(iris$Species, 3))
    says(gmm_fit(array(1, c(2, 3, 4)), 3))
    says(gmm_fit(iris, 3))
    says(gmm_fit(transform(flowers, m = I(cells[, 1:2]), t = factor(1), u = Sys.Date()), 3))
    says(gmm_fit(structure(list(a = 1:3, b = 1:2), class = "data.frame", row.names = 1:3), 2))
    says(gmm_fit(data.frame(a = 1:3, when = as.Date("2024-01-01") + 0:2, who = "me"), 2))
    says(gmm_fit(cells[0, ], 3))
    says(gmm_fit(holes, 3))
    says(gmm_fit(cbind(cells, NA), 3))
    says(gmm_fit(cbind(a = cells[, 1], b = NA), 3, na_action = "omit"))
    says(gmm_fit(cbind(c(1, NA), c(NA, 1)), 1, na_action = "omit"))
    says(gmm_fit(cells, 3, sample_weight = 1:3))
    says(gmm_fit(cells, 3, sample_weight = rep(1, 149)))
    says(gmm_fit(cells, 3, sample_weight = replace(rep(1, 150), 4:5, c(-1, NA))))
    says(gmm_fit(cells, 3, sample_weight = rep(-1, 150)))
    says(gmm_fit(cells, 3, sample_weight = rep(0, 150)))
    says(gmm_fit(cells, 3, sample_weight = rep(1 / 150, 150)))
    says(gmm_fit(cells, 3, sample_weight = rep(0.1, 150)))
    says(gmm_fit(cells, 3, sample_weight = rep(1e5 / 3, 150)))
    says(gmm_bayes(cells, 3, sample_weight = rep(0.1, 150)))
    says(gmm_fit(cells * 1e200, 3))
    says(gmm_fit(flowers * 1e-200, 3))
    says(predict(fit, cells[, 1:3]))
    says(predict(fit, cells[1, ]))
    says(predict(fit, iris[, 2:5]))
    says(predict(fit, cbind(flowers, Sepal.Width = 1)))
    says(predict(fit, transform(flowers, Sepal.Width = "3")))
    says(predict(fit, "a"))
  })
})

test_that("columns that say the same", {
  set.seed(1)
  parts <- matrix(stats::runif(300, 1, 2), ncol = 3)
  colnames(parts) <- c("a", "b", "c")
  parts <- round(100 * parts / rowSums(parts), 1)
  expect_snapshot({
    says(gmm_fit(parts, 1))
    says(gmm_fit(cbind(parts[, 1:2], c = parts[, 1] - 3 * parts[, 2] + 0.01 * parts[, 3]^2), 1))
  })
})
