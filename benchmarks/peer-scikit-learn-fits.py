"""Whole fits by scikit-learn, many in one process.

    peer-scikit-learn-fits.py <plan.csv> <results.csv>

A row of the plan is a fit: stem (of a file of raw doubles, by column), n, d, n_components,
type, seed, n_init, init_params, tol, max_iter. A row of the results: seconds, log_likelihood
at the parameters that the fit returns, iterations, nan where there is no fit. The parameters
go to <results.csv>.parameters as raw doubles: weights, means (K x d, by column) and
covariances in the compact form that gaussmix has, nan where there is no fit.
"""

import csv
import sys
import time
import warnings

import numpy as np
from sklearn.mixture import GaussianMixture

warnings.filterwarnings("ignore")  # that it has not converged


def read_data(stem, n, d):
    return np.ascontiguousarray(np.fromfile(stem + ".x", "<f8").reshape(d, n).T)


def model(row):
    return GaussianMixture(
        int(row["n_components"]),
        covariance_type=row["type"],
        n_init=int(row["n_init"]),
        init_params=row["init_params"],
        tol=float(row["tol"]),
        max_iter=int(row["max_iter"]),
        random_state=int(row["seed"]),
    )


def count_parameters(d, n_components, kind):
    covariances = {
        "full": n_components * d * d, "tied": d * d, "diag": n_components * d,
        "spherical": n_components,
    }
    return n_components * (1 + d) + covariances[kind]


def parameters(mixture, kind):
    covariances = mixture.covariances_
    if kind == "diag":
        covariances = covariances.T
    return np.concatenate([mixture.weights_, mixture.means_.T.ravel(), covariances.ravel()])


def fit(row, x):
    mixture = model(row)
    begin = time.perf_counter()
    try:
        mixture.fit(x)
    except ValueError:  # a covariance is not positive definite
        size = count_parameters(x.shape[1], int(row["n_components"]), row["type"])
        return [time.perf_counter() - begin, np.nan, np.nan], np.full(size, np.nan)
    taken = time.perf_counter() - begin
    found = [taken, mixture.score(x) * len(x), mixture.n_iter_]
    return found, parameters(mixture, row["type"])


def warm_up():
    x = np.random.default_rng(1).standard_normal((500, 2))
    GaussianMixture(2, n_init=2).fit(x)


plan_file, results_file = sys.argv[1:]
warm_up()
stem = x = None
with open(plan_file) as plan, open(results_file, "w") as results, \
        open(results_file + ".parameters", "wb") as binary:
    writer = csv.writer(results)
    writer.writerow(["seconds", "log_likelihood", "iterations"])
    for row in csv.DictReader(plan):
        if row["stem"] != stem:
            stem = row["stem"]
            x = read_data(stem, int(row["n"]), int(row["d"]))
        found, values = fit(row, x)
        writer.writerow([repr(float(value)) for value in found])
        values.astype("<f8").tofile(binary)
