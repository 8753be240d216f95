#include "core/latent/projection.h"

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>

namespace latlas::latent {
namespace {

using RowMajor = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

bool allFinite(std::span<const float> values) {
  return std::all_of(values.begin(), values.end(), [](float v) { return std::isfinite(v); });
}

// The finite rows, as doubles: sums over 10,000 squares lose digits in single precision.
RowMajor finiteRows(std::span<const float> points, int dims) {
  const auto width = static_cast<std::size_t>(dims);
  RowMajor rows(static_cast<Eigen::Index>(points.size() / width), dims);
  Eigen::Index kept = 0;
  for (std::size_t at = 0; at + width <= points.size(); at += width) {
    const auto point = points.subspan(at, width);
    if (!allFinite(point)) continue;
    rows.row(kept++) = Eigen::Map<const Eigen::RowVectorXf>(point.data(), dims).cast<double>();
  }
  rows.conservativeResize(kept, Eigen::NoChange);
  return rows;
}

// Eigenvectors come with either sign; this choice is the same for the same data.
double signOf(const Eigen::VectorXd& axis) {
  Eigen::Index largest = 0;
  axis.cwiseAbs().maxCoeff(&largest);
  return axis[largest] < 0.0 ? -1.0 : 1.0;
}

// The orthogonal matrix nearest to `cross` = sum q p^T, in closed form: the best rotation and the
// best reflection of the plane each have one angle.
Eigen::Matrix2d nearestOrthogonal(const Eigen::Matrix2d& cross) {
  const double rotationCos = cross(0, 0) + cross(1, 1), rotationSin = cross(1, 0) - cross(0, 1);
  const double mirrorCos = cross(0, 0) - cross(1, 1), mirrorSin = cross(1, 0) + cross(0, 1);
  const double rotation = std::hypot(rotationCos, rotationSin);
  const double mirror = std::hypot(mirrorCos, mirrorSin);
  // Points on one line fit both equally well but for rounding; then nothing is mirrored.
  constexpr double kTie = 1e-9;  // relative, far above a double's rounding
  Eigen::Matrix2d result = Eigen::Matrix2d::Identity();
  if (mirror > rotation * (1.0 + kTie)) {
    result << mirrorCos, mirrorSin, mirrorSin, -mirrorCos;
    result /= mirror;
  } else if (rotation > 0.0) {
    result << rotationCos, -rotationSin, rotationSin, rotationCos;
    result /= rotation;
  }
  return result;
}

}  // namespace

PlaneProjection rawAxes(int dims) {
  const auto width = static_cast<std::size_t>(dims);
  PlaneProjection projection;
  projection.dims = dims;
  projection.mean.assign(width, 0.0f);
  projection.basis.assign(2 * width, 0.0f);
  projection.basis[0] = 1.0f;
  if (dims > 1) projection.basis[width + 1] = 1.0f;
  return projection;
}

PlaneProjection principalComponents(std::span<const float> points, int dims) {
  PlaneProjection projection = rawAxes(dims);
  RowMajor rows = finiteRows(points, dims);
  if (rows.rows() == 0) return projection;

  const Eigen::RowVectorXd mean = rows.colwise().mean();
  Eigen::Map<Eigen::RowVectorXf>(projection.mean.data(), dims) = mean.cast<float>();
  rows.rowwise() -= mean;
  Eigen::MatrixXd scatter = Eigen::MatrixXd::Zero(dims, dims);
  scatter.selfadjointView<Eigen::Lower>().rankUpdate(rows.transpose());
  const double total = scatter.trace();
  if (!(total > 0.0) || !std::isfinite(total)) return projection;

  // Scaled to trace 1, so that tiny and huge variances are solved alike. Ascending eigenvalues.
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solved(scatter / total);
  if (solved.info() != Eigen::Success) return projection;
  for (int k = 0; k < std::min(dims, 2); ++k) {
    const Eigen::VectorXd axis = solved.eigenvectors().col(dims - 1 - k);
    Eigen::Map<Eigen::VectorXf>(projection.basis.data() + k * dims, dims) =
        (axis * signOf(axis)).cast<float>();
    projection.explainedVariance[static_cast<std::size_t>(k)] =
        std::clamp(solved.eigenvalues()[dims - 1 - k], 0.0, 1.0);
  }
  return projection;
}

std::vector<float> project(const PlaneProjection& projection, std::span<const float> points) {
  const auto width = static_cast<std::size_t>(projection.dims);
  const float* first = projection.basis.data();
  const float* second = first + width;
  std::vector<float> plane;
  plane.reserve(points.size() / width * 2);
  for (std::size_t at = 0; at + width <= points.size(); at += width) {
    double x = 0.0, y = 0.0;
    for (std::size_t d = 0; d < width; ++d) {
      const double centred = static_cast<double>(points[at + d]) - projection.mean[d];
      x += first[d] * centred;
      y += second[d] * centred;
    }
    plane.push_back(static_cast<float>(x));
    plane.push_back(static_cast<float>(y));
  }
  return plane;
}

PlaneProjection alignedTo(const PlaneProjection& projection, std::span<const float> points,
                          std::span<const float> previous) {
  const std::vector<float> now = project(projection, points);
  Eigen::Matrix2d cross = Eigen::Matrix2d::Zero();
  for (std::size_t at = 0; at + 2 <= std::min(now.size(), previous.size()); at += 2) {
    const Eigen::Vector2d p(now[at], now[at + 1]), q(previous[at], previous[at + 1]);
    if (p.allFinite() && q.allFinite()) cross += q * p.transpose();
  }
  const Eigen::Matrix2d turn = nearestOrthogonal(cross);

  PlaneProjection aligned = projection;
  using Basis = Eigen::Matrix<float, 2, Eigen::Dynamic, Eigen::RowMajor>;
  const Eigen::Map<const Basis> basis(projection.basis.data(), 2, projection.dims);
  Eigen::Map<Basis>(aligned.basis.data(), 2, projection.dims) =
      (turn * basis.cast<double>()).cast<float>();
  // Principal components are uncorrelated, so their variances mix by the squares.
  const Eigen::Vector2d explained(projection.explainedVariance[0], projection.explainedVariance[1]);
  const Eigen::Vector2d mixed = turn.cwiseAbs2() * explained;
  aligned.explainedVariance = {mixed[0], mixed[1]};
  return aligned;
}

std::vector<float> liftToLatent(const PlaneProjection& projection, float x, float y,
                                std::span<const float> from) {
  const auto width = static_cast<std::size_t>(projection.dims);
  const std::vector<float> at = project(projection, from);
  const double moveX = static_cast<double>(x) - at[0], moveY = static_cast<double>(y) - at[1];
  std::vector<float> z(width);
  for (std::size_t d = 0; d < width; ++d)
    z[d] = static_cast<float>(from[d] + moveX * projection.basis[d] +
                              moveY * projection.basis[width + d]);
  return z;
}

}  // namespace latlas::latent
