# What is said of words that are not known, and of data and formulas in each other's place.

flowers <- iris[, 1:4]
fit <- gmm_fit(flowers, 3, start = iris$Species)
bayes <- gmm_bayes(flowers, 3, start = iris$Species)

# The words that a message asks whether they were meant.
meant <- function(expr) {
  text <- tryCatch(
    {
      expr
      ""
    },
    gaussmix_error = conditionMessage
  )
  question <- regmatches(text, regexpr("(?<=Did you mean )[^?]*", text, perl = TRUE))
  gsub("[\"`]", "", question)
}

test_that("a choice in capitals or with a wrong letter is asked for", {
  choices <- list(
    class = function(word) predict(fit, type = word),
    prob = function(word) predict(fit, type = word),
    log_density = function(word) predict(bayes, type = word),
    variational = function(word) predict(bayes, type = "prob", method = word),
    omit = function(word) gmm_fit(flowers, 3, na_action = word),
    kmeans = function(word) gmm_fit(flowers, 3, start = word),
    full = function(word) gmm_fit(flowers, 3, word), VVV = function(word) gmm_fit(flowers, 3, word),
    tied_diag = function(word) gmm_fit(flowers, 3, word),
    EII = function(word) gmm_fit(flowers, 3, word),
    spherical = function(word) gmm_select(flowers, 2, c("full", word)),
    dirichlet = function(word) gmm_bayes(flowers, 3, weight_prior = word),
    absolute = function(word) gmm_control(reg_covar_scale = word),
    lbfgs = function(word) gmm_control(acceleration = word),
    tolerance = function(word) gmm_control(stop = word),
    entropy = function(word) icl(fit, type = word),
    uncertainty = function(word) autoplot(fit, type = word),
    covariances = function(word) tidy(fit, what = word)
  )
  for (word in names(choices)) {
    other_case <- if (word == toupper(word)) tolower(word) else toupper(word)
    expect_identical(meant(choices[[word]](other_case)), word)
    if (nchar(word) > 3) {
      letters <- strsplit(word, "")[[1]]
      swapped <- paste(replace(letters, 2:3, letters[3:2]), collapse = "")
      expect_identical(meant(choices[[word]](swapped)), word)
      expect_identical(meant(choices[[word]](paste0(word, "s"))), word)
    }
  }
})

test_that("a word that is near to nothing is not asked for", {
  expect_identical(meant(predict(fit, type = "xyz")), character())
  expect_identical(meant(gmm_fit(flowers, 3, "q")), character())
  expect_identical(meant(gmm_fit(flowers, 3, zzzzz = 1)), character())
  expect_identical(meant(predict(fit, type = "")), character())
  expect_identical(meant(predict(fit, type = NA_character_)), character())
  expect_identical(meant(predict(fit, type = 1)), character())
  expect_identical(meant(predict(fit, type = "caf\xe9")), character())
})

test_that("words of scikit-learn and mclust are understood", {
  expect_identical(meant(gmm_fit(flowers, G = 3)), "n_components")
  expect_identical(
    meant(gmm_fit(flowers, G = 3, modelNames = "VVV")),
    "n_components for G and covariance_type for modelNames"
  )
  expect_identical(meant(gmm_fit(flowers, 3, init_params = "random")), "start")
  expect_identical(meant(gmm_fit(~Sepal.Length, iris, nstart = 3)), "n_init")
  expect_identical(meant(gmm_select(flowers, G = 1:3)), "n_components")
  expect_identical(meant(gmm_select(flowers, criterion = "elbo")), "lower_bound")
  expect_identical(meant(gmm_select(flowers, criterion = "B.I.C.")), "BIC")
  expect_identical(meant(gmm_bayes(flowers, 3, weight_concentration_prior = 1)), "concentration")
  expect_identical(meant(predict(fit, data = flowers)), "newdata")
  for (word in c("probability", "posterior", "z", "predict_proba")) {
    expect_identical(meant(predict(fit, type = word)), "prob")
  }
  expect_identical(meant(predict(fit, type = "cluster")), "class")
  expect_identical(meant(gmm_fit(flowers, 3, na_action = "na.omit")), "omit")
  expect_identical(meant(gmm_fit(flowers, 3, na_action = na.omit)), "omit")
  expect_identical(meant(gmm_fit(flowers, 3, na_action = na.exclude)), "exclude")
  expect_identical(meant(gmm_fit(flowers, 3, start = "k-means++")), "kmeans++")
  expect_identical(meant(gmm_fit(flowers, 3, "diagonal")), "diag")
  expect_error(gmm_fit(flowers, 3, random_state = 1), "set.seed()", fixed = TRUE)
  expect_error(gmm_fit(flowers, 3, criterion = "BIC"), "gmm_select", fixed = TRUE)
  expect_error(gmm_fit(flowers, 1:3), "gmm_select", fixed = TRUE)
  expect_error(gmm_fit(flowers, 2, c("full", "tied")), "gmm_select", fixed = TRUE)
})

test_that("what the tables of foreign words lead to is there", {
  exported <- lapply(getNamespaceExports("gaussmix"), getExportedValue, ns = "gaussmix")
  methods <- c(
    gaussmix:::gmm_fit.default, gaussmix:::gmm_select.default, gaussmix:::gmm_bayes.default,
    gaussmix:::predict.gaussmix, gaussmix:::predict.gaussmix_bayes, gaussmix:::autoplot.gaussmix
  )
  known <- unlist(lapply(c(Filter(is.function, exported), methods), function(f) names(formals(f))))
  targets <- unlist(gaussmix:::foreign_arguments)
  expect_identical(setdiff(targets[!grepl(" ", targets)], known), character())
  choices <- c(
    unlist(lapply(methods, function(f) {
      calls <- Filter(function(x) is.call(x) && identical(x[[1]], quote(c)), formals(f))
      unlist(Filter(is.character, lapply(calls, eval)))
    })),
    gaussmix:::start_words, c("components", "means", "covariances", "none", "entropy", "pairs")
  )
  expect_identical(setdiff(unlist(gaussmix:::foreign_choices), c(choices, "labels")), character())
  expect_identical(
    setdiff(unlist(gaussmix:::foreign_types), gaussmix:::covariance_types$name), character()
  )
  words <- list(gaussmix:::foreign_arguments, gaussmix:::foreign_choices, gaussmix:::foreign_types)
  for (table in words) expect_identical(anyDuplicated(names(table)), 0L)
})

test_that("data before a formula, and numbers before data, are told of", {
  both <- ~ Sepal.Length + Sepal.Width
  says_order <- function(expr, ...) {
    expect_error(expr, "must be the first argument", class = "gaussmix_error_argument", ...)
  }
  says_order(gmm_fit(iris, both, n_components = 3))
  says_order(gmm_fit(iris, both, 3))
  says_order(gmm_fit(iris, n_components = 3, both))
  says_order(gmm_fit(iris, formula = both, n_components = 3))
  says_order(gmm_fit(as.matrix(flowers), 3, both))
  says_order(gmm_select(iris, both))
  says_order(gmm_select(iris, 1:3, both))
  says_order(gmm_bayes(iris, both, n_components = 3))
  expect_error(gmm_fit(iris, both, 3), "gmm_fit(~Sepal.Length + Sepal.Width, data = ", fixed = TRUE)
  swapped <- function(expr) {
    expect_error(expr, "must be the data, and", class = "gaussmix_error_argument")
  }
  swapped(gmm_fit(3, flowers))
  swapped(gmm_fit(3, faithful$waiting))
  swapped(gmm_select(1:3, as.matrix(flowers)))
  swapped(gmm_bayes(3, flowers))
  expect_error(gmm_fit(data = flowers, n_components = 3), "gave as `data`", fixed = TRUE)
})

test_that("rows with missing values are counted as rows", {
  holes <- as.matrix(flowers)
  holes[c(2, 9), 1:3] <- NA
  expect_error(gmm_fit(holes, 3), "Found 6 values in 2 of 150 rows: row 2", fixed = TRUE)
  holes[9, ] <- 1
  holes[2, 2:3] <- 1
  expect_error(gmm_fit(holes, 3), "Found 1 value in 1 of 150 rows: row 2", fixed = TRUE)
})
