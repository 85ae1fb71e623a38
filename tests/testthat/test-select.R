# Selections: the rows are what gmm_fit() gives, the winner is sound, the result does not
# depend on who computes it.

species <- as.integer(iris$Species)
without_seconds <- function(selection) {
  selection$table$seconds <- NULL
  selection
}

test_that("a row is the fit that it names", {
  set.seed(1)
  selection <- gmm_select(iris[, 1:4], 1:3, c("full", "VVI"))
  table <- as.data.frame(selection)
  expect_named(table, c(
    "n_components", "covariance_type", "logLik", "df", "AIC", "BIC", "ICL", "nobs",
    "converged", "iterations", "singular", "supported", "seconds", "reason"
  ))
  expect_identical(table$n_components, rep(1:3, 2))
  expect_identical(table$covariance_type, rep(c("full", "diag"), each = 3))
  for (i in 1:6) {
    fit <- selection$fits[[i]]
    expect_identical(fit$n_components, table$n_components[i])
    expect_identical(fit$covariance_type, table$covariance_type[i])
    expect_identical(fit$log_likelihood, table$logLik[i])
    expect_identical(c(aic(fit), bic(fit), icl(fit)), c(table$AIC[i], table$BIC[i], table$ICL[i]))
    # In the words of glance(), but for missing values, of which all fits have the same.
    shared <- setdiff(names(glance(fit)), c("n_missing", "n_missing_rows", "n_patterns"))
    expect_identical(as.list(table[i, shared]), as.list(glance(fit)[shared]))
  }
  # The optima of headlines.json.
  expect_equal(table$logLik[3], -180.18547713, tolerance = 1e-8)
})

test_that("the best is the least criterion among sound fits", {
  set.seed(1)
  # Ten zeros of a hundred and ten are no component, and at the ridge more likely than any.
  x <- c(rep(0, 10), stats::qnorm(stats::ppoints(100), 1.5, 0.8))
  selection <- gmm_select(x, 1:3, "full")
  table <- as.data.frame(selection)
  expect_false(table$supported[2])
  expect_match(table$reason[2], "^unsupported: component 2, 10 rows")
  expect_gt(table$logLik[2], table$logLik[1] + 50)
  expect_true(which.min(table$BIC) %in% 2:3)
  expect_identical(gmm_best(selection)$n_components, 1L)
  # The BIC of mclust on iris chooses two, AIC more.
  selection <- gmm_select(iris[, 1:4], 1:5, "full")
  sound <- as.data.frame(selection)
  sound <- sound[sound$supported, ]
  expect_identical(gmm_best(selection)$n_components, sound$n_components[which.min(sound$BIC)])
  expect_identical(
    gmm_best(selection, "aic")$n_components, sound$n_components[which.min(sound$AIC)]
  )
  expect_identical(gmm_best(selection)$n_components, 2L)
})

test_that("a fit of a selection is a fit", {
  set.seed(1)
  best <- gmm_best(gmm_select(iris[, 1:4], 2:3, "full"))
  expect_identical(
    best$call, quote(gmm_fit(x = iris[, 1:4], n_components = 2L, covariance_type = "full"))
  )
  expect_length(predict(best), 150)
  expect_identical(update(best, n_components = 3, start = species)$n_components, 3L)
  light <- gmm_best(gmm_select(iris[, 1:4], 2, "full", keep_data = FALSE))
  expect_error(predict(light), class = "gaussmix_error_no_data")
})

test_that("Bayesian mixtures are compared by their bounds", {
  set.seed(1)
  selection <- gmm_select(faithful, c(1, 6), c("full", "diag"),
    criterion = "lower_bound", weight_prior = "dirichlet", concentration = 0.01
  )
  table <- as.data.frame(selection)
  expect_named(table, c(
    "n_components", "covariance_type", "lower_bound", "n_active", "nobs",
    "converged", "iterations", "singular", "supported", "seconds", "reason"
  ))
  for (i in 1:4) {
    fit <- selection$fits[[i]]
    alone <- gmm_bayes(faithful, table$n_components[i], table$covariance_type[i],
      weight_prior = "dirichlet", concentration = 0.01
    )
    expect_equal(fit$lower_bound, alone$lower_bound, tolerance = 1e-6)
    expect_identical(c(fit$lower_bound, fit$n_active), c(table$lower_bound[i], table$n_active[i]))
    expect_equal(fit$prior, alone$prior)
    expect_equal(fit$posterior, alone$posterior, tolerance = 1e-2)
  }
  best <- gmm_best(selection)
  expect_identical(best, selection$fits[[which.max(table$lower_bound)]])
  expect_identical(best$call, quote(gmm_bayes(
    x = faithful, n_components = 6L, covariance_type = "full", weight_prior = "dirichlet",
    concentration = 0.01
  )))
  expect_length(predict(best), 272)
  expect_output(print(selection), "Bayesian Gaussian mixtures compared by lower bound")
  expect_error(gmm_best(selection, "bic"), "You gave \"BIC\"", class = "gaussmix_error_argument")
  expect_match(ggplot2::get_alt_text(autoplot(selection)), "lower bound of the log evidence")
  # By formula and from a start that is given.
  set.seed(1)
  formula <- gmm_select(~ eruptions + waiting, faithful, c(1, 6), c("full", "diag"),
    criterion = "lower_bound", weight_prior = "dirichlet", concentration = 0.01
  )
  expect_identical(as.data.frame(formula)$lower_bound, table$lower_bound)
  labels <- 1 + (faithful$eruptions > 3)
  given <- gmm_select(faithful, 2, "full", start = labels, criterion = "lower_bound")
  expect_equal(
    as.data.frame(given)$lower_bound, gmm_bayes(faithful, 2, start = labels)$lower_bound
  )
  expect_error(
    gmm_select(~eruptions, faithful, 2, concentration = 1), class = "gaussmix_error_argument"
  )
})

test_that("iris is at or below mclust in at least 33 of 36 cells", {
  mclust <- read_table("mclust_iris_bic.csv")
  code <- c(full = "VVV", tied = "EEE", diag = "VVI", spherical = "VII")
  for (seed in 1:3) {
    set.seed(seed)
    table <- as.data.frame(gmm_select(iris[, 1:4]))
    expected <- -mapply(
      function(k, type) mclust[[code[[type]]]][k], table$n_components, table$covariance_type
    )
    expect_false(anyNA(expected))
    expect_gte(sum(table$BIC <= expected + 0.02), 33)
  }
})

test_that("blobs300 has four components by AIC and by BIC, from any seed", {
  x <- as.matrix(read_table("seed_blobs300.csv")[, 1:2])
  for (seed in 1:20) {
    set.seed(seed)
    selection <- gmm_select(x, 1:8, "full")
    expect_identical(gmm_best(selection, "aic")$n_components, 4L)
    expect_identical(gmm_best(selection, "bic")$n_components, 4L)
  }
})

test_that("what cannot be fitted is a row with its reason", {
  set.seed(1)
  x <- matrix(stats::rnorm(8), 4)
  selection <- gmm_select(x, c(1, 3, 5), c("full", "tied"))
  table <- as.data.frame(selection)
  expect_identical(is.na(table$BIC), table$n_components == 5)
  expect_match(table$reason[table$n_components == 5], "It has 4 usable rows", all = TRUE)
  expect_true(is.null(selection$fits[[3]]))
  expect_false(gmm_best(selection)$singular)
  # Every covariance of three points in four columns lacks a rank.
  none <- gmm_select(matrix(stats::rnorm(12), 3), 2, c("full", "tied"), reg_covar = 0)
  expect_match(as.data.frame(none)$reason, "singular", all = TRUE)
  expect_error(gmm_best(none), "singular", class = "gaussmix_error_no_fit")
})

test_that("a fit that did not converge says so", {
  set.seed(1)
  table <- as.data.frame(expect_silent(gmm_select(iris[, 1:4], 3, "full", max_iter = 3)))
  expect_identical(table$reason, "EM did not converge")
  expect_false(table$converged)
})

test_that("what is wrong with the data or an argument ends the selection", {
  refused <- function(class, ...) {
    condition <- expect_error(gmm_select(...), class = paste0("gaussmix_error_", class))
    expect_identical(conditionCall(condition)[[1]], quote(gmm_select))
  }
  refused("data", iris)
  refused("data", replace(as.matrix(iris[, 1:4]), 7, NA))
  refused("degenerate", cbind(iris[, 1:2], 1))
  refused("argument", iris[, 1:4], 0)
  refused("argument", iris[, 1:4], c(1, NA))
  refused("argument", iris[, 1:4], 1:2, "round")
  refused("argument", iris[, 1:4], 1:2, 3)
  refused("argument", iris[, 1:4], 1:2, criterion = "bik")
  refused("argument", iris[, 1:4], 1:2, workers = 0)
  refused("argument", iris[, 1:4], 1:2, n_folds = 1)
  refused("argument", iris[1:9, 1:4], 1:2, criterion = "cv", n_folds = 10)
  refused("argument", iris[, 1:4], 1:2, progress = NA)
  refused("argument", iris[, 1:4], 1:2, ninit = 3)
  refused("argument", iris[, 1:4], 1:2, "full", 7)
  refused("argument", iris[, 1:4], 1:2, n_init = 0)
  refused("argument", iris[, 1:4], 1:2, workers = 2, n_init = 0)
  refused("argument", iris[, 1:4], 1:2, tol = -1)
})

test_that("the number of workers does not change the result", {
  skip_on_os("windows")
  select <- function(workers, ...) {
    set.seed(5)
    selection <- gmm_select(iris[, 1:4], 1:4, c("full", "diag"), workers = workers, ...)
    selection$fits <- lapply(selection$fits, function(fit) fit[names(fit) != "call"])
    unclass(without_seconds(selection))[c("table", "fits", "criterion")]
  }
  wanted <- select(1)
  expect_identical(select(2), wanted)
  expect_identical(select(5), wanted)
  expect_identical(
    select(3, criterion = "cv", n_folds = 3), select(1, criterion = "cv", n_folds = 3)
  )
})

test_that("random numbers advance as they do by one draw, whatever the workers", {
  skip_on_os("windows")
  state_after <- function(workers) {
    set.seed(5)
    gmm_select(faithful, 1:2, "full", workers = workers)
    .Random.seed
  }
  set.seed(5)
  sample.int(.Machine$integer.max, 3)
  expect_identical(state_after(1), .Random.seed)
  expect_identical(state_after(2), state_after(1))
})

test_that("criteria have the names of tables and those of functions", {
  set.seed(1)
  selection <- gmm_select(faithful, 1:3, "full", criterion = "icl")
  expect_identical(selection$criterion, "ICL")
  expect_identical(gmm_best(selection, "bic"), gmm_best(selection, "BIC"))
  expect_error(gmm_best(selection, "Bik"), "\"BIC\", \"AIC\"", class = "gaussmix_error_argument")
})

test_that("one dimension has two types", {
  selection <- gmm_select(faithful$waiting, 1:2, c("full", "tied", "diag", "spherical"))
  expect_identical(selection$table$covariance_type, rep(c("full", "tied"), each = 2))
})

test_that("a formula names the columns", {
  set.seed(1)
  a <- gmm_select(~ Petal.Length + Sepal.Width, iris, 1:2, "full", sample_weight = Sepal.Length)
  set.seed(1)
  b <- gmm_select(
    iris[, c("Petal.Length", "Sepal.Width")], 1:2, "full",
    sample_weight = iris$Sepal.Length
  )
  expect_identical(without_seconds(a)$table, without_seconds(b)$table)
  expect_length(predict(gmm_best(a), iris[1:3, ]), 3)
})

test_that("an interrupt keeps what is finished", {
  finished <- 0
  tasks <- lapply(1:4, function(i) {
    function() {
      if (i == 3) rlang::interrupt()
      i
    }
  })
  results <- gaussmix:::run_tasks(tasks, 1, function(finished) NULL, quote(f()))
  expect_identical(results, list(`1` = 1L, `2` = 2L))
  expect_warning(
    gaussmix:::warn_of_interruption(2, 4, quote(f())), "2 of 4",
    class = "gaussmix_warning_interrupted"
  )
})

test_that("a process that dies is a row, and leaves no other behind", {
  skip_on_os("windows")
  tasks <- lapply(1:4, function(i) {
    function() {
      if (i == 2) tools::pskill(Sys.getpid(), 9)
      list(reason = as.character(i))
    }
  })
  results <- gaussmix:::run_tasks(tasks, 2, function(finished) NULL, quote(f()))
  reasons <- vapply(results, function(result) result$reason, "")
  expect_identical(unname(reasons), c("1", "its process ended", "3", "4"))
})

test_that("progress is shown on request, after two seconds, and is wiped away", {
  tick <- gaussmix:::show_progress(TRUE, c(1, 3))
  environment(tick)$started <- proc.time()[["elapsed"]] - 4
  shown <- utils::capture.output(tick(c(TRUE, FALSE)), type = "message")
  # One of four components took four seconds.
  expect_match(shown, "1 of 2 fits, about 1[23] s left")
  expect_match(utils::capture.output(tick(NULL), type = "message"), "^\r +\r$")
  quiet <- gaussmix:::show_progress(FALSE, c(1, 3))
  environment(quiet)$started <- proc.time()[["elapsed"]] - 4
  expect_silent(quiet(c(TRUE, FALSE)))
})

test_that("rows can be taken", {
  set.seed(1)
  selection <- gmm_select(faithful, 1:3, c("full", "tied"))
  some <- selection[selection$table$covariance_type == "tied"]
  expect_s3_class(some, "gmm_select")
  expect_identical(some$table$n_components, 1:3)
  expect_identical(some$fits, selection$fits[4:6])
  expect_identical(gmm_best(selection[2])$n_components, 2L)
  expect_identical(nrow(selection[0]$table), 0L)
  expect_error(selection[7], class = "gaussmix_error_argument")
  nine <- gmm_select(faithful, 1:9, "full", n_init = 1)
  expect_length(nine, 9)
  expect_identical(utils::tail(nine, 3)$table$n_components, 7:9)
  expect_identical(utils::head(nine)$table$n_components, 1:6)
  expect_identical(rev(nine)$table$n_components, 9:1)
  expect_identical(nine[-1]$table$n_components, 2:9)
  expect_identical(nine[], nine)
  for (i in list(1.7, c(-1, 2), list(1), "full", NA, Inf)) {
    expect_error(nine[i], class = "gaussmix_error_argument")
  }
  expect_error(gmm_best(nine[0]), "at least one row", class = "gaussmix_error_no_fit")
  damaged <- nine
  damaged$table <- NULL
  expect_error(print(damaged), class = "gaussmix_error_fit")
  damaged <- nine
  damaged$criterion <- "foo"
  expect_error(gmm_best(damaged), class = "gaussmix_error_fit")
  expect_error(gmm_best(1), class = "gaussmix_error_argument")
  expect_error(gmm_best(), class = "gaussmix_error_argument")
})

test_that("the print is a table of the criterion", {
  set.seed(1)
  expect_snapshot({
    gmm_select(iris[1:40, 1:4], c(1:2, 8), c("full", "tied"))
    gmm_select(faithful, 2:3, "full", criterion = "cv")
    gmm_select(matrix(c(1, 5, 2, 7, 3, 3, 8, 1, 4), 3), 2, "full", reg_covar = 0)
    gmm_select(faithful, 1, "full")[0]
  })
})

test_that("fits share starts and begin at each other", {
  set.seed(1)
  selection <- gmm_select(iris[, 1:4], 1:3, c("full", "diag"), n_init = 6)
  starts <- lapply(selection$fits, function(fit) fit$restarts$start)
  expect_identical(starts[[1]], "all_rows")
  expect_identical(starts[[3]], starts[[6]])
  expect_identical(sum(starts[[3]] == "smaller_fit"), 4L)
  expect_identical(length(starts[[3]]), 10L)
  # One start alone: no swaps either.
  one <- gmm_select(iris[, 1:4], 3, "full", n_init = 1)
  expect_identical(one$fits[[1]]$restarts$start, "ward")
  one <- gmm_select(iris[, 1:4], 2:3, "full", n_init = 1)
  expect_identical(one$fits[[2]]$restarts$start, "ward")
  expect_identical(one$fits[[1]]$swaps[["tried"]], 0)
})

test_that("the order of the numbers of components does not matter", {
  select <- function(counts) {
    set.seed(1)
    table <- without_seconds(gmm_select(faithful, counts, c("tied", "full"), n_init = 2))$table
    table[order(table$covariance_type, table$n_components), "n_components"]
  }
  expect_identical(select(c(4, 1, 2)), select(c(1, 2, 4)))
})

test_that("the number of threads does not change a selection", {
  select <- function(threads) {
    set.seed(3)
    selection <- gmm_select(iris[, 1:4], 1:4, n_init = 4, threads = threads)
    lapply(selection$fits, function(fit) fit[names(fit) != "call"])
  }
  expect_identical(select(2), select(1))
})

test_that("an interrupt in the core keeps what is finished there", {
  data <- gaussmix:::observe(iris[, 1:4], NULL, "fail", quote(f()))
  starts <- lapply(1:3, function(k) {
    list(n_components = k, kinds = rep("kmeans", if (k == 1) 1 else 3), seed = c(0.2, 0.7))
  })
  options <- list(
    tol = 1e-8, max_iter = 100, threads = 1, reg_covar = 1e-9, absolute_ridge = FALSE,
    accelerated = TRUE, stop_at_noise = FALSE, swaps = c(1, 1), screen_iter = 10, screen_keep = 5,
    kmeans_max_iter = 100
  )
  found <- gaussmix:::fit_mixtures(
    data, c("full", "diag"), list(NULL, NULL), starts, options,
    function(n_finished) n_finished < 2, NULL
  )
  expect_true(found$interrupted)
  expect_identical(found$finished, rep(c(TRUE, FALSE), c(2, 4)))
  expect_false(is.null(found$fits[[2]]))
  expect_true(is.null(found$fits[[3]]))
})

test_that("restarts of a selection are reported", {
  set.seed(1)
  messages <- testthat::capture_messages(
    gmm_select(faithful, 2, "full", n_init = 2, verbose = TRUE)
  )
  expect_match(messages, "^start [12] \\((ward|kmeans_whitened)", all = TRUE)
})

test_that("a start that suits no fit is an error", {
  expect_error(gmm_select(faithful, 2:3, start = rep(1:4, 68)), class = "gaussmix_error_start")
})
