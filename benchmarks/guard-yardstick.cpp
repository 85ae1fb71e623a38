// The yardstick of guard.R: a plain pass of EM over data in columns, points across SIMD
// lanes, full covariances, written once and compiled for each instruction set. It does
// the kinds of work that gaussmix does, so that machines that differ in one of them
// (products, exponentials, loads) differ in both, and it stays as it is: whoever makes it
// faster must record the bounds anew.

#include <Rcpp.h>

#include <string>

// [[Rcpp::plugins(cpp17)]]

namespace {

constexpr int d = 10;
constexpr int n_components = 10;
constexpr int block = 256;

#define INLINE __attribute__((always_inline)) inline

template <int width>
struct Lanes {
  typedef double number __attribute__((vector_size(8 * width)));
  typedef long long integer __attribute__((vector_size(8 * width)));
  static constexpr int groups = block / width;
};

// exp for arguments up to 0, by a polynomial after a power of two is split off.
template <int width>
INLINE void exponentials(typename Lanes<width>::number* values) {
  using Number = typename Lanes<width>::number;
  using Integer = typename Lanes<width>::integer;
  constexpr double shift = 6755399441055744.0;  // 1.5 * 2^52: adding it rounds
  constexpr double coefficients[] = {1.0 / 39916800, 1.0 / 3628800, 1.0 / 362880, 1.0 / 40320,
                                     1.0 / 5040,     1.0 / 720,     1.0 / 120,    1.0 / 24,
                                     1.0 / 6,        0.5,           1.0,          1.0};
  for (int g = 0; g < Lanes<width>::groups; ++g) {
    const Number floor = Number{} - 700;
    const Number x = values[g] < floor ? floor : values[g];
    const Number shifted = x * 1.4426950408889634 + shift;
    const Number power = shifted - shift;
    const Number r = x - power * 0.69314718055994531;
    Number p = Number{} + coefficients[0];
    for (int i = 1; i < 12; ++i) {
      p = p * r + coefficients[i];
    }
    values[g] = (Number)((Integer)p + ((Integer)shifted << 52));
  }
}

struct Mixture {
  const double* means;    // d x K
  const double* factors;  // d x d x K, lower triangular
};

// Whole blocks of the data, which R aligns for the baseline alone; returns the sum of the scatters.
template <int width>
INLINE double pass(const double* x, int n, const Mixture& mixture) {
  using Number = typename Lanes<width>::number;
  constexpr int groups = Lanes<width>::groups;
  Number densities[n_components * groups], centred[d * groups], weight[groups], total[groups];
  double result = 0;
  for (int start = 0; start + block <= n; start += block) {
    for (int g = 0; g < groups; ++g) {
      total[g] = Number{} + 1e-300;
    }
    for (int k = 0; k < n_components; ++k) {
      const double* mean = mixture.means + k * d;
      const double* factor = mixture.factors + k * d * d;
      Number* density = densities + k * groups;
      for (int g = 0; g < groups; ++g) {
        Number c[d];
        Number square{};
        for (int i = 0; i < d; ++i) {
          Number value;
          __builtin_memcpy(&value, x + i * static_cast<size_t>(n) + start + g * width, sizeof value);
          c[i] = value - mean[i];
          Number z{};
          for (int j = 0; j <= i; ++j) {
            z += factor[i + j * d] * c[j];
          }
          square += z * z;
        }
        density[g] = square * -0.5;
      }
      exponentials<width>(density);
      for (int g = 0; g < groups; ++g) {
        total[g] += density[g];
      }
    }
    for (int k = 0; k < n_components; ++k) {
      const double* mean = mixture.means + k * d;
      const Number* density = densities + k * groups;
      Number sum{};
      for (int i = 0; i < d; ++i) {
        const double* column = x + i * static_cast<size_t>(n) + start;
        for (int g = 0; g < groups; ++g) {
          Number value;
          __builtin_memcpy(&value, column + g * width, sizeof value);
          centred[i * groups + g] = value - mean[i];
          weight[g] = density[g] / total[g] * centred[i * groups + g];
        }
        for (int j = 0; j <= i; ++j) {
          for (int g = 0; g < groups; ++g) {
            sum += weight[g] * centred[j * groups + g];
          }
        }
      }
      for (int lane = 0; lane < width; ++lane) {
        result += sum[lane];
      }
    }
  }
  return result;
}

using Pass = double (*)(const double*, int, const Mixture&);

double pass_baseline(const double* x, int n, const Mixture& mixture) {
  return pass<2>(x, n, mixture);
}

#ifdef __x86_64__
__attribute__((target("avx2,fma"))) double pass_avx2(const double* x, int n,
                                                     const Mixture& mixture) {
  return pass<4>(x, n, mixture);
}

__attribute__((target("avx512f,avx512dq,fma"))) double pass_avx512(const double* x, int n,
                                                                        const Mixture& mixture) {
  return pass<8>(x, n, mixture);
}
#endif

Pass pass_for(const std::string& instruction_set) {
#ifdef __x86_64__
  if (instruction_set == "avx512") {
    return pass_avx512;
  }
  if (instruction_set == "avx2") {
    return pass_avx2;
  }
#endif
  return pass_baseline;
}

}  // namespace

// Seconds are taken in R: this returns a number that depends on all of the work.
// [[Rcpp::export]]
double yardstick(const Rcpp::NumericMatrix& x, const Rcpp::NumericMatrix& means,
                 const Rcpp::NumericVector& factors, const std::string& instruction_set,
                 int passes) {
  if (x.ncol() != d || means.ncol() != n_components) {
    Rcpp::stop("The yardstick has %d columns and %d components.", d, n_components);
  }
  const Pass pass = pass_for(instruction_set);
  const Mixture mixture{means.begin(), factors.begin()};
  double sum = 0;
  for (int i = 0; i < passes; ++i) {
    sum += pass(x.begin(), x.nrow(), mixture);
  }
  return sum;
}
