# A fit that was tampered with: what is wrong in it is told of, or does not matter.

species <- as.integer(iris$Species)
columns <- names(iris)[1:4]
fit <- gmm_fit(iris[, columns], 3, start = species)

users <- list(
  class = function(f) predict(f),
  prob = function(f) predict(f, type = "prob"),
  new = function(f) predict(f, iris, "density"),
  coef = function(f) coef(f),
  logLik = function(f) logLik(f),
  nobs = function(f) nobs(f),
  bic = function(f) bic(f),
  aic = function(f) aic(f),
  icl = function(f) icl(f),
  BIC = function(f) stats::BIC(f),
  sample = function(f) {
    set.seed(1)
    gmm_sample(f, 3)
  },
  simulate = function(f) simulate(f, 1, seed = 1),
  plot = function(f) lapply(autoplot(f)$layers, `[[`, "data"),
  print = function(f) utils::capture.output(print(f)),
  summary = function(f) utils::capture.output(print(summary(f))),
  fitted = function(f) fitted(f),
  residuals = function(f) residuals(f),
  mahalanobis = function(f) gmm_mahalanobis(f),
  impute = function(f) gmm_impute(f, rbind(c(5, NA, 1, NA))),
  tidy = function(f) lapply(c("components", "means", "covariances"), tidy, x = f),
  glance = function(f) glance(f),
  augment = function(f) augment(f),
  layer = function(f) autolayer(f)$data,
  geom = function(f) geom_gmm_ellipse(f)$data,
  types = function(f) {
    lapply(c("pairs", "component", "uncertainty", "profile", "trace"), function(type) {
      autoplot(f, type)$data
    })
  },
  agreement = function(f) adjusted_rand(f, species),
  match = function(f) gmm_match(f, fit),
  matched = function(f) gmm_match(fit, f),
  update = function(f) update(f, max_iter = 3, tol = 0)$log_likelihood,
  start = function(f) gmm_fit(iris[, columns], 3, start = f)$log_likelihood
)
intact <- lapply(users, function(use) use(fit))

# Every use of a fit in which something is wrong gives what the intact fit gives,
# or says that the fit is not intact.
expect_told <- function(tampered, what, by) {
  for (user in by) {
    result <- tryCatch(users[[user]](tampered), condition = identity)
    told <- inherits(result, "gaussmix_error_fit") || identical(result, intact[[user]])
    text <- if (inherits(result, "condition")) conditionMessage(result)
    expect(told, paste0(user, "() of a fit with ", what, " gives ", class(result)[1], ": ", text))
  }
}

for (element in setdiff(names(fit), "data")) {
  test_that(paste("a fit is intact or refused:", element), {
    for (value in list("a", NA, -1.5)) {
      # Any finite number can be a log-likelihood or a sum over observations.
      free <- c("log_likelihood", "entropy", "log_certainty")
      if (element %in% free && is.numeric(value)) next
      tampered <- fit
      tampered[element] <- list(value)
      expect_told(
        tampered, paste0("`", element, "` = ", deparse(value)),
        c("class", "coef", "bic", "plot", "print", "summary", "glance", "augment", "match")
      )
    }
    tampered <- fit
    tampered[[element]] <- NULL
    expect_told(tampered, paste0("no `", element, "`"), names(users))
  })
}

test_that("elements that do not fit the others are refused", {
  change <- function(...) {
    tampered <- fit
    values <- list(...)
    tampered[names(values)] <- values
    tampered
  }
  refused <- function(...) {
    for (user in c("class", "coef", "sample", "plot", "print", "start")) {
      expect_error(users[[user]](change(...)), class = "gaussmix_error_fit")
    }
  }
  refused(weights = fit$weights * 2)
  refused(weights = c(-0.5, 0.5, 1))
  refused(weights = c(0.5, 0.5))
  refused(means = fit$means[, 1:3])
  refused(means = t(fit$means))
  refused(means = replace(fit$means, 5, Inf))
  refused(covariances = -fit$covariances)
  refused(covariances = replace(fit$covariances, 2, 9))
  refused(covariances = as.vector(fit$covariances))
  refused(covariances = array(fit$covariances, c(3, 4, 4)))
  refused(covariances = 0 * fit$covariances)
  refused(n_components = 2L)
  refused(d = 3L)
  refused(covariance_type = "diag")
  refused(covariance_type = "round")
  refused(proportions = "same")
  # Its weights differ.
  refused(proportions = "equal")
  refused(prototype = fit$prototype[, 1:3])
})

test_that("data that are not those of the fit are refused", {
  others <- list(
    "a", NA, list(), list(x = NULL), list(x = letters), list(x = iris[, 1:2]),
    list(x = iris[1:10, columns])
  )
  for (data in others) {
    tampered <- fit
    tampered$data <- data
    expect_error(predict(tampered), class = "gaussmix_error_fit")
    expect_error(autoplot(tampered), class = "gaussmix_error_fit")
    expect_identical(predict(tampered, iris), predict(fit))
  }
  tampered <- fit
  tampered$data <- NULL
  expect_error(predict(tampered), class = "gaussmix_error_no_data")
})

test_that("variables of a formula that are none are refused", {
  of_formula <- gmm_fit(~ Sepal.Length + Petal.Length, iris, 3, start = iris$Species)
  others <- list("a", 1i, diag(2), list(), list(terms = 1, names = "a"), ~ Sepal.Length)
  for (variables in others) {
    for (tampered in list(of_formula, fit)) {
      tampered$variables <- variables
      expect_error(predict(tampered, iris), class = "gaussmix_error_fit")
      expect_error(update(tampered, ~ Sepal.Length), class = "gaussmix_error_fit")
    }
  }
})

test_that("the error names the element", {
  tampered <- fit
  tampered$means <- NULL
  condition <- expect_error(predict(tampered), class = "gaussmix_error_fit")
  expect_match(conditionMessage(condition), "`means`", fixed = TRUE)
  expect_match(conditionMessage(condition), "`object`", fixed = TRUE)
  condition <- expect_error(gmm_sample(tampered, 1), class = "gaussmix_error_fit")
  expect_match(conditionMessage(condition), "`fit`", fixed = TRUE)
})

test_that("names of covariances in a fit do no harm", {
  line <- gmm_fit(iris[, 1:4], 3, "spherical", start = iris$Species)
  named <- line
  named$covariances <- stats::setNames(named$covariances, c("a", "b", "c"))
  expect_identical(predict(named, iris), predict(line, iris))
})
