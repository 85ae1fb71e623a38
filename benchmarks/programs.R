# The programs that are compared, and how one is called. Read by run.R.

programs <- rbind(
  data.frame(
    program = "gaussmix", command = "Rscript", file = "gaussmix.R",
    types = "full tied diag spherical", likelihood = TRUE
  ),
  data.frame(
    program = "scikit-learn", command = "/usr/bin/python3", file = "peer-scikit-learn.py",
    types = "full tied diag spherical", likelihood = TRUE
  ),
  data.frame(
    program = "mclust", command = "Rscript", file = "peer-mclust.R",
    types = "full tied diag spherical", likelihood = TRUE
  ),
  data.frame(
    program = "ClusterR", command = "Rscript", file = "peer-clusterr.R",
    types = "full diag", likelihood = FALSE
  ),
  data.frame(
    program = "Armadillo", command = "peer-armadillo", file = "",
    types = "full diag", likelihood = TRUE
  ),
  data.frame(
    program = "Rmixmod", command = "Rscript", file = "peer-rmixmod.R",
    types = "full tied diag spherical", likelihood = TRUE
  )
)

knows <- function(program, type) {
  type %in% strsplit(programs$types[programs$program == program], " ")[[1]]
}

programs_for <- function(type) Filter(function(program) knows(program, type), programs$program)

# Where data, peers and gaussmix are; nothing in it is committed.
cache_folder <- function() {
  folder <- Sys.getenv("GAUSSMIX_BENCHMARK_CACHE", "build/benchmarks")
  dir.create(file.path(folder, "data"), recursive = TRUE, showWarnings = FALSE)
  normalizePath(folder)
}

# Debian's OpenBLAS, without making it the system's choice.
openblas_libraries <- function() {
  folder <- Sys.glob("/usr/lib/*/openblas-pthread")
  if (length(folder) == 0) {
    stop("OpenBLAS is not here: run benchmarks/install-peers.sh.", call. = FALSE)
  }
  file.path(folder[1], c("libblas.so.3", "liblapack.so.3"))
}

# What a program finds in its environment. gaussmix has no use for a BLAS.
environment_of <- function(program, threads, kernels, instruction_set) {
  c(
    paste0("R_LIBS=", file.path(cache_folder(), "library")),
    paste0(c("OPENBLAS_NUM_THREADS=", "OMP_NUM_THREADS=", "GAUSSMIX_THREADS="), threads),
    if (program != "gaussmix") {
      paste0("LD_PRELOAD=", paste(openblas_libraries(), collapse = ":"))
    },
    if (!is.na(kernels)) paste0("OPENBLAS_CORETYPE=", kernels),
    if (!is.na(instruction_set)) paste0("GAUSSMIX_INSTRUCTION_SET=", instruction_set)
  )
}

command_of <- function(program) {
  row <- programs[programs$program == program, ]
  if (row$file != "") {
    return(c(row$command, file.path("benchmarks", row$file)))
  }
  file.path(cache_folder(), row$command)
}

# Runs a program in a fresh process and returns the number that it prints, or NA.
measure <- function(program, task, problem, amount, threads = 2, kernels = NA,
                    instruction_set = NA) {
  command <- command_of(program)
  stem <- stem_of(file.path(cache_folder(), "data"), problem)
  arguments <- c(
    command[-1], task, stem, format(problem$n, scientific = FALSE), problem$d,
    problem$n_components, problem$type, amount
  )
  errors <- file.path(cache_folder(), "errors")
  said <- tryCatch(
    suppressWarnings(system2(
      command[1], arguments,
      stdout = TRUE, stderr = errors, timeout = 1800,
      env = environment_of(program, threads, kernels, instruction_set)
    )),
    error = function(e) conditionMessage(e)
  )
  number <- suppressWarnings(as.numeric(trimws(tail(said, 1))))
  if (length(number) != 1 || is.na(number)) {
    message("No number from ", paste(c(program, task, problem$type), collapse = " "), ":")
    message(paste(tail(c(said, readLines(errors)), 5), collapse = "\n"))
    return(NA_real_)
  }
  number
}

# GFLOP/s of dgemm for large squares, in a fresh process.
dgemm_rate <- function(threads, kernels, rows = 4000) {
  squares <- data.frame(n = rows, d = 0, n_components = 0, type = "-")
  measure("scikit-learn", "dgemm", squares, 5, threads, kernels)
}

# The kernels of OpenBLAS that are fastest here: what it chooses by itself is wrong for
# processors that are newer than it. Those that the processor cannot run end with NA.
fastest_kernels <- function(threads) {
  candidates <- c("SkylakeX", "Haswell", "Zen")
  rates <- suppressMessages(
    vapply(candidates, function(kernels) dgemm_rate(threads, kernels, 2000), numeric(1))
  )
  message("dgemm, GFLOP/s: ", paste(candidates, round(rates), collapse = ", "))
  candidates[which.max(rates)]
}
