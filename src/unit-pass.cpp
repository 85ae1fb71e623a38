// The floor pass in one unit; src/Makevars says why.
#include "core/pass/draw.cpp"
#include "core/pass/far.cpp"
#include "core/pass/joint.cpp"
#include "core/pass/pass.cpp"
#include "core/pass/respond.cpp"
#include "core/pass/sample.cpp"
#include "core/pass/seed.cpp"
#include "core/pass/sink.cpp"
