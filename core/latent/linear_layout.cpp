#include "core/latent/linear_layout.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include "core/latent/projection.h"

namespace latlas::latent {
namespace {

enum class Axes { latent, principal };

class LinearLayout final : public Layout {
 public:
  LinearLayout(PlaneProjection projection, const std::vector<float>& points, Axes axes)
      : projection_(std::move(projection)), positions_(project(projection_, points)), axes_(axes) {}

  int dims() const override { return projection_.dims; }
  std::span<const float> positions() const override { return positions_; }

  Place toPlane(std::span<const float> z) const override {
    const std::vector<float> place = project(projection_, z);
    return {place[0], place[1]};
  }
  std::vector<float> toLatent(Place place, std::span<const float> from) const override {
    return liftToLatent(projection_, place[0], place[1], from);
  }
  bool isLossless() const override { return dims() <= 2; }

  std::string axisName(int axis) const override {
    // One dimension is a line: there is nothing to name upward.
    if (axes_ == Axes::latent) return axis < dims() ? "z" + std::to_string(axis) : "";
    const double share = projection_.explainedVariance[static_cast<std::size_t>(axis)];
    return "PC " + std::to_string(axis + 1) + " (" +
           std::to_string(std::lround(100.0 * std::clamp(share, 0.0, 1.0))) + " %)";
  }

 private:
  PlaneProjection projection_;
  std::vector<float> positions_;
  Axes axes_;
};

}  // namespace

std::shared_ptr<const Layout> axesLayout(const std::vector<float>& points, int dims) {
  return std::make_shared<LinearLayout>(rawAxes(dims), points, Axes::latent);
}

std::shared_ptr<const Layout> pcaLayout(const std::vector<float>& points, int dims,
                                        const Layout* previous) {
  PlaneProjection projection = principalComponents(points, dims);
  if (previous) projection = alignedTo(projection, points, previous->positions());
  return std::make_shared<LinearLayout>(std::move(projection), points, Axes::principal);
}

std::shared_ptr<const Layout> planeLayout(const std::vector<float>& points, int dims,
                                          const Layout* previous) {
  const std::size_t count = points.size() / static_cast<std::size_t>(dims);
  const bool fits = dims > 2 && count > 2;
  return fits ? pcaLayout(points, dims, previous) : axesLayout(points, dims);
}

}  // namespace latlas::latent
