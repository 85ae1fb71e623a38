# Draws benchmarks/results as a page, benchmarks/README.md, and its figures.
#
#   Rscript benchmarks/page.R [folder of results] [folder of the page]
#
# run.R measures; nothing here does.

library(ggplot2)
source(file.path("benchmarks", "workloads.R"))
for (part in c("success.R", "page-fits.R")) source(file.path("benchmarks", part))

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

ratios_to_gaussmix <- function(results) {
  values <- medians(results, c("workload", "program"))
  own <- values[values$program == "gaussmix", ]
  peers <- values[values$program != "gaussmix" & values$program %in% program_order, ]
  peers$ratio <- peers$value / own$value[match(peers$workload, own$workload)]
  peers
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

# How far behind each peer is, per workload.
race_figure <- function(results) {
  ratios <- ratios_to_gaussmix(results)
  first <- results[match(ratios$workload, results$workload), ]
  label <- paste0(ratios$workload, "  ", shape_text(first))
  ratios$label <- factor(label, rev(sort(unique(label))))
  goals <- data.frame(label = factor(levels(ratios$label), levels(ratios$label)))
  goals$goal <- ifelse(grepl("^W7", goals$label), 4, 10)
  plot <- ggplot(ratios, aes(ratio, label)) +
    geom_vline(xintercept = 1, linewidth = 0.8) +
    geom_text(aes(goal), data = goals, label = "|", size = 5, colour = "grey55") +
    geom_point(aes(colour = program, shape = program), size = 2.8, stroke = 0.9) +
    scale_x_log10(
      breaks = c(1, 2, 5, 10, 20, 50, 100, 200, 500, 1000), minor_breaks = NULL,
      limits = c(min(1, ratios$ratio), max(10, ratios$ratio))
    ) +
    scale_colour_manual(values = program_colours) +
    scale_shape_manual(values = program_shapes) +
    labs(
      x = "times as long as gaussmix (log scale; grey bars: the aims)", y = NULL
    ) +
    page_theme
  save_figure(plot, "iterations", 3.6, paste(
    "Dot plot: for each workload, how many times longer than gaussmix an EM iteration of each",
    "peer takes, on a log scale. The closest peer of each is in the table below."
  ))
}

race_section <- function() {
  results <- read_results("iterations")
  results <- results[results$workload != "dgemm", ]
  ratios <- ratios_to_gaussmix(results)
  fastest <- tapply(ratios$ratio, ratios$workload, min)
  table <- by_program(results)
  table$`fastest peer / gaussmix` <- format_times(fastest[sub(":.*", "", table$workload)])
  c(
    "## One EM iteration", "", sprintf(
      paste(
        "Seconds per iteration at two threads, medians of %d rounds in which the programs took",
        "turns. All begin with the same parameters (ClusterR takes none and begins with rows of",
        "the data); what a fit costs once drops out, as a run of one iteration is subtracted",
        "from one of many. A peer that was more than five times slower than the fastest",
        "peer in the first round was not run again."
      ), max(results$round)
    ), "", race_figure(results), markdown_table(table)
  )
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

likelihood_section <- function() {
  results <- read_results("likelihood")
  results$who <- ifelse(
    results$program == "gaussmix", paste0("gaussmix, ", results$instruction_set),
    as.character(results$program)
  )
  results$who <- factor(results$who, unique(results$who))
  reference <- results[results$program == "scikit-learn", ]
  truth <- reference$value[match(results$workload, reference$workload)]
  results$difference <- abs(results$value - truth) / abs(truth)
  compared <- results[results$program != "scikit-learn", ]
  wide <- tapply(compared$difference, list(compared$workload, droplevels(compared$who)), max)
  cells <- ifelse(is.na(wide), "–", ifelse(wide == 0, "0", sprintf("%.0e", wide)))
  table <- cbind(
    workload = rownames(wide),
    iterations = reference$parity_iterations[match(rownames(wide), reference$workload)],
    `log-likelihood per row` =
      sprintf("%.10f", reference$value[match(rownames(wide), reference$workload)]),
    as.data.frame(cells)
  )
  c(
    "## The same numbers", "",
    paste(
      "Log-likelihood after the same number of iterations from the same start: relative",
      "difference from scikit-learn's. gaussmix with each of its instruction sets."
    ), "", markdown_table(table)
  )
}

dgemm_section <- function() {
  results <- read_results("iterations")
  rate <- median(results$value[results$workload == "dgemm"])
  own <- results[results$program == "gaussmix" & results$workload %in% c("W2", "W3", "W7"), ]
  own <- medians(own, c("workload", "n", "d", "n_components"))
  own <- own[order(own$workload), ]
  reached <- product_flops(own$n, own$d, own$n_components) / own$value / 1e9
  table <- data.frame(
    workload = own$workload, reached = format_number(reached),
    share = sprintf("%.0f %%", 100 * reached / rate)
  )
  names(table) <- c("workload", "GFLOP/s (2nKd^2 per iteration)", "of dgemm's rate")
  c(
    "## How near to the machine's limit", "", sprintf(
      paste(
        "OpenBLAS multiplies large square matrices at %s GFLOP/s at two threads in the same run",
        "(the rate is a median of measurements between those of the programs)."
      ), format_number(rate)
    ), "", markdown_table(table)
  )
}

threads_section <- function() {
  values <- medians(read_results("threads"), c("workload", "threads"))
  wide <- tapply(values$value, list(values$workload, values$threads), sum)
  # A rate for dgemm, seconds for the others.
  gain <- ifelse(rownames(wide) == "dgemm", wide[, 2] / wide[, 1], wide[, 1] / wide[, 2])
  table <- data.frame(
    workload = ifelse(rownames(wide) == "dgemm", "dgemm, GFLOP/s", rownames(wide)),
    one = format_number(wide[, 1]), two = format_number(wide[, 2]),
    gain = sprintf("%.2f", gain)
  )
  names(table)[2:4] <- c("one thread", "two threads", "gain")
  c(
    "## The second thread", "",
    "Seconds per iteration of gaussmix; what dgemm gains tells what the machine allows.", "",
    markdown_table(table)
  )
}

instruction_set_section <- function() {
  values <- medians(read_results("instruction-sets"), c("workload", "instruction_set"))
  wide <- tapply(values$value, list(values$workload, values$instruction_set), sum)
  wide <- wide[, intersect(c("baseline", "avx2", "avx512"), colnames(wide)), drop = FALSE]
  table <- cbind(workload = rownames(wide), as.data.frame(format_matrix(wide)))
  c(
    "## Instruction sets", "",
    "Seconds per iteration of gaussmix when it is made to use each of them.", "",
    markdown_table(table)
  )
}

format_matrix <- function(wide) {
  wide[] <- format_number(wide)
  wide
}

growth_section <- function() {
  values <- medians(read_results("growth"), c("n"))
  memory <- read_results("growth-memory")
  values <- values[order(values$n), ]
  per_row <- 1e9 * values$value / values$n
  table <- data.frame(
    n = format_count(values$n), seconds = format_number(values$value),
    per_row = format_number(per_row),
    memory = format_number(pmax(memory$value[match(values$n, memory$n)], 0)),
    data = format_number(values$n * 2 * 8 / 2^20)
  )
  names(table) <- c(
    "n", "seconds per iteration", "nanoseconds per row", "MB beyond the data", "MB of data"
  )
  c(
    "## Many rows", "", sprintf(
      "d = 2, K = 5, full. The largest cost per row is %.2f times the smallest.",
      max(per_row) / min(per_row)
    ), "", markdown_table(table)
  )
}

# The largest factor between the costs per flop of two neighbours of a series.
steps <- function(cost) {
  ratio <- cost[-1] / cost[-length(cost)]
  max(ratio, 1 / ratio)
}

shapes_section <- function() {
  values <- medians(read_results("shapes"), c("series", "n", "d", "n_components"))
  values$cost <- 1e12 * values$value / flops(values$n, values$d, values$n_components)
  values$along <- ifelse(
    values$series == "d", values$d, ifelse(values$series == "K", values$n_components, values$n)
  )
  values <- values[order(values$series, values$along), ]
  largest <- tapply(values$cost, values$series, steps)
  titles <- c(
    d = "d variables (K = 10)", K = "K components (d = 10)", n = "n rows (d = 10, K = 2)"
  )
  values$panel <- factor(titles[values$series], titles)
  plot <- ggplot(values, aes(along, cost)) +
    geom_line(colour = "grey60") +
    geom_point(size = 2) +
    facet_wrap(vars(panel), scales = "free_x") +
    scale_x_log10(
      breaks = c(1, 2, 5, 10, 20, 50, 100, 1e3, 1e4, 1e5, 1e6), minor_breaks = NULL,
      labels = format_count
    ) +
    scale_y_log10(breaks = c(1, 2, 5) * rep(10^(0:4), each = 3), minor_breaks = NULL) +
    # A factor of 2 has the same height in every drawing.
    expand_limits(y = c(min(values$cost) / 2, max(values$cost) * 2)) +
    labs(x = NULL, y = "Picoseconds per flop (log scale)") +
    page_theme
  c(
    "## No cliffs", "",
    paste(
      "Cost per flop of other shapes, full covariances; a flop is one of",
      "nK (2d(d + 1) + 2d + 42), where 42 stands for an exponential."
    ),
    paste0(
      "Between neighbours of a series it changes at most by a factor of ",
      sprintf("%.2f in d, %.2f in K and %.2f in n.", largest["d"], largest["K"], largest["n"])
    ), "",
    save_figure(plot, "shapes", 2.9, paste(
      "Line plots of the cost per flop on a log scale against the number of variables, of",
      "components and of rows."
    ))
  )
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

methods_section <- function() {
  values <- medians(read_results("methods"), c("workload", "program", "task"))
  of <- function(program, task) {
    rows <- values[values$program == program & values$task == task, ]
    stats::setNames(rows$value, rows$workload)[workloads$workload]
  }
  likelihood <- of("gaussmix", "iterate")
  mode <- of("gaussmix", "iterate-map")
  bayes <- of("gaussmix", "iterate-bayes")
  theirs <- of("scikit-learn", "iterate-bayes")
  table <- data.frame(
    workload = sprintf("%s: %s", workloads$workload, shape_text(workloads)),
    `maximum likelihood` = format_number(likelihood),
    `with a prior` = format_number(mode), `variational Bayes` = format_number(bayes),
    `variational Bayes / maximum likelihood` = sprintf("%.2f", bayes / likelihood),
    `scikit-learn's` = format_number(theirs),
    `scikit-learn / gaussmix` = format_times(theirs / bayes),
    check.names = FALSE
  )
  c(
    "## Priors and variational Bayes", "",
    paste(
      "Seconds per iteration at two threads: of `gmm_fit()`, of `gmm_fit(prior = gmm_prior())`,",
      "of `gmm_bayes()`, and of scikit-learn's BayesianGaussianMixture, which begins elsewhere",
      "as it takes no parameters. In a run of their own, at commit",
      paste0(read_results("methods")$commit[1], ".")
    ), "", markdown_table(table)
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
    instruction_set_section(), methods_section(), defaults_section(), success_section(),
    starts_section(), guard_section(), machine_section()
  )
}

writeLines(page(), file.path(page_folder, "README.md"))
