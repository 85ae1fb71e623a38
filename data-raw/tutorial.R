# Rscript data-raw/tutorial.R
#
# Makes data/blobs300.rda, stretch500.rda, stretch1000.rda and line60.rda from the csv files
# with which the tests compare them: generated numbers, see fixtures/README.md.

fixtures <- file.path("tests", "testthat", "fixtures")
read <- function(name) {
  table <- utils::read.csv(file.path(fixtures, paste0("seed_", name, ".csv")))
  table$label <- factor(table$label)
  table
}
blobs300 <- read("blobs300")
stretch500 <- read("stretch500")
stretch1000 <- read("stretch1000")
line60 <- read("1d")
names(line60)[1:2] <- c("near10", "near15")
for (name in c("blobs300", "stretch500", "stretch1000", "line60")) {
  save(list = name, file = file.path("data", paste0(name, ".rda")), version = 2, compress = "xz")
}
print(tools::checkRdaFiles("data"))
