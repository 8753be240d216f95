// Named configurations: the models of well-known papers and courses, kept in assets/presets.json
// and embedded.
//   {"format": 1, "presets": [{"name", "title", "text", "source", "data": "images" or "vectors",
//     "dataset"?, "config": {keys as in run.json}}]}
// Threading: values; presets() may be called from any thread.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "core/data/images.h"
#include "core/model/config.h"

namespace latlas::model {

struct Preset {
  std::string name;    // for --preset: "vae-explainer-mlp"
  std::string title;   // for the window: "VAE Explainer, MLP"
  std::string text;    // what it is and what it is good for, a sentence or two
  std::string source;  // the paper or course, with its figure where one is published
  data::Kind kind = data::Kind::images;  // the data that it suits
  std::string dataset;  // what it was published with: builtin:..., or a key of the catalogue of
                        // datasets; empty: any
  Config config;        // complete: what the preset does not name has its default
  std::vector<std::string> keys;  // those that it names

  bool names(std::string_view key) const;
};

// In the order of the file. Throws Error when the embedded file is damaged.
const std::vector<Preset>& presets();

// Throws Error naming the preset and the key that is wrong, or the place of bad JSON.
std::vector<Preset> parsePresets(std::string_view text, const std::filesystem::path& file);

// Throws Error that names the nearest known preset.
const Preset& findPreset(std::string_view name);

// The preset's configuration for somebody who has `present`: seed, held_out, threads and device
// stay, and so does epochs where the preset does not name it.
Config applied(const Preset& preset, const Config& present);

// Whether `present` is what the preset gives for samples of this shape.
bool isApplied(const Preset& preset, const Config& present, const data::Shape& shape);

}  // namespace latlas::model
