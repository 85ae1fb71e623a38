# Rows of selections: some of one, those of several.

set.seed(1)
few <- gmm_select(faithful, 1:3, "full", n_init = 2)
more <- gmm_select(faithful, 3:5, c("full", "tied"), n_init = 4)

ranked <- function(selection) order(selection$table$BIC)

test_that("some rows are a selection, whose gaps are about them", {
  without <- few[-ranked(few)[1]]
  expect_s3_class(without, "gmm_select")
  expect_identical(gmm_best(without), few$fits[[ranked(few)[2]]])
  expect_identical(min(tidy(without)$gap), 0)
  expect_equal(
    tidy(without)$gap, without$table$BIC - min(without$table$BIC), tolerance = 1e-15
  )
  expect_no_match(utils::capture.output(print(few[1])), "Runner-up")
})

test_that("selections of the same data become one", {
  told <- expect_message(both <- rbind(few, more), class = "gaussmix_message_duplicates")
  expect_match(conditionMessage(told), "1 combination: 3 components, full", fixed = TRUE)
  expect_s3_class(both, "gmm_select")
  expect_identical(both$table$n_components, c(1:5, 3:5))
  expect_identical(both$table$covariance_type, rep(c("full", "tied"), c(5, 3)))
  expect_identical(both$call, quote(rbind(few, more)))
  for (i in seq_along(both)) expect_identical(both$fits[[i]]$df, both$table$df[i])
  pool <- c(few$table$BIC, more$table$BIC)
  expect_identical(bic(gmm_best(both)), min(pool))
  expect_identical(suppressMessages(c(few, more))$table, both$table)
  expect_identical(c(few), few)
  expect_identical(rbind(few, NULL), few)
  # Apart, nothing is twice; data may be a data frame or a matrix.
  set.seed(1)
  apart <- gmm_select(as.matrix(faithful), 4, "tied", n_init = 2, keep_data = FALSE)
  expect_no_message(three <- rbind(few, apart, few[0]))
  expect_identical(nrow(three$table), 4L)
})

test_that("of the same combination the better fit is kept", {
  # One iteration is not enough for three components.
  poor <- gmm_select(faithful, 2:3, "full", n_init = 1, max_iter = 1)
  expect_true(all(poor$table$BIC > few$table$BIC[2:3]))
  expect_identical(suppressMessages(rbind(poor, few))$table$BIC, few$table$BIC[c(2, 3, 1)])
  expect_identical(suppressMessages(rbind(few, poor))$table$BIC, few$table$BIC)
  # A fit that the data support before one that they do not, one that there is before none.
  hollow <- few
  hollow$table$supported[2] <- FALSE
  hollow$table$BIC[2] <- -1e6
  expect_identical(suppressMessages(rbind(hollow, few))$table$BIC[2], few$table$BIC[2])
  failed <- few
  failed$fits[2] <- list(NULL)
  failed$table$BIC[2] <- NA
  failed$table$supported[2] <- FALSE
  expect_identical(suppressMessages(rbind(failed, few))$table$BIC[2], few$table$BIC[2])
  expect_false(is.null(suppressMessages(rbind(few, failed))$fits[[2]]))
})

test_that("selections that cannot be compared do not become one", {
  differs <- function(what, ...) {
    other <- gmm_select(...)
    for (join in list(rbind, c)) {
      expect_error(
        join(few, other), paste0("They differ in: ", what, "."),
        class = "gaussmix_error_argument", fixed = TRUE
      )
    }
  }
  differs("data", faithful + 1e-9, 1, "full")
  differs("number of rows and data", faithful[-1, ], 1, "full")
  differs("columns and data", faithful["waiting"], 1, "full")
  differs("columns", stats::setNames(faithful, c("a", "b")), 1, "full")
  differs("sample_weight", faithful, 1, "full", sample_weight = rep(1:2, 136))
  differs("criterion", faithful, 1, "full", criterion = "AIC")
  differs("criterion", faithful, 2, "full", criterion = "lower_bound")
  differs("na_action", faithful, 1, "full", na_action = "omit")
  differs("prior", faithful, 1, "full", prior = gmm_prior())
  holes <- faithful
  holes[7, 1] <- NA
  omit <- gmm_select(holes, 1, "full", na_action = "omit")
  exclude <- gmm_select(holes, 1, "full", na_action = "exclude")
  expect_error(rbind(omit, exclude), "differ in: na_action", class = "gaussmix_error_argument")
  expect_error(rbind(few, 3), "`..2`", class = "gaussmix_error_argument", fixed = TRUE)
  expect_error(c(few, faithful), "`..2`", class = "gaussmix_error_argument", fixed = TRUE)
  # A symbol is an argument like another, though R looks it up.
  expect_error(c(few, quote(nowhere)), "`..2`", class = "gaussmix_error_argument", fixed = TRUE)
  damaged <- few
  damaged$fits <- NULL
  expect_error(c(few, damaged), class = "gaussmix_error_fit")
})

test_that("cross-validated selections become one where folds are the same", {
  set.seed(1)
  first <- gmm_select(faithful, 1, "full", criterion = "cv", n_folds = 3)
  other <- gmm_select(faithful, 2, "full", criterion = "cv", n_folds = 3, n_init = 1)
  expect_error(rbind(first, other), "folds = first", class = "gaussmix_error_argument")
  same <- gmm_select(faithful, 2, "full", criterion = "cv", folds = first$folds, n_init = 1)
  expect_identical(rbind(first, same)$table$cv, c(first$table$cv, same$table$cv))
})
