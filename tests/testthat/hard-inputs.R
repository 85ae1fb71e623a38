# The table of hard inputs: what must be refused, and what at the edge must be taken.
# test-hard-inputs.R runs every row, tools/check-hard-inputs.R says which functions and
# arguments have too few.
#
#   about(function or method, argument, rows)
#   bad(name, class of the error, what its message must say, call)
#   edge(name, call, what must be true of the result, warns = class of its warning)
#
# Messages must also name the argument; `names` says which, if not that of the row. The
# error must be raised for the function that is called; `by` says which, if not the
# outermost one.
# Reading the table evaluates no call: objects in calls are those of hard_objects().

about <- function(subject, argument, ...) {
  lapply(list(...), function(row) c(row, subject = subject, argument = argument))
}

bad <- function(name, what, says, call, names = NULL, by = NULL) {
  list(
    kind = "bad", name = name, class = paste0("gaussmix_error_", what), says = says,
    call = substitute(call), names = names, by = by
  )
}

edge <- function(name, call, gives, warns = NULL) {
  list(
    kind = "edge", name = name, call = substitute(call), gives = substitute(gives),
    warns = warns
  )
}

# What the calls are about. `x` has 1e5 cells, `small` little.
hard_objects <- function() {
  set.seed(1)
  x <- matrix(stats::rnorm(1e5), ncol = 4)
  n <- nrow(x)
  cells <- function(...) {
    values <- list(...)
    for (i in seq_along(values)) x[2 + i, 1 + i] <- values[[i]]
    x
  }
  frame <- function(...) data.frame(a = x[, 1], ...)
  labels <- rep_len(1:3, n)
  columns <- structure(x, dimnames = list(NULL, letters[1:4]))
  table_of_columns <- as.data.frame(columns)
  replaced <- function(x, i, value) {
    x[i] <- value
    x
  }
  # As the package bit64 makes them.
  integer64 <- function(x) structure(x * 2^-1074, class = "integer64")
  with_column <- function(value) {
    table_of_columns$g <- value
    table_of_columns
  }

  groups <- rep(1:3, 20)
  noise <- matrix(stats::rnorm(240), 60)
  small <- x[1:60, ] + 6 * groups
  holes <- small
  holes[c(5, 130)] <- NA
  means <- rowsum(small, groups) / 20
  unit <- array(diag(4), c(4, 4, 3))
  z <- diag(3)[groups, ]
  z_whole <- array(as.integer(z), dim(z))
  z_negative <- z
  z_negative[2, ] <- c(-1, 1, 1)
  parameters <- function(...) {
    utils::modifyList(list(weights = rep(1 / 3, 3), means = means, covariances = unit), list(...))
  }
  named_start <- list(
    weights = 1, means = rbind(c(a = 0, b = 0)), covariances = diag(2)
  )
  halves <- 1 + (faithful$waiting < 67)
  named <- function(...) stats::setNames(faithful, c(...))
  absolute <- gmm_control(reg_covar_scale = "absolute")

  fit <- gmm_fit(table_of_columns, 3, start = labels, tol = 0, max_iter = 3)
  unnamed_fit <- gmm_fit(x, 3, start = labels, tol = 0, max_iter = 3)
  small_fit <- gmm_fit(small, 3, start = groups)
  holes_fit <- gmm_fit(holes, 3, start = groups, na_action = "omit")
  tied_fit <- gmm_fit(small, 3, "tied", start = groups)
  narrow_fit <- gmm_fit(small[, 1:3], 3, start = groups)
  vector_fit <- gmm_fit(faithful$waiting, 2, start = halves)
  one_fit <- gmm_fit(small, 1)
  bayes_fit <- gmm_bayes(small, 3, start = groups)
  # The formula must not hold on to this function's objects.
  variables <- stats::as.formula("~ a + b", globalenv())
  formula_fit <- gmm_fit(variables, table_of_columns, 3, start = labels, tol = 0, max_iter = 3)
  bare_fit <- gmm_fit(small, 3, start = groups, keep_data = FALSE)
  broken <- small_fit
  broken$means[2, 3] <- NA
  damaged <- function(part, value) {
    fit[part] <- list(value)
    fit
  }
  model <- gmm_model(c(0.3, 0.7), c(0, 5), c(1, 4), "spherical")
  selection <- gmm_select(small, 1:2, c("full", "tied"), n_init = 2)
  nothing <- selection[0]
  hollow <- function(part, value = NULL) {
    selection[part] <- list(value)
    selection
  }
  with_threads <- function(option, variable, expr) {
    old <- options(gaussmix.threads = option)
    set <- Sys.getenv("GAUSSMIX_THREADS", NA)
    on.exit({
      options(old)
      if (is.na(set)) Sys.unsetenv("GAUSSMIX_THREADS") else Sys.setenv(GAUSSMIX_THREADS = set)
    })
    Sys.setenv(GAUSSMIX_THREADS = variable)
    expr
  }

  # What edges give.
  is_fit <- function(fit, n_components, d) {
    inherits(fit, "gaussmix") && fit$n_components == n_components && fit$d == d &&
      all(is.finite(unlist(coef(fit)))) && is.finite(logLik(fit)) &&
      (is.null(fit$data) || !anyNA(predict(fit)))
  }
  is_near <- function(a, b) abs(a - b) < 1e-12 * abs(b)
  is_drawn <- function(picture) {
    grDevices::pdf(NULL)
    on.exit(grDevices::dev.off())
    inherits(picture, "ggplot") && inherits(ggplot2::ggplotGrob(picture), "gtable")
  }
  is_layer <- function(layer) {
    inherits(layer, "Layer") && is_drawn(ggplot2::ggplot() + layer)
  }
  are_labels <- function(result, n, n_components = 3) {
    is.factor(result) && length(result) == n && nlevels(result) == n_components && !anyNA(result)
  }
  on_no_device <- function(expr) {
    grDevices::pdf(NULL)
    on.exit(grDevices::dev.off())
    expr
  }
  printed <- function(x, ...) utils::capture.output(print(x, ...))
  environment()
}

hard_inputs <- c(
  about("gmm_fit.default", "x",
    bad("NA", "data", c("row 3, column 2 (NA)", "na_action"), gmm_fit(cells(NA), 3)),
    bad("NaN", "data", "row 3, column 2 (NaN)", gmm_fit(cells(NaN), 3)),
    bad("Inf", "data", "row 3, column 2 (Inf)", gmm_fit(cells(Inf), 3)),
    bad("-Inf", "data", "row 3, column 2 (-Inf)", gmm_fit(cells(-Inf), 3)),
    bad("several", "data", c("Found 3", "row 3, column 2 (NA)",
      "row 4, column 3 (Inf)", "row 5, column 4 (NaN)"),
      gmm_fit(cells(NA, Inf, NaN), 3)),
    bad("named column", "data", "row 3, `b` (NA)", gmm_fit(frame(b = cells(NA)[, 2]), 3)),
    bad("column of NA", "data", c("Found 25,000", "row 5, column 2 (NA)"),
      gmm_fit(cbind(x[, 1], NA), 3)),
    bad("character matrix", "data", c("numeric", "25000 x 4", "character"),
      gmm_fit(matrix("a", n, 4), 3)),
    bad("character vector", "data", "\"a\"", gmm_fit("a", 3)),
    bad("complex", "data", "complex", gmm_fit(x + 0i, 3)),
    bad("raw", "data", "raw", gmm_fit(matrix(raw(n), ncol = 4), 3)),
    bad("factor", "data", "factor", gmm_fit(factor(rep(1:3, n)), 3)),
    bad("Date", "data", "Date", gmm_fit(as.Date("2024-01-01") + seq_len(n), 3)),
    bad("factor column", "data", c("`g` (factor)", "Select"),
      gmm_fit(frame(g = factor(rep_len(1:3, n))), 3)),
    bad("iris", "data", "`Species` (factor)", gmm_fit(iris, 3)),
    bad("character column", "data", "`g` (character)", gmm_fit(frame(g = "b"), 3)),
    bad("Date column", "data", "`g` (Date)", gmm_fit(frame(g = as.Date("2024-01-01")), 3)),
    bad("difftime column", "data", "`g` (difftime)",
      gmm_fit(frame(g = as.difftime(x[, 1], units = "secs")), 3)),
    bad("complex column", "data", "`g` (complex)", gmm_fit(frame(g = 1i), 3)),
    bad("raw column", "data", "`g` (raw)", gmm_fit(frame(g = raw(n)), 3)),
    bad("list column", "data", "`g`", gmm_fit(frame(g = I(as.list(x[, 2]))), 3)),
    bad("matrix column", "data", "`g` (matrix)",
      gmm_fit(with_column(x[, 2:3]), 3)),
    bad("no rows", "data", "0 rows and 4 columns", gmm_fit(x[0, ], 3)),
    bad("no columns", "data", "25000 rows and 0 columns", gmm_fit(x[, 0], 3)),
    bad("no rows in a data frame", "data", "0 rows and 4 columns", gmm_fit(iris[0, 1:4], 3)),
    bad("no columns in a data frame", "data", "150 rows and 0 columns", gmm_fit(iris[, 0], 3)),
    bad("no elements", "data", "0 rows", gmm_fit(numeric(), 3)),
    bad("fewer rows than components", "data", c("2 usable rows", "`n_components` is 3"),
      gmm_fit(x[1:2, ], 3)),
    bad("far more components", "data", c("25000 usable rows", "1000000000"), gmm_fit(x, 1e09)),
    bad("three dimensions", "data", "50 x 50 x 40", gmm_fit(array(1, c(50, 50, 40)), 3)),
    bad("NULL", "data", "NULL", gmm_fit(NULL, 3)),
    bad("a function", "data", "a function", gmm_fit(mean, 3)),
    bad("a list", "data", "list", gmm_fit(as.list(1:10), 3)),
    bad("an environment", "data", "environment", gmm_fit(new.env(), 3)),
    bad("left out", "argument", "must be given", gmm_fit(n_components = 3)),
    bad("constant column", "degenerate", c("column 4", "Leave", "gmm_control"),
      gmm_fit(cbind(x[, 1:3], 1), 3)),
    bad("constant named column", "degenerate", "`one`", gmm_fit(frame(one = 1), 3)),
    bad("too large", "range", c("column 1", "units"), gmm_fit(x * 1e200, 3)),
    bad("too close to constant", "range", c("column 1", "units"), gmm_fit(x * 1e-200, 3)),
    bad("a series of text", "data", "character", gmm_fit(ts(letters), 3)),
    bad("integer64", "data", "integer64", gmm_fit(integer64(x[, 1]), 3)),
    bad("integer64 column", "data", "`g` (integer64)", gmm_fit(with_column(integer64(x[, 2])), 3)),
    bad("date and time", "data", "POSIXct", gmm_fit(as.POSIXct(x[, 1], origin = "1970-01-01"), 3)),
    bad("date and time in parts", "data", "POSIXlt", gmm_fit(as.POSIXlt("2024-01-01"), 3)),
    bad("time column", "data", "`g` (POSIXct)",
      gmm_fit(frame(g = as.POSIXct(x[, 2], origin = "1970-01-01")), 3)),
    bad("difftime", "data", "difftime", gmm_fit(as.difftime(x[, 1], units = "secs"), 3)),
    bad("table", "data", c("table", "unclass"), gmm_fit(table(1:3, 1:3), 3)),
    bad("matrix of lists", "data", "2 x 2", gmm_fit(matrix(list(1, 2, 3, 4), 2), 3)),
    bad("a name", "data", "symbol", gmm_fit(quote(a), 3)),
    bad("an expression", "data", "expression", gmm_fit(expression(a), 3)),
    bad("a fit", "data", "gaussmix", gmm_fit(small_fit, 3)),
    bad("one NA", "data", "row 1, column 1 (NA)", gmm_fit(NA, 1)),
    bad("one row", "degenerate", "column 1", gmm_fit(x[1, , drop = FALSE], 1)),
    bad("ragged data frame", "data", c("Rows: 3", "2"),
      gmm_fit(structure(list(a = 1:3, b = 1:2), class = "data.frame", row.names = 1:3), 1)),
    bad("data frame without row names", "data", "Rows: 0",
      gmm_fit(structure(list(a = 1:3), class = "data.frame"), 1)),
    edge("vector", gmm_fit(faithful$waiting, 2, start = halves), is_fit(result, 2, 1)),
    edge("array of one dimension", gmm_fit(array(faithful$waiting, 272), 2, start = halves),
      is_fit(result, 2, 1)),
    edge("series", gmm_fit(ts(faithful$waiting), 2, start = halves), is_fit(result, 2, 1)),
    edge("two rows", gmm_fit(c(0, 1), 1), is_fit(result, 1, 1)),
    edge("logical", gmm_fit(faithful$waiting > 70, 1), is_fit(result, 1, 1)),
    edge("integer", gmm_fit(round(10 * small), 3, start = groups), is_fit(result, 3, 4)),
    edge("AsIs column", gmm_fit(data.frame(a = I(faithful$waiting)), 2, start = halves),
      is_fit(result, 2, 1)),
    edge("names that are the same", gmm_fit(named("a", "a"), 2, start = halves),
      is_fit(result, 2, 2) && length(predict(result, named("a", "a"))) == 272),
    edge("names that are empty", gmm_fit(named("", ""), 2, start = halves),
      is_fit(result, 2, 2) && length(predict(result, named("", ""))) == 272),
    edge("names that are missing", gmm_fit(named(NA, "a"), 2, start = halves),
      is_fit(result, 2, 2) && length(predict(result, named(NA, "a"))) == 272),
    edge("names of one letter in other scripts",
      gmm_fit(named("\u00e9", "\u4e2d"), 2, start = halves),
      is_fit(result, 2, 2) && identical(names(gmm_sample(result, 1)), c("\u00e9", "\u4e2d"))),
    edge("column names of R", gmm_fit(named("if", "n"), 2, start = halves), is_fit(result, 2, 2)),
    edge("near the largest", gmm_fit(small * 1e150, 3, start = groups), is_fit(result, 3, 4)),
    edge("near the smallest", gmm_fit(small * 1e-145, 3, start = groups), is_fit(result, 3, 4)),
    edge("far from zero", gmm_fit(round(small) + 1e8, 3, start = groups), is_fit(result, 3, 4)),
    edge("constant columns with an absolute ridge",
      gmm_fit(cbind(small, 1), 3, "diag", start = groups, reg_covar = 1e-3, control = absolute),
      is_fit(result, 3, 5), warns = "gaussmix_warning_constant")
  ),
  about("gmm_fit.default", "n_components",
    bad("n_components left out", "argument", "gmm_select()", gmm_fit(x)),
    bad("0", "argument", "You gave 0", gmm_fit(x, 0)),
    bad("-1", "argument", "You gave -1", gmm_fit(x, -1)),
    bad("1.5", "argument", "You gave 1.5", gmm_fit(x, 1.5)),
    bad("NA", "argument", "You gave NA", gmm_fit(x, NA)),
    bad("NaN", "argument", "You gave NaN", gmm_fit(x, NaN)),
    bad("\"3\"", "argument", "You gave \"3\"", gmm_fit(x, "3")),
    bad("Inf", "argument", "You gave Inf", gmm_fit(x, Inf)),
    bad("c(2, 3)", "argument", "You gave c(2, 3)", gmm_fit(x, c(2, 3))),
    bad("1e10", "argument", "You gave 1e+10", gmm_fit(x, 1e10)),
    bad("TRUE", "argument", "You gave TRUE", gmm_fit(x, TRUE)),
    bad("3i", "argument", "You gave 0+3i", gmm_fit(x, 3i)),
    bad("numeric()", "argument", "length 0", gmm_fit(x, numeric())),
    bad("mean", "argument", "You gave a function", gmm_fit(x, mean)),
    bad("factor(3)", "argument", "factor", gmm_fit(x, factor(3))),
    bad("list(3)", "argument", "list", gmm_fit(x, list(3))),
    bad("integer64", "argument", "integer64", gmm_fit(x, integer64(3))),
    bad("matrix", "argument", "1 x 1", gmm_fit(x, matrix(3))),
    bad("NA_character_", "argument", "NA", gmm_fit(x, NA_character_)),
    bad("NA_integer_", "argument", "NA", gmm_fit(x, NA_integer_)),
    bad("NULL", "argument", "NULL", gmm_fit(x, NULL)),
    bad("formula", "argument", "formula", gmm_fit(x, ~3)),
    bad("largest double", "argument", "1.797693135e+308", gmm_fit(x, .Machine$double.xmax)),
    edge("one", gmm_fit(small, 1), is_fit(result, 1, 4)),
    edge("integer", gmm_fit(small, 3L, start = groups), is_fit(result, 3, 4)),
    edge("left to the start", gmm_fit(small, start = groups), is_fit(result, 3, 4)),
    edge("as many as rows", gmm_fit(small[1:5, ], 5), is_fit(result, 5, 4),
      warns = "gaussmix_warning_singular")
  ),
  about("gmm_fit.default", "max_iter",
    bad("< 0", "argument", "-1", gmm_fit(x, 3, max_iter = -1)),
    bad("fractional", "argument", "1.5", gmm_fit(x, 3, max_iter = 1.5)),
    bad("NA", "argument", "NA", gmm_fit(x, 3, max_iter = NA)),
    bad("infinite", "argument", "Inf", gmm_fit(x, 3, max_iter = Inf)),
    bad("1e10", "argument", "1e+10", gmm_fit(x, 3, max_iter = 1e10)),
    bad("text", "argument", "\"10\"", gmm_fit(x, 3, max_iter = "10")),
    edge("0", gmm_fit(small, 3, start = groups, max_iter = 0), is_fit(result, 3, 4)),
    edge("1", gmm_fit(small + noise, 3, start = groups, max_iter = 1, tol = 1e-300),
      is_fit(result, 3, 4), warns = "gaussmix_warning_not_converged"),
    edge("largest integer", gmm_fit(small, 3, start = groups, max_iter = .Machine$integer.max),
      is_fit(result, 3, 4))
  ),
  about("gmm_fit.default", "tol",
    bad("< 0", "argument", "-1", gmm_fit(x, 3, tol = -1)),
    bad("NA", "argument", "NA", gmm_fit(x, 3, tol = NA)),
    bad("text", "argument", "\"a\"", gmm_fit(x, 3, tol = "a")),
    bad("Inf", "argument", "Inf", gmm_fit(x, 3, tol = Inf)),
    bad("two", "argument", "c(0.1, 0.2)", gmm_fit(x, 3, tol = c(0.1, 0.2))),
    edge("0", gmm_fit(small, 3, start = groups, tol = 0, max_iter = 3), result$iterations == 3),
    edge("smallest", gmm_fit(small, 3, start = groups, tol = 5e-324), is_fit(result, 3, 4)),
    edge("largest", gmm_fit(small, 3, start = groups, tol = 1e308), result$converged)
  ),
  about("gmm_fit.default", "n_init",
    bad("0", "argument", "0", gmm_fit(x, 3, n_init = 0)),
    bad("1.5", "argument", "1.5", gmm_fit(x, 3, n_init = 1.5)),
    bad("1e7", "argument", "1e+07", gmm_fit(x, 3, n_init = 1e7)),
    bad("NA", "argument", "NA", gmm_fit(x, 3, n_init = NA_real_)),
    edge("1", gmm_fit(small, 3, n_init = 1), nrow(result$restarts) == 1),
    edge("more than rows", gmm_fit(small, 3, n_init = 100), nrow(result$restarts) == 100)
  ),
  about("gmm_fit.default", "reg_covar",
    bad("< 0", "argument", "-1", gmm_fit(x, 3, reg_covar = -1)),
    bad("NA", "argument", "NA", gmm_fit(x, 3, reg_covar = NA)),
    bad("Inf", "argument", "Inf", gmm_fit(x, 3, reg_covar = Inf)),
    bad("list", "argument", "list", gmm_fit(x, 3, reg_covar = list(0))),
    edge("0", gmm_fit(small, 3, start = groups, reg_covar = 0), all(result$ridge == 0)),
    edge("huge", gmm_fit(small, 3, start = groups, reg_covar = 1e300), is_fit(result, 3, 4),
      warns = "gaussmix_warning_singular")
  ),
  about("gmm_fit.default", "prior",
    bad("list", "argument", "list", gmm_fit(x, 3, prior = list(mean = 0))),
    bad("TRUE", "argument", "TRUE", gmm_fit(x, 3, prior = TRUE)),
    bad("changed", "argument", "gmm_prior",
      gmm_fit(x, 3, prior = replaced(gmm_prior(), "mean_precision", -1))),
    bad("too few means", "argument", "You gave 2", gmm_fit(x, 3, prior = gmm_prior(mean = 1:2)),
      names = "mean"),
    bad("few degrees of freedom", "argument", "above d - 1 = 3",
      gmm_fit(x, 3, prior = gmm_prior(degrees_of_freedom = 3)), names = "degrees_of_freedom"),
    bad("mean beyond doubles", "degenerate", "With this `prior`",
      gmm_fit(small, 3, start = groups, prior = gmm_prior(rep(1e200, 4)))),
    bad("too sure for doubles", "degenerate", "not finite",
      gmm_fit(small, 3, start = groups, prior = gmm_prior(degrees_of_freedom = 1e306))),
    edge("huge scale", gmm_fit(small, 3, start = groups, prior = gmm_prior(scale = 1e300)),
      is_fit(result, 3, 4)),
    edge("tiny scale", gmm_fit(small, 3, start = groups, prior = gmm_prior(scale = 1e-300)),
      is_fit(result, 3, 4)),
    edge("sure of the mean",
      gmm_fit(small, 3, start = groups, prior = gmm_prior(rep(0, 4), 1e300)),
      max(abs(result$means)) < 1e-6)
  ),
  about("gmm_fit.default", "covariance_type",
    bad("unknown", "argument", c("\"round\"", "\"full\" (VVV)",
      "\"tied\" (EEE)", "\"diag\" (VVI)", "\"spherical\" (VII)",
      "\"tied_diag\" (EEI)", "\"tied_spherical\" (EII)"),
      gmm_fit(x, 3, covariance_type = "round")),
    bad("two", "argument", "c(\"full\", \"tied\")",
      gmm_fit(x, 3, covariance_type = c("full", "tied"))),
    bad("NA", "argument", "NA", gmm_fit(x, 3, covariance_type = NA)),
    bad("number", "argument", "You gave 1", gmm_fit(x, 3, 1)),
    bad("factor", "argument", "factor", gmm_fit(x, 3, factor("full"))),
    bad("empty text", "argument", "\"\"", gmm_fit(x, 3, "")),
    bad("in capitals", "argument", "\"FULL\"", gmm_fit(x, 3, "FULL")),
    bad("NULL", "argument", "NULL", gmm_fit(x, 3, NULL)),
    edge("mclust's name", gmm_fit(small, 3, "EII", start = groups),
      result$covariance_type == "tied_spherical"),
    edge("that of the start", gmm_fit(small, start = tied_fit), result$covariance_type == "tied")
  ),
  about("gmm_fit.default", "sample_weight",
    bad("negative weight", "argument", "weight 7 (-1)",
      gmm_fit(x, 3, sample_weight = replaced(rep(1, n), 7, -1))),
    bad("NA weight", "argument", "weight 7 (NA)",
      gmm_fit(x, 3, sample_weight = replaced(rep(1, n), 7, NA))),
    bad("infinite weight", "argument", "weight 7 (Inf)",
      gmm_fit(x, 3, sample_weight = replaced(rep(1, n), 7, Inf))),
    bad("many bad weights", "argument", c("weight 5 (-1)", "25000 in all"),
      gmm_fit(x, 3, sample_weight = rep(-1, n))),
    bad("weights all zero", "argument", "The sum is 0", gmm_fit(x, 3, sample_weight = rep(0, n))),
    bad("weights overflow", "argument", "The sum is Inf",
      gmm_fit(x, 3, sample_weight = rep(1e308, n))),
    bad("three weights", "argument", c("25000", "c(1, 2, 3)"),
      gmm_fit(x, 3, sample_weight = 1:3)),
    bad("weights too short", "argument", c("25000", "24999"),
      gmm_fit(x, 3, sample_weight = rep(1, n - 1))),
    bad("weights as text", "argument", "You gave", gmm_fit(x, 3, sample_weight = rep("1", n))),
    bad("weights as factor", "argument", "factor",
      gmm_fit(x, 3, sample_weight = factor(rep(1, n)))),
    bad("too few rows of positive weight", "data", c("2 usable rows", "`n_components` is 3"),
      gmm_fit(x, 3, sample_weight = c(1, 1, rep(0, n - 2))), names = "x"),
    bad("logical", "argument", "logical", gmm_fit(x, 3, sample_weight = rep(TRUE, n))),
    bad("complex", "argument", "complex", gmm_fit(x, 3, sample_weight = rep(1i, n))),
    bad("matrix", "argument", "25000 x 1", gmm_fit(x, 3, sample_weight = matrix(1, n))),
    bad("integer64", "argument", "integer64", gmm_fit(x, 3, sample_weight = integer64(rep(1, n)))),
    bad("none", "argument", "length 0", gmm_fit(x, 3, sample_weight = numeric())),
    bad("data frame", "argument", "data frame",
      gmm_fit(x, 3, sample_weight = data.frame(w = rep(1, n)))),
    edge("integer", gmm_fit(small, 3, start = groups, sample_weight = rep(2L, 60)),
      nobs(result) == 120),
    edge("zeros among them",
      gmm_fit(small, 3, start = groups, sample_weight = rep(c(1, 1, 1, 0, 0, 0), 10)),
      is_fit(result, 3, 4) && nobs(result) == 30),
    edge("tiny", gmm_fit(small, 3, start = groups, sample_weight = rep(1e-300, 60)),
      is_fit(result, 3, 4)),
    edge("huge", gmm_fit(small, 3, start = groups, sample_weight = rep(1e300, 60)),
      is_fit(result, 3, 4))
  ),
  about("gmm_fit.default", "na_action",
    bad("na_action", "argument", c("\"drop\"", "\"omit\""), gmm_fit(x, 3, na_action = "drop")),
    bad("function", "argument", "a function", gmm_fit(x, 3, na_action = na.omit)),
    bad("NULL", "argument", "NULL", gmm_fit(x, 3, na_action = NULL)),
    edge("omit", gmm_fit(holes, 3, start = groups, na_action = "omit"),
      length(predict(result)) == 58),
    edge("exclude", gmm_fit(holes, 3, start = groups, na_action = "exclude"),
      sum(is.na(predict(result))) == 2)
  ),
  about("gmm_fit.default", "threads",
    bad("threads", "argument", "0", gmm_fit(x, 3, threads = 0)),
    bad("1e9", "argument", c("1,024", "1e+09"), gmm_fit(x, 3, threads = 1e9)),
    bad("text", "argument", "\"all\"", gmm_fit(x, 3, threads = "all")),
    bad("NA", "argument", "NA", gmm_fit(x, 3, threads = NA)),
    edge("more than rows", gmm_fit(small, 3, start = groups, threads = 100), is_fit(result, 3, 4))
  ),
  about("gmm_fit.default", "keep_data",
    bad("keep_data", "argument", "NA", gmm_fit(x, 3, keep_data = NA)),
    bad("1", "argument", "You gave 1", gmm_fit(x, 3, keep_data = 1)),
    bad("two", "argument", "c(TRUE, FALSE)", gmm_fit(x, 3, keep_data = c(TRUE, FALSE))),
    edge("FALSE", gmm_fit(small, 3, start = groups, keep_data = FALSE), is.null(result$data))
  ),
  about("gmm_fit.default", "verbose",
    bad("verbose", "argument", "\"yes\"", gmm_fit(x, 3, verbose = "yes")),
    bad("NULL", "argument", "NULL", gmm_fit(x, 3, verbose = NULL)),
    edge("TRUE", suppressMessages(gmm_fit(small, 3, start = groups, verbose = TRUE)),
      is_fit(result, 3, 4))
  ),
  about("gmm_fit.default", "control",
    bad("control", "argument", "gmm_control()", gmm_fit(x, 3, control = list())),
    bad("control tampered with", "argument", "gmm_control()",
      gmm_fit(x, 3, control = structure(list(reg_covar_scale = "relative"), class = "gmm_control"))),
    bad("NULL", "argument", "NULL", gmm_fit(x, 3, control = NULL)),
    bad("text", "argument", "\"absolute\"", gmm_fit(x, 3, control = "absolute")),
    edge("absolute", gmm_fit(small, 3, start = groups, control = absolute), is_fit(result, 3, 4))
  ),
  about("gmm_fit.default", "start",
    bad("unknown word", "argument", c("\"best\"", "\"kmeans\""),
      gmm_fit(small, 3, start = "best")),
    bad("two words", "start", "c(\"kmeans\", \"mixed\")",
      gmm_fit(small, 3, start = c("kmeans", "mixed"))),
    bad("what only says that it is a fit", "fit", "`start`",
      gmm_fit(small, 3, start = structure(1, class = "gaussmix"))),
    edge("one start alone", gmm_fit(small, 3, start = "ward", n_init = 5),
      nrow(result$restarts) == 1),
    bad("labels as text", "start", c("factor", "length 60"),
      gmm_fit(small, 3, start = as.character(groups))),
    bad("NULL", "start", "NULL", gmm_fit(small, 3, start = NULL)),
    bad("a function", "start", "a function", gmm_fit(small, 3, start = mean)),
    bad("TRUE", "start", "TRUE", gmm_fit(small, 3, start = TRUE)),
    bad("a data frame", "start", "data frame of 60 x 3",
      gmm_fit(small, 3, start = as.data.frame(z))),
    bad("labels too short", "start", c("60", "59"), gmm_fit(small, 3, start = groups[-1])),
    bad("label 0", "start", c("whole numbers from 1", "first at position 1"),
      gmm_fit(small, 3, start = groups - 1)),
    bad("label 4", "start", "4, first at position 5",
      gmm_fit(small, 3, start = replaced(groups, 5, 4))),
    bad("label 1.5", "start", "1.5", gmm_fit(small, 3, start = groups / 2)),
    bad("label NA", "start", "NA, first at position 5",
      gmm_fit(small, 3, start = replaced(groups, 5, NA))),
    bad("label Inf", "start", "Inf, first at position 5",
      gmm_fit(small, 3, start = replaced(groups, 5, Inf))),
    bad("label not used", "start", "Without rows: 3", gmm_fit(small, 3, start = pmin(groups, 2))),
    bad("factor of two levels", "start", c("2 levels", "`n_components` is 3"),
      gmm_fit(small, 3, start = factor(pmin(groups, 2)))),
    bad("level not used", "start", "Without rows: 3",
      gmm_fit(small, 3, start = factor(pmin(groups, 2), levels = 1:3))),
    bad("factor with NA", "start", "NA, first at position 5",
      gmm_fit(small, 3, start = replaced(factor(groups), 5, NA))),
    bad("responsibilities too short", "start", c("60", "59"), gmm_fit(small, 3, start = z[-1, ])),
    bad("responsibilities too narrow", "start", c("3", "2"), gmm_fit(small, 3, start = z[, 1:2])),
    bad("responsibilities of sum 2", "start", "row 1, with sum 2",
      gmm_fit(small, 3, start = 2 * z)),
    bad("responsibilities negative", "start", "row 2",
      gmm_fit(small, 3, start = z_negative)),
    bad("responsibilities NA", "start", "row 2, with sum NA",
      gmm_fit(small, 3, start = replaced(z, 2, NA))),
    bad("nobody responsible", "start", "Without any: 3",
      gmm_fit(small, 3, start = cbind(rep(0.5, 60), 0.5, 0))),
    bad("list without names", "start", "no names",
      gmm_fit(small, 3, start = unname(parameters()))),
    bad("list without means", "start", c("`means`", "`weights` and `covariances`"),
      gmm_fit(small, 3, start = parameters()[-2])),
    bad("list with more", "start", "`sigma`", gmm_fit(small, 3, start = parameters(sigma = 1))),
    bad("weights of sum 1.5", "start", c("$weights`", "sum to 1", "1.5"),
      gmm_fit(small, 3, start = parameters(weights = rep(0.5, 3)))),
    bad("two mixing weights", "start", "$weights`",
      gmm_fit(small, 3, start = parameters(weights = c(0.5, 0.5)))),
    bad("negative mixing weight", "start", "$weights`",
      gmm_fit(small, 3, start = parameters(weights = c(-0.5, 0.5, 1)))),
    bad("zero mixing weight", "start", "$weights`",
      gmm_fit(small, 3, start = parameters(weights = c(0, 0.5, 0.5)))),
    bad("NA mixing weight", "start", "$weights`",
      gmm_fit(small, 3, start = parameters(weights = c(NA, 0.5, 0.5)))),
    bad("mixing weights as text", "start", c("$weights`", "c(\"a\", \"b\", \"c\")"),
      gmm_fit(small, 3, start = parameters(weights = letters[1:3]))),
    bad("means transposed", "start", c("$means`", "3 x 4", "4 x 3"),
      gmm_fit(small, 3, start = parameters(means = t(means)))),
    bad("means as a vector", "start", "$means`",
      gmm_fit(small, 3, start = parameters(means = as.vector(means)))),
    bad("NA mean", "start", "$means`",
      gmm_fit(small, 3, start = parameters(means = replaced(means, 1, NA)))),
    bad("one covariance", "start", c("$covariances`", "4 x 4 x 3", "a 4 x 4"),
      gmm_fit(small, 3, start = parameters(covariances = diag(4)))),
    bad("a list of covariances", "start", "$covariances`",
      gmm_fit(small, 3, start = parameters(covariances = list(1, 2, 3)))),
    bad("covariances NA", "start", "$covariances`",
      gmm_fit(small, 3, start = parameters(covariances = replaced(unit, 1, NA)))),
    bad("not symmetric", "start", c("$covariances`", "symmetric"),
      gmm_fit(small, 3, start = parameters(covariances = replaced(unit, 2, 0.5)))),
    bad("not positive definite", "start", "positive definite",
      gmm_fit(small, 3, start = parameters(covariances = replaced(unit, c(2, 5), 2)))),
    bad("singular", "start", "positive definite",
      gmm_fit(small, 3, start = parameters(covariances = replaced(unit, c(2, 5), 1)))),
    bad("singular up to rounding", "start", "positive definite",
      gmm_fit(small, 3, start = parameters(covariances = replaced(unit, c(2, 5), 1 - 2e-16)))),
    bad("negative definite", "start", "positive definite",
      gmm_fit(small, 3, start = parameters(covariances = -unit))),
    bad("zero", "start", "positive definite",
      gmm_fit(small, 3, start = parameters(covariances = 0 * unit))),
    bad("not normal numbers", "start", "$covariances`",
      gmm_fit(small, 3, start = parameters(covariances = 1e-320 * unit))),
    bad("too far for any density", "start", c("density", "-Inf"),
      gmm_fit(small, 3, max_iter = 0, start = parameters(means = means + 1e200))),
    bad("diag with a negative variance", "start", c("positive definite", "-1"),
      gmm_fit(small, 3, "diag", start = parameters(covariances = matrix(-1, 3, 4)))),
    bad("diag transposed", "start", c("3 x 4", "4 x 3"),
      gmm_fit(small, 3, "diag", start = parameters(covariances = matrix(1, 4, 3)))),
    bad("diag with correlations", "start", "correlations",
      gmm_fit(small, 3, "diag", start = parameters(covariances = replaced(unit, c(2, 5), 0.1)))),
    bad("tied with different matrices", "start", "share",
      gmm_fit(small, 3, "tied", start = parameters(covariances = replaced(unit, 1, 2)))),
    bad("spherical with one of 3", "start", "3",
      gmm_fit(small, 3, covariance_type = "spherical", start = parameters(covariances = 1))),
    bad("tied_spherical 0", "start", "positive definite",
      gmm_fit(small, 3, covariance_type = "tied_spherical", start = parameters(covariances = 0))),
    bad("fit of another type", "start", c("\"full\"", "\"tied\""),
      gmm_fit(small, 3, covariance_type = "tied", start = small_fit)),
    bad("fit with other components", "start", c("3 components", "2"),
      gmm_fit(small, 2, start = small_fit)),
    bad("fit with other columns", "start", c("3 columns", "and 4"),
      gmm_fit(small, 3, start = narrow_fit)),
    bad("fit tampered with", "fit", "`means`", gmm_fit(small, 3, start = broken)),
    bad("no words", "argument", "length 0", gmm_fit(small, 3, start = character())),
    bad("NA_character_", "argument", "NA", gmm_fit(small, 3, start = NA_character_)),
    bad("NA", "start", "NA", gmm_fit(small, 3, start = NA)),
    bad("formula", "start", "formula", gmm_fit(small, 3, start = ~a)),
    bad("environment", "start", "environment", gmm_fit(small, 3, start = new.env())),
    bad("selection", "start", "gmm_select", gmm_fit(small, 3, start = selection)),
    bad("array", "start", "60 x 3 x 1", gmm_fit(small, 3, start = array(1, c(60, 3, 1)))),
    bad("matrix of text", "start", "60 x 3", gmm_fit(small, 3, start = matrix("a", 60, 3))),
    bad("complex", "start", "complex", gmm_fit(small, 3, start = groups + 0i)),
    bad("raw", "start", "raw", gmm_fit(small, 3, start = as.raw(groups))),
    bad("difftime", "start", "difftime",
      gmm_fit(small, 3, start = as.difftime(groups, units = "secs"))),
    bad("integer64", "start", "integer64", gmm_fit(small, 3, start = integer64(groups))),
    bad("table", "start", "table", gmm_fit(small, 3, start = table(groups))),
    bad("no labels", "start", "It has 0", gmm_fit(small, 3, start = numeric())),
    bad("no columns", "start", "It has 0", gmm_fit(small, start = matrix(1, 60, 0))),
    bad("no levels", "start", "It has 0", gmm_fit(small, start = factor(rep(NA, 60)))),
    bad("no mixing weights", "start", "It has 0",
      gmm_fit(small, start = parameters(weights = numeric()))),
    bad("labels below 1", "start", "-1", gmm_fit(small, start = -groups)),
    bad("labels far above", "rows", "3000000000",
      gmm_fit(small, start = groups * 1e9), names = "x"),
    bad("words alone", "argument", "gmm_select()", gmm_fit(small, start = "kmeans"),
      names = "n_components"),
    bad("empty list", "start", "no names", gmm_fit(small, 3, start = list())),
    bad("means twice", "start", "`means`",
      gmm_fit(small, 3, start = c(parameters(), list(means = means)))),
    bad("infinite mean", "start", c("$means`", "value 1 is Inf"),
      gmm_fit(small, 3, start = parameters(means = replaced(means, 1, Inf)))),
    bad("integer64 means", "start", c("$means`", "integer64"),
      gmm_fit(small, 3, start = parameters(means = integer64(means)))),
    bad("integer64 mixing weights", "start", c("$weights`", "integer64"),
      gmm_fit(small, 1, start = list(weights = integer64(1), means = means[1, ], covariances = diag(4)))),
    bad("covariances as text", "start", c("$covariances`", "character"),
      gmm_fit(small, 3, start = parameters(covariances = array("1", c(4, 4, 3))))),
    bad("covariances NULL", "start", "It has `weights` and `means`",
      gmm_fit(small, 3, start = parameters(covariances = NULL))),
    bad("means with other names", "start", "`c` and `d`",
      gmm_fit(table_of_columns[1:9, 3:4], start = named_start)),
    bad("model of other columns", "start", c("1 columns", "4"), gmm_fit(small, start = model)),
    edge("labels of doubles", gmm_fit(small, 3, start = as.double(groups)), is_fit(result, 3, 4)),
    edge("ordered factor", gmm_fit(small, 3, start = ordered(groups)), is_fit(result, 3, 4)),
    edge("parameters in another order", gmm_fit(small, 3, start = rev(parameters())),
      is_fit(result, 3, 4)),
    edge("integer responsibilities", gmm_fit(small, 3, start = z_whole), is_fit(result, 3, 4)),
    edge("fit", gmm_fit(small, start = small_fit), is_fit(result, 3, 4))
  ),
  about("gmm_fit.default", "...",
    bad("misspelt", "argument", "Did you mean `n_init`?", gmm_fit(x, 3, ninit = 3)),
    bad("not known", "argument", "`n_components`", gmm_fit(x, 3, zzz = 3)),
    bad("without a name", "argument", "1 further", gmm_fit(x, 3, "full", 5)),
    bad("two", "argument", "`nstart` and `zzz`", gmm_fit(x, 3, nstart = 3, zzz = 1))
  ),
  about("gmm_fit.formula", "x",
    bad("left side", "argument", "left side", gmm_fit(a ~ b, table_of_columns, 3)),
    bad("interaction", "argument", "`a:b`", gmm_fit(~ a:b, table_of_columns, 3)),
    bad("offset", "argument", "offset", gmm_fit(~ a + offset(b), table_of_columns, 3)),
    bad("no variable", "argument", "no variable", gmm_fit(~1, table_of_columns, 3)),
    bad("dot without data", "argument", "'.'", gmm_fit(~., n_components = 3)),
    bad("factor", "data", "`Species` (factor)", gmm_fit(~Species, iris, 3)),
    bad("text", "data", "(character)", gmm_fit(~ as.character(a), table_of_columns, 3)),
    bad("missing values", "data", "`log(a)` (NaN)",
      suppressWarnings(gmm_fit(~ log(a), table_of_columns, 3)), by = "gmm_fit"),
    edge("dot", gmm_fit(~., faithful, 2, start = halves), is_fit(result, 2, 2)),
    edge("polynomial", gmm_fit(~ poly(waiting, 2), faithful, 2, start = halves),
      is_fit(result, 2, 2)),
    edge("scaled", gmm_fit(~ scale(waiting), faithful, 2, start = halves), is_fit(result, 2, 1)),
    edge("taken out again", gmm_fit(~ . - eruptions, faithful, 2, start = halves),
      is_fit(result, 2, 1))
  ),
  about("gmm_fit.formula", "data",
    bad("not there", "argument", "absent", gmm_fit(~absent, table_of_columns, 3)),
    bad("not there at all", "argument", "absent", gmm_fit(~absent, n_components = 3)),
    bad("number", "argument", "You gave 3", gmm_fit(~a, 3)),
    bad("list", "argument", "list", gmm_fit(~a, list(a = 1:9), 3)),
    bad("text", "argument", "\"iris\"", gmm_fit(~a, "iris", 3)),
    bad("matrix without names", "argument", "25000 x 4", gmm_fit(~a, x, 3)),
    bad("variables of other lengths", "argument", "variable lengths differ",
      gmm_fit(~ a + c(1, 2), table_of_columns, 3)),
    bad("no rows", "data", "0 rows", gmm_fit(~a, table_of_columns[0, ], 3), names = "x"),
    bad("no columns", "argument", "'.' in formula",
      gmm_fit(~., table_of_columns[0], 3), names = "x"),
    edge("matrix", gmm_fit(~waiting, as.matrix(faithful), 2, start = halves), is_fit(result, 2, 1)),
    edge("list column beside",
      gmm_fit(~waiting, cbind(faithful, l = I(as.list(1:272))), 2, start = halves),
      is_fit(result, 2, 1)),
    edge("NULL", gmm_fit(~ faithful$waiting, NULL, 2, start = halves), is_fit(result, 2, 1))
  ),
  about("gmm_fit.formula", "...",
    bad("misspelt", "argument", "Did you mean `n_init`?",
      gmm_fit(~a, table_of_columns, 3, ninit = 3)),
    bad("no components", "argument", "gmm_select()",
      gmm_fit(~a, table_of_columns), names = "n_components"),
    bad("components as text", "argument", "\"3\"",
      gmm_fit(~a, table_of_columns, "3"), names = "n_components"),
    edge("type by position", gmm_fit(~waiting, faithful, 2, "tied", start = halves),
      result$covariance_type == "tied")
  ),
  about("gmm_fit.formula", "sample_weight",
    bad("not there", "argument", "absent",
      gmm_fit(~a, table_of_columns, 3, sample_weight = absent)),
    bad("too few", "argument", "c(1, 2, 3)", gmm_fit(~a, table_of_columns, 3, sample_weight = 1:3)),
    bad("negative column", "argument", "weight",
      gmm_fit(~a, table_of_columns, 3, sample_weight = b)),
    edge("column", gmm_fit(~waiting, faithful, 2, start = halves, sample_weight = eruptions),
      is_near(nobs(result), sum(faithful$eruptions))),
    edge("NULL", gmm_fit(~waiting, faithful, 2, start = halves, sample_weight = NULL),
      nobs(result) == 272)
  ),

  about("gmm_select.default", "x",
    bad("left out", "argument", "must be given", gmm_select()),
    bad("NA", "data", "row 3, column 2 (NA)", gmm_select(cells(NA), 2)),
    bad("iris", "data", "`Species` (factor)", gmm_select(iris, 2)),
    bad("NULL", "data", "NULL", gmm_select(NULL, 2)),
    bad("no rows", "data", "0 rows", gmm_select(x[0, ], 2)),
    bad("constant", "degenerate", "column 5", gmm_select(cbind(x, 1), 2)),
    edge("vector", gmm_select(faithful$waiting, 1:2, n_init = 1), nrow(as.data.frame(result)) == 4),
    edge("fewer rows than components", gmm_select(small[1:3, ], 1:4, "spherical", n_init = 1),
      nrow(as.data.frame(result)) == 4 && grepl("usable rows", as.data.frame(result)$reason[4]))
  ),
  about("gmm_select.default", "n_components",
    bad("0", "argument", "c(0, 1, 2)", gmm_select(x, 0:2)),
    bad("text", "argument", "\"2\"", gmm_select(x, "2")),
    bad("list", "argument", "list", gmm_select(x, list(2))),
    bad("none", "argument", "length 0", gmm_select(x, integer())),
    bad("NULL", "argument", "NULL", gmm_select(x, NULL)),
    bad("NA", "argument", "c(1, NA)", gmm_select(x, c(1, NA))),
    bad("1e10", "argument", "1e+10", gmm_select(x, 1e10)),
    bad("matrix", "argument", "2 x 1", gmm_select(x, matrix(1:2))),
    edge("twice the same", gmm_select(small, c(2, 2), "full", n_init = 1),
      nrow(as.data.frame(result)) == 1),
    edge("one", gmm_select(small, 1, "full"), is_fit(gmm_best(result), 1, 4))
  ),
  about("gmm_select.default", "covariance_type",
    bad("unknown", "argument", "\"round\"", gmm_select(x, 2, c("full", "round"))),
    bad("NA", "argument", "NA", gmm_select(x, 2, c("full", NA))),
    bad("none", "argument", "length 0", gmm_select(x, 2, character())),
    bad("number", "argument", "You gave 1", gmm_select(x, 2, 1)),
    edge("mclust's name twice", gmm_select(small, 2, c("VVV", "full"), n_init = 1),
      nrow(as.data.frame(result)) == 1)
  ),
  about("gmm_select.default", "...",
    bad("misspelt", "argument", "Did you mean `n_init`?", gmm_select(x, 2, ninit = 3)),
    bad("without a name", "argument", "1 further", gmm_select(x, 2, "full", 3)),
    bad("max_iter", "argument", "-1", gmm_select(x, 2, max_iter = -1), names = "max_iter"),
    bad("three weights", "argument", "c(1, 2, 3)", gmm_select(x, 2, sample_weight = 1:3),
      names = "sample_weight"),
    bad("threads", "argument", "\"a\"", gmm_select(x, 2, threads = "a"), names = "threads"),
    bad("start of another length", "start", c("60", "59"),
      gmm_select(small, 2:3, start = groups[-1]),
      names = "start"),
    bad("start of no kind", "start", "a function",
      gmm_select(small, 2:3, start = mean), names = "start"),
    edge("start for one number alone", gmm_select(small, 2:3, "full", start = groups),
      is_fit(gmm_best(result), 3, 4)),
    edge("na_action", gmm_select(holes, 1, "full", na_action = "omit"),
      is_fit(gmm_best(result), 1, 4))
  ),
  about("gmm_select.default", "criterion",
    bad("unknown", "argument", "\"dic\"", gmm_select(x, 2, criterion = "dic")),
    bad("two", "argument", "c(\"bic\", \"aic\")", gmm_select(x, 2, criterion = c("bic", "aic"))),
    bad("NULL", "argument", "NULL", gmm_select(x, 2, criterion = NULL)),
    edge("lower_bound", gmm_select(small, 6, "diag", criterion = "lower_bound", n_init = 2),
      all(is.finite(result$table$lower_bound)) && result$table$n_active <= 6),
    bad("an argument of the other fit", "argument", "`concentration`",
      gmm_select(x, 2, concentration = 1)),
    bad("no prior for a bound", "argument", "NULL",
      gmm_select(x, 2, criterion = "lower_bound", prior = NULL), names = "prior"),
    edge("cv", gmm_select(small, 2, "full", criterion = "cv", n_folds = 2, n_init = 1),
      is.finite(as.data.frame(result)$cv))
  ),
  about("gmm_select.default", "n_folds",
    bad("1", "argument", "You gave 1", gmm_select(x, 2, n_folds = 1)),
    bad("more than rows", "argument", c("25001", "25000"),
      gmm_select(x, 2, criterion = "cv", n_folds = 25001)),
    bad("text", "argument", "\"5\"", gmm_select(x, 2, n_folds = "5")),
    edge("as many as rows",
      gmm_select(faithful$waiting[1:20], 1, "full", criterion = "cv", n_folds = 20),
      is.finite(as.data.frame(result)$cv))
  ),
  about("gmm_select.default", "workers",
    bad("0", "argument", "You gave 0", gmm_select(x, 2, workers = 0)),
    bad("1e9", "argument", "1e+09", gmm_select(x, 2, workers = 1e9)),
    bad("NA", "argument", "NA", gmm_select(x, 2, workers = NA)),
    edge("more than fits", gmm_select(small, 2, c("full", "tied"), n_init = 1, workers = 3),
      nrow(as.data.frame(result)) == 2)
  ),
  about("gmm_select.default", "progress",
    bad("text", "argument", "\"yes\"", gmm_select(x, 2, progress = "yes")),
    bad("NA", "argument", "NA", gmm_select(x, 2, progress = NA)),
    edge("FALSE", gmm_select(small, 1, "full", progress = FALSE), nrow(as.data.frame(result)) == 1)
  ),
  about("gmm_select.formula", "x",
    bad("left side", "argument", "left side",
      gmm_select(a ~ b, table_of_columns, n_components = 2)),
    bad("factor", "data", "`Species` (factor)", gmm_select(~Species, iris, n_components = 2)),
    edge("one variable", gmm_select(~waiting, faithful, n_components = 2, n_init = 1),
      is_fit(gmm_best(result), 2, 1))
  ),
  about("gmm_select.formula", "data",
    bad("number", "argument", "You gave 3", gmm_select(~a, 3)),
    bad("not there", "argument", "absent", gmm_select(~absent, table_of_columns)),
    edge("matrix", gmm_select(~waiting, as.matrix(faithful), 1, n_init = 1),
      is_fit(gmm_best(result), 1, 1))
  ),
  about("gmm_select.formula", "...",
    bad("misspelt", "argument", "`n_init`", gmm_select(~a, table_of_columns, 2, ninit = 2)),
    bad("criterion", "argument", "\"x\"", gmm_select(~a, table_of_columns, 2, criterion = "x"),
      names = "criterion"),
    edge("n_init", gmm_select(~waiting, faithful, 2, n_init = 1), is_fit(gmm_best(result), 2, 1))
  ),
  about("gmm_select.formula", "sample_weight",
    bad("not there", "argument", "absent",
      gmm_select(~a, table_of_columns, 2, sample_weight = absent)),
    bad("text", "argument", "\"a\"", gmm_select(~a, table_of_columns, 2, sample_weight = "a")),
    edge("column", gmm_select(~waiting, faithful, 1, n_init = 1, sample_weight = eruptions),
      is_near(nobs(gmm_best(result)), sum(faithful$eruptions)))
  ),
  about("gmm_best", "selection",
    bad("left out", "argument", "must be given", gmm_best()),
    bad("fit", "argument", "gaussmix", gmm_best(fit)),
    bad("NULL", "argument", "NULL", gmm_best(NULL)),
    bad("no table", "fit", "`table`", gmm_best(hollow("table"))),
    bad("no fits", "fit", "`fits`", gmm_best(hollow("fits"))),
    bad("other criterion", "fit", "`criterion`", gmm_best(hollow("criterion", "x"))),
    bad("no rows", "no_fit", "It has 0", gmm_best(nothing)),
    edge("one row", gmm_best(selection[2]), is_fit(result, 2, 4))
  ),
  about("gmm_best", "criterion",
    bad("number", "argument", "You gave 3", gmm_best(selection, 3)),
    bad("NULL", "argument", "NULL", gmm_best(selection, NULL)),
    bad("not computed", "argument", "\"cv\"", gmm_best(selection, "cv")),
    edge("another", gmm_best(selection, "icl"), inherits(result, "gaussmix"))
  ),
  about("[.gmm_select", "x",
    bad("no table", "fit", "`table`", hollow("table")[1]),
    bad("fits of another length", "fit", "`fits`", hollow("fits", list())[1]),
    edge("without rows", nothing[], nrow(as.data.frame(result)) == 0)
  ),
  about("[.gmm_select", "i",
    bad("beyond", "argument", "You gave 9", selection[9]),
    bad("NA", "argument", "NA", selection[NA]),
    bad("text", "argument", "\"a\"", selection["a"]),
    bad("list", "argument", "list", selection[list(1)]),
    bad("function", "argument", "a function", selection[mean]),
    bad("mixed signs", "argument", "c(1, -1)", selection[c(1, -1)]),
    edge("none", selection[0], nrow(as.data.frame(result)) == 0),
    edge("left out", selection[], nrow(as.data.frame(result)) == 4),
    edge("logical", selection[c(TRUE, FALSE)], nrow(as.data.frame(result)) == 2)
  ),
  about("as.data.frame.gmm_select", "x",
    bad("no table", "fit", "`table`", as.data.frame(hollow("table"))),
    edge("without rows", as.data.frame(nothing), nrow(result) == 0)
  ),
  about("as.data.frame.gmm_select", "...",
    bad("not known", "argument", "`zzz`", as.data.frame(selection, zzz = 1))
  ),
  about("print.gmm_select", "x",
    bad("no criterion", "fit", "`criterion`", print(hollow("criterion"))),
    edge("without rows", printed(nothing), any(grepl("^0 ", result)))
  ),
  about("print.gmm_select", "digits",
    bad("-1", "argument", "-1", print(selection, digits = -1)),
    bad("text", "argument", "\"2\"", print(selection, digits = "2")),
    edge("0", printed(selection, digits = 0), any(grepl("Best", result))),
    edge("15", printed(selection, digits = 15), any(grepl("Best", result)))
  ),
  about("autoplot.gmm_select", "object",
    bad("no table", "fit", "`table`", autoplot(hollow("table"))),
    bad("no rows", "no_fit", "It has 0", autoplot(nothing)),
    edge("one row", autoplot(selection[1]), is_drawn(result))
  ),
  about("autoplot.gmm_select", "criterion",
    bad("not computed", "argument", "\"cv\"", autoplot(selection, "cv")),
    bad("NULL", "argument", "NULL", autoplot(selection, NULL)),
    bad("twice", "argument", "c(\"bic\", \"bic\")", autoplot(selection, c("bic", "bic"))),
    edge("two", autoplot(selection, c("bic", "aic")), is_drawn(result))
  ),
  about("autoplot.gmm_select", "...",
    bad("misspelt", "argument", "Did you mean `criterion`?", autoplot(selection, criterium = "bic"))
  ),
  about("plot.gmm_select", "x",
    bad("no table", "fit", "`table`", plot(hollow("table"))),
    edge("one row", on_no_device(plot(selection[1])), is_drawn(result))
  ),
  about("plot.gmm_select", "...",
    bad("criterion", "argument", "\"x\"", plot(selection, criterion = "x"), names = "criterion"),
    edge("criterion", on_no_device(plot(selection, criterion = "aic")), is_drawn(result))
  ),

  about("gmm_model", "weights",
    bad("left out", "argument", "must be given", gmm_model(means = 0, covariances = 1)),
    bad("NULL", "argument", "NULL", gmm_model(NULL, 0, 1)),
    bad("none", "argument", "length 0", gmm_model(numeric(), 0, 1)),
    bad("function", "argument", "a function", gmm_model(mean, 0, 1)),
    bad("sum 2", "argument", "with sum 2", gmm_model(c(1, 1), c(0, 1), c(1, 1), "spherical")),
    bad("negative", "argument", "c(-0.5, 1.5)",
      gmm_model(c(-0.5, 1.5), c(0, 1), c(1, 1), "spherical")),
    bad("NA", "argument", "NA", gmm_model(NA_real_, 0, 1)),
    bad("text", "argument", "\"1\"", gmm_model("1", 0, 1)),
    bad("integer64", "argument", "integer64", gmm_model(integer64(1), 0, 1)),
    edge("tiny", gmm_model(c(1e-300, 1), c(0, 1), c(1, 1), "spherical"),
      all(is.finite(predict(result, c(0, 1), "log_density")))),
    edge("integer", gmm_model(1L, 0, 1), is_near(predict(result, 0, "density"), stats::dnorm(0)))
  ),
  about("gmm_model", "means",
    bad("left out", "argument", "must be given", gmm_model(1, covariances = 1)),
    bad("NULL", "argument", "NULL", gmm_model(1, NULL, 1)),
    bad("text", "argument", "\"0\"", gmm_model(1, "0", 1)),
    bad("infinite", "argument", "Inf", gmm_model(1, Inf, 1)),
    bad("one for two", "argument", c("2 x 1", "You gave 0"), gmm_model(c(0.5, 0.5), 0, 1)),
    bad("array", "argument", "1 x 1 x 1", gmm_model(1, array(0, c(1, 1, 1)), 1)),
    bad("no columns", "argument", "1 x 0", gmm_model(1, matrix(0, 1, 0), 1)),
    bad("data frame", "argument", "data frame", gmm_model(1, data.frame(0), 1)),
    bad("function", "argument", "a function", gmm_model(1, mean, 1)),
    bad("integer64", "argument", "integer64", gmm_model(1, integer64(0), 1)),
    edge("huge", gmm_model(1, 1e308, 1),
      is_near(predict(result, 1e308, "density"), stats::dnorm(0))),
    edge("integer", gmm_model(1, 2L, 1), is_near(predict(result, 2, "density"), stats::dnorm(0)))
  ),
  about("gmm_model", "covariances",
    bad("left out", "argument", "must be given", gmm_model(1, 0)),
    bad("NULL", "argument", "NULL", gmm_model(1, 0, NULL)),
    bad("negative", "argument", "-1", gmm_model(1, 0, -1)),
    bad("zero", "argument", "variances are 0", gmm_model(1, 0, 0)),
    bad("NA", "argument", "NA", gmm_model(1, 0, NA_real_)),
    bad("infinite", "argument", "Inf", gmm_model(1, 0, Inf)),
    bad("list", "argument", "list", gmm_model(1, 0, list(1))),
    bad("text", "argument", "\"1\"", gmm_model(1, 0, "1")),
    bad("not symmetric", "argument", "symmetric",
      gmm_model(1, rbind(c(0, 0)), matrix(c(1, 0, 0.5, 1), 2))),
    bad("not a normal number", "argument", "1e-320", gmm_model(1, 0, 1e-320)),
    bad("integer64", "argument", "integer64", gmm_model(1, 0, integer64(1))),
    edge("smallest", gmm_model(1, 0, 1e-307), is.finite(predict(result, 0, "log_density"))),
    edge("largest", gmm_model(1, 0, 1e307), is.finite(predict(result, 0, "log_density")))
  ),
  about("gmm_model", "covariance_type",
    bad("unknown", "argument", "\"round\"", gmm_model(1, 0, 1, "round")),
    bad("NULL", "argument", "NULL", gmm_model(1, 0, 1, NULL)),
    edge("mclust's name", gmm_model(1, 0, 1, "EII"), result$covariance_type == "tied_spherical")
  ),
  about("gmm_n_parameters", "covariance_type",
    bad("left out", "argument", "must be given", gmm_n_parameters(d = 1, n_components = 1)),
    bad("unknown", "argument", "\"a\"", gmm_n_parameters("a", 1, 1)),
    bad("NULL", "argument", "NULL", gmm_n_parameters(NULL, 1, 1)),
    edge("mclust's name", gmm_n_parameters("VVV", 1, 1), result == 2)
  ),
  about("gmm_n_parameters", "d",
    bad("0", "argument", "You gave 0", gmm_n_parameters("full", 0, 1)),
    bad("1.5", "argument", "1.5", gmm_n_parameters("full", 1.5, 1)),
    bad("text", "argument", "\"1\"", gmm_n_parameters("full", "1", 1)),
    bad("Inf", "argument", "Inf", gmm_n_parameters("full", Inf, 1)),
    edge("largest", gmm_n_parameters("full", .Machine$integer.max, 1), result > 2e18)
  ),
  about("gmm_n_parameters", "n_components",
    bad("-1", "argument", "-1", gmm_n_parameters("full", 1, -1)),
    bad("two", "argument", "c(1, 2)", gmm_n_parameters("full", 1, 1:2)),
    bad("NA", "argument", "NA", gmm_n_parameters("full", 1, NA)),
    edge("1e9", gmm_n_parameters("full", 1e9, 1e9), is.finite(result))
  ),
  about("gmm_control", "reg_covar_scale",
    bad("unknown", "argument", "\"scikit\"", gmm_control("scikit")),
    bad("NA", "argument", "NA", gmm_control(NA)),
    edge("absolute", gmm_control("absolute"), result$reg_covar_scale == "absolute")
  ),
  about("gmm_control", "screen_iter",
    bad("-1", "argument", "-1", gmm_control(screen_iter = -1)),
    bad("NULL", "argument", "NULL", gmm_control(screen_iter = NULL)),
    edge("0", gmm_fit(small, 3, n_init = 4, control = gmm_control(screen_iter = 0)),
      is_fit(result, 3, 4))
  ),
  about("gmm_control", "screen_keep",
    bad("0", "argument", "You gave 0", gmm_control(screen_keep = 0)),
    bad("Inf", "argument", "Inf", gmm_control(screen_keep = Inf)),
    edge("1", gmm_fit(small, 3, n_init = 4, control = gmm_control(screen_keep = 1)),
      is_fit(result, 3, 4)),
    edge("1e9", gmm_fit(small, 3, n_init = 4, control = gmm_control(screen_keep = 1e9)),
      is_fit(result, 3, 4))
  ),
  about("gmm_control", "swaps",
    bad("-1", "argument", "You gave -1", gmm_control(swaps = -1)),
    bad("1.5", "argument", "1.5", gmm_control(swaps = 1.5)),
    edge("0", gmm_fit(small, 3, n_init = 4, control = gmm_control(swaps = 0)),
      result$swaps[["tried"]] == 0),
    edge("one component", gmm_fit(small, 1), result$swaps[["tried"]] == 0)
  ),
  about("gmm_control", "acceleration",
    bad("another", "argument", "\"squarem\"", gmm_control(acceleration = "squarem")),
    bad("TRUE", "argument", "TRUE", gmm_control(acceleration = TRUE)),
    edge("none", gmm_fit(small, 3, control = gmm_control(acceleration = "none")),
      is_fit(result, 3, 4))
  ),
  about("gmm_control", "kmeans_max_iter",
    bad("1.5", "argument", "1.5", gmm_control(kmeans_max_iter = 1.5)),
    bad("text", "argument", "\"a\"", gmm_control(kmeans_max_iter = "a")),
    edge("0", gmm_fit(small, 3, n_init = 4, control = gmm_control(kmeans_max_iter = 0)),
      is_fit(result, 3, 4))
  ),

  about("gmm_prior", "mean",
    bad("text", "argument", "\"a\"", gmm_prior(mean = "a")),
    bad("NA", "argument", "NA", gmm_prior(mean = c(1, NA))),
    bad("matrix", "argument", "matrix", gmm_prior(mean = diag(2))),
    edge("NULL", gmm_prior(mean = NULL), is.null(result$mean))
  ),
  about("gmm_prior", "mean_precision",
    bad("< 0", "argument", "-1", gmm_prior(mean_precision = -1)),
    bad("NA", "argument", "NA", gmm_prior(mean_precision = NA)),
    bad("Inf", "argument", "Inf", gmm_prior(mean_precision = Inf)),
    edge("0", gmm_prior(mean_precision = 0), result$mean_precision == 0)
  ),
  about("gmm_prior", "degrees_of_freedom",
    bad("0", "argument", "0", gmm_prior(degrees_of_freedom = 0)),
    bad("NA", "argument", "NA", gmm_prior(degrees_of_freedom = NA)),
    bad("two", "argument", "c(3, 4)", gmm_prior(degrees_of_freedom = c(3, 4))),
    edge("a little", gmm_prior(degrees_of_freedom = 0.1), result$degrees_of_freedom == 0.1)
  ),
  about("gmm_prior", "scale",
    bad("0", "argument", "0", gmm_prior(scale = 0)),
    bad("NA", "argument", "NA", gmm_prior(scale = c(1, NA))),
    bad("not symmetric", "argument", "matrix", gmm_prior(scale = matrix(c(2, 1, 0, 2), 2))),
    bad("singular", "argument", "matrix", gmm_prior(scale = matrix(1, 2, 2))),
    edge("numbers", gmm_prior(scale = 1:3), identical(result$scale, 1:3))
  ),
  about("print.gmm_prior", "x",
    edge("matrix", utils::capture.output(print(gmm_prior(scale = diag(2)))), length(result) == 5)
  ),
  about("print.gmm_prior", "...",
    bad("unknown", "argument", "digits", print(gmm_prior(), digits = 3))
  ),
  about("gmm_bayes.default", "x",
    bad("left out", "argument", "must be given", gmm_bayes()),
    bad("NA", "data", "row 3, column 2 (NA)", gmm_bayes(cells(NA), 2)),
    bad("text", "data", "\"a\"", gmm_bayes("a", 2)),
    bad("no rows", "data", "0 rows", gmm_bayes(x[0, ], 2)),
    edge("constant column", gmm_bayes(cbind(small, 1), 3, start = groups), result$d == 5,
      warns = "gaussmix_warning_constant"),
    edge("one row", gmm_bayes(small[1, , drop = FALSE], 3, n_init = 2),
      is.finite(result$lower_bound), warns = "gaussmix_warning_constant")
  ),
  about("gmm_bayes.default", "n_components",
    bad("left out", "argument", "gmm_select()", gmm_bayes(x)),
    bad("0", "argument", "You gave 0", gmm_bayes(x, 0)),
    bad("text", "argument", "\"3\"", gmm_bayes(x, "3")),
    edge("one", gmm_bayes(small, 1), result$n_active == 1),
    edge("more than rows", gmm_bayes(small[1:5, ], 20, n_init = 2), result$n_active <= 5)
  ),
  about("gmm_bayes.default", "covariance_type",
    bad("unknown", "argument", "\"round\"", gmm_bayes(x, 3, "round")),
    bad("NA", "argument", "NA", gmm_bayes(x, 3, NA)),
    edge("mclust's", gmm_bayes(small, 3, "VII", start = groups),
      result$covariance_type == "spherical")
  ),
  about("gmm_bayes.default", "...",
    bad("misspelt", "argument", "Did you mean `concentration`?",
      gmm_bayes(x, 3, concentrations = 1)),
    bad("without a name", "argument", "1 further", gmm_bayes(x, 3, "full", 5))
  ),
  about("gmm_bayes.default", "weight_prior",
    bad("unknown", "argument", "\"beta\"", gmm_bayes(x, 3, weight_prior = "beta")),
    bad("NULL", "argument", "NULL", gmm_bayes(x, 3, weight_prior = NULL)),
    edge("finite", gmm_bayes(small, 3, start = groups, weight_prior = "dirichlet"),
      length(result$posterior$concentration) == 3)
  ),
  about("gmm_bayes.default", "concentration",
    bad("0", "argument", "0", gmm_bayes(x, 3, concentration = 0)),
    bad("NA", "argument", "NA", gmm_bayes(x, 3, concentration = NA)),
    bad("two", "argument", "c(1, 2)", gmm_bayes(x, 3, concentration = c(1, 2))),
    edge("tiny", gmm_bayes(small, 3, start = groups, concentration = 1e-300),
      is.finite(result$lower_bound)),
    bad("huge", "argument", "1e+300", gmm_bayes(x, 3, concentration = 1e300)),
    edge("large", gmm_bayes(small, 3, start = groups, concentration = 1e8),
      is.finite(result$lower_bound))
  ),
  about("gmm_bayes.default", "prior",
    bad("NULL", "argument", "NULL", gmm_bayes(x, 3, prior = NULL)),
    bad("list", "argument", "list", gmm_bayes(x, 3, prior = list())),
    bad("nothing about means", "argument", "mean_precision",
      gmm_bayes(x, 3, prior = gmm_prior(mean_precision = 0))),
    bad("too sure", "argument", "1e+300",
      gmm_bayes(x, 3, prior = gmm_prior(degrees_of_freedom = 1e300)), names = "degrees_of_freedom"),
    edge("sure of the mean",
      gmm_bayes(small, 3, start = groups, prior = gmm_prior(rep(0, 4), 1e300)),
      is.finite(result$lower_bound) && max(abs(result$means)) < 1e-6),
    edge("all given",
      gmm_bayes(small, 3, start = groups, prior = gmm_prior(rep(0, 4), 2, 9, diag(4))),
      result$prior$degrees_of_freedom == 9)
  ),
  about("gmm_bayes.default", "start",
    bad("unknown", "argument", "\"best\"", gmm_bayes(x, 3, start = "best")),
    bad("too few labels", "start", "It has 3", gmm_bayes(x, 3, start = 1:3)),
    edge("fit", gmm_bayes(small, start = small_fit), result$n_components == 3)
  ),
  about("gmm_bayes.default", "n_init",
    bad("0", "argument", "0", gmm_bayes(x, 3, n_init = 0)),
    edge("1", gmm_bayes(small, 3, n_init = 1), nrow(result$restarts) == 1)
  ),
  about("gmm_bayes.default", "tol",
    bad("< 0", "argument", "-1", gmm_bayes(x, 3, tol = -1)),
    edge("0", gmm_bayes(small, 3, start = groups, tol = 0, max_iter = 3), result$iterations == 3)
  ),
  about("gmm_bayes.default", "max_iter",
    bad("< 0", "argument", "-1", gmm_bayes(x, 3, max_iter = -1)),
    edge("0", gmm_bayes(small, 3, start = groups, max_iter = 0), result$iterations == 0)
  ),
  about("gmm_bayes.default", "reg_covar",
    bad("< 0", "argument", "-1", gmm_bayes(x, 3, reg_covar = -1)),
    edge("some", gmm_bayes(small, 3, start = groups, reg_covar = 1e-6), all(result$ridge > 0))
  ),
  about("gmm_bayes.default", "sample_weight",
    bad("negative", "argument", "weight 1 (-1)",
      gmm_bayes(x, 3, sample_weight = c(-1, rep(1, n - 1)))),
    edge("tiny", gmm_bayes(small, 3, start = groups, sample_weight = rep(1e-9, 60)),
      result$n_active == 0)
  ),
  about("gmm_bayes.default", "na_action",
    bad("unknown", "argument", "\"drop\"", gmm_bayes(x, 3, na_action = "drop")),
    edge("omit", gmm_bayes(holes, 3, start = groups, na_action = "omit"), result$n == 58)
  ),
  about("gmm_bayes.default", "threads",
    bad("0", "argument", "0", gmm_bayes(x, 3, threads = 0)),
    edge("more than rows", gmm_bayes(small, 3, start = groups, threads = 100), result$d == 4)
  ),
  about("gmm_bayes.default", "keep_data",
    bad("NA", "argument", "NA", gmm_bayes(x, 3, keep_data = NA)),
    edge("FALSE", gmm_bayes(small, 3, start = groups, keep_data = FALSE), is.null(result$data))
  ),
  about("gmm_bayes.default", "verbose",
    bad("text", "argument", "\"yes\"", gmm_bayes(x, 3, verbose = "yes")),
    edge("TRUE", suppressMessages(gmm_bayes(small, 3, start = groups, verbose = TRUE)),
      result$d == 4)
  ),
  about("gmm_bayes.default", "control",
    bad("list", "argument", "list", gmm_bayes(x, 3, control = list())),
    edge("plain", gmm_bayes(small, 3, start = groups, control = gmm_control(acceleration = "none")),
      result$d == 4)
  ),
  about("gmm_bayes.formula", "x",
    bad("left side", "argument", "left side", gmm_bayes(a ~ b, table_of_columns, 3)),
    edge("dot", gmm_bayes(~., faithful, 2, start = halves), result$d == 2)
  ),
  about("gmm_bayes.formula", "data",
    bad("not there", "argument", "absent", gmm_bayes(~absent, table_of_columns, 3)),
    edge("matrix", gmm_bayes(~waiting, as.matrix(faithful), 2, start = halves), result$d == 1)
  ),
  about("gmm_bayes.formula", "...",
    bad("misspelt", "argument", "Did you mean `n_init`?",
      gmm_bayes(~a, table_of_columns, 3, ninit = 3)),
    edge("type by position", gmm_bayes(~waiting, faithful, 2, "tied", start = halves),
      result$covariance_type == "tied")
  ),
  about("gmm_bayes.formula", "sample_weight",
    bad("not there", "argument", "absent",
      gmm_bayes(~a, table_of_columns, 3, sample_weight = absent)),
    edge("column", gmm_bayes(~waiting, faithful, 2, start = halves, sample_weight = eruptions),
      is_near(nobs(result), sum(faithful$eruptions)))
  ),
  about("predict.gaussmix_bayes", "object",
    bad("damaged", "fit", "posterior", predict(replaced(bayes_fit, "posterior", list(NULL))))
  ),
  about("predict.gaussmix_bayes", "newdata",
    bad("too few columns", "newdata", "It has 3", predict(bayes_fit, small[, 1:3])),
    edge("far away", predict(bayes_fit, matrix(1e150, 1, 4), type = "prob"),
      is_near(sum(result), 1))
  ),
  about("predict.gaussmix_bayes", "type",
    bad("unknown", "argument", "\"odds\"", predict(bayes_fit, type = "odds")),
    edge("densities of components", predict(bayes_fit, type = "component_log_density"),
      identical(dim(result), c(60L, 3L)))
  ),
  about("predict.gaussmix_bayes", "method",
    bad("unknown", "argument", "\"mode\"", predict(bayes_fit, method = "mode")),
    bad("no density", "argument", "\"density\"",
      predict(bayes_fit, type = "density", method = "variational"), names = "type"),
    edge("plugin", predict(bayes_fit, type = "density", method = "plugin"), all(result > 0))
  ),
  about("predict.gaussmix_bayes", "threads",
    bad("0", "argument", "0", predict(bayes_fit, threads = 0)),
    edge("more than rows", predict(bayes_fit, threads = 100), length(result) == 60)
  ),
  about("predict.gaussmix_bayes", "...",
    bad("unknown", "argument", "`newdate`", predict(bayes_fit, newdate = small))
  ),
  about("predict.gaussmix", "object",
    bad("NA mean", "fit", "`means`", predict(broken)),
    bad("no covariances", "fit", "`covariances`", predict(damaged("covariances", NULL))),
    bad("variables of text", "fit", "`variables`", predict(damaged("variables", "a"), columns)),
    bad("no data", "no_data", "newdata", predict(bare_fit), names = "newdata"),
    edge("model", predict(model, c(0, 5)), are_labels(result, 2, 2)),
    edge("one component", predict(one_fit, type = "prob"), identical(dim(result), c(60L, 1L)))
  ),
  about("predict.gaussmix", "newdata",
    bad("NULL", "newdata", "NULL", predict(fit, NULL)),
    bad("text", "newdata", "\"a\"", predict(fit, "a")),
    bad("function", "newdata", "a function", predict(fit, mean)),
    bad("list", "newdata", "list", predict(fit, as.list(table_of_columns))),
    bad("environment", "newdata", "environment", predict(fit, new.env())),
    bad("factor", "newdata", "factor", predict(vector_fit, iris$Species)),
    bad("complex", "newdata", "complex", predict(unnamed_fit, x + 0i)),
    bad("raw", "newdata", "raw", predict(unnamed_fit, matrix(raw(n), ncol = 4))),
    bad("array", "newdata", "50 x 50 x 40", predict(fit, array(1, c(50, 50, 40)))),
    bad("too few columns", "newdata", "It has 3", predict(fit, x[, 1:3])),
    bad("too many columns", "newdata", "It has 5", predict(fit, cbind(x, 1))),
    bad("no columns", "newdata", "It has 0", predict(fit, x[, 0])),
    bad("a column missing", "newdata", "`c`", predict(fit, columns[, -3])),
    bad("wrong names", "newdata", "`A`",
      predict(fit, stats::setNames(table_of_columns, LETTERS[1:4]))),
    bad("a column twice", "newdata", "`b`", predict(fit, cbind(columns, b = 1))),
    bad("factor column", "newdata", "`b` (factor)",
      predict(fit, transform(table_of_columns, b = factor(1)))),
    bad("date column", "newdata", "`b` (Date)",
      predict(fit, transform(table_of_columns, b = as.Date("2024-01-01")))),
    bad("one row as a vector", "newdata", "rbind(newdata)", predict(fit, c(1, 2, 3, 4))),
    bad("ragged", "newdata", c("Rows: 3", "2"),
      predict(fit, structure(list(a = 1:3, b = 1:2, c = 1:3, d = 1:3), class = "data.frame", row.names = 1:3))),
    bad("formula without its variable", "newdata", "`b`",
      predict(formula_fit, table_of_columns["a"])),
    bad("formula with a vector", "newdata", "c(1, 2)", predict(formula_fit, c(1, 2))),
    edge("no rows", predict(fit, columns[0, ]), are_labels(result, 0)),
    edge("one row", predict(fit, columns[1, , drop = FALSE]), are_labels(result, 1)),
    edge("other order and more", predict(fit, cbind(z = "a", table_of_columns[9:1, 4:1])),
      identical(unname(result), predict(fit)[9:1])),
    edge("far", predict(fit, columns[1:3, ] * 1e300, "prob"),
      all(is.finite(result)) && all(abs(rowSums(result) - 1) < 1e-14)),
    edge("missing values", predict(fit, cells(NA, Inf, NaN)), sum(is.na(result)) == 3,
      warns = "gaussmix_warning_missing"),
    edge("logical", predict(vector_fit, c(TRUE, FALSE)), are_labels(result, 2, 2)),
    edge("formula with more columns", predict(formula_fit, table_of_columns[1:5, 4:1]),
      are_labels(result, 5))
  ),
  about("predict.gaussmix", "type",
    bad("unknown", "argument", "\"probability\"", predict(fit, type = "probability")),
    bad("two", "argument", "c(\"class\", \"prob\")", predict(fit, type = c("class", "prob"))),
    bad("NULL", "argument", "NULL", predict(fit, type = NULL)),
    bad("number", "argument", "You gave 1", predict(fit, type = 1)),
    edge("prob of no rows", predict(fit, columns[0, ], "prob"), identical(dim(result), c(0L, 3L))),
    edge("density far away", predict(fit, columns[1:2, ] * 1e300, "density"),
      identical(result, c(0, 0)))
  ),
  about("predict.gaussmix", "threads",
    bad("0", "argument", "You gave 0", predict(fit, threads = 0)),
    bad("text", "argument", "\"a\"", predict(fit, threads = "a")),
    bad("two", "argument", "c(1, 2)", predict(fit, threads = 1:2)),
    edge("1024", predict(fit, threads = 1024), are_labels(result, n))
  ),
  about("predict.gaussmix", "...",
    bad("misspelt", "argument", "Did you mean `type`?", predict(fit, typ3 = "prob")),
    bad("without a name", "argument", "1 further", predict(fit, columns, "class", 1, 2))
  ),
  about("gmm_mahalanobis", "fit",
    bad("left out", "argument", "must be given", gmm_mahalanobis()),
    bad("data", "argument", "25000 x 4", gmm_mahalanobis(x)),
    bad("NA mean", "fit", "`means`", gmm_mahalanobis(broken)),
    edge("model", gmm_mahalanobis(model, c(0, 5)), identical(dim(result), c(2L, 2L)))
  ),
  about("gmm_mahalanobis", "newdata",
    bad("NULL", "newdata", "NULL", gmm_mahalanobis(fit, NULL)),
    bad("too few columns", "newdata", "It has 2", gmm_mahalanobis(fit, x[, 1:2])),
    edge("no rows", gmm_mahalanobis(fit, x[0, ]), identical(dim(result), c(0L, 3L))),
    edge("far", gmm_mahalanobis(fit, x[1:2, ] * 1e100), all(is.finite(result)))
  ),
  about("gmm_mahalanobis", "threads",
    bad("-1", "argument", "-1", gmm_mahalanobis(fit, threads = -1)),
    edge("1024", gmm_mahalanobis(small_fit, threads = 1024), all(is.finite(result)))
  ),
  about("gmm_sample", "fit",
    bad("left out", "argument", "must be given", gmm_sample(n = 1)),
    bad("data frame", "argument", "data frame", gmm_sample(iris, 1)),
    bad("NULL", "argument", "NULL", gmm_sample(NULL, 1)),
    bad("NA mean", "fit", "`means`", gmm_sample(broken, 1)),
    edge("model", gmm_sample(model, 5), identical(dim(result), c(5L, 1L)) && all(is.finite(result)))
  ),
  about("gmm_sample", "n",
    bad("left out", "argument", "must be given", gmm_sample(fit)),
    bad("-1", "argument", "-1", gmm_sample(fit, -1)),
    bad("1.5", "argument", "1.5", gmm_sample(fit, 1.5)),
    bad("1e10", "argument", "1e+10", gmm_sample(fit, 1e10)),
    bad("NA", "argument", "NA", gmm_sample(fit, NA)),
    bad("text", "argument", "\"3\"", gmm_sample(fit, "3")),
    edge("0", gmm_sample(fit, 0),
      identical(dim(result), c(0L, 4L)) && length(attr(result, "component")) == 0),
    edge("1", gmm_sample(fit, 1), nrow(result) == 1 && all(is.finite(unlist(result))))
  ),
  about("gmm_sample", "threads",
    bad("0", "argument", "You gave 0", gmm_sample(fit, 1, threads = 0)),
    edge("more than rows", gmm_sample(fit, 2, threads = 9), nrow(result) == 2)
  ),
  about("simulate.gaussmix", "object",
    bad("NA mean", "fit", "`means`", simulate(broken)),
    bad("model", "no_data", "gmm_model()", simulate(model)),
    edge("one component", simulate(one_fit), nrow(result$sim_1) == 60)
  ),
  about("simulate.gaussmix", "nsim",
    bad("0", "argument", "You gave 0", simulate(fit, 0)),
    bad("text", "argument", "\"2\"", simulate(fit, "2")),
    bad("1e10", "argument", "1e+10", simulate(fit, 1e10)),
    edge("2", simulate(small_fit, 2), length(result) == 2)
  ),
  about("simulate.gaussmix", "seed",
    bad("text", "argument", "\"a\"", simulate(fit, seed = "a")),
    bad("NA", "argument", "NA", simulate(fit, seed = NA)),
    bad("1.5", "argument", "1.5", simulate(fit, seed = 1.5)),
    bad("two", "argument", "c(1, 2)", simulate(fit, seed = c(1, 2))),
    edge("0", simulate(small_fit, seed = 0), identical(result, simulate(small_fit, seed = 0))),
    edge("negative", simulate(small_fit, seed = -5), length(result) == 1)
  ),
  about("simulate.gaussmix", "...",
    bad("misspelt", "argument", "Did you mean `nsim`?", simulate(fit, n_sim = 1))
  ),
  about("fitted.gaussmix", "object",
    bad("NA mean", "fit", "`means`", fitted(broken)),
    bad("no data", "no_data", "newdata", fitted(bare_fit), names = "newdata"),
    edge("rows left out", fitted(holes_fit), identical(dim(result), c(58L, 4L)))
  ),
  about("fitted.gaussmix", "...",
    bad("not known", "argument", "`zzz`", fitted(fit, zzz = 1))
  ),
  about("residuals.gaussmix", "object",
    bad("no restarts", "fit", "`restarts`", residuals(damaged("restarts", NULL))),
    edge("rows left out", residuals(holes_fit), identical(dim(result), c(58L, 4L)))
  ),
  about("residuals.gaussmix", "...",
    bad("type", "argument", "`type`", residuals(fit, type = "pearson"))
  ),
  about("coef.gaussmix", "object",
    bad("NA mean", "fit", "`means`", coef(broken)),
    edge("model", coef(model), identical(dim(result$covariances), c(1L, 1L, 2L)))
  ),
  about("formula.gaussmix", "x",
    bad("no formula", "argument", "`x`", formula(fit)),
    bad("model", "argument", "not given", formula(model)),
    edge("one variable", formula(gmm_fit(~speed, cars, 1)), inherits(result, "formula"))
  ),
  about("formula.gaussmix", "...",
    bad("not known", "argument", "`env`", formula(fit, env = 1))
  ),
  about("coef.gaussmix", "...",
    bad("not known", "argument", "`complete`", coef(fit, complete = TRUE))
  ),
  about("logLik.gaussmix", "object",
    bad("model", "no_data", "gmm_model()", logLik(model)),
    bad("text", "fit", "`log_likelihood`", logLik(damaged("log_likelihood", "a"))),
    edge("one component", logLik(one_fit), is.finite(result))
  ),
  about("logLik.gaussmix", "...",
    bad("not known", "argument", "`REML`", logLik(fit, REML = TRUE))
  ),
  about("nobs.gaussmix", "object",
    bad("negative", "fit", "`nobs`", nobs(damaged("nobs", -1))),
    bad("model", "no_data", "gmm_model()", nobs(model)),
    edge("rows left out", nobs(holes_fit), result == 58)
  ),
  about("nobs.gaussmix", "...",
    bad("not known", "argument", "`use.fallback`", nobs(fit, use.fallback = TRUE))
  ),
  about("bic.gaussmix", "object",
    bad("left out", "argument", "must be given", bic()),
    bad("model", "no_data", "gmm_model()", bic(model)),
    bad("df", "fit", "`df`", bic(damaged("df", 1))),
    edge("one component", bic(one_fit), result == stats::BIC(one_fit))
  ),
  about("bic.gaussmix", "...",
    bad("two fits", "argument", "1 further", bic(fit, fit))
  ),
  about("bic.default", "object",
    bad("number", "argument", "You gave 3", bic(3)),
    bad("text", "argument", "\"a\"", bic("a")),
    edge("another fit", bic(stats::lm(dist ~ speed, cars)), is.finite(result))
  ),
  about("bic.default", "...",
    bad("not a fit", "argument", "lm", bic(stats::lm(dist ~ speed, cars), 3), names = "object"),
    edge("two fits", bic(stats::lm(dist ~ speed, cars), stats::lm(dist ~ 1, cars)),
      nrow(result) == 2)
  ),
  about("aic.gaussmix", "object",
    bad("left out", "argument", "must be given", aic()),
    bad("model", "no_data", "gmm_model()", aic(model)),
    bad("entropy", "fit", "`entropy`", aic(damaged("entropy", "a"))),
    edge("one component", aic(one_fit), result == stats::AIC(one_fit))
  ),
  about("aic.gaussmix", "...",
    bad("k", "argument", "`k`", aic(fit, k = 3))
  ),
  about("aic.default", "object",
    bad("NULL", "argument", "NULL", aic(NULL)),
    bad("data frame", "argument", "data frame", aic(iris)),
    edge("another fit", aic(stats::lm(dist ~ speed, cars)), is.finite(result))
  ),
  about("aic.default", "...",
    bad("k as text", "argument", "lm",
      aic(stats::lm(dist ~ speed, cars), k = "a"), names = "object"),
    edge("k", aic(stats::lm(dist ~ speed, cars), k = 3), is.finite(result))
  ),
  about("icl.gaussmix", "object",
    bad("left out", "argument", "must be given", icl()),
    bad("model", "no_data", "gmm_model()", icl(model)),
    edge("one component", icl(one_fit), is_near(result, bic(one_fit)))
  ),
  about("icl.gaussmix", "type",
    bad("unknown", "argument", "\"hard\"", icl(fit, type = "hard")),
    bad("NULL", "argument", "NULL", icl(fit, type = NULL)),
    edge("map", icl(fit, type = "map"), is.finite(result))
  ),
  about("icl.gaussmix", "...",
    bad("misspelt", "argument", "`kind`", icl(fit, kind = "map"))
  ),
  about("icl.default", "object",
    bad("another fit", "argument", "lm", icl(stats::lm(dist ~ speed, cars))),
    bad("NULL", "argument", "NULL", icl(NULL))
  ),

  about("adjusted_rand", "a",
    bad("left out", "argument", "must be given", adjusted_rand(b = 1)),
    bad("NULL", "argument", "NULL", adjusted_rand(NULL, 1:3)),
    bad("none", "argument", "length 0", adjusted_rand(integer(), integer())),
    bad("list", "argument", "list", adjusted_rand(as.list(1:3), 1:3)),
    bad("matrix", "argument", "3 x 1", adjusted_rand(matrix(1:3), 1:3)),
    bad("function", "argument", "a function", adjusted_rand(mean, 1:3)),
    bad("NA", "argument", "2", adjusted_rand(c(1, NA), 1:2)),
    bad("other length", "argument", c("3", "2"), adjusted_rand(1:3, 1:2)),
    bad("NA mean", "fit", "`means`", adjusted_rand(broken, groups)),
    bad("no data", "no_data", "predict", adjusted_rand(bare_fit, groups)),
    edge("fit", adjusted_rand(small_fit, groups), result == 1),
    edge("one", adjusted_rand(1, 1), result == 1),
    edge("text", adjusted_rand(letters, rev(letters)), result == 1),
    edge("all different", adjusted_rand(seq_len(1e5), 1e5:1), result == 1),
    edge("all the same", adjusted_rand(rep(1, 9), rep("a", 9)), result == 1)
  ),
  about("adjusted_rand", "b",
    bad("left out", "argument", "must be given", adjusted_rand(1)),
    bad("data frame", "argument", "data frame", adjusted_rand(1:3, iris)),
    bad("NA", "argument", "1", adjusted_rand(1:2, c(NA, "a"))),
    edge("factor of unused levels", adjusted_rand(groups, factor(groups, 1:9)), result == 1),
    edge("nothing in common", adjusted_rand(c(1, 1, 2, 2), c(1, 2, 1, 2)), is_near(result, -0.5))
  ),
  about("gmm_instruction_set", "set",
    bad("unknown", "argument", "avx1024", gmm_instruction_set("avx1024")),
    bad("number", "argument", "8", gmm_instruction_set(8)),
    bad("two", "argument", "c(", gmm_instruction_set(c("baseline", "baseline"))),
    edge("the least", gmm_instruction_set(gmm_instruction_set("baseline")), is.character(result)),
    edge("none", gmm_instruction_set(NULL), result %in% attr(result, "available"))
  ),
  about("gmm_match", "a",
    bad("left out", "argument", "must be given", gmm_match(b = fit)),
    bad("matrix", "argument", "25000 x 4", gmm_match(x, fit)),
    bad("NA mean", "fit", "`means`", gmm_match(broken, fit)),
    bad("other columns", "argument", "4 and 3", gmm_match(small_fit, narrow_fit)),
    edge("itself", gmm_match(small_fit, small_fit),
      identical(result$b, 1:3) && max(result$distance) < 1e-6)
  ),
  about("gmm_match", "b",
    bad("left out", "argument", "must be given", gmm_match(fit)),
    bad("NULL", "argument", "NULL", gmm_match(fit, NULL)),
    bad("no weights", "fit", "`weights`", gmm_match(fit, damaged("weights", NULL))),
    edge("fewer components", gmm_match(small_fit, one_fit), nrow(result) == 1),
    edge("far away", gmm_match(model, gmm_model(1, 1e150, 1)),
      nrow(result) == 1 && result$distance == 1)
  ),

  about("summary.gaussmix", "object",
    bad("NA mean", "fit", "`means`", summary(broken)),
    bad("restarts without likelihood", "fit", "`restarts`",
      summary(damaged("restarts", fit$restarts[c("start", "reason", "chosen")]))),
    edge("model", utils::capture.output(print(summary(model))), length(result) > 3)
  ),
  about("summary.gaussmix", "...",
    bad("not known", "argument", "`zzz`", summary(fit, zzz = 1))
  ),
  about("print.summary.gaussmix", "digits",
    bad("0", "argument", "You gave 0", print(summary(fit), digits = 0)),
    bad("text", "argument", "\"a\"", print(summary(fit), digits = "a")),
    edge("22", printed(summary(fit), digits = 22), length(result) > 3)
  ),
  about("print.summary.gaussmix", "max_components",
    bad("0", "argument", "You gave 0", print(summary(fit), max_components = 0)),
    edge("Inf", printed(summary(fit), max_components = Inf), length(result) > 3)
  ),
  about("print.summary.gaussmix", "max_variables",
    bad("NA", "argument", "NA", print(summary(fit), max_variables = NA)),
    edge("1", printed(summary(fit), max_variables = 1), any(grepl("3 variables more", result)))
  ),
  about("print.gaussmix", "x",
    bad("NA mean", "fit", "`means`", print(broken)),
    edge("model", printed(model), length(result) > 3)
  ),
  about("print.gaussmix", "digits",
    bad("0", "argument", "You gave 0", print(fit, digits = 0)),
    bad("NULL", "argument", "NULL", print(fit, digits = NULL)),
    bad("23", "argument", "23", print(fit, digits = 23)),
    edge("22", printed(fit, digits = 22), length(result) > 3)
  ),
  about("print.gaussmix", "max_components",
    bad("-1", "argument", "-1", print(fit, max_components = -1)),
    bad("text", "argument", "\"all\"", print(fit, max_components = "all")),
    edge("1", printed(fit, max_components = 1), any(grepl("2 components more", result))),
    edge("Inf", printed(fit, max_components = Inf), length(result) > 3)
  ),
  about("print.gaussmix", "max_variables",
    bad("1.5", "argument", "1.5", print(fit, max_variables = 1.5)),
    edge("1", printed(fit, max_variables = 1), any(grepl("3 variables more", result)))
  ),
  about("tidy.gaussmix", "x",
    bad("NA mean", "fit", "`means`", tidy(broken)),
    edge("model", tidy(model), nrow(result) == 2)
  ),
  about("tidy.gaussmix", "what",
    bad("unknown", "argument", "\"weights\"", tidy(fit, "weights")),
    bad("number", "argument", "You gave 3", tidy(fit, 3)),
    bad("NULL", "argument", "NULL", tidy(fit, NULL)),
    edge("covariances in one dimension", tidy(vector_fit, "covariances"), nrow(result) == 2)
  ),
  about("tidy.gaussmix", "...",
    bad("misspelt", "argument", "Did you mean `what`?", tidy(fit, whta = "means"))
  ),
  about("glance.gaussmix", "x",
    bad("NA mean", "fit", "`means`", glance(broken)),
    bad("trace", "fit", "`trace`", glance(damaged("trace", 1))),
    edge("model", glance(model), nrow(result) == 1)
  ),
  about("glance.gaussmix", "...",
    bad("not known", "argument", "`zzz`", glance(fit, zzz = 1))
  ),
  about("augment.gaussmix", "x",
    bad("NA mean", "fit", "`means`", augment(broken)),
    bad("no data", "no_data", "newdata", augment(bare_fit), names = "newdata"),
    edge("rows left out", augment(holes_fit), nrow(result) == 58),
    edge("names that are the same", augment(gmm_fit(named("a", "a"), 2, start = halves)),
      nrow(result) == 272)
  ),
  about("augment.gaussmix", "data",
    bad("other rows", "newdata", "It has 9", augment(fit, data = columns[1:9, ])),
    bad("other columns", "newdata", "It has 2", augment(fit, data = x[, 1:2])),
    bad("a column missing", "newdata", "`c`", augment(fit, data = columns[, -3])),
    bad("text", "newdata", "\"a\"", augment(fit, data = "a")),
    bad("formula with a number", "newdata", "You gave 3", augment(formula_fit, data = 3)),
    edge("rows left out", augment(holes_fit, data = holes), nrow(result) == 58),
    edge("more columns", augment(fit, data = cbind(table_of_columns, e = "a")),
      all(result$e == "a"))
  ),
  about("augment.gaussmix", "newdata",
    bad("text", "newdata", "\"a\"", augment(fit, newdata = "a")),
    bad("function", "newdata", "a function", augment(fit, newdata = mean)),
    bad("too few columns", "newdata", "It has 2", augment(fit, newdata = x[, 1:2])),
    edge("no rows", augment(fit, newdata = columns[0, ]),
      nrow(result) == 0 && is.factor(result$.cluster)),
    edge("missing values", augment(fit, newdata = cells(NA)), nrow(result) == n,
      warns = "gaussmix_warning_missing")
  ),
  about("augment.gaussmix", "prob",
    bad("NA", "argument", "NA", augment(fit, prob = NA)),
    bad("1", "argument", "You gave 1", augment(fit, prob = 1)),
    edge("of one row", augment(fit, newdata = columns[1, , drop = FALSE], prob = TRUE),
      all(paste0(".prob_", 1:3) %in% names(result)))
  ),
  about("augment.gaussmix", "...",
    bad("misspelt", "argument", "Did you mean `newdata`?", augment(fit, new_data = columns))
  ),
  about("update.gaussmix", "object",
    bad("NA mean", "fit", "`means`", update(broken, n_components = 2)),
    bad("call", "fit", "`call`", update(damaged("call", "gmm_fit(x, 3)"), n_components = 2)),
    edge("nothing changed", update(small_fit), is_fit(result, 3, 4))
  ),
  about("update.gaussmix", "formula.",
    bad("fit without formula", "argument", "update(fit, x = ...)", update(fit, ~ . - a)),
    bad("number", "argument", "You gave 4", update(fit, 4)),
    bad("left side", "argument", "left side",
      update(formula_fit, a ~ .), names = "x", by = "gmm_fit"),
    edge("one variable less", update(formula_fit, ~ . - a), is_fit(result, 3, 1))
  ),
  about("update.gaussmix", "...",
    bad("without a name", "argument", "You gave 3", update(formula_fit, ~., 3)),
    bad("misspelt", "argument", "`n_init`", update(small_fit, ninit = 3), by = "gmm_fit"),
    bad("value", "argument", "You gave 0", update(small_fit, max_iter = 0.5 - 0.5, n_init = 0),
      names = "n_init", by = "gmm_fit"),
    edge("NULL", update(small_fit, sample_weight = NULL), is_fit(result, 3, 4))
  ),
  about("update.gaussmix", "evaluate",
    bad("NA", "argument", "NA", update(fit, evaluate = NA)),
    bad("text", "argument", "\"no\"", update(fit, evaluate = "no")),
    edge("FALSE", update(fit, evaluate = FALSE), is.call(result))
  ),

  about("autoplot.gaussmix", "object",
    bad("NA mean", "fit", "`means`", autoplot(broken)),
    bad("no data", "no_data", "keep_data", autoplot(bare_fit, "uncertainty")),
    bad("model", "no_data", "gmm_model()", autoplot(model, "trace")),
    edge("model", autoplot(model), is_drawn(result)),
    edge("without data", autoplot(bare_fit), is_drawn(result)),
    edge("names that are the same", autoplot(gmm_fit(named("a", "a"), 2, start = halves)),
      is_drawn(result))
  ),
  about("autoplot.gaussmix", "type",
    bad("unknown", "argument", "\"pie\"", autoplot(fit, "pie")),
    bad("number", "argument", "You gave 1", autoplot(fit, 1)),
    bad("two", "argument", "c(\"pairs\", \"trace\")", autoplot(fit, c("pairs", "trace"))),
    bad("two columns of one", "argument", "1 column",
      autoplot(vector_fit, "ellipse"), names = "object"),
    bad("weights of no posterior", "argument", "gmm_bayes()", autoplot(fit, "weights"),
      names = "object"),
    edge("weights", autoplot(bayes_fit, "weights"), is_drawn(result)),
    edge("weights of one row and of one component",
      list(autoplot(gmm_bayes(small[1, , drop = FALSE], 3, n_init = 2), "weights"),
        autoplot(gmm_bayes(small[1, , drop = FALSE], 3, n_init = 2)),
        autoplot(gmm_bayes(small, 1), "weights")),
      all(vapply(result, is_drawn, NA)), warns = "gaussmix_warning_constant"),
    edge("trace of no iterations",
      autoplot(gmm_fit(small, 3, start = groups, max_iter = 0), "trace"),
      is_drawn(result)),
    edge("NULL", autoplot(vector_fit, NULL), is_drawn(result))
  ),
  about("autoplot.gaussmix", "dims",
    bad("beyond", "argument", "c(1, 9)", autoplot(fit, dims = c(1, 9))),
    bad("fraction", "argument", "c(1.0, 1.5)", autoplot(fit, dims = c(1, 1.5))),
    bad("twice", "argument", "c(1, 1)", autoplot(fit, dims = c(1, 1))),
    bad("names", "argument", "c(\"a\", \"z\")", autoplot(fit, dims = c("a", "z"))),
    bad("names of what has none", "argument", "c(\"a\", \"b\")",
      autoplot(unnamed_fit, dims = c("a", "b"))),
    bad("logical", "argument", "c(TRUE, TRUE)", autoplot(fit, dims = c(TRUE, TRUE))),
    bad("left out", "argument", "4 columns", autoplot(fit, "histogram")),
    edge("by name", autoplot(fit, dims = c("d", "a")), is_drawn(result))
  ),
  about("autoplot.gaussmix", "level",
    bad("percent", "argument", "95", autoplot(fit, level = 95)),
    bad("1", "argument", "You gave 1", autoplot(fit, level = 1)),
    bad("0", "argument", "You gave 0", autoplot(fit, level = 0)),
    bad("none", "argument", "length 0", autoplot(fit, level = numeric())),
    bad("text", "argument", "\"0.9\"", autoplot(fit, level = "0.9")),
    edge("nearly 1", autoplot(small_fit, level = 1 - 1e-15), is_drawn(result)),
    edge("twice", autoplot(small_fit, level = c(0.5, 0.5)), is_drawn(result))
  ),
  about("autoplot.gaussmix", "component",
    bad("beyond", "argument", "You gave 4", autoplot(fit, "component", component = 4)),
    bad("none", "argument", "length 0", autoplot(fit, "component", component = integer())),
    bad("text", "argument", "\"1\"", autoplot(fit, "component", component = "1")),
    edge("all", autoplot(small_fit, "component", component = 3:1), is_drawn(result))
  ),
  about("autoplot.gaussmix", "...",
    bad("misspelt", "argument", "Did you mean `level`?", autoplot(fit, levels = 0.9))
  ),
  about("plot.gaussmix", "x",
    bad("NA mean", "fit", "`means`", plot(broken)),
    edge("one dimension", on_no_device(plot(vector_fit)), is_drawn(result))
  ),
  about("plot.gaussmix", "...",
    bad("level", "argument", "95", plot(fit, level = 95), names = "level"),
    edge("type", on_no_device(plot(small_fit, type = "profile")), is_drawn(result))
  ),
  about("autolayer.gaussmix", "object",
    bad("NA mean", "fit", "`means`", autolayer(broken)),
    edge("names that are the same", autolayer(gmm_fit(named("a", "a"), 2, start = halves)),
      is_layer(result))
  ),
  about("autolayer.gaussmix", "dims",
    bad("three", "argument", "c(1, 2, 3)", autolayer(fit, dims = 1:3)),
    bad("one dimension", "argument", "c(1, 2)", autolayer(vector_fit)),
    edge("by name", autolayer(fit, dims = c("d", "a")), is_layer(result))
  ),
  about("autolayer.gaussmix", "level",
    bad("2", "argument", "You gave 2", autolayer(fit, level = 2)),
    edge("two", autolayer(fit, level = c(0.9, 0.1)), is_layer(result))
  ),
  about("autolayer.gaussmix", "mapping",
    bad("list", "argument", "list", autolayer(fit, mapping = list(colour = ".component"))),
    edge("empty", autolayer(fit, mapping = ggplot2::aes()), is_layer(result))
  ),
  about("autolayer.gaussmix", "geom",
    bad("point", "argument", "\"point\"", autolayer(fit, geom = "point")),
    edge("polygon", autolayer(fit, geom = "polygon"), is_layer(result))
  ),
  about("autolayer.gaussmix", "show.legend",
    bad("text", "argument", "\"yes\"", autolayer(fit, show.legend = "yes")),
    edge("FALSE", autolayer(fit, show.legend = FALSE), is_layer(result))
  ),
  about("geom_gmm_ellipse", "fit",
    bad("left out", "argument", "must be given", geom_gmm_ellipse()),
    bad("data frame", "argument", "data frame", geom_gmm_ellipse(iris)),
    bad("NA mean", "fit", "`means`", geom_gmm_ellipse(broken)),
    edge("one component", geom_gmm_ellipse(one_fit), is_layer(result))
  ),
  about("geom_gmm_ellipse", "dims",
    bad("one", "argument", "You gave 1", geom_gmm_ellipse(fit, dims = 1)),
    bad("NULL", "argument", "NULL", geom_gmm_ellipse(fit, dims = NULL)),
    bad("integer64", "argument", "integer64", geom_gmm_ellipse(fit, dims = integer64(1:2))),
    bad("list", "argument", "list", geom_gmm_ellipse(fit, dims = list(1, 2))),
    edge("backwards", geom_gmm_ellipse(fit, dims = 2:1), is_layer(result))
  ),
  about("geom_gmm_ellipse", "level",
    bad("NA", "argument", "NA", geom_gmm_ellipse(fit, level = NA_real_)),
    bad("NULL", "argument", "NULL", geom_gmm_ellipse(fit, level = NULL)),
    edge("tiny", geom_gmm_ellipse(fit, level = 1e-300), is_layer(result))
  ),
  about("geom_gmm_ellipse", "mapping",
    bad("text", "argument", "\"x\"", geom_gmm_ellipse(fit, mapping = "x")),
    edge("colour", geom_gmm_ellipse(fit, mapping = ggplot2::aes(colour = .component)),
      is_layer(result))
  ),
  about("geom_gmm_ellipse", "geom",
    bad("number", "argument", "You gave 1", geom_gmm_ellipse(fit, geom = 1)),
    bad("NULL", "argument", "NULL", geom_gmm_ellipse(fit, geom = NULL)),
    edge("polygon", geom_gmm_ellipse(fit, geom = "polygon"), is_layer(result))
  ),
  about("geom_gmm_ellipse", "show.legend",
    bad("text", "argument", "\"yes\"", geom_gmm_ellipse(fit, show.legend = "yes")),
    bad("two", "argument", "c(TRUE, FALSE)", geom_gmm_ellipse(fit, show.legend = c(TRUE, FALSE))),
    bad("NULL", "argument", "NULL", geom_gmm_ellipse(fit, show.legend = NULL)),
    edge("by aesthetic", geom_gmm_ellipse(fit, show.legend = c(colour = TRUE)), is_layer(result))
  ),

  about("session", "options(gaussmix.threads)",
    bad("many", "argument", "\"many\"", with_threads("many", "", predict(fit)), by = "predict"),
    bad("0", "argument", "You gave 0", with_threads(0, "", gmm_fit(x, 3)), by = "gmm_fit"),
    bad("NA", "argument", "NA", with_threads(NA, "", augment(fit)), by = "augment"),
    edge("before the variable", with_threads(1, "many", predict(fit)), are_labels(result, n))
  ),
  about("session", "GAUSSMIX_THREADS",
    bad("many", "argument", "\"many\"", with_threads(NULL, "many", gmm_fit(x, 3)), by = "gmm_fit"),
    bad("-1", "argument", "-1", with_threads(NULL, "-1", gmm_sample(fit, 1)), by = "gmm_sample"),
    bad("1.5", "argument", "1.5",
      with_threads(NULL, "1.5", gmm_mahalanobis(fit)), by = "gmm_mahalanobis"),
    edge("empty", with_threads(NULL, "", predict(small_fit)), are_labels(result, 60)),
    edge("2", with_threads(NULL, "2", predict(small_fit)), are_labels(result, 60))
  )
)
