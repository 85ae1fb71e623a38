# The part of the page about whole fits. Read by page.R, after success.R.

# Of each fit, how far it is below the best known optimum; Inf where a component has
# collapsed or there is none.
shortfalls <- function(fits, best) {
  name <- paste0(best$set, ", ", best$type, " ", best$n_components)
  short <- best$log_likelihood[match(fits$problem, name)] - fits$log_likelihood
  short[is.na(fits$log_likelihood) | fits$singular] <- Inf
  short
}

success_table <- function(fits) {
  problems <- unique(fits$problem)
  one <- function(program, what, value) {
    own <- fits[fits$program == program, ]
    groups <- split(seq_len(nrow(own)), factor(own$problem, problems))
    vapply(groups, function(rows) value(own[[what]][rows]), 0)
  }
  hit <- function(within) function(short) mean(short <= within)
  milliseconds <- function(x) format_number(1000 * x)
  mclust <- one("mclust", "short", stats::median)
  data.frame(
    problem = problems,
    gaussmix = share_text(one("gaussmix", "short", hit(same_optimum))),
    collapsed = share_text(one("gaussmix", "singular", mean)),
    ms = milliseconds(one("gaussmix", "seconds", stats::median)),
    `scikit-learn` = share_text(one("scikit-learn", "short", hit(same_optimum))),
    `within 0.1` = share_text(one("scikit-learn", "short", hit(nearly_same))),
    ` ms` = milliseconds(one("scikit-learn", "seconds", stats::median)),
    `mclust is short by` = ifelse(is.finite(mclust), sprintf("%.2g", pmax(mclust, 0)), "collapsed"),
    `ms ` = milliseconds(one("mclust", "seconds", stats::median)),
    check.names = FALSE
  )
}

success_section <- function() {
  fits <- read_results("success")
  fits$short <- shortfalls(fits, read_results("best-known"))
  mine <- fits[fits$program == "gaussmix", ]
  rate <- tapply(mine$short <= same_optimum, mine$problem, mean)
  set <- sub(", [a-z]+ [0-9]+$", "", names(rate))
  solved <- tapply(rate >= 0.99, set, all)
  c(
    "## How often a fit is the best one", "",
    paste(
      "Shares of fits with defaults that end within .001 of the best log-likelihood known, from",
      max(mine$seed), "seeds, and the median time of a fit. scikit-learn has `n_init = 10`;",
      "what is within .1 of the best but no nearer has been stopped early. mclust is what",
      "`Mclust()` gives. Best known are the best fits without collapsed components that",
      "`best-known.R` has ever found, some of them near spurious ones; fits of this run that",
      "beat these count as hits.", sum(rate >= 0.99), "of the", length(rate),
      "problems are solved from at least 99 % of seeds, and all problems of", sum(solved),
      "of the", length(solved), "sets."
    ), "", markdown_table(success_table(fits))
  )
}

starts_section <- function() {
  rates <- read_results("starts")
  table <- starts_table(rates)
  alone <- grepl("n_init 1", table$start)
  span <- function(x) paste(range(x), collapse = " to ")
  c(
    "## Kinds of starts", "",
    paste0(
      "The same problems from ", max(rates$fits), " seeds by each kind of start, alone ",
      "(`n_init = 1`: one run and no swaps) and with 20 starts and swaps, as by default. Success ",
      "is the share of fits at the best optimum; \"never\" and \"always\" count problems. The ",
      "last column is how often the kind would succeed if it were repeated for as long as the ",
      "default takes. With swaps the kinds differ little (", span(table$success[!alone]), "), and ",
      "all do better than single starts repeated (", span(table[alone, ncol(table)]), "): the ",
      "swaps do the work. The default mixes kinds, as some data want whitened starts and some ",
      "raw ones."
    ), "", markdown_table(table)
  )
}

defaults_section <- function() {
  rounds <- read.csv(file.path(results_folder, "defaults-iris.csv"))
  iris <- tapply(rounds$seconds, rounds$program, stats::median)
  large <- read_results("defaults-large")
  best <- max(large$log_likelihood_per_row[large$program != "gaussmix"])
  own <- large$program == "gaussmix"
  peer <- large$program == "scikit-learn" & large$settings == "default"
  lowest <- min(large$log_likelihood_per_row[own])
  digits <- read_results("defaults-digits")
  c(
    "## What users wait for", "",
    sprintf(
      paste(
        "* 1e5 x 5, K = 5, full, overlapping: gaussmix %s s, scikit-learn's defaults %s s (%s",
        "times); the lowest of its %d fits is %.1e per row %s the best of all peers, one of which",
        "was given %s times as long."
      ),
      format_number(stats::median(large$seconds[own])),
      format_number(stats::median(large$seconds[peer])),
      format_times(stats::median(large$seconds[peer]) / stats::median(large$seconds[own])),
      sum(own), abs(lowest - best), if (lowest < best) "below" else "above",
      format_times(max(large$seconds) / stats::median(large$seconds[own]))
    ),
    sprintf(
      paste(
        "* iris, 1 to 9 components of four covariance types: `gmm_select()` %.1f ms, with",
        "`n_init = 1` %.1f ms, `mclustBIC()` %.1f ms (%s and %s times)."
      ),
      1000 * iris[["gaussmix"]], 1000 * iris[["gaussmix, n_init 1"]], 1000 * iris[["mclust"]],
      format_times(iris[["mclust"]] / iris[["gaussmix"]]),
      format_times(iris[["mclust"]] / iris[["gaussmix, n_init 1"]])
    ),
    sprintf(
      "* digits on 21 principal components, 1 to 20 components: %.1f s; BIC at 9 is %.1f.",
      digits$total_seconds[1], digits$BIC[digits$n_components == 9]
    ), ""
  )
}

large_fits_section <- function() {
  fits <- read.csv(file.path(results_folder, "large-fits.csv"))
  now <- fits[fits$program == "now", ]
  c(
    "## Whole fits of large data", "",
    paste(
      "Components of unit variance, with centres drawn as far apart as said. Times are shares of",
      "scikit-learn's with its defaults (one start from k-means, `tol = 1e-3`), medians from",
      "two or three seeds; \"before\" is the version of the day on which the search",
      "of large data began to be rewritten, from one seed. Passes are times in units of a pass of",
      "plain EM. gaussmix goes on until 1e-8 per row is left to gain; with \"noise\",",
      "`gmm_control(stop = \"noise\")`, until that is small beside what chance gains. The last",
      "column is how much the lowest likelihood of gaussmix's defaults lies above the highest of",
      "scikit-learn's.", sum(!now$converged), "of", nrow(now), "fits have not converged."
    ), "", markdown_table(large_fits_table(fits))
  )
}
