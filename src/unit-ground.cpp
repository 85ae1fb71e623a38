// The floor ground in one unit; src/Makevars says why.
#include "core/ground/linalg.cpp"
