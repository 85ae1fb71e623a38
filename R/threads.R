# How many threads a call uses: the argument, else the option gaussmix.threads,
# else the environment variable GAUSSMIX_THREADS, else what the machine has, but
# one in a forked child and at most two where R CMD check asks for it.
resolve_threads <- function(threads, call) {
  if (!is.null(threads)) {
    return(as.integer(check_count(threads, "threads", call, max = 1024)))
  }
  set <- getOption("gaussmix.threads")
  if (!is.null(set)) {
    return(as.integer(check_count(set, "options(gaussmix.threads)", call, max = 1024)))
  }
  set <- Sys.getenv("GAUSSMIX_THREADS")
  if (nzchar(set)) {
    number <- suppressWarnings(as.numeric(set))
    count <- check_count(if (is.na(number)) set else number, "GAUSSMIX_THREADS", call, max = 1024)
    return(as.integer(count))
  }
  if (Sys.getpid() != session$pid) {
    return(1L)
  }
  cores <- available_cores()
  checked <- tolower(Sys.getenv("_R_CHECK_LIMIT_CORES_"))
  # Machines that check packages, and clusters, limit threads by this variable, too.
  limit <- suppressWarnings(as.integer(Sys.getenv("OMP_THREAD_LIMIT")))
  min(cores, if (nzchar(checked) && checked != "false") 2L, if (!is.na(limit)) max(limit, 1L))
}

# Set when the package is loaded, so that a forked child knows itself as one.
session <- new.env(parent = emptyenv())

.onLoad <- function(libname, pkgname) {
  session$pid <- Sys.getpid()
}
