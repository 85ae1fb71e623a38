// More cells than a 32-bit number counts, in the memory of a small machine: the same pages
// of a file are mapped again and again.

#if defined(__linux__) && defined(__LP64__)

#include <catch.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <thread>

#include "core/pass/hard-responder.h"
#include "core/pass/local-pass.h"
#include "core/rows/observations.h"

using namespace gaussmix;

namespace {

// Zeros, but for some cells that are set, each of which takes a page of its own.
class RepeatedZeros {
 public:
  explicit RepeatedZeros(Index cells)
      : bytes_((static_cast<std::size_t>(cells) * sizeof(double) + zeros - 1) / zeros *
               zeros),
        file_(memfd_create("zeros", 0)) {
    if (file_ >= 0 && ftruncate(file_, zeros) == 0) map_again_and_again();
  }
  ~RepeatedZeros() {
    if (granted()) munmap(memory_, bytes_);
    if (file_ >= 0) close(file_);
  }
  RepeatedZeros(const RepeatedZeros&) = delete;
  RepeatedZeros& operator=(const RepeatedZeros&) = delete;

  // Not where the system has no such files or refuses so many addresses.
  bool granted() const { return memory_ != nullptr; }
  const double* data() const { return reinterpret_cast<const double*>(memory_); }

  void set(Index cell, double value) {
    const std::size_t page = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
    const std::size_t at = static_cast<std::size_t>(cell) * sizeof(double);
    const std::size_t behind_zeros = zeros + page * n_set_++;
    REQUIRE(ftruncate(file_, static_cast<off_t>(behind_zeros + page)) == 0);
    REQUIRE(mmap(memory_ + at / page * page, page, PROT_READ | PROT_WRITE,
                 MAP_SHARED | MAP_FIXED, file_,
                 static_cast<off_t>(behind_zeros)) != MAP_FAILED);
    *reinterpret_cast<double*>(memory_ + at) = value;
  }

  // A page counts as the process's own, each time that it is mapped, from when it is read
  // until it is let go. What is in it stays in the file.
  void let_go() const { madvise(memory_, bytes_, MADV_DONTNEED); }

 private:
  static constexpr std::size_t zeros = std::size_t{1} << 26;

  void map_again_and_again() {
    void* reserved = mmap(nullptr, bytes_, PROT_NONE,
                          MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (reserved == MAP_FAILED) return;
    memory_ = static_cast<char*>(reserved);
    for (std::size_t at = 0; at < bytes_ && granted(); at += zeros) {
      if (mmap(memory_ + at, zeros, PROT_READ, MAP_SHARED | MAP_FIXED, file_, 0) !=
          MAP_FAILED) {
        continue;
      }
      munmap(memory_, bytes_);
      memory_ = nullptr;
    }
  }

  std::size_t bytes_;
  int file_;
  char* memory_ = nullptr;
  std::size_t n_set_ = 0;
};

// Lets pages go while others read them.
class LettingGo {
 public:
  explicit LettingGo(const RepeatedZeros& cells)
      : thread_([this, &cells]() {
          while (!ended_) {
            cells.let_go();
            std::this_thread::sleep_for(std::chrono::milliseconds(10));
          }
        }) {}
  ~LettingGo() {
    ended_ = true;
    thread_.join();
  }

 private:
  std::atomic<bool> ended_{false};
  std::thread thread_;
};

// What a process may write to of its own, as long as this lives.
class DataLimit {
 public:
  explicit DataLimit(rlim_t bytes) {
    getrlimit(RLIMIT_DATA, &before_);
    const rlimit limit{bytes, before_.rlim_max};
    setrlimit(RLIMIT_DATA, &limit);
  }
  ~DataLimit() { setrlimit(RLIMIT_DATA, &before_); }

 private:
  rlimit before_{};
};

}  // namespace

TEST_CASE("more than 2^32 cells are taken as they are", "[.][large]") {
  constexpr rlim_t half_a_gigabyte = rlim_t{1} << 29;
  const DataLimit limit(half_a_gigabyte);
  const Index n = (Index{1} << 31) + 1000;
  RepeatedZeros cells(2 * n);
  if (!cells.granted()) {
    WARN("skipped: there are no addresses for so many cells");
    return;
  }
  // The last row, and one behind 2^32 cells.
  const Index behind = (Index{1} << 32) - n + 5;
  cells.set(n - 1, 3.0);
  cells.set(2 * n - 1, 4.0);
  cells.set(n + behind, 2.0);
  const LettingGo letting_go(cells);
  const Observations rows{cells.data(), n, 2, nullptr, Vector::Zero(2)};
  const Plan plan = plan_of_one(2);
  const Statistics statistics =
      LocalPass(rows, {2, []() {}})
          .sum(HardResponder(plan), {Scatter::full, false}, plan.centres);
  CHECK(statistics.counts[0] == static_cast<double>(n));
  CHECK(statistics.sums.col(0) == Vector(Eigen::Vector2d(3.0, 6.0)));
  CHECK(statistics.scatters[0](0, 0) == 9.0);
  CHECK(statistics.scatters[0](1, 0) == 12.0);
  CHECK(statistics.scatters[0](1, 1) == 20.0);
  CHECK(statistics.log_likelihood == -0.5 * (25.0 + 4.0));
}

#endif
