#include "tests/support/png.h"

#include <stb_image.h>

#include <memory>
#include <stdexcept>

#include "core/base/files.h"

namespace latlas::test {

Png readPng(const std::filesystem::path& path) {
  const auto bytes = readFile(path);
  Png png;
  const std::unique_ptr<stbi_uc, void (*)(void*)> pixels(
      stbi_load_from_memory(bytes.data(), static_cast<int>(bytes.size()), &png.width, &png.height,
                            &png.channels, 0),
      stbi_image_free);
  if (!pixels) throw std::runtime_error("no picture in " + path.string());
  png.pixels.assign(pixels.get(), pixels.get() + png.width * png.height * png.channels);
  return png;
}

}  // namespace latlas::test
