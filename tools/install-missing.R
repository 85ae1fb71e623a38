# Rscript tools/install-missing.R PACKAGE ... [--if-possible PACKAGE ...]
#
# Installs the R packages that are not there (or are older than DESCRIPTION asks
# for): as Debian's prebuilt r-cran-* where R is Debian's, its library is in use and
# we are root; else from CRAN into the first library that can be written to, or a
# new user library. What follows --if-possible is tried, and told if it fails: the
# tests that need it are skipped.

arguments <- commandArgs(trailingOnly = TRUE)
optional <- arguments[cumsum(arguments == "--if-possible") > 0]
wanted <- setdiff(arguments, "--if-possible")

# The versions that DESCRIPTION asks for, as a named character vector.
required_versions <- function() {
  fields <- read.dcf("DESCRIPTION", c("Imports", "LinkingTo", "Suggests"))
  entries <- trimws(unlist(strsplit(fields[!is.na(fields)], ",")))
  version <- ifelse(grepl("(", entries, fixed = TRUE), gsub(".*>=\\s*|\\).*", "", entries), "0")
  names(version) <- sub("\\s*\\(.*", "", entries)
  version
}

missing_ones <- function(packages) {
  required <- required_versions()
  there <- vapply(packages, function(package) {
    version <- tryCatch(
      as.character(utils::packageVersion(package)),
      error = function(e) NULL
    )
    least <- if (package %in% names(required)) required[[package]] else "0"
    !is.null(version) && utils::compareVersion(version, least) >= 0
  }, logical(1))
  packages[!there]
}

has_apt_packages <- function() {
  identical(Sys.info()[["effective_user"]], "root") && nzchar(Sys.which("apt-get")) &&
    "/usr/lib/R/site-library" %in% normalizePath(.libPaths(), mustWork = FALSE)
}

install_from_debian <- function(packages) {
  names <- paste0("r-cran-", tolower(packages))
  Sys.setenv(DEBIAN_FRONTEND = "noninteractive")
  system2("apt-get", c("update", "-qq"))
  for (name in names) {
    # One at a time: an unknown name would stop them all.
    system2("apt-get", c("install", "-y", "-qq", "--no-install-recommends", name), stdout = FALSE)
  }
}

writable_library <- function() {
  libraries <- .libPaths()
  writable <- libraries[file.access(libraries, 2) == 0 & libraries != .Library]
  if (length(writable) > 0) {
    return(writable[1])
  }
  user <- strsplit(Sys.getenv("R_LIBS_USER"), .Platform$path.sep)[[1]][1]
  if (is.na(user) || user %in% c("", "NULL")) {
    stop("No library can be written to; set R_LIBS_USER to a folder that can.")
  }
  dir.create(user, recursive = TRUE, showWarnings = FALSE)
  .libPaths(c(user, .libPaths()))
  user
}

install_from_cran <- function(packages) {
  repositories <- getOption("repos")
  if (is.null(repositories) || repositories[["CRAN"]] == "@CRAN@") {
    repositories <- c(CRAN = "https://cloud.r-project.org")
  }
  utils::install.packages(
    packages, lib = writable_library(), repos = repositories,
    Ncpus = max(1L, parallel::detectCores(), na.rm = TRUE), quiet = TRUE
  )
}

if (length(missing_ones(wanted)) > 0 && has_apt_packages()) {
  message("Installing from Debian: ", paste(missing_ones(wanted), collapse = ", "))
  install_from_debian(missing_ones(wanted))
}
if (length(missing_ones(wanted)) > 0) {
  message("Installing from CRAN: ", paste(missing_ones(wanted), collapse = ", "))
  tryCatch(
    install_from_cran(missing_ones(wanted)),
    error = function(e) message(conditionMessage(e))
  )
}
left <- missing_ones(wanted)
if (length(left) > 0) {
  message("Not installed: ", paste(left, collapse = ", "))
}
quit(status = as.integer(!all(left %in% optional)))
