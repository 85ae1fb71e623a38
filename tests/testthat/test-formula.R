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
    gmm_fit(
      ~ . - Species - Sepal.Length - Petal.Width, iris[, c(5, 3, 2, 1, 4)], 3,
      start = species
    ),
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
  fit <- gmm_fit(
    ~ log(Petal.Length) + I(Sepal.Width * Sepal.Length), iris, 2,
    start = 1 + (species > 1)
  )
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
  expect_equal(
    predict(fit, iris[7:9, ], type = "log_density"), all[7:9],
    tolerance = 1e-10, ignore_attr = TRUE
  )
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
  Sepal.Width <- iris$Sepal.Width[1:2] # nolint: object_name.
  expect_error(
    predict(fit, iris[1:2, 3:4]), "`Sepal.Width`",
    class = "gaussmix_error_newdata", fixed = TRUE
  )
})

test_that("the environment of a formula is dragged along only with the data", {
  fitted_in_here <- function(keep_data) {
    ballast <- numeric(1e6)
    gmm_fit(~ log(Petal.Length), iris, 2, start = 1 + (species > 1), keep_data = keep_data)
  }
  light <- fitted_in_here(FALSE)
  expect_lt(length(serialize(light, NULL)), 2e4)
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
  expect_error(
    gmm_fit(~Petal.Length, iris, 2, ninit = 2), "n_init",
    class = "gaussmix_error_argument"
  )
  fit <- gmm_fit(~Petal.Length, iris, 2, start = 1 + (species > 1))
  expect_error(predict(fit, 1:3), class = "gaussmix_error_newdata")
  expect_error(predict(fit, data.frame(Petal.Length = "a")), class = "gaussmix_error_newdata")
})

test_that("the call is the user's", {
  fit <- gmm_fit(~ Petal.Length, iris, 2, start = 1 + (species > 1))
  expect_identical(
    fit$call,
    quote(gmm_fit(x = ~Petal.Length, data = iris, n_components = 2, start = 1 + (species > 1)))
  )
  condition <- tryCatch(gmm_fit(~Petal.Length, iris, 0), error = identity)
  expect_identical(conditionCall(condition)[[1]], quote(gmm_fit))
})

test_that("a light fit keeps the constants and functions of its formula, and nothing else", {
  light <- local({
    k <- 2
    half <- function(x) x / 2
    ballast <- numeric(1e6)
    gmm_fit(~ I(eruptions^k) + half(waiting), faithful, 2, start = rep(1:2, 136), keep_data = FALSE)
  })
  k <- 9
  wanted <- gmm_fit(~ I(eruptions^2) + I(waiting / 2), faithful, 2, start = rep(1:2, 136))
  expect_equal(
    predict(light, faithful[1:3, ], type = "log_density"),
    predict(wanted, type = "log_density")[1:3],
    ignore_attr = TRUE, tolerance = 1e-12
  )
  selection <- local({
    j <- 2
    gmm_select(~ I(eruptions^j), faithful, 1, "full", keep_data = FALSE)
  })
  expect_length(predict(gmm_best(selection), faithful[1:3, ]), 3)
})

test_that("weights are found where the user wrote them, through a wrapper, too", {
  wrapper <- function(d, ...) {
    w <- rep(1, nrow(d))
    gmm_fit(~ eruptions + waiting, d, n_components = 2, start = rep(1:2, 136), ...)
  }
  w <- rep(c(0, 0, 10, 10), 68)
  expect_identical(wrapper(faithful, sample_weight = w)$nobs, 1360)
  expect_error(
    gmm_fit(~eruptions, faithful, 2, sample_weight = nowhere), "nowhere",
    class = "gaussmix_error_argument"
  )
  # lm() calls them so and finds them in the data.
  f <- cbind(faithful, w = 1)
  expect_error(
    gmm_fit(~eruptions, f, 2, weights = w), "Did you mean `sample_weight`",
    class = "gaussmix_error_argument"
  )
  expect_error(gmm_select(~eruptions, f, 1:2, subset = w > 0), class = "gaussmix_error_argument")
})

test_that("a variable beside the data is asked for in new data, a constant is not", {
  y <- faithful$eruptions
  fit <- gmm_fit(~ y + waiting, faithful, 2, start = rep(1:2, 136))
  expect_error(predict(fit, faithful[272:1, ]), "`y`", class = "gaussmix_error_newdata")
  k <- 2
  fit <- gmm_fit(~ I(y^k * pi), n_components = 2, start = rep(1:2, 136))
  expect_length(predict(fit, data.frame(y = c(2, 4))), 2)
})

test_that("draws of a fit are new data for it", {
  fit <- gmm_fit(~ log(eruptions) + waiting, faithful, 2, start = rep(1:2, 136))
  set.seed(1)
  draws <- gmm_sample(fit, 5)
  model <- gmm_model(fit$weights, unname(fit$means), fit$covariances)
  expect_equal(
    predict(fit, draws, type = "density"),
    predict(model, as.matrix(draws), type = "density"),
    ignore_attr = TRUE, tolerance = 1e-12
  )
})

test_that("logs of negative numbers are told of once, as cells that are not finite", {
  data <- data.frame(a = c(-1, stats::rexp(50)))
  expect_error(gmm_fit(~ log(a), data, 2), "row 1", class = "gaussmix_error_data")
  expect_silent(fit <- gmm_fit(~ log(a), data, 1, na_action = "omit"))
  expect_identical(fit$omitted, 1L)
  condition <- tryCatch(predict(fit, data[1, , drop = FALSE]), warning = identity)
  expect_s3_class(condition, "gaussmix_warning_missing")
})

test_that("a fit by a formula is updated whatever was given by position, and gives its formula", {
  fit <- gmm_fit(~ eruptions + waiting, faithful, 2, "tied", start = rep(1:2, 136))
  expect_identical(update(fit, covariance_type = "diag")$covariance_type, "diag")
  expect_identical(formula(fit), ~ eruptions + waiting - 1, ignore_attr = TRUE)
  best <- gmm_best(gmm_select(~ eruptions + waiting, faithful, 1:2, "full"))
  expect_identical(update(best, n_components = 1)$n_components, 1L)
  expect_error(formula(gmm_fit(faithful, 1)), class = "gaussmix_error_argument")
})

# Expressions -----------------------------------------------------------------

one_component <- function(formula, data = NULL, ...) {
  gmm_fit(formula, data, n_components = 1, ...)
}

test_that("formulas are kept as expressions, numbers and functions and all", {
  data <- data.frame(s = 1700000000.123456 + c(-2:2, 100:104) / 4, a = 1:10)
  fit <- one_component(~ I(s - 1700000000.123456), data)
  expect_identical(as.double(fit$data$x[[1]]), data$s - 1700000000.123456)
  # Two constants that are the same to fifteen digits
  fit <- one_component(~ I((s - 1700000000.123456) * 3 + a) + I(s > 1700000000.1234562), data)
  expect_identical(as.logical(fit$data$x[[2]]), data$s > 1700000000.1234562)
  expect_identical(
    predict(fit, data, "density"), unname(predict(fit, type = "density"))
  )

  factor <- 5
  thrice <- local({
    factor <- 3
    function(x) x * factor
  })
  formula <- stats::as.formula(bquote(~ .(thrice)(eruptions) + waiting))
  for (keep_data in c(TRUE, FALSE)) {
    fit <- one_component(formula, faithful, keep_data = keep_data)
    wanted <- one_component(~ I(eruptions * 3) + waiting, faithful)
    expect_identical(unname(fit$means), unname(wanted$means))
    expect_identical(predict(fit, faithful, "density"), predict(wanted, faithful, "density"))
  }
  best <- gmm_best(gmm_select(formula, faithful, 1, "full"))
  expect_identical(unname(best$means), unname(wanted$means))
})

test_that("a changed formula is changed as an expression", {
  factor <- 5
  thrice <- local({
    factor <- 3
    function(x) x * factor
  })
  formula <- stats::as.formula(bquote(
    ~ .(thrice)(eruptions) + waiting + I(eruptions > 3.0000000000000004)
  ))
  fit <- gmm_fit(formula, faithful, n_components = 1)
  changed <- update(fit, ~ . - waiting)
  expect_identical(changed$data$x, fit$data$x[c(1, 3)])
  expect_identical(formula(update(fit, ~ waiting))[[2]], quote(waiting - 1))
  expect_identical(update(fit, ~ . + log(waiting))$d, 4L)
  expect_error(update(fit, ~ .:waiting), "interaction", class = "gaussmix_error_argument")
  # As models with a response have it.
  expect_identical(
    update(fit, . ~ . - waiting, evaluate = FALSE)$x, update(fit, ~ . - waiting, evaluate = FALSE)$x
  )
  expect_error(update(fit, waiting ~ .), "left side", class = "gaussmix_error_argument")
})

test_that("a column may be called as the dot", {
  data <- stats::setNames(faithful, c(".", "waiting"))
  fit <- gmm_fit(~ ., data, n_components = 1)
  expect_identical(colnames(fit$means), c(".", "waiting"))
  turned <- predict(fit, data[272:1, ], "density")
  expect_identical(unname(turned), rev(predict(fit, type = "density")))
  expect_error(update(fit, ~ . - waiting), "called `.`", class = "gaussmix_error_argument")
  expect_identical(update(fit, n_components = 1)$d, 2L)
  expect_identical(one_component(~ . - waiting, data)$d, 1L)
})

test_that("columns that a formula cannot name matter to the dot alone", {
  skip_if_not(l10n_info()$`UTF-8`)
  names <- c("eruptions", strrep("w", 10001), "caf\xe9", "")
  data <- stats::setNames(cbind(faithful, faithful + 0), names)
  fit <- one_component(~eruptions, data, sample_weight = eruptions)
  wanted <- one_component(~eruptions, faithful, sample_weight = eruptions)
  expect_same_fit(fit, wanted)
  expect_identical(predict(fit, data, "density"), predict(wanted, data["eruptions"], "density"))
  for (j in 2:4) {
    expect_error(
      one_component(~ ., data[c(1, j)]), "column 2",
      class = "gaussmix_error_argument", fixed = TRUE
    )
  }
})

test_that("a matrix without names has no columns for a formula", {
  frame <- data.frame(a = 1:30 + 0.5, b = c(1:15, 30:16))
  fit <- gmm_fit(~ a + log(b), frame, n_components = 1)
  expect_error(predict(fit, diag(2)), class = "gaussmix_error_newdata")
})

test_that("by a formula an argument that is not known is refused in the words for a table", {
  said <- function(expr) conditionMessage(expect_error(expr, class = "gaussmix_error_argument"))
  # These are of gmm_select() alone, or nearly so.
  for (name in c("criterion", "folds", "group", "worker", "weights", "ncomponents")) {
    by <- stats::setNames(list(1), name)
    for (fitter in list(gmm_fit, gmm_bayes)) {
      expect_identical(
        said(do.call(fitter, c(list(~ eruptions, faithful), by))),
        said(do.call(fitter, c(list(faithful[1], 2), by)))
      )
    }
  }
})
