#ifndef GAUSSMIX_CONVERT_ROWS_H
#define GAUSSMIX_CONVERT_ROWS_H

#include <Rcpp/Lightest>

#include <memory>

#include "core/pass/pass.h"
#include "core/rows/rows.h"

namespace gaussmix {

// A pass over the rows of R's observations, which are not copied: the list must live as long.
// Cells are missing only where these say so.
class GivenPass {
 public:
  GivenPass(const Rcpp::List& data, int threads);

  const Pass& operator*() const { return *pass_; }
  const Pass* operator->() const { return pass_.get(); }

 private:
  std::unique_ptr<Rows> rows_;
  std::unique_ptr<Pass> pass_;
};

}  // namespace gaussmix

#endif
