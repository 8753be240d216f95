// The part of PosteriorDecoder that is no matrix product. CPU only, on the calling thread.
#pragma once

#include <cstdint>

namespace latlas::model {

struct SwitchedUnits {
  const float* activations;  // [rows, hidden], before the nonlinearity
  const float* slopes;       // [hidden]: what each was multiplied with already, 1 or offSlope
  float offSlope;            // of an activation below 0; above, it is 1
  const float* weights;      // [hidden, width]
  std::int64_t rows, hidden, width;
};

// outputs [rows, width] += sum over the units u of a row whose slope is another one than slopes[u]:
// (slope - slopes[u]) activation weights[u].
void addSwitchedUnits(const SwitchedUnits& task, float* outputs);

}  // namespace latlas::model
