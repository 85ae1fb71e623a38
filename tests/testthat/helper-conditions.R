# What a user reads of a condition, for snapshots: `<class>` and the text.
says <- function(expr) {
  condition <- tryCatch(
    {
      expr
      NULL
    },
    error = identity, warning = identity, gaussmix_message = identity
  )
  cat("<", class(condition)[1], ">\n", sep = "")
  cat(conditionMessage(condition), "\n", sep = "")
}
