# Runs the R tests against the installed package and closes with the counts.
#
#   Rscript tools/test-package.R [filter]      with a filter, as testthat's
filter <- commandArgs(trailingOnly = TRUE)
results <- as.data.frame(testthat::test_dir(
  "tests/testthat",
  package = "gaussmix", load_package = "installed",
  filter = if (length(filter) > 0) filter[1],
  reporter = testthat::check_reporter(), stop_on_failure = FALSE
))
failed <- sum(results$failed) + sum(results$error)
skipped <- sum(results$skipped)
passed <- sum(results$nb) - sum(results$failed) - skipped
cat(passed, " passed, ", failed, " failed, ", skipped, " skipped\n", sep = "")
quit(status = as.integer(failed > 0 || passed == 0))
