// The floor search in one unit; src/Makevars says why.
#include "core/search/first-parameters.cpp"
#include "core/search/judge.cpp"
#include "core/search/race.cpp"
#include "core/search/restart.cpp"
#include "core/search/rivals.cpp"
#include "core/search/saddle.cpp"
#include "core/search/sampled-search.cpp"
#include "core/search/search.cpp"
