#include "restart.h"

#include <algorithm>
#include <cstddef>
#include <numeric>

namespace gaussmix {

namespace {

using Before = bool (*)(const Restart&, const Restart&);

std::vector<Index> in_order(const std::vector<Restart>& restarts, Before before) {
  std::vector<Index> order(restarts.size());
  std::iota(order.begin(), order.end(), Index{0});
  std::stable_sort(order.begin(), order.end(), [&](Index a, Index b) {
    return before(restarts[static_cast<std::size_t>(a)],
                  restarts[static_cast<std::size_t>(b)]);
  });
  return order;
}

}  // namespace

bool better(const Restart& a, const Restart& b) {
  const auto rank = [](const Restart& r) {
    switch (r.verdict) {
      case Verdict::candidate:
        return 0;
      case Verdict::untested:
      case Verdict::unsupported:
        return 1;
      case Verdict::excluded:
        return 2;
      default:
        return 3;
    }
  };
  if (rank(a) != rank(b)) return rank(a) < rank(b);
  return a.score > b.score;
}

bool more_promising(const Restart& a, const Restart& b) {
  const auto rank = [](const Restart& r) {
    if (r.verdict == Verdict::failed) return 2;
    return r.verdict == Verdict::excluded ? 1 : 0;
  };
  if (rank(a) != rank(b)) return rank(a) < rank(b);
  return a.score > b.score;
}

std::vector<Index> best_first(const std::vector<Restart>& restarts) {
  return in_order(restarts, better);
}

std::vector<Index> most_promising_first(const std::vector<Restart>& restarts) {
  return in_order(restarts, more_promising);
}

}  // namespace gaussmix
