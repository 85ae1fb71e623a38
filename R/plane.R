# The plane that a picture shows: two columns of the fit, or the two directions of its projection.
# A plane knows the fit, its `mixture` there, how other fits (`see`) and rows of data (`place`)
# look there, the columns that this takes (`dims`), the titles of its axes, and what a caption must
# say of it.

# With many columns the projection takes long, and matrices of all pairs of columns.
max_projected <- 500

plane_of <- function(fit, dims) {
  if (is.null(dims) && fit$d > 2 && fit$d <= max_projected) {
    return(projection_plane(project_mixture(fit)))
  }
  column_plane(fit, dims %||% 1:2)
}

column_plane <- function(fit, dims) {
  see <- function(fit) marginal_mixture(fit, dims)
  list(
    fit = fit, mixture = see(fit), see = see, dims = dims,
    place = function(values) {
      data.frame(x = unname(values[, dims[1]]), y = unname(values[, dims[2]]))
    },
    titles = plot_columns(fit, dims), note = margin_note(fit, dims)
  )
}

projection_plane <- function(projection) {
  see <- function(fit) projected_mixture(fit, projection, 1:2)
  list(
    fit = projection$fit, mixture = see(projection$fit), see = see,
    dims = projected_columns(projection),
    place = function(values) {
      coordinates <- project_rows(projection, values)
      data.frame(x = coordinates[, 1], y = coordinates[, 2])
    },
    titles = c(direction_title(projection, 1), direction_title(projection, 2)),
    note = projection_note(projection), is_projected = TRUE
  )
}

# What the directions are made of, in the terms of a reader.
projection_note <- function(projection) {
  made_of <- function(j) {
    title <- sub(" \\(.*", "", direction_title(projection, j))
    paste0(title, ": ", direction_loadings(projection, j))
  }
  kinds <- projection$directions$kind[1:2]
  paste0(
    if (all(kinds == "separation")) {
      "Shown are the directions in which components differ most"
    } else if (kinds[1] == "separation") {
      "Shown are the one direction in which components differ and an axis of the rest"
    } else {
      "No direction separates components; shown are principal axes"
    },
    " (loadings per standard deviation). ", made_of(1), ". ", made_of(2), "."
  )
}
