# One E-step and one M-step by hand. Witnesses: the formulas in plain R, the reference EM
# of helper-reference-em.R, and fits of a given number of iterations.

x <- as.matrix(iris[, 1:4])
species <- as.integer(iris$Species)

test_that("the E-step is Bayes's formula", {
  model <- gmm_model(c(0.3, 0.7), c(0, 5), c(1, 4), "spherical")
  at <- c(-1, 0.5, 2, 9)
  joint <- cbind(0.3 * dnorm(at, 0, 1), 0.7 * dnorm(at, 5, 2))
  expect_equal(unname(gmm_e_step(model, at)), joint / rowSums(joint), tolerance = 1e-14)
  fit <- gmm_fit(iris[, 1:4], 3, start = species)
  expect_identical(gmm_e_step(fit, iris), predict(fit, iris, type = "prob"))
})

test_that("the M-step is a weighted mean and covariance", {
  set.seed(1)
  r <- matrix(rexp(450), 150)
  r <- r / rowSums(r)
  w <- rep_len(0:2, 150)
  for (weights in list(NULL, w)) {
    model <- gmm_m_step(x, r, sample_weight = weights, ridge = 0.01)
    v <- if (is.null(weights)) rep(1, 150) else weights
    for (k in 1:3) {
      by_hand <- cov.wt(x, v * r[, k], method = "ML")
      expect_equal(model$means[k, ], by_hand$center, tolerance = 1e-13)
      expect_equal(
        unname(model$covariances[, , k]), unname(by_hand$cov) + diag(0.01, 4), tolerance = 1e-12
      )
    }
    expect_equal(unname(model$weights), colSums(v * r) / sum(v), tolerance = 1e-14)
  }
})

test_that("each type of covariances: one iteration of a fit", {
  for (type in all_structures) {
    start <- gmm_m_step(x, diag(3)[species, ], type)
    by_hand <- gmm_m_step(x, gmm_e_step(start, x), type)
    fit <- gmm_fit(x, start = start, tol = 0, max_iter = 1, reg_covar = 0)
    expect_equal(by_hand$weights, fit$weights, tolerance = 1e-12)
    expect_equal(by_hand$means, fit$means, tolerance = 1e-12)
    expect_equal(by_hand$covariances, fit$covariances, tolerance = 1e-10, ignore_attr = TRUE)
  }
})

test_that("EM by hand ends where a fit ends, and its log-likelihood never falls", {
  model <- gmm_m_step(x, diag(3)[species, ])
  trace <- numeric(200)
  for (i in seq_along(trace)) {
    model <- gmm_m_step(x, gmm_e_step(model, x))
    trace[i] <- sum(predict(model, x, type = "log_density"))
  }
  expect_true(all(diff(trace) >= -1e-9 * abs(trace[-1])))
  # headlines.json
  expect_within(abs(trace[200] + 180.18547713), 1e-6, "log-likelihood")
})

test_that("the tutorial's iteration in one dimension", {
  # seed_expected.json: from standard deviations 5, 3, 1
  skip_if_not_installed("jsonlite")
  expected <- read_oracle("seed_expected.json")$one_d_table
  model <- gmm_model(
    rep(1 / 3, 3), expected$start$means, expected$start$sds^2, "spherical"
  )
  r <- gmm_e_step(model, line60$near10)
  expect_within(absolute_error(r, expected$responsibilities), 1e-12, "responsibilities")
  after <- gmm_m_step(line60$near10, r, "spherical")
  expect_within(absolute_error(after$means, expected$after_one_iteration$means), 1e-10, "means")
  expect_within(
    absolute_error(after$covariances, expected$after_one_iteration$variances), 1e-9, "variances"
  )
})

test_that("a singular covariance is an error, and a ridge the cure", {
  r <- cbind(c(1, rep(0, 149)), c(0, rep(1, 149)))
  expect_error(gmm_m_step(x, r), class = "gaussmix_error_degenerate")
  expect_equal(unname(gmm_m_step(x, r, ridge = 1e-6)$covariances[, , 1]), diag(1e-6, 4))
  # Six rows in general position have a covariance with an inverse: a fit would call that
  # collapsed, one step is not judged.
  six <- seq_len(150) %in% seq(1, 150, by = 25)
  r <- cbind(six, !six) + 0
  expect_warning(gmm_m_step(x, r), NA)
})

test_that("the data sets of tutorials are those of the reference", {
  for (name in c("blobs300", "stretch500", "stretch1000", "1d")) {
    table <- read_table(paste0("seed_", name, ".csv"))
    data <- if (name == "1d") line60 else get(name)
    expect_identical(unname(as.list(data[1:2])), unname(as.list(table[1:2])))
    expect_identical(as.integer(data$label), table$label)
  }
})

test_that("a component of any positive share has the moments of its rows", {
  # 1.75 = (1 + 3 * 2) / 4 and .1875 = (.75^2 + 3 * .25^2) / 4, whatever e is.
  at <- c(-1, 0, 1, 2)
  e_values <- c(1e-3, 1e-14, 1e-30, 1e-200, 1e-300)
  for (e in e_values) {
    r <- cbind(1 - e * c(0, 0, 1, 3), e * c(0, 0, 1, 3))
    for (type in c("full", "diag", "spherical")) {
      model <- gmm_m_step(at, r, type, ridge = 1e-3)
      expect_equal(model$means[2], 1.75, tolerance = 1e-14)
      expect_equal(model$covariances[length(model$covariances)], 0.1885, tolerance = 1e-13)
      expect_equal(model$weights[["2"]], e, tolerance = 1e-13)
      # Nearly the smallest double, of numbers that are small themselves
      small <- gmm_m_step(at * 1e-10, r, type)
      expect_equal(small$covariances[length(small$covariances)], 0.1875e-20, tolerance = 1e-12)
    }
    tied <- gmm_m_step(at, r, "tied", ridge = 1e-3)
    expect_equal(tied$means[2], 1.75, tolerance = 1e-14)
    # What the second component takes from the first: of e = 1e-3 some 1e-3.
    if (e < 1e-3) expect_equal(tied$covariances[1], 1.251, tolerance = 1e-13)
  }
})

test_that("so in starts, from responsibilities and from labels of rows with tiny weights", {
  set.seed(2)
  two <- cbind(rnorm(60, 50), rnorm(60, 20))
  labels <- rep(1:2, each = 30)
  late <- two[31:60, ]
  for (e in c(1e-9, 1e-15, 1e-200)) {
    w <- c(rep(1, 30), e * (1:30))
    by_hand <- cov.wt(late, (1:30) / sum(1:30), method = "ML")
    # How the fit judges them is not asked here.
    start <- suppressMessages(suppressWarnings(gmm_fit(
      two, 2,
      start = labels, sample_weight = w, max_iter = 0, reg_covar = 0
    )))
    expect_equal(unname(start$means[2, ]), by_hand$center, tolerance = 1e-13)
    expect_equal(start$covariances[, , 2], by_hand$cov, tolerance = 1e-11)
    r <- cbind(1 - w / 30, w / 30)[31:60, ]
    r <- rbind(cbind(rep(1, 30), 0), r)
    start <- suppressWarnings(gmm_fit(two, 2, start = r, max_iter = 0, reg_covar = 0))
    expect_equal(unname(start$means[2, ]), by_hand$center, tolerance = 1e-13)
    expect_equal(start$covariances[, , 2], by_hand$cov, tolerance = 1e-11)
  }
})
