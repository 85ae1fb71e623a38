# What a fit keeps of its formula, and how new data become its columns.

waits <- faithful$waiting
holder <- list(table = faithful)
ports <- list2env(list(waiting = waits))
flags <- faithful$waiting > 70
cells_of_faithful <- as.matrix(faithful)
get_table <- function() faithful
one_component <- function(formula, data = NULL, ...) {
  gmm_fit(formula, data, n_components = 1, ...)
}
refuses_newdata <- function(fit, newdata, says) {
  expect_error(predict(fit, newdata), says, fixed = TRUE, class = "gaussmix_error_newdata")
}
# As many rows as the fit has, and fewer: their number must not matter.
others <- list(faithful[272:1, ], faithful[1:3, ], faithful[1, ], faithful[0, ])

test_that("formulas that take rows from elsewhere are refused new data, whatever its rows", {
  formulas <- list(
    ~ faithful$waiting, ~ faithful[["waiting"]], ~ faithful[, 2], ~ holder$table$waiting,
    ~ holder[["table"]]$waiting, ~ ports$waiting, ~ get("waiting", faithful),
    ~ with(faithful, waiting), ~ eval(quote(waiting), faithful), ~ get_table()$waiting,
    ~ c(waits, waits)[1:272], ~ seq_len(272)
  )
  for (formula in formulas) {
    for (keep_data in c(TRUE, FALSE)) {
      fit <- one_component(formula, keep_data = keep_data)
      if (keep_data) expect_length(predict(fit), 272)
      for (newdata in others) {
        told <- expect_error(predict(fit, newdata), class = "gaussmix_error_newdata")
        if (!"waits" %in% all.vars(formula)) {
          expect_match(conditionMessage(told), "Name columns", fixed = TRUE)
          expect_match(conditionMessage(told), deparse(formula[[2]]), fixed = TRUE)
        }
      }
      draws <- gmm_sample(fit, 3)
      expect_length(predict(fit, draws, "density"), 3)
    }
  }
})

test_that("formulas that take some rows from elsewhere are refused new data, too", {
  formulas <- list(
    ~ I(eruptions + faithful$waiting), ~ eruptions + faithful$waiting,
    ~ eruptions + seq_len(272), ~ I(eruptions * rep(1:2, 136)),
    ~ I(eruptions * c(1, 2))
  )
  for (formula in formulas) {
    fit <- one_component(formula, faithful)
    for (newdata in others) {
      refuses_newdata(fit, newdata, "take their rows from `newdata`")
    }
  }
})

test_that("variables beside the data are asked for, of whatever type", {
  kinds <- factor(flags)
  words <- as.character(flags)
  fits <- list(
    flags = one_component(~ flags + eruptions, faithful),
    kinds = one_component(~ I(kinds == "TRUE") + eruptions, faithful),
    words = one_component(~ I(nchar(words)) + eruptions, faithful),
    cells_of_faithful = one_component(~ cells_of_faithful[, 2]),
    waits = one_component(~ get("waits") + log(waits))
  )
  for (name in names(fits)) {
    for (newdata in others) refuses_newdata(fits[[name]], newdata, paste0("`", name, "`"))
  }
  newdata <- data.frame(eruptions = c(2, 4), flags = c(FALSE, TRUE))
  expect_length(predict(fits$flags, newdata), 2)
})

test_that("a column found by its name as text is a column of newdata or an error", {
  waiting <- rev(faithful$waiting)
  fit <- one_component(~ get("waiting") + eruptions, faithful)
  wanted <- one_component(~ waiting + eruptions, faithful)
  for (newdata in others) {
    expect_identical(predict(fit, newdata, "density"), predict(wanted, newdata, "density"))
    refuses_newdata(fit, newdata["eruptions"], "`get(\"waiting\")`")
  }
})

test_that("names behind `$`, of arguments and of packages are not asked for", {
  data <- cbind(faithful, k = 1, v = 2, log = 3)
  p <- list(k = 2)
  fit <- one_component(
    ~ I(eruptions^p$k) + vapply(waiting, function(v) v / 2, 0) + base::log(waiting), data
  )
  wanted <- one_component(~ I(eruptions^2) + I(waiting / 2) + log(waiting), data)
  expect_identical(predict(fit, faithful, "density"), predict(wanted, faithful, "density"))
})

test_that("a table that rows are looked up in is no variable, however long it is", {
  look_up <- sqrt(1:272)
  data <- data.frame(code = 1 + (faithful$waiting * 7) %% 272)
  fit <- one_component(~ I(look_up[code]), data)
  expect_equal(
    predict(fit, data[5:6, , drop = FALSE], "density"), predict(fit, type = "density")[5:6],
    ignore_attr = TRUE
  )
})

test_that("constants and functions are those of the fit, whatever becomes of their names", {
  k <- 2
  half <- function(x) x / 2
  for (keep_data in c(TRUE, FALSE)) {
    fit <- one_component(~ I(eruptions^k) + half(waiting), faithful, keep_data = keep_data)
    wanted <- predict(fit, faithful, "density")
    k <- 3
    half <- function(x) x / 3
    expect_identical(predict(fit, faithful, "density"), wanted)
    # A column that is called as the constant is another thing.
    expect_identical(predict(fit, cbind(faithful, k = 5), "density"), wanted)
    k <- 2
    half <- function(x) x / 2
    expect_equal(
      wanted, predict(one_component(~ I(eruptions^k) + half(waiting), faithful), type = "density"),
      ignore_attr = TRUE
    )
  }
})

test_that("a light fit to a list of tables does not hold it", {
  held <- list(table = data.frame(a = stats::qnorm(stats::ppoints(1e4))))
  fit <- one_component(~ held$table$a, keep_data = FALSE)
  expect_lt(length(serialize(fit, NULL)), 2e4)
})

test_that("looking where rows come from leaves the random numbers alone", {
  fit <- one_component(~ I(eruptions + stats::runif(length(eruptions))), faithful)
  set.seed(1)
  density <- predict(fit, faithful[1:9, ], "density")
  set.seed(1)
  moved <- faithful$eruptions[1:9] + stats::runif(9)
  model <- gmm_model(1, fit$means[[1]], fit$covariances[[1]])
  expect_equal(density, predict(model, moved, "density"), ignore_attr = TRUE, tolerance = 1e-12)
})

test_that("a row alone gives what it gives among others, whatever the formula", {
  skip_if_not_installed("splines")
  formulas <- list(
    ~ poly(eruptions, waiting), ~ poly(eruptions, waiting, degree = 2),
    ~ splines::ns(eruptions, 3), ~ splines::bs(waiting, 4), ~ scale(cbind(eruptions, waiting))
  )
  for (formula in formulas) {
    fit <- one_component(formula, faithful, prior = gmm_prior())
    all <- predict(fit, type = "log_density")
    expect_equal(predict(fit, faithful[1:5, ], "log_density"), all[1:5], ignore_attr = TRUE)
    for (i in c(1, 271)) {
      expect_equal(predict(fit, faithful[i, ], "log_density"), all[i], ignore_attr = TRUE)
    }
  }
})
