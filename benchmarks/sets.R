# The data sets on which whole fits are compared, and the problems made of them: a set, a
# covariance type and a number of components. Read by the scripts of whole fits.
#
# Sets come with R, with MASS (recommended), with mclust (left out where it is not
# installed), with gaussmix, from the fixtures of its tests, or are drawn with a seed.
# Numbers of components are sometimes those of the truth and sometimes not: users do not
# know it either.

source(file.path("benchmarks", "workloads.R"))

# Rows of a normal distribution.
normal_rows <- function(n, mean, covariance) {
  covariance <- as.matrix(covariance)
  rows <- matrix(rnorm(n * ncol(covariance)), n) %*% chol(covariance)
  sweep(rows, 2, -mean)
}

round_rows <- function(n, mean, sd) normal_rows(n, mean, diag(sd^2, length(mean)))

# A covariance in the plane with these standard deviations along its axes, turned.
turned <- function(degrees, along, across) {
  angle <- degrees * pi / 180
  axes <- matrix(c(cos(angle), sin(angle), -sin(angle), cos(angle)), 2)
  axes %*% diag(c(along, across)^2) %*% t(axes)
}

# Round clusters about the rows of a matrix.
clusters <- function(counts, centres, sds) {
  centres <- as.matrix(centres)
  parts <- Map(
    function(k, n, sd) round_rows(n, centres[k, ], sd),
    seq_len(nrow(centres)), counts, sds
  )
  do.call(rbind, parts)
}

# Centres that are uniform in a square, as in the blobs of scikit-learn's tutorials.
blobs <- function(n, n_components, sd, stretched = FALSE) {
  centres <- matrix(runif(2 * n_components, -10, 10), n_components)
  x <- clusters(rep(n / n_components, n_components), centres, sd)
  if (stretched) x %*% matrix(rnorm(4), 2) else x
}

# One cluster at each point of a grid.
grid_clusters <- function(rows, columns, each, sd) {
  centres <- expand.grid(x = seq_len(rows), y = seq_len(columns))
  clusters(rep(each, rows * columns), centres, sd)
}

mixture_rows <- function(n, ...) draw_rows(draw_mixture(...), n)

# Images with pixels from 0 to 1, on principal components that hold a share of the
# variance, or on so many of them.
digits_components <- function(share = NULL, number = NULL) {
  analysis <- prcomp(gaussmix::digits[, 1:64] / 16)
  if (is.null(number)) {
    number <- which(cumsum(analysis$sdev^2) >= share * sum(analysis$sdev^2))[1]
  }
  analysis$x[, seq_len(number)]
}

fixture <- function(name) {
  x <- read.csv(file.path("tests", "testthat", "fixtures", paste0(name, ".csv")))
  x[names(x) != "label"]
}

with_package <- function(package, sets) if (requireNamespace(package, quietly = TRUE)) sets

# Each is a function that gives the rows.
sets <- c(
  # From R's package datasets; its help pages say where they come from.
  list(
    # Anderson (1935), Fisher (1936)
    iris = function() iris[, 1:4],
    `iris scaled` = function() scale(iris[, 1:4]),
    # Old Faithful: Azzalini and Bowman (1990)
    faithful = function() faithful,
    # Earthquakes near Fiji, Harvard PRIM-H project; depth has a hundred times the spread
    quakes = function() quakes[, c("lat", "long", "depth")],
    # Fertility in 1888: Mosteller and Tukey (1977); 47 rows
    swiss = function() swiss,
    # New York, 1973: Chambers and others (1983)
    airquality = function() na.omit(airquality)[, 1:4],
    # McNeil (1977); 50 rows
    USArrests = function() USArrests,
    # Lengths in miles: McNeil (1977); one column, a long tail
    rivers = function() log(rivers),
    # BP petroleum cores, 48 rows of 12
    rock = function() scale(rock)
  ),
  with_package("MASS", list(
    # Campbell and Mahon (1974); columns that are nearly collinear
    crabs = function() MASS::crabs[, c("FL", "RW", "CL", "CW", "BD")],
    # Old Faithful: Azzalini and Bowman (1990); durations of nights are rounded, so many tie
    geyser = function() MASS::geyser,
    # Velocities: Roeder (1990); one column
    galaxies = function() MASS::galaxies / 1000,
    # Harrison and Rubinfeld (1978)
    Boston = function() MASS::Boston[, c("nox", "rm", "lstat", "medv")]
  )),
  with_package("mclust", list(
    # Reaven and Miller (1979)
    diabetes = function() mclust::diabetes[, -1],
    # Flury and Riedwyl (1988)
    banknote = function() mclust::banknote[, -1],
    # Coomans and others (1983), UCI Machine Learning Repository
    thyroid = function() mclust::thyroid[, -1],
    # Drawn from 14 components by the authors of mclust
    wreath = function() mclust::wreath,
    # Crawford (1994); one column
    acidity = function() mclust::acidity,
    # Two crossing components drawn by the authors of mclust
    cross = function() mclust::cross[, -1],
    # Flow cytometry: Brinkman and others (2007); whole numbers, 6809 rows
    GvHD = function() mclust::GvHD.control,
    # Eurostat, 31 countries in 2014
    EuroUnemployment = function() mclust::EuroUnemployment,
    # A minefield drawn by Dasgupta and Raftery (1998): a narrow V in uniform noise
    chevron = function() mclust::chevron[, -1],
    # Wisconsin breast cancer: Street and others (1993); the three columns of mclust's papers
    wdbc = function() {
      mclust::wdbc[, c("Texture_mean", "Area_extreme", "Smoothness_extreme")]
    },
    # Drawn by Baudry and others (2010): crosses and clusters
    baudry = function() mclust::ex4.1
  )),
  # Alpaydin and Kaynak (1998), see ?gaussmix::digits
  list(
    `digits 90 %` = function() digits_components(share = 0.9),
    `digits 5` = function() digits_components(number = 5)
  ),
  # tests/testthat/fixtures/README.md
  list(
    `seed blobs300` = function() fixture("seed_blobs300"),
    `seed stretch500` = function() fixture("seed_stretch500"),
    `seed stretch1000` = function() fixture("seed_stretch1000"),
    `seed synth_a` = function() fixture("synth_a"),
    `seed synth_b` = function() fixture("synth_b")
  ),
  # Drawn here.
  list(
    blobs = function() {
      set.seed(101)
      blobs(300, 4, 0.6)
    },
    `stretched 3` = function() {
      set.seed(102)
      blobs(501, 3, 1, stretched = TRUE)
    },
    `stretched 5` = function() {
      set.seed(103)
      blobs(1000, 5, 1, stretched = TRUE)
    },
    # Even the true parameters give 38 % of the rows to another component than their own.
    overlapping = function() {
      set.seed(104)
      mixture_rows(2000, d = 3, n_components = 4, distance = 1.5)
    },
    `unequal weights` = function() {
      set.seed(105)
      centres <- rbind(c(0, 0), c(4, 4), c(-4, 4), c(0, -5))
      clusters(c(1880, 60, 40, 20), centres, c(1, 0.7, 0.7, 0.7))
    },
    `unequal variances` = function() {
      set.seed(106)
      clusters(c(300, 300, 300), rbind(c(0, 0), c(3, 0), c(30, 10)), c(0.1, 1, 10))
    },
    `tight in broad` = function() {
      set.seed(107)
      clusters(c(940, 60), rbind(c(0, 0), c(0.5, 0.5)), c(1, 0.05))
    },
    `far apart` = function() {
      set.seed(108)
      clusters(c(100, 100, 100), 1e4 * rbind(c(0, 0), c(1, 0), c(0, 1)), 1)
    },
    # Two that are near each other, seen from a third that is far away.
    `near and far` = function() {
      set.seed(109)
      clusters(c(200, 200, 200), rbind(c(0, 0), c(4, 0), c(1000, 0)), 1)
    },
    # The column that tells them apart is the one that hardly varies.
    `unequal columns` = function() {
      set.seed(110)
      cbind(rnorm(600, rep(c(0, 6), each = 300)), rnorm(600, sd = 1000))
    },
    crossing = function() {
      set.seed(111)
      rbind(
        normal_rows(250, c(0, 0), turned(0, 4, 0.4)),
        normal_rows(250, c(0, 0), turned(60, 4, 0.4)),
        normal_rows(250, c(0, 0), turned(120, 4, 0.4))
      )
    },
    # The same centre, different spreads.
    nested = function() {
      set.seed(112)
      clusters(c(300, 300, 300), matrix(0, 3, 2), c(0.3, 2, 10))
    },
    # k-means cuts across them.
    stripes = function() {
      set.seed(113)
      do.call(rbind, lapply(0:3, function(k) normal_rows(150, c(k, 0), turned(90, 10, 0.2))))
    },
    `grid 15` = function() {
      set.seed(114)
      grid_clusters(5, 3, each = 60, sd = 0.15)
    },
    `grid 25` = function() {
      set.seed(115)
      grid_clusters(5, 5, each = 60, sd = 0.2)
    },
    `ten columns` = function() {
      set.seed(116)
      mixture_rows(1600, d = 10, n_components = 8)
    },
    `twenty columns` = function() {
      set.seed(117)
      clusters(c(200, 150, 100), matrix(rnorm(60, sd = 0.8), 3), 1)
    },
    large = function() {
      set.seed(118)
      mixture_rows(20000, d = 4, n_components = 6)
    },
    # Values that repeat: 550 rows, about 120 different ones.
    ties = function() {
      set.seed(119)
      round(2 * clusters(c(200, 200, 150), rbind(c(0, 0), c(3, 1), c(1, 4)), 1)) / 2
    },
    # Every row three times, but for an error of measurement.
    `near duplicates` = function() {
      set.seed(120)
      x <- blobs(150, 3, 1.5)
      x[rep(seq_len(150), 3), ] + rnorm(900, sd = 1e-4)
    },
    `heavy tails` = function() {
      set.seed(121)
      centres <- rbind(c(0, 0), c(8, 0), c(4, 7))
      centres[rep(1:3, each = 200), ] + rt(1200, df = 3)
    },
    # Three clusters and a fifth of noise.
    noise = function() {
      set.seed(122)
      centres <- rbind(c(-4, -4), c(4, -2), c(0, 5))
      rbind(clusters(c(160, 160, 160), centres, 0.6), matrix(runif(240, -10, 10), 120))
    },
    # Nothing to find: the likelihood is flat where components split one cluster.
    `one blob` = function() {
      set.seed(123)
      round_rows(500, c(0, 0), 1)
    },
    # Points along a curve.
    spiral = function() {
      set.seed(124)
      angle <- sqrt(runif(600)) * 3 * pi
      angle * cbind(cos(angle), sin(angle)) + rnorm(1200, sd = 0.4)
    },
    skewed = function() {
      set.seed(125)
      exp(clusters(c(300, 200), rbind(c(0, 0), c(1, 2)), 0.5))
    },
    # One column, eight components of unequal weights and spreads.
    `line 8` = function() {
      set.seed(126)
      counts <- c(200, 150, 150, 100, 100, 100, 50, 50)
      rnorm(900, rep(c(0, 3, 7, 9, 14, 17, 25, 27), counts), rep(c(1, 0.5), 450))
    }
  )
)

problems_of <- function(set, ...) {
  counts <- list(...)
  data.frame(
    set = set, type = rep(names(counts), lengths(counts)), n_components = unlist(counts),
    row.names = NULL
  )
}

problems <- rbind(
  problems_of("iris", full = c(2, 3, 4), tied = 4, diag = c(3, 5), spherical = c(3, 6)),
  problems_of("iris scaled", full = 3, spherical = 4),
  problems_of("faithful", full = c(2, 3), tied = 3, diag = 4),
  problems_of("quakes", full = 5, diag = 6),
  problems_of("swiss", tied = 3, diag = 2),
  problems_of("airquality", full = 2, diag = 3),
  problems_of("USArrests", tied = 3, spherical = 3),
  problems_of("rivers", full = 2, tied = 3),
  problems_of("rock", diag = 2),
  problems_of("crabs", full = 3, tied = 4),
  problems_of("geyser", tied = 4, full = 3),
  problems_of("galaxies", full = 3, tied = 5),
  problems_of("Boston", full = 4, diag = 5),
  problems_of("diabetes", full = 3, diag = 4),
  problems_of("banknote", full = 2, tied = 4),
  problems_of("thyroid", diag = 3),
  problems_of("wreath", full = 14, tied = 14),
  problems_of("acidity", full = 3),
  problems_of("cross", full = 2, diag = 4),
  problems_of("GvHD", full = 6),
  problems_of("EuroUnemployment", tied = 3),
  problems_of("chevron", full = 3),
  problems_of("wdbc", full = 3),
  problems_of("baudry", full = 6, diag = 4),
  problems_of("digits 90 %", full = 9, tied = 10, diag = 10),
  problems_of("digits 5", full = 10, spherical = 12),
  problems_of("seed blobs300", full = c(4, 5), spherical = 4),
  problems_of("seed stretch500", full = c(3, 4), diag = 6),
  problems_of("seed stretch1000", full = c(5, 6)),
  problems_of("seed synth_a", full = 3),
  problems_of("seed synth_b", full = 4),
  problems_of("blobs", spherical = 4, full = 4),
  problems_of("stretched 3", full = 3),
  problems_of("stretched 5", full = 5, diag = 5),
  problems_of("overlapping", full = 4, diag = 4),
  problems_of("unequal weights", full = 4),
  problems_of("unequal variances", full = 3, spherical = 4),
  problems_of("tight in broad", full = 2, spherical = 2),
  problems_of("far apart", full = 3, tied = 3),
  problems_of("near and far", full = 3),
  problems_of("unequal columns", full = 2, diag = 2, tied = 2),
  problems_of("crossing", full = 3),
  problems_of("nested", spherical = 3, full = 3),
  problems_of("stripes", full = 4, tied = 4),
  problems_of("grid 15", full = 15, spherical = 15),
  problems_of("grid 25", tied = 25, spherical = 25),
  problems_of("ten columns", full = 8, diag = 8),
  problems_of("twenty columns", tied = 3, spherical = 3),
  problems_of("large", full = 6),
  problems_of("ties", full = 3),
  problems_of("near duplicates", full = 3),
  problems_of("heavy tails", full = c(3, 5)),
  problems_of("noise", full = 4),
  problems_of("one blob", full = 2, diag = 4),
  problems_of("spiral", full = 8),
  problems_of("skewed", full = 4),
  problems_of("line 8", full = 8)
)
problems <- problems[problems$set %in% names(sets), ]
rownames(problems) <- NULL

problem_name <- function(problems) {
  paste0(problems$set, ", ", problems$type, " ", problems$n_components)
}

set_data <- function(set) {
  x <- as.matrix(sets[[set]]())
  dimnames(x) <- NULL
  storage.mode(x) <- "double"
  x
}

best_known_file <- file.path("benchmarks", "results", "best-known.csv")

# The best log-likelihood of each problem that any search has found, NA where none has
# been made. best-known.R searches.
best_known <- function(problems) {
  if (!file.exists(best_known_file)) {
    return(rep(NA_real_, nrow(problems)))
  }
  known <- read.csv(best_known_file)
  known$log_likelihood[match(problem_name(problems), problem_name(known))]
}
