// The floor nouns in one unit; src/Makevars says why.
#include "core/nouns/factor.cpp"
#include "core/nouns/marginal.cpp"
#include "core/nouns/moments.cpp"
#include "core/nouns/parameters.cpp"
#include "core/nouns/plan.cpp"
#include "core/nouns/shape.cpp"
#include "core/nouns/statistics.cpp"
