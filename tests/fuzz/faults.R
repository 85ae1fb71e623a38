# Planted faults. The fuzzer is worth as much as what it finds: each fault here is an
# estimator, a law or a call that is wrong in one way, and --self-test fails unless the law
# that is named catches it, and shrinks the problem to the size that is named.

# An estimator that is wrong in one part. `break_it(part, ...)` gets the sound part.
faulty <- function(part, wrong) {
  estimator <- estimators()$gmm_fit
  sound <- estimator[[part]]
  estimator[[part]] <- wrong(sound)
  estimator
}

# A fit that is changed on its way out.
spoilt <- function(spoil) {
  faulty("fit", function(fit_by) {
    function(problem) spoil(fit_by(problem), problem)
  })
}

# `rows` and `columns`: no more than these are left of the problem, and no fewer than
# `least` rows, which the fault needs.
fault <- function(name, law, estimator, rows = 4, columns = 1, least = 1) {
  list(
    name = name, law = law, estimator = estimator, rows = rows, columns = columns, least = least
  )
}

planted_faults <- function() {
  list(
    fault("a log-likelihood off by 1e-6", "likelihood", spoilt(function(fit, problem) {
      fit$log_likelihood <- fit$log_likelihood * (1 + 1e-6)
      fit
    })),
    fault("an error without a class where n > 7", "outcome", spoilt(function(fit, problem) {
      if (fit$n > 7) stop("subscript out of bounds")
      fit
    }), rows = 8, least = 8),
    fault("an error without a class where d = 3 or more", "outcome", spoilt(function(fit, problem) {
      if (fit$d > 2) stop("subscript out of bounds")
      fit
    }), columns = 3),
    fault("a warning without a class", "outcome", spoilt(function(fit, problem) {
      if (fit$iterations > 0) warning("NaNs produced")
      fit
    })),
    fault("no fit and no error", "outcome", spoilt(function(fit, problem) {
      if (fit$n_components < 3) fit
    }), rows = 8),
    fault("a call that hangs", "outcome", spoilt(function(fit, problem) {
      if (fit$n > 7) hang()
      fit
    }), rows = 8, least = 8),
    fault("a collapse without its warning", "told", faulty("fit", function(fit_by) {
      function(problem) suppressWarnings(fit_by(problem))
    }), columns = 2),
    fault("a count that is not a number", "finite", spoilt(function(fit, problem) {
      fit$counts[1] <- NaN
      fit
    })),
    fault("mixing weights off by 1e-13", "finite", spoilt(function(fit, problem) {
      fit$weights[1] <- fit$weights[1] - 1e-13
      fit
    })),
    fault("a posterior row with sum 1 + 1e-14", "posterior", faulty("predict", function(predict) {
      function(...) {
        result <- predict(...)
        if (is.matrix(result)) result[1, ] <- result[1, ] * (1 - 1e-14)
        result
      }
    })),
    fault("a likelihood that falls", "trace", spoilt(function(fit, problem) {
      n <- length(fit$trace)
      if (n > 3) fit$trace[2] <- fit$trace[1] - 1e-6 * abs(fit$trace[1])
      fit
    }), rows = 12),
    fault("the last of equal classes", "classes", faulty("predict", function(predict) {
      function(object, ..., type = "class") {
        if (type != "class") return(predict(object, ..., type = type))
        z <- predict(object, ..., type = "prob")
        factor(max.col(z, "last"), seq_len(ncol(z)))
      }
    })),
    fault("other classes for newdata", "training", faulty("predict", function(predict) {
      function(object, newdata, ...) {
        if (missing(newdata)) return(predict(object, ...))
        predict(object, newdata * (1 + 1e-6), ...)
      }
    })),
    fault("log densities that flags do not share", "outliers", faulty("predict", function(predict) {
      function(..., type = "class") {
        result <- predict(..., type = type)
        if (type == "log_density") result * (1 + 1e-12) else result
      }
    })),
    fault("a draw too few", "draws", faulty("draw", function(draw) {
      function(fit, n) draw(fit, n - 1)
    })),
    fault("draws with standard deviations for variances", "draws", faulty("draw", function(draw) {
      function(fit, n) {
        drawn <- draw(fit, n)
        drawn[] <- drawn + 2 * sqrt(rep(variances_of(fit)[, 1], each = n))
        drawn
      }
    })),
    fault("a likelihood off by 1e-6 where values are missing", "likelihood", spoilt(
      function(fit, problem) {
        if (!is.null(fit$missing)) fit$log_likelihood <- fit$log_likelihood * (1 + 1e-6)
        fit
      }
    ), columns = 2, least = 2),
    fault("holes that are not counted", "missing", spoilt(function(fit, problem) {
      if (!is.null(fit$missing)) fit$missing$cells <- fit$missing$cells - 1
      fit
    }), columns = 2, least = 2),
    fault("a fit that knows its na_action", "na_action", spoilt(function(fit, problem) {
      if (problem$na_action == "em") fit$weights[1] <- fit$weights[1] * (1 - 2^-52)
      fit
    })),
    fault("rows without any value that count", "empty_rows", spoilt(function(fit, problem) {
      fit$nobs <- fit$nobs + length(fit$omitted)
      fit
    })),
    fault("the first column is a special one", "column_order", spoilt(function(fit, problem) {
      fit$means[, 1] <- fit$means[, 1] + 1e-4 * problem$scale
      fit
    }), rows = 8, columns = 2),
    fault("densities of holes that are zero", "by_hand", faulty("predict", function(predict) {
      function(object, newdata, type = "class", ...) {
        if (type != "log_density" || is.null(object$missing) || !missing(newdata)) {
          return(predict(object, newdata, type = type, ...))
        }
        predict(object, replace(object$data$x, is.na(object$data$x), 0), type = type)
      }
    }), rows = 8, columns = 2, least = 2),
    fault("holes with the mean of their column", "em_by_hand", faulty("fit", function(fit_by) {
      function(problem) {
        if (has_holes(problem)) {
          filled <- apply(replace(problem$base, problem$holes, NA), 2, function(column) {
            replace(column, is.na(column), mean(column, na.rm = TRUE))
          })
          problem <- change(problem, base = matrix(filled, nrow(problem$base)), holes = NULL)
        }
        fit_by(problem)
      }
    }), rows = 8, columns = 2, least = 2),
    fault("the most likely fit as the winner", "selection", faulty("select", function(select) {
      function(problem) {
        selection <- select(problem)
        selection$criterion <- "AIC"
        selection
      }
    }), rows = 60, columns = 3),
    fault("a selection that knows its threads", "selection_call", faulty(
      "select", function(select) {
        function(problem) {
          selection <- select(problem)
          selection$table$df <- selection$table$df + (problem$threads == 2)
          selection
        }
      }
    )),
    fault("a random number for a given start", "rng", spoilt(function(fit, problem) {
      stats::runif(1)
      fit
    })),
    fault("a fit that knows its threads", "threads", spoilt(function(fit, problem) {
      if (problem$threads == 3) fit$weights[1] <- fit$weights[1] * (1 - 2^-52)
      fit
    })),
    fault("a fit that depends on keep_data", "keep_data", spoilt(function(fit, problem) {
      if (!problem$keep_data) fit$entropy <- fit$entropy + 1
      fit
    })),
    fault("a fit that depends on the order of rows", "row_order", spoilt(function(fit, problem) {
      fit$means[1, 1] <- fit$means[1, 1] + 1e-6 * (problem$base[1, 1] > 0) * problem$scale
      fit
    }), rows = 8),
    fault("the first component is a special one", "component_order", spoilt(function(fit, problem) {
      fit$covariances[] <- fit$covariances * (1 + 1e-6 * (problem$labels[1] == 1))
      fit
    }), rows = 15),
    fault("weights that count as one more", "repeated", faulty("fit", function(fit_by) {
      function(problem) {
        if (!is.null(problem$weights)) problem$weights <- problem$weights + 1e-6
        fit_by(problem)
      }
    }), rows = 8),
    fault("rows of weight zero that count", "zero", faulty("fit", function(fit_by) {
      function(problem) {
        if (!is.null(problem$weights)) problem$weights <- pmax(problem$weights, 1e-5)
        fit_by(problem)
      }
    }), rows = 8),
    fault("a shift that rounds", "shift", faulty("fit", function(fit_by) {
      function(problem) {
        size <- max(abs(data_of(problem)))
        fit <- fit_by(problem)
        if (size > 1000) fit$covariances[] <- fit$covariances * (1 + size * 1e-7)
        fit
      }
    }), rows = 8),
    fault("a ridge in the units of the data", "scale", faulty("fit", function(fit_by) {
      function(problem) {
        gmm_fit(
          data_of(problem), problem$n_components, problem$covariance_type,
          start = start_of(problem), max_iter = problem$max_iter, tol = problem$tol,
          reg_covar = 1e-6, control = gmm_control(reg_covar_scale = "absolute")
        )
      }
    }), rows = 8),
    fault("the unbiased covariance", "one_component", spoilt(function(fit, problem) {
      fit$covariances[] <- fit$covariances * fit$n / (fit$n - 1)
      fit
    })),
    fault("a warning for a regular problem", "regular", spoilt(function(fit, problem) {
      if (!is_supplied(problem)) warn_of("singular")
      fit
    }), rows = 24),
    fault("a search that never arrives", "regular", spoilt(function(fit, problem) {
      if (!is_supplied(problem)) warn_of("not_converged")
      fit
    }), rows = 24)
  )
}

hang <- function() {
  end <- proc.time()[["elapsed"]] + 5
  while (proc.time()[["elapsed"]] < end) NULL
}

warn_of <- function(what) {
  warning(structure(
    class = c(paste0("gaussmix_warning_", what), "gaussmix_warning", "warning", "condition"),
    list(message = "A planted warning.", call = NULL)
  ))
}

# The first problem of a few hundred that the law rejects, or NULL.
first_caught <- function(fault, n = 400) {
  for (seed in seq_len(n)) {
    case <- new_case(problem_for(seed, fault$estimator), fault$estimator)
    if (is_broken(laws[[fault$law]], case)) {
      return(case$problem)
    }
  }
}

is_fault_caught <- function(fault) {
  problem <- first_caught(fault)
  if (is.null(problem)) {
    cat("self-test: not caught: ", fault$name, "\n", sep = "")
    return(FALSE)
  }
  fails <- function(candidate) is_broken(laws[[fault$law]], new_case(candidate, fault$estimator))
  small <- shrink(problem, fails, seconds = 20)
  size <- dim(small$base)
  cat(sprintf(
    "self-test: %s: seed %.0f, %d x %d, shrunken to %d x %d\n", fault$name, problem$seed,
    nrow(problem$base), ncol(problem$base), size[1], size[2]
  ))
  # A sound estimator must hold the law where the faulty one does not.
  sound <- !is_broken(laws[[fault$law]], new_case(small, estimators()$gmm_fit))
  if (!sound) cat("self-test: the sound estimator breaks the law, too\n")
  sound && size[1] >= fault$least && size[1] <= fault$rows && size[2] <= fault$columns
}

# Calls into functions that are wrong: each must be rejected.
faulty_functions <- list(
  "an error of R's own" = function(x) if (is.character(x)) log(x) else x,
  "a warning of R's own" = function(x) if (is.character(x)) as.numeric("a") else x,
  "a hang" = function(x) if (is.character(x)) hang() else x
)

is_call_fault_caught <- function(name) {
  world <- call_world()
  assign("faulty_function", faulty_functions[[name]], world)
  call <- template("faulty_function", x = "1")
  call$swaps <- list(list(name = "x", value = "2"), list(name = "x", value = '"a"'))
  fails <- function(candidate) !is.null(broken_call(candidate, world, seconds = 1))
  caught <- fails(call) && identical(text_of(shrink_call(call, fails)), 'faulty_function(x = "a")')
  call$swaps <- call$swaps[1]
  caught <- caught && !fails(call)
  if (!caught) cat("self-test: not caught in a call: ", name, "\n", sep = "")
  caught
}

self_test <- function() {
  # A hang need not take a minute to be found.
  seconds_at_most <<- 1
  faults <- planted_faults()
  caught <- vapply(faults, is_fault_caught, NA)
  calls <- vapply(names(faulty_functions), is_call_fault_caught, NA)
  for (fault in faults[!caught]) cat("self-test: failed: ", fault$name, "\n", sep = "")
  cat(
    "self-test: ", sum(caught), " of ", length(caught), " faults caught and shrunken, ",
    sum(calls), " of ", length(calls), " in calls\n",
    sep = ""
  )
  all(caught) && all(calls)
}
