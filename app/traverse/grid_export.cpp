#include "app/traverse/grid_export.h"

#include "core/base/error.h"
#include "core/io/image_grid.h"

namespace latlas::app {

void writeGrid(const model::ReaderFactory& makeReader, const model::PublishedWeights& weights,
               const GridExport& what) {
  const auto reader = makeReader({.spec = weights.spec});
  reader->setWeights(weights.tensors);
  const auto latent = static_cast<std::size_t>(weights.spec.config.latent);
  if (what.z.empty() || what.z.size() % latent != 0)
    throw Error("There is no decoded grid to save yet. Open data and train first.");
  const data::Shape shape = weights.spec.shape;
  std::vector<float> pixels(what.z.size() / latent * static_cast<std::size_t>(shape.size()));
  reader->decode(what.z, pixels);
  io::writePng(what.path,
               io::makeGrid(data::toImages(pixels, shape), {what.columns, what.cell, 0}));
}

}  // namespace latlas::app
