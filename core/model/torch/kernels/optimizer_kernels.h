// Optimizer steps in one pass over all weights, and the gradient's norm. CPU only.
#pragma once

#include <cstdint>

namespace latlas::model {

// Sum of x^2, of x [count].
double sumOfSquares(const float* x, std::int64_t count);

// What an optimizer works on: [count] each.
struct UpdateArrays {
  float* weights;
  const float* gradients;
  float* first;   // moments: Adam's means, the others' momentum
  float* second;  // of the squares; null for SGD
  std::int64_t count;
};

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
void adamUpdate(const UpdateArrays& arrays, const AdamCoefficients& coefficients);

struct RmsPropCoefficients {
  float gradientScale, squareDecay, squareShare, momentum, rate, epsilon;
};
// v is the mean square, m = momentum m + g / (sqrt(v) + epsilon), w -= rate m.
void rmsPropUpdate(const UpdateArrays& arrays, const RmsPropCoefficients& coefficients);

struct SgdCoefficients {
  float gradientScale, momentum, rate;
};
// m = momentum m + g, w -= rate m.
void sgdUpdate(const UpdateArrays& arrays, const SgdCoefficients& coefficients);

}  // namespace latlas::model
