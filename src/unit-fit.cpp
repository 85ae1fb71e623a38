// The floor fit in one unit; src/Makevars says why.
#include "core/fit/degenerate.cpp"
#include "core/fit/from-parameters.cpp"
#include "core/fit/from-responsibilities.cpp"
#include "core/fit/from-starts.cpp"
#include "core/fit/ridge-of-fit.cpp"
#include "core/fit/run-given.cpp"
#include "core/fit/select.cpp"
#include "core/fit/settle.cpp"
