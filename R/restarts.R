#' How fits are searched for, and which are believed
#'
#' The likelihood of a mixture has many local maxima, and no largest one. This page says how
#' [gmm_fit()], [gmm_bayes()] and [gmm_select()] look for a good one, what they do about components
#' on few or on identical rows, and where a fit tells of it. The defaults need no tuning;
#' [gmm_control()] has what can be set.
#'
#' @section Starts:
#' With `start = "mixed"`, one of `n_init` starts is by Ward's hierarchical clustering; of the
#' others half are by k-means on standardised columns, a quarter by k-means on whitened data and a
#' quarter by k-means++ seeding alone. Ward's tree is that of at most 1000 rows, in the metric
#' between standardised and whitened columns in which mclust starts. `"random_rows"` takes rows as
#' means, `"random_responsibilities"` what its name says. One component needs no search.
#'
#' Every start gets a few iterations, and the best of them are run to convergence. Of more starts
#' than `screen_keep`, those of which a component is at once empty or on hardly more rows than span
#' a plane are drawn again, up to four times each and `n_init` times together. From the best, swaps
#' are tried, in which two components become one and another is divided, or all begin anew, see
#' [gmm_control()]; with `n_init = 1` there are none. Two components that are nearly equal are set
#' apart before the fit is returned, if that gains.
#'
#' A *given* `start` is one start, and components keep its order. Labels are a factor or whole
#' numbers 1 to K. A matrix of numbers with a row for each component and the columns of the data is
#' means; one with a row for each row of the data and a column for each component is
#' responsibilities; where it could be either, that is an error. `list(means = )` may have `weights`
#' and `covariances`, too, as [gmm_model()] takes them. With means alone, weights are equal and
#' covariances those of all rows about the nearest mean. Components keep the names of a fit or of a
#' list. Levels of a factor do not name them, as EM may leave the labels: see [gmm_relabel()].
#'
#' @section Convergence:
#' EM stops when the log-likelihood per observation is expected to gain `tol` or less until it
#' converges: not when its last step was so small, as where EM is slow that is far from the end. It
#' also stops when it has not gained as much in ten iterations with falls among them: with a
#' ridge, or rounding errors of nearly singular covariances, it need not rise. Near a maximum some
#' iterations lead to leaps. With `gmm_control(stop = "noise")` it ends earlier.
#'
#' @section Many observations:
#' Random starts are searched for on a sample of at most 16,384 rows (fewer where there are
#' more than 32 columns). Of more than twice as many rows, all of the search takes place on
#' this sample, if that has ten rows for each parameter of the mixture; swaps take no longer
#' there than ten passes over all rows. The optima of the sample that may be the best of all
#' rows, as far as it can tell, `screen_keep` at most, then race: on a quarter of all rows (16
#' megabytes at most) where that is three times the sample, else on all, the better half goes on
#' after each leg, for twice as many iterations (successive halving), until one is left, which
#' is run to convergence on all rows. With fewer rows for each parameter, of more than four times
#' as many rows, starts are only screened on the sample (if it has `4 K (d + 1)` rows); those that
#' are not on their way to one optimum race on all rows, and nothing is swapped. Of fewer rows
#' that take long to search (a tenth of a second has no swap for each component), starts are
#' screened on a quarter; if they are on their way to one optimum there, one is run on all rows and
#' nothing is swapped. In either case the better half of the first eight is asked first: if these
#' are on their way to one optimum, the others need not run. If none is a candidate on all rows
#' (see below), the search is repeated there until one is.
#' With `tol = 0` or `max_iter = 0` every start is run on all rows.
#'
#' @section Few rows, identical rows:
#' The likelihood of a mixture has no bound: a component on few or on identical rows can be
#' as narrow as it likes. Two rules keep fits from being taken in, and true small groups in.
#'
#' *A component with few rows that is far narrower than the others must pay for itself*:
#' without it the penalised log-likelihood must fall by more than the BIC price of a
#' component, half of the parameters that it adds times log(n), or the optimum does not count. Few
#' are fewer than `5 (d + 1)` rows or than those parameters; far narrower is a variance below 0.05
#' of the pooled within-component one, in some direction. Rows are counted whatever they weigh.
#'
#' *Where rows are identical or lie in a plane* (zeros, detection limits, saturated pixels) *the
#' likelihood has no maximum. Such a component is degenerate: it must pay, too, and is
#' estimated with a weak penalty* (Chen and Tan 2009), that of `1 / sqrt(n)` rows with the
#' covariance S of the data: its covariance is `(W + N D + a S) / (N + a)` for its count N, its
#' scatter W, `a = 1 / sqrt(n)`, and D the variances that the rounding of the data hides (where a
#' part is tied, the M-step from these scatters and counts).
#' `fit$degenerate` names it, and `fit$penalised_log_likelihood` is what was maximised: optima
#' are compared by it, and so are fits by BIC and in [gmm_select()]. All else is maximum
#' likelihood.
#'
#' An optimum with a component that does not pay (`unsupported`) is returned only if there is no
#' candidate, when `fit$supported` is `FALSE`; one with an empty component, or a degenerate one
#' of fewer than `d + 1.5` rows, only if there is no other. `fit$restarts` says which component
#' had how many rows, what it gained and should have. All of this is told by `print()` and by a
#' warning. With fewer rows than `5 (d + 1)` a component, an optimum that is worth less than what
#' one component less makes of it is unsupported, too. Under a ridge of your own, absolute or
#' above 1e-6, nothing is penalised. Under a `prior` no rule is needed, but where it holds
#' identical rows up, or rows in a plane, criteria are computed from the penalised
#' log-likelihood, and `print()` says so. Tied covariances belong to no component: the ridge
#' holds them up, and the fit says so. Under one volume with free shapes (EVI, EVE, EVV) identical
#' rows have a component as large as the others, and rows in a plane one that widens without bound,
#' which is degenerate.
#'
#' @section What a fit tells of its search:
#' * `restarts`: a data frame with a row per start and the columns start (`"all_rows"` with one
#'   component), log_likelihood (with a prior log_posterior, of [gmm_bayes()] lower_bound), score
#'   (by which they are compared), iterations, converged, collapsed, reason, chosen (the one that
#'   the fit came from, with what the swaps made of it). Of a start that was run on a sample alone,
#'   log_likelihood is `NA`, reason says so, and the others tell of its run there;
#' * `swaps`: how many were tried (on the sample, if the search was there), and how many were
#'   gainful: they led higher, or to the first candidate;
#' * `trace`: the log-likelihood of the start, of the swap or of the optimum of a sample that the
#'   fit came from, and after each iteration. It repeats itself where an extrapolation was no gain;
#'   a ridge can make it fall, and then the parameters are those of its maximum; with a penalty it
#'   is the penalised one, from where that came in. `expected_gain` is `Inf` if it cannot be told;
#'   `last_gain` is that of a plain iteration;
#' * `singular` (something is degenerate or does not pay), `supported` (no component fails to
#'   pay), `degenerate` (numbers of components), `identical_rows` (for each of these how many rows
#'   are the same, 0 if they lie in a plane), `held_up` (by a penalty), and then
#'   `penalised_log_likelihood`.
#'
#' @seealso [gmm_fit()], [gmm_control()], `autoplot(fit, "trace")`.
#' @references
#' Chen, J. and Tan, X. (2009). Inference for multivariate normal mixtures. *Journal of
#' Multivariate Analysis* 100, 1367-1383. \doi{10.1016/j.jmva.2008.12.005}
#' @name gaussmix-search
#' @examples
#' set.seed(1)
#' fit <- gmm_fit(faithful, n_components = 3)
#' fit$restarts[fit$restarts$chosen, ]
#' fit$swaps
NULL

# The starts of a fit and what became of them: names, messages, the table.

# A start of a selection at the fit with fewer components.
smaller_fit <- "smaller_fit"

# What is begun with where there is nothing to search for.
one_component_start <- "all_rows"

# Of the starts with these numbers. In a selection, starts at the fit with fewer components
# follow those that have names of their own.
start_names <- function(names, numbers) {
  names <- names[numbers]
  names[is.na(names)] <- smaller_fit
  names
}

restart_reporter <- function(names, settings) {
  title <- gsub("_", "-", objective_of(settings))
  searched <- all(names %in% c(start_kinds, one_component_start))
  function(run) {
    told <- verdict_text(run)
    # Of a selection, all numbers of components come here.
    only_one <- searched && run$n_components == 1
    name <- if (only_one) one_component_start else start_names(names, run$start)
    message(
      "start ", run$start, " (", name, "): ", title, " ",
      format(run$objective, nsmall = 4),
      if (run$sample_rows > 0) paste0(" of ", sample_of(run$sample_rows)),
      ", ", counted(run$iterations, "iteration"),
      if (run$converged) ", converged",
      if (nzchar(told)) paste0(", ", told)
    )
  }
}

# What can be wrong with a component, by the core's word; %s is the component.
trouble_texts <- c(
  singular = "the covariance of %s became singular",
  at_ridge = "a variance of %s is held up by the ridge",
  small_variance = "%s has a tiny variance and few observations",
  empty = "%s is empty",
  degenerate = "%s is held up by a penalty",
  outdone = "fewer components are worth more"
)

trouble_text <- function(trouble, component) {
  text <- trouble_texts[[trouble]]
  # Zero stands for a covariance that all components share.
  owner <- if (component > 0) paste("component", component) else "all components"
  if (trouble == "outdone") text else sprintf(text, owner)
}

outdone_reason <- paste0("unsupported: ", trouble_texts[["outdone"]])

# What became of a run in which something was in trouble.
verdict_text <- function(run) {
  if (run$trouble == "none") {
    return("")
  }
  owner <- paste0("component ", run$component, ", ", counted(round(run$rows), "row"))
  payment <- if (run$price > 0) {
    decimal <- function(x) format(round(x, 1), nsmall = 1)
    paste(", gains", decimal(run$gain), "at a price of", decimal(run$price))
  }
  switch(run$verdict,
    candidate = paste0(
      if (run$trouble == "small_variance") "narrow: " else "degenerate: ", owner, payment
    ),
    unsupported = if (run$trouble == "outdone") {
      outdone_reason
    } else {
      paste0("unsupported: ", owner, payment)
    },
    untested = paste0("suspicious: ", owner, ", and others score higher"),
    excluded = if (run$component > 0 && run$trouble != "empty") {
      paste0("collapsed: ", owner)
    } else {
      trouble_text(run$trouble, run$component)
    },
    failed = trouble_text(run$trouble, run$component)
  )
}

# Why a start was not run to its end, by the core's word.
screening_texts <- c(
  kept = "",
  not_among_best = "not among the best after screening",
  repeats_another = "as likely as another start after screening"
)

sample_of <- function(rows) {
  paste("a sample of", grouped(rows), "rows")
}

restart_table <- function(columns, names, chosen, objective) {
  collapsed <- columns$verdict != "candidate" | columns$n_degenerate > 0
  reason <- character(length(names))
  is_told <- columns$trouble != "none"
  told_of <- columns[c("trouble", "component", "verdict", "rows", "gain", "price")]
  for (i in which(is_told)) {
    reason[i] <- verdict_text(lapply(told_of, `[`, i))
  }
  screened <- !is_told & columns$screening != "kept"
  reason[screened] <- screening_texts[columns$screening[screened]]
  sampled <- which(columns$sample_rows > 0)
  # Small fits spend more time on texts than on EM.
  if (length(sampled) > 0) {
    reason[sampled] <- paste0(
      ifelse(nzchar(reason[sampled]), paste0(reason[sampled], ", "), ""),
      "run on ", sample_of(columns$sample_rows[sampled]), " alone"
    )
  }
  frame_of(
    list(
      names, columns$objective, columns$score, columns$iterations, columns$converged,
      collapsed, reason, seq_along(names) == chosen
    ),
    names = c(
      "start", objective, "score", "iterations", "converged", "collapsed", "reason", "chosen"
    ),
    row_names = seq_along(names)
  )
}
