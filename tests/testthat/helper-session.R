# R sessions of their own, with the packages of this one.

# Writes lines of R to a script that finds the packages of this session.
script_of <- function(lines) {
  skip_on_cran()
  installed <- system.file(package = "gaussmix", lib.loc = .libPaths())
  skip_if(!nzchar(installed) || !dir.exists(file.path(installed, "Meta")), "not installed")
  script <- tempfile(fileext = ".R")
  libraries <- paste0(".libPaths(", paste(deparse(.libPaths()), collapse = ""), ")")
  writeLines(c(libraries, lines), script)
  script
}

run_session <- function(script, ...) {
  rscript <- file.path(R.home("bin"), "Rscript")
  suppressWarnings(system2(rscript, c("--vanilla", shQuote(script)), ...))
}

# What lines of R print in a session of their own.
in_new_session <- function(lines) {
  script <- script_of(lines)
  on.exit(unlink(script))
  run_session(script, stdout = TRUE, stderr = TRUE)
}
