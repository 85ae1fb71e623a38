#ifndef GAUSSMIX_CORE_MATCH_ASSIGNMENT_H
#define GAUSSMIX_CORE_MATCH_ASSIGNMENT_H

#include <limits>
#include <vector>

#include "../ground/types.h"

namespace gaussmix {

// A different column for every row, with the least total cost; no fewer columns than
// rows. Shortest augmenting paths with dual prices (Crouse 2016, section II).
inline std::vector<Index> assign_columns(const Matrix& cost) {
  const Index rows = cost.rows();
  const Index columns = cost.cols();
  Vector row_price = Vector::Zero(rows);
  Vector column_price = Vector::Zero(columns);
  std::vector<Index> row_of(static_cast<std::size_t>(columns), -1);
  for (Index start = 0; start < rows; ++start) {
    Vector distance = Vector::Constant(columns, std::numeric_limits<double>::infinity());
    std::vector<Index> came_from(static_cast<std::size_t>(columns), -1);
    std::vector<bool> settled(static_cast<std::size_t>(columns), false);
    double length = 0.0;
    Index last = -1;
    // Dijkstra over columns, through the rows that hold them, to a free column.
    for (Index row = start, column = -1;; row = row_of[static_cast<std::size_t>(column)]) {
      last = column;
      column = -1;
      for (Index j = 0; j < columns; ++j) {
        const std::size_t at = static_cast<std::size_t>(j);
        if (settled[at]) continue;
        const double through = length + cost(row, j) - row_price[row] - column_price[j];
        if (through < distance[j]) {
          distance[j] = through;
          came_from[at] = last;
        }
        if (column < 0 || distance[j] < distance[column]) column = j;
      }
      length = distance[column];
      settled[static_cast<std::size_t>(column)] = true;
      last = column;
      if (row_of[static_cast<std::size_t>(column)] < 0) break;
    }
    row_price[start] += length;
    for (Index j = 0; j < columns; ++j) {
      const Index holder = row_of[static_cast<std::size_t>(j)];
      if (!settled[static_cast<std::size_t>(j)] || j == last) continue;
      row_price[holder] += length - distance[j];
      column_price[j] -= length - distance[j];
    }
    // Along the path every row moves on to the next column.
    for (Index column = last; column >= 0;) {
      const Index before = came_from[static_cast<std::size_t>(column)];
      row_of[static_cast<std::size_t>(column)] =
          before < 0 ? start : row_of[static_cast<std::size_t>(before)];
      column = before;
    }
  }
  std::vector<Index> column_of(static_cast<std::size_t>(rows), -1);
  for (Index j = 0; j < columns; ++j) {
    const Index row = row_of[static_cast<std::size_t>(j)];
    if (row >= 0) column_of[static_cast<std::size_t>(row)] = j;
  }
  return column_of;
}

}  // namespace gaussmix

#endif
