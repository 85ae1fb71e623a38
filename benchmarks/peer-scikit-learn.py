"""scikit-learn as one of the programs: see measure.R for the arguments.

Also measures the rate of dgemm, in GFLOP/s, of the BLAS that the programs use:
    peer-scikit-learn.py dgemm <any stem> <rows of the square matrices> 0 0 - <repetitions>
"""

import gc
import re
import sys
import time
import warnings

import numpy as np
from sklearn.mixture import BayesianGaussianMixture, GaussianMixture

warnings.filterwarnings("ignore")  # that it has not converged


def read_data(stem, n, d):
    # Rows one after the other is the layout in which scikit-learn is fastest.
    return np.ascontiguousarray(np.fromfile(stem + ".x", "<f8").reshape(d, n).T)


def read_start(stem, d, n_components):
    values = np.fromfile(stem + ".start", "<f8")
    return {
        "weights": values[:n_components],
        "means": values[n_components : n_components * (1 + d)].reshape(d, n_components).T.copy(),
        "covariance": values[-d * d :].reshape(d, d),
    }


def tiny_problem():
    x = np.random.default_rng(1).standard_normal((500, 2))
    x[:250] += 3
    start = {
        "weights": np.array([0.5, 0.5]),
        "means": np.array([[3.0, 3.0], [0.0, 0.0]]),
        "covariance": np.eye(2),
    }
    return x, start


def precisions(covariance, kind, n_components):
    variances = np.diag(covariance)
    if kind == "full":
        return np.repeat(np.linalg.inv(covariance)[None], n_components, axis=0)
    if kind == "tied":
        return np.linalg.inv(covariance)
    if kind == "diag":
        return np.repeat(1 / variances[None], n_components, axis=0)
    return np.repeat(1 / variances.mean(), n_components)


def fit(x, start, kind, iterations):
    n_components = len(start["weights"])
    return GaussianMixture(
        n_components,
        covariance_type=kind,
        tol=0,
        reg_covar=0,
        max_iter=int(iterations),
        # It makes responsibilities even where all parameters are given; the cheapest way.
        init_params="random",
        random_state=1,
        weights_init=start["weights"],
        means_init=start["means"],
        precisions_init=precisions(start["covariance"], kind, n_components),
    ).fit(x)


def fit_bayes(x, n_components, kind, iterations):
    # It takes no parameters to start from; an iteration costs the same from any.
    return BayesianGaussianMixture(
        n_components=n_components,
        covariance_type=kind,
        tol=0,
        max_iter=int(iterations),
        init_params="random",
        random_state=1,
    ).fit(x)


def model(start, kind):
    """The start as a fitted model, with one iteration on data that do not matter."""
    d = start["means"].shape[1]
    n_components = len(start["weights"])
    x = np.random.default_rng(1).standard_normal((50 * n_components * d, d))
    mixture = GaussianMixture(n_components, covariance_type=kind, init_params="random", max_iter=1)
    mixture.fit(x)
    mixture.weights_ = start["weights"]
    mixture.means_ = start["means"]
    mixture.covariances_ = np.repeat(start["covariance"][None], n_components, axis=0)
    factor = np.linalg.inv(np.linalg.cholesky(start["covariance"])).T
    mixture.precisions_cholesky_ = np.repeat(factor[None], n_components, axis=0)
    return mixture


def seconds(run):
    begin = time.perf_counter()
    run()
    return time.perf_counter() - begin


def best_seconds(run, times):
    return min(seconds(run) for _ in range(int(times)))


def seconds_per_iteration(run, at_least):
    one = seconds(lambda: run(1))
    if one < at_least:
        one = min(one, seconds(lambda: run(1)))
    iterations = 2
    while True:
        many = seconds(lambda: run(iterations)) - one
        if many >= at_least:
            return many / (iterations - 1)
        iterations *= 2


def status_megabytes(field):
    with open("/proc/self/status") as status:
        return int(re.search(field + r":\s+(\d+)", status.read())[1]) / 1024


def megabytes_beyond(run):
    gc.collect()
    with open("/proc/self/clear_refs", "w") as clear:
        clear.write("5\n")
    before = status_megabytes("VmRSS")
    run()
    return status_megabytes("VmHWM") - before


def dgemm_rate(rows, repetitions):
    generator = np.random.default_rng(1)
    a, b = generator.standard_normal((2, rows, rows))
    return 2e-9 * rows**3 / best_seconds(lambda: a @ b, repetitions)


def run_task(task, stem, n, d, n_components, kind, amount):
    if task == "dgemm":
        return dgemm_rate(n, amount)
    start = read_start(stem, d, n_components)
    if task == "sample":
        mixture = model(start, kind)
        return best_seconds(lambda: mixture.sample(n), amount)
    x = read_data(stem, n, d)
    if task == "iterate":
        return seconds_per_iteration(lambda iterations: fit(x, start, kind, iterations), amount)
    if task == "iterate-bayes":
        return seconds_per_iteration(
            lambda iterations: fit_bayes(x, n_components, kind, iterations), amount
        )
    if task == "likelihood":
        return fit(x, start, kind, amount).score(x)
    if task == "memory":
        fit(*tiny_problem(), kind, 1)
        return megabytes_beyond(lambda: fit(x, start, kind, amount))
    mixture = model(start, kind)
    run = {"score": mixture.score_samples, "posterior": mixture.predict_proba}[task]
    return best_seconds(lambda: run(x), amount)


task, stem, n, d, n_components, kind, amount = sys.argv[1:]
print(repr(float(run_task(
    task, stem, int(float(n)), int(float(d)), int(float(n_components)), kind, float(amount)
))))
