# The picture of which values are missing together.

air <- airquality[, 1:4]
set.seed(1)
fit <- gmm_fit(air, 2, na_action = "em")

tiles_of <- function(plot) plot$layers[[layer_of(plot, "GeomTile")]]$data
bars_of <- function(plot) lapply(plot$layers[layer_of(plot, "GeomRect")], `[[`, "data")

# Patterns counted row by row: "0" is a value, "1" a hole.
counted_patterns <- function(x) {
  sort(table(apply(is.na(x), 1, function(row) paste(as.integer(row), collapse = ""))), TRUE)
}
drawn_patterns <- function(plot) {
  tiles <- tiles_of(plot)
  unname(vapply(split(tiles, tiles$pattern), function(row) {
    paste(as.integer(row$state[order(row$column)] == "Missing"), collapse = "")
  }, ""))
}

test_that("each pattern has a row of tiles and a bar for its rows, the most frequent first", {
  plot <- autoplot(fit, "missing")
  by_hand <- counted_patterns(air)
  expect_identical(drawn_patterns(plot), names(by_hand))
  bars <- bars_of(plot)[[2]]
  expect_identical(bars$rows, as.vector(by_hand))
  lengths <- bars$end - min(bars$end - bars$rows / max(bars$rows) * 0.35 * 4)
  expect_equal(lengths / lengths[1], bars$rows / bars$rows[1])
  shares <- bars_of(plot)[[1]]
  expect_equal(shares$share, unname(colMeans(is.na(air))))
  expect_identical(labels_of(plot)$title, "44 values missing in 42 of 153 rows (4 patterns)")
  expect_silent(ggplot2::ggplotGrob(plot))
})

test_that("rows of no weight and those without any value are in no pattern", {
  x <- rbind(air, NA, c(1, NA, NA, NA))
  weighed <- gmm_fit(
    x, 1, "diag",
    na_action = "em", sample_weight = rep(c(2, 1, 0), c(10, 144, 1))
  )
  plot <- autoplot(weighed, "missing")
  expect_identical(drawn_patterns(plot), drawn_patterns(autoplot(fit, "missing")))
  expect_identical(labels_of(plot)$title, labels_of(autoplot(fit, "missing"))$title)
  expect_identical(weighed$missing$patterns, 4)
  expect_match(caption_of(plot), "Left out: 1 row without any value.", fixed = TRUE)
})

test_that("some columns have their own patterns", {
  plot <- autoplot(fit, "missing", dims = c("Temp", "Solar.R"))
  expect_identical(drawn_patterns(plot), c("00", "01"))
  expect_identical(bars_of(plot)[[2]]$rows, c(146L, 7L))
  one <- autoplot(fit, "missing", dims = "Ozone")
  expect_identical(bars_of(one)[[2]]$rows, c(116L, 37L))
  expect_match(caption_of(one), "1 of 4 columns is shown.", fixed = TRUE)
})

test_that("of many patterns the most frequent are shown, and the rest is counted", {
  set.seed(1)
  x <- matrix(stats::rnorm(4000), 500)
  x[matrix(stats::runif(4000) < 0.15, 500)] <- NA
  x <- x[rowSums(!is.na(x)) > 0, ]
  many <- gmm_fit(x, 1, "diag", na_action = "em")
  by_hand <- counted_patterns(x)
  plot <- autoplot(many, "missing")
  expect_identical(bars_of(plot)[[2]]$rows, as.vector(by_hand)[1:20])
  expect_identical(as.vector(by_hand[drawn_patterns(plot)]), as.vector(by_hand)[1:20])
  expect_match(caption_of(plot), paste0(
    "Shown are the 20 most frequent patterns; ", length(by_hand) - 20, " others have ",
    sum(by_hand[-(1:20)]), " rows."
  ), fixed = TRUE)
})

test_that("texts stand at the bars of few columns, and what they say is in the caption of many", {
  few <- autoplot(fit, "missing")
  texts <- lapply(few$layers[layer_of(few, "GeomText")], function(layer) layer$data$label)
  expect_identical(texts[[1]], c("24 %", "5 %", "0 %", "0 %"))
  expect_identical(trimws(texts[[2]]), c("111", "35", "5", "2"))
  x <- matrix(sin(seq_len(400)), 25)
  x[3, 2] <- NA
  wide <- autoplot(gmm_fit(x, 1, "diag", na_action = "em"), "missing")
  expect_length(layer_of(wide, "GeomText"), 2)
  expect_match(caption_of(wide), "missing, at most 4 %.", fixed = TRUE)
})

test_that("a fit without data has the picture of data that are given", {
  bare <- gmm_fit(air, 2, na_action = "em", keep_data = FALSE, start = rep(1:2, length.out = 153))
  plot <- autoplot(bare, "missing", data = airquality)
  expect_identical(drawn_patterns(plot), drawn_patterns(autoplot(fit, "missing")))
  others <- autoplot(bare, "missing", data = air[1:30, ])
  expect_identical(sum(bars_of(others)[[2]]$rows), 30L)
  expect_match(caption_of(others), "Drawn are 30 observations that the fit was not made of.")
})

test_that("what has nothing to show says so", {
  whole <- gmm_fit(faithful, 1, na_action = "em")
  omitted <- gmm_fit(air, 1, na_action = "omit")
  bare <- gmm_fit(air, 1, na_action = "em", keep_data = FALSE)
  expect_snapshot({
    says(autoplot(whole, "missing"))
    says(autoplot(omitted, "missing"))
    says(autoplot(gmm_model(1, rbind(c(0, 0)), array(diag(2), c(2, 2, 1))), "missing"))
    says(autoplot(fit, "missing", dims = c("Wind", "Temp")))
    says(autoplot(bare, "missing"))
  })
})
