# Laws of what is done with a fit: draws, outliers, boxes, lines, steps, trims, pictures and others.

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
    unless(all(is.finite(stats::fitted(fit)[seen_rows(case$problem), ])), "fitted"),
    unless(all(is.finite(stats::residuals(fit)) != holes_of(case$problem)), "residuals"),
    unless(all(gmm_mahalanobis(fit)[whole_rows(case$problem), ] >= 0), "distances"),
    # A picture takes two columns.
    if (fit$d > 1) unless(inherits(autoplot(fit), "ggplot"), "autoplot")
  )
}

# The flagged share is that of the threshold, by weight: whole weights as repeated rows.
check_outliers <- function(case) {
  fit <- fit_of(case)
  whole <- whole_rows(case$problem)
  # By distance, which takes no draws: p-values are another matter.
  found <- gmm_outliers(fit, share = if (all(whole)) 0.1, method = "distance")
  if (!all(whole)) {
    return(check_tails_of_seen(case, found))
  }
  w <- weights_of(case$problem)
  below <- sum(w[which(found$outlier)])
  first_of(
    unless(identical(found$log_density, unname(log_density_of(case))), "log densities"),
    unless(
      identical(found$outlier, found$log_density < attr(found, "threshold")), "flags and threshold"
    ),
    exceeds(below / sum(w), 0.1 + max(w) / sum(w) + 1e-12, "share of the weight below"),
    unless(
      !any(gmm_outliers(fit, share = 0, method = "distance")$outlier[w > 0]),
      "a share of zero flags something"
    )
  )
}

# P-values are tails of the distance to a component, in as many dimensions as a row has values.
check_tails_of_seen <- function(case, found) {
  n_seen <- rowSums(!holes_of(case$problem))
  used <- n_seen > 0
  to_all <- gmm_mahalanobis(fit_of(case))
  distance <- to_all[cbind(seq_along(n_seen), as.integer(found$component))]
  tail <- stats::pchisq(distance, n_seen, lower.tail = FALSE)
  slack <- slack_of(fit_of(case), case$problem)
  first_of(
    unless(all(is.na(found$p_value[!used])), "a row without any value is judged"),
    exceeds((abs(found$distance - distance) / pmax(1, distance))[used], slack, "distances"),
    exceeds(abs(found$p_value - tail)[used], slack * max(1, distance[used]), "tails")
  )
}

check_tails <- function(case) {
  found <- gmm_outliers(fit_of(case), small = 0)
  # Of rows with holes densities have other units.
  whole <- which(whole_rows(case$problem))
  p <- found$p_value[whole][order(found$log_density[whole])]
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
  middle <- apply(data_of(case$problem), 2, stats::median, na.rm = TRUE)
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
  # A region takes ten times as long as all else: of one column, which the seed decides.
  of_region <- 1 + case$problem$seed %/% 840 %% fit$d
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
    held <- if (j == of_region) sum(gmm_hdr(fit, 0.8, dims = j)$probability) else 0.8
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
  outcome <- attempt(gmm_m_step(
    x, z, fit$covariance_type, sample_weight = problem$weights, proportions = fit$proportions
  ))
  if (inherits(outcome$error, "gaussmix_error_degenerate")) {
    return(not_true_here)
  }
  model <- outcome$value
  total <- function(mixture) sum(w * predict(mixture, x, type = "log_density"))
  # Common axes have several maxima, of which a step that knows no mixture before finds any.
  may_fall <- fit$covariance_type %in% c("EVE", "VVE")
  first_of(
    fault_of(outcome),
    unless(inherits(model, "gaussmix"), "no mixture"),
    exceeds(
      (total(fit) - total(model)) / sum(w),
      if (may_fall) Inf else 1e-9 + slack_of(fit, problem),
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
  apart <- function(part, least = 1e-300) {
    max(abs(both[[part]] - whole[[part]])) / max(abs(whole[[part]]), least)
  }
  # Scatters of single rows are what rounding leaves of squares.
  widest <- max(apply(x, 2, function(column) diff(range(column))))
  squares <- 2^-50 / 1e-10 * sum(whole$counts) * widest^2
  first_of(
    exceeds(apart("counts"), 1e-12, "counts of halves"),
    exceeds(apart("scatters", max(squares, 1e-300)), 1e-10, "scatters of halves"),
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
  w <- replace(weights_of(case$problem), !seen_rows(case$problem), 0)
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
  if (!is.null(fit$missing)) types <- c("missing", types)
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
  # What a rounding error of the fit's numbers is worth: where groups lie far apart in units of
  # what is within them, and where columns nearly depend on each other.
  given <- coef(fit)$covariances[, , active, drop = FALSE]
  pooled <- stats::cov2cor(as.matrix(apply(given, 1:2, function(s) sum(weights * s))))
  worth <- 2^-46 * max(size^2, kappa(pooled, exact = TRUE))
  if (!isTRUE(worth < 1e-2)) {
    return(not_true_here)
  }
  # Far from the origin a rounding error of the means themselves.
  place <- 2^-52 * max(abs(fit$means) %*% abs(projection$basis))
  first_of(
    unless(all(abs(diag(within) - 1) < 1e-5 + worth), "variance within components"),
    unless(all(abs(colSums(weights * means)) < 1e-6 * size + place), "centre"),
    unless(max(abs(stats::cov2cor(whole) - diag(ncol(whole)))) < 1e-5 + worth, "correlation"),
    unless(max(abs(seen - mixture$means)) < 1e-6 * size + place, "means"),
    unless(all(projection$directions$share >= 0), "shares")
  )
}
