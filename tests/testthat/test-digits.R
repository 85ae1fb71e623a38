test_that("the digits have the shape that their page promises", {
  expect_identical(dim(digits), c(1797L, 65L))
  expect_identical(names(digits), c(paste0("p", 1:64), "label"))
  expect_true(all(vapply(digits[1:64], is.integer, logical(1))))
  expect_identical(levels(digits$label), as.character(0:9))
  expect_identical(
    as.vector(table(digits$label)),
    c(178L, 182L, 177L, 183L, 181L, 182L, 181L, 179L, 174L, 180L)
  )
  expect_identical(range(digits[1:64]), c(0L, 16L))
  constant <- vapply(digits[1:64], function(p) min(p) == max(p), logical(1))
  expect_identical(names(which(constant)), c("p1", "p33", "p40"))
})

test_that("the digits are those of the published file", {
  # awk, over the csv: the sums of p, of p^2, and of p times row times column
  pixels <- unname(as.matrix(digits[1:64]))
  storage.mode(pixels) <- "double"
  expect_identical(sum(pixels), 561718)
  expect_identical(sum(pixels^2), 6907012)
  expect_identical(sum(pixels * row(pixels) * col(pixels)), 16337198609)

  published <- read_table("digits.csv.gz")
  expect_identical(digits[1:64], published[1:64])
  expect_identical(as.integer(as.character(digits$label)), published$label)
})

test_that("the first image shows a zero", {
  # Its first and last rows as scikit-learn's tutorial prints them
  image <- matrix(as.integer(digits[1, 1:64]), 8, byrow = TRUE)
  expect_identical(image[1, ], c(0L, 0L, 5L, 13L, 9L, 1L, 0L, 0L))
  expect_identical(image[8, ], c(0L, 0L, 6L, 13L, 10L, 0L, 0L, 0L))
  expect_identical(as.character(digits$label[1]), "0")
})
