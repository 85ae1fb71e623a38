# Checks that no file of code is too long to be read at one go.
#
#   Rscript tools/check-lengths.R [root]
#   Rscript tools/check-lengths.R --self-test
#
# Some may be longer, each for its reason; one that has become short, or is gone, is to be taken
# off that list. With --self-test files of all kinds are planted in a folder, and each that is
# too long must be found.

longest_file <- 400

folders <- c("R", "src", "tests", "tools", "benchmarks")

is_code <- "[.](R|h|cpp|sh|py)$"

may_be_longer <- c(
  "tests/testthat/hard-inputs.R" = "a table: its rows are looked up, not read"
)

lengths_in <- function(root) {
  files <- unlist(lapply(folders, function(folder) {
    file.path(folder, list.files(file.path(root, folder), is_code, recursive = TRUE))
  }))
  vapply(files, function(file) length(readLines(file.path(root, file), warn = FALSE)), 1L)
}

problems_with <- function(n) {
  long <- names(n)[n > longest_file]
  unknown <- setdiff(long, names(may_be_longer))
  needless <- setdiff(names(may_be_longer), long)
  c(
    sprintf("%s has %d lines, more than %d", unknown, n[unknown], longest_file),
    sprintf("%s may be longer than %d lines and is not", needless, longest_file)
  )
}

report <- function(root) {
  n <- lengths_in(root)
  problems <- problems_with(n)
  writeLines(problems)
  if (length(problems) == 0) {
    cat(
      length(n), " files of code: at most ", longest_file, " lines, but for ",
      length(may_be_longer), " that may have more\n", sep = ""
    )
  }
  length(problems) == 0
}

# Self-test ----------------------------------------------------------------------

# Files and their lengths, and whether that is a fault.
planted <- list(
  list("R/fit.R", 401, TRUE),
  list("R/print.R", 400, FALSE),
  list("src/convert.h", 401, TRUE),
  list("src/core/pass/pass.cpp", 500, TRUE),
  list("src/core/pass/pass.h", 399, FALSE),
  list("tests/core/test-start.cpp", 767, TRUE),
  list("tests/testthat/test-laws.R", 766, TRUE),
  list("tests/testthat/fixtures/rows.csv", 1001, FALSE),
  list("tests/testthat/_snaps/conditions.md", 1936, FALSE),
  list("tests/fuzz/laws.R", 891, TRUE),
  list("tools/tests.sh", 401, TRUE),
  list("benchmarks/page.R", 427, TRUE),
  list("benchmarks/peer.py", 401, TRUE),
  list("vignettes/iris.Rmd", 401, FALSE)
)

plant <- function(root, file, n) {
  path <- file.path(root, file)
  dir.create(dirname(path), recursive = TRUE, showWarnings = FALSE)
  writeLines(rep("", n), path)
}

self_test <- function() {
  root <- tempfile("lengths-")
  on.exit(unlink(root, recursive = TRUE))
  for (exception in names(may_be_longer)) plant(root, exception, longest_file + 1)
  for (one in planted) plant(root, one[[1]], one[[2]])
  said <- problems_with(lengths_in(root))
  is_fault <- vapply(planted, function(one) one[[3]], NA)
  seen <- vapply(planted, function(one) any(startsWith(said, paste(one[[1]], "has"))), NA)
  for (one in planted[seen != is_fault]) writeLines(paste("judged wrongly:", one[[1]]))

  # Neither what is short nor what is gone needs a permission.
  permitted <- any(names(may_be_longer) %in% sub(" .*", "", said))
  needless <- vapply(names(may_be_longer), function(exception) {
    plant(root, exception, longest_file)
    short <- any(startsWith(problems_with(lengths_in(root)), paste(exception, "may")))
    unlink(file.path(root, exception))
    short && any(startsWith(problems_with(lengths_in(root)), paste(exception, "may")))
  }, NA)
  cat(
    "self-test:", sum(seen & is_fault), "of", sum(is_fault), "files that are too long seen,",
    sum(!seen & !is_fault), "of", sum(!is_fault), "others left alone,",
    sum(needless), "of", length(needless), "needless permissions seen\n"
  )
  all(seen == is_fault) && all(needless) && !permitted
}

arguments <- commandArgs(trailingOnly = TRUE)
root <- setdiff(arguments, "--self-test")
root <- if (length(root) > 0) root[1] else "."
holds <- if ("--self-test" %in% arguments) self_test() else report(root)
if (!holds) quit(status = 1)
