# Laws of a call: what it leaves as it was, and the same call again, told otherwise.

# The fit's numbers without what tells of the call.
bare <- function(fit) {
  fit$call <- fit$data <- NULL
  fit
}

check_rng <- function(case) {
  before <- get(".Random.seed", envir = globalenv())
  outcome_under(case, case$problem)
  unless(
    identical(get(".Random.seed", envir = globalenv()), before),
    "a given start moves the generator of random numbers"
  )
}

check_inputs <- function(case) {
  problem <- case$problem
  # A copy that shares no memory, of what the fit refers to.
  before <- unserialize(serialize(problem, NULL))
  outcome_under(case, problem)
  unless(identical(problem, before), "the input was changed")
}

check_keep_data <- function(case) {
  without <- outcome_under(case, change(case$problem, keep_data = FALSE))$value
  unless(identical(bare(without), bare(fit_of(case))), "keep_data changes the fit")
}

check_threads <- function(case) {
  for (threads in 2:3) {
    fit <- outcome_under(case, change(case$problem, threads = threads))$value
    if (!identical(bare(fit), bare(fit_of(case)))) {
      return(paste(threads, "threads change the fit"))
    }
  }
}

check_again <- function(case) {
  fit <- outcome_under(case, case$problem)$value
  unless(identical(bare(fit), bare(fit_of(case))), "the same call gives another fit")
}

# A fit as a start goes on from where it was.
check_resumed <- function(case) {
  problem <- case$problem
  fit <- fit_of(case)
  again <- attempt(gmm_fit(
    data_of(problem),
    start = fit, max_iter = 0, reg_covar = problem$reg_covar,
    sample_weight = problem$weights, proportions = problem$proportions, threads = 1,
    na_action = problem$na_action
  ))$value
  first_of(
    unless(inherits(again, "gaussmix"), "a fit is no start"),
    unless(identical(again$means, fit$means), "means"),
    unless(identical(again$covariances, fit$covariances), "covariances"),
    exceeds(likelihood_error(again, fit), slack_of(fit, problem), "log-likelihood")
  )
}
