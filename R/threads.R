# How many threads a call uses: the argument, else the option gaussmix.threads,
# else the environment variable GAUSSMIX_THREADS, else what this process may use of
# the machine, but one in a forked child or a worker of a cluster, and at most two
# where R CMD check asks for it.
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
  if (Sys.getpid() != session$pid || session$is_worker) {
    return(1L)
  }
  checked <- tolower(Sys.getenv("_R_CHECK_LIMIT_CORES_"))
  # Machines that check packages, and clusters, limit threads by this variable, too.
  limit <- Sys.getenv("OMP_THREAD_LIMIT")
  limit <- if (nzchar(limit)) suppressWarnings(as.integer(limit)) else NA
  as.integer(max(1, min(
    available_cores(), session$quota, 1024,
    if (nzchar(checked) && checked != "false") 2L, if (!is.na(limit)) limit
  )))
}

# What this process is, found when the package is loaded: a forked child knows itself
# by its number, a worker of a cluster (parallel::makeCluster()) by what it runs.
session <- new.env(parent = emptyenv())

note_session <- function() {
  session$pid <- Sys.getpid()
  session$is_worker <- any(grepl("\\.(work|slave)RSOCK", commandArgs()))
  session$quota <- cgroup_cores()
}

# How many cores' time the control groups of Linux give to this process: that of the
# group and of those around it, whichever is least; Inf without a limit.
cgroup_cores <- function(root = "/sys/fs/cgroup", membership = "/proc/self/cgroup") {
  groups <- tryCatch(suppressWarnings(readLines(membership)), error = function(e) character())
  parts <- regmatches(groups, regexec("^[0-9]+:([^:]*):(.*)$", groups))
  quotas <- unlist(lapply(parts, function(part) {
    if (length(part) < 3) {
      return(NULL)
    }
    if (part[2] == "") {
      return(vapply(groups_around(part[3]), quota_of, 0, root = root))
    }
    if (!"cpu" %in% strsplit(part[2], ",", fixed = TRUE)[[1]]) {
      return(NULL)
    }
    vapply(groups_around(part[3]), quota_of_version_1, 0, root = file.path(root, "cpu"))
  }))
  max(1, floor(min(Inf, quotas)))
}

# "/a/b" and "/a" and "".
groups_around <- function(path) {
  names <- setdiff(strsplit(path, "/", fixed = TRUE)[[1]], "")
  vapply(rev(seq(0, length(names))), function(n) {
    paste0(rep("/", n > 0), paste(names[seq_len(n)], collapse = "/"))
  }, "")
}

# "50000 100000": half a core; "max 100000": no limit.
quota_of <- function(group, root) {
  words <- strsplit(words_of(file.path(paste0(root, group), "cpu.max")), " ", fixed = TRUE)
  share(unlist(words))
}

quota_of_version_1 <- function(group, root) {
  directory <- paste0(root, group)
  share(c(
    words_of(file.path(directory, "cpu.cfs_quota_us")),
    words_of(file.path(directory, "cpu.cfs_period_us"))
  ))
}

words_of <- function(file) {
  tryCatch(suppressWarnings(readLines(file, n = 1)), error = function(e) character())
}

share <- function(quota_and_period) {
  numbers <- suppressWarnings(as.numeric(quota_and_period))
  if (length(numbers) != 2 || anyNA(numbers) || any(numbers <= 0)) {
    return(Inf)
  }
  numbers[1] / numbers[2]
}
