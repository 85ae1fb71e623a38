# Criteria and counts of parameters.

# mclust's names of the two structures in one dimension.
other_families <- c("E", "V")

test_that("numbers of parameters agree with the closed formulas and with mclust", {
  table <- read_table("criteria_parameters.csv")
  table <- table[!table$model %in% other_families, ]
  expect_setequal(
    table$model,
    c("full", "tied", "diag", "spherical", gaussmix:::covariance_types$mclust)
  )
  for (i in seq_len(nrow(table))) {
    row <- table[i, ]
    expect_identical(gmm_n_parameters(row$model, row$d, row$K), as.double(row$n_parameters))
  }
})

test_that("every name of a structure and its alias count alike", {
  # K d + K - 1, and the covariances, with d = 5 and K = 3.
  covariances <- c(
    full = 45, tied = 15, diag = 15, spherical = 3, tied_diag = 5, tied_spherical = 1
  )
  alias <- c(
    full = "VVV", tied = "EEE", diag = "VVI", spherical = "VII", tied_diag = "EEI",
    tied_spherical = "EII"
  )
  for (type in six_structures) {
    expect_identical(gmm_n_parameters(type, 5, 3), 17 + covariances[[type]])
    expect_identical(gmm_n_parameters(alias[[type]], 5, 3), 17 + covariances[[type]])
  }
})

test_that("AIC and BIC of given likelihoods", {
  table <- read_table("criteria_values.csv")
  for (i in seq_len(nrow(table))) {
    row <- table[i, ]
    values <- gaussmix:::information_criteria(row$loglik, row$n_parameters, row$n, 0, 0)
    error <- function(actual, expected) abs(actual - expected) / max(1, abs(expected))
    expect_within(error(values[["aic"]], row$aic), 1e-12, "AIC")
    expect_within(error(values[["bic"]], row$bic), 1e-12, "BIC")
    expect_within(error(-values[["bic"]], row$bic_mclust_sign), 1e-12, "BIC in mclust's sign")
  }
})

weighted_faithful <- function(type = "full", n_components = 2) {
  set.seed(11)
  w <- round(stats::runif(nrow(faithful), 0, 4), 2)
  fit <- gmm_fit(
    faithful,
    n_components = n_components, covariance_type = type, sample_weight = w
  )
  list(fit = fit, w = w)
}

for (type in all_structures) {
  test_that(paste("criteria are those of stats and of their definitions:", type), {
    weighted <- weighted_faithful(type)
    fit <- weighted$fit
    w <- weighted$w
    n <- sum(w)
    log_likelihood <- logLik(fit)
    expect_s3_class(log_likelihood, "logLik")
    expect_identical(as.numeric(log_likelihood), fit$log_likelihood)
    expect_identical(attr(log_likelihood, "df"), gmm_n_parameters(type, 2, 2))
    expect_within(absolute_error(attr(log_likelihood, "nobs"), n), 1e-10, "nobs")
    expect_within(absolute_error(nobs(fit), n), 1e-10, "nobs")

    expect_within(relative_error(aic(fit), stats::AIC(fit)), 1e-14, "AIC")
    expect_within(relative_error(bic(fit), stats::BIC(fit)), 1e-14, "BIC")
    p <- gmm_n_parameters(type, 2, 2)
    expect_within(relative_error(aic(fit), -2 * fit$log_likelihood + 2 * p), 1e-14, "AIC")
    expect_within(relative_error(bic(fit), -2 * fit$log_likelihood + p * log(n)), 1e-14, "BIC")

    z <- predict(fit, type = "prob")
    entropy <- -sum(w * ifelse(z > 0, z * log(z), 0))
    certainty <- sum(w * log(apply(z, 1, max)))
    expect_gt(entropy, 0)
    expect_within(relative_error(icl(fit), bic(fit) + 2 * entropy), 1e-12, "ICL")
    expect_identical(icl(fit), icl(fit, type = "entropy"))
    expect_within(
      relative_error(icl(fit, type = "map"), bic(fit) - 2 * certainty), 1e-12, "ICL of the map"
    )
    expect_lte(bic(fit), icl(fit, type = "map"))
    expect_lte(icl(fit, type = "map"), icl(fit, type = "entropy"))
  })
}

test_that("ICL of the map is mclust's with its sign turned", {
  skip_if_not_installed("mclust")
  mclust <- asNamespace("mclust")
  x <- as.matrix(iris[, 1:4])
  # The functions of one model, since those that look it up need mclust attached.
  parameters <- mclust$mstepVVV(data = x, z = one_hot(as.integer(iris$Species)))$parameters
  step <- mclust$estepVVV(data = x, parameters = parameters)
  theirs <- structure(list(
    n = nrow(x), z = step$z,
    bic = mclust$bic(modelName = "VVV", loglik = step$loglik, n = nrow(x), d = 4, G = 3)
  ), class = "Mclust")
  ours <- gmm_fit(x, start = iris$Species, max_iter = 0, reg_covar = 0)
  expect_within(relative_error(ours$log_likelihood, step$loglik), 1e-12, "log-likelihood")
  expect_within(relative_error(bic(ours), -theirs$bic), 1e-12, "BIC")
  expect_within(relative_error(icl(ours, type = "map"), -mclust$icl(theirs)), 1e-12, "ICL")
})

test_that("with one dimension and one component all structures have the same criteria", {
  x <- faithful$waiting
  fits <- lapply(all_structures, function(type) {
    gmm_fit(x, n_components = 1, covariance_type = type, reg_covar = 0)
  })
  # Closed form: the maximum of a normal likelihood.
  n <- length(x)
  variance <- mean((x - mean(x))^2)
  expected <- n * (log(2 * pi * variance) + 1) + 2 * log(n)
  for (fit in fits) {
    expect_identical(bic(fit), bic(fits[[1]]))
    expect_identical(aic(fit), aic(fits[[1]]))
    expect_within(relative_error(bic(fit), expected), 1e-14, "BIC")
  }
})

test_that("criteria of other models are those of stats", {
  model <- stats::lm(waiting ~ eruptions, faithful)
  expect_identical(bic(model), stats::BIC(model))
  expect_identical(aic(model), stats::AIC(model))
  expect_error(icl(model), class = "gaussmix_error_argument")
})
