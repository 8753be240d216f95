// What a map is: where points of latent space lie in the plane, and which latent point a place of
// the plane stands for.
// Threading: immutable, any threads.
#pragma once

#include <array>
#include <span>
#include <string>
#include <vector>

namespace latlas::latent {

using Place = std::array<float, 2>;

class Layout {
 public:
  virtual ~Layout() = default;

  // Of a latent point.
  virtual int dims() const = 0;
  // Where the points lie that it was made of: [count, 2]. A point that is not finite has no place:
  // NaN.
  virtual std::span<const float> positions() const = 0;

  // Where z [dims] lies.
  virtual Place toPlane(std::span<const float> z) const = 0;
  // The latent point at that place that is otherwise as `from` [dims].
  virtual std::vector<float> toLatent(Place place, std::span<const float> from) const = 0;
  // Whether each latent point has a place of its own, so that nothing has to be taken from `from`.
  virtual bool isLossless() const = 0;

  // Of axis 0 to the right and 1 upward: "z0", "PC 1 (43 %)"; empty where there is nothing to name.
  virtual std::string axisName(int axis) const = 0;
};

}  // namespace latlas::latent
