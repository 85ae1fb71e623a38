# What the vignettes tell of Iris, the digits and the tutorials' data, against the reference.
# (Parameters and posteriors are in test-headlines.R and test-parity-tutorial.R.)

curves <- function(data, n_init) {
  table <- read_table("information_curves.csv")
  table <- table[table$data == data & table$n_init == n_init, ]
  table[order(table$K), ]
}

by_components <- function(selection) {
  table <- as.data.frame(selection)
  table[order(table$n_components), ]
}

test_that("iris: the score of a lesson, and the mean log-likelihood", {
  set.seed(1)
  fit <- gmm_fit(oracle_data("iris_scaled"), 3)
  # README of the reference: adjusted Rand index .9039, mean log-likelihood -1.936874.
  expect_within(abs(adjusted_rand(fit, iris$Species) - 0.903874), 1e-6, "adjusted Rand index")
  expect_within(abs(fit$log_likelihood / 150 + 1.936874), 1e-6, "mean log-likelihood")
  counts <- table(iris$Species, predict(fit))
  expect_identical(150L - sum(apply(counts, 2, max)), 5L)
  # Scaling shifts the log-likelihood by n times the sum of the logs of the sds.
  set.seed(1)
  raw <- gmm_fit(iris[, 1:4], 3)
  shift <- 150 * sum(log(population_sd(as.matrix(iris[, 1:4]))))
  expect_within(abs(fit$log_likelihood - raw$log_likelihood - shift), 1e-5, "shift")
})

test_that("iris: BIC is smallest at two, and three is close behind", {
  expected <- curves("iris_raw", 10)
  set.seed(1)
  table <- by_components(gmm_select(iris[, 1:4], 1:10, "full"))
  # One and two components have one optimum; three and four no worse than the reference's.
  expect_within(abs(table$BIC[1:2] - expected$bic[1:2]), 1e-3, "BIC at 1 and 2")
  expect_true(all(table$BIC[3:4] <= expected$bic[3:4] + 1e-3))
  sound <- table[!table$singular, ]
  expect_identical(sound$n_components[which.min(sound$BIC)], 2L)
  expect_within(abs(table$BIC[3] - table$BIC[2] - 6.84), 0.03, "three after two")
})

test_that("blobs300: AIC and BIC are smallest at four", {
  expected <- curves("seed_blobs300", 1)
  set.seed(1)
  selection <- gmm_select(blobs300[c("x1", "x2")], 1:20, "full")
  expect_identical(gmm_best(selection, "aic")$n_components, 4L)
  expect_identical(gmm_best(selection, "bic")$n_components, 4L)
  table <- by_components(selection)
  expect_within(abs(table$BIC[c(1, 4)] - expected$bic[c(1, 4)]), 1e-2, "BIC at 1 and 4")
  # A selection searches less than a fit, and may miss the optimum where there are too few
  # components for the blobs.
  for (k in 2:3) {
    set.seed(1)
    expect_lte(bic(gmm_fit(blobs300[c("x1", "x2")], k)), expected$bic[k] + 1e-2)
  }
})

test_that("digits: BIC is smallest at nine or ten", {
  skip_on_cran()
  pca <- prcomp(digits[, 1:64] / 16)
  share <- cumsum(pca$sdev^2) / sum(pca$sdev^2)
  n_axes <- which(share >= 0.9)[1]
  expect_identical(n_axes, 21L)
  expected <- curves("digits_pca90", 3)
  set.seed(1)
  table <- by_components(gmm_select(pca$x[, 1:21], c(1:2, 8:11), "full"))
  expect_within(abs(table$BIC[1] / expected$bic[1] - 1), 1e-9, "BIC at 1")
  sound <- table[!table$singular, ]
  expect_true(sound$n_components[which.min(sound$BIC)] %in% 9:10)
  expect_lte(min(sound$BIC), 13742.7)
})

test_that("three constant pixels are refused by name", {
  expect_error(
    gmm_fit(digits[, 1:64], 10), "`p1`, `p33` and `p40`",
    class = "gaussmix_error_degenerate"
  )
})

test_that("where a loop leads that takes variances for sds and never updates them", {
  # As the tutorial prints it: seed_expected.json holds where it ends after ten iterations.
  skip_if_not_installed("jsonlite")
  expected <- read_oracle("seed_expected.json")$one_d_em$tutorial_code_as_printed_after_10
  x <- line60$near15
  weights <- rep(1 / 3, 3)
  means <- c(-8, 8, 5)
  for (iteration in 1:10) {
    joint <- sapply(1:3, function(k) weights[k] * dnorm(x, means[k], c(5, 3, 1)[k]))
    r <- joint / rowSums(joint)
    weights <- colMeans(r)
    means <- colSums(r * x) / colSums(r)
  }
  expect_within(absolute_error(means, expected$means), 1e-9, "means")
  expect_within(absolute_error(weights, expected$weights), 1e-9, "weights")
})

test_that("by hand from the tutorial's start, the path of the log-likelihood", {
  skip_if_not_installed("jsonlite")
  em <- read_oracle("seed_expected.json")$one_d_em
  for (start in c("start_variances_5_3_1", "start_sds_5_3_1")) {
    expected <- em[[start]]
    model <- gmm_model(rep(1 / 3, 3), c(-8, 8, 5), expected$variances[1, ], "spherical")
    for (iteration in 1:10) {
      model <- gmm_m_step(line60$near15, gmm_e_step(model, line60$near15), "spherical")
      total <- sum(predict(model, line60$near15, type = "log_density"))
      expect_within(abs(total - expected$loglik[iteration + 1]), 1e-7, paste(start, iteration))
    }
  }
})

test_that("by hand in two dimensions, fifty iterations on stretch500", {
  skip_if_not_installed("jsonlite")
  expected <- read_oracle("seed_expected.json")$stretch500$em_from_scratch
  x <- as.matrix(stretch500[c("x1", "x2")])
  model <- gmm_model(
    expected$start$weights, expected$start$means,
    component_last(expected$start$covariances, "full")
  )
  for (iteration in 1:50) {
    model <- gmm_m_step(x, gmm_e_step(model, x), ridge = expected$reg_covar)
  }
  total <- sum(predict(model, x, type = "log_density"))
  expect_within(abs(total - expected$loglik_path[51]), 1e-6, "log-likelihood")
})
