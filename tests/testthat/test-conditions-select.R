# Every message of selections.

species <- as.integer(iris$Species)
flowers <- iris[, 1:4]
fit <- gmm_fit(flowers, 3, start = species)

test_that("selections", {
  set.seed(1)
  selection <- gmm_select(matrix(c(1, 5, 2, 7, 3, 3, 8, 1, 4), 3), 2, "full", reg_covar = 0)
  expect_snapshot({
    says(gmm_select(flowers, 0:3))
    says(gmm_select(flowers, 2, criterion = "cv", n_folds = 151))
    says(gmm_select(flowers, 2, ninit = 3))
    says(gmm_best(fit))
    says(gmm_best(selection))
    says(gmm_best(selection, "cv"))
    says(selection[2])
    says(gmm_best(selection[0]))
    says(print(structure(list(), class = "gmm_select")))
    says(gmm_select(flowers, 2:3, start = 1:3))
    says(gaussmix:::warn_of_interruption(3, 36, quote(gmm_select())))
  })
})

test_that("folds and groups", {
  cv <- function(...) gmm_select(flowers, 1, "full", criterion = "cv", ...)
  third <- rep(1:3, 50)
  expect_snapshot({
    says(gmm_select(flowers, 1, groups = third))
    says(cv(folds = third, groups = third))
    says(cv(folds = third, n_folds = 3))
    says(cv(folds = 1:3))
    says(cv(folds = list(1:3, 151)))
    says(cv(groups = third[-1]))
    says(cv(groups = third))
    says(cv(folds = list(1:150)))
    says(cv(folds = list(1:3), sample_weight = rep(0:1, c(3, 147))))
    says(gmm_select(~Sepal.Width, iris, 1, criterion = "cv", groups = absent))
    says(gmm_select(flowers[rep(1:50, 3), ], 1, "full", criterion = "cv", n_folds = 2))
  })
})

test_that("selections that are put together", {
  few <- gmm_select(flowers, 1:2, "full", n_init = 1)
  cv <- function() gmm_select(flowers, 1, "full", criterion = "cv", n_folds = 2)
  expect_snapshot({
    says(rbind(few, gmm_select(flowers[-1, ], 1, "full")))
    says(c(cv(), cv()))
    says(rbind(few, few))
    says(rbind(few, flowers))
    says(glance(few[0]))
  })
})
