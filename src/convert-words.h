#ifndef GAUSSMIX_CONVERT_WORDS_H
#define GAUSSMIX_CONVERT_WORDS_H

// The words by which values of the core's enumerations are known in R. Here alone do
// words become values and values words.

#include <Rcpp/Lightest>

#include <string>

#include "core/ground/types.h"
#include "core/nouns/statistics.h"
#include "core/nouns/status.h"
#include "core/search/restart.h"
#include "core/starts/start.h"

namespace gaussmix {

enum class PredictType {
  labels,
  responsibilities,
  log_density,
  uncertainty,
  log_joint,
  squared_distances
};

const char* word_of(Shape shape);
const char* word_of(Scatter scatter);
const char* word_of(Trouble trouble);
const char* word_of(Screening screening);
const char* word_of(Verdict verdict);

StartKind as_start_kind(const std::string& word);
PredictType as_predict_type(const std::string& word);

// All words by enumeration, for tests of R's texts.
Rcpp::List all_words();

}  // namespace gaussmix

#endif
