#include "row-sinks.h"

#include <algorithm>

#include "../ground/kernels.h"

namespace gaussmix {

namespace {

// What a block says of its rows goes to the places of these.
template <class Values, class Number>
void put(const Block& block, const Values& values, Number* places) {
  if (block.in_order()) {
    std::copy_n(values.data(), block.count, places + block.first);
    return;
  }
  for (Index i = 0; i < block.count; ++i) {
    places[block.number(i)] = values.data()[i];
  }
}

}  // namespace

void MatrixSink::receive(const Block& block, Responses& r) {
  const BlockMatrix source = r.matrix(
      content_ == Content::responsibilities ? r.responsibilities() : r.log_joint());
  for (Index k = 0; k < source.cols(); ++k) {
    put(block, source.col(k), values_ + k * n_rows_);
  }
}

void LogDensitySink::receive(const Block& block, Responses& r) {
  put(block, r.column(r.log_density()), values_);
}

void LabelSink::receive(const Block& block, Responses& r) {
  const Index padded = padded_rows(block.count);
  block_labels_.resize(static_cast<std::size_t>(padded));
  kernels().label(padded, r.n_components, r.stride, r.responsibilities(),
                  block_labels_.data());
  put(block, block_labels_, labels_);
}

void UncertaintySink::receive(const Block& block, Responses& r) {
  const BlockMatrix z = r.matrix(r.responsibilities());
  Array largest = z.col(0).array();
  others_.setZero(block.count);
  for (Index k = 1; k < z.cols(); ++k) {
    others_ += z.col(k).array().min(largest);
    largest = z.col(k).array().max(largest);
  }
  put(block, others_, values_);
}

}  // namespace gaussmix
