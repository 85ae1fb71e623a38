# Directions that separate components, from weights, means and covariances.

columns <- names(iris)[1:4]
fit <- gmm_fit(iris[, columns], start = iris$Species)

# Scrucca's kernel written out, solved by eigen() of a matrix that is not symmetric.
by_hand <- function(fit, lambda) {
  parameters <- coef(fit)
  w <- unname(parameters$weights)
  centre <- colSums(w * parameters$means)
  between <- within <- 0
  for (k in seq_along(w)) {
    between <- between + w[k] * tcrossprod(parameters$means[k, ] - centre)
    within <- within + w[k] * parameters$covariances[, , k]
  }
  total <- between + within
  kernel <- 2 * lambda * between %*% solve(total, between)
  for (k in seq_along(w)) {
    apart <- parameters$covariances[, , k] - within
    kernel <- kernel + 2 * (1 - lambda) * w[k] * apart %*% solve(total, apart)
  }
  parts <- eigen(solve(total, kernel))
  list(values = Re(parts$values), vectors = Re(parts$vectors), within = within, centre = centre)
}

unit <- function(x) sweep(x, 2, sqrt(colSums(x^2)), "/")
up_to_sign <- function(a, b) max(abs(abs(unname(a)) - abs(unname(b))))

test_that("directions are those of the kernel, written out", {
  for (lambda in c(0, 0.5, 0.9)) {
    projection <- gmm_project(fit, lambda)
    expected <- by_hand(fit, lambda)
    expect_equal(projection$directions$eigenvalue, expected$values, tolerance = 1e-9)
    expect_within(up_to_sign(unit(projection$basis), unit(expected$vectors)), 1e-7, "basis")
    expect_equal(projection$centre, expected$centre)
    spread <- diag(t(projection$basis) %*% expected$within %*% projection$basis)
    expect_equal(unname(spread), rep(1, 4), tolerance = 1e-10)
  }
})

test_that("means alone give Fisher's discriminants, one less than components", {
  projection <- gmm_project(fit, 1)
  expect_identical(ncol(projection$basis), 2L)
  # The discriminants of three classes that are known, of which means and pooled covariance are
  # those of the classes.
  known <- gmm_fit(iris[, columns], start = iris$Species, max_iter = 0)
  skip_if_not_installed("MASS")
  fisher <- MASS::lda(iris[, columns], iris$Species)$scaling
  expect_within(up_to_sign(unit(gmm_project(known, 1)$basis), unit(fisher)), 1e-6, "basis")
})

test_that("directions are those of mclust's MclustDR()", {
  skip_if_not_installed("mclust")
  # It looks for its own functions by name.
  mclustBIC <- mclust::mclustBIC # nolint: object_name.
  m <- mclust::Mclust(iris[, columns], 3, modelNames = "VVV", verbose = FALSE)
  model <- gmm_model(
    m$parameters$pro, t(m$parameters$mean), m$parameters$variance$sigma
  )
  for (lambda in c(0.5, 1)) {
    theirs <- mclust::MclustDR(m, lambda = lambda)
    ours <- gmm_project(model, lambda)
    n <- min(ncol(ours$basis), theirs$numdir)
    expect_equal(ours$directions$eigenvalue[seq_len(n)], theirs$evalues[seq_len(n)],
      tolerance = 1e-3
    )
    expect_within(
      up_to_sign(unit(ours$basis)[, seq_len(n)], theirs$basis[, seq_len(n)]), 1e-3, "basis"
    )
  }
})

test_that("linear maps of the columns change nothing but signs", {
  x <- as.matrix(iris[, columns])
  map <- matrix(c(2, 0, 1, 0, -1, 3, 0, 0, 0.5, 0, 1e-3, 0, 1, 1, 0, 200), 4)
  parameters <- coef(fit)
  mapped <- gmm_model(
    unname(parameters$weights), unname(parameters$means) %*% map + 7,
    array(apply(parameters$covariances, 3, function(s) t(map) %*% s %*% map), c(4, 4, 3))
  )
  for (lambda in c(0.5, 0.9, 1)) {
    before <- gmm_project(fit, lambda)
    after <- gmm_project(mapped, lambda)
    expect_equal(after$directions, before$directions, tolerance = 1e-7)
    expect_within(
      up_to_sign(predict(after, x %*% map + 7), predict(before, x)) / max(abs(predict(before))),
      1e-6, "coordinates"
    )
  }
  # Other units leave signs, too.
  scaled <- gmm_fit(sweep(x, 2, c(10, 0.1, 1, 5), "*"), start = iris$Species)
  expect_equal(unname(predict(gmm_project(scaled))), unname(predict(gmm_project(fit))),
    tolerance = 1e-4
  )
})

test_that("signs follow a rule, and data far from zero lose nothing", {
  loadings <- gmm_project(fit)$loadings
  largest <- apply(abs(loadings), 2, which.max)
  expect_true(all(loadings[cbind(largest, 1:4)] > 0))
  sds <- sqrt(diag(cov(iris[, columns]) * 149 / 150))
  expect_equal(loadings, gmm_project(fit)$basis * sds, tolerance = 1e-4)
  far <- gmm_fit(as.matrix(faithful) + 2^30, 2, start = 1 + (faithful$waiting < 67))
  near <- gmm_fit(as.matrix(faithful), 2, start = 1 + (faithful$waiting < 67))
  expect_equal(gmm_project(far)$basis, gmm_project(near)$basis, tolerance = 1e-4)
})

test_that("loadings in captions have two digits and no bare point", {
  told <- gaussmix:::direction_loadings(
    list(loadings = cbind(c(a = 28.4, b = -14.6, c = 4))), 1
  )
  expect_identical(told, "a (28), b (-15), c (4.0)")
})

test_that("coordinates are those of the centred data, and the projected mixture is theirs", {
  projection <- gmm_project(fit)
  x <- as.matrix(iris[, columns])
  by_hand <- sweep(x, 2, projection$centre) %*% projection$basis
  expect_equal(predict(projection), by_hand, ignore_attr = TRUE)
  expect_equal(predict(projection, x[5:6, 4:1]), by_hand[5:6, ], ignore_attr = TRUE)
  expect_warning(
    holes <- predict(projection, rbind(x[1, ], NA)),
    class = "gaussmix_warning_missing"
  )
  expect_identical(unname(rowSums(is.na(holes))), c(0, 4))
  # The mixture of the coordinates in the limit of many draws.
  draws <- {
    set.seed(1)
    gmm_sample(fit, 2e5)
  }
  seen <- predict(projection, draws)[, 1:2]
  component <- attr(draws, "component")
  for (k in 1:3) {
    expect_within(
      max(abs(colMeans(seen[component == k, ]) - coef(projection$mixture)$means[k, ])), 0.03, "mean"
    )
    expect_within(
      max(abs(cov(seen[component == k, ]) - coef(projection$mixture)$covariances[, , k])), 0.05,
      "covariance"
    )
  }
})

test_that("where nothing separates, principal axes take the place, and it is said", {
  one <- gmm_project(gmm_fit(iris[, columns], 1))
  axes <- eigen(cor(iris[, columns]))
  expect_identical(one$directions$kind, c("axis", "axis"))
  expect_equal(one$directions$share, axes$values[1:2] / 4, tolerance = 1e-6)
  expect_within(up_to_sign(unit(one$loadings), axes$vectors[, 1:2]), 1e-6, "axes")
  expect_match(
    caption_of(autoplot(gmm_fit(iris[, columns], 1))), "No direction separates components",
    fixed = TRUE
  )
  same <- gmm_model(c(0.5, 0.5), rbind(1:3, 1:3), array(diag(3), c(3, 3, 2)))
  expect_identical(gmm_project(same)$directions$kind, c("axis", "axis"))
  # Two components of one covariance differ in one direction alone.
  tied <- gmm_fit(iris[, columns], 2, "tied", start = 1 + (iris$Species == "setosa"))
  two <- gmm_project(tied)
  expect_identical(two$directions$kind, c("separation", "axis"))
  within <- coef(tied)$covariances[, , 1]
  expect_within(abs(cov2cor(t(two$basis) %*% within %*% two$basis)[1, 2]), 1e-8, "correlation")
  expect_match(labels_of(autoplot(tied))$y, "of other variance)", fixed = TRUE)
})

test_that("one column, some columns and components that are switched off", {
  waiting <- gmm_fit(faithful$waiting, 2, start = 1 + (faithful$waiting < 67))
  line <- gmm_project(waiting)
  expect_identical(dim(line$basis), c(1L, 1L))
  expect_identical(line$mixture$d, 1L)
  some <- gmm_project(fit, dims = c("Petal.Width", "Sepal.Length"))
  expect_identical(unname(some$basis[c("Sepal.Width", "Petal.Length"), ]), matrix(0, 2, 2))
  marginal <- gmm_project(gaussmix:::marginal_mixture(fit, c(1, 4)))
  expect_equal(some$directions, marginal$directions)
  set.seed(1)
  bayes <- gmm_bayes(iris[, columns], 8)
  shown <- which(gaussmix:::is_active(bayes))
  expect_lt(length(shown), 8)
  parameters <- coef(bayes)
  alive <- gmm_model(
    unname(parameters$weights[shown] / sum(parameters$weights[shown])),
    parameters$means[shown, ], parameters$covariances[, , shown]
  )
  expect_equal(gmm_project(bayes)$basis, gmm_project(alive)$basis)
})

test_that("tables and print", {
  projection <- gmm_project(fit)
  table <- tidy(projection)
  expect_identical(table, as.data.frame(projection))
  expect_identical(
    names(table), c("direction", "kind", "share", "variable", "loading", "coefficient")
  )
  expect_identical(nrow(table), 16L)
  expect_identical(table$loading[table$direction == 2], unname(projection$loadings[, 2]))
  expect_snapshot(print(projection))
})

test_that("the plane of the projection is the default, and the better one", {
  plot <- autoplot(fit)
  points <- plot$layers[[layer_of(plot, "GeomPoint", 150)]]$data
  expect_equal(as.matrix(points[c("x", "y")]), predict(gmm_project(fit))[, 1:2],
    ignore_attr = TRUE
  )
  expect_match(labels_of(plot)$x, "^Direction 1 \\(89 % of separation\\)$")
  expect_match(caption_of(plot), "Direction 1: Petal.Length (", fixed = TRUE)
  # How often the classes of the plane's mixture are those of the fit.
  kept <- function(mixture, x) {
    mean(predict(mixture, unname(as.matrix(x))) == as.character(predict(fit)))
  }
  projected <- kept(gmm_project(fit)$mixture, predict(gmm_project(fit))[, 1:2])
  pairs <- utils::combn(4, 2, function(pair) {
    kept(gaussmix:::marginal_mixture(fit, pair), iris[, pair])
  })
  expect_gt(projected, max(pairs))
  geysers <- gmm_fit(faithful, 2, start = 1 + (faithful$waiting < 67))
  expect_identical(labels_of(autoplot(geysers))$x, "eruptions")
})

test_that("arrows of the projection lead where a column is a standard deviation higher", {
  plot <- autoplot(fit, "projection")
  arrows <- plot$layers[[layer_of(plot, "GeomSegment")]]$data
  coordinates <- predict(gmm_project(fit))[, 1:2]
  x <- as.matrix(iris[, columns])
  slopes <- t(apply(x, 2, function(column) coef(lm(coordinates ~ scale(column)))[2, ]))
  expect_identical(arrows$column, columns)
  expect_equal(as.matrix(arrows[c("x", "y")]), slopes, tolerance = 0.01, ignore_attr = TRUE)
  some <- autoplot(fit, "projection", dims = c(1, 2, 4))
  expect_match(caption_of(some), "Of 4 columns 3 are projected", fixed = TRUE)
})

test_that("a projection that is not intact, and arguments", {
  expect_error(gmm_project(fit, 2), class = "gaussmix_error_argument")
  expect_error(gmm_project(iris), class = "gaussmix_error_argument")
  expect_error(gmm_project(fit, dims = 9), class = "gaussmix_error_argument")
  projection <- gmm_project(fit)
  for (part in c("basis", "loadings", "centre", "directions")) {
    broken <- projection
    broken[part] <- list(NULL)
    expect_error(predict(broken), class = "gaussmix_error_fit")
  }
})

test_that("components without a width are projected to a mixture, too", {
  # Four rows of three columns and three components: nothing but the ridge is between planes.
  x <- cbind(c(1, 0, 1, -2), c(5, 6, 4, 0), c(-4, -1, 1, 2))
  fit <- suppressWarnings(gmm_fit(x, 3, start = c(1L, 3L, 3L, 2L), max_iter = 0))
  mixture <- gmm_project(fit)$mixture
  expect_identical(dim(coef(mixture)$covariances), c(2L, 2L, 3L))
  expect_s3_class(autoplot(fit), "ggplot")
})
