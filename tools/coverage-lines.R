# Lines of C++ that were run, of what gcov's counters in some folders have seen, and
# those that were not. Fails below 95 %.
#
#   Rscript tools/coverage-lines.R FOLDER ...

# How often each line of each of our files was run, by one object's counters.
lines_of_object <- function(counters) {
  text <- system2(
    "gcov", c("--json-format", "--stdout", shQuote(basename(counters))),
    stdout = TRUE, stderr = FALSE
  )
  files <- jsonlite::fromJSON(text, simplifyVector = FALSE)$files
  one <- function(file) {
    data.frame(
      file = file$file,
      line = vapply(file$lines, function(line) line$line_number, 0),
      count = vapply(file$lines, function(line) as.double(line$count), 0)
    )
  }
  do.call(rbind, lapply(Filter(function(file) length(file$lines) > 0, files), one))
}

in_folder <- function(folder, expr) {
  old <- setwd(folder)
  on.exit(setwd(old))
  force(expr)
}

lines_of_folder <- function(folder) {
  in_folder(folder, {
    all <- do.call(rbind, lapply(list.files(pattern = "[.]gcda$"), lines_of_object))
    # What counts is code of the package, under the name that it has in the tree.
    ours <- grepl(paste0(
      "(^|/)(core/[a-z]+/[^/]+[.](h|cpp)|",
      "(export|instruction|kernels|convert)[^/]*[.](h|cpp))$"
    ), all$file)
    all <- all[ours & !grepl("tests/core", all$file), ]
    all$file <- sub("^.*?((core/[a-z]+/)?[^/]+)$", "src/\\1", all$file, perl = TRUE)
    all
  })
}

lines <- do.call(rbind, lapply(commandArgs(trailingOnly = TRUE), lines_of_folder))
stopifnot("No counters were found." = nrow(lines) > 0)
total <- stats::aggregate(count ~ file + line, lines, sum)
total <- total[order(total$file, total$line), ]
left <- total[total$count == 0, ]
for (file in unique(left$file)) {
  source <- readLines(file)
  for (line in left$line[left$file == file]) {
    cat(file, ":", line, ": ", trimws(source[line]), "\n", sep = "")
  }
}
share <- mean(total$count > 0)
cat(sprintf("C++: %d of %d lines, %.2f %%\n", sum(total$count > 0), nrow(total), 100 * share))
quit(status = as.integer(share < 0.95))
