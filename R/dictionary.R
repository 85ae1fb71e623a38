#' gaussmix for users of scikit-learn and mclust
#'
#' What scikit-learn's `GaussianMixture` and the package mclust call things, what gaussmix
#' calls them, and where the same word means another number. scikit-learn's names are
#' those of version 1.2, mclust's those of version 6.
#'
#' @section From scikit-learn:
#' A call there makes an object and `fit(X)` fills it; here [gmm_fit()] does both.
#'
#' | GaussianMixture | gaussmix |
#' |---|---|
#' | `n_components` | `n_components`; there 1 by default, here to be given |
#' | `covariance_type` | `covariance_type`, the same four words and two more |
#' | `tol` | `tol`, the same measure; there 1e-3, here 1e-8 |
#' | `reg_covar` | `reg_covar`, **relative** here, see below; there 1e-6, here 1e-9 |
#' | `max_iter` | `max_iter`; there 100, here 1000 |
#' | `n_init` | `n_init`; there 1, here 20 |
#' | `init_params = "kmeans"` | `start = "kmeans"` (the default is `"mixed"`) |
#' | `init_params = "k-means++"` | `start = "kmeans++"` |
#' | `init_params = "random"` | `start = "random_responsibilities"` |
#' | `init_params = "random_from_data"` | `start = "random_rows"` |
#' | `means_init` | `start = list(means = )`, or means alone |
#' | `weights_init`, `precisions_init` | `weights` and `covariances` in that list |
#' | `random_state` | [set.seed()] before the call |
#' | `warm_start` | `start = fit` |
#' | `verbose` | `verbose` |
#' | `fit(X)` | `gmm_fit(x, n_components)` |
#' | `weights_`, `means_` | `fit$weights`, `fit$means`, or [`coef()`][coef.gaussmix] |
#' | `covariances_` | `fit$covariances`; a full one is d x d x K, not K x d x d |
#' | `precisions_` | `solve(coef(fit)$covariances[, , k])` |
#' | `converged_`, `n_iter_` | `fit$converged`, `fit$iterations` |
#' | `lower_bound_` | `fit$log_likelihood / fit$nobs`, see below |
#' | `predict(X)` | `predict(fit, x)`: a factor, counted from 1 |
#' | `fit_predict(X)` | `predict(fit)` |
#' | `predict_proba(X)` | `predict(fit, x, type = "prob")` |
#' | `score_samples(X)` | `predict(fit, x, type = "log_density")` |
#' | `np.percentile(gm.score_samples(X), 4)` as a threshold | [gmm_outliers()] with `share = 0.04` |
#' | `score(X)` | `mean(predict(fit, x, type = "log_density"))` |
#' | `sample(n)` | [gmm_sample()]; rows are not sorted by component |
#' | `aic(X)`, `bic(X)` | [AIC()], [BIC()]: of the data of the fit |
#' | `BayesianGaussianMixture(n_components)` | [gmm_bayes()] |
#' | `weight_concentration_prior_type`, `weight_concentration_prior` | `weight_prior`, `concentration` |
#' | `mean_prior`, `mean_precision_prior`, `degrees_of_freedom_prior`, `covariance_prior` | `prior = gmm_prior(mean, mean_precision, degrees_of_freedom, scale)` |
#' | `bgm.lower_bound_` | `fit$lower_bound`, complete with its constants |
#' | `bgm.predict_proba(X)` | `predict(fit, newdata, type = "prob", method = "variational")` |
#'
#' Differences that change numbers:
#' * *Ridge.* scikit-learn adds `reg_covar` to every variance, in squared units of the data.
#'   Here it is a multiple of each column's variance within components, so that a fit
#'   does not depend on units. `gmm_control(reg_covar_scale = "absolute")` gives
#'   scikit-learn's.
#' * *Tolerance.* scikit-learn stops when the mean log-likelihood rose by less than `tol` in one
#'   iteration, and 1e-3 ends most of its runs early; here `tol` is what may be left to gain
#'   until convergence.
#' * *Starts.* One start of k-means often ends in a local optimum. With `n_init = 20` the
#'   likelihood is higher or the same.
#' * *Bound.* `lower_bound_` was computed before the last M-step; the log-likelihood
#'   of a fit here belongs to its parameters.
#' * *Order.* Components of a searched fit are sorted by decreasing weight.
#' * *Criteria.* The sign is the same: smaller is better. For data X other than those of
#'   the fit, BIC is `-2 * sum(predict(fit, X, type = "log_density")) + fit$df * log(nrow(X))`.
#'
#' `sample_weight`, formulas, names of columns and rows with missing values have no
#' counterpart there.
#'
#' @section From mclust:
#' `Mclust()` searches over numbers of components and models at once, which is
#' [gmm_select()] here; [gmm_fit()] fits one of them.
#'
#' | mclust | gaussmix |
#' |---|---|
#' | `Mclust(data, G, modelNames)` | `gmm_best(gmm_select(x, n_components, covariance_type))` |
#' | `Mclust()` of one G and one model | `gmm_fit(x, n_components, covariance_type)` |
#' | `G` | `n_components`; 1:9 by default in both searches |
#' | `modelNames` | `covariance_type`, which takes mclust's names, too |
#' | `"VVV"`, `"EEE"` | `"full"`, `"tied"` |
#' | `"VVI"`, `"EEI"` | `"diag"`, `"tied_diag"` |
#' | `"VII"`, `"EII"` | `"spherical"`, `"tied_spherical"` |
#' | `"V"`, `"E"` (one column) | `"full"`, `"tied"` |
#' | the other eight models | the same names: `"VEV"` |
#' | `mclustBIC()`, `mclustICL()` | `gmm_select(x, criterion = "BIC")`, `"ICL"` |
#' | `densityMclust()` | [gmm_fit()] and `predict(type = "density")` |
#' | `$classification` | `predict(fit)` |
#' | `$z` | `predict(fit, type = "prob")` |
#' | `$uncertainty` | `predict(fit, type = "uncertainty")` |
#' | `$parameters$pro` | `fit$weights` |
#' | `$parameters$mean` | `t(fit$means)`: here K x d |
#' | `$parameters$variance$sigma` | `coef(fit)$covariances`, d x d x K in both |
#' | `$loglik`, `$df`, `$n`, `$d`, `$G` | `fit$log_likelihood`, `$df`, `$nobs`, `$d`, `$n_components` |
#' | `$bic`, `$icl` | `-BIC(fit)`, `-icl(fit, type = "map")` |
#' | `nMclustParams()` | [gmm_n_parameters()] |
#' | `predict()$classification`, `$z` | `predict(fit, newdata)`, `type = "prob"` |
#' | `summary()` | `summary()` |
#' | `dens()`, `cdens()` | `predict(type = "density")`, `"component_log_density"` |
#' | `sim(modelName, parameters, n)` | `gmm_sample(gmm_model(...), n)` |
#' | `em(data, modelName, parameters)` | `gmm_fit(x, start = gmm_model(...))` |
#' | `me(data, modelName, z)` | `gmm_fit(x, covariance_type = "VVV", start = z)` |
#' | `estep(data, modelName, parameters)` | [gmm_e_step()] |
#' | `mstep(data, modelName, z)` | [gmm_m_step()] |
#' | `emControl(tol, itmax)` | `tol`, `max_iter` |
#' | `emControl(equalPro = TRUE)` | `proportions = "equal"` |
#' | `hc()`, `hclass()` | `start` takes its labels: `start = hclass(hc(x), 3)[, 1]` |
#' | an object of class `Mclust` | `start` takes it; [as_gaussmix()], [as_mclust()] |
#' | `adjustedRandIndex(a, b)` | [adjusted_rand()] |
#' | `matchCluster()` | [gmm_match()], of two fits |
#' | `classError()` | [gmm_match()], of a fit and labels |
#' | `plot(what = "classification")` | `autoplot(fit, type = "pairs")` |
#' | `MclustDR(object, lambda)` | [gmm_project()], `autoplot(fit, type = "projection")` |
#' | `imputeData(data)` | [gmm_impute()], of a fit by `na_action = "em"` |
#' | `mclust2Dplot()`, `coordProj()` | `autoplot(fit, dims = c("a", "b"))` |
#' | `plot(what = "uncertainty")` | `autoplot(fit, type = "uncertainty")` |
#' | `plot(what = "density")` | `autoplot(fit, type = "density")` |
#' | `plot(what = "BIC")` | `autoplot(selection)` |
#' | `prior = priorControl()` | `prior = gmm_prior()`: `shrinkage` is `mean_precision`, `dof` is `degrees_of_freedom` |
#'
#' A noise component, `MclustDA()`, `MclustSSC()`, `clustCombi()` and the
#' bootstraps have no counterpart here.
#'
#' Differences that change numbers:
#' * *Sign.* mclust's BIC is 2 L - p log n, the larger the better; here it is
#'   p log n - 2 L, as [stats::BIC()] has it. mclust's `icl()` is of the largest probabilities
#'   (`type = "map"`), that of gaussmix by default of the entropy.
#' * *Start.* mclust begins from hierarchical clustering and gives the same fit each
#'   time; gaussmix searches from random starts, after [set.seed()] always the same.
#' * *Tolerance.* mclust stops at a relative change of the log-likelihood of 1e-5,
#'   gaussmix at a change of 1e-8 per observation: its likelihoods are a little higher
#'   from the same start.
#' * *Ridge.* mclust has none and gives `NA` for a model whose covariance becomes singular;
#'   gaussmix has a very small one, asks small and narrow components to pay for themselves, and
#'   estimates those on identical rows with a penalty, which it says. `reg_covar = 0` switches the
#'   ridge off, and so does a prior.
#' * *Names.* With both packages attached, write `BIC(fit)`: where mclust came later, `bic(fit)`
#'   is mclust's, which takes no fits.
#'
#' @references
#' Pedregosa, F. and others (2011). Scikit-learn: machine learning in Python. *Journal of
#' Machine Learning Research* 12, 2825-2830.
#' <https://www.jmlr.org/papers/v12/pedregosa11a.html>
#'
#' Scrucca, L., Fop, M., Murphy, T. B. and Raftery, A. E. (2016). mclust 5: clustering,
#' classification and density estimation using Gaussian finite mixture models. *The R
#' Journal* 8, 289-317. \doi{10.32614/RJ-2016-021}
#'
#' @seealso `vignette("coming-from")`, [as_gaussmix()], [gmm_fit()].
#' @name gaussmix-dictionary
#' @concept scikit-learn
#' @concept mclust
#' @examples
#' x <- iris[, 1:4]
#' set.seed(1)
#'
#' # GaussianMixture(n_components=3, random_state=1).fit(x), with its defaults
#' fit <- gmm_fit(
#'   x,
#'   n_components = 3, start = "kmeans", n_init = 1, tol = 1e-3, max_iter = 100,
#'   reg_covar = 1e-6, control = gmm_control(reg_covar_scale = "absolute")
#' )
#' mean(predict(fit, x, type = "log_density")) # score(x)
#'
#' # me("VVV", x, z) of mclust
#' z <- model.matrix(~ 0 + Species, iris)
#' fit <- gmm_fit(x, covariance_type = "VVV", start = z, reg_covar = 0)
#' -BIC(fit) # bic of mclust
#'
#' # Parameters that came from elsewhere
#' parameters <- coef(fit)
#' model <- gmm_model(parameters$weights, parameters$means, parameters$covariances)
#' predict(model, x[1:3, ], type = "prob")
NULL

# What others call arguments, and what these are called here: the first that a function knows.
# Text with a space is what to do instead.
foreign_arguments <- list(
  # scikit-learn
  init_params = "start", means_init = "Give means as `start = list(means = )`.",
  weights_init = "start", precisions_init = "start",
  warm_start = "start", random_state = "Use `set.seed()` before the call.",
  weight_concentration_prior = "concentration", weight_concentration_prior_type = "weight_prior",
  mean_prior = c("mean", "prior"), mean_precision_prior = c("mean_precision", "prior"),
  degrees_of_freedom_prior = c("degrees_of_freedom", "prior"),
  covariance_prior = c("scale", "prior"), n_jobs = "threads", n_samples = "n",
  # mclust, mixtools, flexmix, ClusterR, mixture, Rmixmod
  G = "n_components", modelNames = "covariance_type", modelName = "covariance_type",
  models = "covariance_type", initialization = "start", itmax = "max_iter", eps = "tol",
  k = "n_components", gaussian_comps = "n_components", em_iter = "max_iter", seed_mode = "start",
  nbCluster = "n_components", mnames = "covariance_type", atol = "tol", nmax = "max_iter",
  classification = "start", z = "start", pro = "weights", parameters = "start",
  what = "type", initialWeights = "sample_weight", x = "newdata",
  # What goes by many names
  centers = c("n_components", "start"), clusters = "n_components", n_clusters = "n_components",
  nclust = "n_components", ncomp = "n_components", n_comp = "n_components",
  components = "n_components", K = "n_components", covtype = "covariance_type",
  model = "covariance_type", structure = "covariance_type", init = "start",
  initial = "start", cluster = "start", means = "start",
  maxit = "max_iter", maxiter = "max_iter", max.iter = "max_iter", iter.max = "max_iter",
  n_iter = "max_iter", iterations = "max_iter", tolerance = "tol", epsilon = "tol",
  nstart = "n_init", n_starts = "n_init", restarts = "n_init", ridge = "reg_covar",
  regularization = "reg_covar", weights = "sample_weight", weight = "sample_weight",
  equalPro = "proportions", na.action = "na_action", na.rm = "na_action", na_rm = "na_action",
  cores = c("threads", "workers"), ncores = c("threads", "workers"),
  n_threads = "threads", nthreads = "threads", parallel = c("workers", "threads"),
  trace = "verbose", quiet = "verbose", progressbar = "progress", verbosity = "verbose",
  data = c("newdata", "x"), new_data = "newdata", X = c("newdata", "x"),
  formula = "x", folds = "n_folds", nfolds = "n_folds", cv = "n_folds",
  criterion = "To compare fits by a criterion, use `gmm_select(criterion = )`.",
  ic = "criterion",
  random_seed = "Use `set.seed()` before the call.", seed = "Use `set.seed()` before the call.",
  subset = "Give a part of the data: `subset(data, ...)`.",
  scale = "Scale the data before: `scale(x)`; of full and tied covariances no scale matters.",
  standardize = "Scale the data before: `scale(x)`; of full and tied covariances no scale matters."
)

# What others call choices, for any argument that has one of ours. Functions are R's na.omit().
foreign_choices <- list(
  probability = "prob", probabilities = "prob", posterior = "prob", proba = "prob",
  predict_proba = "prob", responsibilities = "prob", z = "prob", raw = "prob", soft = "prob",
  cluster = "class", clusters = "class", classification = c("class", "pairs"), label = "class",
  labels = c("class", "labels"), hard = "class", component = "class",
  response = "class", pdf = "density", dens = "density", cdens = "component_log_density",
  score_samples = "log_density", loglik = "log_density", logLik = "log_density",
  log_prob = "log_density", score = "log_density", log = "log_density",
  log_likelihood = "log_density",
  na.omit = "omit", drop = "omit", remove = "omit", complete = "omit", na.rm = "omit",
  na.exclude = "exclude", na.fail = "fail", error = "fail", none = c("none", "fail"),
  hc = "ward", hclust = "ward", hierarchical = "ward", `k-means` = "kmeans",
  `k-means++` = "kmeans++", random = "random_responsibilities", random_from_data = "random_rows",
  random_subset = "random_rows", random_spread = "kmeans++", default = "mixed", auto = "mixed",
  dirichlet_distribution = "dirichlet", dp = "dirichlet_process",
  parameters = c("components", "means"), sigma = "covariances", mean = "means",
  entropy = c("entropy", "ICL"), elbo = "lower_bound", cross_validation = "cv",
  variational_bayes = "variational"
)

# Covariance structures by other names.
foreign_types <- list(
  diagonal = "diag", isotropic = "spherical", unconstrained = "full", unrestricted = "full",
  free = "full", general = "full", equal = "tied", shared = "tied", pooled = "tied", common = "tied",
  V = "full", E = "tied", varying = "full", diag_tied = "tied_diag", spherical_tied = "tied_spherical",
  tied_full = "tied", full_tied = "tied", ellipsoidal = "full", iso = "spherical", round = "spherical"
)

# Ours for a word of others, as it is written, then in any case; NULL if there is none.
translated <- function(word, dictionary, known) {
  if (is.na(word) || !validEnc(word)) {
    return(NULL)
  }
  at <- match(word, names(dictionary))
  if (is.na(at)) at <- match(tolower(word), tolower(names(dictionary)))
  if (is.na(at)) {
    return(NULL)
  }
  meant <- dictionary[[at]]
  meant <- meant[meant %in% known | grepl(" ", meant)]
  if (length(meant) > 0) meant[1]
}
