// More cells than a 32-bit number counts. Pages of zeros that nobody has written take
// no memory, so the data can be larger than the machine.

#if defined(__linux__) && defined(__LP64__)

#include <catch.h>
#include <sys/mman.h>

#include "core/pass/pass.h"

using namespace gaussmix;

namespace {

class Zeros {
 public:
  explicit Zeros(Index cells)
      : bytes_(static_cast<std::size_t>(cells) * sizeof(double)),
        memory_(mmap(nullptr, bytes_, PROT_READ | PROT_WRITE,
                     MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0)) {}
  ~Zeros() {
    if (granted()) munmap(memory_, bytes_);
  }
  Zeros(const Zeros&) = delete;
  Zeros& operator=(const Zeros&) = delete;

  bool granted() const { return memory_ != MAP_FAILED; }
  double* data() const { return static_cast<double*>(memory_); }

 private:
  std::size_t bytes_;
  void* memory_;
};

}  // namespace

TEST_CASE("more than 2^32 cells are taken as they are", "[.][large]") {
  const Index n = (Index{1} << 31) + 1000;
  const Zeros cells(2 * n);
  REQUIRE(cells.granted());
  // The last row, and one behind 2^32 cells.
  const Index behind = (Index{1} << 32) - n + 5;
  cells.data()[n - 1] = 3.0;
  cells.data()[2 * n - 1] = 4.0;
  cells.data()[n + behind] = 2.0;
  const Observations view{cells.data(), n, 2, nullptr, Vector::Zero(2)};
  const Plan plan{Vector::Zero(1), Matrix::Zero(2, 1),
                  {Shape::spherical, true, {Matrix::Ones(1, 1)}}};
  const Statistics statistics = sum_statistics(
      view, HardResponder(plan), {Scatter::full, false}, plan.centres, 2);
  CHECK(statistics.counts[0] == static_cast<double>(n));
  CHECK(statistics.sums.col(0) == Vector(Eigen::Vector2d(3.0, 6.0)));
  CHECK(statistics.scatters[0](0, 0) == 9.0);
  CHECK(statistics.scatters[0](1, 0) == 12.0);
  CHECK(statistics.scatters[0](1, 1) == 20.0);
  CHECK(statistics.log_likelihood == -0.5 * (25.0 + 4.0));
}

#endif
