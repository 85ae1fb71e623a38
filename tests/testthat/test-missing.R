# Missing values by EM: against values of a separate implementation (fixtures/README.md), laws of
# the observed-data likelihood, and what is said of them.

missing_data <- function(name) {
  x <- switch(name,
    airquality = airquality[, 1:4], sim40 = read_table("missing_sim40.csv"),
    penguins = {
      # Two of 344 rows were not measured at all.
      x <- matrix(NA_real_, 344, 4)
      x[-c(4, 272), ] <- as.matrix(read_table("penguins.csv"))
      x
    }
  )
  unname(as.matrix(x))
}

em <- function(x, ..., seed = 1) {
  set.seed(seed)
  gmm_fit(x, ..., na_action = "em")
}

# A start of an oracle in the form of its type.
start_of_case <- function(start, type) {
  covariances <- aperm(start$covariances, c(2, 3, 1))
  own <- switch(type,
    tied = covariances[, , 1], spherical = covariances[1, 1, ],
    diag = t(apply(covariances, 3, diag)), covariances
  )
  gmm_model(start$weights, start$means, own, type)
}

expect_case <- function(fit, expected, x, bounds, what) {
  sds <- apply(x, 2, stats::sd, na.rm = TRUE)
  expect_within(absolute_error(fit$weights, expected$weights), bounds[1], paste(what, "weights"))
  errors <- abs(unname(fit$means) - expected$means) / rep(sds, each = fit$n_components)
  expect_within(max(errors), bounds[2], paste(what, "means"))
  expect_within(
    covariance_error(unname(coef(fit)$covariances), aperm(expected$covariances, c(2, 3, 1))),
    bounds[3], paste(what, "covariances")
  )
  scale <- max(1, abs(expected$loglik))
  expect_within(abs(fit$log_likelihood - expected$loglik) / scale, bounds[4], paste(what, "loglik"))
  expect_within(abs(bic(fit) - expected$bic) / scale, 2 * bounds[4], paste(what, "BIC"))
  expect_within(abs(aic(fit) - expected$aic) / scale, 2 * bounds[4], paste(what, "AIC"))
  # Rows without any value have the weights, here and there.
  posterior <- unname(predict(fit, type = "prob"))[expected$rows, ]
  expect_within(
    max(abs(posterior - expected$posterior)), 10 * bounds[1], paste(what, "posterior")
  )
}

test_that("EM goes the way of the oracle, and ends where it does", {
  skip_if_not_installed("jsonlite")
  for (case in read_oracle("missing_cases.json.gz")$cases) {
    x <- missing_data(case[["data"]])
    type <- type_of_identifier(case[["covariance"]])
    run <- function(...) {
      gmm_fit(x,
        start = start_of_case(case[["start"]], type), na_action = "em",
        reg_covar = case[["reg_covar_absolute"]], sample_weight = case[["sample_weight"]],
        proportions = case[["proportions"]] %||% "free",
        control = gmm_control(reg_covar_scale = "absolute", acceleration = "none"), ...
      )
    }
    # Equal weights are ours from the start; there the oracle begins with others.
    for (iterations in if (is.null(case[["proportions"]])) c("1", "5", "50")) {
      fit <- run(tol = 0, max_iter = as.numeric(iterations))
      expect_identical(fit$df, as.numeric(case[["n_parameters"]]))
      expect_equal(fit$nobs, case[["nobs"]], tolerance = 1e-14)
      expect_case(
        fit, case[["after"]][[iterations]], x, case[["tolerance"]],
        paste(case[["id"]], iterations)
      )
    }
    fit <- run(tol = 0, max_iter = 3000)
    expect_within(abs(fit$log_likelihood - case[["optimum"]]$loglik), 1e-7, case[["id"]])
    expect_case(
      fit, case[["optimum"]], x, c(1e-6, 1e-6, 1e-6, 1e-7), paste(case[["id"]], "optimum")
    )
  }
})

test_that("data without holes are fitted to the same bits", {
  for (type in c("full", "VEI")) {
    set.seed(1)
    whole <- gmm_fit(faithful, 2, type)
    fit <- em(faithful, 2, type)
    expect_null(fit$missing)
    same <- setdiff(names(whole), c("na_action", "call"))
    expect_identical(unclass(fit)[same], unclass(whole)[same])
  }
})

test_that("rows without any value and rows of no weight change nothing", {
  x <- missing_data("airquality")
  fit <- em(x, 2)
  more <- em(rbind(x[1:70, ], NA, x[71:153, ], NA, NA), 2)
  expect_identical(more$omitted, c(71L, 155L, 156L))
  for (part in c("log_likelihood", "nobs", "weights", "means", "covariances", "n")) {
    expect_identical(more[[part]], fit[[part]], label = part)
  }
  expect_identical(bic(more), bic(fit))
  expect_identical(predict(more)[-more$omitted], predict(fit), ignore_attr = TRUE)
  # Nor are they compared.
  labels <- rep(1:3, 52)
  expect_identical(
    suppressMessages(adjusted_rand(more, labels)), adjusted_rand(fit, labels[-more$omitted])
  )

  set.seed(2)
  wild <- matrix(stats::rnorm(40, 0, 1000), 10)
  wild[cbind(1:10, rep(1:4, length.out = 10))] <- NA
  weighed <- em(rbind(x, wild), 2, sample_weight = rep(1:0, c(153, 10)))
  expect_equal(weighed$log_likelihood, fit$log_likelihood, tolerance = 1e-9)
  expect_identical(weighed$missing, fit$missing)
  # No row that counts has a hole.
  whole <- em(rbind(unname(as.matrix(faithful)), NA_real_, c(1, NA)), 2,
    sample_weight = rep(1:0, c(272, 2))
  )
  expect_output(print(whole), "0 values missing in 0 rows", fixed = TRUE)
})

test_that("the likelihood is that of densities of what is seen", {
  x <- missing_data("sim40")
  weights <- seq(0.5, 2, length.out = nrow(x))
  for (type in c("full", "tied", "diag", "spherical", "VEE", "EVI")) {
    fit <- suppressWarnings(em(x, 2, type, sample_weight = weights))
    # The marginal normal distributions, row by row.
    parameters <- coef(fit)
    log_density <- apply(x, 1, function(row) {
      seen <- which(!is.na(row))
      if (length(seen) == 0) {
        return(0)
      }
      log(sum(vapply(1:2, function(k) {
        root <- chol(parameters$covariances[seen, seen, k])
        z <- backsolve(root, row[seen] - parameters$means[k, seen], transpose = TRUE)
        parameters$weights[[k]] * exp(-sum(z^2) / 2) / prod(sqrt(2 * pi) * diag(root))
      }, 0)))
    })
    expect_equal(predict(fit, type = "log_density"), log_density, tolerance = 1e-10)
    expect_equal(sum(weights * log_density), fit$log_likelihood, tolerance = 1e-12)
    expect_equal(unname(rowSums(predict(fit, type = "prob"))), rep(1, nrow(x)))
    # New rows with holes are taken as those of the fit are.
    expect_equal(predict(fit, x, type = "log_density"), log_density, tolerance = 1e-10)
  }
})

test_that("order of columns, units and number of threads are of no matter", {
  x <- missing_data("airquality")
  start <- rep(1:2, length.out = 153)
  fit <- em(x, start = start, tol = 1e-12)
  turned <- em(x[, 4:1], start = start, tol = 1e-12)
  expect_equal(turned$log_likelihood, fit$log_likelihood, tolerance = 1e-10)
  expect_equal(turned$means[, 4:1], fit$means, tolerance = 1e-5)
  factors <- c(10, 0.01, 3, 1e5)
  scaled <- em(t(t(x) * factors + 7), start = start, tol = 1e-12)
  expect_equal(
    scaled$log_likelihood + sum(colSums(!is.na(x)) * log(factors)), fit$log_likelihood,
    tolerance = 1e-8
  )
  many <- em(x, 2, threads = 2)
  one <- em(x, 2, threads = 1)
  expect_identical(many$means, one$means)
  expect_identical(many$log_likelihood, one$log_likelihood)
})

test_that("values that are missing at random do not draw the means, as leaving rows out does", {
  # The second column is missing where the first is large: of whole rows its mean is -.36.
  set.seed(1)
  x <- matrix(stats::rnorm(4000), 2000)
  x[, 2] <- 0.9 * x[, 1] + sqrt(0.19) * x[, 2]
  x[x[, 1] > 0.5, 2] <- NA
  fit <- em(x, 1)
  # Three standard errors of a mean of 2,000.
  expect_lt(max(abs(fit$means)), 3 / sqrt(2000) + 0.01)
  set.seed(1)
  expect_lt(gmm_fit(x, 1, na_action = "omit")$means[2], -0.3)
})

test_that("what fills holes does not hide that a variance has no bound", {
  # Twenty rows, of which two have a second value, the same: its variance is 18/20 of itself after
  # each step, and no ridge keeps it.
  seen <- with_seed(1, cbind(
    rnorm(40, rep(c(0, 8), each = 20)), c(1, 1, rep(NA, 18), rnorm(20, 10))
  ))
  for (type in c("diag", "full", "VVE")) {
    expect_error(
      gmm_fit(
        seen, 2,
        covariance_type = type, start = rep(1:2, each = 20), reg_covar = 0, na_action = "em",
        max_iter = 5000
      ),
      class = "gaussmix_error_degenerate"
    )
  }
})

test_that("clusters are found of which no row is whole", {
  # Each row of the third group lacks one column or the other.
  set.seed(3)
  group <- rep(1:3, each = 100)
  x <- matrix(stats::rnorm(900), 300) + rbind(c(0, 0, 0), c(7, 0, 0), c(0, 7, 7))[group, ]
  x[cbind(201:300, rep(1:3, length.out = 100))] <- NA
  fit <- em(x, 3)
  expect_identical(adjusted_rand(predict(fit), group), 1)
  expect_identical(fit$missing, list(cells = 100, rows = 100, patterns = 4))
})

test_that("selections compare fits to rows with holes, by densities of what is seen, too", {
  x <- missing_data("airquality")
  set.seed(1)
  selection <- gmm_select(x, 1:2, c("full", "VEI"), na_action = "em")
  table <- as.data.frame(selection)
  expect_true(all(table$converged))
  for (i in seq_len(nrow(table))) {
    fit <- em(x, table$n_components[i], table$covariance_type[i])
    expect_equal(fit$log_likelihood, table$logLik[i], tolerance = 1e-7)
  }
  set.seed(1)
  scored <- gmm_select(x, 1:2, "full", criterion = "cv", n_folds = 3, na_action = "em")
  # Scores are means over all folds: one component, whose fit does not depend on starts.
  scores <- vapply(scored$folds, function(fold) {
    sum(predict(em(x[-fold, ], 1, tol = 1e-12), x[fold, ], type = "log_density"))
  }, 0)
  expect_equal(as.data.frame(scored)$cv[1], sum(scores) / nrow(x), tolerance = 1e-6)
})

test_that("a fit says what was missing", {
  x <- airquality[, 1:4]
  x[5, ] <- NA
  fit <- em(x, 2)
  expect_output(
    print(fit), "152 observations of 4 variables; 42 values missing in 41 rows", fixed = TRUE
  )
  expect_output(print(fit), "row left out (no value at all)", fixed = TRUE)
  expect_output(print(summary(fit)), "42 values missing in 41 rows", fixed = TRUE)
  expect_identical(summary(fit)$data$missing, list(cells = 42, rows = 41, patterns = 4))
  row <- glance(fit)
  expect_identical(c(row$n_missing, row$n_missing_rows, row$n_patterns), c(42, 41, 4))
  table <- augment(fit)
  expect_identical(nrow(table), 153L)
  expect_identical(table$.component, predict(fit))
  # The same rows as `data`, which may have further columns.
  expect_identical(generics::augment(fit, data = cbind(x, airquality[5]))[-5], table)
})

test_that("rows of which nothing is seen have the weights, and the density 1", {
  x <- missing_data("airquality")
  x[c(5, 90), ] <- NA
  fit <- em(x, 3, keep_data = FALSE)
  of_empty <- function(type) unname(predict(fit, x[c(5, 1, 90), ], type))[c(1, 3)]
  weights <- unname(fit$weights)
  expect_identical(as.integer(of_empty("class")), rep(which.max(weights), 2))
  expect_equal(of_empty("uncertainty"), rep(1 - max(weights), 2), tolerance = 1e-14)
  expect_identical(of_empty("density"), c(1, 1))
  expect_identical(of_empty("log_density"), c(0, 0))
  prob <- predict(fit, x[c(5, 1, 90), ], "prob")
  expect_equal(prob[3, ], fit$weights, tolerance = 1e-14)
  expect_equal(unname(prob[1, ]), weights, tolerance = 1e-14)
  components <- predict(fit, x[c(5, 1, 90), ], "component_log_density")
  expect_identical(unname(components[c(1, 3), ]), matrix(0, 2, 3))
  expect_true(all(components[2, ] < 0))
  # Beside them whole rows have their bits.
  whole <- x[stats::complete.cases(x), ]
  expect_identical(predict(fit, rbind(whole, NA), "prob")[seq_len(nrow(whole)), ],
                   predict(fit, whole, "prob"))
  # An infinite value is not missing.
  expect_warning(
    odd <- predict(fit, rbind(c(Inf, NA, NA, NA), NA), "log_density"),
    class = "gaussmix_warning_missing"
  )
  expect_identical(odd, c(NA, 0))
})

test_that("fits of any na_action predict by what is seen, if asked", {
  x <- missing_data("airquality")
  x[3, ] <- NA
  by_em <- em(x, 2)
  model <- gmm_model(by_em$weights, by_em$means, coef(by_em)$covariances)
  for (type in c("class", "prob", "density", "uncertainty", "component_log_density")) {
    expected <- predict(by_em, x, type)
    expect_equal(predict(model, x, type, na_action = "em"), expected, tolerance = 1e-10)
    # As ever without being asked, and here because of it.
    expect_warning(own <- predict(model, x, type), class = "gaussmix_warning_missing")
    expect_identical(is.na(as.matrix(own)[, 1]), rowSums(is.na(x)) > 0)
    expect_warning(
      expect_identical(is.na(predict(by_em, x, type, na_action = "exclude")), is.na(own)),
      class = "gaussmix_warning_missing"
    )
  }
  set.seed(1)
  excluding <- gmm_fit(x, 2, na_action = "exclude")
  expect_identical(
    predict(excluding, type = "prob", na_action = "em"),
    predict(excluding, x, type = "prob", na_action = "em")
  )
  expect_true(anyNA(predict(excluding)))
  expect_identical(
    generics::augment(excluding, newdata = x, na_action = "em")$.log_density,
    predict(excluding, x, "log_density", na_action = "em")
  )
  expect_false(anyNA(generics::augment(excluding, na_action = "em")$.component))
  expect_true(anyNA(generics::augment(by_em, na_action = "exclude")$.component))
})

test_that("a selection says what was missing", {
  x <- airquality[, 1:4]
  set.seed(1)
  selection <- gmm_select(x, 1:2, "diag", na_action = "em")
  said <- "44 values missing in 42 rows (4 patterns)"
  expect_output(print(selection), said, fixed = TRUE)
  expect_output(print(selection[1]), said, fixed = TRUE)
  expect_output(print(summary(selection)), said, fixed = TRUE)
  expect_identical(summary(selection)$missing, list(cells = 44, rows = 42, patterns = 4))
  expect_identical(glance(selection)$n_missing, 44)
  expect_identical(c(selection[1], selection[2])$missing, selection$missing)
  selection$missing <- "many"
  expect_error(print(selection), class = "gaussmix_error_fit")
  whole <- gmm_select(faithful, 1, "diag", na_action = "em")
  expect_null(whole$missing)
  expect_no_match(capture.output(print(whole), print(summary(whole))), "missing")
})

test_that("pictures say which rows they leave out", {
  fit <- em(airquality[, 1:4], 2)
  expect_match(autoplot(fit)$labels$caption, "42 rows with missing values are not drawn.")
  whole <- em(faithful, 2)
  expect_no_match(autoplot(whole)$labels$caption, "missing")
})

test_that("what cannot be done with missing values is refused", {
  x <- missing_data("airquality")
  infinite <- x
  infinite[2, 3] <- Inf
  fit <- em(x, 2)
  apart <- x[, 1:2]
  apart[seq(1, 153, 2), 1] <- NA
  apart[seq(2, 153, 2), 2] <- NA
  expect_snapshot({
    says(em(infinite, 2))
    says(em(cbind(x, NA), 2))
    says(em(x * NA, 2))
    says(gmm_bayes(x, 2, na_action = "em"))
    says(as_mclust(fit))
    says(gmm_trim(fit))
    says(em(apart, 1))
    says(predict(fit, x, na_action = "omit"))
    says(augment(gmm_bayes(faithful, 2), na_action = "em"))
    says(predict(gmm_bayes(faithful, 2), na_action = "em"))
  })
})
