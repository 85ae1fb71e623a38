# What run.R and fits.R share: the arguments of the command line, and where results go.

option_value <- function(given, name, default) {
  found <- grep(paste0("^--", name, "="), given, value = TRUE)
  if (length(found) == 0) default else sub("^[^=]*=", "", tail(found, 1))
}

# The parts that were asked for, all unless told.
chosen_parts <- function(given, parts) {
  only <- strsplit(option_value(given, "only", paste(parts, collapse = ",")), ",")[[1]]
  unknown <- setdiff(only, parts)
  if (length(unknown) > 0) {
    stop(
      "There is no part called ", unknown[1], ": ", paste(parts, collapse = ", "), ".",
      call. = FALSE
    )
  }
  only
}

rows_of <- function(problems) lapply(seq_len(nrow(problems)), function(i) problems[i, ])

# Results of small runs are not kept.
save_results <- function(results, file, options) {
  folder <- file.path(if (options$small) cache_folder() else "benchmarks", "results")
  dir.create(folder, showWarnings = FALSE)
  write.csv(results, file.path(folder, paste0(file, ".csv")), row.names = FALSE, quote = TRUE)
}
