#ifndef GAUSSMIX_CORE_COVARIANCE_TIED_FAMILY_H
#define GAUSSMIX_CORE_COVARIANCE_TIED_FAMILY_H

#include <cstddef>
#include <memory>
#include <vector>

#include "family.h"

namespace gaussmix {

// What the components say of their covariances: scatters of the shape of a covariance, a ridge
// among them, and what these are divided by. One that says nothing stands with its previous
// covariance and the divisor 1, and takes no part in what the components share.
struct Evidence {
  std::vector<Matrix> scatters;
  Vector divisors;
  std::vector<Index> speaking;  // components that say something

  Index n_components() const { return divisors.size(); }
  const Matrix& scatter(Index k) const { return scatters[static_cast<std::size_t>(k)]; }

  // The sum of the divisors of those.
  double total() const;
};

// How far an M-step goes that is itself iterative.
enum class Effort { one_sweep, whole };

// A family whose covariances are volumes times shapes in orientations, some of which all components
// share: lambda_k D_k A_k D_k', |A_k| = 1 (Banfield and Raftery 1993, Celeux and Govaert 1995). Its
// identifier has a letter for each of the three: E if it is equal, V if it varies, I where
// there is none. A family has to say how covariances follow from the evidence; what follows from
// that is here.
class TiedFamily : public Family {
 public:
  TiedFamily(const char* identifier, Shape shape)
      : Family(identifier, identifier, shape, false) {}

  double n_parameters(double d, double n_components) const override;

  // One volume, and shapes of their own.
  bool scales_components() const override { return mclust[0] == 'E' && mclust[1] == 'V'; }

  bool suits_conjugate_prior() const override { return false; }

  Solution solve(Moments&& moments, const Vector& divisors, const Matrix& ridge,
                 const Covariances& previous) const final;
  Solution advance(Moments&& moments, const Vector& divisors, const Matrix& ridge,
                   const Covariances& previous) const final;

  // What a sweep makes of covariances that are seen as often as their weights say.
  void conform(Covariances& covariances, const Vector& weights) const override;

  // Those of free covariances, of which it makes members.
  std::shared_ptr<const CovarianceChart> chart(const Covariances& reference, Index d,
                                               const Vector& roots) const override;

 protected:
  // From the previous ones, where that is iterative: covariances that make the evidence likelier,
  // by the whole effort likeliest. One of a scatter that is singular is singular.
  virtual Solution members(const Evidence& evidence, const Covariances& previous,
                           Effort effort) const = 0;

 private:
  Solution solution(Moments&& moments, const Vector& divisors, const Matrix& ridge,
                    const Covariances& previous, Effort effort) const;
};

}  // namespace gaussmix

#endif
