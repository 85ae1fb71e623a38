# Runs the R tests against the installed package and closes with the counts.
results <- as.data.frame(testthat::test_dir(
  "tests/testthat",
  package = "gaussmix", load_package = "installed",
  reporter = testthat::check_reporter(), stop_on_failure = FALSE
))
failed <- sum(results$failed) + sum(results$error)
skipped <- sum(results$skipped)
passed <- sum(results$nb) - sum(results$failed) - skipped
cat(passed, " passed, ", failed, " failed, ", skipped, " skipped\n", sep = "")
quit(status = as.integer(failed > 0 || passed == 0))
