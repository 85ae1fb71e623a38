# What a call leaves behind in the session: nothing but its result.

species <- as.integer(iris$Species)
fit <- gmm_fit(iris[, 1:4], 3, start = species)
deep_copy <- function(x) unserialize(serialize(x, NULL))

# Random numbers ------------------------------------------------------------

rng <- function() get(".Random.seed", envir = globalenv())

# Whether state `after` is reached from `before` by drawing alone.
is_advanced <- function(before, after, most = 100) {
  on.exit(assign(".Random.seed", after, envir = globalenv()))
  assign(".Random.seed", before, envir = globalenv())
  for (i in seq_len(most)) {
    stats::runif(1)
    if (identical(rng(), after)) {
      return(TRUE)
    }
  }
  FALSE
}

test_that("no random number is used when a start is given", {
  set.seed(1)
  before <- rng()
  gmm_fit(iris[, 1:4], 3, start = species)
  gmm_fit(iris[, 1:4], 3, start = iris$Species)
  gmm_fit(iris[, 1:4], 3, start = diag(3)[species, ])
  gmm_fit(iris[, 1:4], 3, start = coef(fit))
  gmm_fit(iris[, 1:4], 3, start = fit)
  gmm_fit(iris[, 1:4], 1)
  gmm_fit(rbind(iris[, 1:4], NA), 3, start = c(species, 1), na_action = "omit")
  expect_identical(rng(), before)
})

test_that("no random number is used after the fit", {
  set.seed(1)
  before <- rng()
  for (type in eval(formals(gaussmix:::predict.gaussmix)$type)) predict(fit, type = type)
  coef(fit)
  logLik(fit)
  nobs(fit)
  c(aic(fit), bic(fit), icl(fit))
  utils::capture.output(print(fit))
  autoplot(fit)
  gmm_n_parameters("full", 2, 3)
  gmm_control()
  expect_identical(rng(), before)
})

test_that("the generator of the caller advances and is not reset", {
  for (kind in c("Mersenne-Twister", "Wichmann-Hill", "L'Ecuyer-CMRG")) {
    old <- RNGkind(kind)
    on.exit(do.call(RNGkind, as.list(old)))
    set.seed(1)
    for (start in c(
      "mixed", "kmeans", "kmeans++", "random_rows", "random_responsibilities", "ward"
    )) {
      before <- rng()
      gmm_fit(iris[, 1:4], 2, start = start, n_init = 3)
      expect_true(is_advanced(before, rng()))
    }
    before <- rng()
    gmm_sample(fit, 1000)
    expect_true(is_advanced(before, rng()))
    before <- rng()
    simulate(fit, 2)
    expect_true(is_advanced(before, rng()))
    before <- rng()
    simulate(fit, 2, seed = 3)
    expect_identical(rng(), before)
    expect_identical(RNGkind()[1], kind)
    do.call(RNGkind, as.list(old))
  }
})

test_that("an error uses no random number", {
  set.seed(1)
  before <- rng()
  expect_error(gmm_fit(iris, 3))
  expect_error(gmm_fit(iris[, 1:4], 0))
  expect_error(gmm_fit(iris[, 1:4], 3, sample_weight = 1:3))
  expect_error(gmm_sample(fit, -1))
  expect_error(simulate(fit, 1, seed = "a"))
  expect_identical(rng(), before)
})

test_that("a session without a seed gets one", {
  old <- rng()
  on.exit(assign(".Random.seed", old, envir = globalenv()))
  rm(".Random.seed", envir = globalenv())
  gmm_fit(iris[, 1:4], 3, start = species)
  expect_false(exists(".Random.seed", envir = globalenv()))
  gmm_fit(iris[, 1:4], 2, n_init = 2)
  expect_true(exists(".Random.seed", envir = globalenv()))
  rm(".Random.seed", envir = globalenv())
  simulate(fit, 1, seed = 1)
  gmm_sample(fit, 1)
  expect_true(exists(".Random.seed", envir = globalenv()))
})

test_that("successive draws and searches differ, and repeat under a seed", {
  set.seed(1)
  first <- gmm_sample(fit, 20)
  second <- gmm_sample(fit, 20)
  set.seed(1)
  expect_identical(gmm_sample(fit, 20), first)
  expect_false(identical(first, second))
  component <- as.integer(attr(first, "component"))
  expect_true(is.unsorted(component) && is.unsorted(rev(component)))
  set.seed(2)
  once <- gmm_fit(iris[, 1:4], 4, n_init = 3)
  set.seed(2)
  expect_identical(gmm_fit(iris[, 1:4], 4, n_init = 3), once)
})

# What was given ------------------------------------------------------------

# Evaluates, and checks that no variable that is given has changed on the way.
expect_untouched <- function(given, call) {
  environment <- list2env(given, parent = globalenv())
  before <- deep_copy(given)
  force(eval(call, environment))
  expect_identical(as.list(environment, sorted = TRUE)[names(before)], before)
}

test_that("inputs are as before after every call", {
  cells <- unname(as.matrix(iris[, 1:4]))
  holes <- cells
  holes[c(3, 9), 2] <- NA
  whole_numbers <- round(10 * cells)
  storage.mode(whole_numbers) <- "integer"
  given <- list(
    gmm_fit = gmm_fit, fit = fit, unnamed = gmm_fit(cells, 3, start = species),
    cells = cells, holes = holes, frame = iris,
    whole_numbers = whole_numbers, table = iris[, 1:4], series = ts(cells), z = diag(3)[species, ],
    labels = species, factor = iris$Species, parameters = coef(fit), w = rep(c(0, 1, 2.5), 50),
    control = gmm_control()
  )
  calls <- alist(
    gmm_fit(cells, 3, start = labels, sample_weight = w),
    gmm_fit(cells, 3, n_init = 2, control = control),
    gmm_fit(holes, 3, start = labels, sample_weight = w, na_action = "omit"),
    gmm_fit(holes, 3, start = z, na_action = "exclude"),
    gmm_fit(whole_numbers, 3, start = factor),
    gmm_fit(table, 3, start = parameters, max_iter = 2, tol = 0),
    gmm_fit(table, start = fit),
    gmm_fit(series, 3, start = labels, keep_data = FALSE),
    predict(fit), predict(fit, type = "prob"), predict(fit, frame), predict(fit, frame[4:1]),
    predict(fit, cells, "log_density"), predict(unnamed, series),
    suppressWarnings(predict(fit, holes)),
    coef(fit), logLik(fit), nobs(fit), aic(fit), bic(fit), icl(fit),
    gmm_sample(fit, 10), simulate(fit, 2, seed = 1), autoplot(fit),
    utils::capture.output(print(fit)),
    try(gmm_fit(holes, 3), silent = TRUE), try(gmm_fit(frame, 3), silent = TRUE),
    try(gmm_fit(cells, 3, sample_weight = -w), silent = TRUE)
  )
  for (call in calls) {
    expect_untouched(given, call)
  }
})

test_that("a data.table is not changed by reference", {
  skip_if_not_installed("data.table")
  table <- data.table::as.data.table(iris[, 1:4])
  before <- deep_copy(as.list(table))
  predict(gmm_fit(table, 3, start = species), table[, 4:1])
  expect_identical(as.list(table), before)
})

test_that("a fit does not change with the data.table that it was made of", {
  skip_if_not_installed("data.table")
  fresh <- function() data.table::as.data.table(iris[, 1:4])
  changes <- list(
    function(table) data.table::set(table, j = "cluster", value = 1L),
    function(table) data.table::setnames(table, letters[1:4]),
    function(table) data.table::setcolorder(table, 4:1),
    function(table) data.table::set(table, j = "Sepal.Length", value = NULL)
  )
  for (change in changes) {
    table <- fresh()
    fit <- gmm_fit(table, 3, start = species)
    before <- deep_copy(list(
      fit$means, coef(fit), fit$prototype, fit$ridge, predict(fit), predict(fit, iris, "prob"),
      utils::capture.output(print(fit))
    ))
    change(table)
    after <- list(
      fit$means, coef(fit), fit$prototype, fit$ridge, predict(fit), predict(fit, iris, "prob"),
      utils::capture.output(print(fit))
    )
    expect_identical(after, before)
  }
})

test_that("options, graphics and the search path are as before", {
  state <- function() {
    list(options(), search(), ls(globalenv(), all.names = TRUE), Sys.getenv(), getwd())
  }
  before <- state()
  set.seed(1)
  other <- gmm_fit(iris[, 1:4], 2, n_init = 2)
  predict(other)
  gmm_sample(other, 10)
  simulate(other, 1, seed = 1)
  ggplot2::ggplot_build(autoplot(other))
  utils::capture.output(print(other))
  after <- state()
  expect_identical(after[-c(1, 3)], before[-c(1, 3)])
  expect_identical(setdiff(after[[3]], c(before[[3]], ".Random.seed")), character())
  # ggplot2 sets an option of its own while it builds.
  own <- function(x) x[setdiff(names(x), "ggplot2_plot_env")]
  expect_identical(own(after[[1]]), own(before[[1]]))
  expect_null(grDevices::dev.list())
})

test_that("nothing is printed, messages come with verbose alone", {
  expect_silent(gmm_fit(iris[, 1:4], 2, n_init = 2))
  expect_silent(predict(fit))
  expect_silent(gmm_sample(fit, 2))
  messages <- testthat::capture_messages(gmm_fit(iris[, 1:4], 2, n_init = 2, verbose = TRUE))
  expect_length(messages, 2)
  expect_match(messages, "^start [12] \\((ward|kmeans_whitened)")
  expect_silent(suppressMessages(gmm_fit(iris[, 1:4], 2, start = pmin(species, 2), verbose = TRUE)))
})

test_that("a fit survives being saved", {
  path <- tempfile(fileext = ".rds")
  on.exit(unlink(path))
  saveRDS(fit, path)
  expect_identical(predict(readRDS(path)), predict(fit))
  back <- deep_copy(fit)
  expect_identical(predict(back, iris, "prob"), predict(fit, iris, "prob"))
  types <- rapply(unclass(fit), typeof, how = "unlist")
  expect_false("externalptr" %in% types)
})

# Other sessions ------------------------------------------------------------

# The lines of a file once it has that many, or what there is when time is up.
wait_for_lines <- function(path, n, seconds = 20) {
  deadline <- Sys.time() + seconds
  repeat {
    lines <- if (file.exists(path)) readLines(path, warn = FALSE)
    if (length(lines) >= n || Sys.time() > deadline) {
      return(lines)
    }
    Sys.sleep(0.05)
  }
}

test_that("a fit read in a new session predicts the same, without the package attached", {
  path <- tempfile(fileext = ".rds")
  on.exit(unlink(path))
  saveRDS(fit, path)
  output <- in_new_session(c(
    paste0("fit <- readRDS(", deparse(path), ")"),
    "stopifnot(!'package:gaussmix' %in% search())",
    "loadNamespace('gaussmix')",
    "cat(format(sum(predict(fit, type = 'log_density')), digits = 17), '\\n')",
    "cat(format(sum(as.integer(predict(fit, iris)))), '\\n')",
    "other <- gaussmix::gmm_fit(iris[, 1:4], 3, start = as.integer(iris$Species))",
    "cat(format(gaussmix::bic(other), digits = 17), '\\n')"
  ))
  wanted <- c(
    format(sum(predict(fit, type = "log_density")), digits = 17),
    format(sum(as.integer(predict(fit)))), format(bic(fit), digits = 17)
  )
  expect_identical(trimws(utils::tail(output, 3)), wanted)
})

# A script that writes its process to the first of two files is sent an interrupt while it runs;
# what it writes to the second is when it stopped, and what came of it.
interrupted <- function(script, signs) {
  unlink(signs)
  # The signal is sent by this session while the other one runs.
  run_session(script, wait = FALSE, stdout = FALSE, stderr = FALSE)
  pid <- wait_for_lines(signs[1], 1)
  Sys.sleep(1)
  sent <- Sys.time()
  tools::pskill(as.integer(pid), tools::SIGINT)
  result <- wait_for_lines(signs[2], 3)
  if (length(result) < 3) tools::pskill(as.integer(pid), tools::SIGKILL)
  list(seconds = as.numeric(result[1]) - as.numeric(sent), told = result[2:3])
}

test_that("an interrupt ends a fit at once and the session works on", {
  skip_on_cran()
  skip_if_instrumented()
  skip_on_os("windows")
  signs <- tempfile(c("pid", "done"))
  on.exit(unlink(signs))
  calls <- c(
    "gmm_fit(x, 12, n_init = 1000)",
    "gmm_fit(x, 50, n_init = 1000, start = 'kmeans')",
    "gmm_fit(x, 12, start = rep_len(1:12, 40000), tol = 0, max_iter = 1e6)",
    # A selection gives what is finished.
    "suppressWarnings(gmm_select(x, 12:14, 'full', n_init = 1000))",
    "suppressWarnings(gmm_select(x, 12:14, 'full', n_init = 1000, workers = 2))",
    # Wide: few passes, each of them long.
    "gmm_fit(matrix(x, 200), 3, 'full')",
    "gmm_fit(matrix(x, 200), 3, 'tied', threads = 2)",
    # One pass.
    "predict(gmm_model(rep(5e-5, 2e4), matrix(rnorm(2e5), 2e4), rep(1, 2e4), 'spherical'), x)"
  )
  for (call in calls) {
    lines <- c(
      "library(gaussmix)",
      "set.seed(1)",
      "x <- matrix(rnorm(4e5), ncol = 10)",
      paste0("writeLines(format(Sys.getpid()), ", deparse(signs[1]), ")"),
      paste0("result <- tryCatch(", call, ", interrupt = function(i) 'interrupted')"),
      "stopped <- Sys.time()",
      "again <- gmm_fit(faithful, 2, start = 1 + (faithful$waiting < 67))",
      "stopped <- format(as.numeric(stopped), digits = 15)",
      "ended <- identical(result, 'interrupted') || identical(nrow(as.data.frame(result)), 0L)",
      "told <- format(c(ended, again$converged))",
      paste0("writeLines(c(stopped, told), ", deparse(signs[2]), ")")
    )
    # 0.5 s, and as much again for a busy machine; one that is busier gets three attempts.
    for (attempt in 1:3) {
      result <- interrupted(script_of(lines), signs)
      expect_identical(result$told, c("TRUE", "TRUE"))
      if (isTRUE(result$seconds < 1)) break
    }
    expect_lt(result$seconds, 1)
  }
})

test_that("a hundred interrupts at random leave a session that fits as before", {
  skip_on_cran()
  skip_on_os("windows")
  output <- in_new_session(c(
    "library(gaussmix)",
    "set.seed(1)",
    "x <- matrix(rnorm(4e4), ncol = 10)",
    "before <- gmm_fit(faithful, 2, start = rep(1:2, 136), threads = 2)",
    "delays <- runif(100, 0.001, 0.08)",
    "stopped <- 0",
    "for (delay in delays) {",
    "  signal <- paste0('(sleep ', delay, '; kill -INT ', Sys.getpid(), ') &')",
    "  stopped <- stopped + tryCatch({",
    "    system(signal)",
    "    gmm_fit(x, 12, n_init = 1000)",
    "    0",
    "  }, interrupt = function(e) 1)",
    "}",
    "after <- gmm_fit(faithful, 2, start = rep(1:2, 136), threads = 2)",
    "cat(stopped, identical(before, after))"
  ))
  expect_identical(utils::tail(output, 1), "100 TRUE")
})

test_that("a lack of memory is an error of R, in threads, too, and the session works on", {
  skip_on_cran()
  skip_on_os(c("windows", "mac", "solaris"))
  skip_if_instrumented()
  script <- script_of(c(
    "library(gaussmix)",
    "x <- matrix(rnorm(4e5), 2000)",
    "told <- function(expr) tryCatch({expr; 'none'}, error = function(e) class(e)[1])",
    # 600 covariances of 200 x 200 are 192 MB, and a fit takes some of them.
    "fit <- function(threads) gmm_fit(x, start = rep_len(1:600, 2000), threads = threads)",
    "cat(told(fit(1)), told(fit(4)), told(gmm_sample(gmm_model(1, 0, 1), 1e9)), '')",
    "cat(gmm_fit(faithful, 2, start = rep(1:2, 136))$converged)"
  ))
  on.exit(unlink(script))
  # Beside what the session takes before, which other machines' libraries make more.
  before <- in_new_session(c(
    "library(gaussmix)",
    "writeLines(sub('VmPeak:', '', grep('^VmPeak', readLines('/proc/self/status'), value = TRUE)))"
  ))
  limit <- as.numeric(gsub("[^0-9]", "", utils::tail(before, 1))) + 700000
  rscript <- shQuote(file.path(R.home("bin"), "Rscript"))
  command <- sprintf("ulimit -v %.0f; %s --vanilla %s", limit, rscript, shQuote(script))
  output <- system(command, intern = TRUE, ignore.stderr = TRUE)
  expect_identical(
    utils::tail(output, 1), paste(strrep("gaussmix_error_memory ", 3), "TRUE", sep = "")
  )
})
