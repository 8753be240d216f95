// The factors of two datasets whose files do not name them all.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/data/annotations.h"
#include "core/data/arrays/array_values.h"
#include "core/data/dataset.h"

namespace latlas::data {

// dSprites (Matthey et al. 2017): color, shape, scale, orientation (rad), posX, posY, unless
// `names` say otherwise; the classes are the shapes. Throws Error naming `path` as addFactors()
// does.
void addSpritesFactors(const ArrayValues& values, const std::vector<std::string>& names,
                       std::int64_t count, const std::filesystem::path& path, DatasetInfo& info,
                       Annotations& annotations);

// 3D Shapes (Burgess & Kim 2018) keeps the values of six factors in `labels`: floor_hue, wall_hue,
// object_hue, scale, shape, orientation (degrees), of 10, 10, 10, 8, 4 and 15 levels at most, the
// shape 0 to 3.
bool are3dShapesLabels(const ArrayValues& values);
// The classes are the shapes.
void add3dShapesFactors(const ArrayValues& values, std::int64_t count,
                        const std::filesystem::path& path, DatasetInfo& info,
                        Annotations& annotations);

}  // namespace latlas::data
