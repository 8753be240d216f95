#include "core/data/image_set/image_decoding.h"

#include <algorithm>
#include <atomic>

#include "core/base/budget.h"
#include "core/base/error.h"
#include "core/data/pictures/image_decode.h"
#include "core/data/pictures/resize.h"

namespace latlas::data {
namespace {

// What pictures may take together while they are decoded: several of any camera's, or one of the
// largest that are read at all.
constexpr std::uint64_t kDecodingBytes = std::uint64_t{1} << 30;
// As stb_image gives them, as we convert them, and its own work.
constexpr std::uint64_t kBytesPerPixel = 10;

std::uint64_t workBytes(const ListedImage& image) {
  return kBytesPerPixel * static_cast<std::uint64_t>(image.width) *
         static_cast<std::uint64_t>(image.height);
}

void toPlanar(const Images& image, std::span<std::uint8_t> planar) {
  const auto channels = static_cast<std::size_t>(image.shape.channels);
  const std::size_t plane = planar.size() / channels;
  for (std::size_t i = 0; i < plane; ++i)
    for (std::size_t c = 0; c < channels; ++c)
      planar[c * plane + i] = image.pixels[i * channels + c];
}

// Many grey pictures are stored in colour (every grey BMP is).
bool showsColour(std::span<const std::uint8_t> planar) {
  const std::size_t plane = planar.size() / 3;
  const auto red = planar.first(plane);
  return !std::equal(red.begin(), red.end(), planar.begin() + static_cast<std::ptrdiff_t>(plane)) ||
         !std::equal(red.begin(), red.end(),
                     planar.begin() + static_cast<std::ptrdiff_t>(2 * plane));
}

}  // namespace

std::uint64_t ImageForm::planeBytes() const {
  return static_cast<std::uint64_t>(side) * static_cast<std::uint64_t>(side);
}

DecodedList decodeEach(ImageSource& source, std::span<const ListedImage> images,
                       const ImageForm& form, DecodedSamples& samples, Progress& progress) {
  DecodedList decoded;
  decoded.faults.resize(images.size());
  std::atomic<bool> hasColour{false};
  Budget memory(kDecodingBytes);
  const auto decode = [&](std::size_t i, std::span<const std::uint8_t> file,
                          const std::string& fault) {
    if (!fault.empty()) {
      decoded.faults[i] = fault;
      return;
    }
    std::vector<std::uint8_t> planar(static_cast<std::size_t>(form.imageBytes()));
    try {
      const Budget::Share share(memory, workBytes(images[i]));
      const Images image = decodeImage(file, form.channels, form.background);
      toPlanar(toSquare(image, form.side, form.fit, greyOf(form.background)), planar);
    } catch (const std::exception& error) {
      decoded.faults[i] = error.what();
      return;
    }
    if (form.channels == 3 && !hasColour && showsColour(planar)) hasColour = true;
    samples.write(i * form.imageBytes(), planar);
  };
  source.readEach(images, decode, {progress, kListShare, 1.0, "decoding the images"});
  decoded.hasColour = hasColour;
  return decoded;
}

void closeGaps(DecodedSamples& samples, const DecodedList& decoded, const ImageForm& form,
               int channels) {
  const std::uint64_t bytes = form.planeBytes() * static_cast<std::uint64_t>(channels);
  std::uint64_t to = 0;
  for (std::size_t i = 0; i < decoded.faults.size(); ++i) {
    if (!decoded.faults[i].empty()) continue;
    const std::uint64_t from = i * form.imageBytes();
    if (from != to) samples.moveDown(from, to, static_cast<std::size_t>(bytes));
    to += bytes;
  }
}

}  // namespace latlas::data
