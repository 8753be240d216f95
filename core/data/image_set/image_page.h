// What is known of decoded or listed images, as the JSON page of a cache entry.
#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "core/data/image_set/image_list.h"
#include "core/data/images.h"

namespace latlas::data {

// Of decoded images, in the order of their rows. Names are for people (display_text.h).
struct ImagePage {
  std::string kind;  // of the source: "ZIP of images"
  Shape shape;
  std::int64_t trainCount = 0;
  std::vector<std::string> classes;
  std::vector<std::int32_t> labels;  // [files] or empty
  std::vector<std::string> files;
  std::vector<UnusedFile> skipped;
};
nlohmann::json toJson(const ImagePage& page);
// Nothing when it is not whole.
std::optional<ImagePage> pageFrom(const nlohmann::json& json);

nlohmann::json toJson(const ImageList& list);
std::optional<ImageList> listFrom(const nlohmann::json& json);

}  // namespace latlas::data
