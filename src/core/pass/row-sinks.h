#ifndef GAUSSMIX_CORE_PASS_ROW_SINKS_H
#define GAUSSMIX_CORE_PASS_ROW_SINKS_H

#include <vector>

#include "../ground/types.h"
#include "../rows/block.h"
#include "responses.h"

namespace gaussmix {

// The sinks below write a value per row to memory of the caller. Rows belong to
// one block, so copies share the memory and there is nothing to merge.
class RowSink {
 public:
  double bytes() const { return 0.0; }
  Columns columns() const { return Columns::close; }
};

// Responsibilities or log joint densities, n x K column-major.
class MatrixSink : public RowSink {
 public:
  enum class Content { responsibilities, log_joint };

  MatrixSink(Content content, double* values, Index n_rows)
      : content_(content), values_(values), n_rows_(n_rows) {}

  MatrixSink fresh() const { return *this; }
  void merge(const MatrixSink&) {}
  void receive(const Block& block, Responses& r);

 private:
  Content content_;
  double* values_;
  Index n_rows_;
};

class LogDensitySink : public RowSink {
 public:
  explicit LogDensitySink(double* values) : values_(values) {}

  LogDensitySink fresh() const { return *this; }
  void merge(const LogDensitySink&) {}
  void receive(const Block& block, Responses& r);

 private:
  double* values_;
};

// The component of largest responsibility, 1, ..., K; the first of equals.
class LabelSink : public RowSink {
 public:
  explicit LabelSink(int* labels) : labels_(labels) {}

  LabelSink fresh() const { return LabelSink(labels_); }
  void merge(const LabelSink&) {}
  void receive(const Block& block, Responses& r);

 private:
  int* labels_;
  std::vector<int> block_labels_;
};

// One minus the largest responsibility, as the sum of the others: it keeps its
// digits where it is tiny.
class UncertaintySink : public RowSink {
 public:
  explicit UncertaintySink(double* values) : values_(values) {}

  UncertaintySink fresh() const { return UncertaintySink(values_); }
  void merge(const UncertaintySink&) {}
  void receive(const Block& block, Responses& r);

 private:
  double* values_;
  Array others_;  // of a block
};

}  // namespace gaussmix

#endif
