# The state of R's random numbers; NULL before the first of them is asked for.
random_state <- function() get0(".Random.seed", envir = globalenv(), inherits = FALSE)

set_random_state <- function(state) {
  assign(".Random.seed", state, envir = globalenv())
  # R looks at the state, and goes back to the generators that it names.
  RNGkind()
}

# A function that leaves random numbers as they are now.
random_state_keeper <- function() {
  before <- random_state()
  kinds <- RNGkind()
  function() {
    if (!is.null(before)) {
      return(set_random_state(before))
    }
    suppressWarnings(RNGkind(kinds[1], kinds[2], kinds[3]))
    rm(".Random.seed", envir = globalenv())
  }
}

# Evaluates with a seed of its own, whatever generator the user has chosen, and leaves
# that one as it was.
with_seed <- function(seed, expr) {
  leave_as_found <- random_state_keeper()
  on.exit(leave_as_found())
  set_random_state(twister_state(seed))
  expr
}

# Evaluates and leaves the state as it was, or none where there was none.
without_random_numbers <- function(expr) {
  leave_as_found <- random_state_keeper()
  on.exit(leave_as_found())
  expr
}

# set.seed(seed, "Mersenne-Twister", "Inversion", "Rejection") as a state: set.seed() itself
# would drop the second deviate of a pair that "Box-Muller" keeps outside of the state, and
# draw from a generator that the user supplies.
twister_state <- function(seed) {
  n_scrambled <- 50
  numbers <- numeric(625)
  for (i in seq_len(n_scrambled + length(numbers))) {
    seed <- (69069 * seed + 1) %% 2^32
    if (i > n_scrambled) numbers[i - n_scrambled] <- seed
  }
  numbers[1] <- 624
  numbers <- numbers - 2^32 * (numbers >= 2^31)
  # The smallest integer is R's NA.
  numbers[numbers == -2^31] <- NA
  c(10403L, as.integer(numbers))
}

# set.seed(seed) with the generators of the user, and where they allow it without its loss.
seed_generators <- function(seed) {
  state <- random_state()
  is_twister <- !is.null(state) && state[1] %% 100 == 3
  if (is_twister) set_random_state(c(state[1], twister_state(seed)[-1])) else set.seed(seed)
}
