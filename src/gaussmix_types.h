#ifndef GAUSSMIX_TYPES_H
#define GAUSSMIX_TYPES_H

// RcppExports.cpp includes this before RcppEigen, which some of its versions cannot be
// compiled without warnings: those of other people's headers are not ours to print.
#pragma GCC system_header
#include <RcppEigen.h>

#endif
