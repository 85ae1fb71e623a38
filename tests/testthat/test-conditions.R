# Every message but those about data, starts and selections, which have files of their own, so that
# wording is reviewed like code: `<class>` and then the text that a user reads.

species <- as.integer(iris$Species)
cells <- unname(as.matrix(iris[, 1:4]))
flowers <- iris[, 1:4]
fit <- gmm_fit(flowers, 3, start = species)
z <- diag(3)[species, ]
without <- function(name) {
  fit[[name]] <- NULL
  fit
}
raise <- function(...) {
  stop(structure(class = c(...), list(message = "a text from below", call = NULL)))
}

test_that("checks", {
  expect_snapshot({
    says(gmm_fit(cells, 0))
    says(gmm_fit(cells, c(2, 3)))
    says(gmm_fit(cells, 3, n_init = 1e7))
    says(gmm_fit(cells, 3, max_iter = -1))
    says(gmm_fit(cells, 3, tol = NA))
    says(gmm_fit(cells, 3, reg_covar = "small"))
    says(gmm_fit(cells, 3, keep_data = NA))
    says(gmm_fit(cells, 3, na_action = "drop"))
    says(gmm_fit(cells, 3, start = c("kmeans", "mixed")))
    says(autoplot(fit, level = 95))
    says(gmm_fit(cells, 3, ninit = 5))
    says(gmm_fit(cells, 3, nstart = 5, zzz = 1))
    says(gmm_fit(cells, 3, zzz = 1))
    says(gmm_fit(cells, 3, "full", 5))
    says(predict(fit, flowers, "class", 1, 2, 3))
    says(gmm_fit(cells, G = 3, modelNames = "VVV"))
    says(gmm_fit(cells, 3, random_state = 1))
    says(gmm_fit(flowers, ~ Sepal.Length + Sepal.Width, 3))
    says(gmm_fit(3, flowers))
    says(gmm_fit(data = flowers, n_components = 3))
  })
})

test_that("conditions", {
  expect_snapshot({
    says(gaussmix:::in_core(raise("std::bad_alloc", "C++Error", "error", "condition"), NULL))
    says(gaussmix:::in_core(raise("std::runtime_error", "C++Error", "error", "condition"), NULL))
  })
})

test_that("R's own failures to allocate are told from other errors", {
  expect_error(
    gaussmix:::in_core(stop("cannot allocate vector of size 9.0 Gb"), NULL),
    class = "gaussmix_error_memory"
  )
  expect_error(gaussmix:::in_core(stop("another"), NULL), "another", class = "simpleError")
})

test_that("control", {
  expect_snapshot({
    says(gmm_fit(cells, 3, control = list(screen_iter = 3)))
    says(gmm_control(reg_covar_scale = "scikit"))
    says(gmm_control(screen_keep = 0))
    says(gmm_control(effective_n = 0))
  })
})

test_that("covariance types", {
  expect_snapshot({
    says(gmm_fit(cells, 3, covariance_type = "VEW"))
    says(gmm_bayes(cells, 3, "VEV"))
    says(gmm_n_parameters(NULL, 2, 3))
    says(gmm_n_parameters("full", 0, 3))
    says(gmm_n_parameters("full", 4))
  })
})

test_that("criteria", {
  expect_snapshot({
    says(icl(lm(dist ~ speed, cars)))
    says(bic(3))
    says(icl(fit, type = "hard"))
  })
})

test_that("criteria do not ignore what they are given", {
  # As stats::BIC(fit, fit) and stats::AIC(fit, k = 3) would not.
  expect_error(icl(fit, kind = "map"), class = "gaussmix_error_argument")
  expect_error(bic(fit, fit), class = "gaussmix_error_argument")
  expect_error(aic(fit, k = 3), class = "gaussmix_error_argument")
})

test_that("fit", {
  x <- c(seq(1, 3, length.out = 40), rep(10, 60))
  halves <- rep(1:2, c(40, 60))
  absolute <- gmm_control(reg_covar_scale = "absolute")
  flat <- transform(flowers, one = 1, two = 2)
  expect_snapshot({
    says(gmm_fit(n_components = 3))
    says(gmm_fit(cells))
    says(gmm_fit(cells[1:2, ], 3))
    says(gmm_fit(cells, 3, sample_weight = rep(c(1, 0), c(2, 148))))
    says(gmm_fit(cells[1, , drop = FALSE], 3))
    says(gmm_fit(flat, 3))
    says(gmm_fit(cbind(cells, 1), 3))
    says(gmm_fit(x, 2, start = halves, reg_covar = 0))
    says(gmm_fit(cbind(x, x), 2, "tied", start = halves, reg_covar = 0))
    says(gmm_fit(flat, 3, start = species, reg_covar = 1e-6, control = absolute))
    says(gmm_fit(x, 2, start = halves))
    says(gmm_fit(cbind(x, x), 2, "tied", start = halves))
    says(gmm_fit(cells, 4, start = replace(species, 1:4, 4)))
    says(gmm_fit(cells, 3, start = species, max_iter = 2))
    says(coef(without("means")))
    says(coef(utils::modifyList(fit, list(format = 99))))
    says(predict(without("restarts")))
    says(gmm_sample(without("covariances"), 2))
    says(gmm_fit(flowers, start = without("weights")))
    says(print(without("n")))
    says(bic(without("df")))
  })
})

test_that("formulas", {
  fit <- gmm_fit(~Petal.Length, iris, 2, start = 1 + (species > 1))
  expect_snapshot({
    says(gmm_fit(Species ~ Petal.Length, iris, 2))
    says(gmm_fit(~absent, iris, 2))
    says(gmm_fit(~Petal.Length, 3))
    says(predict(fit, 1:3))
    says(predict(fit, iris[1:2]))
    says(predict(gmm_fit(~ iris$Sepal.Width + Petal.Length, iris, n_components = 1), iris))
    says(gmm_fit(~ sqrt(Species), iris, 2))
    says(gmm_fit(~., stats::setNames(flowers, c("a", "", "b", strrep("c", 10001))), 2))
    says(update(
      gmm_fit(~., stats::setNames(flowers[1:2], c(".", "a")), n_components = 1), ~ . - a
    ))
    says(gmm_fit(~Petal.Length, iris, 2, sample_weight = nowhere))
    says(formula(gmm_model(1, 0, 1)))
  })
})

test_that("models", {
  model <- gmm_model(1, 0, 1)
  expect_snapshot({
    says(gmm_model())
    says(gmm_model(1:2, 0, 1))
    says(gmm_model(NULL, 0, 1))
    says(gmm_model(c(0.5, 0.5), c(0, Inf), 1))
    says(gmm_model(2, 0, 1))
    says(gmm_model(1, 0, -1))
    says(gmm_model(1, cbind(a = 0, b = 0), matrix(1:4, 2, dimnames = list(NULL, c("b", "c")))))
    says(bic(model))
    says(predict(model))
  })
})

test_that("comparisons", {
  light <- gmm_fit(flowers, 3, start = species, keep_data = FALSE)
  expect_snapshot({
    says(adjusted_rand(1:3, 1:2))
    says(adjusted_rand(list(), 1:2))
    says(adjusted_rand(c(1, NA, NA), c(NA, 1, 2)))
    says(adjusted_rand(c(1, 2, NA), 1:3))
    says(adjusted_rand(light, 1:3))
    says(gmm_match(fit, light$means))
    says(gmm_match(fit, 1:3))
    says(gmm_match(fit, gmm_model(1, 0, 1)))
    says(gmm_match(fit, gmm_model(1, rbind(c(a = 1, b = 2, c = 3, Petal.Width = 4)), diag(4))))
  })
})

test_that("probabilities, outliers, steps", {
  light <- gmm_fit(flowers, 3, start = species, keep_data = FALSE)
  expect_snapshot({
    says(gmm_probability(fit, c(1, 2)))
    says(gmm_probability(fit, c(a = 1)))
    says(gmm_probability(fit, c(Sepal.Length = 1, Sepal.Length = 2)))
    says(gmm_probability(fit, c(Sepal.Length = 1, 2, 3, 4)))
    says(gmm_probability(fit, NA_real_))
    says(gmm_probability(fit, cells, cells[1:3, ]))
    says(gmm_probability(fit, 2, c(Sepal.Width = 1)))
    says(gmm_probability(fit, cells, t(c(9, 9, 0, 9))))
    says(gmm_probability(fit, max_error = 2))
    says(gaussmix:::check_mvtnorm(FALSE, 3, NULL))
    says(gaussmix:::warn_of_inaccuracy(c(0, 1e-3, 1e-2), 1e-4, NULL))
    says(gmm_outliers(fit, share = 4))
    says(gmm_outliers(fit, threshold = "low"))
    says(gmm_outliers(light, flowers, share = 0.04))
    says(gmm_trim(gmm_fit(flowers, 3, start = species), 1))
    says(gmm_trim(fit, threshold = Inf))
    says(gmm_trim(fit, shares = 0.1))
    says(gmm_trim(gmm_fit(flowers, 3, start = species, keep_data = FALSE)))
    says(gmm_trim(gmm_model(1, 0, 1)))
    says(update(gmm_trim(gmm_fit(~ waiting, faithful, n_components = 1)), ~ . - waiting))
    says(gmm_m_step(cells, species))
    says(gmm_m_step(cells, z[1:3, ]))
    says(gmm_m_step(cells, 2 * z))
    says(gmm_m_step(replace(cells, 7, NA), z))
    says(gmm_m_step(cells[c(1, 51, 101), ], diag(3), ridge = 0))
    says(gmm_e_step(fit, replace(cells, 7, NA)))
  })
})

test_that("one column, regions, levels of outliers", {
  line <- gmm_model(c(0.3, 0.7), c(0, 5), c(1, 4))
  expect_snapshot({
    says(gmm_cdf(fit, 5))
    says(gmm_cdf(fit, 5, dims = "Petals"))
    says(gmm_cdf(line, "5"))
    says(gmm_quantile(line, 95))
    says(gmm_quantile(line, 0.5, log = TRUE))
    says(gmm_threshold(line, tail = 1))
    says(gmm_hdr(line, 95))
    says(predict(structure(gmm_hdr(line), mixture = NULL), 1))
    says(gaussmix:::check_distributional(FALSE, NULL))
    says(gmm_outliers(fit, level = 0))
    says(gmm_outliers(fit, level = c(0.1, 0.2)))
    says(gmm_outliers(fit, share = 0.1, level = 0.1))
    says(gmm_outliers(fit, method = "mahalanobis"))
  })
})

test_that("updates and tables", {
  expect_snapshot({
    says(update(fit, 4))
    says(update(fit, ~ ., 4))
    says(update(fit, ~ . - Petal.Width))
    says(augment(fit, data = flowers[1:9, ]))
    says(tidy(fit, "weights"))
    says(augment(gmm_model(1, cbind(.cluster = 0), 1), newdata = data.frame(.cluster = 1)))
  })
})

test_that("priors and variational Bayes", {
  with <- function(...) gmm_fit(flowers, 3, start = species, prior = gmm_prior(...))
  bayes <- gmm_bayes(flowers, 3, start = species)
  expect_snapshot({
    says(gmm_prior(mean = "a"))
    says(gmm_prior(degrees_of_freedom = 0))
    says(gmm_prior(scale = diag(c(1, -1))))
    says(gmm_fit(flowers, 3, prior = list()))
    says(with(mean = 1:3))
    says(with(degrees_of_freedom = 3))
    says(with(scale = diag(3)))
    says(with(mean = c(a = 1, b = 2, c = 3, d = 4)))
    says(with(degrees_of_freedom = 1e306))
    says(gmm_fit(transform(flowers, one = 1), 3, start = species, prior = gmm_prior()))
    says(gmm_bayes(flowers, 3, prior = NULL))
    says(gmm_bayes(flowers, 3, prior = gmm_prior(mean_precision = 0)))
    says(gmm_bayes(flowers, 3, concentration = 1e300))
    says(autoplot(gmm_fit(flowers, 3, start = species), "weights"))
    says(predict(bayes, type = "density", method = "variational"))
    says(bic(bayes))
  })
})

test_that("verbose messages", {
  x <- c(seq(1, 3, length.out = 40), rep(10, 60))
  halves <- rep(1:2, c(40, 60))
  expect_snapshot({
    suppressWarnings(fit <- gmm_fit(x, 2, start = halves, verbose = TRUE))
    fit <- gmm_fit(x, 2, "tied", start = halves, verbose = TRUE)
    fit <- gmm_fit(x, 1, verbose = TRUE)
    selection <- gmm_select(x, 1, "full", verbose = TRUE)
  })
})

test_that("plot", {
  expect_snapshot({
    says(autoplot(fit, dims = c("Petal.Width", "Petal")))
    says(geom_gmm_ellipse(fit, show.legend = "yes"))
  })
})

test_that("predict", {
  bare <- gmm_fit(flowers, 3, start = species, keep_data = FALSE)
  changed <- fit
  changed$data$x <- changed$data$x[1:10, ]
  expect_snapshot({
    says(predict(bare))
    says(predict(changed))
    says(predict(fit, type = "probability"))
    says(predict(fit, rbind(flowers[1, ], NA)))
    says(predict(fit, rbind(flowers[1, ], NA, Inf)))
    says(predict(fit, flowers[c(NA, 1:2, rep(NA, 9)), ]))
  })
})

test_that("print", {
  expect_snapshot({
    says(print(fit, digits = 0))
    says(print(fit, max_components = -1))
  })
})

test_that("simulate", {
  heavy <- gmm_fit(cells, 3, start = species, sample_weight = rep(1e9, 150))
  expect_snapshot({
    says(simulate(heavy))
    says(gmm_sample(flowers, 3))
    says(gmm_sample(fit))
    says(gmm_sample(fit, 1.5))
    says(simulate(fit, 0))
    says(simulate(fit, 1, seed = "a"))
    says(simulate(fit, n_sim = 1))
  })
})

test_that("threads", {
  old <- options(gaussmix.threads = "all")
  on.exit(options(old))
  expect_snapshot({
    says(predict(fit, threads = 0))
    says(predict(fit))
  })
})

test_that("instruction sets", {
  expect_snapshot(
    says(gaussmix:::warn_of_set("mmx", c("baseline", "avx2"), "avx2"))
  )
})

test_that("every class that is documented is raised, and no other", {
  skip_if_not_installed("gaussmix")
  page <- tools::Rd_db("gaussmix")[["gaussmix-conditions.Rd"]]
  skip_if(is.null(page), "no manual")
  text <- paste(unlist(page), collapse = "")
  pattern <- "gaussmix_(error|warning|message)_[a-z_]+"
  documented <- unique(regmatches(text, gregexpr(pattern, text))[[1]])
  paths <- list.files(test_path("_snaps"), "[.]md$", full.names = TRUE)
  skip_if(length(paths) == 0, "no snapshots")
  lines <- trimws(unlist(lapply(paths, readLines, encoding = "UTF-8")))
  raised <- unique(gsub("[<>]", "", lines[grepl("^<gaussmix_[a-z_]+>$", lines)]))
  expect_setequal(raised, documented)
})

test_that("mixtures of others", {
  theirs <- function(...) {
    parameters <- list(
      pro = 1, mean = cbind(c(1, 2)), variance = list(sigma = array(diag(2), c(2, 2, 1)))
    )
    structure(
      utils::modifyList(list(modelName = "VEV", G = 1, d = 2, parameters = parameters), list(...)),
      class = "Mclust"
    )
  }
  expect_snapshot({
    says(as_gaussmix(1))
    says(as_gaussmix(theirs(modelName = "VVX")))
    says(as_gaussmix(theirs(G = "a")))
    says(as_gaussmix(theirs(parameters = list(Vinv = 1))))
    says(as_gaussmix(stats::kmeans(c(1, 1, 5, 6), c(1, 5))))
    says(as_mclust(gmm_fit(flowers, 3, start = species, sample_weight = species)))
  })
})

test_that("relabel", {
  expect_snapshot({
    says(gmm_relabel(fit))
    says(gmm_relabel(fit, 1:3))
    says(gmm_relabel(fit, c("a", "b")))
    says(gmm_relabel(fit, c("a", "b", "b")))
    says(gmm_relabel(fit, c("1" = "a", "4" = "b")))
    says(gmm_relabel(fit, gmm_match(gmm_fit(flowers, 2, start = pmin(species, 2)), species)))
    says(gmm_relabel(fit, order = c(1, 1, 2)))
    says(gmm_relabel(fit, order = "Sepal.Lenght"))
    says(gmm_relabel(fit, order = c("1", "1")))
    says(gmm_relabel(gmm_model(c(0.3, 0.7), cbind(weight = 1:2), c(1, 1)), order = "weight"))
  })
})
