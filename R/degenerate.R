# What is said of a fit in which a component is degenerate, or narrower than the data support.

# One line for each component; nothing where there is nothing to say.
degeneration_lines <- function(fit) {
  reason <- if (fit$singular) fit$restarts$reason[fit$restarts$chosen]
  if (fit$singular && !startsWith(reason, "degenerate: ")) {
    return(unsupported_line(reason, fit))
  }
  vapply(seq_along(fit$degenerate), function(i) degenerate_line(fit, i), "")
}

# What is told of a fit as a whole.
degeneration_text <- function(fit) {
  lines <- degeneration_lines(fit)
  if (length(lines) > 0) {
    paste0(singular_title(fit), ": ", paste(lines, collapse = "; "))
  }
}

# Where the prior holds components up no covariance is singular, nor where none is degenerate.
singular_title <- function(fit) {
  if (!fit$singular) {
    "Held up by the prior"
  } else if (fit$supported || length(fit$degenerate) > 0) {
    "Singular"
  } else {
    "Unsupported"
  }
}

degenerate_line <- function(fit, i) {
  k <- fit$degenerate[i]
  identical <- fit$identical_rows[i]
  own <- round(fit$counts[[k]] / fit$nobs * fit$n)
  paste0(
    "component ", component_names(fit)[k], ": ",
    if (identical > 1) {
      paste(grouped(identical), "of", grouped(fit$n), "rows are identical")
    } else {
      paste("its", counted(own, "row"), if (own == 1) "lies" else "lie", "in a plane")
    },
    "; ",
    if (fit$singular) {
      paste(
        "no likelihood maximum, covariance from",
        if (fit$held_up) "a penalty" else "the ridge", "(see ?`gaussmix-search`)"
      )
    } else {
      "criteria from the penalised log-likelihood (see ?`gaussmix-search`)"
    }
  )
}

unsupported_line <- function(reason, fit) {
  if (reason == outdone_reason) {
    return("so few rows do not support so many components: fewer are worth more")
  }
  parts <- regmatches(
    reason, regexec("^(unsupported|collapsed): component ([0-9]+), ([^,]*)", reason)
  )[[1]]
  if (length(parts) == 0) {
    return(reason)
  }
  name <- component_names(fit)[as.integer(parts[3])]
  paste0("component ", name, ": ", parts[4], ", narrower than the data support; fewer components?")
}

# What the criteria are computed from: where the likelihood has no maximum, the penalised one.
criterion_log_likelihood <- function(fit) {
  fit$penalised_log_likelihood %||% fit$log_likelihood
}

sentence_case <- function(text) paste0(toupper(substr(text, 1, 1)), substring(text, 2))

bulleted <- function(text) stats::setNames(text, rep("x", length(text)))
