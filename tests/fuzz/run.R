# Rscript tests/fuzz/run.R [n_problems] [n_calls] [seed]
# Rscript tests/fuzz/run.R --self-test
#
# Laws by fuzzing, on the installed package. Problem i of a run is made from seed + i - 1
# alone, and so is call i, so that `run.R 1 0 SEED` repeats one problem and `run.R 0 1 SEED` one
# call. Without arguments: GAUSSMIX_FUZZ_N problems (1000) and two calls to every five of them;
# GAUSSMIX_FUZZ_SEED is a whole number or "random" (1), GAUSSMIX_FUZZ_HOLES the share of the
# problems that have missing values (0.2). The exit status is 1 if anything is
# violated; each violation is printed with the smallest problem that still has it.
#
#   problems.R    seed -> problem, and problems made of problems
#   holes.R       missing values: where they are, and what is seen
#   estimators.R  the table of estimators; a new one registers there
#   laws.R        the table of laws, with the conditions under which they are true
#   laws-*.R      their checks: of a fit's numbers, its verbs, a call, two fits, a search,
#                 missing values, a selection
#   case.R        a problem under an estimator, and what its fits allow to be asked
#   outcome.R     what comes of a call
#   shrink.R      makes a failing problem smaller
#   invalid.R     seed -> call with invalid arguments
#   report.R      what is printed
#   faults.R      planted faults: what --self-test must see caught

here <- dirname(sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE)[1]))
suppressPackageStartupMessages(library(gaussmix))
parts <- c(
  "outcome", "problems", "holes", "case", "estimators", "laws-fit", "laws-verbs", "laws-call",
  "laws-pairs", "laws-search", "laws-holes", "laws-selection", "laws", "shrink", "invalid",
  "report", "faults"
)
for (file in parts) {
  source(file.path(here, paste0(file, ".R")))
}

# In a session of its own the generator has no state yet, and laws compare it.
set.seed(1)

settings_of <- function(arguments) {
  numbers <- suppressWarnings(as.numeric(arguments))
  if (anyNA(numbers) || length(numbers) > 3) {
    stop("Usage: Rscript tests/fuzz/run.R [n_problems] [n_calls] [seed], or --self-test")
  }
  n_problems <- as.numeric(Sys.getenv("GAUSSMIX_FUZZ_N", "1000"))
  given <- function(i, default) if (length(numbers) >= i) numbers[i] else default
  n_problems <- given(1, n_problems)
  list(
    n_problems = n_problems,
    n_calls = given(2, ceiling(0.4 * n_problems)),
    seed = given(3, seed_of(Sys.getenv("GAUSSMIX_FUZZ_SEED", "1")))
  )
}

seed_of <- function(text) {
  if (text == "random") {
    # Microseconds, and the process for runs that begin together.
    return((as.numeric(Sys.time()) * 1e6 + Sys.getpid() * 7919) %% 2e9 %/% 1)
  }
  as.numeric(text)
}

# Violations of one law are many problems with one cause: these are shrunken.
shrunken_at_most <- 3

run_problems <- function(n, seed, table = estimators()) {
  tried <- stats::setNames(numeric(length(laws)), names(laws))
  violated <- tried
  for (i in seq_len(n)) {
    for (name in names(table)) {
      case <- new_case(problem_for(seed + i - 1, table[[name]]), table[[name]])
      for (law in laws_for(case$problem, table[[name]])) {
        found <- broken(law, case)
        if (identical(found, not_true_here)) next
        tried[law$name] <- tried[law$name] + 1
        if (is.null(found)) next
        violated[law$name] <- violated[law$name] + 1
        if (violated[law$name] <= shrunken_at_most) explain(name, table[[name]], law, case$problem)
      }
    }
    if (i %% 500 == 0) cat("  problem ", i, " of ", n, "\n", sep = "")
  }
  list(tried = tried, violated = violated)
}

is_broken <- function(law, case) is.character(broken(law, case))

explain <- function(name, estimator, law, problem) {
  fails <- function(candidate) is_broken(law, new_case(candidate, estimator))
  small <- shrink(problem, fails)
  report_problem(name, law, small, broken(law, new_case(small, estimator)))
}

run_calls <- function(n, seed, world = call_world()) {
  violated <- character()
  for (i in seq_len(n)) {
    call <- call_of(seed + i - 1)
    found <- broken_call(call, world)
    if (is.null(found)) next
    violated <- c(violated, paste(call$fun, found))
    # The same text from the same function has been shown.
    if (anyDuplicated(violated)) {
      violated <- unique(violated)
      next
    }
    small <- shrink_call(call, function(candidate) !is.null(broken_call(candidate, world)))
    report_call(small, broken_call(small, world), seed + i - 1)
  }
  if (length(violated) > 0) {
    cat("\nThe calls above begin with:\n", call_objects, sep = "")
  }
  length(violated)
}

# Of processor time, children apart: what it takes where nobody else works.
seconds_of <- function(expr) sum(system.time(expr)[1:2])

run <- function(settings) {
  cat("fuzzing with seed ", format(settings$seed, scientific = FALSE), "\n", sep = "")
  seconds <- seconds_of(found <- run_problems(settings$n_problems, settings$seed))
  cat("laws, and the number of problems on which they were tried:\n")
  report_counts(found$tried)
  cat(slow$searches, "searches in regular problems were not there after 1000 iterations\n")
  cat(sprintf(
    "%.0f problems, %.0f checks, %.0f violations, %.0f s of one core (%.0f problems a second)\n",
    settings$n_problems, sum(found$tried), sum(found$violated), seconds,
    settings$n_problems / seconds
  ))
  seconds <- seconds_of(violated <- run_calls(settings$n_calls, settings$seed))
  cat(sprintf(
    "%.0f invalid calls, %.0f kinds of violations, %.0f s of one core\n",
    settings$n_calls, violated, seconds
  ))
  sum(found$violated) + violated == 0
}

arguments <- commandArgs(trailingOnly = TRUE)
holds <- if ("--self-test" %in% arguments) self_test() else run(settings_of(arguments))
if (!holds) quit(status = 1)
