# The table of covariance structures and the forms that covariances take.

types <- gaussmix:::covariance_types
species <- as.integer(iris$Species)
fits <- lapply(stats::setNames(types$name, types$name), function(type) {
  gmm_fit(iris[, 1:4], 3, covariance_type = type, start = species)
})

test_that("every structure of the core has a meaning in words, and there are no others", {
  registry <- gaussmix:::covariance_registry()
  expect_identical(as.list(types[names(registry)]), registry)
  expect_setequal(names(gaussmix:::covariance_meanings), registry$name)
  expect_identical(types$meaning, unname(gaussmix:::covariance_meanings[types$name]))
  expect_identical(names(gaussmix:::covariance_rows[["tied"]]), names(types))
})

test_that("shape and sharing are those that the letters of mclust's identifier stand for", {
  # Of volume, shape and orientation: E is equal over components, I that of the identity.
  letters <- do.call(rbind, strsplit(types$mclust, ""))
  equal <- letters == "E" | letters == "I"
  expect_identical(types$shared, equal[, 1] & equal[, 2] & equal[, 3])
  expect_identical(types$shape == "full", letters[, 3] != "I")
  expect_identical(types$shape == "spherical", letters[, 2] == "I")
})

test_that("names and aliases are different", {
  # Where a structure has no other name, it is one.
  expect_identical(anyDuplicated(types$name), 0L)
  expect_identical(anyDuplicated(types$mclust), 0L)
  expect_identical(intersect(types$name, types$mclust), types$name[types$name == types$mclust])
  expect_identical(anyDuplicated(types$meaning), 0L)
})

test_that("aliases mean the same", {
  for (i in seq_len(nrow(types))) {
    fit <- gmm_fit(iris[, 1:4], 3, covariance_type = types$mclust[i], start = species)
    same <- fits[[types$name[i]]]
    expect_identical(fit$covariance_type, types$name[i])
    parts <- setdiff(names(fit), "call")
    expect_identical(unclass(fit)[parts], unclass(same)[parts])
    expect_identical(
      gmm_n_parameters(types$mclust[i], 4, 3), gmm_n_parameters(types$name[i], 4, 3)
    )
  }
})

test_that("names are taken exactly", {
  for (word in c("Full", "vvv", "ful", "full ", "VVE ", "vev", "")) {
    expect_error(
      gmm_fit(iris[, 1:4], 3, covariance_type = word),
      class = "gaussmix_error_argument"
    )
  }
})

test_that("numbers of parameters are those of the formulas", {
  # Celeux and Govaert (1995), table 1, plus means and mixing weights.
  for (d in c(1, 2, 7)) {
    for (k in c(1, 3, 10)) {
      covariance <- c(
        full = k * d * (d + 1) / 2, tied = d * (d + 1) / 2, diag = k * d, spherical = k,
        tied_diag = d, tied_spherical = 1, VEI = k + d - 1, EVI = 1 + k * (d - 1),
        VEE = k + d - 1 + d * (d - 1) / 2, EVE = 1 + k * (d - 1) + d * (d - 1) / 2,
        VVE = k * d + d * (d - 1) / 2, EEV = d + k * d * (d - 1) / 2,
        VEV = k + d - 1 + k * d * (d - 1) / 2, EVV = 1 + k * (d - 1 + d * (d - 1) / 2)
      )
      for (type in types$name) {
        expect_identical(gmm_n_parameters(type, d, k), covariance[[type]] + k * d + k - 1)
      }
    }
  }
  large <- 1e5
  expect_identical(
    gmm_n_parameters("full", large, large),
    large^2 * (large + 1) / 2 + large^2 + large - 1
  )
})

test_that("a fit counts its parameters so", {
  for (type in types$name) {
    expect_identical(fits[[type]]$df, gmm_n_parameters(type, 4, 3))
    expect_identical(attr(logLik(fits[[type]]), "df"), gmm_n_parameters(type, 4, 3))
  }
})

test_that("fits hold the compact form, coef() gives d x d x K with names", {
  compact <- list(
    full = c(4L, 4L, 3L), tied = c(4L, 4L), diag = c(3L, 4L), spherical = 3L,
    tied_diag = 4L, tied_spherical = 1L
  )
  compact[c("VEI", "EVI")] <- compact["diag"]
  compact[c("VEE", "EVE", "VVE", "EEV", "VEV", "EVV")] <- compact["full"]
  columns <- names(iris)[1:4]
  for (type in types$name) {
    covariances <- fits[[type]]$covariances
    size <- if (is.null(dim(covariances))) length(covariances) else dim(covariances)
    expect_identical(size, compact[[type]])
    parameters <- coef(fits[[type]])
    expect_identical(dim(parameters$covariances), c(4L, 4L, 3L))
    expect_identical(dimnames(parameters$covariances), list(columns, columns, c("1", "2", "3")))
    expect_identical(dimnames(parameters$means), list(c("1", "2", "3"), columns))
    expect_named(parameters$weights, c("1", "2", "3"))
  }
  unnamed <- coef(gmm_fit(unname(as.matrix(iris[, 1:4])), 3, start = species))
  expect_identical(dimnames(unnamed$covariances), list(NULL, NULL, c("1", "2", "3")))
})

test_that("coef() keeps d x d x K for one column and for one component", {
  for (type in types$name) {
    one_column <- gmm_fit(iris[, 3], 2, covariance_type = type, start = pmin(species, 2))
    expect_identical(dim(coef(one_column)$covariances), c(1L, 1L, 2L))
    one_component <- gmm_fit(iris[, 1:4], 1, covariance_type = type)
    expect_identical(dim(coef(one_component)$covariances), c(4L, 4L, 1L))
    both <- gmm_fit(iris[, 3], 1, covariance_type = type)
    expect_identical(dim(coef(both)$covariances), c(1L, 1L, 1L))
  }
})

test_that("the values are where the structure says", {
  expand <- list(
    full = function(s, k) s[, , k],
    tied = function(s, k) s,
    diag = function(s, k) diag(s[k, ]),
    spherical = function(s, k) diag(s[k], 4),
    tied_diag = function(s, k) diag(s),
    tied_spherical = function(s, k) diag(s, 4)
  )
  expand[c("VEI", "EVI")] <- expand["diag"]
  expand[c("VEE", "EVE", "VVE", "EEV", "VEV", "EVV")] <- expand["full"]
  for (type in types$name) {
    whole <- unname(coef(fits[[type]])$covariances)
    for (k in 1:3) {
      expect_identical(whole[, , k], unname(expand[[type]](fits[[type]]$covariances, k)))
    }
  }
})

test_that("compact forms go to the core and back", {
  for (type in types$name) {
    first <- fits[[type]]
    # Without an iteration the parameters are those that were given, in R; after one they
    # have been in the core and are its update.
    back <- gmm_fit(iris[, 1:4], 3, covariance_type = type, start = first, tol = 0, max_iter = 1)
    expect_equal(back$covariances, first$covariances, tolerance = 1e-3)
    expect_identical(dim(back$covariances), dim(first$covariances))
    expect_identical(attributes(back$covariances), attributes(unname(first$covariances)))
  }
})

test_that("a start in the compact form and one as d x d x K are the same", {
  for (type in types$name) {
    first <- fits[[type]]
    parameters <- coef(first)
    compact <- parameters
    compact$covariances <- first$covariances
    for (start in list(parameters, compact, first)) {
      fit <- gmm_fit(iris[, 1:4], 3, covariance_type = type, start = start, max_iter = 0)
      expect_equal(fit$covariances, first$covariances, tolerance = 1e-15)
      expect_equal(fit$log_likelihood, first$log_likelihood, tolerance = 1e-13)
    }
  }
})

test_that("the list in the help is one text, which roxygen does not join by commas", {
  text <- gaussmix:::covariance_types_rd()
  expect_length(text, 1)
  for (name in covariance_types$name) expect_match(text, paste0("\"", name, "\""), fixed = TRUE)
})
