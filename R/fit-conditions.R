# What a fit refuses before and after the core has run, and what it warns of.

# Components that no row needs are nothing bad where they are switched off.
check_enough_rows <- function(data, n_components, settings, call) {
  if (data$n_effective < n_components && !is_bayes(settings)) {
    abort(c("rows", "data"), c(
      "`x` must have at least as many rows as there are components.",
      x = paste0(
        "It has ", counted(data$n_effective, "usable row"), "; `n_components` is ",
        format(n_components, scientific = FALSE), "."
      )
    ), call = call)
  }
}

check_constant <- function(data, settings, call) {
  if (!any(data$constant) || !is.null(settings$prior)) {
    return(invisible())
  }
  if (settings$control$reg_covar_scale == "absolute" && settings$reg_covar > 0) {
    return(invisible())
  }
  columns <- vapply(which(data$constant), column_label, character(1), names = data$column_names)
  abort("degenerate", c(
    "Every column of `x` must vary.",
    x = paste0("Constant: ", enumerate(columns), "."),
    i = paste(
      "Leave such columns out, use `prior = gmm_prior()`, or give all columns an absolute ridge:",
      "`reg_covar = 1e-6, control = gmm_control(reg_covar_scale = \"absolute\")`."
    )
  ), call = call)
}

# In the core every start failed: a covariance has no inverse and no ridge.
check_not_failed <- function(result, settings, call) {
  if (result$trouble != "singular") {
    return(invisible())
  }
  abort("degenerate", c(
    "The likelihood has no maximum that could be found.",
    x = paste0(
      "With ", if (is.null(settings$prior)) {
        paste("`reg_covar` =", format(settings$reg_covar))
      } else {
        "this `prior`"
      }, ", ",
      trouble_text(result$trouble, result$component), "."
    ),
    i = paste(
      "Use fewer components, a `covariance_type` with fewer parameters, a `prior`,",
      "or a larger `reg_covar`."
    )
  ), call = call)
}

# A prior can be so sure, or so far from the data, that doubles cannot tell its density.
check_objective <- function(result, settings, call) {
  if (!is.null(settings$prior) && !all(is.finite(result$trace))) {
    abort("degenerate", c(
      "`prior` must leave the data and the parameters a density that is a double.",
      x = "Their log-density is not finite.",
      i = "Use a mean nearer to the data, or a prior that is less sure."
    ), call = call)
  }
}

# Parameters that are given can lie so far from the data that their density there
# underflows. (From data, only a covariance without an inverse does that.)
check_density <- function(result, begin, call) {
  if (begin$core$from == "parameters" && !all(is.finite(result$trace))) {
    abort("start", c(
      "`start` must give the data a positive density.",
      x = "Its log-likelihood is -Inf.",
      i = "Use means near the data, or labels."
    ), call = call)
  }
}

warn_of_constant_columns <- function(data, settings, call) {
  if (any(data$constant)) {
    columns <- vapply(which(data$constant), column_label, character(1), names = data$column_names)
    # With a prior no likelihood grows without bound.
    warn(c("constant", if (is.null(settings$prior)) "singular"), c(
      paste0(
        "Columns of `x` are constant: their variances are the ",
        if (is.null(settings$prior)) "ridge" else "prior's", " alone."
      ),
      x = paste0("Constant: ", enumerate(columns), "."),
      i = "Densities and criteria depend on it; leave such columns out."
    ), call)
  }
}

warn_of_identical <- function(result, call) {
  if (length(result$identical) == 0) {
    return(invisible())
  }
  warn("start", c(
    "Components of `start` should differ in more than their weights.",
    x = paste0("The same: ", enumerate(result$identical), "."),
    i = paste(
      "EM cannot tell them apart; they were set apart where that gained.",
      "Use other means, labels, or a word such as \"mixed\"."
    )
  ), call)
}

warn_of_singular <- function(fit, call) {
  if (!fit$singular) {
    return(invisible())
  }
  warn("singular", c(
    if (outdone_reason %in% fit$restarts$reason[fit$restarts$chosen]) {
      "The fit has more components than the data support."
    } else if (fit$supported) {
      "The likelihood has no maximum: a component of the fit is degenerate."
    } else {
      "A component of the fit has collapsed; its likelihood says little."
    },
    bulleted(sub("([^?])$", "\\1.", sentence_case(degeneration_lines(fit)))),
    i = paste(
      "Use fewer components, a `covariance_type` with fewer parameters, or",
      "`prior = gmm_prior()`."
    )
  ), call)
}

# EM that is to run so many iterations does not look whether it has converged.
should_converge <- function(settings) settings$tol > 0 && settings$max_iter > 0

warn_of_not_converged <- function(fit, settings, call) {
  if (fit$converged || !should_converge(settings)) {
    return(invisible())
  }
  last <- diff(utils::tail(fit$trace, 2)) / fit$nobs
  warn("not_converged", c(
    paste0("EM did not converge in ", format(settings$max_iter), " iterations."),
    x = paste0(
      "The ", gsub("_", "-", fit$objective), " per observation last changed by ",
      format(last, digits = 3),
      if (is.finite(fit$expected_gain)) {
        paste0(" and is expected to gain ", format(fit$expected_gain, digits = 3))
      },
      "; `tol` is ", format(settings$tol), "."
    ),
    i = "Use a larger `max_iter`, or `gmm_fit(start = fit)` to go on from here."
  ), call)
}
