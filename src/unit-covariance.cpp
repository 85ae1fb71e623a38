// The floor covariance in one unit; src/Makevars says why.
#include "core/covariance/covariance-chart.cpp"
#include "core/covariance/family.cpp"
#include "core/covariance/free-chart.cpp"
#include "core/covariance/free.cpp"
#include "core/covariance/registry.cpp"
