if (requireNamespace("testthat", quietly = TRUE)) {
  library(testthat)
  library(gaussmix)
  test_check("gaussmix")
}
