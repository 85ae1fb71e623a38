# The table of laws. Each has a name, says when it is true (design notes and
# documentation state the same conditions), and its check gives NULL or what is
# wrong. `share` is the part of the problems on which it is tried: laws that take
# several fits are tried on some.

law <- function(name, check, when = has_fit, share = 1) {
  list(name = name, check = check, when = when, share = share)
}

# What a check gives whose condition takes fits to find out, where it is not fulfilled.
not_true_here <- NA

has_fit <- function(case) inherits(fit_of(case), "gaussmix")

# What is wrong, or NULL. Not a number is wrong, too.
exceeds <- function(error, bound, what) {
  if (length(error) > 0 && !isTRUE(max(error) <= bound)) {
    sprintf("%s: error %.3g, allowed %.3g", what, max(error), bound)
  }
}

unless <- function(holds, text) if (!isTRUE(holds)) text

# The first of several checks that finds something. They are evaluated one by one.
first_of <- function(...) {
  for (i in seq_len(...length())) {
    found <- ...elt(i)
    if (!is.null(found)) {
      return(found)
    }
  }
}

# One call ------------------------------------------------------------------------------

check_outcome <- function(case) {
  outcome <- outcome_of(case)
  first_of(
    fault_of(outcome),
    unless(
      inherits(outcome$value, "gaussmix") || inherits(outcome$error, "gaussmix_error"),
      "neither a fit nor an error"
    )
  )
}

check_told <- function(case) {
  fit <- fit_of(case)
  classes <- classes_of(outcome_of(case))
  late <- !fit$converged && case$problem$tol > 0 && case$problem$max_iter > 0
  first_of(
    unless(
      fit$singular == ("gaussmix_warning_singular" %in% classes),
      "`singular` and the warning do not agree"
    ),
    unless(
      late == ("gaussmix_warning_not_converged" %in% classes),
      "`converged` and the warning do not agree"
    )
  )
}

check_finite <- function(case) {
  fit <- fit_of(case)
  numbers <- Filter(is.numeric, unclass(fit))
  # Inf where it cannot be told.
  numbers$expected_gain <- NULL
  bad <- names(numbers)[!vapply(numbers, function(x) all(is.finite(x)), logical(1))]
  n_components <- fit$n_components
  w <- sum(weights_of(case$problem))
  first_of(
    unless(length(bad) == 0, paste("not finite:", toString(bad))),
    exceeds(abs(sum(fit$weights) - 1), 1e-15 * n_components, "sum of mixing weights"),
    unless(all(fit$weights >= 0), "a mixing weight below zero"),
    unless(all(fit$counts >= 0), "a count below zero"),
    exceeds(abs(sum(fit$counts) - fit$nobs) / fit$nobs, 1e-13 * n_components, "sum of counts"),
    exceeds(abs(fit$nobs - w) / w, 1e-14, "nobs"),
    check_covariances(fit)
  )
}

# coef() refuses fits that are not intact.
check_covariances <- function(fit) {
  covariances <- stats::coef(fit)$covariances
  first_of(
    unless(identical(unname(covariances), covariances_of(fit)), "covariances of coef()"),
    unless(identical(unname(covariances), aperm(unname(covariances), c(2, 1, 3))), "asymmetry"),
    unless(all(diagonals(covariances) > 0), "a variance is not positive")
  )
}

check_posterior <- function(case) {
  z <- posterior_of(case)
  n_components <- case$problem$n_components
  size <- c(nrow(case$problem$base), nrow(tidy(fit_of(case))))
  first_of(
    unless(identical(dim(z), size), "its dimensions"),
    unless(all(z >= 0 & z <= 1), "a probability outside of 0 and 1"),
    # Half a unit in the last place per term of the sum, and as much for its rounding.
    exceeds(abs(rowSums(z) - 1), 4e-16 * n_components, "sum of a row"),
    check_conditional(case, z)
  )
}

# Probabilities are those of all components, given that it is none that is switched off.
check_conditional <- function(case, z) {
  fit <- fit_of(case)
  all <- case$estimator$predict(fit, type = "prob", inactive = TRUE)
  own <- all[, colnames(z), drop = FALSE]
  known <- rowSums(own) > 1e-200
  first_of(
    unless(ncol(all) == fit$n_components, "columns of all components"),
    exceeds(abs(own / rowSums(own) - z)[known, ], 1e-12, "probabilities given what is in use")
  )
}

check_likelihood <- function(case) {
  fit <- fit_of(case)
  terms <- weights_of(case$problem) * log_density_of(case)
  # Relative to the terms: those of either sign cancel.
  error <- abs(case$estimator$objective(fit) - sum(terms)) / max(sum(abs(terms)), 1e-300)
  exceeds(error, 1e-10, "objective against the log densities")
}

check_trace <- function(case) {
  fit <- fit_of(case)
  trace <- fit$trace
  n <- length(trace)
  # A run ends with the best of its passes; then means are rounded as the data are.
  best <- if (case$problem$tol == 0) trace[n] else max(trace)
  # What a penalty holds up has the trace of what is maximised with it.
  reached <- if (fit$held_up) fit$penalised_log_likelihood else case$estimator$objective(fit)
  loss <- (best - reached) / fit$nobs / max(1, abs(best / fit$nobs))
  first_of(
    unless(n == fit$iterations + 1, "its length"),
    unless(fit$iterations <= case$problem$max_iter, "more iterations than max_iter"),
    unless(reached %in% trace, "the objective of the fit is not in its trace"),
    unless(
      identical(
        fit$restarts[[fit$objective]][fit$restarts$chosen], case$estimator$objective(fit)
      ),
      "the fit is not that of its restart"
    ),
    exceeds(loss, slack_of(fit, case$problem), "the fit is worse than its trace"),
    if (case$estimator$ascends(case$problem)) {
      check_ascent(fit, reached, slack_of(fit, case$problem))
    }
  )
}

# Without a ridge the objective rises, but for rounding; that of the fit itself, last in
# the trace, is of means that were rounded as the data are.
check_ascent <- function(fit, reached, rounded) {
  trace <- fit$trace
  slack <- ifelse(trace == reached, pmax(1e-9, rounded), 1e-9)
  fall <- -diff(trace) / pmax(abs(trace[-1]), 1)
  exceeds(fall - slack[-1], 0, "fall of the objective without a ridge, beyond its slack")
}

check_classes <- function(case) {
  class <- case$estimator$predict(fit_of(case))
  first_of(
    unless(
      identical(levels(class), as.character(seq_len(case$problem$n_components))), "levels"
    ),
    unless(
      identical(
        as.character(class), colnames(posterior_of(case))[max.col(posterior_of(case), "first")]
      ),
      "the class is not the first of largest probability"
    )
  )
}

check_training <- function(case) {
  fit <- fit_of(case)
  x <- data_of(case$problem)
  predict <- case$estimator$predict
  first_of(
    unless(identical(predict(fit, x), predict(fit)), "classes of newdata"),
    unless(identical(predict(fit, x, type = "prob"), posterior_of(case)), "posterior of newdata"),
    unless(
      identical(predict(fit, x, type = "log_density"), log_density_of(case)),
      "log densities of newdata"
    )
  )
}

# Rows outside of the training data, however far, have a posterior, too.
check_far <- function(case) {
  fit <- fit_of(case)
  d <- fit$d
  far <- case$problem$scale * outer(c(0, 1e6, -1e12, 1e30), rep(1, d))
  z <- case$estimator$predict(fit, far, type = "prob")
  first_of(
    unless(all(z >= 0), "a probability below zero or not a number"),
    exceeds(abs(rowSums(z) - 1), 4e-16 * fit$n_components, "sum of a row")
  )
}

# What fits are compared by: the log-likelihood, or where it has no maximum the penalised one.
comparable <- function(fit) {
  if (is.null(fit$penalised_log_likelihood)) fit$log_likelihood else fit$penalised_log_likelihood
}

check_criteria <- function(case) {
  fit <- fit_of(case)
  deviance <- -2 * comparable(fit)
  penalty <- fit$df * log(fit$nobs)
  size <- abs(deviance) + abs(penalty) + fit$df
  first_of(
    exceeds(abs(bic(fit) - deviance - penalty) / size, 1e-14, "BIC"),
    exceeds(abs(aic(fit) - deviance - 2 * fit$df) / size, 1e-14, "AIC"),
    exceeds(abs(bic(fit) - stats::BIC(fit)) / size, 1e-14, "stats::BIC"),
    exceeds(abs(aic(fit) - stats::AIC(fit)) / size, 1e-14, "stats::AIC"),
    # 2 * entropy is not negative.
    unless(icl(fit) >= bic(fit) - 1e-9 * size, "ICL is below BIC")
  )
}

check_saved <- function(case) {
  fit <- fit_of(case)
  file <- tempfile()
  on.exit(unlink(file))
  saveRDS(fit, file, compress = FALSE)
  back <- readRDS(file)
  posterior <- case$estimator$predict(back, type = "prob")
  first_of(
    unless(identical(bare(back), bare(fit)), "the fit that comes back"),
    unless(identical(posterior, posterior_of(case)), "its posterior")
  )
}

check_draws <- function(case) {
  fit <- fit_of(case)
  n <- 200
  draws <- with_seed(case$problem$seed, case$estimator$draw(fit, n))
  component <- attr(draws, "component")
  first_of(
    unless(identical(dim(draws), c(as.integer(n), fit$d)), "dimensions"),
    unless(all(is.finite(draws)), "a draw is not finite"),
    unless(is.factor(component) && length(component) == n && !anyNA(component), "components"),
    check_draw_counts(tabulate(component, fit$n_components), fit$weights, n),
    check_draw_means(unclass(draws), as.integer(component), fit)
  )
}

# Counts are binomial: an event of probability 1e-12 is no chance.
check_draw_counts <- function(counts, weights, n) {
  weights <- pmin(weights, 1)
  tail <- pmin(
    stats::pbinom(counts, n, weights), stats::pbinom(counts - 1, n, weights, lower.tail = FALSE)
  )
  unless(all(tail > 1e-12), "counts do not follow the mixing weights")
}

# Means within components are normal; 7.5 of their standard deviations are no chance. A
# draw is rounded where it lies.
check_draw_means <- function(draws, component, fit) {
  sds <- sqrt(variances_of(fit))
  for (k in unique(component)) {
    rows <- component == k
    sd <- sds[, k]
    centred <- sweep(draws[rows, , drop = FALSE], 2, fit$means[k, ])
    error <- abs(colMeans(centred)) / (sd / sqrt(sum(rows)) + abs(fit$means[k, ]) * 1e-15)
    wrong <- exceeds(error, 7.5, "mean of draws")
    if (!is.null(wrong)) {
      return(wrong)
    }
  }
}

# The fit's numbers without what tells of the call.
bare <- function(fit) {
  fit$call <- fit$data <- NULL
  fit
}

check_rng <- function(case) {
  before <- get(".Random.seed", envir = globalenv())
  outcome_under(case, case$problem)
  unless(
    identical(get(".Random.seed", envir = globalenv()), before),
    "a given start moves the generator of random numbers"
  )
}

check_inputs <- function(case) {
  problem <- case$problem
  # A copy that shares no memory, of what the fit refers to.
  before <- unserialize(serialize(problem, NULL))
  outcome_under(case, problem)
  unless(identical(problem, before), "the input was changed")
}

check_verbs <- function(case) {
  fit <- fit_of(case)
  n <- nrow(case$problem$base)
  shown <- utils::capture.output(print(fit), print(summary(fit)))
  first_of(
    unless(length(shown) > 5, "print"),
    unless(nrow(tidy(fit)) == fit$n_components, "tidy"),
    unless(nrow(tidy(fit, "covariances")) == fit$n_components * fit$d * (fit$d + 1) / 2, "tidy"),
    unless(nrow(glance(fit)) == 1, "glance"),
    unless(nrow(augment(fit)) == n, "augment"),
    unless(all(is.finite(stats::fitted(fit))), "fitted"),
    unless(all(is.finite(stats::residuals(fit))), "residuals"),
    unless(all(gmm_mahalanobis(fit) >= 0), "distances"),
    # A picture takes two columns.
    if (fit$d > 1) unless(inherits(autoplot(fit), "ggplot"), "autoplot")
  )
}

# The flagged share is that of the threshold, by weight: whole weights as repeated rows.
check_outliers <- function(case) {
  fit <- fit_of(case)
  density <- log_density_of(case)
  # By distance, which takes no draws: p-values are another matter.
  found <- gmm_outliers(fit, share = 0.1, method = "distance")
  w <- weights_of(case$problem)
  below <- sum(w[found$outlier])
  first_of(
    unless(identical(found$log_density, unname(density)), "log densities"),
    unless(
      identical(found$outlier, unname(density < attr(found, "threshold"))), "flags and threshold"
    ),
    exceeds(below / sum(w), 0.1 + max(w) / sum(w) + 1e-12, "share of the weight below"),
    unless(
      !any(gmm_outliers(fit, share = 0, method = "distance")$outlier[w > 0]),
      "a share of zero flags something"
    )
  )
}

# The lower the density, the smaller its p-value, whose draws make this a dear law.
check_tails <- function(case) {
  found <- gmm_outliers(fit_of(case), small = 0)
  p <- found$p_value[order(found$log_density)]
  first_of(
    unless(all(p >= 0 & p <= 1), "a p-value that is no probability"),
    # Of Bayesian fits p-values are those of the mixture, and densities predictive.
    if (!inherits(fit_of(case), "gaussmix_bayes")) {
      exceeds(max(0, cummax(p) - p), 1e-9, "p-values that do not rise with the density")
    }
  )
}

# Cut in two, a box has the probability of its parts.
check_boxes <- function(case) {
  fit <- fit_of(case)
  middle <- apply(data_of(case$problem), 2, stats::median)
  open <- rep(Inf, fit$d)
  at <- function(ends, j, cut) replace(ends, j, cut)
  halves <- vapply(seq_len(fit$d), function(j) {
    gmm_probability(fit, at(-open, j, middle[j])) +
      gmm_probability(fit, upper = at(open, j, middle[j]))
  }, 0)
  first_of(
    exceeds(abs(halves - 1), 1e-13, "halves of the space"),
    unless(gmm_probability(fit) == 1, "the whole space"),
    if (fit$d > 1 && requireNamespace("mvtnorm", quietly = TRUE)) {
      first <- function(lower, upper) {
        gmm_probability(
          fit, at(at(-open, 1, lower[1]), 2, lower[2]), at(at(open, 1, upper[1]), 2, upper[2])
        )
      }
      quarters <- first(c(-Inf, -Inf), middle[1:2]) + first(c(-Inf, middle[2]), c(middle[1], Inf)) +
        first(c(middle[1], -Inf), c(Inf, middle[2])) + first(middle[1:2], c(Inf, Inf))
      exceeds(abs(quarters - 1), 1e-8, "quarters of a plane")
    }
  )
}

# Of each column: quantiles are where the distribution function says, thresholds where two
# components are equally likely, and the intervals of highest density hold their share.
check_lines <- function(case) {
  fit <- fit_of(case)
  p <- c(1e-3, 0.3, 0.5, 0.9)
  for (j in seq_len(fit$d)) {
    q <- gmm_quantile(fit, p, dims = j)
    sds <- sqrt(stats::coef(fit)$covariances[j, j, ])
    # What a rounding error of q is worth.
    rounding <- 2^-50 * max(abs(c(fit$means[, j], q))) / min(sds)
    parts <- function(x) log(fit$weights) + stats::dnorm(x, fit$means[, j], sds, log = TRUE)
    found <- gmm_threshold(fit, dims = j, tail = 0, inactive = TRUE)
    apart <- vapply(seq_len(nrow(found)), function(i) {
      both <- parts(found$threshold[i])[c(found$left[i], found$right[i])]
      abs(diff(both)) / (1 + max(abs(both)))
    }, 0)
    # Far out a rounding error of x is worth as much as x is away.
    reach <- max(0, abs(outer(found$threshold, fit$means[, j], `-`))) / min(sds)
    held <- sum(gmm_hdr(fit, 0.8, dims = j)$probability)
    wrong <- first_of(
      exceeds(abs(gmm_cdf(fit, q, dims = j) - p), 1e-11 + rounding, "quantiles"),
      exceeds(apart, 1e-9 + rounding * (1 + reach), "thresholds"),
      exceeds(abs(held - 0.8), 1e-9 + rounding, "regions")
    )
    if (!is.null(wrong)) {
      return(wrong)
    }
  }
}

# One more iteration by hand does not lower the likelihood.
check_steps <- function(case) {
  fit <- fit_of(case)
  problem <- case$problem
  x <- data_of(problem)
  w <- weights_of(problem)
  z <- gmm_e_step(fit, x)
  # A component without any responsibility in doubles has no M-step.
  if (any(colSums(w * z) == 0)) {
    return(not_true_here)
  }
  outcome <- attempt(gmm_m_step(x, z, fit$covariance_type, sample_weight = problem$weights))
  if (inherits(outcome$error, "gaussmix_error_degenerate")) {
    return(not_true_here)
  }
  model <- outcome$value
  total <- function(mixture) sum(w * predict(mixture, x, type = "log_density"))
  first_of(
    fault_of(outcome),
    unless(inherits(model, "gaussmix"), "no mixture"),
    exceeds(
      (total(fit) - total(model)) / sum(w), 1e-9 + slack_of(fit, problem),
      "fall of the likelihood in one iteration"
    )
  )
}

# Statistics of two halves are those of the whole, under which the objective is that of the fit.
check_halves <- function(case) {
  fit <- fit_of(case)
  x <- data_of(case$problem)
  w <- case$problem$weights
  of_rows <- function(rows) gmm_statistics(fit, x[rows, , drop = FALSE], w[rows])
  is_odd <- seq_len(nrow(x)) %% 2 == 1
  whole <- of_rows(rep(TRUE, nrow(x)))
  both <- of_rows(is_odd) + of_rows(!is_odd)
  outcome <- attempt(suppressWarnings(gmm_update(both, fit)))
  expected <- fit[[fit$objective]]
  apart <- function(part) max(abs(both[[part]] - whole[[part]])) / max(abs(whole[[part]]), 1e-300)
  first_of(
    exceeds(apart("counts"), 1e-12, "counts of halves"),
    exceeds(apart("scatters"), 1e-10, "scatters of halves"),
    unless(is.null(outcome$error) || inherits(outcome$error, "gaussmix_error_degenerate"), "error"),
    if (!is.null(outcome$value)) {
      exceeds(
        abs(outcome$value$objective_before - expected) / (abs(expected) + sum(whole$counts)), 1e-10,
        "objective of halves"
      )
    }
  )
}

check_trim <- function(case) {
  fit <- fit_of(case)
  outcome <- attempt(with_seed(case$problem$seed, gmm_trim(fit, 0.2)))
  trimmed <- outcome$value
  rows <- trimmed$trimmed$rows
  w <- weights_of(case$problem)
  first_of(
    fault_of(outcome),
    unless(inherits(trimmed, class(fit)) || inherits(outcome$error, "gaussmix_error"), "neither"),
    if (!is.null(trimmed)) {
      first_of(
        unless(identical(rows, which(gmm_outliers(fit, share = 0.2)$outlier)), "rows"),
        exceeds(
          abs(trimmed$nobs - sum(w[setdiff(seq_along(w), rows)])) / sum(w), 1e-14,
          "weight that is left"
        )
      )
    }
  )
}

# One of the pictures that the fit can have is built; which, the problem's number says: each
# takes longer than most laws.
check_pictures <- function(case) {
  fit <- fit_of(case)
  types <- if (fit$d == 1) {
    c("histogram", "profile", "trace")
  } else {
    c(
      "ellipse", "projection", "pairs", "density", "component", "uncertainty", "profile", "trace"
    )
  }
  type <- types[case$problem$seed %/% 10 %% length(types) + 1]
  grDevices::pdf(NULL)
  on.exit(grDevices::dev.off())
  outcome <- attempt(ggplot2::ggplotGrob(autoplot(fit, type)))
  wrong <- first_of(fault_of(outcome), unless(inherits(outcome$value, "gtable"), "not drawn"))
  if (!is.null(wrong)) paste0(type, ": ", wrong)
}

# Coordinates have a variance of one within components, on average, and are not correlated in the
# mixture; their mixture has the means of the components there.
check_projection <- function(case) {
  fit <- fit_of(case)
  projection <- gmm_project(fit, lambda = c(0, 0.5, 0.9, 1)[1 + case$problem$seed %% 4])
  mixture <- coef(projection$mixture)
  active <- if (inherits(fit, "gaussmix_bayes")) fit$counts > 1 else rep(TRUE, fit$n_components)
  if (!any(active)) active[] <- TRUE
  weights <- fit$weights[active] / sum(fit$weights[active])
  means <- mixture$means[active, , drop = FALSE]
  covariances <- mixture$covariances[, , active, drop = FALSE]
  within <- apply(covariances, 1:2, function(s) sum(weights * s))
  whole <- within + crossprod(sqrt(weights) * means)
  seen <- stats::predict(projection, fit$means)[, seq_len(ncol(means)), drop = FALSE]
  size <- 1 + max(abs(mixture$means))
  first_of(
    unless(all(abs(diag(within) - 1) < 1e-5), "variance within components"),
    unless(all(abs(colSums(weights * means)) < 1e-6 * size), "centre"),
    unless(max(abs(stats::cov2cor(whole) - diag(ncol(whole)))) < 1e-5, "correlation"),
    unless(max(abs(seen - mixture$means)) < 1e-6 * size, "means"),
    unless(all(projection$directions$share >= 0), "shares")
  )
}

# The same call again, told otherwise ----------------------------------------------------

check_keep_data <- function(case) {
  without <- outcome_under(case, change(case$problem, keep_data = FALSE))$value
  unless(identical(bare(without), bare(fit_of(case))), "keep_data changes the fit")
}

check_threads <- function(case) {
  for (threads in 2:3) {
    fit <- outcome_under(case, change(case$problem, threads = threads))$value
    if (!identical(bare(fit), bare(fit_of(case)))) {
      return(paste(threads, "threads change the fit"))
    }
  }
}

check_again <- function(case) {
  fit <- outcome_under(case, case$problem)$value
  unless(identical(bare(fit), bare(fit_of(case))), "the same call gives another fit")
}

# A fit as a start goes on from where it was.
check_resumed <- function(case) {
  problem <- case$problem
  fit <- fit_of(case)
  again <- attempt(gmm_fit(
    data_of(problem),
    start = fit, max_iter = 0, reg_covar = problem$reg_covar,
    sample_weight = problem$weights, threads = 1
  ))$value
  first_of(
    unless(inherits(again, "gaussmix"), "a fit is no start"),
    unless(identical(again$means, fit$means), "means"),
    unless(identical(again$covariances, fit$covariances), "covariances"),
    exceeds(likelihood_error(again, fit), slack_of(fit, problem), "log-likelihood")
  )
}

# Two fits -----------------------------------------------------------------------------------

likelihood_error <- function(actual, expected) {
  per_row <- expected$log_likelihood / expected$nobs
  abs(actual$log_likelihood - expected$log_likelihood) / expected$nobs / max(1, abs(per_row))
}

# What differs between parameters, in standard deviations, or NULL.
compare_parameters <- function(actual, expected, slack) {
  # K x d, and d x d x K, as means and covariances are.
  sds <- sqrt(diagonals(expected$covariances))
  units <- vapply(
    seq_along(expected$weights), function(k) outer(sds[, k], sds[, k]), numeric(nrow(sds)^2)
  )
  first_of(
    exceeds(abs(actual$weights - expected$weights), slack, "mixing weights"),
    exceeds(abs(actual$means - expected$means) / t(sds), slack, "means"),
    exceeds(
      abs(as.vector(actual$covariances - expected$covariances)) / as.vector(units), slack,
      "covariances"
    )
  )
}

compare_fits <- function(actual, expected, slack) {
  first_of(
    unless(inherits(actual, "gaussmix"), "one is a fit, the other is none"),
    compare_parameters(parameters_of(actual), parameters_of(expected), slack),
    exceeds(likelihood_error(actual, expected), slack, "log-likelihood"),
    exceeds(abs(actual$nobs - expected$nobs) / expected$nobs, 1e-13, "nobs")
  )
}

# The steady fit of a changed problem against that of the problem.
compare_steady <- function(case, changed) {
  expected <- steady_outcome(case)$value
  actual <- outcome_under(case, changed)$value
  compare_fits(actual, expected, slack_of(expected, case$problem))
}

check_row_order <- function(case) {
  n <- nrow(case$problem$base)
  order <- with_seed(case$problem$seed, sample(n))
  compare_steady(case, some_rows(steady(case$problem), order))
}

check_component_order <- function(case) {
  problem <- steady(case$problem)
  order <- with_seed(problem$seed, sample(problem$n_components))
  begin <- problem$begin
  turned <- change(
    problem,
    labels = match(problem$labels, order),
    begin = list(
      weights = begin$weights[order], means = begin$means[order, , drop = FALSE],
      variances = begin$variances
    )
  )
  fit <- outcome_under(case, turned)$value
  expected <- steady_outcome(case)$value
  if (!inherits(fit, "gaussmix")) {
    return("one is a fit, the other is none")
  }
  parameters <- parameters_of(expected)
  slack <- slack_of(expected, problem)
  first_of(
    compare_parameters(parameters_of(fit), list(
      weights = parameters$weights[order], means = parameters$means[order, , drop = FALSE],
      covariances = parameters$covariances[, , order, drop = FALSE]
    ), slack),
    exceeds(likelihood_error(fit, expected), slack, "log-likelihood")
  )
}

# Integer weights; a weight of two is a row that is there twice.
check_repeated <- function(case) {
  problem <- case$problem
  times <- with_seed(problem$seed, sample(3, nrow(problem$base), replace = TRUE))
  weighted <- steady(change(problem, weights = as.double(times)))
  repeated <- change(
    some_rows(weighted, rep(seq_along(times), times)), weights = NULL
  )
  compare_pair(case, repeated, weighted)
}

# Rows of weight zero, which may lie anywhere, against the same without them.
check_zero <- function(case) {
  problem <- case$problem
  n <- nrow(problem$base)
  gone <- with_seed(problem$seed, sample(n, ceiling(n / 5)))
  weights <- weights_of(problem)
  weights[gone] <- 0
  with_zeros <- steady(change(problem, weights = weights))
  removed <- some_rows(with_zeros, weights > 0)
  compare_pair(case, removed, with_zeros)
}

# Both fits, where one of them is sound.
compare_pair <- function(case, one, other) {
  expected <- outcome_under(case, other)
  actual <- outcome_under(case, one)
  if (!is_sound_outcome(expected, other)) {
    return(not_true_here)
  }
  compare_fits(actual$value, expected$value, slack_of(expected$value, other))
}

# On a grid of 2^-20 a shift below 2^32 rounds nothing.
check_shift <- function(case) {
  problem <- change(
    case$problem,
    base = round(case$problem$base * 2^20) / 2^20, offset = 0, scale = 1
  )
  problem <- steady(problem)
  shift <- with_seed(problem$seed, sample(c(-1, 1), 1) * round(10^stats::runif(1, 0, 8)))
  moved <- change(problem, offset = shift)
  if (max(abs(problem$base)) > 2^31) {
    return(not_true_here)
  }
  expected <- outcome_under(case, problem)
  actual <- outcome_under(case, moved)$value
  if (!is_sound_outcome(expected, problem)) {
    return(not_true_here)
  }
  fit <- expected$value
  fit$means <- fit$means + shift
  # What the rounding of a mean near the shift does to a covariance is of second order;
  # the means themselves are rounded.
  compare_fits(actual, fit, max(1e-8, slack_of(fit, moved)))
}

# A power of two scales without rounding; any other factor where no offset would turn
# its rounding into a shift of the rows against each other.
check_scale <- function(case) {
  problem <- steady(change(case$problem, scale = 1))
  factor <- with_seed(problem$seed, {
    if (problem$offset == 0) 10^stats::runif(1, -120, 120) else 2^sample(-390:390, 1)
  })
  expected <- outcome_under(case, problem)
  actual <- outcome_under(case, change(problem, scale = factor))$value
  if (!is_sound_outcome(expected, problem)) {
    return(not_true_here)
  }
  if (!inherits(actual, "gaussmix")) {
    return("one is a fit, the other is none")
  }
  fit <- expected$value
  slack <- slack_of(fit, problem)
  actual$means <- actual$means / factor
  actual$covariances <- actual$covariances / factor / factor
  actual$log_likelihood <- actual$log_likelihood + actual$nobs * actual$d * log(factor)
  # The sum of likelihood and n d log(s) is rounded at the size of its terms.
  cancelled <- 1e-14 * actual$d * abs(log(factor))
  first_of(
    compare_parameters(parameters_of(actual), parameters_of(fit), slack),
    exceeds(likelihood_error(actual, fit), slack + cancelled, "log-likelihood")
  )
}

# One component without a ridge is the weighted mean and covariance.
check_one_component <- function(case) {
  problem <- case$problem
  one <- change(with_one_component(problem), reg_covar = 0)
  outcome <- outcome_under(case, change(one, max_iter = 3))
  if (!is_sound_outcome(outcome, one)) {
    return(not_true_here)
  }
  x <- data_of(one)
  w <- weights_of(one)
  # cov.wt() squares: its data are scaled to be of order one.
  moments <- stats::cov.wt(x / one$scale, wt = w / sum(w), method = "ML")
  fit <- outcome$value
  fit$means <- fit$means / one$scale
  fit$covariances <- fit$covariances / one$scale / one$scale
  compare_parameters(parameters_of(fit), list(
    weights = 1, means = rbind(moments$center),
    covariances = array(shaped(moments$cov, fit), c(dim(moments$cov), 1))
  ), slack_of(outcome$value, one))
}

shaped <- function(covariance, fit) {
  d <- fit$d
  switch(fit$covariance_type,
    full = , tied = covariance,
    diag = , tied_diag = diag(diag(covariance), d),
    spherical = , tied_spherical = diag(mean(diag(covariance)), d)
  )
}

# A mixture of the same parameters predicts the same.
check_model <- function(case) {
  fit <- steady_outcome(case)$value
  parameters <- stats::coef(fit)
  model <- gmm_model(
    parameters$weights, parameters$means, parameters$covariances, fit$covariance_type
  )
  x <- data_of(case$problem)
  slack <- slack_of(fit, case$problem)
  of <- function(object, type) case$estimator$predict(object, x, type = type)
  density <- of(fit, "log_density")
  # A distance of many standard deviations is squared in a log density.
  first_of(
    exceeds(
      abs(of(model, "log_density") - density) / pmax(1, abs(density)), slack, "log densities"
    ),
    exceeds(
      abs(of(model, "prob") - of(fit, "prob")) / max(1, abs(density)), slack, "posterior"
    )
  )
}

# Regular problems ---------------------------------------------------------------------------

# Rows enough, distinct, and a fit from the components that the data were made of that
# converges, has not collapsed and by BIC is better than a single component: then a search must
# find a fit without a word. (Where the data do not tell the components apart nearly all runs end in
# a collapse, in the end, and a maximum between them can be one of hundreds.)
is_plain_case <- function(case) {
  problem <- case$problem
  if (!is_regular(problem)) {
    return(FALSE)
  }
  reference <- outcome_under(case, change(
    problem,
    start = "labels", labels = problem$truth, tol = 1e-8, max_iter = 1000
  ))
  sound <- inherits(reference$value, "gaussmix") && length(reference$warnings) == 0
  sound && is_better_than_one(reference$value, case)
}

is_better_than_one <- function(fit, case) {
  if (fit$n_components == 1) {
    return(TRUE)
  }
  one <- outcome_under(case, with_one_component(case$problem))
  !inherits(one$value, "gaussmix") || bic(fit) < bic(one$value)
}

# How often that was so: a run reports it.
slow <- new.env()
slow$searches <- 0

# EM can be slow without a fault, where components overlap: to say that it is not there
# yet is right, if it arrives in the end.
check_plain <- function(case) {
  search <- function(max_iter) {
    outcome_under(case, change(
      case$problem,
      start = "mixed", n_init = 20, tol = 1e-8, max_iter = max_iter
    ))
  }
  outcome <- search(1000)
  if (identical(classes_of(outcome), "gaussmix_warning_not_converged")) {
    slow$searches <- slow$searches + 1
    outcome <- search(1e5)
  }
  conditions <- c(outcome$warnings, if (!is.null(outcome$error)) list(outcome$error))
  if (length(conditions) > 0) {
    paste("a regular problem gives:", conditionMessage(conditions[[1]]))
  }
}

# With one component more the best score is not lower, but for what a search may miss; or
# the fit says why. (Of few rows the price of a component is next to nothing: two of seven
# pay for one, and there may be nothing that pays for another.)
check_more_components <- function(case) {
  problem <- change(
    case$problem, start = "mixed", n_init = 20, begin = NULL, tol = 1e-8, max_iter = 1000
  )
  fit_with <- function(n_components) {
    outcome_under(case, change(problem, n_components = n_components))$value
  }
  fewer <- fit_with(problem$n_components)
  more <- fit_with(problem$n_components + 1)
  both <- inherits(fewer, "gaussmix") && inherits(more, "gaussmix")
  if (!both || !fewer$supported || !more$supported || !more$converged) {
    return(not_true_here)
  }
  noise <- fewer$nobs / fewer$n * (2 + 0.01 * fewer$n)
  exceeds(comparable(fewer) - comparable(more), noise, "score lost with a component more")
}

is_searched_likelihood <- function(case) {
  fit <- fit_of(case)
  !is_supplied(case$problem) && has_fit(case) && fit$objective == "log_likelihood" &&
    fit$n >= 5 * (fit$d + 1) * (fit$n_components + 1)
}

supplied_fit <- function(case) has_fit(case) && is_supplied(case$problem)

# Of a prior's fit it is the posterior that does not fall.
is_sound_likelihood <- function(case) {
  is_sound_primary(case) && identical(fit_of(case)$objective, "log_likelihood")
}

always <- function(case) TRUE

laws <- list(
  law("outcome", check_outcome, always),
  law("told", check_told),
  law("finite", check_finite),
  law("posterior", check_posterior),
  law("likelihood", check_likelihood),
  law("trace", check_trace),
  law("classes", check_classes),
  law("training", check_training, share = 1 / 2),
  law("far", check_far),
  law("criteria", check_criteria, share = 1 / 2),
  law("saved", check_saved, share = 1 / 8),
  law("draws", check_draws, share = 1 / 2),
  law("rng", check_rng, supplied_fit, share = 1 / 4),
  law("inputs", check_inputs, share = 1 / 4),
  law("verbs", check_verbs, share = 1 / 20),
  law("outliers", check_outliers, share = 1 / 2),
  law("tails", check_tails, share = 1 / 10),
  law("boxes", check_boxes, is_sound_primary, share = 1 / 4),
  law("lines", check_lines, share = 1 / 4),
  law("steps", check_steps, is_sound_likelihood, share = 1 / 2),
  law("halves", check_halves, share = 1 / 4),
  law("trim", check_trim, share = 1 / 10),
  law("pictures", check_pictures, share = 1 / 40),
  law("projection", check_projection, share = 1 / 4),
  law("keep_data", check_keep_data, share = 1 / 8),
  law("threads", check_threads, share = 1 / 8),
  law("again", check_again, share = 1 / 8),
  law("resumed", check_resumed, is_sound_primary, share = 1 / 2),
  law("row_order", check_row_order, is_sound, share = 1 / 3),
  law("component_order", check_component_order, is_sound, share = 1 / 3),
  law("repeated", check_repeated, always, share = 1 / 4),
  law("zero", check_zero, always, share = 1 / 4),
  law("shift", check_shift, always, share = 1 / 4),
  law("scale", check_scale, always, share = 1 / 4),
  law("one_component", check_one_component, always, share = 1 / 4),
  law("model", check_model, is_sound, share = 1 / 4),
  law("regular", check_plain, is_plain_case),
  law("more_components", check_more_components, is_searched_likelihood, share = 1 / 3)
)
names(laws) <- vapply(laws, function(one) one$name, character(1))

# The laws that are tried on a problem: which of the dearer ones, its seed decides.
laws_for <- function(problem, estimator) {
  turn <- problem$seed %% 840 / 840
  place <- seq_along(laws) / length(laws)
  due <- (turn * 7 + place) %% 1 < vapply(laws, function(one) one$share, numeric(1))
  laws[due & names(laws) %in% estimator$laws]
}

# What is wrong with a case under a law: a text, or NULL.
broken <- function(law, case) {
  found <- attempt({
    if (law$when(case)) law$check(case) else not_true_here
  }, 5 * seconds_at_most)
  first_of(
    found$value,
    if (!is.null(found$error)) paste("raised by a verb of the fit:", first_line(found$error)),
    if (length(found$warnings) > 0) {
      paste("from a verb of the fit:", first_line(found$warnings[[1]]))
    }
  )
}
