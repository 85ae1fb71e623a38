# Curves of criteria by number of components.

table <- data.frame(
  n_components = rep(1:4, 2),
  covariance_type = rep(c("full", "tied"), each = 4),
  log_likelihood = c(-400, -300, -290, -200, -400, -350, -340, NA),
  aic = c(810, 622, 614, 446, 810, 714, 700, NA),
  bic = c(829, 660, 674, 529, 829, 750, 745, NA),
  icl = c(829, 661, 690, 540, 829, 752, 760, NA),
  cv = c(-2.7, -2.1, -2.05, -1.2, -2.7, -2.4, -2.3, NA),
  singular = c(FALSE, FALSE, FALSE, TRUE, FALSE, FALSE, FALSE, NA),
  supported = c(TRUE, TRUE, TRUE, FALSE, TRUE, TRUE, TRUE, NA),
  reason = c("", "", "", "collapsed", "", "", "", "no maximum")
)
selection <- function(criterion = "bic", of = table) {
  structure(list(table = of, criterion = criterion), class = "gmm_select")
}
rings <- function(plot) {
  is_ring <- vapply(plot$layers, function(layer) identical(layer$aes_params$size, 6), logical(1))
  plot$layers[[which(is_ring)]]$data
}

test_that("the best sound fit is marked, in the direction of the criterion", {
  plot <- autoplot(selection())
  expect_s3_class(plot, "ggplot")
  best <- rings(plot)
  # 529 is smaller, but that fit has collapsed.
  expect_identical(best$value, 660)
  expect_identical(best$n_components, 2L)
  expect_match(labels_of(plot)$y, "BIC (smaller is better)", fixed = TRUE)
  expect_match(caption_of(plot), "Best: full covariance, 2 components.", fixed = TRUE)
  expect_identical(rings(autoplot(selection("aic")))$value, 614)
  cv <- autoplot(selection("cv"))
  expect_identical(rings(cv)$value, -2.05)
  expect_match(labels_of(cv)$y, "larger is better", fixed = TRUE)
})

test_that("there is a line for each covariance type and hollow points for collapsed fits", {
  plot <- autoplot(selection())
  expect_identical(nrow(plot$data), 7L)
  expect_silent(built <- ggplot2::ggplot_build(plot))
  expect_length(unique(built$data[[layer_of(plot, "GeomLine")]]$colour), 2)
  hollow <- plot$layers[[layer_of(plot, "GeomPoint", 1)[1]]]
  expect_identical(hollow$data$value, 529)
  expect_identical(hollow$aes_params$fill, "white")
  expect_match(caption_of(plot), "Hollow", fixed = TRUE)
  expect_match(caption_of(plot), "1 fit failed and is not shown", fixed = TRUE)
  sound <- autoplot(selection(of = table[c(1:3, 5:7), ]))
  expect_no_match(caption_of(sound), "Hollow|failed")
})

test_that("collapsed fits far from the others do not squeeze these", {
  far <- table
  far$bic[4] <- -4000
  plot <- autoplot(selection(of = far))
  expect_identical(range(plot$data$value), c(660, 829))
  expect_match(caption_of(plot), "1 value of a collapsed fit is too far off to show", fixed = TRUE)
  expect_no_match(caption_of(plot), "Hollow", fixed = TRUE)
  # Alone, they are all there is to see.
  expect_identical(autoplot(selection(of = far[4, ]))$data$value, -4000)
})

test_that("several criteria are panels, each with its best and its direction", {
  plot <- autoplot(selection(), criterion = c("icl", "cv"))
  expect_silent(built <- ggplot2::ggplot_build(plot))
  expect_identical(nrow(built$layout$layout), 2L)
  expect_identical(rings(plot)$value, c(661, -2.05))
  expect_match(levels(plot$data$criterion)[1], "smaller is better", fixed = TRUE)
  expect_match(levels(plot$data$criterion)[2], "larger is better", fixed = TRUE)
})

test_that("single fits, tables without cv and tables without a sound fit are drawn", {
  expect_silent(ggplot2::ggplot_build(autoplot(selection(of = table[1, ]))))
  few <- selection(of = table[c(1, 5, 6), names(table) != "cv"])
  expect_silent(ggplot2::ggplot_build(autoplot(few)))
  collapsed <- autoplot(selection(of = table[4, ]))
  expect_silent(ggplot2::ggplot_build(collapsed))
  expect_match(caption_of(collapsed), "No fit is sound", fixed = TRUE)
  failed <- autoplot(selection(of = table[8, ]))
  expect_silent(ggplot2::ggplot_build(failed))
})

test_that("fourteen covariance types are told apart", {
  many <- expand.grid(n_components = 1:3, covariance_type = paste0("t", 1:14))
  many$bic <- 100 + seq_len(nrow(many))
  many$singular <- FALSE
  many$supported <- TRUE
  plot <- autoplot(selection(of = many))
  expect_silent(built <- ggplot2::ggplot_build(plot))
  expect_length(unique(built$data[[layer_of(plot, "GeomLine")]]$colour), 14)
  points <- built$data[[layer_of(plot, "GeomPoint", 42)]]
  expect_length(unique(paste(points$shape, points$colour)), 14)
})

test_that("wrong criteria are refused, and plot() prints", {
  for (criterion in list("likelihood", 1, character(), c("bic", "bic"), NA)) {
    expect_error(autoplot(selection(), criterion = criterion), class = "gaussmix_error_argument")
  }
  without_cv <- selection(of = table[names(table) != "cv"])
  expect_error(autoplot(without_cv, criterion = "cv"), class = "gaussmix_error_argument")
  expect_error(autoplot(selection(), criteria = "bic"), class = "gaussmix_error_argument")
  grDevices::pdf(NULL)
  on.exit(grDevices::dev.off())
  expect_invisible(plot(selection()))
  alt <- ggplot2::get_alt_text(autoplot(selection()))
  expect_match(alt, "BIC against the number of components for 2", fixed = TRUE)
})
