# What comes of a call: a value or an error, and the warnings on the way.

# Longer than this for a problem of this size is a hang.
seconds_at_most <- 60

attempt <- function(expr, seconds = seconds_at_most) {
  warnings <- list()
  end <- proc.time()[["elapsed"]] + seconds
  setTimeLimit(elapsed = seconds)
  on.exit(setTimeLimit(elapsed = Inf))
  value <- tryCatch(
    withCallingHandlers(
      expr,
      warning = function(w) {
        warnings <<- c(warnings, list(w))
        tryInvokeRestart("muffleWarning")
      },
      message = function(m) tryInvokeRestart("muffleMessage")
    ),
    error = identity,
    interrupt = function(interrupt) after_interrupt(end)
  )
  failed <- inherits(value, "error")
  list(value = if (!failed) value, error = if (failed) value, warnings = warnings)
}

# The core tells of a time limit by an interrupt. Others are the user's.
after_interrupt <- function(end) {
  if (proc.time()[["elapsed"]] < end) {
    quit(status = 130)
  }
  simpleError("reached elapsed time limit")
}

# What an outcome must never be, as a text, or NULL.
fault_of <- function(outcome) {
  strange <- Filter(function(w) !inherits(w, "gaussmix_warning"), outcome$warnings)
  if (length(strange) > 0) {
    return(paste0("a warning without a class of gaussmix: ", first_line(strange[[1]])))
  }
  error <- outcome$error
  if (is.null(error)) {
    return(NULL)
  }
  if (!inherits(error, "gaussmix_error")) {
    return(paste0("an error without a class of gaussmix: ", first_line(error)))
  }
  if (inherits(error, "gaussmix_error_internal")) {
    return(paste0("an internal error: ", conditionMessage(error)))
  }
}

first_line <- function(condition) {
  paste0(
    strsplit(conditionMessage(condition), "\n")[[1]][1],
    " (", paste(setdiff(class(condition), c("condition", "rlang_error")), collapse = ", "), ")"
  )
}

# The classes of gaussmix that an outcome has: of its error, or of its warnings.
classes_of <- function(outcome) {
  conditions <- c(outcome$warnings, if (!is.null(outcome$error)) list(outcome$error))
  classes <- unlist(lapply(conditions, class))
  sort(unique(grep("^gaussmix_(error|warning)_", classes, value = TRUE)))
}

# Evaluates with a seed of its own, whatever the session's generators are, and leaves
# them as they were.
with_seed <- function(seed, expr) {
  # To choose a kind of generator draws a number.
  before <- get(".Random.seed", envir = globalenv())
  kinds <- RNGkind("Mersenne-Twister", "Inversion", "Rejection")
  on.exit({
    RNGkind(kinds[1], kinds[2], kinds[3])
    assign(".Random.seed", before, envir = globalenv())
  })
  set.seed(seed)
  expr
}
