# Holes filled in: against conditional normal distributions row by row, and laws of what is given
# back.

em <- function(x, ...) {
  set.seed(1)
  suppressWarnings(gmm_fit(x, ..., na_action = "em"))
}

holes_of_airquality <- function() {
  x <- as.matrix(airquality[, 1:4])
  x[c(7, 60), ] <- NA
  x
}

# What components say of the holes of a row: probabilities of components given what is seen,
# conditional means (K x holes) and covariances.
conditional <- function(fit, row) {
  parameters <- coef(fit)
  seen <- which(!is.na(row))
  holes <- which(is.na(row))
  each <- lapply(seq_len(fit$n_components), function(k) {
    s <- parameters$covariances[, , k]
    mean <- parameters$means[k, ]
    if (length(seen) == 0) {
      return(list(log_density = 0, mean = mean, covariance = s))
    }
    slopes <- s[holes, seen, drop = FALSE] %*% solve(s[seen, seen])
    u <- row[seen] - mean[seen]
    list(
      log_density = -determinant(2 * pi * s[seen, seen, drop = FALSE])$modulus[1] / 2 -
        sum(u * solve(s[seen, seen], u)) / 2,
      mean = mean[holes] + as.vector(slopes %*% u),
      covariance = s[holes, holes] - slopes %*% s[seen, holes]
    )
  })
  z <- parameters$weights * exp(vapply(each, `[[`, 0, "log_density"))
  list(
    z = unname(z / sum(z)), means = do.call(rbind, lapply(each, `[[`, "mean")),
    covariances = lapply(each, `[[`, "covariance")
  )
}

test_that("means are the conditional ones, row by row, for every type", {
  x <- holes_of_airquality()
  for (type in all_structures) {
    fit <- em(x, 2, type, max_iter = 20)
    filled <- gmm_impute(fit)
    for (i in which(rowSums(is.na(x)) > 0)) {
      law <- conditional(fit, x[i, ])
      actual <- filled[i, is.na(x[i, ])]
      expect_equal(
        unname(actual), as.vector(law$z %*% law$means), tolerance = 1e-10, label = paste(type, i)
      )
      # Between what the components say.
      expect_true(all(
        actual >= apply(law$means, 2, min) - 1e-9 & actual <= apply(law$means, 2, max) + 1e-9
      ))
    }
    expect_identical(filled[!is.na(x)], x[!is.na(x)])
    expect_identical(gmm_impute(fit, x), filled)
  }
})

test_that("draws have the conditional mean and covariance of what is missing", {
  fit <- em(holes_of_airquality(), 2)
  n <- 20000
  rows <- list(
    c(NA, 250, NA, 70), c(40, NA, 9, NA), c(NA, NA, NA, 80), rep(NA_real_, 4)
  )
  for (row in rows) {
    law <- conditional(fit, row)
    mean <- as.vector(law$z %*% law$means)
    spread <- sweep(law$means, 2, mean)
    covariance <- Reduce(`+`, Map(`*`, law$z, law$covariances)) +
      crossprod(spread * sqrt(law$z))
    set.seed(3)
    drawn <- gmm_impute(fit, matrix(row, n, 4, byrow = TRUE), "draw")[, is.na(row)]
    sds <- sqrt(diag(covariance))
    # Standard errors of means are sd / sqrt(n), of covariances no more than 2 sd sd' / sqrt(n) for
    # these mixtures, whose kurtosis is below 5. Five of them each.
    expect_lt(max(abs(colMeans(drawn) - mean) / sds), 5 / sqrt(n))
    expect_lt(max(abs(stats::cov(drawn) - covariance) / outer(sds, sds)), 10 / sqrt(n))
  }
})

test_that("draws are not about one component, where a row says nothing of which it is", {
  # Two groups that the seen column does not tell apart.
  model <- gmm_model(c(0.3, 0.7), rbind(c(0, -10), c(0, 10)), c(1, 1), "spherical")
  set.seed(4)
  drawn <- gmm_impute(model, cbind(rep(0, 5000), NA), "draw")[, 2]
  # Three standard errors of a share of 5,000.
  expect_lt(abs(mean(drawn < 0) - 0.3), 3 * sqrt(0.3 * 0.7 / 5000))
  expect_lt(max(abs(abs(drawn) - 10)), 6)
  expect_equal(gmm_impute(model, cbind(0, NA)), cbind(0, 4), tolerance = 1e-14)
  # What is seen tells.
  sides <- gmm_model(c(0.5, 0.5), rbind(c(-9, -9), c(9, 9)), c(1, 1), "spherical")
  drawn <- gmm_impute(sides, cbind(rep(c(-9, 9), 100), NA), "draw")
  expect_identical(sign(drawn[, 1]), sign(drawn[, 2]))
})

test_that("draws obey the seed and no number of threads", {
  x <- holes_of_airquality()
  fit <- em(x, 2)
  draw <- function(seed, threads = 1) {
    set.seed(seed)
    gmm_impute(fit, x, "draw", threads = threads)
  }
  expect_identical(draw(1), draw(1))
  expect_identical(draw(1, 2), draw(1))
  expect_false(any(draw(2)[is.na(x)] == draw(1)[is.na(x)]))
  expect_identical(draw(2)[!is.na(x)], x[!is.na(x)])
  # Means take no random numbers.
  set.seed(1)
  before <- .Random.seed
  gmm_impute(fit, x)
  expect_identical(.Random.seed, before)
})

test_that("tables keep their class, names and further columns", {
  x <- airquality
  x$Label <- factor(x$Month)
  x$Temp[3] <- NA
  rownames(x) <- paste0("day", seq_len(153))
  x <- x[c("Label", "Temp", "Wind", "Solar.R", "Ozone")]
  fit <- em(airquality[, 1:4], 2)
  filled <- gmm_impute(fit, x)
  expect_identical(attributes(filled), attributes(x))
  expect_identical(filled[c("Label", "Wind")], x[c("Label", "Wind")])
  expect_type(filled$Temp, "double")
  expect_identical(vapply(x, typeof, "")[["Temp"]], "integer")
  for (name in c("Temp", "Solar.R", "Ozone")) {
    seen <- !is.na(x[[name]])
    expect_identical(filled[[name]][seen], as.double(x[[name]][seen]))
    expect_false(anyNA(filled[[name]]))
  }
  # A column without holes stays as it is.
  expect_type(gmm_impute(fit, airquality[1:4])$Temp, "integer")
  # Of these rows alone: no column becomes double for others.
  expect_equal(gmm_impute(fit, x[3:1, ]), filled[3:1, ], tolerance = 1e-14)

  numbers <- data.matrix(x[4:5])[, 2:1]
  line <- em(numbers, 2)
  expect_identical(attributes(gmm_impute(line, numbers)), attributes(numbers))
  y <- c(a = 1, b = NA, c = NaN)
  one <- gmm_model(1, 5, 2)
  expect_identical(gmm_impute(one, y), c(a = 1, b = 5, c = 5))
  expect_identical(gmm_impute(one, stats::ts(c(1L, NA), 2000)), stats::ts(c(1, 5), 2000))
  expect_identical(gmm_impute(one, NA), 5)
})

test_that("tibbles and data tables stay what they are, and data tables the user's", {
  fit <- em(airquality[, 1:4], 2)
  plain <- gmm_impute(fit, airquality)
  if (requireNamespace("tibble", quietly = TRUE)) {
    filled <- gmm_impute(fit, tibble::as_tibble(airquality))
    expect_identical(filled, tibble::as_tibble(plain))
  }
  skip_if_not_installed("data.table")
  table <- data.table::as.data.table(airquality)
  filled <- gmm_impute(fit, table)
  expect_s3_class(filled, class(table), exact = TRUE)
  expect_identical(as.data.frame(filled), plain)
  data.table::set(filled, 1L, "Month", 0L)
  expect_identical(table$Month, airquality$Month)
})

test_that("complete data are returned as they are", {
  fit <- em(airquality[, 1:4], 2)
  whole <- airquality[stats::complete.cases(airquality), ]
  for (x in list(whole, data.matrix(whole), whole[0, ])) {
    expect_identical(gmm_impute(fit, x), x)
    expect_identical(gmm_impute(fit, x, "draw"), x)
  }
})

test_that("fits that left rows out fill them in, in their places", {
  x <- holes_of_airquality()
  for (na_action in c("omit", "exclude")) {
    set.seed(1)
    fit <- gmm_fit(x, 2, na_action = na_action)
    filled <- gmm_impute(fit)
    expect_identical(dim(filled), dim(x))
    expect_false(anyNA(filled))
    expect_identical(filled[!is.na(x)], x[!is.na(x)])
    mean <- colSums(fit$weights * fit$means)
    expect_equal(filled[7, ], mean, tolerance = 1e-14)
    expect_equal(filled[60, ], mean, tolerance = 1e-14)
  }
})

test_that("columns of a formula are filled where they are columns", {
  set.seed(1)
  fit <- gmm_fit(~ Ozone + log(Wind), airquality, n_components = 2, na_action = "em")
  filled <- gmm_impute(fit, airquality)
  expect_identical(filled[-1], airquality[-1])
  model <- gmm_model(
    fit$weights, unname(fit$means), unname(coef(fit)$covariances)
  )
  expect_equal(
    filled$Ozone, gmm_impute(model, cbind(airquality$Ozone, log(airquality$Wind)))[, 1],
    tolerance = 1e-12
  )
  expect_identical(gmm_impute(fit)$Ozone, filled$Ozone)
})

test_that("what cannot be filled in is refused", {
  x <- holes_of_airquality()
  fit <- em(x, 2)
  infinite <- x
  infinite[3, 2] <- -Inf
  set.seed(1)
  left_out <- gmm_fit(infinite, 2, na_action = "omit")
  bayes <- gmm_bayes(faithful, 2)
  of_formula <- gmm_fit(~ eruptions + log(waiting), faithful, start = rep(1:2, 136))
  bare <- em(x, 2, keep_data = FALSE)
  expect_snapshot({
    says(gmm_impute())
    says(gmm_impute(x))
    says(gmm_impute(fit, infinite))
    says(gmm_impute(left_out))
    says(gmm_impute(fit, x[, 1:3]))
    says(gmm_impute(fit, unname(x)[, 1:3]))
    says(gmm_impute(fit, letters))
    says(gmm_impute(fit, NULL))
    says(gmm_impute(fit, x, "median"))
    says(gmm_impute(fit, x, threads = 0))
    says(gmm_impute(bayes, cbind(1, NA)))
    says(gmm_impute(bare))
    says(gmm_impute(gmm_model(1, 0, 1)))
    says(gmm_impute(of_formula, data.frame(eruptions = NA, waiting = c(50, NA))))
  })
  # The cure of one of them.
  model <- do.call(gmm_model, coef(bayes))
  expect_false(anyNA(gmm_impute(model, data.frame(eruptions = 3, waiting = NA_real_))))
})
