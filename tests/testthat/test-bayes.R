# Variational Bayes: parity with scikit-learn where it uses the conjugate posterior, laws of
# the bound, and what predictions mean.

types <- with(gaussmix:::covariance_types, name[conjugate])
weight_priors <- c("dirichlet_process", "dirichlet")

fit_bayes_case <- function(case, x, iterations, ...) {
  labels <- case$start$labels
  z <- (1 - case$start$softness) * outer(labels, seq_len(case$K), "==") +
    case$start$softness / case$K
  priors <- case$priors
  gmm_bayes(
    x, case$K,
    start = z, tol = 0, max_iter = iterations,
    weight_prior = sub("_distribution", "", case$weight_concentration_prior_type),
    concentration = priors$weight_concentration_prior,
    prior = gmm_prior(
      mean = priors$mean_prior, mean_precision = priors$mean_precision_prior,
      degrees_of_freedom = priors$degrees_of_freedom_prior, scale = priors$covariance_prior
    ),
    reg_covar = case$reg_covar, control = absolute_ridge(), ...
  )
}

test_that("full covariances are scikit-learn's, case by case", {
  cases <- read_oracle("bayes_cases.json.gz")$cases
  expect_length(cases, 4)
  for (case in cases) {
    x <- oracle_data(case$data)
    for (iterations in names(case$after)) {
      expected <- case$after[[iterations]]
      fit <- fit_bayes_case(case, x, as.integer(iterations))
      what <- paste(case$id, "after", iterations)
      expect_within(absolute_error(fit$weights, expected$weights), 1e-8, what)
      expect_within(absolute_error(fit$means, expected$means), 1e-8, what)
      expect_within(
        absolute_error(fit$covariances, aperm(expected$covariances, c(2, 3, 1))), 1e-8, what
      )
      expect_within(
        relative_error(fit$posterior$mean_precision, expected$mean_precision), 1e-8, what
      )
      expect_within(
        relative_error(fit$posterior$degrees_of_freedom, expected$degrees_of_freedom), 1e-8, what
      )
      concentration <- expected$weight_concentration
      if (is.list(concentration)) concentration <- do.call(cbind, concentration)
      if (is.matrix(concentration) && nrow(concentration) == 2) concentration <- t(concentration)
      expect_within(relative_error(fit$posterior$concentration, concentration), 1e-8, what)
      prob <- predict(fit, type = "prob", method = "variational", inactive = TRUE)
      expect_within(absolute_error(prob[1:5, ], expected$posterior_head), 1e-8, what)
    }
  }
})

test_that("the bound lies between the complete ones before and after the E-step", {
  oracle <- read_oracle("bayes_cases.json.gz")
  complete <- oracle$complete_elbo
  ids <- vapply(oracle$cases, function(case) case$id, "")
  case <- oracle$cases[[match(complete$labels_as_in, ids)]]
  case$reg_covar <- complete$reg_covar
  fit <- fit_bayes_case(case, oracle_data(case$data), 50)
  theirs <- stats::setNames(complete$complete_elbo, complete$iterations)
  # Theirs after an iteration is with the responsibilities that it began with.
  for (t in 1:2) {
    expect_gte(fit$trace[t + 1], theirs[[as.character(t)]])
    expect_lte(fit$trace[t + 1], theirs[[as.character(t + 1)]])
  }
  expect_gte(fit$lower_bound, theirs[["50"]])
  expect_lt(fit$lower_bound - theirs[["50"]], 0.01)
})

# A plain computation of the posterior predictive density.
slow_predictive <- function(fit, x) {
  d <- fit$d
  type <- fit$covariance_type
  row <- gaussmix:::covariance_row(type)
  v <- rep_len(fit$posterior$degrees_of_freedom, fit$n_components)
  b <- fit$posterior$mean_precision
  covariances <- coef(fit)$covariances
  density <- 0
  for (k in seq_len(fit$n_components)) {
    covariance <- as.matrix(covariances[, , k])
    step <- x - fit$means[k, ]
    own <- if (row$shape == "diagonal") {
      sds <- sqrt(diag(covariance) * (1 + b[k]) / b[k])
      prod(stats::dt(step / sds, v[k]) / sds)
    } else {
      degrees <- if (row$shape == "full") v[k] + 1 - d else v[k]
      wide <- covariance * (1 + b[k]) / b[k] * v[k] / v[k]
      if (row$shape == "full") wide <- wide * v[k] / degrees
      exp(lgamma((degrees + d) / 2) - lgamma(degrees / 2)) / (degrees * pi)^(d / 2) /
        sqrt(det(wide)) * (1 + drop(step %*% solve(wide, step)) / degrees)^(-(degrees + d) / 2)
    }
    density <- density + fit$weights[[k]] * own
  }
  density
}

test_that("the predictive density is the mixture of Student distributions", {
  x <- as.matrix(faithful)[1:60, ]
  new <- rbind(c(3, 60), c(2, 90), c(100, -50), x[1:3, ])
  for (type in types) {
    set.seed(1)
    fit <- gmm_bayes(x, 4, type, n_init = 3)
    expect_equal(
      predict(fit, new, type = "density"), apply(new, 1, function(row) slow_predictive(fit, row)),
      tolerance = 1e-11, ignore_attr = TRUE, info = type
    )
    # Joint densities over their sum
    joint <- exp(predict(fit, new, type = "component_log_density", inactive = TRUE)) *
      rep(fit$weights, each = nrow(new))
    expect_equal(
      predict(fit, new, type = "prob", inactive = TRUE), joint / rowSums(joint),
      tolerance = 1e-11
    )
  }
  # In one dimension it integrates to one.
  set.seed(1)
  fit <- gmm_bayes(faithful$waiting, 3)
  density <- function(x) predict(fit, x, type = "density")
  expect_equal(stats::integrate(density, -Inf, Inf, rel.tol = 1e-9)$value, 1, tolerance = 1e-7)
  expect_identical(
    predict(fit, type = "density", threads = 1), predict(fit, type = "density", threads = 2)
  )
})

test_that("with much data predictions and plug-in agree, with little they do not", {
  set.seed(1)
  x <- matrix(stats::rnorm(4e4), ncol = 2)
  x[1:1e4, 1] <- x[1:1e4, 1] + 8
  fit <- gmm_bayes(x, 2, n_init = 2)
  few <- gmm_bayes(x[c(1:6, 10001:10006), ], 2, n_init = 2)
  difference <- function(fit) {
    max(abs(
      predict(fit, x, type = "log_density") -
        predict(fit, x, type = "log_density", method = "plugin")
    ))
  }
  expect_lt(difference(fit), 0.02)
  expect_gt(difference(few), 0.5)
})

test_that("four groups are found whatever is offered", {
  x <- as.matrix(read_table("seed_blobs300.csv")[, 1:2])
  for (weight_prior in weight_priors) {
    for (seed in seq_len(if (weight_prior == weight_priors[1]) 20 else 3)) {
      set.seed(seed)
      fit <- gmm_bayes(x, 20, weight_prior = weight_prior)
      expect_identical(fit$n_active, 4L)
      expect_identical(sum(fit$counts > 1), 4L)
      expect_true(fit$converged)
      expect_false(fit$singular)
    }
  }
})

test_that("the search finds the same bound from any seed", {
  # Merging alone leads out of three components, whose bound is -334 or lower.
  for (seed in 1:5) {
    set.seed(seed)
    fit <- gmm_bayes(iris[, 1:4], 20)
    expect_identical(fit$n_active, 2L)
    expect_gt(fit$lower_bound, -327.385)
    set.seed(seed)
    expect_gt(gmm_bayes(iris[, 1:4], 20, concentration = 10)$lower_bound, -357.32)
  }
})

test_that("no component collapses, and rows may be fewer than components", {
  x <- matrix(1:6, 3)
  for (type in types) {
    fit <- gmm_bayes(x, 5, type, n_init = 2)
    expect_true(is.finite(fit$lower_bound))
    expect_false(anyNA(predict(fit, type = "prob")))
  }
})

test_that("the bound rises and ranks models", {
  set.seed(1)
  for (type in types) {
    fit <- gmm_bayes(iris[, 1:4], 4, type, n_init = 4, control = gmm_control(acceleration = "none"))
    expect_true(all(diff(fit$trace) >= -1e-9 * abs(fit$lower_bound)))
  }
  one <- gmm_bayes(faithful, 1)
  two <- gmm_bayes(faithful, 2)
  expect_gt(two$lower_bound, one$lower_bound + 50)
})

test_that("the defaults do not depend on units", {
  x <- as.matrix(iris[, 1:4])
  y <- x %*% diag(c(1, 1000, 1e-3, 7)) + rep(c(0, 1e4, 0, -5), each = 150)
  for (type in c("full", "tied", "diag", "tied_diag")) {
    a <- gmm_bayes(x, type, n_components = 3, start = iris$Species, tol = 0, max_iter = 20)
    b <- gmm_bayes(y, type, n_components = 3, start = iris$Species, tol = 0, max_iter = 20)
    expect_equal(
      predict(a, type = "prob"), predict(b, type = "prob"), tolerance = 1e-5, ignore_attr = TRUE
    )
  }
})

test_that("weights, formulas, threads and starts are as for maximum likelihood", {
  w <- rep(1:2, 136)
  again <- rep(seq_len(272), w)
  labels <- 1 + (faithful$waiting < 67)
  a <- gmm_bayes(faithful, start = labels, sample_weight = w)
  b <- gmm_bayes(faithful[again, ], start = labels[again])
  expect_equal(a$lower_bound, b$lower_bound, tolerance = 1e-10)
  c <- gmm_bayes(~ eruptions + waiting, faithful, start = labels)
  d <- gmm_bayes(faithful, start = labels)
  expect_equal(c$means, d$means)
  set.seed(3)
  one <- gmm_bayes(faithful, 5, threads = 1)
  set.seed(3)
  two <- gmm_bayes(faithful, 5, threads = 2)
  expect_identical(one$lower_bound, two$lower_bound)
  expect_identical(one$means, two$means)
  # A fit goes on from where it stands.
  on <- gmm_bayes(faithful, start = d)
  expect_equal(on$trace[1], d$lower_bound, tolerance = 1e-12)
  expect_identical(update(d, covariance_type = "tied")$covariance_type, "tied")
})

test_that("criteria point to the bound", {
  fit <- gmm_bayes(faithful, 2, n_init = 2)
  for (f in list(aic, bic, icl, logLik, stats::AIC, stats::BIC)) {
    expect_error(f(fit), "lower_bound", class = "gaussmix_error_argument")
  }
  expect_identical(nobs(fit), 272)
  expect_identical(glance(fit)$lower_bound, fit$lower_bound)
  expect_s3_class(tidy(fit), "data.frame")
  expect_identical(dim(augment(fit)), c(272L, 6L))
  expect_error(
    predict(fit, type = "density", method = "variational"), "predictive",
    class = "gaussmix_error_argument"
  )
  expect_error(gmm_bayes(faithful, 2, prior = NULL), class = "gaussmix_error_argument")
  expect_error(
    gmm_bayes(faithful, 2, prior = gmm_prior(mean_precision = 0)), class = "gaussmix_error_argument"
  )
  expect_error(gmm_bayes(faithful, 2, concentration = 0), class = "gaussmix_error_argument")
  expect_error(gmm_bayes(faithful, 2, weight_priors = 1), class = "gaussmix_error_argument")
})

test_that("a Bayesian fit is printed and drawn", {
  fit <- gmm_bayes(faithful, start = 1 + (faithful$waiting < 67), n_components = 2)
  expect_snapshot(print(fit))
  expect_snapshot(summary(fit))
  for (type in c("ellipse", "pairs", "density", "uncertainty", "trace", "profile", "weights")) {
    expect_s3_class(autoplot(fit, type), "ggplot")
  }
  expect_equal(dim(gmm_sample(fit, 5)), c(5L, 2L))
})

test_that("components whose expected weight is zero in doubles have no share in predictions", {
  # 150 sticks of which two are in use: the last weights are below the smallest double.
  set.seed(1)
  fit <- gmm_bayes(faithful, 150, n_init = 1)
  expect_true(any(fit$weights == 0))
  z <- predict(fit, type = "prob")
  expect_within(abs(rowSums(z) - 1), 1e-13, "sums of probabilities")
  expect_identical(as.integer(predict(fit)), max.col(unname(z), "first"))
  # The plug-in density, which has none of these terms, is near.
  plugin <- sum(predict(fit, type = "log_density", method = "plugin"))
  expect_within(abs(sum(predict(fit, type = "log_density")) - plugin), 3, "log densities")
})

test_that("rows as far away as doubles go have predictive densities", {
  set.seed(1)
  fit <- gmm_bayes(faithful, 6)
  decades <- c(100, 150, 160, 200, 300)
  far <- 10^decades %o% c(1, 20)
  # So far out Student tails are lines in the logarithm of the distance.
  slopes <- diff(predict(fit, far, type = "component_log_density")) / diff(decades)
  expect_within(abs(slopes / rep(slopes[1, ], each = 4) - 1), 1e-10, "slopes")
  z <- predict(fit, far, type = "prob")
  expect_within(abs(rowSums(z) - 1), 1e-13, "sums of probabilities")
})

test_that("what is switched off has no class, no probability and no row of tables", {
  set.seed(1)
  fit <- gmm_bayes(faithful, 6)
  used <- which(unname(fit$counts) > 1)
  expect_identical(length(used), 2L)
  # The last two rows are far from all data, where the wide ones that are switched off have the
  # larger share.
  new <- rbind(faithful[c(1, 2, 50), ], c(40, 70), c(3, 900))
  for (method in c("predictive", "plugin", "variational")) {
    shown <- function(...) unname(predict(fit, new, method = method, ...))
    all <- shown(type = "prob", inactive = TRUE)
    expect_identical(dim(all), c(5L, 6L))
    z <- shown(type = "prob")
    expect_identical(dim(z), c(5L, 2L))
    expect_within(abs(rowSums(z) - 1), 1e-15, "sums")
    # Conditional probabilities, by hand.
    own <- all[1:3, used]
    expect_equal(z[1:3, ], own / rowSums(own), tolerance = 1e-12)
    class <- shown(type = "class")
    expect_identical(levels(class), as.character(1:6))
    expect_identical(as.integer(class), used[max.col(z, "first")])
    expect_within(
      abs(shown(type = "uncertainty") - 1 + apply(z, 1, max)), 1e-15, "uncertainties"
    )
    expect_identical(
      as.integer(shown(type = "class", inactive = TRUE)), max.col(all, "first")
    )
  }
  expect_false(any(predict(fit, new[4:5, ], inactive = TRUE) %in% used))
  expect_lt(max(rowSums(predict(fit, new[4:5, ], type = "prob", inactive = TRUE)[, used])), 0.5)
  # Densities are those of the whole.
  expect_identical(
    predict(fit, new, type = "log_density"),
    predict(fit, new, type = "log_density", inactive = TRUE)
  )
  columns <- colnames(predict(fit, new, type = "component_log_density"))
  expect_identical(columns, as.character(used))
  expect_identical(as.character(tidy(fit)$component), columns)
  expect_identical(as.character(unique(tidy(fit, "means")$component)), columns)
  expect_identical(nrow(tidy(fit, "covariances")), 6L)
  expect_identical(nrow(tidy(fit, inactive = TRUE)), 6L)
  expect_identical(glance(fit)$n_active, 2L)
  expect_identical(
    grep("prob", names(augment(fit, prob = TRUE)), value = TRUE), paste0(".prob_", used)
  )
  expect_length(grep("prob", names(augment(fit, prob = TRUE, inactive = TRUE))), 6)
  # An E-step is about all of them.
  expect_identical(dim(gmm_e_step(fit, new)), c(5L, 6L))
})

test_that("where all components are switched off, all there is is shown", {
  one <- gmm_bayes(faithful[1:2, ], 2, "spherical", n_init = 1, sample_weight = c(0.4, 0.5))
  expect_identical(one$n_active, 0L)
  expect_identical(nrow(tidy(one)), 2L)
  expect_identical(dim(predict(one, type = "prob")), c(2L, 2L))
})

test_that("selections of Bayesian mixtures tell how many components are active", {
  set.seed(1)
  selection <- gmm_select(faithful, 8, c("full", "tied"), criterion = "lower_bound")
  expect_output(print(selection), "Best: 2 of 8 components active, tied covariance", fixed = TRUE)
  expect_output(print(selection), "Runner-up: 2 of 8 components active, full", fixed = TRUE)
  expect_output(print(summary(selection)), "2 of 8", fixed = TRUE)
  expect_identical(glance(selection)$n_active, 2L)
  expect_identical(tidy(selection)$n_active, c(2, 2))
  picture <- autoplot(selection)
  numbers <- picture$layers[[layer_of(picture, "GeomText")]]
  expect_identical(rlang::eval_tidy(numbers$mapping$label, picture$data), c(2, 2))
  expect_match(caption_of(picture), "2 of 8 components active", fixed = TRUE)
  # Where all are in use, more might be.
  few <- gmm_select(faithful, 2, "full", criterion = "lower_bound")
  expect_output(print(few), "offer more", fixed = TRUE)
})
