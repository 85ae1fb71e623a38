# Which columns of a data frame are numbers, and what is said of the others.

labels <- rep(1:2, 136)
wanted <- gmm_fit(faithful, 2, start = labels)
with_waiting <- function(column) {
  data <- faithful
  data$waiting <- column
  data
}
minutes <- faithful$waiting

# What is a column of numbers by another name, as other packages make them.
plain <- list(
  matrix = cbind(minutes),
  scaled = structure(scale(minutes, FALSE, FALSE), `scaled:center` = 0),
  array = array(minutes, 272),
  as_is = I(cbind(minutes)),
  series = stats::ts(minutes, 1980),
  labelled = structure(minutes, class = c("labelled", "numeric"), label = "Minutes"),
  haven = structure(
    minutes, class = c("haven_labelled", "vctrs_vctr", "double"), label = "Minutes"
  ),
  shown = structure(minutes, class = c("pillar_num", "pillar_vctr", "vctrs_vctr", "double"))
)

test_that("numbers in other clothes are numbers, in a fit and in new data", {
  for (column in plain) {
    data <- with_waiting(column)
    fit <- gmm_fit(data, 2, start = labels)
    expect_identical(coef(fit), coef(wanted))
    expect_identical(fit$prototype, wanted$prototype)
    expect_identical(predict(fit), predict(wanted))
    expect_identical(predict(wanted, data, "density"), predict(wanted, type = "density"))
    expect_identical(
      predict(wanted, data[7:8, 2:1], "density"), predict(wanted, faithful[7:8, ], "density")
    )
    expect_identical(predict(fit, faithful, "prob"), predict(wanted, type = "prob"))
    expect_identical(augment(fit)$.log_density, augment(wanted)$.log_density)
    by_formula <- gmm_fit(~ eruptions + waiting, data, 2, start = labels)
    expect_identical(coef(by_formula), coef(wanted))
    expect_identical(predict(by_formula, data, "density"), predict(wanted, type = "density"))
  }
})

test_that("a vector in other clothes is one, too", {
  bare <- gmm_fit(minutes, 2, start = labels)
  for (column in plain[c("array", "series", "labelled", "haven", "shown")]) {
    fit <- gmm_fit(column, 2, start = labels)
    expect_identical(coef(fit), coef(bare))
    expect_identical(predict(bare, column), predict(bare))
  }
})

test_that("all columns of a tibble may be matrices of one column", {
  skip_if_not_installed("tibble")
  scaled <- tibble::as_tibble(lapply(faithful, scale))
  fit <- gmm_fit(scaled, 2, start = labels)
  expect_equal(predict(fit, type = "prob"), predict(wanted, type = "prob"), ignore_attr = TRUE)
  expect_identical(predict(fit, scaled[5:1, 2:1], "prob"), predict(fit, type = "prob")[5:1, ])
})

test_that("what would lose something is refused, with the cure", {
  labelled <- c("haven_labelled", "vctrs_vctr", "double")
  others <- list(
    list(structure(minutes, class = labelled, labels = c(no = 1)), "haven::zap_labels()"),
    list(
      structure(minutes, class = c("haven_labelled_spss", labelled), na_values = 99),
      "haven::zap_labels()"
    ),
    list(structure(minutes, class = "units", units = "min"), "units::drop_units()"),
    list(structure(minutes, class = "integer64"), "package bit64"),
    list(as.difftime(minutes, units = "mins"), "as.numeric(x, units = \"hours\")"),
    list(as.Date("2024-01-01") + minutes, "as.numeric()"),
    list(as.POSIXct("2024-01-01", "UTC") + minutes, "as.numeric()"),
    list(as.POSIXlt(as.POSIXct("2024-01-01", "UTC") + minutes), "as.numeric()"),
    list(factor(minutes), "as.numeric(as.character(x))"),
    list(cut(minutes, 3, ordered_result = TRUE), "as.integer()"),
    list(as.character(minutes), "as.numeric()"),
    list(minutes + 0i, "`Re()`, `Im()` or `Mod()`"),
    list(as.list(minutes), "unlist()"),
    list(cbind(minutes, minutes), "do.call(data.frame, "),
    list(data.frame(minutes, 1), "do.call(data.frame, ")
  )
  for (other in others) {
    data <- with_waiting(other[[1]])
    expect_error(gmm_fit(data, 2), other[[2]], fixed = TRUE, class = "gaussmix_error_data")
    expect_error(
      predict(wanted, data), other[[2]],
      fixed = TRUE, class = "gaussmix_error_newdata"
    )
    if (is.atomic(other[[1]]) && length(dim(other[[1]])) == 0) {
      expect_error(gmm_fit(other[[1]], 2), other[[2]], fixed = TRUE, class = "gaussmix_error_data")
      expect_error(
        gmm_fit(~waiting, data, 2), other[[2]],
        fixed = TRUE, class = "gaussmix_error_data"
      )
    }
  }
})

test_that("the cures do what they say", {
  data <- with_waiting(cbind(a = minutes, b = sqrt(minutes)))
  expect_error(gmm_fit(data, 1), "matrix of 2 columns", class = "gaussmix_error_data")
  spread <- do.call(data.frame, data)
  expect_identical(gmm_fit(spread, 1)$d, 3L)
  expect_identical(gmm_fit(~., data, 1)$d, 3L)
  skip_if_not_installed("bit64")
  as_integer64 <- getExportedValue("bit64", "as.integer64")
  expect_identical(as.numeric(as_integer64(minutes)), minutes)
})

test_that("columns of other types have no cure where there is none", {
  expect_error(gmm_fit(with_waiting(rep("a", 272)), 1), "measurements[.]$")
  expect_error(gmm_fit(with_waiting(rep(list(1:2), 272)), 1), "measurements[.]$")
})

test_that("weights with labels are refused with the cure", {
  weights <- structure(
    rep(1, 272), class = c("haven_labelled", "vctrs_vctr", "double"), labels = c(no = 1)
  )
  expect_error(
    gmm_fit(faithful, 2, sample_weight = weights), "haven::zap_labels()",
    fixed = TRUE, class = "gaussmix_error_argument"
  )
})

# Names -----------------------------------------------------------------------

test_that("names that are invalid in their encoding can be printed and drawn", {
  skip_if_not(l10n_info()$`UTF-8`)
  name <- "caf\xe9"
  marked <- name
  Encoding(marked) <- "UTF-8"
  bytes <- name
  Encoding(bytes) <- "bytes"
  grDevices::pdf(NULL)
  on.exit(grDevices::dev.off())
  for (first in c(name, marked, bytes)) {
    for (table in list(faithful, as.matrix(faithful))) {
      colnames(table) <- c(first, "waiting")
      fit <- gmm_fit(table, 2, start = labels)
      expect_match(utils::capture.output(print(fit)), "caf<e9>", fixed = TRUE, all = FALSE)
      expect_match(
        utils::capture.output(print(summary(fit))), "caf<e9>", fixed = TRUE, all = FALSE
      )
      for (type in c("ellipse", "pairs", "density", "component", "uncertainty", "profile")) {
        expect_s3_class(ggplot2::ggplotGrob(autoplot(fit, type)), "gtable")
      }
      expect_s3_class(ggplot2::ggplotGrob(autoplot(fit, "histogram", dims = 1)), "gtable")
      expect_identical(tidy(fit, "means")$variable[1], "caf<e9>")
      expect_identical(
        predict(fit, table[3:1, ], "density")[[1]], predict(fit, type = "density")[[3]]
      )
      expect_error(
        predict(fit, table[, "waiting", drop = FALSE]), "Missing: `caf<e9>`",
        class = "gaussmix_error_newdata"
      )
    }
  }
})
