// From latent space to the plane: raw axes, principal components, and the alignment that keeps a
// map from flipping between two refreshes.
// Points that are not finite (a run that diverges) are left out of every fit and project to NaN.
#pragma once

#include <array>
#include <span>
#include <vector>

namespace latlas::latent {

// x = basis (z - mean), basis [2, dims] with orthonormal rows.
struct PlaneProjection {
  int dims = 0;
  std::vector<float> mean;   // [dims]
  std::vector<float> basis;  // [2, dims]
  // Fraction of the points' total variance along each row, in [0, 1]; 0 where it was not measured.
  std::array<double, 2> explainedVariance{};
};

// The first two latent axes, mean 0. dims >= 1; with one dimension the second row is zero.
PlaneProjection rawAxes(int dims);

// Principal component analysis (Pearson 1901) of points [count, dims], dims >= 1. Deterministic:
// the largest entry of each row is positive. Without any variance: the raw axes at the mean.
PlaneProjection principalComponents(std::span<const float> points, int dims);

// [count, dims] -> [count, 2].
std::vector<float> project(const PlaneProjection& projection, std::span<const float> points);

// Rotates or reflects `projection` within its plane so that `points` land as near as they can to
// `previous` [count, 2] (orthogonal Procrustes, Schoenemann 1966).
PlaneProjection alignedTo(const PlaneProjection& projection, std::span<const float> points,
                          std::span<const float> previous);

// The latent point that projects to (x, y) and keeps what `from` [dims] has outside the plane.
std::vector<float> liftToLatent(const PlaneProjection& projection, float x, float y,
                                std::span<const float> from);

}  // namespace latlas::latent
