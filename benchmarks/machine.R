# What the numbers were measured on: rows of a name and a value. Read by run.R; guard.R
# asks which processor it is.

first_line <- function(command, arguments) {
  said <- tryCatch(
    suppressWarnings(system2(command, arguments, stdout = TRUE, stderr = FALSE)),
    error = function(e) ""
  )
  c(said, "")[1]
}

# Vendor, family and model tell processors apart, also where the name does not. Others
# than Intel's and AMD's have fields of other names.
processor_fields <- function() {
  file <- "/proc/cpuinfo"
  lines <- if (file.exists(file)) readLines(file)
  c(
    vendor = cpuinfo_field(lines, "vendor_id|CPU implementer"),
    family = cpuinfo_field(lines, "cpu family|CPU architecture"),
    model = cpuinfo_field(lines, "model|CPU part")
  )
}

# Of the first core.
cpuinfo_field <- function(lines, name) {
  pattern <- paste0("^(", name, ")\\s*:\\s*")
  c(sub(pattern, "", grep(pattern, lines, value = TRUE)), "unknown")[1]
}

processor <- function() {
  fields <- processor_fields()
  sprintf(
    "%s (cpu family %s, model %s)", cpuinfo_field(readLines("/proc/cpuinfo"), "model name"),
    fields["family"], fields["model"]
  )
}

commit_of_tree <- function() first_line("git", c("describe", "--always", "--dirty"))

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
    commit = commit_of_tree(),
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
