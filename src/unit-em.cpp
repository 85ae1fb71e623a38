// The floor em in one unit; src/Makevars says why.
#include "core/em/accelerate.cpp"
#include "core/em/secants.cpp"
#include "core/em/em.cpp"
