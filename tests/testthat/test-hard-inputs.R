# Runs the table of hard inputs: every row of hard-inputs.R is a test.

source(test_path("hard-inputs.R"), local = TRUE)

objects <- hard_objects()

`%||%` <- function(x, y) if (is.null(x)) y else x

# A copy that shares nothing with the objects: what compiled code changes in place would
# change a shared one, too.
without_functions <- function(environment) {
  Filter(Negate(is.function), as.list(environment, sorted = TRUE))
}
before <- unserialize(serialize(without_functions(objects), NULL))

# Whether the generator only went on: the state is one that draws lead to.
only_advanced <- function(from, to) {
  on.exit(assign(".Random.seed", to, envir = globalenv()))
  assign(".Random.seed", from, envir = globalenv())
  for (block in 0:20) {
    state <- get(".Random.seed", envir = globalenv())
    if (identical(state[-2], to[-2]) && (block > 0 || to[2] >= from[2])) {
      return(TRUE)
    }
    stats::runif(624)
  }
  FALSE
}

# Evaluates and looks at what must not have changed.
run <- function(row, handle) {
  set.seed(1)
  seed <- get(".Random.seed", envir = globalenv())
  result <- handle(eval(row$call, new.env(parent = objects)))
  expect_true(only_advanced(seed, get(".Random.seed", envir = globalenv())))
  result
}

refusal <- function(expr) {
  tryCatch(
    {
      expr
      NULL
    },
    condition = identity
  )
}

# The name of the function that the user called.
called <- function(call) {
  sub("^.*::", "", as.character(call[[1]])[1])
}

# Of the processor: what else the machine does is not our time.
cpu_seconds <- function(expr) {
  sum(system.time(expr, gcFirst = FALSE)[c("user.self", "sys.self")])
}

# The best of ten, of which the later ones are run only where they are needed.
least_seconds <- function(row) {
  best <- Inf
  for (i in 1:10) {
    best <- min(best, cpu_seconds(refusal(eval(row$call, new.env(parent = objects)))))
    if (best < 0.05) break
  }
  best
}

expect_refused <- function(row) {
  condition <- run(row, refusal)
  expect_s3_class(condition, row$class)
  expect_s3_class(condition, "gaussmix_error")
  expect_s3_class(condition, "error")
  expect_identical(called(conditionCall(condition)), row$by %||% called(row$call))
  if (row$subject == "gmm_fit.default") {
    call <- match.call(gaussmix:::gmm_fit.default, row$call)
    expect_identical(conditionCall(condition), call)
  }
  text <- conditionMessage(condition)
  name <- row$names %||% if (row$subject != "session" && row$argument != "...") row$argument
  if (!is.null(name)) {
    expect_match(text, paste0("`", name), fixed = TRUE)
  }
  for (part in row$says) {
    expect_match(text, part, fixed = TRUE)
  }
  timed <- identical(Sys.getenv("NOT_CRAN"), "true") && !nzchar(Sys.getenv("GAUSSMIX_INSTRUMENTED"))
  if (!timed) {
    return(invisible())
  }
  expect_lt(least_seconds(row), 0.05)
}

# All numbers in a result, wherever they are.
holds_nan <- function(x) {
  if (is.list(x) && !is.environment(x)) {
    return(any(vapply(unclass(x), holds_nan, NA)))
  }
  is.double(x) && any(is.nan(x))
}

expect_taken <- function(row) {
  warnings <- character()
  result <- run(row, function(expr) {
    withCallingHandlers(expr, warning = function(w) {
      expected <- inherits(w, row$warns %||% "")
      warnings <<- c(warnings, if (expected) row$warns else conditionMessage(w))
      tryInvokeRestart("muffleWarning")
    })
  })
  expect_identical(unique(warnings), as.character(row$warns))
  expect_false(is.null(result))
  # Pictures and layers may hold what they like.
  if (!inherits(result, c("gg", "Layer"))) {
    expect_false(holds_nan(result))
  }
  expect_true(eval(row$gives, list(result = result), objects))
}

for (row in hard_inputs) {
  test_that(paste(row$subject, row$argument, row$kind, row$name, sep = ": "), {
    if (row$kind == "bad") expect_refused(row) else expect_taken(row)
  })
}

test_that("rows have different names", {
  id <- vapply(hard_inputs, function(row) {
    paste(row$subject, row$argument, row$kind, row$name)
  }, "")
  expect_identical(id[duplicated(id)], character())
})

test_that("no row changed what it was given", {
  after <- without_functions(objects)
  for (name in names(before)) {
    expect_identical(!!after[[name]], !!before[[name]], label = name)
  }
})
