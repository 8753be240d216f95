// Optimizer steps in one pass over all weights, and the gradient's norm. CPU only.
#pragma once

#include <cstdint>

namespace latlas::model {

// Sum of x^2.
double sumOfSquares(const float* x, std::int64_t count);

struct AdamCoefficients {
  float gradientScale;         // < 1 when the gradient is clipped
  float weightScale;           // 1 - rate * decay: 1 for plain Adam
  float meanDecay, meanShare;  // shares are 1 - decay, rounded once: 1 - 0.999f is off by 1e-5
  float squareDecay, squareShare;
  float stepSize;           // learning rate / (1 - meanDecay^step)
  float inverseRootSquare;  // 1 / sqrt(1 - squareDecay^step)
  float epsilon;
};
// Moments m and v, then w = w weightScale - stepSize m / (sqrt(v) inverseRootSquare + epsilon).
void adamUpdate(float* w, const float* g, float* m, float* v, const AdamCoefficients& c,
                std::int64_t count);

struct RmsPropCoefficients {
  float gradientScale, squareDecay, squareShare, momentum, rate, epsilon;
};
// v is the mean square, m = momentum m + g / (sqrt(v) + epsilon), w -= rate m.
void rmsPropUpdate(float* w, const float* g, float* m, float* v, const RmsPropCoefficients& c,
                   std::int64_t count);

struct SgdCoefficients {
  float gradientScale, momentum, rate;
};
// m = momentum m + g, w -= rate m.
void sgdUpdate(float* w, const float* g, float* m, const SgdCoefficients& c, std::int64_t count);

}  // namespace latlas::model
