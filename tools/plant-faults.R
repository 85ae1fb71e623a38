# Rscript tools/plant-faults.R copy
#
# Plants faults in a copy of the source tree, asleep: the environment variable
# GAUSSMIX_PLANTED_FAULT wakes one by its name. So a single build holds them all, and
# the same program must be silent without and caught with the fault. Prints a line for
# each fault and tool that must catch it: fault, tool, and what the tool says
# (a pattern of grep -E), with tabs between. tools/sanitize-self-test.sh reads them.

# `code` comes before the first line of the file that equals `at`, or `instead` of it.
plant <- function(name, file, at, code, caught, instead = FALSE) {
  list(name = name, file = file, at = at, code = code, caught = caught, instead = instead)
}

# The tools, and what they say of each kind of fault.
everywhere <- function(sanitizer, valgrind) {
  c(core = sanitizer, tour = sanitizer, valgrind = valgrind)
}
sanitized <- function(says) c(core = says, tour = says)

run_over_rows <- "  InOrder<Sink> whole(sink, partials);"

plants <- list(
  plant(
    "overrun", "src/core/pass/row-sinks.cpp",
    "  put(block, block_labels_, labels_);",
    "if (planted(\"overrun\")) labels_[block.first + block.count] = 0;",
    everywhere("heap-buffer-overflow", "Invalid write of size 4")
  ),
  plant(
    "use-after-free", "src/core/pass/run.h", run_over_rows,
    c(
      "std::vector<double> kept(1, 1.0);",
      "const double* first = kept.data();",
      "if (planted(\"use-after-free\")) kept.resize(1000);",
      "if (*first < 0.0) return;"
    ),
    everywhere("heap-use-after-free", "Invalid read of size 8")
  ),
  plant(
    "leak", "src/core/pass/run.h", run_over_rows,
    c(
      "if (planted(\"leak\")) {",
      "  double* volatile lost = new double[100];",
      "  lost[0] = 1.0;",
      "}"
    ),
    c(
      core = "LeakSanitizer: detected memory leaks", tour = "[1-9][0-9]* leaks in gaussmix.so",
      valgrind = "are definitely lost"
    )
  ),
  plant(
    "signed-overflow", "src/core/pass/run.h", run_over_rows,
    c(
      "const int n = static_cast<int>(rows.n_rows());",
      # A comparison with the product would be made without it.
      "if (planted(\"signed-overflow\")) {",
      "  volatile int cells = n * 1000000;",
      "  if (cells == 1) return;",
      "}"
    ),
    sanitized("signed integer overflow")
  ),
  plant(
    "double-to-int", "src/core/pass/run.h", run_over_rows,
    c(
      "const double cells = 1e9 * static_cast<double>(rows.n_rows());",
      "if (planted(\"double-to-int\") && static_cast<int>(cells) == 1) return;"
    ),
    sanitized("outside the range of representable values of type 'int'")
  ),
  # Within the capacity, where the sanitizer of addresses sees nothing.
  plant(
    "vector-index", "src/core/pass/run.h", run_over_rows,
    c(
      "std::vector<double> roomy(8);",
      "roomy.resize(2);",
      "const std::size_t third = planted(\"vector-index\") ? 2 : 1;",
      "if (roomy[third] < 0.0) return;"
    ),
    sanitized("Assertion '__n < this->size\\(\\)' failed")
  ),
  # Likewise of Eigen: R turns its assertions off, -UNDEBUG on.
  plant(
    "matrix-index", "src/core/pass/run.h", run_over_rows,
    c(
      "const Matrix square = Matrix::Zero(4, 4);",
      "const Index row = planted(\"matrix-index\") ? 4 : 3;",
      "if (square(row, 0) < 0.0) return;"
    ),
    sanitized("Assertion .*row >= 0 && row < rows\\(\\)")
  ),
  plant(
    "uninitialised", "src/core/pass/statistics-sink.cpp",
    "  for (std::size_t s = 0; s < result.scatters.size(); ++s) {",
    "if (planted(\"uninitialised\")) result.counts = Vector(n_components);",
    c(valgrind = "(jump or move|Use of) .*uninitialised value")
  ),
  # All threads add to one partial sum.
  plant(
    "shared-sum", "src/core/pass/run.h",
    "                    *desk, part);",
    "                    *desk, planted(\"shared-sum\") ? sink : part);",
    c(thread = "data race"), instead = TRUE
  ),
  # The first block of a task is the last of the one before, too.
  plant(
    "shared-row", "src/core/pass/draw.cpp",
    "    for (Index b = blocks * task / tasks; b < blocks * (task + 1) / tasks; ++b) {",
    c(
      "    const Index more = planted(\"shared-row\") && task + 1 < tasks ? 1 : 0;",
      "    for (Index b = blocks * task / tasks; b < blocks * (task + 1) / tasks + more; ++b) {"
    ),
    c(thread = "data race"), instead = TRUE
  ),
  # The seam to R.
  plant(
    "seam-overread", "src/export-predict.cpp",
    "  const PredictType type = as_predict_type(type_name);",
    "if (planted(\"seam-overread\") && *x.end() == 1e300) Rcpp::stop(\"never\");",
    c(tour = "heap-buffer-overflow", valgrind = "Invalid read of size 8")
  ),
  plant(
    "seam-leak", "src/export-scan.cpp",
    "  double n_bad = 0.0;",
    c(
      "if (planted(\"seam-leak\")) {",
      "  double* volatile lost = new double[100];",
      "  lost[0] = 1.0;",
      "}"
    ),
    c(tour = "[1-9][0-9]* leaks in gaussmix.so", valgrind = "are definitely lost")
  )
)

switch_header <- c(
  "#ifndef GAUSSMIX_CORE_GROUND_PLANTED_H",
  "#define GAUSSMIX_CORE_GROUND_PLANTED_H",
  "#include <cstdlib>",
  "#include <cstring>",
  "inline bool planted(const char* fault) {",
  "  const char* woken = std::getenv(\"GAUSSMIX_PLANTED_FAULT\");",
  "  return woken && std::strcmp(woken, fault) == 0;",
  "}",
  "#endif"
)

plant_switch <- function(copy) {
  ground <- file.path(copy, "src", "core", "ground")
  writeLines(switch_header, file.path(ground, "planted.h"))
  types <- readLines(file.path(ground, "types.h"))
  guard <- grep("^#define", types)[1]
  writeLines(append(types, "#include \"planted.h\"", guard), file.path(ground, "types.h"))
}

# The code has moved on where a plant finds no ground: its line must then be put right.
plant_fault <- function(fault, copy) {
  path <- file.path(copy, fault$file)
  lines <- readLines(path)
  at <- match(fault$at, lines)
  if (is.na(at)) {
    stop("The fault ", fault$name, " finds no line in ", fault$file, " like:\n", fault$at)
  }
  kept <- if (fault$instead) lines[-at] else lines
  writeLines(append(kept, fault$code, at - 1), path)
}

copy <- commandArgs(trailingOnly = TRUE)[1]
plant_switch(copy)
for (fault in plants) {
  plant_fault(fault, copy)
  cat(paste(fault$name, names(fault$caught), fault$caught, sep = "\t"), sep = "\n")
}
