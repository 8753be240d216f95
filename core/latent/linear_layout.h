// Maps onto a plane through latent space: two of its axes, or the principal components.
#pragma once

#include <memory>
#include <vector>

#include "core/latent/layout.h"

namespace latlas::latent {

// Points [count, dims], dims >= 1, on the first two latent axes.
std::shared_ptr<const Layout> axesLayout(const std::vector<float>& points, int dims);

// The same on their first two principal components, turned within the plane so that they lie as
// near as they can to where they lay in `previous`; null: as the components come.
std::shared_ptr<const Layout> pcaLayout(const std::vector<float>& points, int dims,
                                        const Layout* previous);

// The latent axes where the plane shows all of them, or there are too few points for a fit; else
// principal components.
std::shared_ptr<const Layout> planeLayout(const std::vector<float>& points, int dims,
                                          const Layout* previous);

}  // namespace latlas::latent
