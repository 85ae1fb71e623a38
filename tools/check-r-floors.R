# Checks that files in R/ use each other in one direction.
#
#   Rscript tools/check-r-floors.R [root]
#   Rscript tools/check-r-floors.R --self-test [root]
#   Rscript tools/check-r-floors.R --uses FILE ... [root]
#
# A file uses another if something in it (a body, a default argument, a table) names what the
# other one defines. Files that use each other, over however many others, are a cycle, and none
# may have more than three; and no file uses one of a higher floor. A function's own variable
# is no use of the package's function of that name unless it is called as one, and neither is
# what is quoted. A call of a generic is no use of its methods: which of them runs is not the
# caller's business. --uses prints what files use and what uses them, and why; with --self-test
# cycles and others are planted in a copy, and each must be found.

largest_cycle <- 3

# Files by floor, from below. Those that no floor names are verbs.
floors <- list(
  words = c(
    "RcppExports", "call", "conditions", "dictionary", "frame", "names", "objective",
    "parts", "proportions", "random-state", "start-words", "text", "variance-floor"
  ),
  door = c(
    "cells", "checks", "column", "control", "covariance-type", "missing", "newdata",
    "observations", "prototype", "sample-weight", "terms", "threads", "variables"
  ),
  mixture = c(
    "component", "degenerate", "intact", "mixture", "near-constant", "parameters", "posterior",
    "prior", "restarts", "settings"
  ),
  fit = c(
    "bayes", "fit", "fit-conditions", "formula", "gaussmix", "method", "start", "start-objects"
  ),
  verbs = character(),
  pictures = c("geom-ellipse", "plane", "plot", "plot-.*")
)

# What a file defines and names -----------------------------------------------------

is_assignment <- function(expression) {
  is.call(expression) && is.symbol(expression[[1]]) &&
    as.character(expression[[1]]) %in% c("<-", "=")
}

definitions_of <- function(expressions) {
  assigned <- Filter(is_assignment, as.list(expressions))
  as.character(lapply(assigned, function(assignment) assignment[[2]]))
}

head_of <- function(call) if (is.symbol(call[[1]])) as.character(call[[1]]) else ""

parts_of <- function(expression) {
  is_empty <- function(part) identical(part, quote(expr = )) # nolint: spaces_inside.
  Filter(Negate(is_empty), as.list(expression))
}

# The variables that a body assigns to, those of functions inside it left out; `functions`
# are the ones that get a function.
locals_of <- function(body, functions = FALSE) {
  if (!is.call(body) || head_of(body) == "function") {
    return(character())
  }
  value <- if (length(body) == 3) body[[3]]
  own <- if (is_assignment(body) && is.symbol(body[[2]])) {
    is_function <- is.call(value) && head_of(value) == "function"
    if (is_function || !functions) as.character(body[[2]])
  } else if (head_of(body) == "for" && !functions) {
    as.character(body[[2]])
  }
  c(own, unlist(lapply(parts_of(body), locals_of, functions)))
}

# The names that an expression looks up outside of itself. `variables` and `functions` are
# those of the functions around it; what is called may be the package's although a variable
# has its name, as in `weights <- weights(fit)`.
names_used <- function(expression, variables = character(), functions = character()) {
  if (is.symbol(expression)) {
    return(setdiff(as.character(expression), variables))
  }
  if (!is.call(expression)) {
    return(character())
  }
  head <- head_of(expression)
  within <- function(parts) unlist(lapply(parts, names_used, variables, functions))
  if (head %in% c("::", ":::", "quote", "~")) {
    character()
  } else if (head == "function") {
    body <- expression[[3]]
    arguments <- names(expression[[2]])
    variables <- c(variables, arguments, locals_of(body))
    functions <- c(functions, arguments, locals_of(body, functions = TRUE))
    within(c(parts_of(expression[[2]]), body))
  } else if (head %in% c("$", "@")) {
    within(expression[[2]])
  } else if (head == "") {
    within(parts_of(expression))
  } else {
    c(setdiff(head, functions), within(parts_of(expression[-1])))
  }
}

# A row for each place where a file names what another one defines.
uses_between <- function(folder) {
  files <- list.files(folder, "[.]R$", full.names = TRUE)
  code <- lapply(stats::setNames(files, basename(files)), parse, keep.source = FALSE)
  definitions <- lapply(code, definitions_of)
  home <- stats::setNames(rep(names(code), lengths(definitions)), unlist(definitions))
  uses_of <- function(expression, file) {
    by <- definitions_of(list(expression))
    value <- if (length(by) > 0) expression[[3]] else expression
    used <- intersect(names_used(value), names(home))
    used <- used[home[used] != file]
    data.frame(
      from = rep(file, length(used)), to = unname(home[used]),
      by = rep(c(by, "")[1], length(used)), name = used
    )
  }
  rows <- unlist(
    lapply(names(code), function(file) lapply(as.list(code[[file]]), uses_of, file)),
    recursive = FALSE
  )
  structure(do.call(rbind, rows), files = names(code))
}

# Cycles -----------------------------------------------------------------------------

# Sets of more than one file that reach each other.
cycles_of <- function(uses) {
  files <- attr(uses, "files")
  reach <- diag(length(files)) > 0
  dimnames(reach) <- list(files, files)
  reach[cbind(uses$from, uses$to)] <- TRUE
  repeat {
    further <- reach %*% reach > 0
    if (identical(further, reach)) break
    reach <- further
  }
  both <- reach & t(reach)
  sets <- unique(lapply(files, function(file) files[both[file, ]]))
  Filter(function(set) length(set) > 1, sets)
}

too_large <- function(uses) {
  Filter(function(set) length(set) > largest_cycle, cycles_of(uses))
}

# The uses within the set, a line for each pair of files.
lines_of <- function(uses) {
  pairs <- split(uses, paste(uses$from, "->", uses$to))
  vapply(names(pairs), function(pair) {
    each <- paste0(pairs[[pair]]$by, " uses ", pairs[[pair]]$name)
    paste0("  ", pair, ": ", paste(each, collapse = "; "))
  }, "", USE.NAMES = FALSE)
}

cycle_problem <- function(set, uses) {
  within <- uses[uses$from %in% set & uses$to %in% set, ]
  c(paste(length(set), "files use each other:", paste(set, collapse = ", ")), lines_of(within))
}

floor_of <- function(file) {
  name <- sub("[.]R$", "", file)
  is_on <- vapply(floors, function(patterns) {
    any(grepl(paste0("^(", paste(patterns, collapse = "|"), ")$"), name))
  }, NA)
  if (any(is_on)) which(is_on)[[1]] else match("verbs", names(floors))
}

floor_problems <- function(uses) {
  up <- vapply(uses$to, floor_of, 1L) > vapply(uses$from, floor_of, 1L)
  words <- function(file) names(floors)[vapply(file, floor_of, 1L)]
  up <- uses[up, ]
  sprintf(
    "%s goes up, %s to %s: %s uses %s of %s",
    up$from, words(up$from), words(up$to), up$by, up$name, up$to
  )
}

# A floor names no file that is gone.
name_problems <- function(files) {
  named <- unlist(floors)
  gone <- named[!vapply(paste0("^", named, "[.]R$"), function(p) any(grepl(p, files)), NA)]
  sprintf("%s.R is named by a floor and is not there", gone)
}

problems_in <- function(uses) {
  c(
    unlist(lapply(too_large(uses), cycle_problem, uses)), floor_problems(uses),
    name_problems(attr(uses, "files"))
  )
}

report <- function(root) {
  folder <- file.path(root, "R")
  uses <- uses_between(folder)
  problems <- problems_in(uses)
  if (length(problems) > 0) {
    writeLines(problems)
    return(FALSE)
  }
  largest <- max(1, lengths(cycles_of(uses)))
  cat(
    length(attr(uses, "files")), " files in R/: direction holds, ",
    if (largest > 1) paste("at most", largest, "use each other") else "no two use each other",
    "\n", sep = ""
  )
  TRUE
}

# Self-test ----------------------------------------------------------------------

# How one function uses another, @ standing for its name, and whether that is a use.
ways <- list(
  list("f <- function(x) @(x)", TRUE),
  list("f <- function(x) lapply(x, @)", TRUE),
  list("f <- function(x, y = @(x)) y", TRUE),
  list("print.planted <- function(x, ...) cat(@(x))", TRUE),
  list("f <- list(a = function(x) @(x))", TRUE),
  list("f <- formals(@)", TRUE),
  list("f <- function(x) { @ <- @(x); @ }", TRUE),
  list("f <- function(x) { g <- function(@) 1; g(@) }", TRUE),
  list("f <- function(x) { @(x)$a <- 1; x }", TRUE),
  list("f <- function(x) for (i in x) if (@(i)) break", TRUE),
  list("f <- function(@) @", FALSE),
  list("f <- function(x) { @ <- x; mean(@) }", FALSE),
  list("f <- function(x) { @ <- function(y) y; @(x) }", FALSE),
  list("f <- function(x) for (@ in x) print(@)", FALSE),
  list("f <- function(x) { @ <- x; lapply(x, function(y) @ + y) }", FALSE),
  list("f <- function(x) x$@", FALSE),
  list("f <- function(x) c(@ = x)", FALSE),
  list("f <- function(x) stats::@(x)", FALSE),
  list("f <- function(x) quote(@(x))", FALSE),
  list("f <- function(x) \"@(x)\" # @(x)", FALSE)
)

# A ring of files, of which each uses the next in this way.
plant_ring <- function(way, size, folder) {
  names <- paste0("planted_", seq_len(size))
  for (i in seq_len(size)) {
    code <- gsub("@", names[i %% size + 1], sub("^f ", paste0("f_", i, " "), way))
    lines <- c(paste(names[i], "<- function(x) x"), code)
    writeLines(lines, file.path(folder, paste0("planted-", i, ".R")))
  }
}

# What the checks say of a folder with these files, after something was planted in it.
said_with <- function(plant, files = character()) {
  copy <- tempfile("floors-")
  dir.create(copy)
  on.exit(unlink(copy, recursive = TRUE))
  file.copy(files, copy)
  plant(copy)
  problems_in(uses_between(copy))
}

is_seen <- function(way) {
  ring <- "4 files use each other: planted-1.R, planted-2.R, planted-3.R, planted-4.R"
  ring %in% said_with(function(copy) plant_ring(way[[1]], 4, copy))
}

self_test <- function(root) {
  files <- list.files(file.path(root, "R"), full.names = TRUE)
  is_use <- vapply(ways, function(way) way[[2]], NA)
  seen <- vapply(ways, is_seen, NA)
  for (way in ways[seen != is_use]) writeLines(paste("judged wrongly:", way[[1]]))
  said <- said_with(files = files, function(copy) {
    cat("planted <- function(x) gmm_trim(x)\n", file = file.path(copy, "text.R"), append = TRUE)
    unlink(file.path(copy, "frame.R"))
    # Not too many.
    plant_ring(ways[[1]][[1]], 3, copy)
  })
  found <- vapply(c(
    # A cycle of the tree's own files.
    " files use each other:.* trim[.]R", "text[.]R -> trim[.]R: planted uses gmm_trim",
    "text[.]R goes up, words to verbs", "frame[.]R is named by a floor"
  ), function(pattern) any(grepl(pattern, said)), NA)
  for (pattern in names(found)[!found]) writeLines(paste("not said:", pattern))
  small <- !any(grepl("planted-1", said))
  cat(
    "self-test:", sum(seen & is_use), "of", sum(is_use), "ways to use a function seen,",
    sum(!seen & !is_use), "of", sum(!is_use), "that are none left alone,",
    sum(found), "of", length(found), "other faults found\n"
  )
  all(seen == is_use) && all(found) && small
}

arguments <- commandArgs(trailingOnly = TRUE)
files <- grep("[.]R$", arguments, value = TRUE)
root <- setdiff(arguments, c("--self-test", "--uses", files))
root <- normalizePath(if (length(root) > 0) root[1] else ".", mustWork = TRUE)
if ("--uses" %in% arguments) {
  uses <- uses_between(file.path(root, "R"))
  writeLines(lines_of(uses[uses$from %in% files | uses$to %in% files, ]))
} else {
  holds <- if ("--self-test" %in% arguments) self_test(root) else report(root)
  if (!holds) quit(status = 1)
}
