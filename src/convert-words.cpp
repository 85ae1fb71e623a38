#include "convert-words.h"

#include <cstddef>

namespace gaussmix {

namespace {

template <class Enumeration>
struct Word {
  Enumeration value;
  const char* word;
};

constexpr Word<Shape> shapes[] = {
    {Shape::spherical, "spherical"}, {Shape::diagonal, "diagonal"}, {Shape::full, "full"}};

constexpr Word<Scatter> scatters[] = {
    {Scatter::none, "none"}, {Scatter::diagonal, "diagonal"}, {Scatter::full, "full"}};

constexpr Word<Trouble> troubles[] = {
    {Trouble::none, "none"},         {Trouble::singular, "singular"},
    {Trouble::at_ridge, "at_ridge"}, {Trouble::small_variance, "small_variance"},
    {Trouble::empty, "empty"},       {Trouble::degenerate, "degenerate"},
    {Trouble::outdone, "outdone"}};

constexpr Word<Screening> screenings[] = {{Screening::kept, "kept"},
                                          {Screening::not_among_best, "not_among_best"},
                                          {Screening::repeats_another, "repeats_another"}};

constexpr Word<Verdict> verdicts[] = {{Verdict::candidate, "candidate"},
                                      {Verdict::untested, "untested"},
                                      {Verdict::unsupported, "unsupported"},
                                      {Verdict::excluded, "excluded"},
                                      {Verdict::failed, "failed"}};

constexpr Word<StartKind> start_kinds[] = {
    {StartKind::kmeans, "kmeans"},
    {StartKind::kmeans_whitened, "kmeans_whitened"},
    {StartKind::kmeans_plus_plus, "kmeans++"},
    {StartKind::random_rows, "random_rows"},
    {StartKind::random_responsibilities, "random_responsibilities"},
    {StartKind::ward, "ward"}};

constexpr Word<PredictType> predict_types[] = {
    {PredictType::labels, "class"},
    {PredictType::responsibilities, "prob"},
    {PredictType::log_density, "log_density"},
    {PredictType::uncertainty, "uncertainty"},
    {PredictType::log_joint, "component_log_density"},
    {PredictType::squared_distances, "mahalanobis"}};

template <class Enumeration, std::size_t n>
const char* find_word(const Word<Enumeration> (&table)[n], Enumeration value) {
  for (const Word<Enumeration>& row : table) {
    if (row.value == value) return row.word;
  }
  Rcpp::stop("a value of the core has no word");
}

template <class Enumeration, std::size_t n>
Enumeration find_value(const Word<Enumeration> (&table)[n], const std::string& word) {
  for (const Word<Enumeration>& row : table) {
    if (word == row.word) return row.value;
  }
  Rcpp::stop("nothing in the core is called '%s'", word);
}

template <class Enumeration, std::size_t n>
Rcpp::CharacterVector words_in(const Word<Enumeration> (&table)[n]) {
  Rcpp::CharacterVector words(n);
  for (std::size_t i = 0; i < n; ++i) words[static_cast<R_xlen_t>(i)] = table[i].word;
  return words;
}

}  // namespace

const char* word_of(Shape shape) { return find_word(shapes, shape); }
const char* word_of(Scatter scatter) { return find_word(scatters, scatter); }
const char* word_of(Trouble trouble) { return find_word(troubles, trouble); }
const char* word_of(Screening screening) { return find_word(screenings, screening); }
const char* word_of(Verdict verdict) { return find_word(verdicts, verdict); }

StartKind as_start_kind(const std::string& word) { return find_value(start_kinds, word); }

PredictType as_predict_type(const std::string& word) {
  return find_value(predict_types, word);
}

Rcpp::List all_words() {
  return Rcpp::List::create(
      Rcpp::_["shape"] = words_in(shapes), Rcpp::_["scatter"] = words_in(scatters),
      Rcpp::_["trouble"] = words_in(troubles), Rcpp::_["screening"] = words_in(screenings),
      Rcpp::_["verdict"] = words_in(verdicts),
      Rcpp::_["start_kind"] = words_in(start_kinds),
      Rcpp::_["predict_type"] = words_in(predict_types));
}

}  // namespace gaussmix
