# A formula names columns; the fit is that of these columns.

species <- as.integer(iris$Species)
parts <- c("weights", "means", "covariances", "log_likelihood", "trace", "nobs")
expect_same_fit <- function(a, b) expect_identical(unclass(a)[parts], unclass(b)[parts])

test_that("a formula is the same as its columns", {
  wanted <- gmm_fit(iris[, c("Petal.Length", "Sepal.Width")], 3, start = species)
  fit <- gmm_fit(~ Petal.Length + Sepal.Width, iris, 3, start = species)
  expect_same_fit(fit, wanted)
  expect_identical(predict(fit), predict(wanted))
  expect_identical(predict(fit, iris[3:1, ]), predict(wanted, iris[3:1, ]))
  expect_same_fit(gmm_fit(~ Petal.Length + Sepal.Width - 1, iris, 3, start = species), wanted)
  expect_same_fit(
    gmm_fit(~ . - Species - Sepal.Length - Petal.Width, iris[, c(5, 3, 2, 1, 4)], 3, start = species),
    wanted
  )
  expect_same_fit(
    gmm_fit(~ Petal.Length + Sepal.Width, as.matrix(iris[, 1:4]), 3, start = species), wanted
  )
})

test_that("variables that were taken out are not asked for again", {
  fit <- gmm_fit(~ . - Species, iris, 3, start = species)
  expect_identical(predict(fit, iris[1:5, 1:4]), predict(fit, iris[1:5, ]))
})

test_that("transformed variables are transformed in new data", {
  fit <- gmm_fit(~ log(Petal.Length) + I(Sepal.Width * Sepal.Length), iris, 2, start = 1 + (species > 1))
  x <- with(iris, cbind(
    `log(Petal.Length)` = log(Petal.Length),
    `I(Sepal.Width * Sepal.Length)` = Sepal.Width * Sepal.Length
  ))
  wanted <- gmm_fit(x, 2, start = 1 + (species > 1))
  expect_same_fit(fit, wanted)
  expect_equal(
    predict(fit, iris[c(1, 60), ], type = "prob"), predict(wanted, x[c(1, 60), ], type = "prob"),
    ignore_attr = TRUE
  )
  draws <- gmm_sample(fit, 4)
  expect_named(draws, colnames(x))
})

test_that("centres and scales of the fit are used for new data", {
  fit <- gmm_fit(~ scale(Petal.Length) + poly(Sepal.Width, 2), iris, 2, start = 1 + (species > 1))
  expect_identical(
    colnames(fit$means),
    c("scale(Petal.Length)", "poly(Sepal.Width, 2).1", "poly(Sepal.Width, 2).2")
  )
  all <- predict(fit, type = "log_density")
  expect_equal(predict(fit, iris[7:9, ], type = "log_density"), all[7:9], tolerance = 1e-10, ignore_attr = TRUE)
})

test_that("weights may be a column of the data, by its name", {
  data <- cbind(iris, w = rep(1:3, 50))
  fit <- gmm_fit(~ Petal.Length + Sepal.Width, data, 3, start = species, sample_weight = w)
  wanted <- gmm_fit(iris[, 3:2], 3, start = species, sample_weight = rep(1:3, 50))
  expect_same_fit(fit, wanted)
  by_value <- do.call(gmm_fit, list(
    ~ Petal.Length + Sepal.Width, iris, 3, start = species, sample_weight = rep(1:3, 50)
  ))
  expect_same_fit(by_value, wanted)
})

test_that("without data, variables come from where the formula was written", {
  length <- iris$Petal.Length
  width <- iris$Sepal.Width
  fit <- gmm_fit(~ length + width, n_components = 3, start = species)
  wanted <- gmm_fit(cbind(length, width), 3, start = species)
  expect_same_fit(fit, wanted)
  expect_error(predict(fit, data.frame(length = 1)), class = "gaussmix_error_newdata")
})

test_that("missing values are the business of na_action", {
  data <- iris
  data$Petal.Length[4] <- NA
  expect_error(gmm_fit(~ Petal.Length + Sepal.Width, data, 3), class = "gaussmix_error_data")
  fit <- gmm_fit(~ Petal.Length + Sepal.Width, data, 3, start = species, na_action = "exclude")
  expect_identical(fit$omitted, 4L)
  expect_identical(which(is.na(predict(fit))), 4L)
})

test_that("a column of the data that newdata lack is never looked up elsewhere", {
  fit <- gmm_fit(~ Petal.Length + Sepal.Width, iris, 3, start = species)
  Sepal.Width <- iris$Sepal.Width[1:2]
  expect_error(
    predict(fit, iris[1:2, 3:4]), "`Sepal.Width`",
    fixed = TRUE, class = "gaussmix_error_newdata"
  )
})

test_that("the environment of a formula is dragged along only with the data", {
  fitted_in_here <- function(keep_data) {
    ballast <- numeric(1e6)
    gmm_fit(~ log(Petal.Length), iris, 2, start = 1 + (species > 1), keep_data = keep_data)
  }
  light <- fitted_in_here(FALSE)
  expect_lt(length(serialize(light, NULL)), 2e4)
  expect_identical(environment(light$formula$terms), globalenv())
  kept <- fitted_in_here(TRUE)
  expect_identical(predict(light, iris), predict(kept))
})

test_that("formulas that mean nothing here are refused", {
  refused <- function(formula, what) {
    expect_error(
      gmm_fit(formula, iris, 2), what,
      fixed = TRUE, class = "gaussmix_error_argument"
    )
  }
  refused(Species ~ Petal.Length, "left side")
  refused(~1, "names no variable")
  refused(~ Petal.Length:Sepal.Width, "interaction, `Petal.Length:Sepal.Width`")
  refused(~ Petal.Length + offset(Sepal.Width), "offset")
  refused(~ Petal.Length + absent, "absent")
  expect_error(gmm_fit(~., n_components = 2), class = "gaussmix_error_argument")
  expect_error(gmm_fit(~a, 3), "`data`", class = "gaussmix_error_argument")
  expect_error(gmm_fit(~ Species + Petal.Length, iris, 2), "Species", class = "gaussmix_error_data")
  expect_error(gmm_fit(~Petal.Length, iris, 2, ninit = 2), "n_init", class = "gaussmix_error_argument")
  fit <- gmm_fit(~Petal.Length, iris, 2, start = 1 + (species > 1))
  expect_error(predict(fit, 1:3), class = "gaussmix_error_newdata")
  expect_error(predict(fit, data.frame(Petal.Length = "a")), class = "gaussmix_error_newdata")
})

test_that("the call is the user's", {
  fit <- gmm_fit(~ Petal.Length, iris, 2, start = 1 + (species > 1))
  expect_identical(
    fit$call, quote(gmm_fit(x = ~Petal.Length, data = iris, 2, start = 1 + (species > 1)))
  )
  condition <- tryCatch(gmm_fit(~Petal.Length, iris, 0), error = identity)
  expect_identical(conditionCall(condition)[[1]], quote(gmm_fit))
})
