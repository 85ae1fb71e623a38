# Tasks one after the other or in forked processes, with progress and interrupts.

# Runs tasks here or in forked processes; after an interrupt, gives those that are
# finished. Results are named by the numbers of their tasks.
run_tasks <- function(tasks, workers, tick, call) {
  forks <- workers > 1 && length(tasks) > 1 && .Platform$OS.type == "unix"
  done <- new.env(parent = emptyenv())
  done$results <- vector("list", length(tasks))
  done$finished <- logical(length(tasks))
  finish <- function(i, value) {
    if (inherits(value, "error")) {
      value$call <- call
      stop(value)
    }
    done$results[[i]] <- value
    done$finished[i] <- TRUE
    tick(done$finished)
  }
  tryCatch(
    if (forks) run_forked(tasks, workers, finish) else run_here(tasks, finish),
    interrupt = function(e) NULL,
    finally = tick(NULL)
  )
  names <- if (is.null(names(tasks))) seq_along(tasks) else names(tasks)
  stats::setNames(done$results, names)[done$finished]
}

run_here <- function(tasks, finish) {
  for (i in seq_along(tasks)) {
    finish(i, tryCatch(tasks[[i]](), gaussmix_error = identity))
  }
}

run_forked <- function(tasks, workers, finish) {
  jobs <- list()
  on.exit(for (job in jobs) tools::pskill(job$pid))
  waiting <- seq_along(tasks)
  while (length(waiting) > 0 || length(jobs) > 0) {
    while (length(waiting) > 0 && length(jobs) < workers) {
      i <- waiting[1]
      jobs[[as.character(i)]] <- parallel::mcparallel(
        tryCatch(tasks[[i]](), error = identity), mc.set.seed = FALSE, silent = FALSE
      )
      waiting <- waiting[-1]
    }
    # That a process ended without a result is told in its row.
    came <- suppressWarnings(parallel::mccollect(jobs, wait = FALSE, timeout = 0.2))
    for (pid in names(came)) {
      i <- names(jobs)[vapply(jobs, function(job) job$pid == as.integer(pid), logical(1))]
      jobs[[i]] <- NULL
      value <- came[[pid]]
      finish(as.integer(i), if (is.null(value)) list(reason = "its process ended") else value)
    }
  }
}

# A line on the terminal that is written over, once the work has taken two seconds.
# Work is counted in components.
show_progress <- function(wanted, work) {
  started <- proc.time()[["elapsed"]]
  shown <- FALSE
  function(finished) {
    elapsed <- proc.time()[["elapsed"]] - started
    if (is.null(finished)) {
      if (shown) cat("\r", strrep(" ", 60), "\r", sep = "", file = stderr())
      return(invisible())
    }
    if (!wanted || elapsed < 2) {
      return(invisible())
    }
    left <- elapsed * sum(work[!finished]) / sum(work[finished])
    text <- paste0(
      sum(finished), " of ", counted(length(finished), "fit"), ", about ",
      grouped(ceiling(left)), " s left"
    )
    shown <<- TRUE
    cat("\r", formatC(text, width = -60), sep = "", file = stderr())
  }
}

warn_of_interruption <- function(done, all, call) {
  warn("interrupted", c(
    "The selection was interrupted.",
    x = paste0("Finished are ", done, " of ", counted(all, "fit"), ".")
  ), call)
}
