# What is said of a fit in which a component is degenerate, or narrower than the data support.

# One line for each component; nothing where there is nothing to say.
degeneration_lines <- function(fit) {
  if (!fit$singular) {
    return(NULL)
  }
  if (!startsWith(fit$restarts$reason[fit$restarts$chosen], "degenerate: ")) {
    return(unsupported_line(fit))
  }
  vapply(seq_along(fit$degenerate), function(i) degenerate_line(fit, i), "")
}

degenerate_line <- function(fit, i) {
  k <- fit$degenerate[i]
  identical <- fit$identical_rows[i]
  paste0(
    "component ", k, ": ",
    if (identical > 0) {
      paste(grouped(identical), "of", grouped(fit$n), "rows are identical")
    } else {
      paste("its", grouped(round(fit$counts[[k]] / fit$nobs * fit$n)), "rows lie in a plane")
    },
    "; no likelihood maximum, covariance from ",
    if (fit$held_up) "a penalty" else "the ridge", " (see ?gmm_fit)"
  )
}

unsupported_line <- function(fit) {
  reason <- fit$restarts$reason[fit$restarts$chosen]
  told <- sub("^(unsupported|collapsed): (component [0-9]+), ([^,]*).*", "\\2: \\3", reason)
  if (told == reason) {
    return(reason)
  }
  paste0(told, ", narrower than the data support; fewer components?")
}

# What the criteria are computed from: where the likelihood has no maximum, the penalised one.
criterion_log_likelihood <- function(fit) {
  fit$penalised_log_likelihood %||% fit$log_likelihood
}

sentence_case <- function(text) paste0(toupper(substr(text, 1, 1)), substring(text, 2))

bulleted <- function(text) stats::setNames(text, rep("x", length(text)))
