# Statistics of pieces, their sums, and the M-step from them. Witnesses: sums in plain R, and
# fits of a given number of iterations.

flowers <- as.matrix(iris[, 1:4])
species <- as.integer(iris$Species)
types <- gaussmix:::covariance_types$name
weights <- rep_len(c(1, 2, 0.5, 3, 0), 150)
blurred <- diag(3)[species, ] * 0.7 + 0.1
starts <- lapply(stats::setNames(types, types), function(type) gmm_m_step(flowers, blurred, type))

fitters <- list(
  ml = function(...) gmm_fit(...),
  ridge = function(...) gmm_fit(..., reg_covar = 1e-3),
  map = function(...) gmm_fit(..., prior = gmm_prior()),
  bayes = function(...) gmm_bayes(..., weight_prior = "dirichlet"),
  sticks = function(...) gmm_bayes(...)
)

apart <- function(a, b) max(abs(unname(a) - unname(b))) / max(abs(b))

parts_apart <- function(a, b) {
  max(vapply(c("weights", "means", "covariances"), function(part) apart(a[[part]], b[[part]]), 0))
}

sums_apart <- function(a, b) {
  parts <- c("counts", "sums", "scatters", "log_likelihood", "entropy", "total_weight", "n")
  max(vapply(parts, function(part) apart(a[[part]], b[[part]]), 0))
}

em_by_hand <- function(model, pieces, n_iterations, weights = NULL) {
  trace <- numeric(n_iterations)
  for (i in seq_len(n_iterations)) {
    sums <- lapply(seq_along(pieces), function(p) {
      gmm_statistics(model, pieces[[p]], if (!is.null(weights)) weights[[p]])
    })
    model <- gmm_update(Reduce(`+`, sums), model)
    trace[i] <- model$objective_before
  }
  list(model = model, trace = trace)
}

# Sums in plain R, of observations x with responsibilities r and weights w about the rows of
# origins.
by_hand <- function(x, r, w, origins, type, log_likelihood) {
  row <- gaussmix:::covariance_row(type)
  about <- function(k) x - rep(origins[k, ], each = nrow(x))
  v <- r * w
  n_components <- ncol(r)
  scatters <- lapply(seq_len(n_components), function(k) crossprod(about(k) * v[, k], about(k)))
  whole <- array(unlist(scatters), c(ncol(x), ncol(x), n_components))
  if (row$shared) whole <- array(rowSums(whole, dims = 2), c(dim(whole)[1:2], 1))
  squares <- t(matrix(apply(whole, 3, diag), ncol(x)))
  structure(
    list(
      version = 1, covariance_type = type,
      scatter = if (row$shape == "full") "full" else "diagonal", pooled = row$shared,
      origins = origins, counts = colSums(v),
      sums = t(vapply(seq_len(n_components), function(k) colSums(about(k) * v[, k]), x[1, ])),
      scatters = if (row$shape == "full") {
        if (row$shared) whole[, , 1] else whole
      } else if (row$shared) {
        squares[1, ]
      } else {
        squares
      },
      log_likelihood = log_likelihood, entropy = -sum((w * r * log(r))[r > 0]),
      total_weight = sum(w), n = nrow(x)
    ),
    class = "gmm_statistics"
  )
}

test_that("statistics are the sums about the means of the mixture", {
  for (type in types) {
    for (w in list(NULL, weights)) {
      model <- starts[[type]]
      v <- if (is.null(w)) rep(1, 150) else w
      density <- predict(model, flowers, type = "log_density")
      witness <- by_hand(
        flowers, gmm_e_step(model, flowers), v, unname(model$means), type, sum(v * density)
      )
      statistics <- gmm_statistics(model, flowers, w)
      expect_within(sums_apart(statistics, witness), 1e-12, type)
      expect_identical(unname(statistics$origins), witness$origins)
      plain <- c("covariance_type", "scatter", "pooled")
      expect_identical(unclass(statistics)[plain], unclass(witness)[plain])
    }
  }
})

test_that("iterations by hand are those of a fit, for all types and estimators", {
  pieces <- list(flowers[1:20, ], flowers[21:150, ])
  for (type in types) {
    conjugate <- gaussmix:::covariance_row(type)$conjugate
    suited <- if (conjugate) names(fitters) else c("ml", "ridge", "map")
    for (name in suited) {
      for (w in list(NULL, weights)) {
        fit <- function(n) {
          fitters[[name]](
            flowers, 3, type, start = starts[[type]], tol = 0, max_iter = n, sample_weight = w
          )
        }
        of_pieces <- if (!is.null(w)) list(w[1:20], w[21:150])
        own <- em_by_hand(fit(0), pieces, 7, of_pieces)
        theirs <- fit(7)
        label <- paste(type, name)
        expect_within(parts_apart(own$model, theirs), 1e-12, label)
        expect_within(apart(own$trace, theirs$trace[1:7]), 1e-12, label)
        if (inherits(theirs, "gaussmix_bayes")) {
          posterior <- own$model$posterior
          expect_equal(posterior, theirs$posterior, tolerance = 1e-12)
          expect_identical(
            predict(own$model, flowers), predict(theirs, unname(flowers)), ignore_attr = TRUE
          )
        }
      }
    }
  }
})

test_that("pieces, however many and empty ones too, add up to the whole", {
  set.seed(1)
  x <- matrix(rnorm(3 * 700, sd = 3), ncol = 3)
  w <- rexp(700)
  for (type in types) {
    model <- gmm_m_step(x, diag(2)[rep_len(1:2, 700), ] * 0.6 + 0.2, type)
    whole <- gmm_statistics(model, x, w)
    for (n_pieces in c(1, 7, 1000)) {
      cut <- split(seq_len(700), ceiling(seq_len(700) * n_pieces / 700))
      cut <- c(cut, list(integer()))
      sums <- lapply(cut, function(rows) gmm_statistics(model, x[rows, , drop = FALSE], w[rows]))
      expect_within(sums_apart(Reduce(`+`, sums), whole), 1e-12, paste(type, n_pieces))
      expect_identical(do.call(sum, unname(sums)), Reduce(`+`, sums))
    }
  }
})

test_that("a weight is a number of rows, and without weight there is none", {
  for (type in types) {
    model <- starts[[type]]
    counts <- rep_len(c(1, 0, 3, 2), 150)
    repeated <- flowers[rep(seq_len(150), counts), ]
    weighted <- gmm_statistics(model, flowers, counts)
    again <- gmm_statistics(model, repeated)
    expect_identical(weighted$n, 150)
    weighted$n <- again$n
    expect_within(sums_apart(weighted, again), 1e-12, type)
    nothing <- gmm_statistics(model, flowers, rep(0, 150))
    expect_identical(nothing, gmm_statistics(model, flowers[0, ]))
    expect_identical(again + nothing, again)
  }
})

test_that("tiny responsibilities for tiny values are statistics, too", {
  for (e in c(1e-20, 1e-85, 1e-160, 1e-300)) {
    tiny <- flowers * 1e-73
    r <- cbind(1 - e * blurred[, 2], e * blurred[, 2])
    for (type in types) {
      statistics <- by_hand(tiny, r, weights, rbind(rep(0, 4), rep(1e-74, 4)), type, -1)
      expect_identical(gaussmix:::check_statistics(statistics, "s", NULL)$sums, statistics$sums)
    }
  }
})

test_that("far from zero no digits are lost", {
  # On a grid of 2^-20 both are exact, and so are their differences.
  grid <- round(flowers * 2^20) / 2^20
  far <- grid + 2^27
  for (type in c("full", "tied_diag")) {
    near_model <- gmm_m_step(grid, blurred, type)
    near_model <- gmm_model(
      near_model$weights, round(near_model$means * 2^20) / 2^20, near_model$covariances, type
    )
    far_model <- gmm_model(
      near_model$weights, near_model$means + 2^27, near_model$covariances, type
    )
    near <- gmm_statistics(near_model, grid)
    pieces <- split(seq_len(150), rep(1:10, 15))
    sums <- lapply(pieces, function(rows) gmm_statistics(far_model, far[rows, ]))
    expect_within(sums_apart(Reduce(`+`, sums), near), 1e-11, type)
    # A mean itself is no more exact than a double of its size.
    covariances <- gmm_update(Reduce(`+`, sums), far_model)$covariances
    expect_within(apart(covariances, gmm_update(near, near_model)$covariances), 1e-11, type)
  }
})

test_that("of a mixture far from the data it takes statistics about new means", {
  far <- gmm_model(
    c(0.5, 0.5), starts$full$means[1:2, ] + c(1e6, -1e6), 1e12 * array(diag(4), c(4, 4, 2))
  )
  theirs <- gmm_fit(flowers, start = far, tol = 0, max_iter = 1, reg_covar = 0)
  expect_warning(
    rough <- gmm_update(gmm_statistics(far, flowers), far), class = "gaussmix_warning_inaccurate"
  )
  expect_gt(apart(rough$covariances, theirs$covariances), 1e-9)
  own <- gmm_update(gmm_statistics(far, flowers, origins = rough$means), far)
  expect_within(parts_apart(own, theirs), 1e-9, "far")
})

test_that("statistics from plain sums update to weighted means and covariances", {
  set.seed(2)
  r <- matrix(rexp(450), 150)
  r <- r / rowSums(r)
  for (type in with(gaussmix:::covariance_types, name[conjugate])) {
    row <- gaussmix:::covariance_row(type)
    shares <- colSums(r * weights) / sum(weights)
    parts <- lapply(1:3, function(k) cov.wt(flowers, weights * r[, k], method = "ML"))
    whole <- vapply(parts, function(part) part$cov, diag(4))
    if (row$shared) whole[] <- rowSums(whole * rep(shares, each = 16), dims = 2)
    expected <- switch(row$shape,
      full = whole,
      diagonal = array(apply(whole, 3, function(m) diag(diag(m))), dim(whole)),
      spherical = array(apply(whole, 3, function(m) mean(diag(m)) * diag(4)), dim(whole))
    )
    # About points that are no means of anything; what was before does not matter.
    for (origins in list(matrix(0, 3, 4), starts$full$means, matrix(5, 3, 4))) {
      statistics <- by_hand(flowers, r, weights, origins, type, -100)
      model <- gmm_update(statistics, starts[[type]], ridge = c(0, 0.1, 0, 0.3))
      ridge <- if (row$shape == "spherical") diag(0.1, 4) else diag(c(0, 0.1, 0, 0.3))
      expect_equal(unname(model$weights), shares, tolerance = 1e-13)
      for (k in 1:3) {
        expect_equal(model$means[k, ], parts[[k]]$center, tolerance = 1e-13)
        expect_equal(
          coef(model)$covariances[, , k], expected[, , k] + ridge, tolerance = 1e-11,
          ignore_attr = TRUE
        )
      }
      expect_identical(model$objective_before, c(log_likelihood = -100))
    }
  }
})

test_that("of structures that tie a part it is the M-step from responsibilities", {
  set.seed(3)
  r <- matrix(rexp(450), 150)
  r <- r / rowSums(r)
  for (type in with(gaussmix:::covariance_types, name[!conjugate])) {
    statistics <- by_hand(flowers, r, weights, matrix(0, 3, 4), type, -100)
    model <- gmm_update(statistics, starts[[type]], ridge = 0.1)
    step <- gmm_m_step(flowers, r, type, ridge = 0.1, sample_weight = weights)
    expect_equal(model$covariances, step$covariances, tolerance = 1e-9, ignore_attr = TRUE)
  }
})

test_that("the objective is that of the mixture before, and does not fall", {
  model <- starts$full
  own <- em_by_hand(model, list(flowers), 30)
  expect_equal(own$trace[1], sum(predict(model, flowers, type = "log_density")), tolerance = 1e-14)
  expect_true(all(diff(own$trace) > -1e-9))
})

test_that("a component without observations keeps its mean and covariance", {
  model <- gmm_model(c(0.5, 0.5), c(0, 1e4), c(1, 4), "spherical")
  after <- gmm_update(gmm_statistics(model, c(-1, 0, 1)), model)
  expect_identical(unname(after$weights), c(1, 0))
  expect_identical(after$means[2], 1e4)
  expect_identical(after$covariances[2], 4)
})

test_that("a prior from the data is that of the data of the fit, and goes on", {
  given <- gmm_prior(mean = colMeans(flowers), scale = 0.1, degrees_of_freedom = 6)
  bare <- gmm_fit(flowers, 3, start = species, prior = given, keep_data = FALSE)
  kept <- gmm_fit(flowers, 3, start = species, prior = given)
  half <- flowers[1:75 * 2, ]
  first <- gmm_update(gmm_statistics(bare, half), bare)
  expect_identical(first$method, gmm_update(gmm_statistics(kept, half), kept)$method)
  second <- gmm_update(gmm_statistics(first, half), first)
  expect_identical(second$method, first$method)
  expect_named(second$objective_before, "log_posterior")
  expect_gt(second$objective_before, first$objective_before)
})

test_that("components of a Bayesian mixture may have been put in another order", {
  for (prior in c("dirichlet_process", "dirichlet")) {
    fit <- gmm_bayes(flowers, 3, start = species, weight_prior = prior)
    moved <- gmm_relabel(fit, c("a", "b", "c"), order = c(3, 1, 2))
    plain <- gmm_update(gmm_statistics(fit, flowers), fit)
    other <- gmm_update(gmm_statistics(moved, flowers), moved)
    expect_equal(other$objective_before, plain$objective_before, tolerance = 1e-13)
    back <- gmm_relabel(plain, c("a", "b", "c"), order = c(3, 1, 2))
    for (part in c("weights", "means", "covariances", "posterior", "counts")) {
      expect_equal(other[[part]], back[[part]], tolerance = 1e-12)
    }
    again <- gmm_update(gmm_statistics(other, flowers), other)
    expect_gte(again$objective_before, other$objective_before - 1e-9)
  }
})

test_that("a mixture that was updated is a mixture", {
  for (name in names(fitters)) {
    halves <- 1 + (faithful$waiting > 67)
    fit <- fitters[[name]](~ waiting + log(eruptions), faithful, 2, start = halves)
    model <- gmm_update(gmm_statistics(fit, faithful[1:200, ]), fit)
    expect_identical(levels(predict(model, faithful)), c("1", "2"))
    expect_identical(dim(gmm_sample(model, 3)), c(3L, 2L))
    expect_output(print(model), "from given parameters")
    statistics <- gmm_statistics(model, faithful)
    expect_identical(colnames(statistics$sums), colnames(fit$means))
    again <- gmm_fit(~ waiting + log(eruptions), faithful, start = model)
    expect_within(apart(again$means, fit$means), 0.1, name)
  }
})

test_that("columns are found by name, and the number of threads changes nothing", {
  fit <- gmm_fit(iris[, 1:4], 3, start = species)
  expect_identical(gmm_statistics(fit, iris[, 5:1]), gmm_statistics(fit, iris))
  set.seed(3)
  x <- matrix(rnorm(60000), ncol = 3)
  model <- gmm_m_step(x, diag(2)[rep_len(1:2, 20000), ])
  with_threads <- function(n) {
    old <- options(gaussmix.threads = n)
    on.exit(options(old))
    gmm_statistics(model, x)
  }
  expect_identical(with_threads(2), with_threads(1))
})

test_that("statistics are saved and sent as text", {
  fit <- gmm_fit(iris[, 1:4], 3, start = species)
  statistics <- gmm_statistics(fit, iris)
  file <- tempfile(fileext = ".rds")
  on.exit(unlink(file))
  saveRDS(statistics, file)
  expect_identical(readRDS(file), statistics)
  text <- deparse(statistics, control = c("all", "digits17"))
  expect_identical(eval(parse(text = text)), statistics)
  # Text with 15 digits has other origins, all pieces of it the same.
  skip_if_not_installed("jsonlite")
  send <- function(statistics) {
    text <- jsonlite::toJSON(unclass(statistics), digits = NA, auto_unbox = TRUE)
    structure(jsonlite::fromJSON(text), class = "gmm_statistics")
  }
  sent <- send(gmm_statistics(fit, iris[1:60, ])) + send(gmm_statistics(fit, iris[61:150, ]))
  expect_within(parts_apart(gmm_update(sent, fit), gmm_update(statistics, fit)), 1e-12, "text")
  expect_error(sent + statistics, "origins", class = "gaussmix_error_statistics")
})

test_that("plus one, of one, in a sum of one", {
  statistics <- gmm_statistics(starts$tied, flowers)
  expect_identical(+statistics, statistics)
  expect_identical(sum(statistics), statistics)
  twice <- statistics + statistics
  expect_identical(twice$counts, 2 * statistics$counts)
  expect_identical(twice$n, 300)
})

test_that("weights of rows that vary in no direction count them, as without weights", {
  # Integer weight = repeated row, also of the prior's covariance from data without a rank.
  flat <- cbind(flowers[, 1], flowers[, 1], flowers[, 2])
  counts <- rep_len(1:3, 150)
  prior <- gmm_prior()
  weighted <- suppressWarnings(gmm_fit(
    flat, 3, start = species, sample_weight = counts, prior = prior, tol = 0, max_iter = 2
  ))
  repeated <- suppressWarnings(gmm_fit(
    flat[rep(1:150, counts), ], 3, start = rep(species, counts), prior = prior, tol = 0,
    max_iter = 2
  ))
  # Of a covariance without a rank rounding errors count more; rows counted wrongly would be 1e-4.
  expect_within(parts_apart(weighted, repeated), 1e-6, "covariances")
})

test_that("what no sums of squares can be is refused, type by type", {
  for (type in types) {
    statistics <- gmm_statistics(starts[[type]], flowers)
    expect_identical(gaussmix:::check_statistics(statistics, "s", NULL), statistics)
    small <- statistics
    small$scatters <- small$scatters * 1e-3
    small$sums[] <- small$counts
    expect_error(gmm_update(small, starts[[type]]), "scatters", class = "gaussmix_error_statistics")
    for (value in list(NA, Inf, -1)) {
      damaged <- statistics
      damaged$scatters[1] <- value
      expect_error(
        gmm_update(damaged, starts[[type]]), "scatters", class = "gaussmix_error_statistics"
      )
    }
    # Where there is nobody there is no sum.
    ghosts <- statistics
    ghosts$counts[2:3] <- c(0, sum(ghosts$counts[2:3]))
    expect_error(
      gmm_update(ghosts, starts[[type]]), "scatters", class = "gaussmix_error_statistics"
    )
  }
})
