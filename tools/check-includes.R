# Checks that includes in the C++ core point downwards.
#
#   Rscript tools/check-includes.R [root]
#   Rscript tools/check-includes.R --self-test [root]
#
# The core has floors: a file includes its own directory and lower floors, never a
# higher one and never the other wing of its floor. It includes nothing but itself,
# the standard library and Eigen, so that it compiles and is tested without R. With
# --self-test, violations are planted in a copy, and each must be found.

floors <- c(
  ground = 0, kernels = 1, nouns = 1, pass = 2, covariance = 2, estimators = 3, loop = 4
)

standard_headers <- c(
  "algorithm", "any", "array", "atomic", "bitset", "cassert", "cctype", "cerrno",
  "cfenv", "cfloat", "charconv", "chrono", "cinttypes", "climits", "clocale", "cmath",
  "complex", "condition_variable", "csetjmp", "csignal", "cstdarg", "cstddef",
  "cstdint", "cstdio", "cstdlib", "cstring", "ctime", "cuchar", "cwchar", "cwctype",
  "deque", "exception", "execution", "filesystem", "forward_list", "fstream",
  "functional", "future", "initializer_list", "iomanip", "ios", "iosfwd", "iostream",
  "istream", "iterator", "limits", "list", "locale", "map", "memory",
  "memory_resource", "mutex", "new", "numeric", "optional", "ostream", "queue",
  "random", "ratio", "regex", "scoped_allocator", "set", "shared_mutex", "sstream",
  "stack", "stdexcept", "streambuf", "string", "string_view", "system_error",
  "thread", "tuple", "type_traits", "typeindex", "typeinfo", "unordered_map",
  "unordered_set", "utility", "valarray", "variant", "vector"
)

r_header <- "^(Rcpp.*|R|Rinternals|Rmath|Rdefines|Rversion|Rconfig|R_ext/.*|cpp11.*)(\\.h|\\.hpp)?$"

# Reading ------------------------------------------------------------------------

# A file without its comments; lines keep their numbers.
code_lines <- function(path) {
  text <- paste(readLines(path, warn = FALSE), collapse = "\n")
  # Strings are stepped over first: a comment does not begin inside of one.
  pattern <- "\"(?:\\\\.|[^\"\\\\\n])*\"(*SKIP)(*F)|//[^\n]*|/\\*(?s:.*?)\\*/"
  comments <- gregexpr(pattern, text, perl = TRUE)
  regmatches(text, comments) <- lapply(
    regmatches(text, comments),
    function(comment) gsub("[^\n]+", " ", comment)
  )
  strsplit(text, "\n", fixed = TRUE)[[1]]
}

# One row per include: line, style ("quote", "angle" or "other") and target.
includes_of <- function(path) {
  lines <- code_lines(path)
  directive <- "^\\s*#\\s*(include|include_next|import)\\b\\s*"
  at <- grep(directive, lines, perl = TRUE)
  what <- trimws(sub(directive, "", lines[at], perl = TRUE))
  style <- ifelse(grepl("^\"[^\"]*\"$", what), "quote",
    ifelse(grepl("^<[^>]*>$", what), "angle", "other")
  )
  target <- ifelse(style == "other", what, substring(what, 2, nchar(what) - 1))
  data.frame(line = at, style = style, target = target)
}

cpp_files <- function(directory, recursive = TRUE) {
  list.files(directory,
    pattern = "\\.(h|hh|hpp|hxx|inl|ipp|c|cc|cpp|cxx)$", full.names = TRUE,
    recursive = recursive
  )
}

# `a/b/../c` becomes `a/c`; a path that leaves its root keeps its dots.
simplified <- function(path) {
  kept <- character()
  for (part in strsplit(path, "/", fixed = TRUE)[[1]]) {
    if (part %in% c("", ".")) next
    if (part == ".." && length(kept) > 0 && kept[length(kept)] != "..") {
      kept <- kept[-length(kept)]
    } else {
      kept <- c(kept, part)
    }
  }
  paste(kept, collapse = "/")
}

# Rules --------------------------------------------------------------------------

# What is wrong with one include of a core file; paths are relative to the core.
core_include_problem <- function(file, style, target, core) {
  if (style == "other") {
    return("is neither a quoted nor an angled include")
  }
  if (style == "angle") {
    if (target %in% standard_headers || grepl("^Eigen/", target)) {
      return(NULL)
    }
    if (grepl(r_header, target)) {
      return("brings R into the core")
    }
    if (target == "immintrin.h" && dirname(file) == "kernels") {
      return(NULL)
    }
    return("is neither a standard header nor Eigen")
  }
  if (grepl(r_header, target)) {
    return("brings R into the core")
  }
  to <- simplified(file.path(dirname(file), target))
  if (!file.exists(file.path(core, to)) || grepl("^(\\.\\.|/)", to)) {
    return("is not a file of the core")
  }
  direction_problem(dirname(file), dirname(to))
}

direction_problem <- function(from, to) {
  if (!to %in% names(floors)) {
    return("is a file without a floor")
  }
  if (from == to || floors[[to]] < floors[[from]]) {
    return(NULL)
  }
  if (floors[[to]] == floors[[from]]) {
    return(paste0("goes to the other wing of the floor: ", from, " to ", to))
  }
  paste0("goes up: ", from, " to ", to)
}

violation <- function(file, line, text) {
  if (length(line) == 0) {
    return(character())
  }
  paste0(file, ":", line, ": ", text)
}

check_core_file <- function(file, core) {
  if (!dirname(file) %in% names(floors)) {
    return(violation(file.path("src/core", file), 1, "the file stands on no floor"))
  }
  includes <- includes_of(file.path(core, file))
  unlist(lapply(seq_len(nrow(includes)), function(i) {
    problem <- core_include_problem(file, includes$style[i], includes$target[i], core)
    if (is.null(problem)) {
      return(NULL)
    }
    violation(
      file.path("src/core", file), includes$line[i],
      paste0("include of ", includes$target[i], " ", problem)
    )
  }))
}

# What the two wings must not know, beyond what they must not include. Comments may
# speak of estimators, but covariance structures have nothing to say of rows.
check_words <- function(file, core) {
  path <- file.path(core, file)
  shown <- file.path("src/core", file)
  if (dirname(file) == "pass") {
    word <- "\\b\\w*(estimator|MaximumLikelihood)\\w*\\b"
    at <- grep(word, code_lines(path), ignore.case = TRUE, perl = TRUE)
    return(violation(shown, at, "a pass does not know which estimator is running"))
  }
  if (dirname(file) == "covariance") {
    at <- grep("\\b(Observations|Block)\\b", readLines(path, warn = FALSE), perl = TRUE)
    return(violation(shown, at, "a covariance structure never sees rows"))
  }
  character()
}

# R is for src/*.cpp and src/convert.h alone; the core's tests do without, too.
check_r_headers <- function(root) {
  files <- c(
    setdiff(cpp_files(file.path(root, "src"), recursive = FALSE), c(
      list.files(file.path(root, "src"), "\\.cpp$", full.names = TRUE),
      file.path(root, "src", "convert.h")
    )),
    other_directories(root),
    cpp_files(file.path(root, "tests", "core"))
  )
  unlist(lapply(files, function(path) {
    includes <- includes_of(path)
    at <- grep(r_header, includes$target)
    violation(
      substring(path, nchar(root) + 2), includes$line[at],
      paste0("include of ", includes$target[at], " outside of src/*.cpp and src/convert.h")
    )
  }))
}

# Files in directories of src/ other than the core.
other_directories <- function(root) {
  src <- file.path(root, "src")
  directories <- setdiff(list.dirs(src, recursive = FALSE), file.path(src, "core"))
  unlist(lapply(directories, cpp_files))
}

# The whole check ----------------------------------------------------------------

check_includes <- function(root) {
  core <- file.path(root, "src", "core")
  paths <- cpp_files(core)
  files <- substring(paths, nchar(core) + 2)
  list(
    n_files = length(files),
    n_includes = sum(vapply(paths, function(p) nrow(includes_of(p)), 0L)),
    violations = unlist(c(
      lapply(files, check_core_file, core = core),
      lapply(files, check_words, core = core),
      check_r_headers(root)
    ))
  )
}

report <- function(root) {
  result <- check_includes(root)
  if (result$n_files == 0) {
    stop("no files in ", file.path(root, "src", "core"), call. = FALSE)
  }
  if (length(result$violations) > 0) {
    writeLines(result$violations)
    writeLines(paste(length(result$violations), "violations"))
    return(FALSE)
  }
  cat(result$n_files, " files, ", result$n_includes, " includes: direction holds\n", sep = "")
  TRUE
}

# Self-test ----------------------------------------------------------------------

plant <- function(file, line, found) list(file = file, line = line, found = found)

# A line that is added to a file of the copy, and what must be said of it; "" for
# nothing.
plants <- list(
  plant("src/core/ground/types.h", "#include \"../nouns/plan.h\"", "goes up: ground to nouns"),
  plant("src/core/nouns/plan.h", "#include \"../pass/pass.h\"", "goes up: nouns to pass"),
  plant("src/core/nouns/plan.h", "#include \"../covariance/full.h\"", "goes up: nouns to covariance"),
  plant("src/core/pass/pass.h", "#include \"../covariance/full.h\"", "other wing of the floor: pass to covariance"),
  plant("src/core/covariance/full.h", "#include \"../pass/blocks.h\"", "other wing of the floor: covariance to pass"),
  plant("src/core/pass/pass.h", "#include \"../estimators/ml.h\"", "goes up: pass to estimators"),
  plant("src/core/estimators/ml.h", "#include \"../loop/em.h\"", "goes up: estimators to loop"),
  plant("src/core/ground/types.h", "  #  include  \"../nouns/../loop/em.h\"  // up", "goes up: ground to loop"),
  plant("src/core/loop/em.h", "#include <Rcpp.h>", "brings R into the core"),
  plant("src/core/loop/em.h", "#include <RcppEigen.h>", "brings R into the core"),
  plant("src/core/loop/em.h", "#include<R_ext/Utils.h>", "brings R into the core"),
  plant("src/core/loop/em.h", "#include \"Rmath.h\"", "brings R into the core"),
  plant("src/core/loop/em.h", "#include \"../../convert.h\"", "not a file of the core"),
  plant("src/core/loop/em.h", "#include \"no-such-file.h\"", "not a file of the core"),
  plant("src/core/loop/em.h", "#include \"/usr/include/math.h\"", "not a file of the core"),
  plant("src/core/loop/em.h", "#include <omp.h>", "neither a standard header nor Eigen"),
  plant("src/core/loop/em.h", "#include <unsupported/Eigen/FFT>", "neither a standard header nor Eigen"),
  plant("src/core/loop/em.h", "#include HEADER", "neither a quoted nor an angled include"),
  plant("src/core/loose.h", "#include <vector>", "stands on no floor"),
  plant("src/core/attic/old.h", "#include <vector>", "stands on no floor"),
  plant("src/core/pass/pass.h", "class MaximumLikelihood;", "does not know which estimator"),
  plant("src/core/pass/sink.h", "#include \"estimator-sink.h\"", "does not know which estimator"),
  plant("src/core/covariance/tied.h", "struct Observations;", "never sees rows"),
  plant("src/core/covariance/tied.h", "void f(const Block& block);", "never sees rows"),
  plant("src/planted.h", "#include <Rcpp.h>", "outside of src"),
  plant("src/seam/planted.h", "#include <RcppEigen.h>", "outside of src"),
  plant("tests/core/planted.cpp", "#include <Rinternals.h>", "outside of src"),
  # What is allowed must stay silent.
  plant("src/planted.cpp", "#include <Rcpp.h>", ""),
  plant("src/convert.h", "#include <Rcpp.h>", ""),
  plant("src/core/loop/em.h", "// #include <Rcpp.h>", ""),
  plant("src/core/loop/em.h", "/* #include \"../../convert.h\" */", ""),
  plant("src/core/loop/em.h", "const char* text = \"/*\";  // */", ""),
  plant("src/core/loop/em.h", "#include \"../covariance/full.h\"", ""),
  plant("src/core/loop/em.h", "#include <Eigen/Dense>", ""),
  plant("src/core/pass/pass.h", "#include \"sink.h\"", ""),
  plant("src/core/pass/pass.h", "// What an estimator wants.", "")
)

copy_of <- function(root) {
  copy <- tempfile("includes-")
  for (part in c("src", "tests/core")) {
    dir.create(file.path(copy, dirname(part)), recursive = TRUE, showWarnings = FALSE)
    if (dir.exists(file.path(root, part))) {
      file.copy(file.path(root, part), file.path(copy, dirname(part)), recursive = TRUE)
    }
  }
  copy
}

# The violations in a file of the copy after a line was added to it. The file is put
# back, or taken away if it was not there.
violations_after <- function(copy, file, line) {
  path <- file.path(copy, file)
  before <- if (file.exists(path)) readLines(path, warn = FALSE)
  dir.create(dirname(path), recursive = TRUE, showWarnings = FALSE)
  writeLines(c(before, line), path)
  found <- check_includes(copy)$violations
  if (is.null(before)) unlink(path) else writeLines(before, path)
  found[startsWith(as.character(found), paste0(file, ":"))]
}

is_caught <- function(plant, copy) {
  found <- violations_after(copy, plant$file, plant$line)
  caught <- if (plant$found == "") {
    length(found) == 0
  } else {
    any(grepl(plant$found, found, fixed = TRUE))
  }
  if (!caught) {
    cat("self-test: '", plant$line, "' in ", plant$file, " gave: ",
      if (length(found) == 0) "nothing" else found, "\n",
      sep = ""
    )
  }
  caught
}

self_test <- function(root) {
  copy <- copy_of(root)
  on.exit(unlink(copy, recursive = TRUE))
  clean <- check_includes(copy)$violations
  if (length(clean) > 0) {
    writeLines(c("self-test: the files have violations of their own:", clean))
    return(FALSE)
  }
  caught <- vapply(plants, is_caught, NA, copy = copy)
  wanted <- vapply(plants, function(plant) plant$found != "", NA)
  cat("self-test: ", sum(caught & wanted), " of ", sum(wanted), " violations caught, ",
    sum(caught & !wanted), " of ", sum(!wanted), " harmless lines left alone\n",
    sep = ""
  )
  all(caught)
}

arguments <- commandArgs(trailingOnly = TRUE)
root <- setdiff(arguments, "--self-test")
root <- normalizePath(if (length(root) > 0) root[1] else ".", mustWork = TRUE)
holds <- if ("--self-test" %in% arguments) self_test(root) else report(root)
if (!holds) quit(status = 1)
