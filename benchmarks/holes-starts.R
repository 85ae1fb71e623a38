# How often starts lead to the best known optimum where values are missing: one start of a word
# without swaps, and a fit as it comes. The table goes to holes-starts.csv in benchmarks/results
# and, as markdown, to the standard output.
#
#   Rscript benchmarks/holes-starts.R [--sets=5] [--seeds=8]
#
# Components have full covariances of different shapes; their means are drawn from a normal
# distribution. Values are missing completely at random, or in all columns but the first the more
# often the larger the first one is. The best known optimum is the likeliest of all fits to a set,
# of which one begins at the truth; a fit that has collapsed is none.

for (part in c("programs.R", "options.R", "measure.R", "success.R")) {
  source(file.path("benchmarks", part))
}
library(gaussmix)

kinds_of_sets <- data.frame(
  n = c(500, 500, 600, 2000, 3000), d = c(5, 5, 4, 6, 10), n_components = c(3, 4, 4, 8, 10),
  width = c(2, 3, 3, 2, 2), share = c(0.3, 0.45, 0.3, 0.3, 0.3),
  where = c("anywhere", "anywhere", "where the first is large", "where the first is large",
            "anywhere")
)

draw_set <- function(kind, seed) {
  set.seed(seed)
  k <- kind$n_components
  d <- kind$d
  means <- matrix(stats::rnorm(k * d, sd = kind$width), k)
  roots <- replicate(k, simplify = FALSE, {
    qr.Q(qr(matrix(stats::rnorm(d^2), d))) %*% diag(exp(stats::runif(d, -1, 0.7)))
  })
  component <- sample.int(k, kind$n, replace = TRUE)
  x <- t(vapply(component, function(j) {
    means[j, ] + drop(roots[[j]] %*% stats::rnorm(d))
  }, numeric(d)))
  chance <- if (kind$where == "anywhere") {
    matrix(kind$share, kind$n, d)
  } else {
    of_row <- stats::plogis(2 * as.vector(scale(x[, 1])))
    cbind(0, matrix(of_row * kind$share / mean(of_row), kind$n, d - 1))
  }
  x[stats::runif(length(x)) < chance] <- NA
  list(x = x, component = component)
}

# That of a fit, unless it has collapsed.
reached <- function(set, n_components, seed = 1, ...) {
  set.seed(seed)
  fit <- suppressWarnings(
    gmm_fit(set$x, n_components, na_action = "em", keep_data = FALSE, ...)
  )
  if (fit$supported) fit$log_likelihood else -Inf
}

shares_found <- function(kind, sets, seeds) {
  found <- vapply(seq_len(sets), function(i) {
    set <- draw_set(kind, i)
    k <- kind$n_components
    truth <- reached(set, k, start = set$component, max_iter = 2000)
    of_words <- lapply(start_words, function(word) {
      vapply(seq_len(seeds), function(seed) {
        reached(set, k, seed,
          start = word, n_init = 1, control = gmm_control(swaps = 0)
        )
      }, 0)
    })
    of_words <- c(list(vapply(1:2, function(seed) reached(set, k, seed), 0)), of_words)
    best <- max(truth, unlist(of_words))
    vapply(of_words, function(ends) mean(ends > best - 0.5), 0)
  }, numeric(1 + length(start_words)))
  rowMeans(found)
}

given <- commandArgs(trailingOnly = TRUE)
sets <- as.integer(option_value(given, "sets", "5"))
seeds <- as.integer(option_value(given, "seeds", "8"))
shares <- t(vapply(seq_len(nrow(kinds_of_sets)), function(i) {
  shares_found(kinds_of_sets[i, ], sets, seeds)
}, numeric(1 + length(start_words))))
colnames(shares) <- c("fit as it comes", start_words)
table <- data.frame(
  sets = with(kinds_of_sets, sprintf(
    "%s x %s, K = %s, %.0f %% missing %s", n, d, n_components, 100 * share, where
  )),
  round(shares, 2), check.names = FALSE
)
save_results(table, "holes-starts", list(small = FALSE))
markdown(table)
