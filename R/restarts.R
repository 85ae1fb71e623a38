# The starts of a fit and what became of them: names, messages, the table.

# What is begun with where there is nothing to search for.
one_component_start <- "all_rows"

# Of the starts with these numbers. In a selection, starts at the fit with fewer components
# follow those that have names of their own.
start_names <- function(names, numbers) {
  names <- names[numbers]
  names[is.na(names)] <- "smaller_fit"
  names
}

restart_reporter <- function(names, settings) {
  title <- gsub("_", "-", objective_of(settings))
  searched <- all(names %in% c(start_kinds, one_component_start))
  function(start, objective, iterations, converged, trouble, component, sample_rows,
           n_components) {
    # Of a selection, all numbers of components come here.
    name <- if (searched && n_components == 1) one_component_start else start_names(names, start)
    message(
      "start ", start, " (", name, "): ", title, " ",
      format(objective, nsmall = 4), if (sample_rows > 0) paste0(" of ", sample_of(sample_rows)),
      ", ", counted(iterations, "iteration"),
      if (converged) ", converged",
      if (trouble > 0) paste0(", ", trouble_text(trouble, component))
    )
  }
}

# The texts of the core's troubles, in the order of its enumeration.
trouble_words <- c("none", "singular", "at_ridge", "small_variance", "empty")

trouble_text <- function(trouble, component) {
  # Zero stands for a covariance that all components share.
  owner <- if (component > 0) paste("component", component) else "all components"
  switch(trouble_words[trouble + 1],
    singular = paste("the covariance of", owner, "became singular"),
    at_ridge = paste("a variance of", owner, "is held up by the ridge"),
    small_variance = paste("component", component, "has a tiny variance and few observations"),
    empty = paste("component", component, "is empty")
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
  sound <- columns$trouble == 0
  reason <- character(length(names))
  for (i in which(!sound)) {
    reason[i] <- trouble_text(columns$trouble[i], columns$component[i])
  }
  screened <- sound & columns$screening > 0
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
      names, columns$objective, columns$iterations, columns$converged, !sound, reason,
      seq_along(names) == chosen
    ),
    names = c(
      "start", objective, "iterations", "converged", "collapsed", "reason", "chosen"
    ),
    row_names = seq_along(names)
  )
}
