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
# Counted by themselves: the table that testthat makes of them has no error that a warning comes
# after.
of_kind <- function(...) {
  sum(vapply(tests, function(test) {
    sum(vapply(test$results, inherits, NA, paste0("expectation_", c(...))))
  }, numeric(1)))
}
failed <- of_kind("failure", "error")
skipped <- of_kind("skip")
passed <- of_kind("success")
cat(passed, " passed, ", failed, " failed, ", skipped, " skipped\n", sep = "")
quit(status = as.integer(failed > 0 || passed == 0))
