#ifndef GAUSSMIX_CORE_KERNELS_RESPOND_H
#define GAUSSMIX_CORE_KERNELS_RESPOND_H

#include "../ground/kernels.h"
#include "lanes.h"

namespace gaussmix {
namespace {

bool respond(std::ptrdiff_t rows, std::ptrdiff_t components, std::ptrdiff_t stride,
             const double* joint, double far, double* responsibilities,
             double* log_density, double* log_certainty, double* entropy) {
  Bits none_far = ~Bits{};
  for (std::ptrdiff_t i = 0; i < rows; i += lanes) {
    Lanes largest = load(joint + i);
    for (std::ptrdiff_t k = 1; k < components; ++k) {
      largest = larger(load(joint + k * stride + i), largest);
    }
    Lanes total = {};
    Lanes mixed = {};
    for (std::ptrdiff_t k = 0; k < components; ++k) {
      const Lanes ratio = load(joint + k * stride + i) - largest;
      const Lanes power = exponential(ratio);
      store(responsibilities + k * stride + i, power);
      total += power;
      // Where the power is zero, its logarithm may be infinite.
      mixed += power * larger(ratio, splat(-1000.0));
    }
    const Lanes share = 1.0 / total;
    for (std::ptrdiff_t k = 0; k < components; ++k) {
      double* z = responsibilities + k * stride + i;
      store(z, load(z) * share);
    }
    const Lanes log_total = logarithm(total);
    store(log_density + i, largest + log_total);
    store(log_certainty + i, -log_total);
    store(entropy + i, log_total - mixed * share);
    none_far &= largest > far;
  }
  bool all = true;
  for (int v = 0; v < lanes; ++v) all = all && none_far[v] != 0;
  return !all;
}

void assign(std::ptrdiff_t rows, std::ptrdiff_t components, std::ptrdiff_t stride,
            const double* joint, double* responsibilities, double* largest) {
  for (std::ptrdiff_t i = 0; i < rows; i += lanes) {
    Lanes most = load(joint + i);
    for (std::ptrdiff_t k = 1; k < components; ++k) {
      most = larger(load(joint + k * stride + i), most);
    }
    store(largest + i, most);
    Bits open = ~Bits{};
    for (std::ptrdiff_t k = 0; k < components; ++k) {
      const Bits here = open & (load(joint + k * stride + i) == most);
      store(responsibilities + k * stride + i, here ? splat(1.0) : Lanes{});
      open &= ~here;
    }
  }
}

void label(std::ptrdiff_t rows, std::ptrdiff_t components, std::ptrdiff_t stride,
           const double* responsibilities, int* labels) {
  for (std::ptrdiff_t i = 0; i < rows; i += lanes) {
    Lanes most = load(responsibilities + i);
    Bits place = Bits{} + 1;
    for (std::ptrdiff_t k = 1; k < components; ++k) {
      const Lanes z = load(responsibilities + k * stride + i);
      place = z > most ? Bits{} + (k + 1) : place;
      most = larger(z, most);
    }
    for (int v = 0; v < lanes; ++v) labels[i + v] = static_cast<int>(place[v]);
  }
}

}  // namespace
}  // namespace gaussmix

#endif
