# The settings of a fit: how it is asked for, how the core takes it, and what the fit keeps.

# The arguments that fits of a selection share, in the form that is used.
check_settings <- function(settings, call, actions = c("fail", "omit", "exclude", "em")) {
  settings$n_init <- check_count(settings$n_init, "n_init", call, max = 1e6)
  settings$tol <- check_nonnegative(settings$tol, "tol", call)
  settings$max_iter <- check_count(settings$max_iter, "max_iter", call, min = 0)
  settings$prior <- check_prior(settings$prior, call)
  settings$proportions <- check_choice(
    settings$proportions, proportions_words, "proportions", call
  )
  settings$reg_covar <- check_nonnegative(settings$reg_covar, "reg_covar", call)
  settings$na_action <- check_choice(settings$na_action, actions, "na_action", call)
  settings$keep_data <- check_flag(settings$keep_data, "keep_data", call)
  settings$verbose <- check_flag(settings$verbose, "verbose", call)
  settings$control <- check_control(settings$control, call)
  settings$threads <- resolve_threads(settings$threads, call)
  settings
}

core_options <- function(settings, swaps = c(4, 90), screen_keep = 5) {
  control <- settings$control
  # Who asks for one start asks for one run.
  if (!is.null(control$swaps)) swaps <- control$swaps else if (settings$n_init == 1) swaps <- 0
  list(
    tol = settings$tol, max_iter = settings$max_iter, threads = settings$threads,
    reg_covar = settings$reg_covar,
    absolute_ridge = control$reg_covar_scale == "absolute",
    accelerated = control$acceleration == "lbfgs", stop_at_noise = control$stop == "noise",
    swaps = rep_len(swaps, 2),
    screen_iter = control$screen_iter, screen_keep = control$screen_keep %||% screen_keep,
    kmeans_max_iter = control$kmeans_max_iter
  )
}

# What it takes to fit again: of what has no element of its own, all that changes a fit. A start
# that is given can be as long as the data.
settings_of_fit <- function(settings, begin) {
  settings[c("proportions", "na_action", "control", "threads", "keep_data", "verbose")] <- NULL
  settings$start <- begin$word
  settings
}
