# The user's call, which conditions name and a fit keeps.

# Beside it what a fit keeps of a formula.
caller_of <- function(x, call, name) {
  call[[1]] <- as.name(name)
  if (inherits(x, "gaussmix_variables")) {
    return(list(call = attr(x, "call"), variables = attr(x, "variables")))
  }
  list(call = call, variables = NULL)
}

# do.call() puts the data themselves into the call.
without_data <- function(call) {
  if (!is.language(call$x)) {
    call$x <- quote(x)
  }
  call
}
