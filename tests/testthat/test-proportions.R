# Mixing weights that are known to be equal.

equal_em <- function(x, model, type, iterations) {
  k <- length(model$weights)
  model$weights <- rep(1 / k, k)
  trace <- sum(reference_e_step(x, model)$log_density)
  for (i in seq_len(iterations)) {
    model <- reference_m_step(x, reference_e_step(x, model)$z, type)
    model$weights <- rep(1 / k, k)
    trace <- c(trace, sum(reference_e_step(x, model)$log_density))
  }
  c(model, list(trace = trace))
}

for_structures("iterations are those of a plain EM with equal weights", function(type) {
  x <- law_data()
  start <- law_start(type)
  expected <- equal_em(x, start, type, 5)
  fit <- suppressWarnings(gmm_fit(
    x, 3, type,
    start = start, tol = 0, max_iter = 5, reg_covar = 0, proportions = "equal"
  ))
  expect_identical(unname(fit$weights), rep(1 / 3, 3))
  expect_equal(fit$trace, expected$trace, tolerance = 1e-12)
  expect_equal(unname(fit$means), expected$means, tolerance = 1e-10)
  expect_equal(unname(coef(fit)$covariances), expected$covariances, tolerance = 1e-10)
}, six_structures)

for_structures("an accelerated fit ends where plain iterations do", function(type) {
  x <- law_data()
  fit <- gmm_fit(x, 3, type, start = law_labels(), proportions = "equal", tol = 1e-10)
  plain <- suppressWarnings(gmm_fit(
    x, 3, type,
    start = law_labels(), proportions = "equal", tol = 0, max_iter = 1000
  ))
  free <- gmm_fit(x, 3, type, start = fit)
  expect_identical(unname(fit$weights), rep(1 / 3, 3))
  expect_equal(fit$log_likelihood, plain$log_likelihood, tolerance = 1e-7)
  # Free weights contain equal ones.
  expect_gte(free$log_likelihood, fit$log_likelihood)
  expect_identical(fit$df, free$df - 2)
  expect_equal(bic(fit), -2 * fit$log_likelihood + log(120) * fit$df)
})

test_that("a fit is that of mclust with equalPro", {
  skip_if_not_installed("mclust")
  x <- law_data()
  z <- one_hot(law_labels())
  # mclust 6.0.0's weights of VVI sum to 40 here.
  for (type in setdiff(all_structures, "diag")) {
    name <- with(gaussmix:::covariance_types, mclust[name == type])
    # me() itself looks for these on the search path.
    theirs <- getExportedValue("mclust", paste0("me", name))(
      data = x, z = z,
      control = mclust::emControl(equalPro = TRUE, tol = 1e-12, itmax = 5000)
    )
    fit <- gmm_fit(
      x, 3, type,
      start = z, reg_covar = 0, proportions = "equal", tol = 1e-12, max_iter = 5000
    )
    # Its EVE and VVE need not be maxima, and its VEE and EVV end 39 lower with equal weights.
    if (type %in% c("EVE", "VVE", "VEE", "EVV")) {
      expect_gte(fit$log_likelihood, theirs$loglik - 1e-6)
    } else {
      expect_equal(fit$log_likelihood, theirs$loglik, tolerance = 1e-8, info = type)
    }
    expect_equal(fit$df, mclust::nMclustParams(name, 3, 3, equalPro = TRUE), info = type)
  }
})

test_that("with a prior the posterior rises, and weights are equal", {
  for (type in c("full", "VEV", "tied_diag")) {
    fit <- suppressWarnings(gmm_fit(
      law_data(), 3, type,
      start = law_labels(), prior = gmm_prior(), proportions = "equal", tol = 0, max_iter = 30
    ))
    expect_identical(unname(fit$weights), rep(1 / 3, 3))
    expect_true(all(diff(fit$trace) > -1e-9))
  }
})

test_that("equal weights under variational Bayes are the limit of a strong Dirichlet prior", {
  x <- law_data()
  bayes <- function(...) gmm_bayes(x, 3, start = law_labels(), tol = 1e-12, ...)
  equal <- bayes(proportions = "equal")
  strong <- bayes(weight_prior = "dirichlet", concentration = 1e8)
  expect_equal(equal$lower_bound, strong$lower_bound, tolerance = 1e-6)
  expect_equal(equal$means, strong$means, tolerance = 1e-5)
  expect_identical(unname(equal$weights), rep(1 / 3, 3))
  expect_true(all(diff(equal$trace) > -1e-9))
  expect_null(equal$posterior$concentration)
  expect_equal(
    predict(equal, type = "prob"), predict(strong, type = "prob"),
    tolerance = 1e-5
  )
  expect_equal(
    predict(equal, x, type = "density"), predict(strong, x, type = "density"),
    tolerance = 1e-5
  )
  # Ordered by what they hold, and in any order what they were.
  searched <- with_seed(1, gmm_bayes(x, 3, proportions = "equal"))
  expect_false(is.unsorted(rev(searched$counts)))
  turned <- gmm_relabel(searched, order = c(3, 1, 2))
  expect_equal(predict(turned, type = "density"), predict(searched, type = "density"))
})

test_that("components of equal weights come in the order of what they hold", {
  fit <- with_seed(1, gmm_fit(law_data(), 3, proportions = "equal"))
  expect_false(is.unsorted(rev(fit$counts)))
})

test_that("a start's weights are left, and a free fit goes on as an equal one", {
  x <- law_data()
  free <- gmm_fit(x, 3, start = law_labels())
  begun <- gmm_fit(x, start = free, max_iter = 0, proportions = "equal")
  expect_identical(unname(begun$weights), rep(1 / 3, 3))
  expect_equal(
    begun$log_likelihood,
    sum(reference_e_step(x, list(
      weights = rep(1 / 3, 3), means = free$means, covariances = coef(free)$covariances
    ))$log_density)
  )
  fit <- gmm_fit(x, start = free, proportions = "equal")
  expect_gt(fit$iterations, 0)
  again <- gmm_fit(x, start = fit, proportions = "equal")
  expect_identical(again$means, fit$means)
  expect_gt(gmm_fit(x, start = fit)$log_likelihood, fit$log_likelihood)
})

test_that("steps by hand and by statistics keep them equal", {
  x <- law_data()
  fit <- gmm_fit(x, 3, start = law_labels(), proportions = "equal", reg_covar = 0, tol = 1e-12)
  step <- gmm_m_step(x, gmm_e_step(fit, x), proportions = "equal")
  update <- gmm_update(gmm_statistics(fit, x), fit)
  for (model in list(step, update)) {
    expect_equal(model$weights, fit$weights)
    expect_equal(unname(model$means), unname(fit$means), tolerance = 1e-5)
    expect_identical(model$df, fit$df)
  }
  with_prior <- gmm_fit(
    x, 3, start = law_labels(), proportions = "equal", prior = gmm_prior(), tol = 1e-12
  )
  bayes <- gmm_bayes(x, 3, start = law_labels(), proportions = "equal", tol = 1e-12)
  for (fit in list(with_prior, bayes)) {
    update <- gmm_update(gmm_statistics(fit, x), fit)
    expect_equal(update$weights, fit$weights)
    expect_equal(unname(update$means), unname(fit$means), tolerance = 1e-5)
    twice <- gmm_update(gmm_statistics(update, x), update)
    expect_equal(twice$weights, fit$weights)
  }
})

test_that("selections, trimming and conversions keep them", {
  skip_if_not_installed("mclust")
  choice <- with_seed(1, gmm_select(faithful, 1:3, "tied", proportions = "equal"))
  best <- gmm_best(choice)
  expect_identical(best$proportions, "equal")
  theirs <- as_mclust(best)
  back <- as_gaussmix(theirs)
  expect_identical(back$proportions, "equal")
  expect_equal(bic(back), bic(best))
  trimmed <- gmm_trim(with_seed(1, gmm_fit(faithful, 2, proportions = "equal")), share = 0.05)
  expect_identical(unname(trimmed$weights), c(0.5, 0.5))
  expect_identical(
    gmm_n_parameters("full", 2, 3, "equal"), gmm_n_parameters("full", 2, 3) - 2
  )
})

test_that("they are told of, and weights that are equal have no prior", {
  expect_output(print(gmm_fit(faithful, 2, proportions = "equal")), "equal weights")
  expect_snapshot({
    says(gmm_fit(faithful, 2, proportions = "same"))
    says(gmm_bayes(faithful, 2, proportions = "equal", concentration = 2))
    says(gmm_bayes(faithful, 2, proportions = "equal", weight_prior = "dirichlet"))
    fit <- gmm_bayes(faithful, 2, proportions = "equal")
    says(ggplot2::autoplot(fit, type = "weights"))
  })
})
