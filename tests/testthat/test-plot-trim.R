# The picture of what dropping the most extreme observations has changed.

wrong <- data.frame(eruptions = c(9, 8, 7, 9, 8, 7, 6, 9, 10), waiting = seq(20, 180, by = 20))
spoilt <- rbind(faithful, wrong)
set.seed(1)
fit <- gmm_fit(spoilt, 2)
trimmed <- gmm_trim(fit)

layer <- function(picture, i) ggplot2::layer_data(picture, i)

test_that("ellipses before and after, and the observations that were dropped", {
  picture <- autoplot(trimmed, "trim")
  ends <- function(path) sapply(path[c("x", "y")], range)
  same_ellipses <- function(path, of) {
    plane <- gaussmix:::column_plane(of, 1:2)
    expect_equal(ends(path), ends(gaussmix:::ellipse_table(plane, 0.95)), tolerance = 1e-12)
  }
  same_ellipses(layer(picture, 1), fit)
  same_ellipses(layer(picture, 4), trimmed)
  rows <- trimmed$trimmed$rows
  expect_equal(layer(picture, 3)$x, spoilt$eruptions[rows])
  expect_equal(layer(picture, 2)$y, spoilt$waiting[-rows])
  expect_match(
    picture$labels$caption, paste(length(rows), "observations dropped (circles)"),
    fixed = TRUE
  )
  expect_match(picture$labels$alt, "before and after")
})

test_that("rows that were left out of the fit do not shift circles", {
  holes <- spoilt
  holes[c(3, 280), 1] <- NA
  for (action in c("omit", "exclude")) {
    set.seed(1)
    other <- gmm_trim(gmm_fit(holes, 2, na_action = action))
    circles <- layer(autoplot(other, "trim"), 3)
    expect_equal(circles$y, holes$waiting[other$trimmed$rows])
  }
})

test_that("without data, ellipses alone", {
  bare <- trimmed
  bare["data"] <- list(NULL)
  expect_length(autoplot(bare, "trim")$layers, 2)
})

test_that("all that were dropped are drawn, however few of the others are", {
  set.seed(1)
  many <- rbind(matrix(rnorm(40000), ncol = 2), cbind(10 + (1:19), 10))
  picture <- autoplot(gmm_trim(gmm_fit(many, 1), threshold = -20), "trim")
  expect_equal(layer(picture, 3)$x, 10 + (1:19))
  expect_lte(nrow(layer(picture, 2)), 1e4)
})

test_that("of a Bayesian fit, ellipses before are those of components that were active", {
  set.seed(1)
  # Expected weights of components that are switched off stand for more than one observation.
  prior_heavy <- gmm_bayes(spoilt, 6, weight_prior = "dirichlet", concentration = 2)
  again <- gmm_trim(prior_heavy)
  switched_off <- prior_heavy$counts <= 1
  expect_true(any(switched_off))
  expect_true(all(prior_heavy$weights * again$nobs > 1))
  expect_identical(again$trimmed$active, unname(!switched_off))
  before <- layer(autoplot(again, "trim"), 1)
  expect_identical(length(unique(before$group)), sum(!switched_off))
})
