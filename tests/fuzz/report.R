# What is printed of violations.

report_problem <- function(estimator, law, problem, found) {
  cat(
    "\nVIOLATION of \"", law$name, "\" by ", estimator, ", seed ", problem$seed, ":\n  ",
    found, "\nShrunken, ", nrow(problem$base), " x ", ncol(problem$base), ", ",
    problem$n_components, " components; to be tried again: ",
    "Rscript tests/fuzz/run.R 1 0 ", problem$seed, "\n\n",
    sep = ""
  )
  writeLines(c("library(gaussmix)", estimators()[[estimator]]$code(problem)))
}

report_call <- function(call, found, seed) {
  cat("\nVIOLATION by call ", seed, ": ", found, "\n\n", text_of(call), "\n", sep = "")
}

report_counts <- function(counts) {
  columns <- paste0(format(names(counts)), format(counts, width = 8, big.mark = ","))
  rows <- split(columns, ceiling(seq_along(columns) / 4))
  for (row in rows) cat("  ", paste(row, collapse = "   "), "\n", sep = "")
}
