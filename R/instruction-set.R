#' Ask which instructions of the processor run, or choose
#'
#' The loops over the data are compiled several times: for what every processor of a
#' family has, and on x86-64 for AVX2 with FMA and for AVX-512. When the package is
#' loaded, the most that the machine has is taken. A smaller one is worth choosing to
#' compare machines or to look for the cause of a difference: results of two sets agree
#' up to rounding, about 1e-15 relative in one pass, while results of one set are the
#' same bit for bit on any number of threads.
#'
#' The environment variable `GAUSSMIX_INSTRUCTION_SET` chooses when the package is
#' loaded, for example in the workers of a cluster.
#'
#' @param set `NULL` to ask, or one of the sets that the machine has: `"baseline"`,
#'   `"avx2"` or `"avx512"`.
#' @return The set that runs, or that ran before another was chosen (then invisibly);
#'   attribute `available` holds those that the machine has, from the slowest to the
#'   fastest.
#' @section Errors: `gaussmix_error_argument` for a set that the machine does not have.
#'   When the variable names such a set, loading the package gives a
#'   `gaussmix_warning_instruction_set`, and the fastest is taken.
#' @seealso [gmm_fit()] about `threads`.
#' @references Intel Corporation (2023). *Intel 64 and IA-32 architectures software
#'   developer's manual*, volume 1, chapters 14 and 15.
#' @export
#' @examples
#' gmm_instruction_set()
#'
#' # Two sets differ by rounding alone.
#' fit <- gmm_fit(faithful, n_components = 2, start = rep(1:2, 136), max_iter = 5, tol = 0)
#' before <- gmm_instruction_set("baseline")
#' again <- gmm_fit(faithful, n_components = 2, start = rep(1:2, 136), max_iter = 5, tol = 0)
#' gmm_instruction_set(before)
#' fit$log_likelihood - again$log_likelihood
gmm_instruction_set <- function(set = NULL) {
  call <- sys.call()
  available <- available_instruction_sets()
  running <- structure(running_instruction_set(), available = available)
  if (is.null(set)) {
    return(running)
  }
  run_instruction_set(check_choice(set, available, "set", call))
  invisible(running)
}

choose_from_environment <- function() {
  set <- Sys.getenv("GAUSSMIX_INSTRUCTION_SET")
  if (!nzchar(set)) {
    return(invisible())
  }
  available <- available_instruction_sets()
  if (set %in% available) {
    return(run_instruction_set(set))
  }
  warn_of_set(set, available, running_instruction_set())
}

warn_of_set <- function(set, available, running) {
  warn("instruction_set", c(
    paste0(
      "Environment variable `GAUSSMIX_INSTRUCTION_SET` must be one of ",
      enumerate(encodeString(available, quote = "\"")), " on this machine."
    ),
    x = paste0("It is ", describe(set), "."),
    i = paste0("\"", running, "\" runs.")
  ), call = NULL)
}

.onLoad <- function(libname, pkgname) {
  note_session()
  bind_covariance_types(topenv())
  choose_from_environment()
}
