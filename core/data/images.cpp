#include "core/data/images.h"

namespace latlas::data {

Shape vectorShape(int dimensions) { return {1, 1, dimensions, Kind::vectors}; }

std::string toString(const Shape& shape) {
  if (shape.kind == Kind::vectors)
    return std::to_string(shape.width) + (shape.width == 1 ? " column" : " columns");
  return std::to_string(shape.channels) + " x " + std::to_string(shape.height) + " x " +
         std::to_string(shape.width);
}

}  // namespace latlas::data
