# Texts of pictures are inside the page and apart, at every width and size of letters.

flowers <- gmm_fit(iris[, 1:4], start = iris$Species)
geysers <- gmm_fit(faithful, 2, start = 1 + (faithful$waiting < 67))
waiting <- gmm_fit(faithful$waiting, 2, start = 1 + (faithful$waiting < 67))
set.seed(1)
sparse <- gmm_bayes(iris[, 1:4], 5)
air <- gmm_fit(airquality[, 1:4], 2, "diag", na_action = "em")
names_of_30 <- paste0(
  rep(c("mean_", "worst_", "sd_"), each = 10),
  c("radius", "texture", "perimeter", "area", "smoothness", "compactness", "concavity",
    "concave_points", "symmetry", "fractal_dimension")
)
wide <- local({
  x <- matrix(rnorm(120 * 30), 120, dimnames = list(NULL, names_of_30))
  gmm_fit(x + rep(1:3, 40), start = rep(1:3, 40), covariance_type = "diag", max_iter = 5, tol = 0)
})

expect_in_place <- function(plot, width, height = max(3.5, 0.7 * width)) {
  expect_identical(substr(misplaced_texts(plot, width, height), 1, 80), character())
}

pictures <- list(
  ellipse = autoplot(flowers), projection = autoplot(flowers, "projection"),
  pairs = autoplot(flowers, "pairs"), density = autoplot(flowers, "density"),
  component = autoplot(flowers, "component", component = 1:3),
  uncertainty = autoplot(flowers, "uncertainty"), histogram = autoplot(waiting),
  profile = autoplot(flowers, "profile"), wide_profile = autoplot(wide, "profile"),
  trace = autoplot(flowers, "trace"), weights = autoplot(sparse, "weights"),
  trim = autoplot(gmm_trim(geysers), "trim"), bayes = autoplot(sparse),
  ticks = autoplot(air, dims = 1:2), missing = autoplot(air, "missing")
)

test_that("the measure finds texts that are cut and that overlap", {
  plain <- ggplot2::ggplot(faithful, ggplot2::aes(eruptions, waiting)) + ggplot2::geom_point()
  cut <- plain + ggplot2::labs(caption = strrep("wide ", 50))
  expect_length(misplaced_texts(cut, 5), 1)
  crowd <- plain + ggplot2::scale_x_continuous(breaks = seq(2, 5, by = 0.1))
  expect_gt(length(misplaced_texts(crowd, 3.5)), 5)
  expect_length(misplaced_texts(plain, 5), 0)
})

test_that("all pictures fit on narrow and on wide pages", {
  for (picture in pictures) {
    for (width in c(3.5, 5, 7, 10)) expect_in_place(picture, width)
  }
})

test_that("they fit with small and large letters, and with other themes", {
  for (picture in pictures[c("ellipse", "pairs", "density", "profile", "trace")]) {
    for (size in c(9, 14, 20)) {
      themed <- picture + ggplot2::theme_bw(base_size = size)
      expect_in_place(themed, 5, if (size == 20) 6 else 3.5)
    }
    larger <- picture + ggplot2::theme(text = ggplot2::element_text(size = 20))
    expect_in_place(larger, 7, 6)
  }
})

test_that("they fit beside each other", {
  skip_if_not_installed("patchwork")
  beside <- function(...) patchwork::wrap_plots(..., nrow = 1)
  expect_in_place(beside(pictures$ellipse, pictures$density), 7, 4)
  expect_in_place(beside(pictures$profile, pictures$uncertainty), 10, 5)
  matrix <- text_boxes(patchwork::wrap_plots(pictures$pairs, pictures$pairs, ncol = 1), 7, 10)
  alone <- text_boxes(pictures$pairs, 7, 5)
  size_of <- function(boxes) unique(boxes$size[boxes$label == "Petal.Width"])
  expect_identical(size_of(matrix), size_of(alone))
  over <- patchwork::wrap_plots(pictures$trace, pictures$histogram, ncol = 1)
  expect_in_place(over, 5, 6)
})

test_that("titles of a user's own are folded, formulas are left alone", {
  long <- pictures$density + ggplot2::labs(
    title = strrep("a long title ", 15), subtitle = strrep("its subtitle ", 12),
    x = strrep("minutes of the eruption ", 6), y = strrep("minutes until the next one ", 4)
  )
  expect_in_place(long, 5, 5)
  folded <- text_boxes(long, 5, 5)
  title <- folded$label[grepl("^a long", folded$label)]
  expect_identical(gsub("\n", " ", title), trimws(strrep("a long title ", 15)))
  expect_gte(lengths(strsplit(title, "\n")), 3)
  formula <- pictures$density + ggplot2::labs(title = expression(alpha^2), x = quote(x[1]))
  expect_silent(text_boxes(formula, 5))
})

test_that("strips with long names are folded, or shrink", {
  names <- c("Long-billed birds of the western islands", "short", "Others of the eastern islands")
  facetted <- autoplot(flowers, data = data.frame(iris, kind = names[as.integer(iris$Species)])) +
    ggplot2::facet_wrap(~kind)
  expect_in_place(facetted, 7, 4)
  expect_in_place(facetted, 3.5, 4)
})

test_that("all names of 30 variables are drawn, also on a small page", {
  for (width in c(5, 7)) {
    boxes <- text_boxes(pictures$wide_profile, width, 5)
    expect_true(all(names_of_30 %in% boxes$label))
    names <- boxes[boxes$label %in% names_of_30, ]
    names <- names[order(names$bottom), ]
    expect_true(all(names$bottom[-1] >= names$top[-30]))
    expect_gte(min(names$size), 4.4)
  }
})

test_that("words are kept whole where there is room, and a number with its percent sign", {
  grDevices::pdf(NULL, 4, 4)
  on.exit(grDevices::dev.off())
  grid::grid.newpage()
  words <- "Ellipses hold 50 % and 95 % of each component's probability"
  for (width in seq(1, 4, by = 0.1)) {
    lines <- gaussmix:::fold_text(words, width)
    expect_identical(paste(lines, collapse = " "), words)
    expect_lte(max(grid::convertWidth(grid::stringWidth(lines), "inches", TRUE)), width + 1e-9)
    expect_false(any(grepl("^%", lines)))
  }
  expect_identical(gaussmix:::fold_text("one\ntwo", 4), c("one", "two"))
  parts <- gaussmix:::fold_text("petal_length_in_the_morning", 1)
  expect_identical(paste(parts, collapse = ""), "petal_length_in_the_morning")
  expect_true(all(grepl("_$", parts[-length(parts)])))
})
