# The wording of every message of the pictures.

flowers <- iris[, 1:4]
fit <- gmm_fit(flowers, 3, start = as.integer(iris$Species))
nameless <- gmm_fit(unname(as.matrix(flowers)), 3, start = as.integer(iris$Species))
bare <- gmm_fit(flowers, 3, start = as.integer(iris$Species), keep_data = FALSE)
model <- gmm_model(1, rbind(c(0, 0)), array(diag(2), c(2, 2, 1)))
line <- gmm_fit(faithful$waiting, 1)
selection <- structure(
  list(
    table = data.frame(
      n_components = 1, covariance_type = "full", BIC = 2, singular = FALSE, supported = TRUE
    ),
    criterion = "BIC"
  ),
  class = "gmm_select"
)

test_that("types of picture", {
  expect_snapshot({
    says(autoplot(fit, "scatter"))
    says(autoplot(fit, 2))
    says(autoplot(line, "ellipse"))
    says(autoplot(line, "pairs"))
    says(autoplot(fit, "histogram"))
    says(autoplot(fit, types = "pairs"))
  })
})

test_that("columns, levels and components", {
  expect_snapshot({
    says(autoplot(fit, dims = c("Petal.Width", "Petal")))
    says(autoplot(nameless, dims = c("a", "b")))
    says(autoplot(fit, "pairs", dims = 3))
    says(autoplot(fit, "profile", dims = 0))
    says(autoplot(fit, "histogram", dims = 1:2))
    says(autoplot(line, "histogram", dims = 2))
    says(autoplot(gmm_fit(faithful["waiting"], 1), "histogram", dims = "eruptions"))
    says(autoplot(fit, "density", level = 95))
    says(autoplot(fit, "component", component = 4))
    says(autoplot(model, "component", component = 0))
  })
})

test_that("data that are not there", {
  expect_snapshot({
    says(autoplot(bare, "uncertainty"))
    says(autoplot(model, "uncertainty"))
    says(autoplot(model, "trace"))
    says(autoplot(fit, "trim"))
  })
})

test_that("data that are given", {
  expect_snapshot({
    says(autoplot(fit, data = iris[0, ]))
    says(autoplot(fit, data = flowers[1:2, ] * NA))
    says(autoplot(fit, data = iris[, 3:5]))
    says(autoplot(gmm_trim(fit), "trim", data = iris[1:9, ]))
  })
})

test_that("projections", {
  expect_snapshot({
    says(gmm_project())
    says(gmm_project(fit, lambda = 3))
    says(gmm_project(fit, dims = "Petal"))
    projection <- gmm_project(fit)
    projection$basis <- NULL
    says(predict(projection))
  })
})

test_that("ellipse layers", {
  expect_snapshot({
    says(geom_gmm_ellipse())
    says(geom_gmm_ellipse(flowers))
    says(geom_gmm_ellipse(line))
    says(geom_gmm_ellipse(fit, dims = NULL))
    says(geom_gmm_ellipse(fit, level = 95))
    says(geom_gmm_ellipse(fit, mapping = "component"))
    says(geom_gmm_ellipse(fit, geom = "point"))
  })
})

test_that("selections", {
  expect_snapshot({
    says(autoplot(selection, criterion = "cv"))
    says(autoplot(selection, "BIC", 3))
  })
})
