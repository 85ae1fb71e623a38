# What starts are called.

# The kinds of searched starts, as the core calls them.
start_kinds <- c(
  "kmeans", "kmeans_whitened", "kmeans++", "random_rows", "random_responsibilities", "ward"
)

# Those that are given, as the core calls what they are made from.
given_kinds <- c("labels", "responsibilities", "parameters")

start_words <- c(
  "mixed", "kmeans", "kmeans++", "random_rows", "random_responsibilities", "ward"
)

# The kinds of n_init starts of a word. Mixed: one by Ward's tree; of the others about half
# by k-means on standardised columns, a quarter on whitened data, a quarter seeding alone.
# There is but one tree.
kinds_of_word <- function(word, n_init) {
  if (word != "mixed") {
    return(rep(word, if (word == "ward") 1 else n_init))
  }
  kinds <- rep_len(c("kmeans", "kmeans_whitened", "kmeans", "kmeans++"), n_init)
  replace(kinds, 1, "ward")
}
