# Lines of R/ that the tests run, by covr, and those that they do not. Fails below 98 %.
#
#   Rscript tools/coverage-r.R

# The C++ code is compiled as usual: its lines are counted elsewhere, and tests would take hours.
options(covr.flags = c(CXXFLAGS = ""))
# In one process: counts of others that are killed at their end would be lost.
Sys.setenv(NOT_CRAN = "true", GAUSSMIX_INSTRUMENTED = "true", TESTTHAT_PARALLEL = "FALSE")
coverage <- covr::package_coverage(
  ".",
  type = "tests", line_exclusions = "R/RcppExports.R", quiet = TRUE
)
lines <- covr::tally_coverage(coverage, by = "line")
lines <- lines[grepl("[.]R$", lines$filename), ]
left <- lines[lines$value == 0, ]
for (i in seq_len(nrow(left))) {
  source <- readLines(left$filename[i])[left$line[i]]
  cat(left$filename[i], ":", left$line[i], ": ", trimws(source), "\n", sep = "")
}
share <- mean(lines$value > 0)
cat(sprintf("R: %d of %d lines, %.2f %%\n", sum(lines$value > 0), nrow(lines), 100 * share))
quit(status = as.integer(share < 0.98))
