# The fourteen covariance structures against values that gaussmix did not compute: mclust's, and
# those of a separate implementation of exact M-steps.

indicators <- function(labels) diag(max(labels))[labels, , drop = FALSE]

# Component first, as oracles have them.
covariances_first <- function(fit) aperm(coef(fit)$covariances, c(3, 1, 2))

expect_oracle <- function(fit, expected, x, bounds, what) {
  covariances <- aperm(expected$covariances, c(2, 3, 1))
  expect_within(absolute_error(fit$weights, expected$weights), bounds[1], paste(what, "weights"))
  expect_within(means_error(fit$means, expected$means, x), bounds[2], paste(what, "means"))
  actual <- unname(coef(fit)$covariances)
  expect_within(covariance_error(actual, covariances), bounds[3], paste(what, "covariances"))
}

# EVE and VVE have several optima: of another one the likelihood must be no lower.
has_several <- function(letters) letters %in% c("EVE", "VVE")

structure_data <- function(name) {
  x <- switch(name,
    iris = iris[, 1:4], penguins_complete = , penguins = read_table("penguins.csv")
  )
  unname(as.matrix(x))
}

for (set in c("iris", "faithful", "faithful3", "synth_c")) {
  test_that(paste("one M-step and the optimum are mclust's:", set), {
    skip_if_not_installed("jsonlite")
    case <- read_oracle("mclust_cases.json.gz")[[set]]
    x <- if (startsWith(set, "faithful")) {
      unname(as.matrix(faithful))
    } else {
      oracle_data(if (set == "iris") "iris_raw" else set)
    }
    for (letters in names(case$models)) {
      model <- case$models[[letters]]
      type <- type_of_identifier(letters)
      step <- gmm_m_step(x, indicators(case$labels), type)
      what <- paste(set, letters, "M-step")
      one <- model$mstep
      # Those of VEI, VEE, VEV, EVE and VVE were iterated to 1e-12 or so.
      expect_oracle(
        step, list(weights = one$pro, means = one$mean, covariances = one$sigma), x,
        c(1e-12, 1e-12, if (has_several(letters)) 1e-6 else 1e-8), what
      )
      fit <- allow_singular(gmm_fit(x,
        start = case$labels, covariance_type = type, reg_covar = 0, tol = 1e-13,
        max_iter = 20000, control = gmm_control(acceleration = "none")
      ))
      expect_equal(fit$df, model$n_parameters)
      what <- paste(set, letters, "optimum")
      if (has_several(letters)) {
        expect_gte(fit$log_likelihood, model$loglik - 1e-6)
        next
      }
      expect_within(abs(fit$log_likelihood - model$loglik), 1e-6, paste(what, "log-likelihood"))
      expect_oracle(
        fit, list(weights = model$pro, means = model$mean, covariances = model$sigma), x,
        rep(1e-4, 3), what
      )
    }
  })
}

test_that("EM by exact M-steps goes the way of the oracle in all structures", {
  skip_if_not_installed("jsonlite")
  for (case in read_oracle("structure_cases.json.gz")$cases) {
    x <- structure_data(case$data)
    type <- type_of_identifier(case$covariance)
    weights <- case$sample_weight %||% rep(1, case$n)
    bounds <- pmax(unlist(case$tolerance), 1e-9)
    fit <- function(...) {
      allow_singular(gmm_fit(x,
        start = case$start_labels, covariance_type = type, reg_covar = case$reg_covar_absolute,
        control = absolute_ridge(), sample_weight = weights, ...
      ))
    }
    expect_equal(gmm_n_parameters(type, case$d, case$n_components), case$n_parameters)
    begun <- fit(tol = 0, max_iter = 0)
    first <- case$after_first_m_step
    if (has_several(case$covariance)) {
      expect_gte(begun$log_likelihood, first$loglik - 1e-6)
    } else {
      expect_oracle(begun, first, x, bounds, paste(case$id, "begun"))
    }
    for (iterations in c(1, 5, 50)) {
      if (has_several(case$covariance)) next
      expected <- case$after[[as.character(iterations)]]
      after <- fit(tol = 0, max_iter = iterations)
      what <- paste(case$id, "after", iterations)
      expect_oracle(after, expected, x, bounds, what)
      expect_within(
        relative_error(after$log_likelihood, expected$loglik), bounds[4], paste(what, "loglik")
      )
    }
    # By single sweeps and with leaps, the same optimum.
    optimum <- fit(tol = 1e-13, max_iter = 20000)
    expect_gte(optimum$log_likelihood, case$optimum$loglik - 1e-6)
    if (!has_several(case$covariance)) {
      expect_lte(optimum$log_likelihood, case$optimum$loglik + 1e-6)
    }
  }
})

test_that("a structure is at or above those that it contains, started there", {
  contains <- list(
    EEI = c("VEI", "EVI", "EEE"), VEI = c("VVI", "VEE"), EVI = c("VVI", "EVE"), VVI = "VVE",
    EEE = c("VEE", "EVE", "EEV"), VEE = c("VVE", "VEV"), EVE = c("VVE", "EVV"),
    EEV = c("VEV", "EVV"), VVE = "VVV", VEV = "VVV", EVV = "VVV"
  )
  x <- iris[, 1:4]
  set.seed(1)
  for (letters in names(contains)) {
    inner <- gmm_fit(x, 3, type_of_identifier(letters), n_init = 1, reg_covar = 0)
    for (outer in contains[[letters]]) {
      start <- list(
        weights = inner$weights, means = inner$means, covariances = coef(inner)$covariances
      )
      fit <- gmm_fit(x, start = start, covariance_type = type_of_identifier(outer), reg_covar = 0)
      expect_gte(fit$log_likelihood, inner$log_likelihood - 1e-6)
    }
  }
})

test_that("in one column and of one component structures are what their letters leave of them", {
  set.seed(2)
  x <- faithful$eruptions
  for (type in covariance_types$name) {
    letters <- covariance_types$mclust[covariance_types$name == type]
    own <- gmm_fit(x, 2, type, n_init = 1)
    known <- gmm_fit(x, 2, if (startsWith(letters, "E")) "tied" else "full", n_init = 1)
    expect_equal(own$log_likelihood, known$log_likelihood, tolerance = 1e-9)
    expect_equal(own$df, known$df)
    one <- gmm_fit(faithful, 1, type)
    last <- substring(letters, 3)
    same <- if (last == "I") {
      if (substring(letters, 2, 2) == "I") "spherical" else "diag"
    } else {
      "full"
    }
    expect_equal(one$log_likelihood, gmm_fit(faithful, 1, same)$log_likelihood)
    expect_equal(one$df, gmm_n_parameters(same, 2, 1))
  }
})

test_that("units do not matter, nor rotations to the structures that have them", {
  x <- as.matrix(faithful)
  set.seed(3)
  factor <- 7
  turn <- qr.Q(qr(matrix(rnorm(4), 2)))
  labels <- kmeans(scale(x), 2)$cluster
  fit_of <- function(x, type) gmm_fit(x, start = labels, covariance_type = type, reg_covar = 0)
  for (type in covariance_types$name) {
    letters <- covariance_types$mclust[covariance_types$name == type]
    own <- fit_of(x, type)
    change <- -nrow(x) * 2 * log(factor)
    expect_equal(fit_of(factor * x, type)$log_likelihood, own$log_likelihood + change,
      tolerance = 1e-7
    )
    # By columns: where axes are those of the columns, or covariances up to factors free.
    if (!letters %in% c("EII", "VII", "EEV", "VEV", "EVE", "VVE")) {
      by_column <- x * rep(c(2, 0.1), each = nrow(x))
      expect_equal(fit_of(by_column, type)$log_likelihood,
        own$log_likelihood - nrow(x) * log(0.2),
        tolerance = 1e-7
      )
    }
    if (!endsWith(letters, "I") || letters %in% c("EII", "VII")) {
      turned <- x %*% turn
      expect_equal(fit_of(turned, type)$log_likelihood, own$log_likelihood, tolerance = 1e-7)
    }
  }
})

test_that("a prior holds up every structure, and no step lowers the posterior", {
  set.seed(4)
  x <- rbind(as.matrix(iris[1:50, 1:3]), matrix(c(5, 3, 1), 20, 3, byrow = TRUE))
  for (type in covariance_types$name) {
    fit <- gmm_fit(x, 2, type, prior = gmm_prior(), n_init = 2)
    expect_true(is.finite(fit$log_posterior))
    # By whole M-steps and by single sweeps.
    for (tol in c(0, 1e-12)) {
      climb <- suppressWarnings(gmm_fit(x,
        start = rep_len(1:2, nrow(x)), covariance_type = type, prior = gmm_prior(), tol = tol,
        max_iter = 60, control = gmm_control(acceleration = "none")
      ))
      expect_gte(min(diff(climb$trace)), -1e-9 * abs(fit$log_posterior))
    }
  }
})

test_that("covariances that a structure does not contain are refused", {
  means <- rbind(c(0, 0), c(3, 3))
  two <- array(c(1, 0.5, 0.5, 2, 2, -0.5, -0.5, 1), c(2, 2, 2))
  # They have one volume and, in two columns, one orientation with other shapes.
  expect_error(
    gmm_model(c(0.5, 0.5), means, two, "VEE"), "structure",
    class = "gaussmix_error_argument"
  )
  model <- gmm_model(c(0.5, 0.5), means, two, "EVE")
  expect_equal(model$df, gmm_n_parameters("EVE", 2, 2))
  expect_error(
    gmm_model(c(0.5, 0.5), means, two * rep(1:2, each = 4), "EVE"), "structure",
    class = "gaussmix_error_argument"
  )
  expect_s3_class(gmm_model(c(0.5, 0.5), means, two * rep(1:2, each = 4), "VVE"), "gaussmix")
  expect_error(
    gmm_fit(faithful,
      start = list(means = rbind(c(2, 55), c(4, 80)), covariances = two),
      covariance_type = "VEE"
    ),
    class = "gaussmix_error_start"
  )
})

test_that("fits are members of their structures, and parameters go back through the door", {
  x <- as.matrix(iris[, 1:4]) * rep(c(1, 1e-3, 1, 1e3), each = 150)
  set.seed(6)
  for (type in covariance_types$name) {
    fit <- gmm_fit(x, 3, type, n_init = 2)
    parts <- coef(fit)
    model <- gmm_model(parts$weights, parts$means, parts$covariances, type)
    expect_equal(model$df, fit$df)
    expect_equal(
      sum(predict(model, x, type = "log_density")), fit$log_likelihood, tolerance = 1e-7
    )
  }
})

test_that("variational Bayes names the structures that it takes", {
  expect_error(gmm_bayes(faithful, 3, "VEV"), "\"VEV\"", class = "gaussmix_error_argument")
  expect_error(
    gmm_select(faithful, 3, c("full", "EVE"), criterion = "lower_bound"), "\"EVE\"",
    class = "gaussmix_error_argument"
  )
})

test_that("all structures are compared at a word", {
  set.seed(1)
  selection <- gmm_select(faithful, 2:3, "all", n_init = 1)
  expect_equal(nrow(selection$table), 28)
  expect_setequal(as.data.frame(selection)$covariance_type, covariance_types$name)
  expect_equal(gmm_best(selection)$covariance_type, "tied")
})

test_that("margins and projections keep what their structure is closed under", {
  margins <- c(
    EVI = "diag", EVE = "full", VVE = "full", EEV = "full", VEV = "full", EVV = "full"
  )
  maps <- c(
    tied = "tied", tied_diag = "tied", tied_spherical = "tied",
    spherical = "VEE", VEI = "VEE", VEE = "VEE"
  )
  x <- cbind(law_data(), law_data()[, 1] + law_data()[c(2:120, 1), 2])
  # Of one component more they say the same.
  is_member <- function(mixture, type) {
    covariances <- gaussmix:::expand_covariances(
      mixture$covariances, mixture$covariance_type, mixture$d, 3
    )
    inherits(try(gmm_model(mixture$weights, mixture$means, covariances, type), TRUE), "gaussmix")
  }
  for (type in covariance_types$name) {
    fit <- gmm_fit(x, 3, type, start = law_labels())
    margin <- gaussmix:::marginal_mixture(fit, c(4, 2))
    expected <- if (type %in% names(margins)) margins[[type]] else type
    expect_identical(margin$covariance_type, expected)
    expect_true(is_member(margin, expected), info = type)
    # None of those that are given up is there by chance.
    if (expected != type) expect_false(is_member(margin, type), info = type)
    expect_equal(
      unname(coef(margin)$covariances), unname(coef(fit)$covariances[c(4, 2), c(4, 2), ])
    )
    seen <- gmm_project(fit)$mixture
    expected <- if (type %in% names(maps)) maps[[type]] else "full"
    expect_identical(seen$covariance_type, expected)
    expect_true(is_member(seen, expected), info = type)
  }
})
