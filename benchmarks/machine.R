# What the numbers were measured on: rows of a name and a value. Read by run.R.

first_line <- function(command, arguments) {
  said <- tryCatch(
    suppressWarnings(system2(command, arguments, stdout = TRUE, stderr = FALSE)),
    error = function(e) ""
  )
  c(said, "")[1]
}

processor <- function() {
  line <- grep("^model name", readLines("/proc/cpuinfo"), value = TRUE)
  family <- grep("^(cpu family|model)\\s*:", readLines("/proc/cpuinfo"), value = TRUE)[1:2]
  numbers <- paste(gsub("\\s*:\\s*", " ", gsub("\\t", "", family)), collapse = ", ")
  paste0(sub(".*: ", "", line[1]), " (", numbers, ")")
}

memory_gigabytes <- function() {
  line <- grep("^MemTotal", readLines("/proc/meminfo"), value = TRUE)
  round(as.numeric(gsub("[^0-9]", "", line)) / 1024^2)
}

debian_version <- function(package) {
  version <- first_line("dpkg-query", c("-W", "-f", shQuote("${Version}"), package))
  if (nzchar(version)) version else "not installed"
}

r_package_version <- function(package, library) {
  tryCatch(
    as.character(packageVersion(package, lib.loc = c(library, .libPaths()))),
    error = function(e) "not installed"
  )
}

# Of the flags that R gives every user, those that decide speed.
stock_flags <- function() {
  flags <- system2(file.path(R.home("bin"), "R"), c("CMD", "config", "CXX17FLAGS"), stdout = TRUE)
  kept <- grep("^-(O|m|f?fast)", strsplit(flags, " ")[[1]], value = TRUE)
  paste(kept, collapse = " ")
}

describe_machine <- function(library, kernels) {
  description <- c(
    processor = processor(),
    cores = parallel::detectCores(),
    `memory, GB` = memory_gigabytes(),
    `instruction sets` = paste(instruction_sets(), collapse = ", "),
    system = first_line("sh", c("-c", shQuote(". /etc/os-release && echo $PRETTY_NAME"))),
    compiler = first_line("g++", "--version"),
    `R flags` = stock_flags(),
    R = as.character(getRversion()),
    gaussmix = r_package_version("gaussmix", library),
    commit = first_line("git", c("describe", "--always", "--dirty")),
    `scikit-learn` = debian_version("python3-sklearn"),
    numpy = debian_version("python3-numpy"),
    Armadillo = debian_version("libarmadillo-dev"),
    mclust = r_package_version("mclust", library),
    ClusterR = r_package_version("ClusterR", library),
    Rmixmod = r_package_version("Rmixmod", library),
    `OpenBLAS (pthread, for all peers)` = debian_version("libopenblas0-pthread"),
    `OpenBLAS kernels` = kernels,
    date = format(Sys.Date())
  )
  data.frame(what = names(description), value = unname(description))
}
