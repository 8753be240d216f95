// Which latent points a grid shows. All throw Error for an axis that is not there and for a size
// below 1.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace latlas::latent {

// count draws from the prior N(0, I), [count, dims]. A larger count begins with the same draws.
std::vector<float> priorSamples(int count, int dims, std::uint64_t seed);

// A side x side lattice over two latent axes around `centre` [dims], each from -range to +range
// (values replace the centre's on those axes); row-major, the first row has the largest value of
// axisY, as on a map. With one latent axis given twice, x decides.
std::vector<float> manifoldGrid(std::span<const float> centre, int axisX, int axisY, int side,
                                float range);

// One row for each of `axes`: that axis goes from -range to +range in `columns` steps, the others
// stay at `centre`.
std::vector<float> traversalGrid(std::span<const float> centre, std::span<const int> axes,
                                 int columns, float range);

}  // namespace latlas::latent
