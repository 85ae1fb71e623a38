# Rscript tools/check-messages.R [--self-test]
#
# Every error, warning and message of a class has a text of its own, and every text stands
# in a snapshot of the tests, so that each is triggered by a test and its wording is reviewed. Fails
# otherwise. The texts are read from the calls that raise conditions; what is computed in
# them stands for any text.

# Functions that raise a condition, and which of their arguments is the message.
raisers <- c(
  abort = 2, warn = 2, inform = 2, abort_argument = 1, abort_start = 1, abort_parameters = 1
)

calls_of <- function(expression, names) {
  if (!is.call(expression) && !is.pairlist(expression) && !is.expression(expression)) {
    return(list())
  }
  own <- is.call(expression) && is.symbol(expression[[1]]) &&
    as.character(expression[[1]]) %in% names
  is_missing <- function(part) identical(part, quote(expr = )) # nolint: spaces_inside.
  parts <- Filter(Negate(is_missing), as.list(expression))
  c(if (own) list(expression), unlist(lapply(parts, calls_of, names), recursive = FALSE))
}

escaped <- function(text) gsub("([][{}()+*^$|\\\\?.])", "\\\\\\1", text)

# A message as a regular expression.
pattern_of <- function(message) {
  if (is.character(message)) {
    return(escaped(message))
  }
  if (is.call(message) && "collapse" %in% names(message)) {
    return(".*")
  }
  name <- if (is.call(message) && is.symbol(message[[1]])) as.character(message[[1]]) else ""
  patterns <- function(parts, collapse) {
    paste(vapply(as.list(parts), pattern_of, ""), collapse = collapse)
  }
  switch(name,
    c = pattern_of(message[[2]]),
    paste0 = patterns(message[-1], ""),
    paste = patterns(message[-1], " "),
    `if` = paste0("(", patterns(message[-(1:2)], "|"), ")?"),
    `(` = pattern_of(message[[2]]),
    ".*"
  )
}

messages_of <- function(file) {
  calls <- calls_of(parse(file, keep.source = FALSE), names(raisers))
  patterns <- vapply(calls, function(call) {
    arguments <- as.list(call)[-1]
    pattern_of(arguments[[raisers[[as.character(call[[1]])]]]])
  }, "")
  # A function that hands its message on says nothing itself.
  data.frame(file = rep(file, length(patterns)), pattern = patterns)[patterns != ".*", ]
}

snapshot_lines <- function(folder) {
  files <- list.files(folder, pattern = "[.]md$", full.names = TRUE)
  trimws(unlist(lapply(files, readLines, encoding = "UTF-8")))
}

check_messages <- function(tree) {
  files <- list.files(file.path(tree, "R"), pattern = "[.]R$", full.names = TRUE)
  messages <- do.call(rbind, lapply(files, messages_of))
  lines <- snapshot_lines(file.path(tree, "tests", "testthat", "_snaps"))
  shown <- vapply(messages$pattern, function(p) any(grepl(paste0("^", p, "$"), lines)), logical(1))
  list(
    n = nrow(messages),
    twice = messages[duplicated(messages$pattern), ],
    untested = messages[!shown, ]
  )
}

report <- function(result) {
  tell <- function(rows, text) {
    for (i in seq_len(nrow(rows))) {
      cat(basename(rows$file[i]), ": ", text, ": ", rows$pattern[i], "\n", sep = "")
    }
  }
  tell(result$twice, "a text that is raised elsewhere, too")
  tell(result$untested, "no snapshot has this text")
  cat(
    result$n, "messages,", nrow(result$twice), "twice,", nrow(result$untested),
    "without a snapshot\n"
  )
}

# Plants a message that no test triggers, and one that is there already.
self_test <- function(tree) {
  copy <- tempfile()
  dir.create(file.path(copy, "tests", "testthat"), recursive = TRUE)
  on.exit(unlink(copy, recursive = TRUE))
  file.copy(file.path(tree, "R"), copy, recursive = TRUE)
  snapshots <- file.path(tree, "tests", "testthat", "_snaps")
  file.copy(snapshots, file.path(copy, "tests", "testthat"), recursive = TRUE)
  planted <- file.path(copy, "R", "planted.R")
  before <- check_messages(copy)
  caught <- function(line, part) {
    writeLines(line, planted)
    after <- check_messages(copy)
    nrow(after[[part]]) == nrow(before[[part]]) + 1
  }
  seen <- c(
    caught('f <- function() abort("data", "Nobody has seen this.", call = NULL)', "untested"),
    caught(
      'f <- function(n) abort("data", c(paste0("Nobody has seen ", n, "."), x = "y"), call = NULL)',
      "untested"
    ),
    caught('f <- function() if (TRUE) abort_start("Or this.", NULL)', "untested"),
    caught('f <- function() warn("x", c("The selection was interrupted.", x = "y"), NULL)', "twice")
  )
  cat(sum(seen), "of", length(seen), "planted faults caught\n")
  all(seen)
}

arguments <- commandArgs(trailingOnly = TRUE)
if ("--self-test" %in% arguments) {
  quit(status = as.integer(!self_test(".")))
}
result <- check_messages(".")
report(result)
quit(status = as.integer(nrow(result$twice) + nrow(result$untested) > 0))
