# What a picture holds: its layers by geom (and number of rows), its labels.

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
