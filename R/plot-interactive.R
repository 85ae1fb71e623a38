# Pictures as plotly's: what that package does not know of ggplot2 is put into words that it knows.

#' @exportS3Method plotly::ggplotly
ggplotly.gaussmix_picture <- function(p, ...) { # nolint: object_name.
  plot <- without_class(with_one_legend(p), "gaussmix_picture")
  plot$layers <- lapply(plot$layers, known_layer)
  widget <- plotly::ggplotly(plot, ...)
  widget$x$data <- with_plain_names(widget$x$data, given_labels(plot))
  widget
}

# The labels of a user's scales, which plotly does not look at, by what they stand for.
given_labels <- function(plot) {
  scales <- lapply(c("colour", "fill"), plot$scales$get_scales)
  given <- vapply(scales, function(scale) is.character(scale$labels), NA)
  if (!any(given)) {
    return(character())
  }
  trained <- ggplot2::ggplot_build(plot)$plot$scales
  unlist(lapply(c("colour", "fill")[given], function(aesthetic) {
    scale <- trained$get_scales(aesthetic)
    breaks <- scale$get_breaks()
    if (is.character(breaks)) stats::setNames(scale$get_labels(), breaks)
  }))
}

# Labels in boxes become texts.
known_layer <- function(layer) {
  if (!inherits(layer$geom, "GeomLabel")) {
    return(layer)
  }
  known <- ggplot2::ggproto(NULL, layer)
  known$geom <- ggplot2::GeomText
  known$aes_params <- layer$aes_params[setdiff(names(layer$aes_params), c("fill", "alpha"))]
  known$geom_params <- layer$geom_params["na.rm"]
  known
}

# Traces are named by all their aesthetics and the panel, as in "(setosa,1)". Those of a
# component have its name, or the label that a user gave it, and one entry in the legend.
with_plain_names <- function(traces, labels) {
  seen <- character()
  for (i in seq_along(traces)) {
    name <- traces[[i]]$name
    if (is.null(name) || !nzchar(name)) next
    name <- plain_name(name)
    if (name %in% names(labels)) name <- labels[[name]]
    traces[[i]]$name <- name
    traces[[i]]$legendgroup <- name
    if (isTRUE(traces[[i]]$showlegend)) {
      traces[[i]]$showlegend <- !(name %in% seen)
      seen <- c(seen, name)
    }
  }
  traces
}

plain_name <- function(name) {
  if (!grepl("^\\(.*,.*\\)$", name)) {
    return(name)
  }
  name <- sub("(,([0-9]+|NA))+$", "", substr(name, 2, nchar(name) - 1))
  sub(",(after|before)$", ", \\1", name)
}
