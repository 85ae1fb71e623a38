// The floor covariance in one unit; src/Makevars says why.
#include "core/covariance/registry.cpp"
