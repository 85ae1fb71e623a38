# R CMD check of a tarball by rcmdcheck, which fails for errors, warnings and notes but for
# those that say nothing about the package.
#
#   Rscript tools/check-package.R TARBALL FOLDER [argument of R CMD check ...]

known <- c(
  "^checking CRAN incoming feasibility", # a new submission
  "^checking for future file timestamps", # no network for the time
  "^checking HTML version of manual", # no HTML Tidy
  # Optional packages of the tests that could not be installed.
  "^checking package dependencies .*suggested but not available",
  # Where an index cannot be reached, with no finding.
  "^checking for unstated dependencies(?!.*not declared from).*unable to access index"
)

given <- commandArgs(trailingOnly = TRUE)
dir.create(given[2], showWarnings = FALSE, recursive = TRUE)
result <- rcmdcheck::rcmdcheck(
  given[1],
  args = given[-(1:2)], check_dir = given[2], error_on = "never", quiet = TRUE
)
says_nothing <- function(found) {
  text <- gsub("\\s+", " ", found)
  any(vapply(known, grepl, NA, x = text, perl = TRUE))
}
found <- c(result$warnings, result$notes)
bad <- c(result$errors, found[!vapply(found, says_nothing, NA)])
cat(result$stdout, sep = "\n")
cat(length(bad), "of", length(found) + length(result$errors), "findings of R CMD check count\n")
writeLines(as.character(bad))
quit(status = as.integer(length(bad) > 0 || result$status != 0))
