#ifndef GAUSSMIX_CORE_GROUND_KERNELS_H
#define GAUSSMIX_CORE_GROUND_KERNELS_H

#include <cstddef>
#include <cstdint>

namespace gaussmix {

// Loops over blocks of rows, compiled once for each instruction set of the processor
// family; see core/kernels/. Plain pointers and numbers only: no type with functions
// of its own may cross from one instruction set to another.

// A block of rows, column j at cells + j * stride. The number of rows is a multiple of
// row_multiple; rows that make it one are of weight zero.
struct BlockView {
  const double* cells;
  std::ptrdiff_t stride;
  std::ptrdiff_t rows;
  std::ptrdiff_t columns;
};

// Rows of which the same columns are missing, and how many components stand side by side:
// number e of component k is at e * width + k. The width is a multiple of component_multiple.
struct PatternView {
  std::ptrdiff_t width;
  std::ptrdiff_t n_seen;
  std::ptrdiff_t n_missing;
  const std::ptrdiff_t* seen;
  const std::ptrdiff_t* missing;
};

// Sums over rows side by side: of weights, of what is seen less an origin, and of its products,
// the rows of a lower triangle.
struct SumsView {
  const double* counts;
  const double* sums;
  const double* products;
};

// The same of all columns, to be added to, and the weights of what misses two columns.
struct CompletedView {
  double* sums;
  double* products;
  double* holes;
};

// Any width of vectors that a kernel takes at once divides this.
constexpr std::ptrdiff_t row_multiple = 32;
constexpr std::ptrdiff_t component_multiple = 8;

// What sums of products need beyond a copy of the block, in columns of it.
constexpr std::ptrdiff_t columns_for_products = 8;

// Streams of random numbers that run side by side, word w of stream s at w * n_streams
// + s. As many as the widest vectors have lanes, for every instruction set.
constexpr int n_streams = 8;
constexpr int stream_words = 4 * n_streams;

struct Kernels {
  // to = from - origin, `rows` of them; fetches what stands behind them for the next
  // block, which begins at from + rows: pages end with blocks, and the processor does
  // not look beyond a page by itself.
  void (*load_column)(std::ptrdiff_t rows, const double* from, double origin, double* to);
  // The same of rows by their numbers, of which so many more stand behind them.
  void (*load_rows)(std::ptrdiff_t rows, const std::ptrdiff_t* numbers,
                    std::ptrdiff_t more, const double* from, double origin, double* to);
  // A lower triangular d x d factor (column-major) in the order in which the tiles of
  // the two functions below it read it: d (d + 1) / 2 numbers.
  void (*pack_factor)(const double* factor, std::ptrdiff_t d, double* packed);
  // constant - |F (x - centre)|^2 / 2 for every row x of a block, with a packed factor
  // (and room for columns * row_multiple numbers), one scale per column, or one scale.
  // What is not a number on the way is infinitely far.
  void (*joint_full)(const BlockView& block, const double* centre, const double* packed,
                     double constant, double* room, double* joint);
  void (*joint_diagonal)(const BlockView& block, const double* centre,
                         const double* scales, double constant, double* joint);
  void (*joint_spherical)(const BlockView& block, const double* centre, double scale,
                          double constant, double* joint);
  // F (x - centre), column j at turned + j * stride of the block.
  void (*turn)(const BlockView& block, const double* centre, const double* packed,
               double* room, double* turned);

  // Responsibilities and, per row, the log density, the log of the largest
  // responsibility and the entropy of the responsibilities, from log joint densities
  // (rows x components, same stride as the responsibilities). True if a row's largest
  // joint density is not above `far`.
  bool (*respond)(std::ptrdiff_t rows, std::ptrdiff_t components, std::ptrdiff_t stride,
                  const double* joint, double far, double* responsibilities,
                  double* log_density, double* log_certainty, double* entropy);
  // All to the first component of largest joint density, which goes to `largest`.
  void (*assign)(std::ptrdiff_t rows, std::ptrdiff_t components, std::ptrdiff_t stride,
                 const double* joint, double* responsibilities, double* largest);
  // One plus the position of the first component of largest responsibility.
  void (*label)(std::ptrdiff_t rows, std::ptrdiff_t components, std::ptrdiff_t stride,
                const double* responsibilities, int* labels);

  // weighted = responsibilities * weights; their sum. Where the weight is zero, the
  // responsibility may be anything.
  double (*weigh)(std::ptrdiff_t rows, const double* responsibilities,
                  const double* weights, double* weighted);
  // sum of weights * values; a value of weight zero may be anything.
  double (*weighted_sum)(std::ptrdiff_t rows, const double* weights, const double* values);

  // Adds sums of w (x - origin) to sums (d), and of w (x - origin)^2 to squares (d),
  // or of w (x - origin)(x - origin)' to the rows of a packed lower triangle, with
  // room for columns_for_products columns more than the block has.
  void (*add_sums)(const BlockView& block, const double* origin, const double* weighted,
                   double* sums);
  void (*add_squares)(const BlockView& block, const double* origin, const double* weighted,
                      double* sums, double* squares);
  void (*add_products)(const BlockView& block, const double* origin,
                       const double* weighted, double* room, double* sums,
                       double* products);
  // Every row less the mean of the centres (columns x components) that its
  // responsibilities weigh; column j at result + j * stride of the block.
  void (*subtract_mixture)(const BlockView& block, std::ptrdiff_t components,
                           const double* responsibilities, const double* centres,
                           double* result);

  // Rows of which so many columns are missing, that is, no numbers, others in each row: the
  // c-th missing column of row i is missing[i + c * stride of the block]. Of every row: its log
  // joint density, which is the constant less half the squared distance of what is seen and
  // half the log-determinant of the precision of what is missing; the row less the centre, with
  // what is expected where nothing is seen, column j at completed + j * stride; and the
  // covariance of what is missing, entry (a, b) of a lower triangle at spread + (a (a + 1) / 2
  // + b) * stride. The precision is d x d. Room for eight times d numbers, those of a triangle,
  // and one for each missing column.
  void (*complete_rows)(const BlockView& block, const double* centre,
                        const double* precision, double constant, std::ptrdiff_t n_missing,
                        const std::int32_t* missing, double* room, double* completed,
                        double* joint, double* spread);

  // The same of independent columns, of which any may be missing: the constant less half the
  // squared distance of what is seen, with one scale for each column, and what each missing
  // column adds; and the rows less the centre, zero where nothing is seen.
  void (*joint_of_seen)(const BlockView& block, const double* centre, const double* scales,
                        const double* of_missing, double constant, double* completed,
                        double* joint);
  // The weight of the rows that miss each column.
  void (*weigh_missing)(const BlockView& block, const double* weighted, double* sums);

  // Which columns of each row are not numbers, as above. All rows have as many; there is room
  // for one more.
  void (*find_missing)(const BlockView& block, std::ptrdiff_t rows, std::int32_t* missing);

  // Triangles F with F'F a precision, rows side by side, become [A 0; B D] of the seen columns
  // and the missing ones behind them. log|A|; the regression - D^-1 B of missing columns on
  // seen ones, (a, j) at (a * n_seen + j) * width; and the covariance D^-1 D'^-1 that it
  // leaves, a triangle by rows. Room for eight times as many numbers as a triangle of d + 1
  // columns has.
  void (*regress)(const PatternView& pattern, double* room, double* triangles,
                  double* log_determinants, double* slopes, double* spread);
  // What sums of the seen columns become by such regressions. `from_origin` are the centres
  // less the origins, d numbers side by side, null if they are zero.
  void (*complete_sums)(const PatternView& pattern, const double* slopes,
                        const double* spread, const double* from_origin,
                        const SumsView& of_seen, double* room, const CompletedView& to);

  // Uniform numbers in (0, 1), to the bit the same for any instruction set, and normal
  // ones, the same but for rounding. The count is a multiple of row_multiple; the
  // streams go on where they stopped.
  void (*draw_uniforms)(std::uint64_t* streams, std::ptrdiff_t count, double* values);
  void (*draw_normals)(std::uint64_t* streams, std::ptrdiff_t count, double* values);
  // mean + F z for every row z of a block, with a packed factor or one scale per
  // column, to column j at placed + j * stride. There may be any number of rows; up to
  // row_multiple - 1 rows that follow are read, and written to anything.
  void (*place_full)(const BlockView& block, const double* mean, const double* packed,
                     double* placed);
  void (*place_diagonal)(const BlockView& block, const double* mean, const double* scales,
                         double* placed);
};

// Those of the instruction set that runs, see instruction-set.h. A pass asks once.
const Kernels& kernels();

}  // namespace gaussmix

#endif
