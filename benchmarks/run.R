# Measures gaussmix and its peers, one after the other in turn, and writes one table per
# kind of measurement to benchmarks/results.
#
#   Rscript benchmarks/run.R [--small] [--rounds=5] [--only=iterations,memory,...]
#
# With --small on fewer rows and columns, with one round unless told, and the tables go to
# the cache. Peers and gaussmix must be installed: run.sh does all of it.

for (part in c("workloads.R", "programs.R", "instruction-sets.R", "machine.R", "options.R")) {
  source(file.path("benchmarks", part))
}

# Two threads wherever nothing else is said.
threads <- 2
# A program this much slower than the fastest peer on a workload leaves after one round.
out_of_the_race <- 5

parse_options <- function(given) {
  small <- "--small" %in% given
  list(
    small = small,
    # What one measurement of time aims at: longer than what disturbs a busy machine.
    seconds = if (small) 0.1 else 1,
    rounds = as.integer(option_value(given, "rounds", if (small) 1 else 5)),
    only = chosen_parts(given, names(parts))
  )
}

shrink <- function(problems, options) if (options$small) small(problems) else problems

prepare <- function(problems, only_start = FALSE) {
  for (problem in rows_of(problems)) {
    write_problem(file.path(cache_folder(), "data"), problem, only_start)
  }
}

# Rows of results: calls `run` for each round and each row of a plan, in turn, and saves
# what there is after every round.
in_rounds <- function(plan, options, file, run, stays = function(results) plan) {
  results <- NULL
  for (round in seq_len(options$rounds)) {
    for (case in rows_of(if (is.null(results)) plan else stays(results))) {
      case$round <- round
      case$value <- run(case)
      message(file, ": ", paste(names(case), unlist(lapply(case, format)), collapse = ", "))
      results <- rbind(results, case)
    }
    save_results(results, file, options)
  }
}

seconds_for <- function(case, options, kernels, threads = 2, instruction_set = NA) {
  measure(
    case$program, "iterate", case, options$seconds, threads, kernels, instruction_set
  )
}

# Every program on every workload that it can fit, with the rate of dgemm among them.
race_plan <- function(options) {
  problems <- shrink(workloads, options)
  prepare(problems)
  entries <- lapply(rows_of(problems), function(problem) {
    cbind(problem[c("workload", "n", "d", "n_components", "type")],
      program = programs_for(problem$type), row.names = NULL
    )
  })
  dgemm <- data.frame(
    workload = "dgemm", n = 4000, d = 0, n_components = 0, type = "-", program = "OpenBLAS"
  )
  rbind(dgemm, do.call(rbind, entries))
}

still_racing <- function(plan, results) {
  peers <- results[!results$program %in% c("gaussmix", "OpenBLAS"), ]
  fastest <- tapply(peers$value, peers$workload, min, na.rm = TRUE)
  last <- aggregate(value ~ workload + program, results, min)
  beaten <- last$workload %in% names(fastest) & last$program != "gaussmix" &
    last$value > out_of_the_race * fastest[last$workload]
  gone <- paste(last$workload, last$program)[beaten]
  there <- paste(results$workload, results$program)[!is.na(results$value)]
  entry <- paste(plan$workload, plan$program)
  plan[entry %in% there & !entry %in% gone, ]
}

run_race <- function(options, kernels) {
  plan <- race_plan(options)
  in_rounds(plan, options, "iterations", function(case) {
    if (case$workload == "dgemm") {
      return(dgemm_rate(threads, kernels))
    }
    seconds_for(case, options, kernels)
  }, function(results) still_racing(plan, results))
}

# Programs that take the start, and gaussmix once for each instruction set.
likelihood_entries <- function(problem) {
  able <- intersect(programs_for(problem$type), programs$program[programs$likelihood])
  if (problem$d > 100) {
    # The others would take minutes for nothing new.
    able <- intersect(able, c("gaussmix", "scikit-learn"))
  }
  sets <- ifelse(able == "gaussmix", list(instruction_sets()), NA)
  cbind(
    problem, program = rep(able, lengths(sets)), instruction_set = unlist(sets),
    row.names = NULL
  )
}

run_likelihood <- function(options, kernels) {
  problems <- shrink(workloads, options)
  prepare(problems)
  plan <- do.call(rbind, lapply(rows_of(problems), likelihood_entries))
  in_rounds(plan, modifyList(options, list(rounds = 1L)), "likelihood", function(case) {
    measure(
      case$program, "likelihood", case, case$parity_iterations, threads, kernels,
      case$instruction_set
    )
  })
}

run_memory <- function(options, kernels) {
  plan <- race_plan(options)
  plan <- plan[plan$workload != "dgemm", ]
  in_rounds(plan, modifyList(options, list(rounds = 1L)), "memory", function(case) {
    measure(case$program, "memory", case, 2, threads, kernels)
  })
}

run_threads <- function(options, kernels) {
  problems <- shrink(workloads[workloads$workload %in% c("W2", "W3", "W7"), ], options)
  prepare(problems)
  dgemm <- transform(problems[1, ], workload = "dgemm", type = "-", d = 0, n_components = 0)
  plan <- merge(rbind(dgemm, problems), data.frame(threads = 1:2))
  plan$program <- ifelse(plan$workload == "dgemm", "OpenBLAS", "gaussmix")
  plan$parity_iterations <- NULL
  in_rounds(plan, options, "threads", function(case) {
    if (case$workload == "dgemm") {
      return(dgemm_rate(case$threads, kernels))
    }
    seconds_for(case, options, kernels, case$threads)
  })
}

run_instruction_sets <- function(options, kernels) {
  problems <- shrink(workloads, options)
  prepare(problems)
  plan <- merge(
    cbind(problems[c("workload", "n", "d", "n_components", "type")], program = "gaussmix"),
    data.frame(instruction_set = instruction_sets())
  )
  in_rounds(plan, options, "instruction-sets", function(case) {
    seconds_for(case, options, kernels, threads, case$instruction_set)
  })
}

run_growth <- function(options, kernels) {
  problems <- shrink(growth, options)
  prepare(problems)
  plan <- cbind(problems, program = "gaussmix")
  in_rounds(plan, options, "growth", function(case) seconds_for(case, options, kernels))
  in_rounds(plan, modifyList(options, list(rounds = 1L)), "growth-memory", function(case) {
    measure("gaussmix", "memory", case, 2, threads, kernels)
  })
}

run_shapes <- function(options, kernels) {
  problems <- shapes
  if (options$small) {
    problems <- problems[problems$n <= 1e5, ]
  }
  prepare(problems)
  plan <- cbind(problems, program = "gaussmix")
  in_rounds(plan, options, "shapes", function(case) seconds_for(case, options, kernels))
}

run_scoring <- function(options, kernels) {
  scored <- shrink(scoring, options)
  drawn <- shrink(sampling, options)
  prepare(scored)
  prepare(drawn, only_start = TRUE)
  plan <- rbind(
    merge(scored, expand.grid(
      task = c("score", "posterior"), program = c("gaussmix", "scikit-learn"),
      stringsAsFactors = FALSE
    )),
    merge(drawn, expand.grid(
      task = "sample", program = c("gaussmix", "Armadillo", "scikit-learn"),
      stringsAsFactors = FALSE
    ))
  )
  in_rounds(plan, options, "scoring", function(case) {
    measure(case$program, case$task, case, 3, threads, kernels)
  })
}

# What an iteration costs with a prior, and of variational Bayes.
run_methods <- function(options, kernels) {
  problems <- shrink(workloads, options)
  prepare(problems)
  tasks <- rbind(
    data.frame(program = "gaussmix", task = c("iterate", "iterate-map", "iterate-bayes")),
    data.frame(program = "scikit-learn", task = "iterate-bayes")
  )
  plan <- merge(problems[c("workload", "n", "d", "n_components", "type")], tasks)
  plan$commit <- commit_of_tree()
  in_rounds(plan, options, "methods", function(case) {
    measure(case$program, case$task, case, options$seconds, threads, kernels)
  })
}

parts <- list(
  iterations = run_race, likelihood = run_likelihood, memory = run_memory,
  threads = run_threads, `instruction-sets` = run_instruction_sets, growth = run_growth,
  shapes = run_shapes, scoring = run_scoring, methods = run_methods
)

options <- parse_options(commandArgs(trailingOnly = TRUE))
# Some machines set the size of a cache that is not theirs.
Sys.unsetenv("OPENBLAS_L2_SIZE")
kernels <- fastest_kernels(threads)
# The description is of a run of all parts.
if (setequal(options$only, names(parts))) {
  save_results(
    describe_machine(file.path(cache_folder(), "library"), kernels), "machine", options
  )
}
for (part in options$only) {
  parts[[part]](options, kernels)
}
