// The few loops over all pixels or all weights that decide a training step's speed beside the
// matrix products: each fuses what would be a dozen Torch operations into one pass over memory.
// CPU only. Results do not depend on the number of threads.
#pragma once

#include <cstdint>

namespace latlas::model {

// Sum of x^2.
double sumOfSquares(const float* x, std::int64_t count);

// Sum over pixels of the negative log likelihood in nats, and its derivative with respect to
// each output times `scale`. gradient may be null.
// Bernoulli, from logits: softplus(l) - t l.
double bernoulliNll(const float* logits, const float* pixels, float* gradient, float scale,
                    std::int64_t count);
// Gaussian: ((x - m) / sigma)^2 / 2 + log(sigma) + log(2 pi) / 2. A missing x (NaN) takes no part.
double gaussianNll(const float* means, const float* pixels, float* gradient, float scale,
                   double sigma, std::int64_t count);

struct AdamCoefficients {
  float gradientScale;             // < 1 when the gradient is clipped
  float meanDecay, meanShare;      // shares are 1 - decay, rounded once: 1 - 0.999f is off by 1e-5
  float squareDecay, squareShare;
  float stepSize;                  // learning rate / (1 - meanDecay^step)
  float inverseRootSquare;         // 1 / sqrt(1 - squareDecay^step)
  float epsilon;
};

// One step of Adam: moments m and v, then w -= stepSize m / (sqrt(v) inverseRootSquare + epsilon).
void adamUpdate(float* w, const float* g, float* m, float* v, const AdamCoefficients& c,
                std::int64_t count);

}  // namespace latlas::model
