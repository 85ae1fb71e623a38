# Runs the R tests against the installed package, two files at a time, and closes with the
# counts.
#
#   Rscript tools/test-package.R [filter]      with a filter, as testthat's
#   Rscript tools/test-package.R --quick       without the files that take longest

# Patterns of the names of those that take three quarters of the time.
long <- c(
  "attach", "bayes", "degenerate.*", "hard-inputs", "headlines", "instruction-set", "intact",
  "laws-.*", "memory", "plot", "session", "tampered"
)

given <- commandArgs(trailingOnly = TRUE)
filter <- if (length(given) > 0) given[1]
if (identical(filter, "--quick")) filter <- paste0("^(?!(", paste(long, collapse = "|"), ")$)")
Sys.setenv(TESTTHAT_CPUS = Sys.getenv("TESTTHAT_CPUS", "2"))
tests <- testthat::test_dir(
  "tests/testthat",
  package = "gaussmix", load_package = "installed", filter = filter, perl = TRUE,
  reporter = testthat::check_reporter(), stop_on_failure = FALSE
)
results <- as.data.frame(tests)
# That table has no error of a test that a warning comes after.
has_error <- function(test) any(vapply(test$results, inherits, NA, "expectation_error"))
failed <- sum(results$failed) + sum(vapply(tests, has_error, NA))
skipped <- sum(results$skipped)
passed <- sum(results$nb) - sum(results$failed) - skipped
cat(passed, " passed, ", failed, " failed, ", skipped, " skipped\n", sep = "")
quit(status = as.integer(failed > 0 || passed == 0))
