# The norm of outliers: the components that say what is normal, and those too small to say it.

# Which these are, and what is needed of them.
norm_of <- function(fit, small, call) {
  weights <- unname(fit$weights)
  active <- seq_along(weights) %in% shown_components(fit) & weights > 0
  is_small <- are_small(fit, small)
  main <- which(active & !is_small)
  # The largest is always one.
  if (length(main) == 0) main <- which.max(weights)
  list(
    main = main, small = which(active & is_small), present = which(weights > 0),
    tops = log(weights) + log_heights(fit, call), share = sum(weights[main])
  )
}

are_small <- function(fit, small) {
  unname(fit$weights) < (small %||% min(0.01, 0.1 / length(shown_components(fit))))
}

# The small component that a row belongs to, if it does.
group_of <- function(distances, norm, fit) {
  logs <- sweep(-distances / 2, 2, norm$tops, `+`)[, norm$present, drop = FALSE]
  class <- norm$present[max.col(logs, "first")]
  class[!class %in% norm$small] <- NA
  # A row at infinity is of no component.
  class[!is.finite(rowSums(distances))] <- NA
  factor(class, norm$small, component_names(fit)[norm$small])
}

small_components <- function(fit, table, small) {
  present <- levels(table$group)
  shown <- setdiff(shown_components(fit), which(!are_small(fit, small)))
  names <- component_names(fit)[shown]
  data.frame(
    component = names, weight = unname(fit$weights[shown]),
    rows = as.vector(table(factor(table$group, union(names, present)))[names])
  )
}

small_lines <- function(small, group) {
  vapply(seq_len(nrow(small)), function(i) {
    paste0(
      "Component ", small$component[i], " (", format(100 * small$weight[i], digits = 2),
      " % of the weight, ",
      counted(sum(group == small$component[i], na.rm = TRUE), "row"),
      " here) may be a group of anomalies: it is no part of the norm."
    )
  }, "")
}
