# What a picture holds: its layers by geom (and number of rows), its labels, its texts.

`%||%` <- rlang::`%||%`

layer_of <- function(plot, geom, n_rows = NULL) {
  fits <- vapply(plot$layers, function(layer) {
    class(layer$geom)[1] == geom && (is.null(n_rows) || NROW(layer$data) == n_rows)
  }, logical(1))
  which(fits)
}

labels_of <- function(plot) {
  # ggplot2 4 settles labels when it builds.
  labels <- if (exists("get_labs", asNamespace("ggplot2"))) ggplot2::get_labs(plot) else plot$labels
  as.list(labels)
}
caption_of <- function(plot) gsub("\n", " ", labels_of(plot)$caption, fixed = TRUE)

ellipses_of <- function(plot) plot$layers[[layer_of(plot, "GeomPath")]]$data

# Every text of a drawn picture: where it is on the page, in inches, and what it belongs to.
text_boxes <- function(plot, width, height = width) {
  grDevices::pdf(NULL, width, height)
  on.exit(grDevices::dev.off())
  print(plot)
  grid::grid.force()
  listing <- grid::grid.ls(viewports = TRUE, print = FALSE)
  paths <- paste(listing$gPath, listing$name, sep = "::")
  paths <- ifelse(listing$gPath == "", listing$name, paths)
  is_grob <- grepl("^grobListing", listing$type) & grepl("text", listing$name)
  boxes <- lapply(which(is_grob), function(i) {
    path <- do.call(grid::gPath, as.list(strsplit(paths[i], "::")[[1]]))
    grob <- grid::grid.get(path, strict = TRUE)
    if (!inherits(grob, "text") || !is.character(grob$label)) {
      return(NULL)
    }
    grid::upViewport(0)
    viewports <- sub("^ROOT(::)?", "", listing$vpPath[i])
    if (nzchar(viewports)) grid::downViewport(viewports)
    boxes_of_labels(grob, paths[i])
  })
  boxes <- do.call(rbind, boxes)
  grid::upViewport(0)
  boxes[nzchar(trimws(boxes$label)), ]
}

boxes_of_labels <- function(grob, path) {
  n <- length(grob$label)
  rot <- rep_len(grob$rot, n)
  anchor <- grid::deviceLoc(rep(grob$x, length.out = n), rep(grob$y, length.out = n), TRUE)
  just <- cbind(rep_len(grob$hjust %||% 0.5, n), rep_len(grob$vjust %||% 0.5, n))
  do.call(rbind, lapply(seq_len(n), function(i) {
    one <- grid::textGrob(grob$label[i], gp = grob$gp)
    w <- grid::convertWidth(grid::grobWidth(one), "inches", TRUE)
    h <- grid::convertHeight(grid::grobHeight(one), "inches", TRUE)
    x <- c(0, w, w, 0) - just[i, 1] * w
    y <- c(0, 0, h, h) - just[i, 2] * h
    a <- rot[i] * pi / 180
    data.frame(
      path = path, label = grob$label[i], size = grob$gp$fontsize %||% NA,
      left = anchor$x[i] + min(x * cos(a) - y * sin(a)),
      right = anchor$x[i] + max(x * cos(a) - y * sin(a)),
      bottom = anchor$y[i] + min(x * sin(a) + y * cos(a)),
      top = anchor$y[i] + max(x * sin(a) + y * cos(a)),
      overlap_left_out = isTRUE(grob$check.overlap)
    )
  }))
}

# Texts that leave the page, or lie on each other. Labels that are left out where they collide
# are not drawn; those inside panels stand where the data are.
misplaced_texts <- function(plot, width, height = width, slack = 0.02) {
  boxes <- text_boxes(plot, width, height)
  boxes <- boxes[!grepl("panel", boxes$path), ]
  outside <- boxes$left < -slack | boxes$right > width + slack | boxes$bottom < -slack |
    boxes$top > height + slack
  found <- boxes$label[outside]
  for (i in seq_len(nrow(boxes))) {
    for (j in seq_len(i - 1)) {
      if (boxes$overlap_left_out[i] && boxes$path[i] == boxes$path[j]) next
      apart <- boxes$right[i] < boxes$left[j] + slack || boxes$right[j] < boxes$left[i] + slack ||
        boxes$top[i] < boxes$bottom[j] + slack || boxes$top[j] < boxes$bottom[i] + slack
      if (!apart) found <- c(found, paste(boxes$label[i], "|", boxes$label[j]))
    }
  }
  found
}
