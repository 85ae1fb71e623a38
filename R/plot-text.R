# Texts of pictures that fit into the room they have: titles and captions are folded when their
# picture is drawn, at whatever width, theme and size of letters; where a layout has settled the
# height for another width, as patchwork does, letters shrink until they fit. Ticks shrink, and
# those that collide still are left out.

least_scale <- 0.5

#' @exportS3Method ggplot2::ggplot_build
ggplot_build.gaussmix_picture <- function(plot, ...) { # nolint: object_name.
  built <- ggplot2::ggplot_build(without_class(with_one_legend(plot), "gaussmix_picture"))
  class(built) <- c("gaussmix_built", class(built))
  built
}

#' @exportS3Method ggplot2::ggplot_gtable
ggplot_gtable.gaussmix_built <- function(data, ...) { # nolint: object_name.
  with_fitting_texts(ggplot2::ggplot_gtable(without_class(data, "gaussmix_built")))
}

without_class <- function(x, class) {
  class(x) <- setdiff(class(x), class)
  x
}

with_fitting_texts <- function(table) {
  for (i in seq_along(table$grobs)) {
    kind <- sub("-.*", "", table$layout$name[i])
    if (kind %in% c("title", "subtitle", "caption", "xlab", "ylab")) {
      table <- with_fitting_title(table, i)
    } else if (kind == "axis") {
      axis <- if (grepl("^axis-[tb]", table$layout$name[i])) "x" else "y"
      table$grobs[[i]] <- change_texts(table$grobs[[i]], function(text) {
        text$along <- axis
        class(text) <- c("gaussmix_ticks", class(text))
        text
      })
    }
  }
  with_fitting_strips(table)
}

with_fitting_title <- function(table, i) {
  grob <- table$grobs[[i]]
  text <- first_text(grob)
  if (is.null(text)) {
    return(table)
  }
  if (is_upright(text)) {
    # The height of a panel is known only when all widths are.
    table$grobs[[i]] <- fitting_text(text, grid::unit(0.6, "npc"), margins_of(grob, "widths"))
    table$widths[table$layout$l[i]] <- grid::grobWidth(table$grobs[[i]])
    return(table)
  }
  place <- table$layout[i, ]
  outside <- table$widths[-(place$l:place$r)]
  room <- grid::unit(1, "npc") - sum(outside, grid::unit(0, "pt"))
  most <- most_of_page[sub("-.*", "", place$name)]
  table$grobs[[i]] <- fitting_text(text, room, margins_of(grob, "heights"), most = most)
  table$heights[place$t] <- grid::grobHeight(table$grobs[[i]])
  table
}

# How much of the height of a page a title takes at most: then letters shrink.
most_of_page <- c(title = 0.2, subtitle = 0.15, caption = 0.35, xlab = 0.15)

# All strips of a row or column of the layout have one height or width, which is settled at once:
# other layouts take tables apart, and a part does not know the room of the whole.
with_fitting_strips <- function(table) {
  strips <- grep("^strip-", table$layout$name)
  strips <- strips[!vapply(table$grobs[strips], function(g) is.null(first_text(g)), logical(1))]
  for (i in strips) {
    text <- first_text(table$grobs[[i]])
    room <- room_of_panel(table, if (is_upright(text)) "heights" else "widths")
    margins <- grid::unit(c(0.25, 0.25) * (text$gp$fontsize %||% 9), "pt")
    table$grobs[[i]] <- fitting_text(text, room, margins, first_rect(table$grobs[[i]]))
  }
  upright <- vapply(table$grobs[strips], function(g) is_upright(g), logical(1))
  for (row in unique(table$layout$t[strips[!upright]])) {
    own <- strips[!upright & table$layout$t[strips] == row]
    sizes <- lapply(table$grobs[own], function(g) inches_high(grid::grobHeight(g)))
    table$heights[row] <- grid::unit(max(unlist(sizes)), "inches")
  }
  for (column in unique(table$layout$l[strips[upright]])) {
    own <- strips[upright & table$layout$l[strips] == column]
    sizes <- lapply(table$grobs[own], function(g) inches_wide(grid::grobWidth(g)))
    table$widths[column] <- grid::unit(max(unlist(sizes)), "inches")
  }
  table
}

# An equal part of what is not taken by anything else.
room_of_panel <- function(table, what) {
  sizes <- table[[what]]
  free <- grid::unitType(sizes) == "null"
  if (what == "heights") {
    return(grid::unit(0.7 / max(1, sum(free)), "npc"))
  }
  (grid::unit(1, "npc") - sum(sizes[!free], grid::unit(0, "pt"))) * (1 / max(1, sum(free)))
}

is_upright <- function(text) (text$rot %||% 0) %% 180 == 90

# Margins before and after the text, of which ggplot2 makes sizes of three.
margins_of <- function(grob, what) {
  sizes <- grob[[what]]
  if (length(sizes) != 3) {
    return(grid::unit(c(0, 0), "pt"))
  }
  sizes[c(1, 3)]
}

# Grobs are trees; tables have theirs elsewhere.
grob_parts <- function(grob) {
  if (inherits(grob, "gtable")) grob$grobs else grob$children
}

first_grob <- function(grob, class) {
  if (inherits(grob, class)) {
    return(grob)
  }
  for (part in grob_parts(grob)) {
    found <- first_grob(part, class)
    if (!is.null(found)) {
      return(found)
    }
  }
}

# Formulas are left to ggplot2.
first_text <- function(grob) {
  text <- first_grob(grob, "text")
  if (is.character(text$label) && length(text$label) == 1 && nzchar(text$label)) text
}

first_rect <- function(grob) first_grob(grob, "rect")

change_texts <- function(grob, change) {
  if (inherits(grob, "text")) {
    return(if (is.character(grob$label)) change(grob) else grob)
  }
  if (inherits(grob, "gtable")) {
    grob$grobs[] <- lapply(grob$grobs, change_texts, change)
  } else if (length(grob$children) > 0) {
    grob$children[] <- lapply(grob$children, change_texts, change)
  }
  grob
}

# A text of which `room` is what it will have for a line, as far as a layout knows. Margins are
# those across the lines. `most` is the part of the page across the lines that it takes at most.
fitting_text <- function(text, room, margins, background = NULL, most = 0.2) {
  grid::gTree(
    label = text$label, gp = text$gp, rot = text$rot %||% 0,
    room = room, most = most, margins = margins,
    hjust = min(max(text$hjust %||% 0.5, 0), 1), vjust = min(max(text$vjust %||% 0.5, 0), 1),
    background = background, cl = "gaussmix_text"
  )
}

#' @exportS3Method grid::heightDetails
heightDetails.gaussmix_text <- function(x) { # nolint: object_name.
  if (is_upright(x)) grid::unit(1, "null") else size_of_text(x)
}

#' @exportS3Method grid::widthDetails
widthDetails.gaussmix_text <- function(x) { # nolint: object_name.
  if (is_upright(x)) size_of_text(x) else grid::unit(1, "null")
}

# Across the lines.
size_of_text <- function(x) {
  page <- grid::unit(1, "npc")
  room <- if (is_upright(x)) inches_high(x$room) else inches_wide(x$room)
  across <- if (is_upright(x)) inches_wide(page) else inches_high(page)
  fitted <- fit_text(x$label, max(room, 0.3), x$most * across)
  grid::unit(fitted$height, "inches") + sum(x$margins)
}

#' @exportS3Method grid::makeContent
makeContent.gaussmix_text <- function(x) { # nolint: object_name.
  cell <- c(inches_wide(grid::unit(1, "npc")), inches_high(grid::unit(1, "npc")))
  margins <- if (is_upright(x)) inches_wide(x$margins) else inches_high(x$margins)
  upright <- is_upright(x)
  along <- if (upright) cell[2] else cell[1]
  across <- (if (upright) cell[1] else cell[2]) - sum(margins)
  fitted <- fit_text(x$label, along, across)
  # Where the text begins: its lines run upwards or downwards if it is upright.
  forwards <- if (upright && x$rot %% 360 == 270) 1 - x$hjust else x$hjust
  middle <- margins[if (upright) 1 else 2] + across * (if (upright) 0.5 else x$vjust)
  position <- grid::unit(c(forwards * along, middle), "inches")
  text <- grid::textGrob(
    fitted$label,
    x = position[if (upright) 2 else 1], y = position[if (upright) 1 else 2],
    hjust = x$hjust, vjust = if (upright) 0.5 else x$vjust, rot = x$rot,
    gp = scaled_letters(x$gp, fitted$scale)
  )
  children <- if (is.null(x$background)) grid::gList(text) else grid::gList(x$background, text)
  grid::setChildren(x, children)
}

scaled_letters <- function(gp, scale) {
  gp$fontsize <- scale * (gp$fontsize %||% 12)
  gp
}

inches_wide <- function(x) grid::convertWidth(x, "inches", valueOnly = TRUE)
inches_high <- function(x) grid::convertHeight(x, "inches", valueOnly = TRUE)

# The largest letters with which a text fits, and its height. Letters shrink, too, before words
# are cut.
fit_text <- function(label, along, across) {
  parts <- strsplit(label, "(?<=[._/-])|\\s", perl = TRUE)[[1]]
  widest <- max(inches_wide(grid::stringWidth(parts)), 0)
  largest <- max(0.7, min(1, along / widest))
  for (scale in unique(c(largest, seq(largest, least_scale, by = -0.05)))) {
    lines <- fold_text(label, along / scale)
    height <- scale * height_of_lines(length(lines))
    # Rounding is no reason to shrink.
    if (height <= across + 0.01) break
  }
  list(label = paste(lines, collapse = "\n"), scale = scale, height = height)
}

# R puts lines 1.2 times the size of letters apart, times the line height.
height_of_lines <- function(n) {
  letters <- grid::get.gpar(c("fontsize", "lineheight"))
  letters$fontsize / 72 * ((n - 1) * 1.2 * letters$lineheight + 1)
}

fold_text <- function(label, width) {
  unlist(lapply(strsplit(label, "\n", fixed = TRUE)[[1]], fold_line, width))
}

# Lines of as many words as have room; a number stays with its percent sign.
fold_line <- function(line, width) {
  words <- strsplit(line, " (?!%)", perl = TRUE)[[1]]
  if (length(words) == 0) {
    return("")
  }
  words <- unlist(lapply(words, cut_word, width))
  sizes <- inches_wide(grid::stringWidth(words))
  blank <- inches_wide(grid::stringWidth("a a")) - inches_wide(grid::stringWidth("aa"))
  row <- integer(length(words))
  reached <- -blank
  for (i in seq_along(words)) {
    reached <- reached + blank + sizes[i]
    if (i > 1 && reached > width) reached <- sizes[i]
    row[i] <- reached == sizes[i]
  }
  unname(vapply(split(words, cumsum(row)), paste, "", collapse = " "))
}

# A word that is wider than a line is cut, after a mark if there is one.
cut_word <- function(word, width) {
  parts <- character()
  repeat {
    letters <- strsplit(word, "")[[1]]
    fits <- cumsum(inches_wide(grid::stringWidth(letters))) <= width
    if (all(fits) || length(letters) < 2) {
      return(c(parts, word))
    }
    n <- max(1, sum(fits))
    marks <- which(letters[seq_len(n)] %in% c(".", "_", "-", "/"))
    if (length(marks) > 0 && max(marks) > n / 3) n <- max(marks)
    parts <- c(parts, paste(letters[seq_len(n)], collapse = ""))
    word <- paste(letters[-seq_len(n)], collapse = "")
  }
}

#' @exportS3Method grid::makeContext
makeContext.gaussmix_ticks <- function(x) { # nolint: object_name.
  x$check.overlap <- TRUE
  if (length(x$label) < 2) {
    return(x)
  }
  along_x <- x$along == "x"
  places <- if (along_x) {
    grid::convertX(x$x, "inches", valueOnly = TRUE)
  } else {
    grid::convertY(x$y, "inches", valueOnly = TRUE)
  }
  places <- rep_len(places, length(x$label))
  wide <- along_x != (x$rot %% 180 == 90)
  sizes <- vapply(x$label, function(label) {
    text <- grid::textGrob(label, gp = x$gp)
    if (wide) inches_wide(grid::grobWidth(text)) else inches_high(grid::grobHeight(text))
  }, numeric(1))
  order <- order(places)
  between <- (if (wide) 0.5 else 0.2) * (x$gp$fontsize %||% 9) / 72
  needed <- (sizes[order][-1] + sizes[order][-length(order)]) / 2 + between
  scale <- min(1, diff(places[order]) / needed)
  # Some of the numbers will do for all of them, but a name is missed.
  least <- if (anyNA(suppressWarnings(as.numeric(x$label)))) least_scale else 0.85
  x$gp$fontsize <- (x$gp$fontsize %||% 9) * max(scale, least)
  x
}
