# The state of R's random numbers, which begin by themselves when first asked for.
random_state <- function() {
  if (!exists(".Random.seed", envir = globalenv(), inherits = FALSE)) {
    stats::runif(1)
  }
  get(".Random.seed", envir = globalenv())
}

set_random_state <- function(state) assign(".Random.seed", state, envir = globalenv())

# Evaluates with a seed of its own, whatever generator the user has chosen, and leaves
# that one as it was.
with_seed <- function(seed, expr) {
  before <- random_state()
  on.exit(set_random_state(before))
  set.seed(seed, "Mersenne-Twister", "Inversion", "Rejection")
  expr
}

# Evaluates and leaves the state as it was, or none where there was none.
without_random_numbers <- function(expr) {
  before <- get0(".Random.seed", globalenv(), inherits = FALSE)
  on.exit(if (is.null(before)) {
    suppressWarnings(rm(".Random.seed", envir = globalenv()))
  } else {
    set_random_state(before)
  })
  expr
}
