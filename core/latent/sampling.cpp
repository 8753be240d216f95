#include "core/latent/sampling.h"

#include <string>

#include "core/base/error.h"
#include "core/base/random.h"

namespace latlas::latent {
namespace {

// Step `index` of `count` from -range to +range, exactly symmetric; a single one is the middle.
float latticeValue(int index, int count, float range) {
  if (count == 1) return 0.0f;
  return range * static_cast<float>(2 * index - (count - 1)) / static_cast<float>(count - 1);
}

void requireAxis(int axis, std::size_t dims) {
  if (axis >= 0 && static_cast<std::size_t>(axis) < dims) return;
  throw Error("A latent axis must be from 0 to " + std::to_string(dims - 1) + ", found " +
              std::to_string(axis) + ".");
}

void requirePositive(const char* what, int value) {
  if (value < 1)
    throw Error(std::string(what) + " must be at least 1, found " + std::to_string(value) + ".");
}

}  // namespace

std::vector<float> priorSamples(int count, int dims, std::uint64_t seed) {
  requirePositive("The number of samples", count);
  requirePositive("The number of latent dimensions", dims);
  std::vector<float> z(static_cast<std::size_t>(count) * static_cast<std::size_t>(dims));
  Random(seed).fillNormal(z);
  return z;
}

std::vector<float> manifoldGrid(std::span<const float> centre, int axisX, int axisY, int side,
                                float range) {
  requirePositive("The side of a manifold grid", side);
  requireAxis(axisX, centre.size());
  requireAxis(axisY, centre.size());
  std::vector<float> grid;
  grid.reserve(centre.size() * static_cast<std::size_t>(side) * static_cast<std::size_t>(side));
  for (int row = 0; row < side; ++row) {
    for (int column = 0; column < side; ++column) {
      const std::size_t start = grid.size();
      grid.insert(grid.end(), centre.begin(), centre.end());
      grid[start + static_cast<std::size_t>(axisY)] = latticeValue(side - 1 - row, side, range);
      grid[start + static_cast<std::size_t>(axisX)] = latticeValue(column, side, range);
    }
  }
  return grid;
}

std::vector<float> traversalGrid(std::span<const float> centre, std::span<const int> axes,
                                 int columns, float range) {
  requirePositive("The number of columns", columns);
  std::vector<float> grid;
  grid.reserve(centre.size() * axes.size() * static_cast<std::size_t>(columns));
  for (const int axis : axes) {
    requireAxis(axis, centre.size());
    for (int column = 0; column < columns; ++column) {
      const std::size_t start = grid.size();
      grid.insert(grid.end(), centre.begin(), centre.end());
      grid[start + static_cast<std::size_t>(axis)] = latticeValue(column, columns, range);
    }
  }
  return grid;
}

}  // namespace latlas::latent
