# Words and numbers as texts.

# "a, b and c", at most `most` of them.
enumerate <- function(x, most = 5) {
  x <- as.character(x)
  if (length(x) > most) {
    left <- length(x) - most
    return(paste0(paste(x[seq_len(most)], collapse = ", "), " and ", left, " more"))
  }
  if (length(x) < 2) {
    return(x)
  }
  paste(paste(x[-length(x)], collapse = ", "), "and", x[length(x)])
}

clipped <- function(text, width) {
  if (nchar(text) > width) paste0(substr(text, 1, width - 4), " ...") else text
}

counted <- function(n, thing) paste0(grouped(n), " ", thing, if (n != 1) "s")

# Numbers in groups of three digits, by a mark that is not that of decimals.
grouped <- function(n) {
  mark <- if (identical(getOption("OutDec"), ",")) "." else ","
  format(n, digits = 7, big.mark = mark, trim = TRUE, scientific = FALSE)
}

percent <- function(level) {
  paste(vapply(100 * level, format, "", digits = 6), "%")
}

shares_of <- function(level) enumerate(percent(level), 20)

# Long names keep their beginnings and ends, where they differ; where they do not, numbers
# tell them apart.
short_names <- function(names, most) {
  short <- shortened(names, most)
  same <- short %in% short[duplicated(short)] & short != names
  short[same] <- paste0(shortened(names[same], most - 4), " (", which(same), ")")
  short
}

shortened <- function(names, most) {
  long <- nchar(names) > most
  head <- ceiling((most - 3) / 2)
  tail <- most - 3 - head
  last <- nchar(names)
  names[long] <- paste0(
    substr(names, 1, head), "...", substr(names, last - tail + 1, last)
  )[long]
  names
}
