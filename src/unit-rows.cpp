// The floor rows in one unit; src/Makevars says why.
#include "core/rows/block.cpp"
#include "core/rows/column-range.cpp"
#include "core/rows/incomplete-rows.cpp"
#include "core/rows/memory-reader.cpp"
#include "core/rows/observations.cpp"
#include "core/rows/patterns.cpp"
#include "core/rows/row-count.cpp"
#include "core/rows/sample.cpp"
