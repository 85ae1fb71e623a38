# A fit needs no memory that grows with n beyond the data themselves: no
# responsibilities, no labels, no copies.

# Lines of R that read a field of /proc/self/status, in kB.
reading_status <- c(
  "field <- function(name) {",
  "  line <- grep(paste0('^', name, ':'), readLines('/proc/self/status'), value = TRUE)",
  "  as.numeric(gsub('[^0-9]', '', line))",
  "}"
)

# The numbers that lines of R print after "kB", from a process of its own with the
# package attached.
kilobytes_of <- function(lines) {
  path <- getNamespaceInfo("gaussmix", "path")
  skip_if_not(file.exists(file.path(path, "Meta", "package.rds")), "the package is installed")
  libraries <- unique(c(dirname(path), .libPaths()))
  script <- tempfile(fileext = ".R")
  on.exit(unlink(script))
  attach_package <- c(paste0(".libPaths(", deparse1(libraries), ")"), "library(gaussmix)")
  writeLines(c(attach_package, reading_status, lines), script)
  output <- system2(
    file.path(R.home("bin"), "Rscript"), c("--vanilla", shQuote(script)),
    stdout = TRUE, stderr = TRUE
  )
  as.numeric(strsplit(grep("^kB", output, value = TRUE), " ")[[1]][-1])
}

# Growth in kB of the peak of resident memory while `fit` runs on n x 2 data.
peak_growth <- function(n, fit) {
  numbers <- kilobytes_of(c(
    "start <- list(",
    "  weights = c(0.2, 0.3, 0.5), means = cbind(c(-1, 0, 1), c(0, 1, 0)),",
    "  covariances = array(diag(2), c(2, 2, 3))",
    ")",
    paste("run <- function(x, w)", fit),
    # Once on few rows, so that code is loaded and compiled.
    "set.seed(1)",
    "small <- matrix(rnorm(4000), 2000)",
    "for (i in 1:3) run(small, rep(1, 2000))",
    "invisible(gc())",
    # Without a temporary copy, so that the peak is the data.
    paste0("x <- rnorm(2 * ", format(n, scientific = FALSE), ")"),
    "dim(x) <- c(length(x) / 2, 2)",
    "w <- rep(1, nrow(x))",
    "resident <- field('VmRSS')",
    "before <- field('VmHWM')",
    "fitted <- run(x, w)",
    "cat('\\nkB', before - resident, field('VmHWM') - before, '\\n')"
  ))
  # What lay unused below the peak before the fit could hide as much of it.
  list(hidden = numbers[1], growth = numbers[2])
}

fits <- c(
  "from a given start" = paste(
    "gmm_fit(x, start = start, tol = 0, max_iter = 4, threads = 2)"
  ),
  "from a given start, weighted" = paste(
    "gmm_fit(x, start = start, sample_weight = w, tol = 0, max_iter = 4, threads = 2)"
  ),
  "from default starts" = paste(
    "suppressWarnings(gmm_fit(x, n_components = 3, n_init = 2, max_iter = 5, threads = 2))"
  )
)

for (name in names(fits)) {
  test_that(paste("memory does not grow with n:", name), {
    skip_on_cran()
    skip_if_instrumented()
    skip_if_not(file.exists("/proc/self/status"), "/proc/self/status can be read")
    # 1e6 rows are 16 MB; responsibilities would be 24 MB, labels 4 MB.
    for (n in c(1e5, 1e6)) {
      peak <- peak_growth(n, fits[[name]])
      expect_lt(peak$hidden, 1000)
      expect_lt(peak$growth, 8000)
    }
  })
}

test_that("a thousand fits leave less than 2 MB behind", {
  skip_on_cran()
  skip_if_instrumented()
  skip_if_not(file.exists("/proc/self/status"), "/proc/self/status can be read")
  growth <- kilobytes_of(c(
    "set.seed(1)",
    "rows <- matrix(rnorm(40000), ncol = 4)",
    "species <- as.integer(iris$Species)",
    # From a start, from a search, with threads, one that is refused, and other calls.
    "run <- function(i) {",
    "  fit <- gmm_fit(iris[, 1:4], 3, start = species)",
    "  predict(fit, type = 'prob')",
    "  gmm_sample(fit, 100)",
    "  if (i %% 5 == 0) suppressWarnings(gmm_fit(iris[, 1:4], 2, n_init = 2, max_iter = 5))",
    "  if (i %% 5 == 1) {",
    "    suppressWarnings(gmm_fit(rows, 3, start = rep_len(1:3, 1e4), max_iter = 2, threads = 2))",
    "  }",
    "  if (i %% 5 == 2) try(gmm_fit(iris[, 1:4], 3, start = rep_len(1:4, 150)), silent = TRUE)",
    "}",
    # R itself compiles functions and settles its heap in the first of them.
    "for (i in 1:200) run(i)",
    "invisible(gc())",
    "before <- field('VmRSS')",
    "for (i in 1:1000) run(i)",
    "invisible(gc())",
    "cat('\\nkB', field('VmRSS') - before, '\\n')"
  ))
  expect_lt(growth, 2000)
})
