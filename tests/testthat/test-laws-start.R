# Laws of starts that are given, for every covariance structure.

# The start -------------------------------------------------------------------

for_structures("labels start from the M-step of the partition", function(type) {
  x <- law_data()
  labels <- law_labels()
  for (w in list(rep(1, 120), law_weights())) {
    for (reg_covar in c(0, 1e-9, 0.1)) {
      fit <- fit_law(x, type, labels, sample_weight = w, reg_covar = reg_covar, max_iter = 0)
      ridge <- reg_covar * reference_within(x, one_hot(labels), w)
      expected <- reference_m_step(x, one_hot(labels), type, w, ridge)
      expect_parameters(fit, expected, x, 1e-12, "partition")
      expect_within(absolute_error(fit$ridge, ridge), 1e-12 * max(ridge), "ridge")
      log_density <- reference_e_step(x, expected)$log_density
      expect_within(
        log_likelihood_error(fit$log_likelihood, sum(w * log_density), sum(w)), 1e-12,
        "log-likelihood"
      )
    }
  }
}, six_structures)

for_structures("without iterations the start comes back", function(type) {
  x <- law_data()
  # Numbers that are not round in base two.
  start <- law_start(type)
  for (offset in c(0, 0.1, 1e6 / 3)) {
    begin <- within(start, means <- means + offset)
    fit <- fit_law(x + offset, type, begin, max_iter = 0)
    expect_identical(unname(fit$weights), begin$weights)
    expect_identical(unname(fit$means), begin$means)
    expect_identical(unname(fitted_covariances(fit)), begin$covariances)
    expect_identical(fit$iterations, 0L)
    expect_identical(fit$trace, fit$log_likelihood)
    log_density <- reference_e_step(x + offset, begin)$log_density
    expect_within(
      log_likelihood_error(fit$log_likelihood, sum(log_density), 120), 1e-10, "log-likelihood"
    )
  }
})

for_structures("without iterations means far from the data come back", function(type) {
  # Inside, an origin near 100 is subtracted; 0.1 must survive it.
  x <- 100 + law_data()
  begin <- law_start(type, x)
  begin$means[2, ] <- 0.1
  fit <- fit_law(x, type, begin, max_iter = 0)
  expect_identical(unname(fit$means), begin$means)
})

for_structures("the trace begins with the likelihood of the start", function(type) {
  x <- law_data()
  w <- law_weights()
  start <- law_start(type)
  fit <- fit_law(x, type, start, sample_weight = w, max_iter = 3)
  expected <- sum(w * reference_e_step(x, start)$log_density)
  expect_within(log_likelihood_error(fit$trace[1], expected, sum(w)), 1e-12, "trace")
})

for_structures("all forms of a start agree", function(type) {
  x <- law_data()
  labels <- law_labels()
  from_labels <- essence(fit_law(x, type, labels))
  expect_identical(essence(fit_law(x, type, factor(labels))), from_labels)
  expect_identical(essence(fit_law(x, type, as.double(labels))), from_labels)
  expect_identical(essence(fit_law(x, type, factor(c("a", "b", "c")[labels]))), from_labels)
  expect_identical(essence(fit_law(x, type, one_hot(labels))), from_labels)

  start <- law_start(type)
  whole <- essence(fit_law(x, type, start))
  compact <- within(start, covariances <- compact_covariances(covariances, type))
  expect_identical(essence(fit_law(x, type, compact)), whole)
  expect_identical(essence(fit_law(x, type, rev(start))), whole)
  fit <- fit_law(x, type, start, max_iter = 0)
  expect_identical(essence(fit_law(x, type, fit)), whole)
  expect_identical(essence(fit_law(x, type, parameters_of(fit))), whole)
})

for_structures("soft responsibilities start from their M-step", function(type) {
  x <- law_data()
  w <- law_weights()
  z <- reference_e_step(x, law_start("full"))$z
  fit <- fit_law(x, type, z, sample_weight = w, max_iter = 0, reg_covar = 0)
  expect_parameters(fit, reference_m_step(x, z, type, w), x, 1e-12, "responsibilities")
}, six_structures)
