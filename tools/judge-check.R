# Rscript tools/judge-check.R 00check.log
#
# Fails unless every check is OK, but for notes that say nothing about the package.
known_notes <- c(
  "CRAN incoming feasibility", # a new submission
  "for future file timestamps", # no network for the time
  "HTML version of manual" # no HTML Tidy
)

log <- readLines(commandArgs(trailingOnly = TRUE)[1])
verdict <- regmatches(log, regexec("^\\* checking (.*) \\.\\.\\..*?(ERROR|WARNING|NOTE)$", log))
verdict <- Filter(length, verdict)
# The verdict of a check with output stands on a line of its own after its title.
title <- NULL
for (line in log) {
  if (grepl("^\\* checking ", line)) {
    title <- sub("^\\* checking (.*) \\.\\.\\..*$", "\\1", line)
  }
  if (grepl("^\\s*(ERROR|WARNING|NOTE)\\s*$", line)) {
    verdict <- c(verdict, list(c(line, title, trimws(line))))
  }
}
# Where Bioconductor cannot be reached, its warning stands there without a finding.
unreached <- any(grepl("unable to access index", log)) && !any(grepl("not declared from", log))
# Optional packages of the tests that could not be installed.
unavailable <- any(grepl("^Packages? suggested but not available", log))
bad <- Filter(function(v) {
  if (unreached && startsWith(v[2], "for unstated dependencies")) {
    return(FALSE)
  }
  if (unavailable && v[3] == "NOTE" && v[2] == "package dependencies") {
    return(FALSE)
  }
  v[3] != "NOTE" || !any(startsWith(v[2], known_notes))
}, verdict)
for (v in bad) cat("Not clean: ", v[3], " in ", v[2], "\n", sep = "")
if (!any(grepl("^Status:", log))) {
  bad <- c(bad, "no status")
  cat("The check did not end.\n")
}
cat(if (length(bad) > 0) "R CMD check is not clean.\n" else "R CMD check is clean.\n")
quit(status = as.integer(length(bad) > 0))
