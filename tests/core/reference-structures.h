#ifndef GAUSSMIX_TESTS_REFERENCE_STRUCTURES_H
#define GAUSSMIX_TESTS_REFERENCE_STRUCTURES_H

// The M-steps of structures that tie a part of the covariances, with plain loops in extended
// precision: see reference.h.

#include <algorithm>
#include <cctype>
#include <cmath>
#include <string>
#include <vector>

#include "reference-tables.h"

namespace reference {

inline bool knows(const std::string& structure) {
  const std::vector<std::string> names = {
      "full", "tied", "diag", "spherical", "tied_diag", "tied_spherical",
      "VEI",  "EVI",  "VEE",  "EVE",       "VVE",       "EEV",
      "VEV",  "EVV"};
  return std::find(names.begin(), names.end(), structure) != names.end();
}

inline Real geometric_mean(const Row& values) {
  Real sum = 0;
  for (const Real value : values) sum += std::log(value);
  return std::exp(sum / static_cast<Real>(values.size()));
}

inline Table scaled(const Table& a, Real factor) { return divided(a, 1 / factor); }

// |a|^(1 / d).
inline Real volume_of(const Table& a) {
  const Table lower = cholesky(a);
  Row pivots;
  for (Size j = 0; j < a.size(); ++j) pivots.push_back(lower[j][j] * lower[j][j]);
  return geometric_mean(pivots);
}

inline Table inverse_of(const Table& a) {
  const Table lower = cholesky(a);
  const Size d = a.size();
  Table inverse_lower = zeros(d, d);
  for (Size j = 0; j < d; ++j) {
    Row unit(d, 0);
    unit[j] = 1;
    const Row column = solve_lower(lower, unit);
    for (Size i = 0; i < d; ++i) inverse_lower[i][j] = column[i];
  }
  return product(transposed(inverse_lower), inverse_lower);
}

// D' a D.
inline Table along(const Table& axes, const Table& a) {
  return product(transposed(axes), product(a, axes));
}

inline Table with_variances(const Table& axes, const Row& variances) {
  Table middle = zeros(axes.size(), axes.size());
  for (Size j = 0; j < axes.size(); ++j) middle[j][j] = variances[j];
  return product(axes, product(middle, transposed(axes)));
}

inline void turn_plane(Table& axes, Size j, Size l, Real angle) {
  const Real c = std::cos(angle);
  const Real s = std::sin(angle);
  for (Row& row : axes) {
    const Real a = row[j];
    const Real b = row[l];
    row[j] = c * a + s * b;
    row[l] = c * b - s * a;
  }
}

// Eigenvectors by Jacobi's rotations, in columns, by decreasing eigenvalues.
inline Table axes_of(const Table& a) {
  const Size d = a.size();
  Table axes = identity(d);
  for (int sweep = 0; sweep < 60; ++sweep) {
    for (Size j = 0; j < d; ++j) {
      for (Size l = j + 1; l < d; ++l) {
        const Table here = along(axes, a);
        turn_plane(axes, j, l, std::atan2(2 * here[j][l], here[j][j] - here[l][l]) / 2);
      }
    }
  }
  return axes;
}

inline Row diagonal_row(const Table& a) {
  Row row;
  for (Size j = 0; j < a.size(); ++j) row.push_back(a[j][j]);
  return row;
}

// Volumes times one matrix of determinant 1, by either in turn from a sphere, far beyond the last
// digit that changes (Celeux and Govaert 1995, section 3).
inline std::vector<Table> equal_but_for_volumes(const std::vector<Table>& scatters,
                                                const Row& divisors) {
  const Size d = scatters[0].size();
  Table common = identity(d);
  Row volumes(scatters.size());
  for (int sweep = 0; sweep < 2000; ++sweep) {
    const Table inverse = inverse_of(common);
    std::vector<Table> parts;
    for (Size k = 0; k < scatters.size(); ++k) {
      volumes[k] = 0;
      for (const Real cell : diagonal_row(product(inverse, scatters[k])))
        volumes[k] += cell;
      volumes[k] /= static_cast<Real>(d) * divisors[k];
      parts.push_back(divided(scatters[k], volumes[k]));
    }
    const Table sum = sum_of(parts);
    common = divided(sum, volume_of(sum));
  }
  std::vector<Table> result;
  for (const Real volume : volumes) result.push_back(scaled(common, volume));
  return result;
}

inline std::vector<Table> equal_in_volume(const std::vector<Table>& scatters,
                                          const Row& divisors) {
  Real volume = 0;
  Real total = 0;
  for (Size k = 0; k < scatters.size(); ++k) {
    volume += volume_of(scatters[k]);
    total += divisors[k];
  }
  std::vector<Table> result;
  for (const Table& scatter : scatters)
    result.push_back(scaled(scatter, volume / total / volume_of(scatter)));
  return result;
}

inline std::vector<Table> diagonals_along(const std::vector<Table>& axes,
                                          const std::vector<Table>& scatters) {
  std::vector<Table> result;
  for (Size k = 0; k < scatters.size(); ++k)
    result.push_back(diagonal_of(along(axes[k], scatters[k])));
  return result;
}

// What the likeliest common axes make small.
inline Real height_of_axes(bool equal_volumes, const Table& axes,
                           const std::vector<Table>& scatters, const Row& divisors) {
  Real sum = 0;
  for (Size k = 0; k < scatters.size(); ++k) {
    const Real mean = geometric_mean(diagonal_row(along(axes, scatters[k])));
    sum += equal_volumes ? mean : divisors[k] * std::log(mean);
  }
  return sum;
}

// Common axes, in every plane turned to where the height is least by an iteration of its
// derivative alone, from several beginnings.
inline Table common_axes(bool equal_volumes, const std::vector<Table>& scatters,
                         const Row& divisors) {
  const Size d = scatters[0].size();
  std::vector<Table> starts = {identity(d), axes_of(sum_of(scatters))};
  for (const Table& scatter : scatters) starts.push_back(axes_of(scatter));
  Table best;
  Real lowest = HUGE_VALL;
  for (Table axes : starts) {
    for (int sweep = 0; sweep < 200; ++sweep) {
      for (Size j = 0; j < d; ++j) {
        for (Size l = j + 1; l < d; ++l) {
          Real off = 0;
          Real along_plane = 0;
          for (Size k = 0; k < scatters.size(); ++k) {
            const Table here = along(axes, scatters[k]);
            const Real mass =
                equal_volumes ? geometric_mean(diagonal_row(here)) : divisors[k];
            const Real difference = mass / here[j][j] - mass / here[l][l];
            off += difference * here[j][l];
            along_plane += difference * (here[l][l] - here[j][j]);
          }
          if (off != 0) turn_plane(axes, j, l, std::atan2(-2 * off, along_plane) / 2);
        }
      }
    }
    const Real height = height_of_axes(equal_volumes, axes, scatters, divisors);
    if (height < lowest) {
      lowest = height;
      best = axes;
    }
  }
  return best;
}

// Covariances of which a part is shared (Celeux and Govaert 1995, section 3).
inline std::vector<Table> tied_covariances(const std::string& letters,
                                           const std::vector<Table>& scatters,
                                           const Row& divisors) {
  if (letters == "VEE") return equal_but_for_volumes(scatters, divisors);
  if (letters == "EVV") return equal_in_volume(scatters, divisors);
  // The others are diagonal along axes of their own, common ones or those of the columns.
  std::vector<Table> axes;
  for (const Table& scatter : scatters) {
    if (letters[2] == 'V') axes.push_back(axes_of(scatter));
    if (letters[2] == 'I') axes.push_back(identity(scatter.size()));
  }
  if (letters[2] == 'E') {
    axes.assign(scatters.size(), common_axes(letters[0] == 'E', scatters, divisors));
  }
  const std::vector<Table> squares = diagonals_along(axes, scatters);
  std::vector<Table> along_axes;
  if (letters.substr(0, 2) == "VE") along_axes = equal_but_for_volumes(squares, divisors);
  if (letters.substr(0, 2) == "EV") along_axes = equal_in_volume(squares, divisors);
  if (letters.substr(0, 2) == "VV") {
    for (Size k = 0; k < squares.size(); ++k)
      along_axes.push_back(divided(squares[k], divisors[k]));
  }
  if (letters.substr(0, 2) == "EE") {
    Real total = 0;
    for (const Real divisor : divisors) total += divisor;
    along_axes.assign(squares.size(), divided(sum_of(squares), total));
  }
  std::vector<Table> result;
  for (Size k = 0; k < squares.size(); ++k)
    result.push_back(with_variances(axes[k], diagonal_row(along_axes[k])));
  return result;
}

inline bool is_tied_in_part(const std::string& structure) {
  return std::isupper(static_cast<unsigned char>(structure[0])) != 0;
}

}  // namespace reference

#endif
