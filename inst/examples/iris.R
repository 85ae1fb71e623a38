# The everyday job on Fisher's irises: fit, look, choose, predict, draw.
# Rscript iris.R [picture.png]
library(gaussmix)

picture <- c(commandArgs(trailingOnly = TRUE), "iris-ellipses.png")[1]
flowers <- iris[, c("Sepal.Length", "Sepal.Width", "Petal.Length", "Petal.Width")]
set.seed(1)

# Three components, one covariance matrix each
fit <- gmm_fit(flowers, n_components = 3)
print(fit)

# How many components, and which covariances? The smallest BIC is best.
cat("\n")
print(gmm_select(flowers, n_components = 1:6))

# Which flowers are where?
cat("\nSpecies by component\n")
print(table(species = iris$Species, component = predict(fit)))

# Three new flowers
cat("\nDrawn from the fit\n")
print(gmm_sample(fit, 3), digits = 3)

plot <- autoplot(fit, dims = c("Petal.Length", "Sepal.Width"))
ggplot2::ggsave(picture, plot, width = 7, height = 5, dpi = 150)
cat("\nThe picture is in ", picture, "\n", sep = "")
