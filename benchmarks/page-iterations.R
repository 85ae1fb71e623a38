# The part of the page about iterations: their time beside others', against the machine's limit, and
# as threads, instruction sets, rows and columns grow. Read by page.R.

ratios_to_gaussmix <- function(results) {
  values <- medians(results, c("workload", "program"))
  own <- values[values$program == "gaussmix", ]
  peers <- values[values$program != "gaussmix" & values$program %in% program_order, ]
  peers$ratio <- peers$value / own$value[match(peers$workload, own$workload)]
  peers
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

# What missing values cost: in an iteration, and whole fits beside other programs.
holes_section <- function() {
  times <- read_results("holes")
  fits <- read_results("holes-fits")
  found <- read_results("holes-starts")
  found[-1] <- lapply(found[-1], sprintf, fmt = "%.2f")
  names(found) <- c("sets", "fit as it comes", "mixed", "kmeans", "kmeans++", "random rows",
                    "random responsibilities", "Ward")
  c(
    "## Rows with missing values", "", paste(
      "Milliseconds of an iteration at one thread, medians of 5 rounds in which whole rows and",
      "rows with holes took turns (`Rscript benchmarks/holes.R`). Patterns are different sets of",
      "missing columns."
    ), "", markdown_table(data.frame(
      data = times$data, missing = sprintf("%.0f %%", 100 * times$missing),
      patterns = times$patterns, `whole rows` = sprintf("%.2f", 1000 * times$whole),
      holes = sprintf("%.2f", 1000 * times$holed), times = sprintf("%.2f", times$times),
      check.names = FALSE
    )), paste(
      "Whole fits of 2,000 rows in five columns, 20 % of the values missing, three components,",
      "each program by its defaults (but mixture from random starts: its own do not take missing",
      "values), medians of 5; the log-likelihood is that of what is seen, the best of 5."
    ), "", markdown_table(data.frame(
      program = fits$program, seconds = sprintf("%.3f", fits$seconds),
      `log-likelihood` = sprintf("%.2f", fits$log_likelihood), check.names = FALSE
    )), paste(
      "How often the best known optimum is found (to half a unit of the log-likelihood), by fits",
      "as they come and by one start of a word without swaps; five sets of a kind",
      "(`Rscript benchmarks/holes-starts.R`). Starts are made on rows filled by draws from one",
      "Gaussian."
    ), "", markdown_table(found)
  )
}

# The structures that tie a part, beside mclust, which alone has them; and all fourteen on iris.
structures_section <- function() {
  times <- read_results("structures")
  times$data <- sub("^10000 ", "1e4 ", sub("^100000 ", "1e5 ", times$data))
  wide <- data.frame(structure = unique(times$structure))
  for (size in unique(times$data)) {
    at <- times[times$data == size, ]
    at <- at[match(wide$structure, at$structure), ]
    wide[[paste0(size, ": gaussmix")]] <- sprintf("%.2f", 1000 * at$gaussmix)
    wide[[paste0(size, ": mclust")]] <- sprintf("%.1f", 1000 * at$mclust)
    wide[[paste0(size, ": mclust / gaussmix")]] <- format_times(at$times)
  }
  iris <- read_results("structures-iris-seconds")
  cells <- read_results("structures-iris")
  seconds <- stats::setNames(iris$seconds, iris$program)
  below <- cells[!is.na(cells$below) & cells$below > 0.001, ]
  c(
    "## Structures that tie a part", "", paste(
      "Milliseconds of an iteration at two threads, medians of 5 rounds in which gaussmix and",
      "mclust took turns (`Rscript benchmarks/structures.R`). Both begin at the same partition;",
      "gaussmix makes one sweep of an M-step that is iterative itself, mclust its own inner loop."
    ), "", markdown_table(wide), sprintf(
      paste(
        "All fourteen structures with one to nine components on iris: `gmm_select()` takes %.2f s,",
        "%.3f s with one start, `mclustBIC()` %.2f s. Of %d fits that both have, %d have a",
        "likelihood below mclust's%s, and %d one that is higher by more than 1."
      ), seconds[["default"]], seconds[["n_init = 1"]], seconds[["mclust"]],
      sum(!is.na(cells$below)), nrow(below),
      if (nrow(below) > 0) {
        paste0(" (", toString(paste(below$structure, below$n_components)), ")")
      } else {
        ""
      }, sum(cells$below < -1, na.rm = TRUE)
    ), ""
  )
}
