# Checks vignettes: nothing that was computed before is loaded, each picture has a text
# that says what it shows, and formulas need no script from the net.
#
#   Rscript tools/check-vignettes.R vignettes [folder of the knitted pages]
#   Rscript tools/check-vignettes.R --self-test

# Calls that bring results from elsewhere.
loads <- paste0(
  "\\b(readRDS|load|source|read\\.csv|read\\.table|readLines|include_graphics|url|",
  "download\\.file)\\("
)

loads_in <- function(path) {
  lines <- readLines(path, encoding = "UTF-8")
  at <- grep(loads, lines, perl = TRUE)
  if (length(at) > 0) paste0(basename(path), ":", at, ": ", trimws(lines[at]))
}

# Images without `alt`, or with an empty one.
silent_images <- function(path) {
  text <- paste(readLines(path, encoding = "UTF-8", warn = FALSE), collapse = "\n")
  images <- regmatches(text, gregexpr("<img\\b[^>]*>", text))[[1]]
  silent <- !grepl("\\balt=\"[^\"]+\"", images)
  if (any(silent)) {
    paste0(basename(path), ": ", sum(silent), " of ", length(images), " images without alt")
  }
}

# Formulas that a browser without a net shows as their source.
raw_formulas <- function(path) {
  text <- paste(readLines(path, encoding = "UTF-8", warn = FALSE), collapse = "\n")
  prose <- gsub("(?s)<(math|pre|code|script|style)\\b.*?</\\1>", "", text, perl = TRUE)
  raw <- regmatches(prose, gregexpr("[$]{2}|\\\\[(\\[]|\\\\[a-z]+[{_^]", prose))[[1]]
  if (length(raw) > 0 || grepl("mathjax", text, ignore.case = TRUE)) {
    paste0(basename(path), ": formulas that are not MathML")
  }
}

check_folder <- function(folder, pattern, check) {
  unlist(lapply(list.files(folder, pattern, full.names = TRUE), check))
}

self_test <- function() {
  folder <- tempfile()
  dir.create(folder)
  writeLines(c("x <- readRDS('x.rds')", "autoload(x)"), file.path(folder, "a.Rmd"))
  images <- c("<img src=\"data:,\" alt=\"Points\" />", "<img src=\"data:,\" />")
  writeLines(images, file.path(folder, "a.html"))
  shown <- "<math><annotation>\\frac{1}{2}</annotation></math><code>x$y \\(z)</code>"
  writeLines(c(images[1], shown), file.path(folder, "b.html"))
  writeLines("<span class=\"math inline\">\\(\\frac{1}{2}\\)</span>", file.path(folder, "c.html"))
  stopifnot(
    length(check_folder(folder, "[.]Rmd$", loads_in)) == 1,
    check_folder(folder, "[.]html$", silent_images) == "a.html: 1 of 2 images without alt",
    check_folder(folder, "[.]html$", raw_formulas) == "c.html: formulas that are not MathML"
  )
  cat("planted faults are found\n")
}

given <- commandArgs(trailingOnly = TRUE)
if ("--self-test" %in% given) {
  self_test()
} else {
  found <- check_folder(given[1], "[.]Rmd$", loads_in)
  if (length(given) > 1) {
    found <- c(
      found, check_folder(given[2], "[.]html$", silent_images),
      check_folder(given[2], "[.]html$", raw_formulas)
    )
    stopifnot("There are no pages." = length(list.files(given[2], "[.]html$")) > 0)
  }
  writeLines(as.character(found))
  cat(length(found), "faults of vignettes\n")
  quit(status = as.integer(length(found) > 0))
}
