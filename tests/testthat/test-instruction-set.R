# Which instructions run.

available <- attr(gmm_instruction_set(), "available")

# What code prints in a session of its own, with the variable set.
in_session <- function(set, code) {
  on.exit(Sys.unsetenv("GAUSSMIX_INSTRUCTION_SET"))
  Sys.setenv(GAUSSMIX_INSTRUCTION_SET = set)
  suppressWarnings(system2(
    file.path(R.home("bin"), "Rscript"), c("-e", shQuote(code)), stdout = TRUE, stderr = TRUE
  ))
}

test_that("the one that runs is asked for and chosen", {
  before <- gmm_instruction_set()
  on.exit(gmm_instruction_set(before))
  expect_true(before %in% available)
  expect_identical(available[1], "baseline")
  for (set in available) {
    expect_invisible(gmm_instruction_set(set))
    expect_identical(gmm_instruction_set(), structure(set, available = available))
  }
  expect_identical(
    gmm_instruction_set(before), structure(tail(available, 1), available = available)
  )
})

test_that("a set that the machine does not have is refused", {
  for (bad in list("avx1024", "", NA_character_, 2, available[c(1, 1)], character(), TRUE)) {
    condition <- expect_error(gmm_instruction_set(bad), class = "gaussmix_error_argument")
    expect_match(conditionMessage(condition), "`set` must be one of \"baseline\"", fixed = TRUE)
  }
})

test_that("the environment chooses when the package is loaded", {
  skip_on_cran()
  # On a line of its own, wherever the warning comes
  code <- "cat(sprintf('\\nruns %s\\n', gaussmix::gmm_instruction_set()))"
  for (set in available) expect_true(paste("runs", set) %in% in_session(set, code))
  said <- in_session("mmx", code)
  expect_true(paste("runs", tail(available, 1)) %in% said)
  expect_match(
    paste(said, collapse = " "),
    "Environment variable `GAUSSMIX_INSTRUCTION_SET` must be one of \"baseline\"", fixed = TRUE
  )
  expect_match(paste(said, collapse = " "), "It is \"mmx\".", fixed = TRUE)
  caught <- in_session("mmx", paste0(
    "tryCatch(loadNamespace('gaussmix'), ",
    "gaussmix_warning_instruction_set = function(w) cat('classed'))"
  ))
  expect_identical(tail(caught, 1), "classed")
})

# A pass, its statistics and what follows from them.
results_of <- function(set, x, type) {
  before <- gmm_instruction_set(set)
  on.exit(gmm_instruction_set(before))
  labels <- rep_len(1:3, nrow(x))
  fit <- gmm_fit(x, 3, type, start = labels, max_iter = 3, tol = 0, reg_covar = 1e-6)
  list(
    coef(fit), fit$log_likelihood, icl(fit), predict(fit, type = "prob"),
    predict(fit, type = "log_density"), gmm_mahalanobis(fit)
  )
}

test_that("the sets agree up to rounding, whatever the number of rows and columns", {
  for (d in c(1:9, 12, 13, 16, 17, 18, 33)) {
    for (n in c(60, 97, 600)) {
      set.seed(100 * d + n)
      x <- matrix(stats::rnorm(n * d), n) + rep_len(c(0, 2, 5), n)
      for (type in c("full", "tied", "diag", "spherical")) {
        # Rounding is magnified where n is barely enough for a covariance.
        if (n < 10 * d && type == "full") next
        expected <- results_of("baseline", x, type)
        for (set in available[-1]) {
          expect_equal(results_of(set, x, type), expected, tolerance = 1e-11)
        }
      }
    }
  }
})
