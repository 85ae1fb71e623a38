# The words that cross between R and the core: every one that the core can say has its text.

words <- gaussmix:::core_words()

# A run as the core tells of it.
run_with <- function(trouble, verdict, component = 2L) {
  list(
    trouble = trouble, verdict = verdict, component = component, rows = 5, gain = 1, price = 2
  )
}

test_that("no word stands for two things", {
  for (table in words) expect_identical(anyDuplicated(table), 0L)
})

test_that("troubles and reasons for ending a start early have texts", {
  expect_setequal(names(gaussmix:::trouble_texts), setdiff(words$trouble, "none"))
  expect_setequal(names(gaussmix:::screening_texts), words$screening)
})

test_that("every verdict about every trouble is a sentence of its own kind", {
  for (verdict in words$verdict) {
    expect_identical(gaussmix:::verdict_text(run_with("none", verdict)), "")
    for (trouble in setdiff(words$trouble, "none")) {
      for (component in c(0L, 2L)) {
        text <- gaussmix:::verdict_text(run_with(trouble, verdict, component))
        expect_true(is.character(text) && length(text) == 1 && nzchar(text) && !grepl("%", text))
      }
    }
  }
})

test_that("kinds of starts and of predictions are known by the same words on both sides", {
  expect_setequal(gaussmix:::start_kinds, words$start_kind)
  mixed <- gaussmix:::kinds_of_word("mixed", 20)
  expect_true(all(mixed %in% words$start_kind))
  types <- eval(formals(gaussmix:::predict.gaussmix)$type)
  expect_setequal(c(setdiff(types, "density"), "mahalanobis"), words$predict_type)
  expect_setequal(gaussmix:::covariance_types$shape, words$shape)
})

test_that("what the core does not know by a word is a fault of ours, which says the word", {
  start <- list(from = "search", n_components = 2, kinds = "tea leaves", seed = c(0, 0))
  data <- gaussmix:::observe(faithful, NULL, "fail", quote(f()))
  options <- gaussmix:::core_options(list(
    tol = 1e-8, max_iter = 1, threads = 1, reg_covar = 1e-9, n_init = 1, control = gmm_control()
  ))
  run <- function(start) {
    gaussmix:::fit_mixture(data, "full", NULL, start, options, TRUE, NULL)
  }
  expect_error(run(start), "tea leaves")
  expect_error(run(replace(start, "from", "luck")), "luck")
})

test_that("what the core reads where it stands is refused if it would have to be converted", {
  data <- gaussmix:::observe(faithful, NULL, "fail", quote(f()))
  fit <- function(data, start) {
    gaussmix:::maximise_mixture(data, "full", c(list(n_components = 1), start), 0, 1L)
  }
  labels <- list(from = "labels", labels = integer(272))
  expect_equal(fit(data, labels)$counts, 272)
  whole <- data
  storage.mode(whole$values) <- "integer"
  expect_error(fit(whole, labels), "observations are not doubles")
  expect_error(fit(replace(data, "weights", list(1L)), labels), "observations are not doubles")
  expect_error(fit(data, replace(labels, "labels", list(numeric(272)))), "labels are not integers")
  ones <- list(from = "responsibilities", responsibilities = matrix(1L, 272))
  expect_error(fit(data, ones), "responsibilities are not doubles")
})
