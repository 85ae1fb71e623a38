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
  function(start, objective, iterations, converged, trouble, component, verdict, rows, gain,
           price, sample_rows, n_components) {
    told <- verdict_text(trouble, component, verdict, rows, gain, price)
    # Of a selection, all numbers of components come here.
    name <- if (searched && n_components == 1) one_component_start else start_names(names, start)
    message(
      "start ", start, " (", name, "): ", title, " ",
      format(objective, nsmall = 4), if (sample_rows > 0) paste0(" of ", sample_of(sample_rows)),
      ", ", counted(iterations, "iteration"),
      if (converged) ", converged",
      if (nzchar(told)) paste0(", ", told)
    )
  }
}

# The texts of the core's troubles, in the order of its enumeration.
trouble_words <- c(
  "none", "singular", "at_ridge", "small_variance", "empty", "degenerate", "outdone"
)

trouble_text <- function(trouble, component) {
  # Zero stands for a covariance that all components share.
  owner <- if (component > 0) paste("component", component) else "all components"
  switch(trouble_words[trouble + 1],
    singular = paste("the covariance of", owner, "became singular"),
    at_ridge = paste("a variance of", owner, "is held up by the ridge"),
    small_variance = paste("component", component, "has a tiny variance and few observations"),
    empty = paste("component", component, "is empty"),
    degenerate = paste("component", component, "is held up by a penalty")
  )
}

outdone_reason <- "unsupported: fewer components are worth more"

# What the core's verdicts are called, in the order of its enumeration.
verdict_words <- c("candidate", "untested", "unsupported", "excluded", "failed")

# What became of a run in which something was in trouble.
verdict_text <- function(trouble, component, verdict, rows, gain, price) {
  if (trouble == 0) {
    return("")
  }
  owner <- paste0("component ", component, ", ", counted(round(rows), "row"))
  payment <- if (price > 0) {
    paste(", gains", format(round(gain, 1), nsmall = 1), "of", format(round(price, 1), nsmall = 1))
  }
  switch(verdict_words[verdict + 1],
    candidate = paste0(
      if (trouble_words[trouble + 1] == "small_variance") "narrow: " else "degenerate: ",
      owner, payment
    ),
    unsupported = if (trouble_words[trouble + 1] == "outdone") {
      outdone_reason
    } else {
      paste0("unsupported: ", owner, payment)
    },
    untested = paste0("suspicious: ", owner, ", and others score higher"),
    excluded = if (component > 0 && trouble_words[trouble + 1] != "empty") {
      paste0("collapsed: ", owner)
    } else {
      trouble_text(trouble, component)
    },
    trouble_text(trouble, component)
  )
}

# Why a start was not run to its end, in the order of the core's enumeration.
screening_words <- c(
  "not among the best after screening", "as likely as another start after screening"
)

sample_of <- function(rows) {
  paste("a sample of", grouped(rows), "rows")
}

restart_table <- function(columns, names, chosen, objective) {
  collapsed <- columns$verdict > 0 | columns$n_degenerate > 0
  reason <- character(length(names))
  for (i in which(columns$trouble > 0)) {
    reason[i] <- verdict_text(
      columns$trouble[i], columns$component[i], columns$verdict[i], columns$rows[i],
      columns$gain[i], columns$price[i]
    )
  }
  screened <- columns$trouble == 0 & columns$screening > 0
  reason[screened] <- screening_words[columns$screening[screened]]
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
