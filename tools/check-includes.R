# Checks that includes in the C++ core point downwards.
#
#   Rscript tools/check-includes.R [root]
#   Rscript tools/check-includes.R --self-test [root]
#
# The core has floors: a file knows its own directory and lower floors, never a higher
# one and never the other wing of its floor; and nothing but the standard library and
# Eigen beside, so that it compiles and is tested without R. g++ says what a file depends
# on, over however many headers. With --self-test, violations are planted in a copy, and
# each must be found.

floors <- c(
  ground = 0, kernels = 1, nouns = 1, match = 1, rows = 2, pass = 3, covariance = 3,
  estimators = 4, starts = 4, em = 5, search = 6, fit = 7
)

# R is for these files directly in src/; RcppExports.cpp asks for gaussmix_types.h.
seam <- "\\.cpp$|^convert(-.*)?\\.h$|^gaussmix_types\\.h$"
r_header <- "^[<\"](Rcpp|R\\.h|R_ext/|Rinternals|Rmath|Rdefines|Rversion|Rconfig|cpp11)"

# Asking g++ ---------------------------------------------------------------------

gxx <- function(...) {
  suppressWarnings(system2("g++", shQuote(c("-w", ...)), stdout = TRUE, stderr = TRUE))
}

eigen <- system.file("include", package = "RcppEigen")

# A rule of make: what the file includes, itself or over others. R is not on g++'s path.
dependency_rule <- function(path, src) {
  gxx("-std=c++17", "-M", "-I", src, "-isystem", eigen, path)
}

# Comments are gone, includes are as they were written.
code_lines <- function(path) gxx("-fpreprocessed", "-dD", "-E", "-P", path)

written_includes <- function(lines) {
  directive <- "^\\s*#\\s*(include|include_next|import)\\b\\s*"
  trimws(sub(directive, "", grep(directive, lines, value = TRUE, perl = TRUE), perl = TRUE))
}

# Rules --------------------------------------------------------------------------

direction_problem <- function(to, from) {
  if (!to %in% names(floors)) {
    paste("depends on a file outside of the core, in", to)
  } else if (from != to && floors[[to]] == floors[[from]]) {
    paste("goes to the other wing of the floor:", from, "to", to)
  } else if (floors[[to]] > floors[[from]]) {
    paste("goes up:", from, "to", to)
  }
}

check_dependencies <- function(path, core) {
  src <- dirname(core)
  rule <- dependency_rule(path, src)
  if (!is.null(attr(rule, "status"))) {
    error <- sub("^.*error: ", "", grep("error: ", rule, value = TRUE)[1])
    return(paste("brings R or something unknown into the core; g++ says:", error))
  }
  # The first word is the target.
  words <- strsplit(paste(sub("\\\\$", "", rule), collapse = " "), " +")[[1]][-1]
  folders <- unique(dirname(normalizePath(words)))
  ours <- folders[startsWith(folders, src)]
  to <- sub("^src/core/", "", substring(ours, nchar(dirname(src)) + 2))
  unlist(lapply(to, direction_problem, from = basename(dirname(path))))
}

# g++ takes whatever this machine has (omp.h, unistd.h) and passes over what is for
# another, so how includes are written is checked as well.
spelling_problem <- function(include, path) {
  if (grepl("^\".*\"$", include)) {
    target <- gsub("\"", "", include)
    is_beside <- file.exists(file.path(dirname(path), target)) && !startsWith(target, "/")
    if (!is_beside) paste(include, "is not a file of the core")
  } else if (include == "<immintrin.h>" && basename(dirname(path)) == "kernels") {
    NULL
  } else if (!grepl("^<([a-z_]+|Eigen/.*)>$", include)) {
    paste(include, "is neither a standard header nor Eigen")
  }
}

# What the two wings must not know, beyond what they must not include.
word_problem <- function(lines, folder) {
  says <- function(word) any(grepl(word, lines, perl = TRUE))
  if (folder == "pass" && says("(?i)estimator|MaximumLikelihood")) {
    "a pass does not know which estimator is running"
  } else if (folder == "covariance" && says("\\b(Rows|Observations|Sample|Block)\\b")) {
    "a covariance structure never sees rows"
  }
}

check_core_file <- function(path, core) {
  folder <- substring(dirname(path), nchar(core) + 2)
  if (!folder %in% names(floors)) {
    return("the file stands on no floor")
  }
  lines <- code_lines(path)
  unlist(c(
    lapply(written_includes(lines), spelling_problem, path = path),
    word_problem(lines, folder),
    check_dependencies(path, core)
  ))
}

check_r_headers <- function(path, src) {
  may <- dirname(path) == src && grepl(seam, basename(path))
  found <- if (!may) grep(r_header, written_includes(code_lines(path)), value = TRUE)
  if (length(found) > 0) paste(found, "is for src/*.cpp and src/convert*.h")
}

# The units that the package and the core's tests compile (src/Makevars) must include
# every file of their floor, and that of the seam every entry point.
check_units <- function(root) {
  src <- file.path(root, "src")
  unit_of <- function(name) file.path(src, paste0("unit-", name, ".cpp"))
  forgotten <- function(unit, files) {
    there <- gsub("\"", "", written_includes(readLines(unit)))
    sprintf("src/%s does not include %s", basename(unit), setdiff(files, there))
  }
  folders <- list.dirs(file.path(src, "core"), full.names = FALSE, recursive = FALSE)
  of_floors <- lapply(folders, function(folder) {
    files <- list.files(file.path(src, "core", folder), "\\.cpp$")
    if (length(files) > 0) forgotten(unit_of(folder), file.path("core", folder, files))
  })
  unlist(c(of_floors, forgotten(unit_of("seam"), list.files(src, "^(convert|export).*\\.cpp$"))))
}

check_file <- function(path, root) {
  core <- file.path(root, "src", "core")
  is_core <- startsWith(path, paste0(core, "/"))
  problems <- if (is_core) check_core_file(path, core) else check_r_headers(path, dirname(core))
  sprintf("%s: %s", substring(path, nchar(root) + 2), problems)
}

report <- function(root) {
  folders <- file.path(root, c("src", "tests/core"))
  files <- list.files(folders, "\\.(h|hpp|c|cc|cpp)$", full.names = TRUE, recursive = TRUE)
  # A fault below shows in all that stands on it, so the lower floors come first.
  files <- files[order(floors[basename(dirname(files))])]
  n_core <- sum(startsWith(files, file.path(root, "src", "core", "")))
  if (n_core == 0) stop("no files in ", file.path(root, "src", "core"), call. = FALSE)
  violations <- unlist(parallel::mclapply(files, check_file, root = root, mc.cores = 2))
  violations <- c(violations, check_units(root))
  if (length(violations) > 0) {
    writeLines(c(violations, paste(length(violations), "violations")))
    return(FALSE)
  }
  n_around <- length(files) - n_core
  cat(n_core, " files of the core, ", n_around, " around it: direction holds\n", sep = "")
  TRUE
}

# Self-test ----------------------------------------------------------------------

plant <- function(file, line, found = NULL) list(file = file, line = line, found = found)

# A line that is added to a file of the copy, and what must be said of it, if anything.
plants <- list(
  plant("src/core/ground/types.h", "#include \"../nouns/plan.h\"", "up: ground to nouns"),
  plant("src/core/nouns/plan.h", "#include \"../kernels/tile.h\"", "wing of the floor: nouns to"),
  plant("src/core/pass/pass.h", "#include \"../covariance/free.h\"", "wing of the floor: pass to"),
  plant("src/core/covariance/free.h", "#include \"../pass/pass.h\"", "floor: covariance to pass"),
  plant("src/core/pass/a.cpp", "#include \"../estimators/ml.h\"", "up: pass to estimators"),
  plant("src/core/estimators/ml.h", "#include \"../em/em.h\"", "up: estimators to em"),
  plant("src/core/ground/types.h", " # include  \"../nouns/../em/em.h\" // up", "to em"),
  plant("src/core/em/em.h", "#include \"../../kernels-baseline.cpp\"", "core, in src"),
  plant("src/core/em/em.h", "#include <Rcpp.h>", "brings R"),
  plant("src/core/em/em.h", "#include <RcppEigen.h>", "brings R"),
  plant("src/core/em/em.h", "#include \"Rmath.h\"", "brings R"),
  plant("src/core/em/em.h", "#include \"../../convert.h\"", "brings R"),
  plant("src/core/em/em.h", "#include \"no-such-file.h\"", "not a file of the core"),
  plant("src/core/em/em.h", "#include \"/usr/include/math.h\"", "not a file of the core"),
  plant("src/core/em/em.h", "#include <omp.h>", "neither a standard header nor Eigen"),
  plant("src/core/em/em.h", "#include <immintrin.h>", "neither a standard header nor Eigen"),
  plant("src/core/em/em.h", "#include <unsupported/Eigen/FFT>", "neither a standard header"),
  plant("src/core/em/em.h", "#include HEADER", "neither a standard header nor Eigen"),
  plant("src/core/loose.h", "#include <vector>", "stands on no floor"),
  plant("src/core/attic/old.cpp", "#include <vector>", "stands on no floor"),
  plant("src/core/pass/pass.h", "class MaximumLikelihood;", "does not know which estimator"),
  plant("src/core/pass/sink.h", "int estimator_count;", "does not know which estimator"),
  plant("src/core/covariance/free.h", "void f(const Block& block);", "never sees rows"),
  plant("src/planted.h", "#include <Rcpp.h>", "is for src/*.cpp"),
  plant("src/seam/planted.cpp", "#include <RcppEigen.h>", "is for src/*.cpp"),
  plant("tests/core/planted.cpp", "#include <Rinternals.h>", "is for src/*.cpp"),
  # What is allowed must stay silent.
  plant("src/planted.cpp", "#include <Rcpp.h>"),
  plant("src/convert-planted.h", "#include <Rcpp.h>"),
  plant("src/core/em/em.h", "/* #include \"../../convert.h\" */"),
  plant("src/core/em/em.h", "const char* text = \"/*\";  // */"),
  plant("src/core/em/em.h", "#include <Eigen/Dense>"),
  plant("src/core/kernels/a.h", "#include <immintrin.h>"),
  plant("src/core/pass/a.cpp", "#include \"pass.h\""),
  plant("src/core/pass/pass.h", "// What an estimator wants."),
  plant("src/core/covariance/free.h", "// Observations are not its business.")
)

# Adds the line to the file, asks, and puts the file back.
is_judged_right <- function(plant, copy) {
  path <- file.path(copy, plant$file)
  before <- if (file.exists(path)) readLines(path)
  dir.create(dirname(path), recursive = TRUE, showWarnings = FALSE)
  writeLines(c(before, plant$line), path)
  found <- check_file(path, copy)
  if (is.null(before)) unlink(path) else writeLines(before, path)
  silent <- length(found) == 0
  right <- if (is.null(plant$found)) silent else any(grepl(plant$found, found, fixed = TRUE))
  if (!right) writeLines(c(paste0(plant$file, ": '", plant$line, "' gave:"), found))
  right
}

self_test <- function(root) {
  copy <- tempfile("includes-")
  dir.create(file.path(copy, "tests", "core"), recursive = TRUE)
  on.exit(unlink(copy, recursive = TRUE))
  file.copy(file.path(root, "src"), copy, recursive = TRUE)
  copy <- normalizePath(copy)
  right <- vapply(plants, is_judged_right, NA, copy = copy)
  harmless <- vapply(plants, function(plant) is.null(plant$found), NA)
  file.create(file.path(copy, "src", c("core/fit/forgotten.cpp", "export-forgotten.cpp")))
  forgotten <- length(check_units(copy))
  cat(
    "self-test:", forgotten, "of 2 forgotten files,",
    sum(right & !harmless), "of", sum(!harmless), "violations caught,",
    sum(right & harmless), "of", sum(harmless), "harmless lines left alone\n"
  )
  all(right) && forgotten == 2
}

arguments <- commandArgs(trailingOnly = TRUE)
root <- setdiff(arguments, "--self-test")
root <- normalizePath(if (length(root) > 0) root[1] else ".", mustWork = TRUE)
holds <- if ("--self-test" %in% arguments) self_test(root) else report(root)
if (!holds) quit(status = 1)
