# How many threads a process takes, who says so, and that results do not depend on it.

# A tree of control groups as Linux shows it: files by their path and what is in them.
control_groups <- function(files) {
  root <- tempfile("cgroup")
  for (path in names(files)) {
    dir.create(dirname(file.path(root, path)), recursive = TRUE, showWarnings = FALSE)
    writeLines(files[[path]], file.path(root, path))
  }
  root
}

cores_of <- function(membership, files) {
  file <- tempfile()
  writeLines(membership, file)
  gaussmix:::cgroup_cores(control_groups(files), file)
}

test_that("control groups limit the cores", {
  expect_identical(cores_of("0::/a/b", list("a/b/cpu.max" = "300000 100000")), 3)
  # The groups around limit, too, and the one that is the root of a container
  expect_identical(
    cores_of("0::/a/b", list("a/b/cpu.max" = "max 100000", "a/cpu.max" = "200000 100000")), 2
  )
  expect_identical(cores_of("0::/elsewhere", list("cpu.max" = "400000 100000")), 4)
  # Less than a core is one, parts of cores do not count
  expect_identical(cores_of("0::/", list("cpu.max" = "50000 100000")), 1)
  expect_identical(cores_of("0::/", list("cpu.max" = "250000 100000")), 2)
  expect_identical(cores_of("0::/", list("cpu.max" = "max 100000")), Inf)
})

test_that("control groups of the first version limit the cores", {
  membership <- c("5:memory:/x", "4:cpu,cpuacct:/x", "3:cpuset:/")
  files <- list("cpu/x/cpu.cfs_quota_us" = "150000", "cpu/x/cpu.cfs_period_us" = "50000")
  expect_identical(cores_of(membership, files), 3)
  files[[1]] <- "-1"
  expect_identical(cores_of(membership, files), Inf)
  expect_identical(cores_of(c("5:memory:/x", "3:cpuset:/"), files), Inf)
})

test_that("what cannot be read does not limit", {
  expect_identical(gaussmix:::cgroup_cores(tempfile(), tempfile()), Inf)
  expect_identical(cores_of(c("nonsense", ""), list("cpu.max" = "1 2")), Inf)
  expect_identical(cores_of("0::/", list("cpu.max" = "many 100000")), Inf)
  expect_identical(cores_of("0::/", list("cpu.max" = character())), Inf)
})

test_that("affinity limits the cores", {
  skip_on_os(c("windows", "mac", "solaris"))
  skip_if(Sys.which("taskset") == "")
  code <- "cat(gaussmix:::available_cores())"
  # Containers may keep the first of the machine from us.
  allowed <- grep("^Cpus_allowed_list:", readLines("/proc/self/status"), value = TRUE)
  first <- sub("^[^0-9]*([0-9]+).*$", "\\1", allowed)
  rscript <- file.path(R.home("bin"), "Rscript")
  one <- system2("taskset", c("-c", first, rscript, "-e", shQuote(code)), stdout = TRUE)
  expect_identical(one, "1")
})

test_that("a worker of a cluster takes one thread, and what it is told", {
  skip_on_cran()
  cluster <- parallel::makeCluster(1)
  on.exit(parallel::stopCluster(cluster))
  library_paths <- .libPaths()
  parallel::clusterExport(cluster, "library_paths", environment())
  threads <- function(option) {
    .libPaths(library_paths)
    options(gaussmix.threads = option)
    gaussmix:::resolve_threads(NULL, NULL)
  }
  environment(threads) <- globalenv()
  expect_identical(parallel::clusterCall(cluster, threads, NULL), list(1L))
  expect_identical(parallel::clusterCall(cluster, threads, 3), list(3L))
})

# What a user asks for ------------------------------------------------------

fit <- gmm_fit(iris[, 1:4], 3, start = as.integer(iris$Species))

with_option <- function(value, expr) {
  old <- options(gaussmix.threads = value)
  on.exit(options(old))
  expr
}

with_variable <- function(value, expr) {
  old <- Sys.getenv("GAUSSMIX_THREADS", NA)
  on.exit(if (is.na(old)) Sys.unsetenv("GAUSSMIX_THREADS") else Sys.setenv(GAUSSMIX_THREADS = old))
  Sys.setenv(GAUSSMIX_THREADS = value)
  expr
}

expect_threads_error <- function(expr, name) {
  condition <- expect_error(expr, class = "gaussmix_error_argument")
  expect_match(conditionMessage(condition), name, fixed = TRUE)
  expect_match(conditionMessage(condition), "from 1 to 1,?024")
}

test_that("wrong numbers of threads are refused, wherever they come from", {
  for (bad in list(0, -1, 1.5, NA, "2", Inf, 1e9, c(1, 2), mean, TRUE)) {
    expect_threads_error(gmm_fit(faithful, 1, threads = bad), "`threads`")
    expect_threads_error(predict(fit, threads = bad), "`threads`")
    expect_threads_error(gmm_sample(fit, 2, threads = bad), "`threads`")
    with_option(bad, {
      expect_threads_error(gmm_fit(faithful, 1), "gaussmix.threads")
      expect_threads_error(predict(fit), "gaussmix.threads")
      expect_threads_error(gmm_sample(fit, 2), "gaussmix.threads")
    })
  }
  for (bad in c("0", "-1", "two", "1.5", "1e9", " ", "Inf")) {
    with_variable(bad, {
      expect_threads_error(gmm_fit(faithful, 1), "GAUSSMIX_THREADS")
      expect_threads_error(predict(fit), "GAUSSMIX_THREADS")
      expect_threads_error(gmm_sample(fit, 2), "GAUSSMIX_THREADS")
    })
  }
  with_variable("two", {
    condition <- expect_error(predict(fit), class = "gaussmix_error_argument")
    expect_match(conditionMessage(condition), "\"two\"", fixed = TRUE)
  })
})

test_that("the argument comes before the option, the option before the variable", {
  resolve <- function(threads = NULL) gaussmix:::resolve_threads(threads, NULL)
  with_variable("3", {
    expect_identical(resolve(), 3L)
    with_option(2, {
      expect_identical(resolve(), 2L)
      expect_identical(resolve(4), 4L)
      expect_identical(gmm_fit(faithful, 1, threads = 1)$n, 272L)
    })
    with_option("many", expect_identical(resolve(4L), 4L))
  })
  with_variable("many", with_option(2, expect_identical(resolve(), 2L)))
  with_variable("", with_option(NULL, expect_gte(resolve(), 1L)))
})

test_that("results do not depend on the number of threads", {
  set.seed(1)
  x <- matrix(stats::rnorm(2e5), ncol = 4) + rep(c(0, 3), each = 25000)
  results <- lapply(c(1, 2, 5), function(threads) {
    set.seed(2)
    many <- gmm_fit(x, 3, n_init = 2, max_iter = 5, tol = 0, threads = threads)
    set.seed(3)
    list(
      coef(many), many$log_likelihood, many$trace, predict(many, type = "prob", threads = threads),
      predict(many, type = "log_density", threads = threads), gmm_sample(many, 5000, threads)
    )
  })
  expect_identical(results[[2]], results[[1]])
  expect_identical(results[[3]], results[[1]])
})

test_that("forked children fit after threaded fits in their parent", {
  skip_on_cran()
  skip_on_os("windows")
  set.seed(1)
  x <- matrix(stats::rnorm(4e5), ncol = 4)
  one_fit <- function(i, threads = NULL) {
    start <- rep_len(1:2, 1e5)
    gmm_fit(x, 2, start = start, max_iter = 3, tol = 0, threads = threads)$log_likelihood
  }
  wanted <- one_fit(0, threads = 2)
  # A deadlock would wait for ever: a child has thirty seconds.
  collect <- function(job) {
    deadline <- Sys.time() + 30
    repeat {
      result <- parallel::mccollect(job, wait = FALSE, timeout = 1)
      if (!is.null(result) || Sys.time() > deadline) break
    }
    if (is.null(result)) tools::pskill(job$pid, tools::SIGKILL)
    result[[1]]
  }
  for (threads in list(NULL, 2)) {
    jobs <- lapply(1:2, function(i) parallel::mcparallel(one_fit(i, threads)))
    expect_identical(lapply(jobs, collect), list(wanted, wanted))
  }
  expect_identical(unlist(parallel::mclapply(1:2, one_fit, mc.cores = 2)), c(wanted, wanted))
  expect_identical(one_fit(0, threads = 2), wanted)
})
