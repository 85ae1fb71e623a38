# With many rows the search takes place on a sample; what users get of it.

# Three clusters that overlap; the best optimum is that near the truth.
many_rows <- function(n = 40000, seed = 1) {
  set.seed(seed)
  z <- sample(3, n, replace = TRUE, prob = c(0.5, 0.3, 0.2))
  centres <- rbind(c(0, 0), c(2.5, 0), c(0, 2.5))
  matrix(stats::rnorm(2 * n), n) * c(1, 0.7, 1.3)[z] + centres[z, ]
}

truth <- list(
  weights = c(0.5, 0.3, 0.2), means = rbind(c(0, 0), c(2.5, 0), c(0, 2.5)),
  covariances = array(diag(2), c(2, 2, 3)) * rep(c(1, 0.49, 1.69), each = 4)
)

from_sample <- "run on a sample of 16,384 rows alone"

test_that("the fit is of all rows, and as good as a run from the truth", {
  for (type in c("full", "diag", "spherical")) {
    x <- many_rows()
    set.seed(2)
    fit <- gmm_fit(x, 3, type)
    start <- truth
    start$covariances <- coef(gmm_model(
      truth$weights, truth$means, truth$covariances, "full"
    ))$covariances
    if (type == "diag") start$covariances <- t(apply(start$covariances, 3, diag))
    if (type == "spherical") start$covariances <- c(1, 0.49, 1.69)
    witness <- gmm_fit(x, 3, type, start = start)
    expect_gt(fit$log_likelihood, witness$log_likelihood - 1e-6 * nrow(x))
    expect_true(fit$converged)
    expect_equal(fit$log_likelihood, sum(predict(fit, x, type = "log_density")), tolerance = 1e-12)
    expect_equal(sum(fit$counts), nrow(x))
  }
})

test_that("restarts tell what was seen by the sample alone", {
  set.seed(3)
  fit <- gmm_fit(many_rows(), 3)
  restarts <- fit$restarts
  chosen <- restarts[restarts$chosen, ]
  expect_identical(chosen$log_likelihood, fit$log_likelihood)
  expect_identical(chosen$iterations, fit$iterations)
  expect_identical(chosen$reason, "")
  alone <- is.na(restarts$log_likelihood)
  expect_gt(sum(alone), 10)
  expect_true(all(grepl(from_sample, restarts$reason[alone], fixed = TRUE)))
  expect_false(any(grepl("sample", restarts$reason[!alone], fixed = TRUE)))
  expect_gt(fit$swaps[["tried"]], 0)
})

test_that("printing, summaries, tables and the trace take fits from a sample", {
  set.seed(4)
  x <- many_rows()
  fit <- gmm_fit(x, 3)
  expect_output(print(fit), "best of 20 starts")
  expect_identical(summary(fit)$search$agreeing, NA_integer_)
  expect_output(print(summary(fit)), "most\\s+of\\s+them\\s+run\\s+on\\s+a\\s+sample\\s+alone")
  expect_false(anyNA(glance(fit)))
  expect_s3_class(autoplot(fit, type = "trace"), "ggplot")
  expect_no_error(ggplot2::ggplot_build(autoplot(fit, type = "trace")))
  expect_s3_class(gmm_fit(x, start = fit), "gaussmix")
  # Few rows are all searched.
  small <- gmm_fit(x[1:32768, ], 3, n_init = 2)
  expect_false(anyNA(small$restarts$log_likelihood))
  expect_match(
    paste(capture.output(print(summary(small))), collapse = " "), "of\\s+which\\s+reached\\s+this"
  )
})

test_that("verbose tells the rows of a log-likelihood", {
  set.seed(5)
  messages <- capture_messages(gmm_fit(many_rows(), 3, verbose = TRUE))
  sampled <- grepl("of a sample of 16,384 rows, [0-9]+ iteration", messages)
  expect_gt(sum(sampled), 3)
  expect_match(messages[length(messages)], "log-likelihood -[0-9.]+, [0-9]+ iteration")
  expect_true(any(!sampled))
})

test_that("a seed fixes a fit from a sample for any number of threads", {
  x <- many_rows()
  fit <- function(threads) {
    set.seed(6)
    strip(gmm_fit(x, 3, threads = threads, keep_data = FALSE))
  }
  strip <- function(fit) fit[setdiff(names(fit), "call")]
  expect_identical(fit(1), fit(2))
})

test_that("rows of no weight are no rows of the sample either", {
  x <- many_rows(50000)
  weights <- rep(c(0, 1, 2, 1, 1), 10000)
  set.seed(7)
  with <- gmm_fit(x, 3, sample_weight = weights)
  set.seed(7)
  without <- gmm_fit(x[weights > 0, ], 3, sample_weight = weights[weights > 0])
  expect_true(anyNA(with$restarts$log_likelihood))
  expect_equal(with$log_likelihood, without$log_likelihood, tolerance = 1e-12)
  expect_equal(with$means, without$means, tolerance = 1e-6)
})

test_that("a few heavy rows are not left to a sample", {
  x <- many_rows(40000)
  weights <- c(rep(1e6, 100), rep(1, 39900))
  set.seed(8)
  # As counts, two of these are two million identical rows.
  fit <- suppressWarnings(
    gmm_fit(x, 3, sample_weight = weights, n_init = 4), classes = "gaussmix_warning_singular"
  )
  expect_false(anyNA(fit$restarts$log_likelihood))
})

test_that("without a tolerance every start is run on all rows", {
  x <- many_rows()
  set.seed(9)
  expect_false(anyNA(gmm_fit(x, 3, n_init = 2, tol = 0, max_iter = 3)$restarts$log_likelihood))
  expect_false(anyNA(
    gmm_fit(x, 3, n_init = 2, max_iter = 0)$restarts$log_likelihood
  ))
})

test_that("what collapsed on the sample is carried though a swap led out of it", {
  # Four clusters of 70 of 1e5 rows are eleven each of the sample, and too narrow for so few.
  angles <- 2 * pi * (1:4) / 4
  set.seed(7)
  tiny <- do.call(rbind, lapply(angles, function(angle) {
    cbind(rnorm(70, 60 * cos(angle), 0.02), rnorm(70, 60 * sin(angle), 0.02))
  }))
  x <- rbind(matrix(rnorm(2 * (1e5 - 280)), ncol = 2), tiny)
  for (seed in 3:4) {
    set.seed(seed)
    fit <- gmm_fit(x, 5, n_init = 2, start = "kmeans++")
    expect_false(fit$singular)
    expect_equal(unname(sort(fit$counts))[1:4], rep(70, 4), tolerance = 1e-6)
  }
})
