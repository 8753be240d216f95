// The middle of the way from image files to a dataset: all of a list, decoded to one size.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "core/data/image_set/image_list.h"
#include "core/data/open_options.h"
#include "core/data/storage/decoded_samples.h"

namespace latlas::data {

// What every image becomes.
struct ImageForm {
  int side = 0;
  int channels = 0;  // 1 or 3
  Fit fit = Fit::crop;
  Background background = Background::white;

  std::uint64_t planeBytes() const;
  std::uint64_t imageBytes() const { return planeBytes() * static_cast<std::uint64_t>(channels); }
};

struct DecodedList {
  std::vector<std::string> faults;  // [images], empty: it was decoded
  bool hasColour = false;           // in any of them
};

// Writes image i, planar, at i * form.imageBytes(). Throws Error (the disk), and Cancelled.
DecodedList decodeEach(ImageSource& source, std::span<const ListedImage> images,
                       const ImageForm& form, DecodedSamples& samples, Progress& progress);

// Moves the images that were decoded together, with their first `channels` planes.
void closeGaps(DecodedSamples& samples, const DecodedList& decoded, const ImageForm& form,
               int channels);

}  // namespace latlas::data
