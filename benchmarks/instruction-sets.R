# The instruction sets of gaussmix that this processor has, the fastest last. Read by
# run.R and guard.R.
instruction_sets <- function() {
  file <- "/proc/cpuinfo"
  flags <- if (file.exists(file)) grep("^flags", readLines(file), value = TRUE)
  flags <- strsplit(c(flags, "")[1], " ")[[1]]
  c(
    "baseline", if (all(c("avx2", "fma") %in% flags)) "avx2",
    if (all(c("avx512f", "avx512dq") %in% flags)) "avx512"
  )
}
