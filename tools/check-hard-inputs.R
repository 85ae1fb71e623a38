# Checks that the table of hard inputs has rows enough.
#
#   Rscript tools/check-hard-inputs.R [--self-test]
#
# Every exported function has at least three rows; every argument of an exported function
# or of a registered method has a row with a bad value and one at the edge; every row of a
# bad value says which words its message must have. Fails otherwise. With --self-test, rows
# are taken out and functions added, and each must be missed.

# Where there is no such value, and why.
exempt <- function(kind, reason, ...) {
  data.frame(key = c(...), kind = kind, reason = reason)
}

exemptions <- rbind(
  exempt("edge", "nothing may be given", paste0(c(
    "gmm_fit.default", "predict.gaussmix", "simulate.gaussmix", "fitted.gaussmix",
    "residuals.gaussmix", "coef.gaussmix", "logLik.gaussmix", "nobs.gaussmix", "bic.gaussmix",
    "aic.gaussmix", "icl.gaussmix", "summary.gaussmix", "tidy.gaussmix", "glance.gaussmix",
    "augment.gaussmix", "formula.gaussmix", "autoplot.gaussmix", "autoplot.gmm_select",
    "as.data.frame.gmm_select", "gmm_bayes.default", "predict.gaussmix_bayes",
    "print.gmm_prior", "gmm_trim", "as_gaussmix.gaussmix", "as_gaussmix.kmeans",
    "as_gaussmix.Mclust", "predict.gmm_projection", "tidy.gmm_projection",
    "print.gmm_projection", "tidy.gmm_select", "glance.gmm_select", "summary.gmm_select",
    "gmm_statistics", "gmm_update", "print.gmm_statistics"
  ), " ...")),
  exempt("bad", "print() comes here with nothing else", "print.gmm_prior x",
    "print.gmm_agreement x"),
  exempt("edge", "what others give", "predict.gaussmix_bayes object"),
  exempt("both", "ggplot2's: it tells of what it does not know",
    "geom_gmm_ellipse ...", "autolayer.gaussmix ..."),
  exempt("both", "the generic's, for print() of a matrix or not used",
    "print.gaussmix ...", "print.gmm_select ...", "print.summary.gaussmix ...",
    "print.gmm_agreement ...",
    "print.summary.gmm_select ...", "rbind.gmm_select deparse.level",
    "as.data.frame.gmm_select row.names", "as.data.frame.gmm_select optional",
    "sum.gmm_statistics na.rm"),
  exempt("both", "made by summary() for print() alone", "print.summary.gaussmix x",
    "print.summary.gmm_select x"),
  exempt("both", "made by one function, for print()", "print.gmm_threshold x", "print.gmm_hdr x",
    "print.gmm_outliers x"),
  exempt("both", "no user has such an object", "dim.gaussmix_observations x",
    "format.gaussmix_observations x", "format.gaussmix_observations ...",
    "print.gaussmix_observations x", "print.gaussmix_observations ..."),
  exempt("edge", "nothing may be given", "predict.gmm_hdr ...", "print.gmm_hdr ...",
    "print.gmm_threshold ...", "print.gmm_outliers ..."),
  exempt("both", "what print() and others check is not checked here", "length.gmm_select x"),
  exempt("edge", "whatever is no fit is refused", "icl.default object", "as_gaussmix.default x"),
  exempt("both", "for mclust's own objects", "icl.default ..."),
  exempt("both", "the methods'", "as_gaussmix ...", "as_gaussmix.default ..."),
  exempt("both", "the generic's, for methods of others", "as.data.frame.gmm_projection ..."),
  exempt("bad", "what stats does with others", "BIC.gaussmix ...", "AIC.gaussmix ...",
    "AIC.gaussmix k")
)

# Functions ----------------------------------------------------------------------

# The arguments of all functions that are defined in R/, by name.
defined <- function(tree) {
  files <- list.files(file.path(tree, "R"), pattern = "[.]R$", full.names = TRUE)
  found <- list()
  for (file in files) {
    for (call in as.list(parse(file, keep.source = FALSE))) {
      is_function <- is.call(call) && identical(call[[1]], as.name("<-")) &&
        is.call(call[[3]]) && identical(call[[3]][[1]], as.name("function"))
      if (is_function) {
        found[[as.character(call[[2]])]] <- list(
          arguments = names(call[[3]][[2]]), body = call[[3]][[3]]
        )
      }
    }
  }
  found
}

is_generic <- function(definition) "UseMethod" %in% all.names(definition$body)

# What users can call: exports, and methods with the generic that leads to them.
subjects_of <- function(tree) {
  directives <- as.list(parse(file.path(tree, "NAMESPACE"), keep.source = FALSE))
  of <- function(name) Filter(function(d) identical(d[[1]], as.name(name)), directives)
  methods <- lapply(of("S3method"), function(d) c(as.character(d[[2]]), as.character(d[[3]])))
  list(
    exports = vapply(of("export"), function(d) as.character(d[[2]]), ""),
    generics = vapply(methods, `[[`, "", 1),
    methods = vapply(methods, paste, "", collapse = ".")
  )
}

# The check ----------------------------------------------------------------------

check_rows <- function(tree, rows) {
  functions <- defined(tree)
  subjects <- subjects_of(tree)
  subject <- vapply(rows, `[[`, "", "subject")
  key <- paste(subject, vapply(rows, `[[`, "", "argument"))
  kind <- vapply(rows, `[[`, "", "kind")
  c(
    too_few(subjects, subject),
    unlist(lapply(c(subjects$exports, subjects$methods), function(name) {
      missing_arguments(name, functions[[name]], key, kind)
    })),
    unknown_subjects(subjects, functions, unique(key)),
    wordless(rows, paste(key, vapply(rows, `[[`, "", "name")))
  )
}

too_few <- function(subjects, subject) {
  counts <- vapply(subjects$exports, function(name) {
    sum(subject %in% c(name, subjects$methods[subjects$generics == name]))
  }, 0L)
  few <- counts < 3
  if (any(few)) paste0(subjects$exports[few], "(): ", counts[few], " rows, wanted are 3")
}

missing_arguments <- function(name, definition, key, kind) {
  # Rows of a generic are those of its methods; what is exported for others is theirs.
  if (is.null(definition) || is_generic(definition)) {
    return(NULL)
  }
  wanted <- expand.grid(
    kind = c("bad", "edge"), argument = definition$arguments, stringsAsFactors = FALSE
  )
  wanted$key <- paste(name, wanted$argument)
  excused <- function(kind) wanted$key %in% exemptions$key[exemptions$kind %in% c(kind, "both")]
  there <- paste(wanted$key, wanted$kind) %in% paste(key, kind) |
    ifelse(wanted$kind == "bad", excused("bad"), excused("edge"))
  gaps <- wanted[!there, ]
  if (nrow(gaps) > 0) paste0(name, "(), argument ", gaps$argument, ": no ", gaps$kind, " row")
}

# Rows and exemptions that are about nothing that there is.
unknown_subjects <- function(subjects, functions, keys) {
  known <- unlist(lapply(c(subjects$exports, subjects$methods), function(name) {
    if (!is.null(functions[[name]])) paste(name, functions[[name]]$arguments)
  }))
  unknown <- setdiff(c(keys[!startsWith(keys, "session ")], exemptions$key), known)
  if (length(unknown) > 0) paste0(unknown, ": there is no such argument")
}

wordless <- function(rows, id) {
  silent <- vapply(rows, function(row) row$kind == "bad" && !any(nzchar(row$says)), NA)
  if (any(silent)) paste0(id[silent], ": does not say what its message must have")
}

read_rows <- function(tree) {
  table <- new.env()
  sys.source(file.path(tree, "tests", "testthat", "hard-inputs.R"), table)
  table$hard_inputs
}

report <- function(tree) {
  rows <- read_rows(tree)
  missing <- check_rows(tree, rows)
  writeLines(as.character(missing))
  n_bad <- sum(vapply(rows, function(row) row$kind == "bad", NA))
  cat(
    length(rows), " rows, ", n_bad, " bad and ", length(rows) - n_bad, " at the edge; ",
    length(missing), " missing; ", nrow(exemptions), " exemptions\n",
    sep = ""
  )
  length(missing) == 0 && length(rows) >= 120
}

# Self-test ----------------------------------------------------------------------

# The table without the rows of one argument and kind must be missed, for every one.
self_test <- function(tree) {
  rows <- read_rows(tree)
  clean <- check_rows(tree, rows)
  if (length(clean) > 0) {
    writeLines(c("self-test: the table has gaps of its own:", clean))
    return(FALSE)
  }
  id <- vapply(rows, function(row) paste(row$subject, row$argument, row$kind), "")
  groups <- unique(id[!startsWith(id, "session ")])
  without <- function(leave) check_rows(tree, rows[!leave])
  caught <- vapply(groups, function(group) {
    row <- rows[[match(group, id)]]
    excused <- exemptions$kind[exemptions$key == paste(row$subject, row$argument)]
    length(without(id == group)) > 0 || any(excused %in% c(row$kind, "both"))
  }, NA)
  subject <- vapply(rows, `[[`, "", "subject")
  sampled <- subject == "gmm_sample"
  silent <- rows
  silent[[1]]$says <- character()
  stray <- rows
  stray[[1]]$argument <- "no_such_argument"
  caught <- c(
    caught,
    "function without rows" = any(grepl("gmm_sample(): 0 rows", without(sampled), fixed = TRUE)),
    "row without words" = length(check_rows(tree, silent)) > 0,
    "row about nothing" = length(check_rows(tree, stray)) > 0,
    "new function" = is_missed(tree, rows, "gmm_new <- function(x, size = 1) x", "export(gmm_new)"),
    "new argument of a method" = is_missed(
      tree, rows, "vcov.gaussmix <- function(object, scale) 1", "S3method(vcov,gaussmix)"
    )
  )
  if (!all(caught)) writeLines(paste("self-test: not missed:", names(caught)[!caught]))
  cat("self-test: ", sum(caught), " of ", length(caught), " gaps seen\n", sep = "")
  all(caught)
}

# Whether a function that is added to a copy of the package is told of.
is_missed <- function(tree, rows, definition, directive) {
  copy <- tempfile()
  dir.create(copy)
  on.exit(unlink(copy, recursive = TRUE))
  file.copy(file.path(tree, c("R", "NAMESPACE")), copy, recursive = TRUE)
  writeLines(definition, file.path(copy, "R", "planted.R"))
  cat(directive, "\n", file = file.path(copy, "NAMESPACE"), append = TRUE)
  length(check_rows(copy, rows)) > 0
}

holds <- if ("--self-test" %in% commandArgs(trailingOnly = TRUE)) self_test(".") else report(".")
if (!holds) quit(status = 1)
