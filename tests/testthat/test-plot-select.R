# Curves of criteria by number of components.

table <- data.frame(
  n_components = rep(1:4, 2),
  covariance_type = rep(c("full", "tied"), each = 4),
  logLik = c(-400, -300, -290, -200, -400, -350, -340, NA),
  AIC = c(810, 622, 614, 446, 810, 714, 700, NA),
  BIC = c(829, 660, 674, 620, 829, 750, 745, NA),
  ICL = c(829, 661, 690, 540, 829, 752, 760, NA),
  cv = c(-2.7, -2.1, -2.05, -1.2, -2.7, -2.4, -2.3, NA),
  singular = c(FALSE, FALSE, FALSE, TRUE, FALSE, FALSE, FALSE, NA),
  supported = c(TRUE, TRUE, TRUE, FALSE, TRUE, TRUE, TRUE, NA),
  reason = c("", "", "", "collapsed", "", "", "", "no maximum")
)
selection <- function(criterion = "BIC", of = table) {
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
  # 620 is smaller, but that fit has collapsed.
  expect_identical(best$value, 660)
  expect_identical(best$n_components, 2L)
  expect_match(labels_of(plot)$y, "BIC (smaller is better)", fixed = TRUE)
  # The next is tied, 4 failed: full with 3 at 674.
  expect_match(
    caption_of(plot),
    "Best: full covariance, 2 components; next: full covariance, 3 components, 14.0 worse.",
    fixed = TRUE
  )
  expect_identical(rings(autoplot(selection("AIC")))$value, 614)
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
  expect_identical(hollow$data$value, 620)
  expect_identical(hollow$aes_params$fill, "white")
  expect_match(caption_of(plot), "Hollow", fixed = TRUE)
  expect_match(caption_of(plot), "1 fit failed and is not shown", fixed = TRUE)
  sound <- autoplot(selection(of = table[c(1:3, 5:7), ]))
  expect_no_match(caption_of(sound), "Hollow|failed")
})

test_that("collapsed fits far from the others do not squeeze these", {
  far <- table
  far$BIC[4] <- -4000
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
  many$BIC <- 100 + 20 * many$n_components + seq_len(nrow(many))
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

# Lines of a picture as segments: a row for each pair of neighbours.
segments_of <- function(plot) {
  lines <- plot$layers[[layer_of(plot, "GeomLine")]]$data
  do.call(rbind, lapply(split(lines, lines$run), function(run) {
    k <- run$n_components
    data.frame(type = run$covariance_type[1], from = k[-length(k)], to = k[-1])
  }))
}

test_that("one type that lies thousands above does not hide the decision", {
  # As of penguins: full and tied have rivals within 50, spherical lies 3000 above.
  k <- 1:6
  near <- data.frame(
    n_components = rep(k, 3), covariance_type = rep(c("full", "tied", "spherical"), each = 6),
    BIC = c(
      10900, 10591, 10558, 10605, 10650, 10700, 10900, 10640, 10520, 10506, 10521, 10534,
      14000, 13800, 13700, 13650, 13640, 13650
    ),
    singular = FALSE, supported = TRUE
  )
  plot <- autoplot(selection(of = near))
  # Rivals that differ by 14 are apart by more than a tenth of the picture.
  expect_lt(diff(range(plot$data$value)), 140)
  expect_true(all(c(10506, 10520, 10521, 10558) %in% plot$data$value))
  expect_match(caption_of(plot), "among them all of spherical", fixed = TRUE)
  # Lines end at the edge, between the numbers of components.
  lines <- plot$layers[[layer_of(plot, "GeomLine")]]$data
  expect_lte(max(lines$value), 10506 + 140)
  cut <- lines[lines$n_components != round(lines$n_components), ]
  expect_identical(length(unique(cut$value)), 1L)
  # On the line from (2, 10640) to (3, 10520).
  own <- cut[cut$covariance_type == "tied", ]
  expect_equal(own$n_components, 2 + (10640 - own$value) / 120)
  # All numbers that were tried are on the axis.
  ranges <- ggplot2::ggplot_build(plot)$layout$panel_params[[1]]$x.range
  expect_true(ranges[1] <= 1 && ranges[2] >= 6)
})

test_that("of all fits within reach none is cut off", {
  plot <- autoplot(selection(of = table[c(1:3, 5:7), ]))
  expect_identical(nrow(plot$data), 6L)
  expect_no_match(caption_of(plot), "farther", fixed = TRUE)
})

test_that("no line leads to a fit that the data do not support, or over one", {
  k <- 1:6
  one <- data.frame(
    n_components = k, covariance_type = "full", BIC = c(60, 40, 30, 25, 33, 41),
    singular = k == 4, supported = k != 4
  )
  segments <- segments_of(autoplot(selection(of = one)))
  expect_equal(segments$from, c(1, 2, 5))
  expect_equal(segments$to, c(2, 3, 6))
  # Nor over one that failed.
  one$BIC[4] <- NA
  one$singular[4] <- FALSE
  one$supported[4] <- FALSE
  expect_identical(nrow(segments_of(autoplot(selection(of = one)))), 3L)
  # Numbers that were not tried are no gap.
  one <- one[-4, ]
  expect_identical(nrow(segments_of(autoplot(selection(of = one)))), 4L)
  # Rows in any order.
  expect_identical(
    segments_of(autoplot(selection(of = one[c(3, 1, 5, 2, 4), ]))),
    segments_of(autoplot(selection(of = one)))
  )
})

test_that("plotly draws selections", {
  skip_if_not_installed("plotly")
  expect_silent(picture <- plotly::ggplotly(autoplot(selection())))
  expect_s3_class(picture, "plotly")
})
