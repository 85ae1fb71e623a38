# Draws benchmarks/results as a page, benchmarks/README.md, and its figures.
#
#   Rscript benchmarks/page.R [folder of results] [folder of the page]
#
# run.R measures; nothing here does.

library(ggplot2)
source(file.path("benchmarks", "workloads.R"))
for (part in c("success.R", "large-problems.R", "page-fits.R", "page-iterations.R")) {
  source(file.path("benchmarks", part))
}

given <- commandArgs(trailingOnly = TRUE)
results_folder <- if (length(given) > 0) given[1] else "benchmarks/results"
page_folder <- if (length(given) > 1) given[2] else "benchmarks"

program_order <- c("gaussmix", "scikit-learn", "Armadillo", "ClusterR", "mclust", "Rmixmod")
# Okabe and Ito's colours, which most people can tell apart; shapes for the others.
program_colours <- c(
  gaussmix = "#000000", `scikit-learn` = "#0072B2", Armadillo = "#D55E00",
  ClusterR = "#E69F00", mclust = "#009E73", Rmixmod = "#CC79A7"
)
program_shapes <- c(
  gaussmix = 18, `scikit-learn` = 16, Armadillo = 17, ClusterR = 2, mclust = 15, Rmixmod = 4
)

read_results <- function(name) {
  results <- read.csv(file.path(results_folder, paste0(name, ".csv")))
  if ("program" %in% names(results)) {
    results$program <- factor(results$program, unique(c(program_order, results$program)))
  }
  results
}

# Medians over rounds, one row for each combination of the columns `by`.
medians <- function(results, by) {
  aggregate(results["value"], results[by], median)
}

shape_text <- function(results) {
  sprintf(
    "%s x %s, K = %s, %s", format_count(results$n), results$d, results$n_components,
    results$type
  )
}

# 300, 5000, 2e4, 1.5e5
format_count <- function(n) {
  power <- floor(log10(n))
  ifelse(
    power >= 4, sprintf("%ge%d", n / 10^power, power),
    format(n, trim = TRUE, scientific = FALSE)
  )
}

# Three digits, without an exponent: .0049, 1.04, 48.0
format_number <- function(x) {
  text <- sub("\\.$", "", formatC(x, digits = 3, format = "fg", flag = "#"))
  ifelse(is.na(x), "–", text)
}

format_times <- function(x) ifelse(is.na(x), "–", sprintf("%.1f", x))

markdown_table <- function(table) {
  table[] <- lapply(table, as.character)
  # Words to the left, numbers to the right.
  numbers <- vapply(table[-1], function(cells) all(grepl("^[-–0-9.e%< ]*$", cells)), logical(1))
  rule <- ifelse(c(FALSE, numbers), "--:", ":--")
  rows <- apply(as.matrix(table), 1, paste, collapse = " | ")
  c(
    paste("|", paste(names(table), collapse = " | "), "|"),
    paste0("|", paste(rule, collapse = "|"), "|"),
    paste("|", rows, "|"), ""
  )
}

# One row per workload, one column per program.
by_program <- function(results, format = format_number) {
  results <- results[results$program %in% program_order, ]
  wide <- tapply(results$value, list(results$workload, droplevels(results$program)), median)
  table <- as.data.frame(format(wide), row.names = FALSE)
  names(table) <- colnames(wide)
  first <- results[match(rownames(wide), results$workload), ]
  cbind(workload = paste0(rownames(wide), ": ", shape_text(first)), table)
}

page_theme <- theme_minimal(base_size = 11) +
  theme(
    panel.grid.minor = element_blank(), legend.position = "top",
    legend.justification = "left", legend.title = element_blank(),
    plot.title.position = "plot", plot.background = element_rect("white", NA)
  )

save_figure <- function(plot, name, height, alt, width = 7.2) {
  folder <- file.path(page_folder, "figures")
  dir.create(folder, showWarnings = FALSE)
  file <- paste0(name, ".png")
  ggsave(file.path(folder, file), plot, width = width, height = height, dpi = 150)
  c(sprintf("![%s](figures/%s)", alt, file), "")
}

memory_section <- function() {
  results <- read_results("memory")
  table <- by_program(results, function(x) format_number(pmax(x, 0)))
  data <- results$n * results$d * 8 / 2^20
  table <- cbind(
    table[1],
    `the data` = format_number(data[match(sub(":.*", "", table$workload), results$workload)]),
    table[-1]
  )
  c(
    "## Memory", "",
    paste(
      "Peak of resident memory beyond that before the fit, in MB (2^20 bytes), while a fresh",
      "process does two iterations."
    ), "", markdown_table(table)
  )
}

format_matrix <- function(wide) {
  wide[] <- format_number(wide)
  wide
}

scoring_section <- function() {
  values <- medians(read_results("scoring"), c("task", "program", "n"))
  tasks <- c(score = "log densities", posterior = "posteriors", sample = "draws")
  wide <- tapply(values$value, list(values$task, droplevels(values$program)), sum)
  wide <- wide[names(tasks), , drop = FALSE]
  size <- values$n[match(names(tasks), values$task)]
  table <- cbind(
    task = sprintf("%s of %s x 10, K = 10", tasks, format_count(size)),
    as.data.frame(format_matrix(wide))
  )
  others <- wide[, colnames(wide) != "gaussmix", drop = FALSE]
  fastest <- apply(others, 1, min, na.rm = TRUE)
  table$`fastest peer / gaussmix` <- format_times(fastest / wide[, "gaussmix"])
  c(
    "## Scoring, posteriors and draws", "",
    "Seconds at two threads, full covariances.", "", markdown_table(table)
  )
}

guard_section <- function() {
  c(
    "## Two versions", "",
    paste(
      "`Rscript benchmarks/versions.R LIBRARY_BEFORE LIBRARY_NOW` measures W1 to W7 and fits",
      "of iris with two builds in turn, for changes that must not cost anything.",
      "(`tools/compare-fits.R` is its sister for digits.)"
    ), "",
    "## The guard", "",
    paste(
      "`sh tools/benchmark-guard.sh` compares an iteration of each covariance type with a",
      "yardstick that is measured in turn with it, and looks whether the second thread works.",
      "Machines differ in these ratios, so that `guard-bounds.csv` has them for each processor",
      "that they were recorded on; `--record` replaces those of the processor at hand. Any other",
      "processor is measured and told so, but only its second thread is judged.",
      "`--self-test` plants slowdowns of 2, which must be caught."
    ), ""
  )
}

machine_section <- function() {
  machine <- read_results("machine")
  names(machine) <- c("", "")
  c(
    "## The machine", "", markdown_table(machine),
    paste(
      "gaussmix is built with the flags that R gives every user. Peers have OpenBLAS with the",
      "kernels named above, the fastest for dgemm of those that it can be made to use;",
      "Armadillo is compiled with `-O3 -march=native -fopenmp`."
    ), ""
  )
}

page <- function() {
  c(
    "<!-- Written by benchmarks/page.R from benchmarks/results. -->",
    "# How fast gaussmix is", "",
    paste(
      "gaussmix against scikit-learn, Armadillo, ClusterR, mclust and Rmixmod, on the same",
      "files in one run on one machine. `sh benchmarks/run.sh` repeats it."
    ), "",
    race_section(), dgemm_section(), threads_section(), memory_section(),
    likelihood_section(), scoring_section(), shapes_section(), growth_section(),
    instruction_set_section(), structures_section(), holes_section(), methods_section(),
    defaults_section(), large_fits_section(), success_section(), starts_section(),
    guard_section(), machine_section()
  )
}

writeLines(page(), file.path(page_folder, "README.md"))
