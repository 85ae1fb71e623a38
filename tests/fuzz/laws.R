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

supplied_fit <- function(case) has_fit(case) && is_supplied(case$problem)

# Of a prior's fit it is the posterior that does not fall.
is_sound_likelihood <- function(case) {
  is_sound_primary(case) && identical(fit_of(case)$objective, "log_likelihood")
}

always <- function(case) TRUE

# Steps and statistics are of whole rows, and so is a weighted covariance.
has_whole_rows <- function(case) !has_holes(case$problem)

is_whole_fit <- function(case) has_fit(case) && has_whole_rows(case)

is_whole_likelihood <- function(case) is_sound_likelihood(case) && has_whole_rows(case)

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
  law("steps", check_steps, is_whole_likelihood, share = 1 / 2),
  law("halves", check_halves, is_whole_fit, share = 1 / 4),
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
  law("one_component", check_one_component, has_whole_rows, share = 1 / 4),
  law("model", check_model, is_sound, share = 1 / 4),
  law("regular", check_plain, is_plain_case),
  law("more_components", check_more_components, is_searched_likelihood, share = 1 / 3),
  law("missing", check_missing),
  law("na_action", check_na_action, is_whole_fit, share = 1 / 8),
  law("empty_rows", check_empty_rows, share = 1 / 4),
  law("column_order", check_column_order, is_sound, share = 1 / 4),
  law("by_hand", check_by_hand, is_sound, share = 1 / 4),
  law("em_by_hand", check_em_by_hand, is_sound, share = 1 / 4),
  law("selection", check_selection_of_fits, share = 1 / 8),
  law("selection_call", check_selection_call, share = 1 / 16)
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
