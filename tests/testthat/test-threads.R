# How many threads a process takes.

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
