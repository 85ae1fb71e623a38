# What lintr finds in the R code, by the rules of .lintr; status 1 if it finds anything.
#
#   Rscript tools/lint.R [file ...]     the files given, or all

folders <- c("R", "tests/testthat", "tests/fuzz", "tools", "benchmarks", "inst/examples")

assigned_names <- function(file) {
  unlist(lapply(parse(file, keep.source = FALSE), function(expression) {
    if (is.call(expression) && identical(expression[[1]], quote(`<-`))) {
      if (is.name(expression[[2]])) as.character(expression[[2]])
    }
  }))
}

# object_usage_linter looks for the names that a file uses in the file itself, in gaussmix
# if it is installed, and in what is attached. So that nothing need be installed, and as
# scripts source() each other, whatever any of the files defines is attached.
attach_names <- function(files) {
  names <- unique(unlist(lapply(files, assigned_names)))
  known <- lapply(names, function(name) function(...) NULL)
  attach(stats::setNames(known, names), name = "defined in some file", warn.conflicts = FALSE)
  for (package in c("testthat", "generics", "ggplot2", "rlang")) {
    suppressPackageStartupMessages(require(package, character.only = TRUE, quietly = TRUE))
  }
}

lint_all <- function(files) {
  found <- parallel::mclapply(files, lintr::lint, mc.cores = 2, mc.preschedule = FALSE)
  failed <- which(vapply(found, inherits, NA, "try-error"))
  if (length(failed) > 0) stop(files[failed[1]], ": ", found[[failed[1]]], call. = FALSE)
  found
}

all_files <- sort(list.files(folders, "\\.R$", full.names = TRUE))
given <- commandArgs(trailingOnly = TRUE)
files <- if (length(given) > 0) given[endsWith(given, ".R")] else all_files
attach_names(all_files)
found <- lint_all(files)
for (lints in found) print(lints)
n_found <- sum(lengths(found))
cat("lintr:", length(files), "files,", n_found, "finds\n")
if (n_found > 0) quit(status = 1)
