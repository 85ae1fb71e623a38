# Rscript data-raw/digits.R digits.csv.gz
#
# Makes data/digits.rda from a csv with the columns p1 to p64 and label. That file is
# scikit-learn's bundled copy (sklearn.datasets.load_digits) of the test partition of
# "Optical Recognition of Handwritten Digits", E. Alpaydin and C. Kaynak (1998), UCI
# Machine Learning Repository, doi 10.24432/C50P49, licence CC BY 4.0. Its first row
# names the columns; else the values are as they were published.

path <- commandArgs(trailingOnly = TRUE)
stopifnot("Give the path of the csv." = length(path) == 1)

pixels <- paste0("p", 1:64)
digits <- utils::read.csv(path, colClasses = "integer")
stopifnot(identical(names(digits), c(pixels, "label")))
digits$label <- factor(digits$label, levels = 0:9)

# xz makes the smallest file of the three compressions.
save(digits, file = file.path("data", "digits.rda"), version = 2, compress = "xz")
print(tools::checkRdaFiles("data"))
