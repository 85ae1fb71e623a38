# The criteria that selections are by: their names, in tables and in words.

selection_criteria <- c("BIC", "AIC", "ICL", "cv", "lower_bound")

criterion_names <- c(
  AIC = "AIC", BIC = "BIC", ICL = "ICL", cv = "cross-validated log-likelihood",
  lower_bound = "lower bound of the log evidence"
)

criterion_titles <- c(
  AIC = "AIC (smaller is better)", BIC = "BIC (smaller is better)",
  ICL = "ICL (smaller is better)",
  cv = "Cross-validated\nlog-likelihood per observation\n(larger is better)",
  lower_bound = "Lower bound of\nthe log evidence\n(larger is better)"
)

# Tables write criteria as broom does, functions in small letters: both are names.
check_criterion_name <- function(criterion, call) {
  one <- if (length(criterion) == 1) as_in_tables(criterion) else criterion
  check_choice(one, selection_criteria, "criterion", call)
}

as_in_tables <- function(criterion) {
  if (!is.character(criterion)) {
    return(criterion)
  }
  at <- match(tolower(criterion), tolower(selection_criteria))
  if (anyNA(at)) criterion else selection_criteria[at]
}

larger_is_better <- function(criterion) criterion %in% c("cv", "lower_bound")
