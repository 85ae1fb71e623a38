# Random invalid calls: templates of valid ones, in which one or two arguments are
# replaced by values of every type and length. What comes of them must be a value or an
# error with a class of gaussmix. Calls are kept as text, to be pasted into R.

# What the calls are made of.
call_objects <- '
set.seed(1)
x <- rbind(matrix(rnorm(40), 20), matrix(rnorm(20, 4), 10))
colnames(x) <- c("a", "b")
frame <- data.frame(x, group = rep(c("u", "v"), 15))
labels <- rep(1:2, c(20, 10))
fit <- gmm_fit(x, 2, start = labels)
of_formula <- gmm_fit(~ a + log(b^2), frame, n_components = 1)
model <- gmm_model(c(0.4, 0.6), rbind(0:1, 3:4), array(diag(2), c(2, 2, 2)))
selection <- gmm_select(x, 1:2, "diag", n_init = 1)
statistics <- gmm_statistics(fit, x)
holed <- replace(x, c(1:4, 40:43), NA)
of_holes <- gmm_fit(holed, 2, start = labels, na_action = "em")
changed <- function(object, name, value) {
  object[name] <- list(value)
  object
}
'

template <- function(fun, ..., fixed = character()) {
  list(fun = fun, arguments = c(...), fixed = fixed)
}

# Arguments on which R dispatches are `fixed`: anything else in their place is the
# business of other packages. Objects of ours that are not intact are not.
templates <- function() {
  settings <- c(
    covariance_type = '"full"', n_init = "2", tol = "1e-6", max_iter = "20",
    reg_covar = "1e-9", sample_weight = "NULL", na_action = '"fail"', threads = "1",
    keep_data = "TRUE", verbose = "FALSE", control = "gmm_control()",
    proportions = '"equal"'
  )
  parameters <- paste0(
    "list(weights = c(0.5, 0.5), means = x[c(1, 30), ], ",
    "covariances = array(diag(2), c(2, 2, 2)))"
  )
  list(
    template("gmm_fit", x = "x", n_components = "2", start = '"mixed"', settings),
    template("gmm_fit", x = "frame[1:2]", n_components = "2", start = '"kmeans"', settings),
    template("gmm_fit", x = "x", n_components = "2", start = "labels", settings),
    template("gmm_fit", x = "x", n_components = "2", start = "diag(2)[labels, ]", settings),
    template("gmm_fit", x = "x", n_components = "2", start = parameters, settings),
    template("gmm_fit", x = "x", start = "fit", settings[-1]),
    template("gmm_fit", x = "x[, 1]", n_components = "1", sample_weight = "rep(2, 30)"),
    template(
      "gmm_fit", x = "~ a + b", data = "frame", n_components = "2", start = '"kmeans"', settings
    ),
    template(
      "gmm_select", x = "x", n_components = "1:2", covariance_type = 'c("full", "diag")',
      criterion = '"bic"', n_folds = "3", workers = "1", progress = "FALSE", n_init = "1"
    ),
    template(
      "gmm_select", x = "~ a + b", data = "frame", n_components = "1", criterion = '"cv"',
      covariance_type = '"diag"', n_folds = "2", n_init = "1", sample_weight = "rep(1, 30)"
    ),
    template(
      "gmm_select", x = "x", n_components = "3", covariance_type = '"full"',
      criterion = '"lower_bound"', n_init = "2", weight_prior = '"dirichlet"', concentration = "0.1"
    ),
    template(
      "gmm_select", x = "x", n_components = "1", covariance_type = '"diag"', criterion = '"cv"',
      folds = "rep(1:3, 10)"
    ),
    template(
      "gmm_select", x = "~ a + b", data = "frame", n_components = "1", covariance_type = '"diag"',
      criterion = '"cv"', groups = "group", n_folds = "2", fixed = "x"
    ),
    template(
      "gmm_fit", x = "holed", n_components = "2", start = "labels",
      replace(settings, "na_action", '"em"')
    ),
    template(
      "gmm_select", x = "holed", n_components = "1:2", covariance_type = '"diag"', n_init = "1",
      na_action = '"em"', sample_weight = "rep(1:2, 15)"
    ),
    template(
      "gmm_outliers", fit = "of_holes", newdata = "holed", share = "0.1", columns = "TRUE"
    ),
    template("gmm_mahalanobis", fit = "of_holes", newdata = "holed"),
    template("gmm_e_step", model = "of_holes", x = "holed"),
    template("gmm_trim", fit = "of_holes", share = "0.1"),
    template(
      "predict", object = "of_holes", newdata = "holed", type = '"prob"', fixed = "object"
    ),
    template("augment", x = "of_holes", newdata = "holed", fixed = "x"),
    template("update", object = "of_holes", na_action = '"omit"', fixed = "object"),
    template("gmm_best", selection = "selection", criterion = '"bic"'),
    template("rbind", a = "selection", b = "selection[2]", fixed = "a"),
    template("c", a = "selection", b = "selection[2]", fixed = "a"),
    template(
      "gmm_control", reg_covar_scale = '"relative"', screen_iter = "10", screen_keep = "5",
      swaps = "4", acceleration = '"none"', stop = '"noise"', kmeans_max_iter = "100",
      effective_n = "50"
    ),
    template(
      "gmm_prior", mean = "1:2", mean_precision = "0.1", degrees_of_freedom = "4",
      scale = "diag(2)"
    ),
    template("gmm_fit", x = "x", n_components = "2", start = "labels", prior = "gmm_prior()"),
    template(
      "gmm_model", weights = "c(0.4, 0.6)", means = "rbind(0:1, 3:4)",
      covariances = "array(diag(2), c(2, 2, 2))", covariance_type = '"full"'
    ),
    template(
      "gmm_model", weights = "c(0.4, 0.6)", means = "rbind(0:1, 3:4)", covariances = "c(1, 2)",
      covariance_type = '"spherical"'
    ),
    template(
      "gmm_n_parameters", covariance_type = '"full"', d = "2", n_components = "3",
      proportions = '"equal"'
    ),
    template("gmm_sample", fit = "fit", n = "5", threads = "1"),
    template("gmm_impute", fit = "fit", newdata = "x", method = '"draw"', threads = "1"),
    template("gmm_mahalanobis", fit = "fit", newdata = "x", threads = "1"),
    template("gmm_match", a = "fit", b = "model"),
    template("gmm_match", a = "fit", b = "labels"),
    template("as_gaussmix", x = "kmeans(x, x[c(1, 30), ])", fixed = "x"),
    template("as_mclust", fit = "fit"),
    template("gmm_fit", x = "x", n_components = "2", start = "list(means = x[c(1, 30), ])"),
    template("gmm_fit", x = "x", n_components = "2", start = "x[c(1, 30), ]", settings),
    template("gmm_fit", x = "x", n_components = "2", start = "hclust(dist(x))"),
    template("gmm_relabel", fit = "fit", names = 'c("low", "high")', order = '"weight"'),
    template("gmm_relabel", fit = "of_formula", names = 'c("1" = "all")', order = '"mean"'),
    template(
      "gmm_probability", fit = "fit", lower = "c(0, 0)", upper = "c(1, 2)", max_error = "1e-3"
    ),
    template("gmm_probability", fit = "of_formula", lower = "0", upper = "frame[1:2, 1:2]"),
    template(
      "gmm_outliers", fit = "fit", newdata = "x", share = "0.1", threshold = "NULL", threads = "1"
    ),
    template(
      "gmm_outliers", fit = "fit", newdata = "x", level = "0.1", method = '"distance"',
      small = "0.01", columns = "TRUE", seed = "1"
    ),
    template("gmm_outliers", fit = "of_formula", newdata = "frame", columns = "TRUE"),
    template(
      "gmm_cdf", fit = "fit", q = "c(1, 2)", dims = '"a"', lower_tail = "TRUE", log = "FALSE"
    ),
    template(
      "gmm_quantile", fit = "fit", p = "c(0.1, 0.5)", dims = "2", lower_tail = "TRUE", log = "FALSE"
    ),
    template("gmm_quantile", fit = "of_formula", p = "-1", dims = "1", log = "TRUE"),
    template("gmm_threshold", fit = "fit", dims = "1", tail = "0", inactive = "FALSE"),
    template("gmm_hdr", fit = "fit", level = "0.9", dims = "NULL", draws = "1000", seed = "1"),
    template("gmm_hdr", fit = "model", level = "c(0.5, 0.9)", dims = "1"),
    template("gmm_trim", fit = "fit", share = "0.1", threshold = "NULL"),
    template("gmm_trim", fit = "of_formula", share = "0.1"),
    template("gmm_e_step", model = "fit", x = "x"),
    template(
      "gmm_m_step", x = "x", responsibilities = "diag(2)[labels, ]", covariance_type = '"full"',
      ridge = "0", sample_weight = "NULL"
    ),
    template(
      "gmm_statistics", model = "fit", x = "x", sample_weight = "rep(2, 30)", origins = "fit$means"
    ),
    template("gmm_statistics", model = "of_formula", x = "frame"),
    template("gmm_update", statistics = "statistics", model = "fit", ridge = "1e-3"),
    template("sum", a = "statistics", b = "statistics", fixed = "a"),
    template("print", x = "statistics", digits = "3", fixed = "x"),
    template("adjusted_rand", a = "fit", b = "labels"),
    template(
      "predict", object = "fit", newdata = "x", type = '"class"', threads = "1", fixed = "object"
    ),
    template(
      "predict", object = "of_formula", newdata = "frame", type = '"prob"', inactive = "TRUE",
      na_action = '"em"', fixed = "object"
    ),
    template("aic", object = "fit", fixed = "object"),
    template("bic", object = "fit", fixed = "object"),
    template("icl", object = "fit", type = '"map"', fixed = "object"),
    template("logLik", object = "fit", fixed = "object"),
    template("nobs", object = "fit", fixed = "object"),
    template("coef", object = "fit", fixed = "object"),
    template("fitted", object = "fit", fixed = "object"),
    template("residuals", object = "fit", fixed = "object"),
    template("summary", object = "fit", fixed = "object"),
    template("print", x = "fit", digits = "3", inactive = "TRUE", fixed = "x"),
    template("print", x = "gmm_outliers(fit)", n = "3", digits = "3", fixed = "x"),
    template("print", x = "gmm_threshold(fit, 1)", digits = "3", fixed = "x"),
    template("print", x = "summary(fit)", digits = "3", fixed = "x"),
    template("print", x = "selection", digits = "3", fixed = "x"),
    template("summary", object = "selection", fixed = "object"),
    template("print", x = "summary(selection)", digits = "3", max_fits = "2", fixed = "x"),
    template("tidy", x = "selection", fixed = "x"),
    template("glance", x = "selection", fixed = "x"),
    template("augment", x = "selection", newdata = "x", prob = "TRUE", fixed = "x"),
    template("tidy", x = "fit", what = '"means"', inactive = "TRUE", fixed = "x"),
    template("glance", x = "fit", fixed = "x"),
    template("augment", x = "fit", data = "x", newdata = "NULL", prob = "TRUE", fixed = "x"),
    template(
      "augment", x = "fit", newdata = "x", prob = "FALSE", inactive = "FALSE", na_action = '"em"',
      fixed = "x"
    ),
    template("autoplot", object = "fit", dims = "1:2", level = "0.9", fixed = "object"),
    template("autoplot", object = "fit", type = '"density"', data = "frame", fixed = "object"),
    template("gmm_project", fit = "fit", lambda = "0.5", dims = "1:2"),
    template("predict", object = "gmm_project(fit)", newdata = "frame", fixed = "object"),
    template("tidy", x = "gmm_project(fit)", fixed = "x"),
    template("print", x = "gmm_project(fit)", fixed = "x"),
    template("simulate", object = "fit", nsim = "2", seed = "1", fixed = "object"),
    template("update", object = "fit", n_components = "2", start = '"kmeans"', fixed = "object"),
    template("update", object = "of_formula", formula. = "~ a", evaluate = "TRUE", fixed = "object")
  )
}

# Values of every type and many lengths. Counts that would be valid but take forever
# are not among them; those beyond the largest integer are.
pool <- c(
  "NULL", "NA", "NA_real_", "NaN", "Inf", "-Inf", "0", "-1", "1.5", "2", "3", "17", "3e9",
  "-3e9", "-1e-300", "1e-300", "1e300", "5e-324", "0.5", "1", "1L", "0L", "NA_integer_",
  '"3"', '"full"', '"VVV"', '"a"', '""', "NA_character_", "character()", 'c("a", "b")',
  "letters", "TRUE", "FALSE", "c(TRUE, NA)", "logical()", "rep(TRUE, 30)", "c(2, 3)", "c(3, 2, 1)",
  "numeric()", "integer()", "1:3", "30:1", "c(1, NA)", "c(0.5, 0.5)", "c(1, Inf)", "1i", "raw(2)",
  "as.raw(1)", "list()", "list(1, 2)", "list(a = 1)", "list(weights = 1)",
  "list(weights = 1, means = 2, covariances = 3)", "pairlist(a = 1)", 'factor("a")',
  'factor(rep(c("a", "b"), 15))', "factor(rep(NA, 30))", 'as.Date("2020-01-01")',
  'as.POSIXct("2020-01-01", tz = "UTC")', 'as.difftime(1, units = "secs")',
  'numeric_version("1.0")', "quote(a)", "quote(a + b)", "expression(a)", "function(x) x", "mean",
  "globalenv()", "~ a", "~ a:b", "~ 1", "~ .", "a ~ b", "~ nosuch", "~ group", "~ a + offset(b)",
  "~ stop()", "matrix(0, 0, 0)", "matrix(1, 1, 1)", "matrix(0, 3, 0)", "matrix(0, 0, 2)",
  "matrix(1:6, 3)", 'matrix("a", 2, 2)', "matrix(NA, 2, 2)", "matrix(NA_real_, 30, 2)",
  "matrix(list(1, 2), 1)", "matrix(1e200, 3, 2)", "matrix(0.5, 30, 2)", "diag(2)", "diag(-1, 2)",
  "diag(3)", "array(1:8, c(2, 2, 2))", "array(1, 3)",
  "array(0, c(2, 2, 0))", "x", "x[0, ]", "x[, 1]", "x[1, ]", "x[1:3, ]", "x[, 0]", "t(x)",
  "x * NA", "cbind(x, 1)", "cbind(x[, 1], Inf)", "unname(x)", "x[, 2:1]", "x == 0", "frame",
  "frame[0]", "frame[0, ]", "frame[1]", "data.frame()", "data.frame(z = 1:30)",
  "data.frame(a = I(as.list(1:30)), b = 1)", "data.frame(a = 1, a = 2, check.names = FALSE)",
  "iris", "holed", "cbind(x, NA_real_)", "replace(x, 1:30, NA)", "of_holes", "rep(1, 30)",
  "rep(NA, 30)", "c(-1, rep(1, 29))", "rep(0, 30)", "rep(1e308, 30)",
  "rep(1:2, 15)", "rep(1:3, 10)", "rep(0:1, 15)", "labels", "fit", "model", "selection",
  "statistics", "unclass(statistics)",
  "of_formula", "gmm_control()", "gmm_prior()", "unclass(fit)", "unclass(gmm_control())",
  'structure(list(), class = "gaussmix")', 'structure(1, class = "gaussmix")',
  'structure(list(), class = "gmm_select")', 'structure(list(), class = "gmm_control")',
  'structure(2, class = "x")', "c(a = 2)", "table(1:3)", "ts(1:30)", "summary(fit)"
)

# A call is a list: function, arguments as named text, and how they differ from the
# template.
call_of <- function(seed) {
  with_seed(seed, {
    all <- templates()
    call <- all[[sample(length(all), 1)]]
    changes <- sample(2, 1, prob = c(2, 1))
    call$swaps <- lapply(seq_len(changes), function(i) random_swap(call))
    call
  })
}

# A swap is the name of an argument and its new value; no value takes it out.
random_swap <- function(call) {
  # Data and starts take more kinds of values than settings do.
  weight <- ifelse(names(call$arguments) %in% c("x", "data", "newdata", "start"), 3, 1)
  name <- names(call$arguments)[sample(length(weight), 1, prob = weight)]
  value <- sample(pool, 1)
  is_ours <- call$arguments[[name]] %in% c("fit", "of_formula", "of_holes", "model")
  # Where a function has no dots, R refuses unknown arguments by itself.
  unknown <- if ("..." %in% names(formals(call$fun))) 3 else 0
  kind <- sample(
    c("value", "drop", "misspell", "extra"), 1, prob = c(90, 4, unknown, unknown)
  )
  if (kind == "misspell") {
    return(list(name = paste0(name, "s"), value = value))
  }
  if (kind == "extra") {
    return(list(name = "", value = value))
  }
  if (is_ours && (name %in% call$fixed || stats::runif(1) < 0.5)) {
    return(list(name = name, value = tampered(call$arguments[[name]], value)))
  }
  if (name %in% call$fixed) {
    return(NULL)
  }
  list(name = name, value = if (kind == "value") value)
}

fit_elements <- c(
  "weights", "means", "covariances", "counts", "covariance_type", "n_components", "d", "n",
  "nobs", "log_likelihood", "df", "entropy", "log_certainty", "converged", "iterations",
  "trace", "singular", "supported", "degenerate", "held_up", "last_gain", "ridge", "restarts",
  "weighted", "na_action", "omitted", "missing", "origin", "prototype", "control",
  "call", "data", "variables"
)

tampered <- function(object, value) {
  paste0("changed(", object, ', "', sample(fit_elements, 1), '", ', value, ")")
}

text_of <- function(call) {
  arguments <- call$arguments
  for (swap in call$swaps) {
    if (is.null(swap)) next
    if (swap$name == "") {
      arguments <- c(arguments, stats::setNames(swap$value, ""))
    } else {
      arguments <- arguments[names(arguments) != swap$name]
      if (!is.null(swap$value)) arguments[swap$name] <- swap$value
    }
  }
  named <- ifelse(names(arguments) == "", arguments, paste(names(arguments), "=", arguments))
  paste0(call$fun, "(", paste(named, collapse = ", "), ")")
}

call_world <- function() {
  world <- new.env(parent = globalenv())
  eval(parse(text = call_objects), world)
  world
}

# What is wrong with what comes of a call, or NULL. What it prints is not shown.
broken_call <- function(call, world, seconds = seconds_at_most) {
  expr <- parse(text = text_of(call))[[1]]
  inside <- new.env(parent = world)
  utils::capture.output(outcome <- attempt(with_seed(1, eval(expr, inside)), seconds))
  fault_of(outcome)
}

# One swap, if one is enough.
shrink_call <- function(call, fails) {
  for (swap in call$swaps) {
    candidate <- call
    candidate$swaps <- list(swap)
    if (length(call$swaps) > 1 && fails(candidate)) {
      return(candidate)
    }
  }
  call
}
