#include "convert-words.h"

using namespace gaussmix;

// The words of each enumeration that can come to R, for the test that holds R's texts
// against them.
// [[Rcpp::export(rng = false)]]
Rcpp::List core_words() { return all_words(); }
