# Tables of a fit hold its numbers.

species <- as.integer(iris$Species)
flowers <- iris[, 1:4]
fit <- gmm_fit(flowers, 3, "full", start = species)

test_that("components, means and covariances are those of coef()", {
  for (type in all_structures) {
    fit <- gmm_fit(flowers, 3, type, start = species)
    parameters <- coef(fit)
    components <- tidy(fit)
    expect_identical(components$component, factor(1:3))
    expect_identical(components$weight, unname(fit$weights))
    expect_identical(components$size, unname(fit$counts))
    means <- tidy(fit, "means")
    expect_identical(nrow(means), 12L)
    covariances <- tidy(fit, what = "covariances")
    expect_identical(nrow(covariances), 30L)
    for (i in seq_len(nrow(means))) {
      row <- means[i, ]
      expect_identical(row$mean, parameters$means[[row$component, row$variable]])
      variance <- parameters$covariances[[row$variable, row$variable, row$component]]
      expect_identical(row$sd, sqrt(variance))
    }
    for (i in seq_len(nrow(covariances))) {
      row <- covariances[i, ]
      whole <- parameters$covariances[, , row$component]
      expect_identical(row$covariance, whole[[row$variable1, row$variable2]])
      expect_equal(
        row$correlation, stats::cov2cor(whole)[[row$variable1, row$variable2]],
        tolerance = 1e-14
      )
    }
  }
})

test_that("glance() is one row of what the fit reports", {
  row <- glance(fit)
  expect_identical(nrow(row), 1L)
  expect_identical(row$n_components, 3L)
  expect_identical(row$logLik, as.numeric(logLik(fit)))
  expect_identical(row$df, attr(logLik(fit), "df"))
  expect_equal(c(row$AIC, row$BIC), c(stats::AIC(fit), stats::BIC(fit)), tolerance = 1e-15)
  expect_identical(row$ICL, icl(fit))
  expect_identical(row$nobs, nobs(fit))
  expect_identical(unlist(row[c("n_missing", "n_missing_rows", "n_patterns")]), c(
    n_missing = 0, n_missing_rows = 0, n_patterns = 1
  ))
})

test_that("augment() adds what predict() says to the data", {
  expect_identical(augment(fit)[1:4], flowers)
  added <- augment(fit, prob = TRUE)
  expect_named(added, c(
    names(flowers), ".component", ".cluster", ".uncertainty", ".log_density",
    ".prob_1", ".prob_2", ".prob_3"
  ))
  expect_identical(added$.component, unname(predict(fit)))
  expect_identical(added$.cluster, unname(predict(fit)))
  expect_identical(added$.uncertainty, predict(fit, type = "uncertainty"))
  expect_identical(added$.log_density, predict(fit, type = "log_density"))
  expect_identical(added$.prob_3, predict(fit, type = "prob")[, 3])
  with_species <- augment(fit, data = iris)
  expect_identical(with_species[1:5], iris)
  expect_identical(with_species$.cluster, added$.cluster)
  new <- augment(fit, newdata = iris[c(3, 90), c(5, 2:4, 1)])
  expect_identical(new$.cluster, unname(predict(fit)[c(3, 90)]))
  expect_identical(rownames(new), c("3", "90"))
})

test_that("augment() takes matrices and vectors, with and without names", {
  x <- as.matrix(flowers)
  rownames(x) <- paste0("f", 1:150)
  named <- gmm_fit(x, 3, start = species)
  expect_identical(as.matrix(augment(named)[1:4]), x)
  bare <- gmm_fit(unname(x), 3, start = species)
  expect_named(augment(bare), c(
    paste0("V", 1:4), ".component", ".cluster", ".uncertainty", ".log_density"
  ))
  line <- gmm_fit(faithful$waiting, 2)
  expect_identical(augment(line)$x, faithful$waiting)
  whole <- augment(line, newdata = 50:52)
  expect_identical(nrow(whole), 3L)
})

test_that("augment() of no rows has the columns", {
  some <- augment(fit, newdata = flowers[1:2, ], prob = TRUE)
  for (none in list(flowers[0, ], as.matrix(flowers)[0, ])) {
    new <- augment(fit, newdata = none, prob = TRUE)
    expect_identical(names(new), names(some))
    expect_identical(nrow(new), 0L)
    expect_identical(levels(new$.cluster), levels(some$.cluster))
  }
})

test_that("augment() keeps a tibble a tibble", {
  skip_if_not_installed("tibble")
  table <- tibble::as_tibble(iris)
  expect_s3_class(augment(fit, data = table), "tbl_df")
})

test_that("rows with missing values are left out or NA in augment(), as na_action says", {
  holes <- flowers
  holes[c(4, 60), 2] <- NA
  omitted <- gmm_fit(holes, 3, start = species, na_action = "omit")
  excluded <- gmm_fit(holes, 3, start = species, na_action = "exclude")
  expect_identical(augment(omitted)[1:4], holes[-c(4, 60), ])
  expect_identical(augment(excluded)[1:4], holes)
  expect_identical(which(is.na(augment(excluded)$.cluster)), c(4L, 60L))
  data <- cbind(holes, id = 1:150)
  expect_identical(augment(omitted, data = data)$id, setdiff(1:150, c(4L, 60L)))
  expect_identical(augment(omitted, data = data)$.log_density, augment(omitted)$.log_density)
  expect_identical(augment(excluded, data = data)$.cluster, augment(excluded)$.cluster)
  expect_warning(
    new <- augment(fit, newdata = holes[3:4, ]), class = "gaussmix_warning_missing"
  )
  expect_identical(is.na(new$.uncertainty), c(FALSE, TRUE))
})

test_that("a fit to a formula augments the data it is given", {
  fit <- gmm_fit(~ log(Petal.Length), iris, 2, start = 1 + (species > 1))
  expect_named(augment(fit)[1], "log(Petal.Length)")
  expect_identical(augment(fit, data = iris)[1:5], iris)
})

test_that("a model has parameters, and no data", {
  model <- gmm_model(c(0.3, 0.7), c(0, 1), c(4, 9))
  expect_identical(tidy(model)$size, c(NA_real_, NA_real_))
  expect_identical(tidy(model, "means")$sd, c(2, 3))
  expect_true(is.na(glance(model)$BIC))
  expect_true(is.na(glance(model)$n_missing))
  expect_error(augment(model), class = "gaussmix_error_no_data")
  expect_identical(nrow(augment(model, newdata = c(1, 2))), 2L)
})

test_that("arguments are checked", {
  expect_error(tidy(fit, "variances"), class = "gaussmix_error_argument")
  expect_error(tidy(fit, conf.int = TRUE), class = "gaussmix_error_argument")
  expect_error(glance(fit, 1), class = "gaussmix_error_argument")
  expect_error(augment(fit, prob = NA), class = "gaussmix_error_argument")
  expect_error(augment(fit, data = iris[1:3, ]), class = "gaussmix_error_newdata")
  light <- gmm_fit(flowers, 3, start = species, keep_data = FALSE)
  expect_error(augment(light), class = "gaussmix_error_no_data")
  expect_identical(augment(light, data = flowers), augment(fit))
})

test_that("no rows give no rows", {
  x <- as.matrix(flowers)
  for (none in list(x[0, ], flowers[0, ])) {
    expect_identical(dim(augment(fit, newdata = none)), c(0L, 8L))
  }
  line <- gmm_fit(faithful$waiting, 1)
  expect_identical(nrow(augment(line, newdata = numeric())), 0L)
})

test_that("a variable of the model is not written over, other columns are", {
  odd <- stats::setNames(faithful, c(".log_density", "w"))
  expect_error(
    augment(gmm_fit(odd, 2, start = rep(1:2, 136))), "`.log_density`",
    class = "gaussmix_error_argument", fixed = TRUE
  )
  twice <- augment(fit, data = augment(fit, data = iris))
  expect_identical(twice, augment(fit, data = iris))
})

test_that("rows that are there keep their numbers", {
  holes <- unname(as.matrix(flowers))
  holes[4, 2] <- NA
  omitted <- gmm_fit(holes, 3, start = species, na_action = "omit")
  expect_identical(rownames(augment(omitted))[3:4], c("3", "5"))
})

test_that("errors name data as data", {
  expect_error(
    augment(fit, data = iris[, 1:2]), "`data` must have",
    class = "gaussmix_error_newdata"
  )
  model <- gmm_model(1, 0, 1)
  expect_error(augment(model, data = 1:3), class = "gaussmix_error_no_data")
})

test_that("rows that were left out of a vector are left out of its table", {
  x <- faithful$waiting
  x[c(2, 9)] <- NA
  fit <- gmm_fit(x, 2, na_action = "omit", start = 1 + (faithful$waiting < 67))
  table <- augment(fit)
  expect_identical(nrow(table), 270L)
  expect_equal(augment(fit, data = x)$.cluster, table$.cluster)
})

test_that("names that rows of a table cannot have give way to the numbers of the rows", {
  x <- as.matrix(faithful)
  rownames(x) <- rep(c("u", "v"), 136)
  x[2, 1] <- NA
  fit <- gmm_fit(x, 1, na_action = "omit")
  expect_identical(rownames(augment(fit))[1:3], c("1", "3", "4"))
  expect_identical(rownames(augment(fit, data = x))[1:3], c("1", "3", "4"))
  expect_identical(rownames(augment(fit, newdata = x[3:5, ])), c("1", "2", "3"))
})
