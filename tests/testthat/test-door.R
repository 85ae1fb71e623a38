# What comes through the door of gmm_fit(), and what does not. A case gives the
# arguments of one call, the condition class, and what the message must say: the
# argument, what was given, and where it helps the cure.

big <- local({
  set.seed(1)
  matrix(rnorm(1e5), ncol = 4)
})

cells <- function(...) {
  x <- big
  values <- list(...)
  for (i in seq_along(values)) x[2 + i, 1 + i] <- values[[i]]
  x
}

frame <- function(...) data.frame(a = big[, 1], ...)

n <- nrow(big)
labels <- rep(1:3, 20)
some <- big[1:60, ] + 6 * labels
means <- rowsum(some, labels) / 20
whole <- array(diag(4), c(4, 4, 3))
replaced <- function(x, i, value) {
  x[i] <- value
  x
}

case <- function(name, what, says, ..., x = big, n_components = 3) {
  list(
    name = name, class = paste0("gaussmix_error_", what), says = says,
    given = list(x = x, n_components = n_components, ...)
  )
}

# The same, where x or n_components are not given at all.
partial_case <- function(name, what, says, ...) {
  list(name = name, class = paste0("gaussmix_error_", what), says = says, given = list(...))
}

data_cases <- list(
  case("NA", "data", c("`x`", "row 3, column 2 (NA)", "na_action"), x = cells(NA)),
  case("NaN", "data", c("`x`", "row 3, column 2 (NaN)"), x = cells(NaN)),
  case("Inf", "data", c("`x`", "row 3, column 2 (Inf)"), x = cells(Inf)),
  case("-Inf", "data", c("`x`", "row 3, column 2 (-Inf)"), x = cells(-Inf)),
  case("several", "data",
    c("Found 3", "row 3, column 2 (NA)", "row 4, column 3 (Inf)", "row 5, column 4 (NaN)"),
    x = cells(NA, Inf, NaN)
  ),
  case("named column", "data", "row 3, `b` (NA)", x = frame(b = cells(NA)[, 2])),
  case("column of NA", "data", c("Found 25,000", "row 5, column 2 (NA)"),
    x = cbind(big[, 1], NA)
  ),
  case("character matrix", "data", c("`x`", "numeric", "25000 x 4", "character"),
    x = matrix("a", n, 4)
  ),
  case("character vector", "data", c("`x`", "\"a\""), x = "a"),
  case("complex", "data", c("`x`", "complex"), x = big + 0i),
  case("raw", "data", c("`x`", "raw"), x = matrix(raw(n), ncol = 4)),
  case("factor", "data", c("`x`", "factor"), x = factor(rep(1:3, n))),
  case("Date", "data", c("`x`", "Date"), x = as.Date("2024-01-01") + seq_len(n)),
  case("factor column", "data", c("`x`", "`g` (factor)", "Select"),
    x = frame(g = factor(rep_len(1:3, n)))
  ),
  case("iris", "data", "`Species` (factor)", x = iris),
  case("character column", "data", "`g` (character)", x = frame(g = "b")),
  case("Date column", "data", "`g` (Date)", x = frame(g = as.Date("2024-01-01"))),
  case("difftime column", "data", "`g` (difftime)",
    x = frame(g = as.difftime(big[, 1], units = "secs"))
  ),
  case("complex column", "data", "`g` (complex)", x = frame(g = 1i)),
  case("raw column", "data", "`g` (raw)", x = frame(g = raw(n))),
  case("list column", "data", "`g`", x = frame(g = I(as.list(big[, 2])))),
  case("matrix column", "data", "`g` (matrix)",
    x = structure(list(a = big[, 1], g = big[, 2:3]), class = "data.frame", row.names = seq_len(n))
  ),
  case("no rows", "data", c("`x`", "0 rows and 4 columns"), x = big[0, ]),
  case("no columns", "data", c("`x`", "25000 rows and 0 columns"), x = big[, 0]),
  case("no rows in a data frame", "data", "0 rows and 4 columns", x = iris[0, 1:4]),
  case("no columns in a data frame", "data", "150 rows and 0 columns", x = iris[, 0]),
  case("no elements", "data", c("`x`", "0 rows"), x = numeric()),
  case("fewer rows than components", "data", c("`x`", "2 usable rows", "`n_components` is 3"),
    x = big[1:2, ]
  ),
  case("far more components", "data", c("25000 usable rows", "1000000000"), n_components = 1e9),
  case("three dimensions", "data", c("`x`", "50 x 50 x 40"), x = array(1, c(50, 50, 40))),
  case("NULL", "data", c("`x`", "NULL"), x = NULL),
  case("a function", "data", c("`x`", "a function"), x = mean),
  case("a list", "data", c("`x`", "list"), x = as.list(1:10)),
  case("an environment", "data", c("`x`", "environment"), x = new.env()),
  case("a formula of what is not there", "argument", c("`data`", "absent"), x = ~absent),
  partial_case("x left out", "argument", "`x`", n_components = 3),
  case("constant column", "degenerate", c("`x`", "column 4", "Leave", "gmm_control"),
    x = cbind(big[, 1:3], 1)
  ),
  case("constant named column", "degenerate", "`one`", x = frame(one = 1)),
  case("too large", "range", c("`x`", "column 1", "units"), x = big * 1e200),
  case("too close to constant", "range", c("`x`", "column 1", "units"), x = big * 1e-200)
)

component_cases <- lapply(
  list(0, -1, 1.5, NA, NaN, "3", Inf, c(2, 3), 1e10, TRUE, 3i, numeric(), mean, factor(3), list(3)),
  function(k) {
    case(paste("n_components =", deparse(k)[1]), "argument", c("`n_components`", "You gave"),
      n_components = k
    )
  }
)

argument_cases <- c(component_cases, list(
  partial_case("n_components left out", "argument", c("`n_components`", "gmm_select()"), x = big),
  case("max_iter < 0", "argument", c("`max_iter`", "-1"), max_iter = -1),
  case("max_iter fractional", "argument", c("`max_iter`", "1.5"), max_iter = 1.5),
  case("max_iter NA", "argument", c("`max_iter`", "NA"), max_iter = NA),
  case("max_iter infinite", "argument", c("`max_iter`", "Inf"), max_iter = Inf),
  case("tol < 0", "argument", c("`tol`", "-1"), tol = -1),
  case("tol NA", "argument", c("`tol`", "NA"), tol = NA),
  case("tol text", "argument", c("`tol`", "\"a\""), tol = "a"),
  case("n_init 0", "argument", c("`n_init`", "0"), n_init = 0),
  case("reg_covar < 0", "argument", c("`reg_covar`", "-1"), reg_covar = -1),
  case("reg_covar NA", "argument", c("`reg_covar`", "NA"), reg_covar = NA),
  case("covariance type", "argument",
    c(
      "`covariance_type`", "\"round\"", "\"full\" (VVV)", "\"tied\" (EEE)", "\"diag\" (VVI)",
      "\"spherical\" (VII)", "\"tied_diag\" (EEI)", "\"tied_spherical\" (EII)"
    ),
    covariance_type = "round"
  ),
  case("two covariance types", "argument", c("`covariance_type`", "c(\"full\", \"tied\")"),
    covariance_type = c("full", "tied")
  ),
  case("covariance type NA", "argument", c("`covariance_type`", "NA"), covariance_type = NA),
  case("negative weight", "argument", c("`sample_weight`", "weight 7 (-1)"),
    sample_weight = replaced(rep(1, n), 7, -1)
  ),
  case("NA weight", "argument", c("`sample_weight`", "weight 7 (NA)"),
    sample_weight = replaced(rep(1, n), 7, NA)
  ),
  case("infinite weight", "argument", c("`sample_weight`", "weight 7 (Inf)"),
    sample_weight = replaced(rep(1, n), 7, Inf)
  ),
  case("many bad weights", "argument", c("weight 5 (-1)", "25000 in all"),
    sample_weight = rep(-1, n)
  ),
  case("weights all zero", "argument", c("`sample_weight`", "The sum is 0"),
    sample_weight = rep(0, n)
  ),
  case("weights overflow", "argument", c("`sample_weight`", "The sum is Inf"),
    sample_weight = rep(1e308, n)
  ),
  case("three weights", "argument", c("`sample_weight`", "25000", "c(1, 2, 3)"),
    sample_weight = 1:3
  ),
  case("weights too short", "argument", c("`sample_weight`", "25000", "24999"),
    sample_weight = rep(1, n - 1)
  ),
  case("weights as text", "argument", "`sample_weight`", sample_weight = rep("1", n)),
  case("weights as factor", "argument", c("`sample_weight`", "factor"),
    sample_weight = factor(rep(1, n))
  ),
  case("too few rows of positive weight", "data", c("2 usable rows", "`n_components` is 3"),
    sample_weight = c(1, 1, rep(0, n - 2))
  ),
  case("na_action", "argument", c("`na_action`", "\"drop\"", "\"omit\""), na_action = "drop"),
  case("threads", "argument", c("`threads`", "0"), threads = 0),
  case("keep_data", "argument", c("`keep_data`", "NA"), keep_data = NA),
  case("verbose", "argument", c("`verbose`", "\"yes\""), verbose = "yes"),
  case("control", "argument", c("`control`", "gmm_control()"), control = list()),
  case("control tampered with", "argument", c("`control`", "gmm_control()"),
    control = structure(list(reg_covar_scale = "relative"), class = "gmm_control")
  ),
  case("misspelt", "argument", c("`ninit`", "Did you mean `n_init`?"), ninit = 3),
  case("not known", "argument", c("`zzz`", "`n_components`"), zzz = 3)
))

z <- diag(3)[labels, ]
start_case <- function(name, says, start, what = "start", ...) {
  case(paste("start:", name), what, c("`start", says), start = start, x = some, ...)
}
parameters <- function(...) {
  utils::modifyList(list(weights = rep(1 / 3, 3), means = means, covariances = whole), list(...))
}
intact <- gmm_fit(some, start = labels)
broken <- intact
broken$means[2, 3] <- NA

start_cases <- list(
  start_case("unknown word", c("\"best\"", "\"kmeans\""), "best", what = "argument"),
  start_case("two words", c("c(\"kmeans\", \"mixed\")"), c("kmeans", "mixed")),
  start_case("labels as text", c("factor", "length 60"), as.character(labels)),
  start_case("NULL", "NULL", NULL),
  start_case("a function", "a function", mean),
  start_case("TRUE", "TRUE", TRUE),
  start_case("a data frame", "data frame of 60 x 3", as.data.frame(z)),
  start_case("labels too short", c("60", "59"), labels[-1]),
  start_case("label 0", c("whole numbers from 1", "first at position 1"), labels - 1),
  start_case("label 4", "4, first at position 5", replaced(labels, 5, 4)),
  start_case("label 1.5", "1.5", labels / 2),
  start_case("label NA", "NA, first at position 5", replaced(labels, 5, NA)),
  start_case("label Inf", "Inf, first at position 5", replaced(labels, 5, Inf)),
  start_case("label not used", "Without rows: 3", pmin(labels, 2)),
  start_case("factor of two levels", c("2 levels", "`n_components` is 3"), factor(pmin(labels, 2))),
  start_case("level not used", "Without rows: 3", factor(pmin(labels, 2), levels = 1:3)),
  start_case("factor with NA", "NA, first at position 5", replaced(factor(labels), 5, NA)),
  start_case("responsibilities too short", c("60", "59"), z[-1, ]),
  start_case("responsibilities too narrow", c("3", "2"), z[, 1:2]),
  start_case("responsibilities of sum 2", "row 1, with sum 2", 2 * z),
  start_case("responsibilities negative", "row 2", {
    bad <- z
    bad[2, ] <- c(-1, 1, 1)
    bad
  }),
  start_case("responsibilities NA", "row 2, with sum NA", replaced(z, 2, NA)),
  start_case("nobody responsible", "Without any: 3", cbind(rep(0.5, 60), 0.5, 0)),
  start_case("list without names", "no names", unname(parameters())),
  start_case("list without means", c("`means`", "`weights` and `covariances`"), parameters()[-2]),
  start_case("list with more", "`sigma`", parameters(sigma = 1)),
  start_case(
    "weights of sum 1.5", c("$weights`", "sum to 1", "1.5"),
    parameters(weights = rep(0.5, 3))
  ),
  start_case("two mixing weights", "$weights`", parameters(weights = c(0.5, 0.5))),
  start_case("negative mixing weight", "$weights`", parameters(weights = c(-0.5, 0.5, 1))),
  start_case("zero mixing weight", "$weights`", parameters(weights = c(0, 0.5, 0.5))),
  start_case("NA mixing weight", "$weights`", parameters(weights = c(NA, 0.5, 0.5))),
  start_case(
    "mixing weights as text", c("$weights`", "c(\"a\", \"b\", \"c\")"),
    parameters(weights = letters[1:3])
  ),
  start_case("means transposed", c("$means`", "3 x 4", "4 x 3"), parameters(means = t(means))),
  start_case("means as a vector", "$means`", parameters(means = as.vector(means))),
  start_case("NA mean", "$means`", parameters(means = replaced(means, 1, NA))),
  start_case(
    "one covariance", c("$covariances`", "4 x 4 x 3", "a 4 x 4"),
    parameters(covariances = diag(4))
  ),
  start_case("a list of covariances", "$covariances`", parameters(covariances = list(1, 2, 3))),
  start_case("covariances NA", "$covariances`", parameters(covariances = replaced(whole, 1, NA))),
  start_case(
    "not symmetric", c("$covariances`", "symmetric"),
    parameters(covariances = replaced(whole, 2, 0.5))
  ),
  start_case("not positive definite", "positive definite", {
    parameters(covariances = replaced(whole, c(2, 5), 2))
  }),
  start_case(
    "singular", "positive definite",
    parameters(covariances = replaced(whole, c(2, 5), 1))
  ),
  start_case("singular up to rounding", "positive definite", {
    parameters(covariances = replaced(whole, c(2, 5), 1 - 2e-16))
  }),
  start_case("negative definite", "positive definite", parameters(covariances = -whole)),
  start_case("zero", "positive definite", parameters(covariances = 0 * whole)),
  start_case("not normal numbers", "$covariances`", parameters(covariances = 1e-320 * whole)),
  start_case("too far for any density", c("density", "-Inf"),
    parameters(means = means + 1e200),
    max_iter = 0
  ),
  start_case("diag with a negative variance", c("positive definite", "-1"),
    parameters(covariances = matrix(-1, 3, 4)),
    covariance_type = "diag"
  ),
  start_case("diag transposed", c("3 x 4", "4 x 3"), parameters(covariances = matrix(1, 4, 3)),
    covariance_type = "diag"
  ),
  start_case("diag with correlations", "correlations",
    parameters(covariances = replaced(whole, c(2, 5), 0.1)),
    covariance_type = "diag"
  ),
  start_case(
    "tied with different matrices", "share",
    parameters(covariances = replaced(whole, 1, 2)
  ),
    covariance_type = "tied"
  ),
  start_case("spherical with one of 3", "3", parameters(covariances = 1),
    covariance_type = "spherical"
  ),
  start_case("tied_spherical 0", "positive definite", parameters(covariances = 0),
    covariance_type = "tied_spherical"
  ),
  start_case("fit of another type", c("\"full\"", "\"tied\""), intact, covariance_type = "tied"),
  start_case("fit with other components", c("3 components", "2"), intact, n_components = 2),
  start_case("fit with other columns", c("4 columns", "3"), gmm_fit(some[, 1:3], start = labels)),
  start_case("fit tampered with", "`means`", broken, what = "fit")
)
# The last but one is a fit of three columns for data of four.
start_cases[[length(start_cases) - 1]]$says <- c("`start`", "3 columns", "4")

cases <- c(data_cases, argument_cases, start_cases)

# gmm_fit(x = x, ...) with the arguments of a case, in the order of the signature.
user_call <- function(case) {
  arguments <- lapply(names(case$given), as.name)
  call <- as.call(c(quote(gmm_fit), stats::setNames(arguments, names(case$given))))
  match.call(gaussmix:::gmm_fit.default, call)
}

# The condition that a case ends with: a warning on the way counts, too.
refusal <- function(case) {
  environment <- list2env(case$given, parent = globalenv())
  environment$gmm_fit <- gmm_fit
  tryCatch(
    {
      eval(user_call(case), environment)
      NULL
    },
    condition = identity
  )
}

for (case in cases) {
  test_that(paste("refused with a clear error:", case$name), {
    condition <- refusal(case)
    expect_s3_class(condition, case$class)
    expect_s3_class(condition, "gaussmix_error")
    expect_s3_class(condition, "error")
    expect_identical(conditionCall(condition), user_call(case))
    for (part in case$says) {
      expect_match(conditionMessage(condition), part, fixed = TRUE)
    }
  })
}

test_that("the cases have different names", {
  expect_identical(anyDuplicated(vapply(cases, `[[`, "", "name")), 0L)
})

# Of the processor: what else the machine does is not our time.
cpu_seconds <- function(expr) {
  sum(system.time(expr, gcFirst = FALSE)[c("user.self", "sys.self")])
}

test_that("1e5 cells are refused in less than 50 ms", {
  skip_on_cran()
  skip_if_instrumented()
  seconds <- function(case) stats::median(replicate(5, cpu_seconds(refusal(case))))
  times <- vapply(c(data_cases, argument_cases), seconds, 0)
  slow <- vapply(c(data_cases, argument_cases), `[[`, "", "name")[times >= 0.05]
  expect_identical(slow, character())
})

test_that("the arguments may be spliced into the call", {
  skip_on_cran()
  skip_if_instrumented()
  spliced <- function() {
    tryCatch(do.call(gmm_fit, list(big, n_components = 0)), error = identity)
  }
  expect_s3_class(spliced(), "gaussmix_error_argument")
  expect_lt(stats::median(replicate(5, cpu_seconds(spliced()))), 0.05)
})

test_that("the call in an error is the user's, whichever method runs", {
  expect_identical(
    conditionCall(expect_error(gmm_fit(iris, 3))), quote(gmm_fit(x = iris, n_components = 3))
  )
  expect_identical(
    conditionCall(expect_error(gmm_fit(letters, 3))),
    quote(gmm_fit(x = letters, n_components = 3))
  )
  many <- expect_error(sapply(0, function(k) gmm_fit(some, k)))
  expect_identical(conditionCall(many), quote(gmm_fit(x = some, n_components = k)))
})

# Accepted ------------------------------------------------------------------

same_fit <- function(a, b) {
  parts <- c("weights", "covariances", "counts", "log_likelihood", "df", "nobs", "trace")
  expect_identical(unclass(a)[parts], unclass(b)[parts])
  expect_identical(unname(a$means), unname(b$means))
  expect_identical(unname(predict(a)), unname(predict(b)))
  expect_identical(unname(predict(a, type = "prob")), unname(predict(b, type = "prob")))
}

flowers <- unname(as.matrix(iris[, 1:4]))
species <- as.integer(iris$Species)
wanted <- gmm_fit(flowers, 3, start = species)

test_that("whole numbers of any type count components", {
  same_fit(gmm_fit(flowers, 3L, start = species), wanted)
  same_fit(gmm_fit(flowers, start = species), wanted)
})

test_that("tables of any class agree", {
  same_fit(gmm_fit(iris[, 1:4], 3, start = species), wanted)
  same_fit(gmm_fit(as.matrix(iris[, 1:4]), 3, start = species), wanted)
  named <- flowers
  dimnames(named) <- list(paste0("r", 1:150), letters[1:4])
  same_fit(gmm_fit(named, 3, start = species), wanted)
})

test_that("a tibble agrees", {
  skip_if_not_installed("tibble")
  fit <- gmm_fit(tibble::as_tibble(iris[, 1:4]), 3, start = species)
  same_fit(fit, wanted)
  expect_identical(predict(fit, tibble::as_tibble(iris)), predict(wanted))
})

test_that("a data.table agrees", {
  skip_if_not_installed("data.table")
  fit <- gmm_fit(data.table::as.data.table(iris[, 1:4]), 3, start = species)
  same_fit(fit, wanted)
  expect_identical(predict(fit, data.table::as.data.table(iris)), predict(wanted))
})

test_that("integer and logical matrices are used as numbers", {
  whole_numbers <- round(10 * flowers)
  as_integer <- whole_numbers
  storage.mode(as_integer) <- "integer"
  same_fit(gmm_fit(as_integer, 3, start = species), gmm_fit(whole_numbers, 3, start = species))

  set.seed(1)
  bits <- matrix(stats::rbinom(600, 1, 0.5), 150)
  bits_fit <- gmm_fit(bits, 3, covariance_type = "tied_spherical", start = species)
  same_fit(gmm_fit(bits == 1, 3, covariance_type = "tied_spherical", start = species), bits_fit)
})

test_that("one column agrees as a matrix, a data frame, a vector and a time series", {
  one <- flowers[, 3]
  start <- pmin(species, 2)
  wanted <- gmm_fit(matrix(one), 2, start = start)
  same_fit(gmm_fit(one, 2, start = start), wanted)
  same_fit(gmm_fit(data.frame(a = one), 2, start = start), wanted)
  same_fit(gmm_fit(ts(one), 2, start = start), wanted)
  same_fit(gmm_fit(stats::setNames(one, 1:150), 2, start = start), wanted)
  tenfold <- round(10 * one)
  same_fit(gmm_fit(as.integer(tenfold), 2, start = start), gmm_fit(tenfold, 2, start = start))
})

test_that("a series of several columns agrees", {
  same_fit(gmm_fit(ts(flowers), 3, start = species), wanted)
})

test_that("matrices of the package Matrix agree; sparse ones are announced", {
  skip_if_not_installed("Matrix")
  sparse <- Matrix::Matrix(flowers, sparse = TRUE)
  expect_message(fit <- gmm_fit(sparse, 3, start = species), "600 cells")
  same_fit(fit, wanted)
  expect_message(prob <- predict(fit, sparse, type = "prob"), "`newdata` is a sparse matrix")
  expect_identical(unname(prob), unname(predict(wanted, type = "prob")))
  expect_silent(predict(fit))
  dense <- Matrix::Matrix(flowers, sparse = FALSE)
  expect_silent(fit <- gmm_fit(dense, 3, start = species))
  same_fit(fit, wanted)
})

test_that("starts of every form agree", {
  same_fit(gmm_fit(flowers, 3, start = iris$Species), wanted)
  same_fit(gmm_fit(flowers, 3, start = as.double(species)), wanted)
  same_fit(gmm_fit(flowers, 3, start = diag(3)[species, ]), wanted)
  first <- gmm_fit(flowers, 3, start = species, max_iter = 0)
  for (start in list(first, coef(first))) {
    fit <- gmm_fit(flowers, 3, start = start)
    expect_equal(fit$log_likelihood, wanted$log_likelihood, tolerance = 1e-10)
    expect_identical(predict(fit), predict(wanted))
  }
})

test_that("a start with named columns is matched by name", {
  first <- gmm_fit(iris[, 1:4], 3, start = species)
  turned <- gmm_fit(iris[, 4:1], 3, start = first, max_iter = 0)
  expect_equal(turned$log_likelihood, first$log_likelihood, tolerance = 1e-12)
  turned <- gmm_fit(iris[, 4:1], 3, start = coef(first), max_iter = 0)
  expect_equal(turned$log_likelihood, first$log_likelihood, tolerance = 1e-12)
})

# Missing values ------------------------------------------------------------

holes <- local({
  x <- iris[, 1:4]
  x[3, 2] <- NA
  x[60, 1] <- Inf
  x[61, 1] <- -Inf
  x[140, 4] <- NaN
  x
})
gone <- c(3L, 60L, 61L, 140L)
weights <- rep(1:3, 50)

test_that("rows left out do not count, whatever the action", {
  rest <- gmm_fit(flowers[-gone, ], 3, start = species[-gone], sample_weight = weights[-gone])
  for (action in c("omit", "exclude")) {
    fit <- gmm_fit(holes, 3, start = species, sample_weight = weights, na_action = action)
    parts <- c("weights", "covariances", "counts", "log_likelihood", "nobs", "n")
    expect_identical(unclass(fit)[parts], unclass(rest)[parts])
    expect_identical(unname(fit$means), unname(rest$means))
    expect_identical(fit$omitted, gone)
    expect_identical(nobs(fit), sum(weights[-gone]) + 0)
  }
  z <- diag(3)[species, ]
  z[gone, ] <- NA
  labels <- replace(species, gone, NA)
  for (start in list(z, labels)) {
    fit <- gmm_fit(holes, 3, start = start, sample_weight = weights, na_action = "omit")
    expect_equal(fit$log_likelihood, rest$log_likelihood, tolerance = 1e-12)
  }
})

test_that("after \"omit\" results are shorter and say which rows are there", {
  fit <- gmm_fit(holes, 3, start = species, na_action = "omit")
  there <- setdiff(1:150, gone)
  expect_length(predict(fit), 146)
  expect_named(predict(fit), as.character(there))
  for (type in c("density", "log_density", "uncertainty")) {
    expect_named(predict(fit, type = type), as.character(there))
  }
  for (type in c("prob", "component_log_density")) {
    names <- list(as.character(there), c("1", "2", "3"))
    expect_identical(dimnames(predict(fit, type = type)), names)
  }
  expect_identical(unname(predict(fit)), predict(fit, holes[there, ]))

  named <- as.matrix(holes)
  rownames(named) <- paste0("r", 1:150)
  fit <- gmm_fit(named, 3, start = species, na_action = "omit")
  expect_named(predict(fit), paste0("r", there))
})

test_that("after \"exclude\" results keep the places of the rows", {
  fit <- gmm_fit(holes, 3, start = species, na_action = "exclude")
  rest <- gmm_fit(holes, 3, start = species, na_action = "omit")
  for (type in c("class", "density", "log_density", "uncertainty")) {
    all <- predict(fit, type = type)
    expect_length(all, 150)
    expect_null(names(all))
    expect_identical(which(is.na(all)), gone)
    expect_identical(all[-gone], unname(predict(rest, type = type)))
  }
  for (type in c("prob", "component_log_density")) {
    all <- predict(fit, type = type)
    expect_identical(dimnames(all), list(NULL, c("1", "2", "3")))
    expect_identical(which(rowSums(is.na(all)) == 3), gone)
    expect_identical(unname(all[-gone, ]), unname(predict(rest, type = type)))
  }
  expect_identical(levels(predict(fit)), c("1", "2", "3"))
})

test_that("an action without missing rows changes nothing", {
  for (action in c("omit", "exclude")) {
    fit <- gmm_fit(flowers, 3, start = species, na_action = action)
    same_fit(fit, wanted)
    expect_null(names(predict(fit)))
    expect_identical(fit$omitted, integer())
  }
})

test_that("a vector may have missing values, too", {
  minutes <- c(NA, faithful$waiting, Inf)
  fit <- gmm_fit(minutes, 2, na_action = "exclude", start = 1 + (minutes < 67))
  expect_identical(which(is.na(predict(fit))), c(1L, 274L))
})

test_that("a column without values is named", {
  for (action in c("omit", "exclude")) {
    condition <- expect_error(
      gmm_fit(cbind(a = flowers[, 1], b = NA), 2, na_action = action),
      class = "gaussmix_error_data"
    )
    expect_match(conditionMessage(condition), "150", fixed = TRUE)
    expect_match(conditionMessage(condition), "`b`", fixed = TRUE)
  }
})

test_that("a column without a name among others is told by its number", {
  x <- cbind(as.matrix(iris[, 1:4]), iris$Petal.Width)
  x[3, 5] <- NA
  expect_error(gmm_fit(x, 2), "row 3, column 5 (NA)", fixed = TRUE)
  x[, 5] <- 1
  expect_error(gmm_fit(x, 2), "Constant: column 5.", fixed = TRUE)
})

test_that("too few rows may be left", {
  few <- flowers[1:4, ]
  few[1:2, 1] <- NA
  condition <- expect_error(gmm_fit(few, 3, na_action = "omit"), class = "gaussmix_error_data")
  expect_match(conditionMessage(condition), "2 usable rows", fixed = TRUE)
  condition <- expect_error(
    gmm_fit(holes, 3, na_action = "omit", sample_weight = replace(rep(0, 150), gone, 1)),
    class = "gaussmix_error_argument"
  )
  expect_match(conditionMessage(condition), "`sample_weight`", fixed = TRUE)
})

test_that("a column may become constant when rows leave", {
  x <- cbind(flowers[, 1], c(NA, rep(1, 149)), flowers[, 3])
  x[2, 1] <- Inf
  x[2, 2] <- 5
  condition <- expect_error(gmm_fit(x, 2, na_action = "omit"), class = "gaussmix_error_degenerate")
  expect_match(conditionMessage(condition), "column 2", fixed = TRUE)
})

test_that("a data.table that changes in place does not change a fit", {
  skip_if_not_installed("data.table")
  d <- data.table::as.data.table(iris[, 1:4])
  fit <- gmm_fit(d, start = iris$Species)
  before <- predict(fit, type = "log_density")
  data.table::set(d, i = 1L, j = 2L, value = 77)
  expect_identical(predict(fit, type = "log_density"), before)
})
