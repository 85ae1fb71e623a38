# The caller: the user's call, which conditions name and a fit keeps, and beside it what the fit
# keeps of a formula.

# By the method for tables, which that for formulas has called if `x` are its variables.
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
