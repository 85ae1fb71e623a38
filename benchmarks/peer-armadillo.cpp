// Armadillo as one of the programs: see measure.R for the arguments. It knows full and
// diagonal covariances. Built by install-peers.sh.

#include <algorithm>
#include <armadillo>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <functional>
#include <limits>
#include <string>

namespace {

struct Arguments {
  std::string task, stem;
  arma::uword n, d, n_components;
  std::string type;
  double amount;
};

struct Start {
  arma::rowvec weights;
  arma::mat means;  // d x K
  arma::mat covariance;
};

// Points in columns, as Armadillo wants them.
arma::mat read_data(const Arguments& a) {
  arma::mat x(a.n, a.d);
  std::ifstream(a.stem + ".x", std::ios::binary)
      .read(reinterpret_cast<char*>(x.memptr()), sizeof(double) * x.n_elem);
  arma::inplace_trans(x);
  return x;
}

Start read_start(const Arguments& a) {
  arma::vec values(a.n_components * (1 + a.d) + a.d * a.d);
  std::ifstream(a.stem + ".start", std::ios::binary)
      .read(reinterpret_cast<char*>(values.memptr()), sizeof(double) * values.n_elem);
  const arma::uword means = a.n_components * a.d;
  return {values.head(a.n_components).t(),
          arma::reshape(values.subvec(a.n_components, a.n_components + means - 1),
                        a.n_components, a.d)
              .t(),
          arma::reshape(values.tail(a.d * a.d), a.d, a.d)};
}

Start tiny_start() {
  return {{0.5, 0.5}, {{3, 0}, {3, 0}}, arma::mat(2, 2, arma::fill::eye)};
}

arma::mat tiny_data() {
  arma::mat x(2, 500, arma::fill::randn);
  x.head_cols(250) += 3;
  return x;
}

void set_start(arma::gmm_full& model, const Start& start) {
  arma::cube covariances(start.means.n_rows, start.means.n_rows, start.means.n_cols);
  covariances.each_slice() = start.covariance;
  model.set_params(start.means, covariances, start.weights);
}

void set_start(arma::gmm_diag& model, const Start& start) {
  model.set_params(
      start.means,
      arma::repmat(arma::vec(start.covariance.diag()), 1, start.means.n_cols),
      start.weights);
}

template <typename Model>
Model fit(const arma::mat& x, const Start& start, arma::uword iterations) {
  Model model;
  set_start(model, start);
  model.learn(x, start.means.n_cols, arma::eucl_dist, arma::keep_existing, 0, iterations,
              std::numeric_limits<double>::min(), false);
  return model;
}

double seconds(const std::function<void()>& run) {
  const auto begin = std::chrono::steady_clock::now();
  run();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

double best_seconds(const std::function<void()>& run, int times) {
  double best = seconds(run);
  for (int i = 1; i < times; ++i) {
    best = std::min(best, seconds(run));
  }
  return best;
}

double seconds_per_iteration(const std::function<void(int)>& run, double at_least) {
  double one = seconds([&] { run(1); });
  if (one < at_least) {
    one = std::min(one, seconds([&] { run(1); }));
  }
  for (int iterations = 2;; iterations *= 2) {
    const double many = seconds([&] { run(iterations); }) - one;
    if (many >= at_least) {
      return many / (iterations - 1);
    }
  }
}

double status_megabytes(const std::string& field) {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (line.rfind(field + ":", 0) == 0) {
      return std::stod(line.substr(field.size() + 1)) / 1024;
    }
  }
  return std::numeric_limits<double>::quiet_NaN();
}

double megabytes_beyond(const std::function<void()>& run) {
  std::ofstream("/proc/self/clear_refs") << "5\n";
  const double before = status_megabytes("VmRSS");
  run();
  return status_megabytes("VmHWM") - before;
}

template <typename Model>
double run_task(const Arguments& a) {
  const Start start = read_start(a);
  if (a.task == "sample") {
    Model model;
    set_start(model, start);
    return best_seconds([&] { model.generate(a.n); }, static_cast<int>(a.amount));
  }
  const arma::mat x = read_data(a);
  if (a.task == "iterate") {
    return seconds_per_iteration([&](int m) { fit<Model>(x, start, m); }, a.amount);
  }
  if (a.task == "likelihood") {
    return fit<Model>(x, start, static_cast<int>(a.amount)).avg_log_p(x);
  }
  if (a.task == "memory") {
    fit<Model>(tiny_data(), tiny_start(), 1);
    return megabytes_beyond([&] { fit<Model>(x, start, static_cast<int>(a.amount)); });
  }
  return std::numeric_limits<double>::quiet_NaN();
}

}  // namespace

int main(int, char** argv) {
  const auto count = [&](int i) { return static_cast<arma::uword>(std::stod(argv[i])); };
  const Arguments a{argv[1], argv[2], count(3), count(4), count(5), argv[6], std::stod(argv[7])};
  std::printf("%.17g\n", a.type == "diag" ? run_task<arma::gmm_diag>(a)
                                          : run_task<arma::gmm_full>(a));
}
