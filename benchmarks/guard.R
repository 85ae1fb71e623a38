# Fails if gaussmix has become slower: compares it with a yardstick (guard-yardstick.cpp)
# that is measured in turn with it in the same process, so that only ratios count.
#
#   Rscript benchmarks/guard.R               judges by benchmarks/guard-bounds.csv
#   Rscript benchmarks/guard.R --self-test   plants a slowdown of 2, which must be caught
#   Rscript benchmarks/guard.R --record      writes the bounds of this processor anew, for
#                                            each instruction set that it has
#
# The ratios are a processor's own. One that has no bounds is measured and not judged; only
# the work of the second thread is, as its bound holds anywhere (unless other programs want
# all cores). The self-test records bounds of its own then.
#
# gaussmix and Rcpp must be installed. GAUSSMIX_INSTRUCTION_SET is honoured.

parts <- c("workloads.R", "instruction-sets.R", "machine.R", "measure.R", "fit-from-start.R")
for (part in parts) {
  source(file.path("benchmarks", part))
}
library(gaussmix)

bounds_file <- "benchmarks/guard-bounds.csv"

# As a factor nearer to a slowdown of 2 than to what was recorded: a false alarm stops every
# change, a slowdown that is missed once meets the guard again with the next. Of a processor,
# busy or not, the ratios differ by some percent.
tolerance <- 1.5
# What disturbs a machine that others use only makes a run longer: the shortest of many
# comes near the truth. Where a batch of them is not enough there are more, for so long.
runs_per_batch <- 10
most_seconds <- 80
# Enough for ratios that nothing is judged by.
seconds_without_bounds <- 20

# Small enough to be quick, large enough that a pass is nothing but work. One thread and
# its processor time: what else the machine does hardly counts then.
cases <- rbind(
  data.frame(case = "full, d = 2", n = 1e5, d = 2, n_components = 5, type = "full"),
  data.frame(case = "full, d = 10", n = 2e4, d = 10, n_components = 10, type = "full"),
  data.frame(case = "full, d = 64", n = 4e3, d = 64, n_components = 4, type = "full"),
  data.frame(case = "diag", n = 2e4, d = 10, n_components = 10, type = "diag"),
  data.frame(case = "tied", n = 1e4, d = 32, n_components = 10, type = "tied"),
  data.frame(case = "spherical", n = 4e4, d = 10, n_components = 10, type = "spherical")
)
# Its clock counts in milliseconds.
least_seconds <- 0.05

# Of two threads, R's own does half of the work, more where the other core is busy, and
# all of it if the other thread were lost.
largest_share <- 0.95

instruction_set <- function() {
  forced <- Sys.getenv("GAUSSMIX_INSTRUCTION_SET")
  if (nzchar(forced)) forced else tail(instruction_sets(), 1)
}

processor_seconds <- function(run) {
  begin <- proc.time()
  run()
  sum((proc.time() - begin)[c("user.self", "sys.self")])
}

# How many times something is to be done for a run that is long enough.
times_for <- function(run_seconds) {
  times <- 1
  while (run_seconds(times) < least_seconds) {
    times <- 2 * times
  }
  times
}

prepare_case <- function(case) {
  set.seed(1)
  mixture <- draw_mixture(case$d, case$n_components)
  case <- c(as.list(case), list(
    x = draw_rows(mixture, case$n), start = starting_parameters(mixture), one = Inf, many = Inf
  ))
  case$iterations <- times_for(function(times) fit_seconds(case, times))
  case
}

fit_seconds <- function(case, iterations) {
  processor_seconds(function() {
    fit_from_start(case$x, case$start, case$type, iterations, threads = 1)
  })
}

# A slowdown of 2 is planted by doing every iteration twice.
time_case <- function(case, slowdown) {
  case$one <- min(case$one, fit_seconds(case, 1))
  case$many <- min(case$many, fit_seconds(case, 1 + slowdown * case$iterations))
  case
}

prepare_stick <- function() {
  set.seed(1)
  mixture <- draw_mixture(10, 10)
  stick <- list(
    x = draw_rows(mixture, 20480), means = t(mixture$means),
    factors = rep(solve(mixture$shared), 10), best = Inf
  )
  stick$passes <- times_for(function(times) stick_seconds(stick, times))
  stick
}

stick_seconds <- function(stick, passes) {
  processor_seconds(function() {
    yardstick(stick$x, stick$means, stick$factors, instruction_set(), passes)
  })
}

time_stick <- function(stick) {
  stick$best <- min(stick$best, stick_seconds(stick, stick$passes))
  stick
}

# One after the other in turn, so that a bad moment hits all.
measure_batch <- function(state, slowdown) {
  for (i in seq_len(runs_per_batch)) {
    state$stick <- time_stick(state$stick)
    state$cases <- lapply(state$cases, time_case, slowdown = slowdown)
  }
  state
}

# Seconds of an iteration in those of a pass of the yardstick.
ratios <- function(state) {
  vapply(state$cases, function(case) {
    pass <- state$stick$best / state$stick$passes
    (case$many - case$one) / case$iterations / pass
  }, numeric(1))
}

prepare_all <- function() {
  state <- list(
    cases = lapply(split(cases, seq_len(nrow(cases))), prepare_case),
    stick = prepare_stick()
  )
  names(state$cases) <- cases$case
  state
}

# Measures until all ratios are within their bounds, or long enough.
judge <- function(bounds, slowdown = 1, most = most_seconds) {
  begin <- Sys.time()
  state <- prepare_all()
  repeat {
    state <- measure_batch(state, slowdown)
    ratio <- ratios(state)
    if (all(ratio <= bounds) || difftime(Sys.time(), begin, units = "secs") > most) {
      return(ratio)
    }
  }
}

# No bound is met, so that all the time is used.
measure_for <- function(seconds) judge(bounds = -Inf, most = seconds)

# The part of a fit's processor time that R's own thread had, the smallest of some fits;
# of more of them where it is beyond its bound, which a busy core can do.
# Seconds on the wall would tell less: they depend on what the other core does.
share_of_first_thread <- function(threads) {
  case <- prepare_case(cases[cases$case == "full, d = 10", ])
  share <- 1
  for (batch in 1:4) {
    share <- min(share, replicate(2 * runs_per_batch, share_of_fit(case, threads)))
    if (share <= largest_share) break
  }
  share
}

# Whether other programs want the cores, too: then a second thread may get none.
is_busy <- function() {
  running <- function() {
    Sys.sleep(0.1)
    as.integer(sub("/.*", "", scan("/proc/loadavg", "", quiet = TRUE)[4]))
  }
  # One of those that run is R.
  min(replicate(20, running())) > 1
}

share_of_fit <- function(case, threads) {
  begin <- own_thread_seconds()
  all <- processor_seconds(function() {
    fit_from_start(case$x, case$start, case$type, 2 * case$iterations, threads = threads)
  })
  (own_thread_seconds() - begin) / all
}

own_thread_seconds <- function() scan("/proc/thread-self/schedstat", quiet = TRUE)[1] / 1e9

print_share <- function(share) {
  cat(sprintf(
    "%-14s %7.3f of the work is the first thread's, bound    %.2f  %s\n", "two threads",
    share, largest_share, ifelse(share <= largest_share, "ok", "ALONE")
  ))
}

read_recorded <- function(file) {
  # A model may be a hexadecimal number, with zeros before it.
  names <- c(vendor = "character", family = "character", model = "character")
  read.csv(file, colClasses = names)
}

# Those of a processor with the instruction set in use; NULL where it has none.
read_bounds <- function(processor = processor_fields()) {
  recorded <- read_recorded(bounds_file)
  recorded <- recorded[
    is_of(recorded, processor) & recorded$instruction_set == instruction_set(),
  ]
  if (nrow(recorded) == 0) {
    return(NULL)
  }
  missing <- setdiff(cases$case, recorded$case)
  if (length(missing) > 0) {
    stop("No bound of ", instruction_set(), " for ", missing[1], ": see --record.", call. = FALSE)
  }
  tolerance * recorded$ratio[match(cases$case, recorded$case)]
}

is_of <- function(recorded, processor) {
  recorded$vendor == processor["vendor"] & recorded$family == processor["family"] &
    recorded$model == processor["model"]
}

print_ratios <- function(ratio, bounds) {
  cat(sprintf(
    "%-14s %7.3f of the yardstick, bound %7.3f  %s\n",
    names(ratio), ratio, bounds, ifelse(ratio <= bounds, "ok", "SLOWER")
  ), sep = "")
}

print_without_bounds <- function(ratio) {
  cat(sprintf("%-14s %7.3f of the yardstick\n", names(ratio), ratio), sep = "")
  cat(
    "There are no bounds for this processor and instruction set, so nothing is judged by",
    "these ratios. To record them from a version that is known to be fast:",
    "  sh tools/benchmark-guard.sh --record",
    sep = "\n"
  )
}

print_machine <- function() {
  cat("Processor: ", processor(), ", instruction set: ", instruction_set(), "\n", sep = "")
}

guard <- function(bounds) {
  print_machine()
  ratio <- if (is.null(bounds)) measure_for(seconds_without_bounds) else judge(bounds)
  if (is.null(bounds)) print_without_bounds(ratio) else print_ratios(ratio, bounds)
  share <- share_of_first_thread(threads = 2)
  print_share(share)
  alone <- share > largest_share
  if (alone && is_busy()) {
    cat("Other programs want the cores, too: the second thread is not judged.\n")
    alone <- FALSE
  }
  if (any(ratio > bounds) || alone) {
    stop("gaussmix has become slower.", call. = FALSE)
  }
}

self_test <- function() {
  if (!is.null(read_bounds(c(vendor = "nobody", family = "0", model = "0")))) {
    stop("A processor that nobody has recorded has bounds.", call. = FALSE)
  }
  bounds <- read_bounds()
  if (is.null(bounds)) {
    cat("No bounds for this processor: they are recorded for this test.\n")
    bounds <- tolerance * measure_for(most_seconds)
  }
  guard(bounds)
  cat("With every iteration done twice, and with one thread in the place of two:\n")
  ratio <- judge(bounds, slowdown = 2)
  print_ratios(ratio, bounds)
  share <- share_of_first_thread(threads = 1)
  print_share(share)
  missed <- c(names(ratio)[ratio <= bounds], if (share <= largest_share) "two threads")
  cat(
    "self-test: ", length(ratio) + 1, " slowdowns to catch, ", length(missed), " missed\n",
    sep = ""
  )
  if (length(missed) > 0) {
    stop("The guard missed a slowdown of 2: ", paste(missed, collapse = ", "), ".", call. = FALSE)
  }
}

# In a process of its own for each instruction set: gaussmix chooses when it is loaded.
record_all <- function() {
  rows <- lapply(instruction_sets(), function(set) {
    output <- tempfile()
    system2("Rscript", c("benchmarks/guard.R", paste0("--record=", output)),
      env = paste0("GAUSSMIX_INSTRUCTION_SET=", set)
    )
    read_recorded(output)
  })
  recorded <- read_recorded(bounds_file)
  others <- recorded[!is_of(recorded, processor_fields()), ]
  write.csv(rbind(others, do.call(rbind, rows)), bounds_file, row.names = FALSE)
}

record_one <- function(output) {
  print_machine()
  ratio <- measure_for(most_seconds)
  cat(sprintf("%-14s %7.3f of the yardstick\n", names(ratio), ratio), sep = "")
  rows <- data.frame(
    as.list(processor_fields()),
    instruction_set = instruction_set(), case = names(ratio), ratio = signif(ratio, 3)
  )
  write.csv(rows, output, row.names = FALSE)
}

option <- c(commandArgs(trailingOnly = TRUE), "")[1]
if (option == "--record") {
  record_all()
} else {
  Rcpp::sourceCpp("benchmarks/guard-yardstick.cpp")
  switch(sub("=.*", "", option),
    `--record` = record_one(sub("^[^=]*=", "", option)),
    `--self-test` = self_test(),
    guard(read_bounds())
  )
}
