// builtin:sprites, a dataset with five known factors, generated after dSprites (Matthey et al.
// 2017, "dSprites: Disentanglement testing Sprites dataset"): white shapes on black.
//
// Factors, slowest first as in dSprites: shape (square, ellipse, heart), scale (6 values from 0.5
// to 1), orientation (40 over a full turn), posX and posY (32 each from 0 to 1; posY downwards).
// dSprites takes its 40 orientations from 0 to 2 pi inclusive, so that its last repeats its first;
// here they are 40 different ones, 9 degrees apart, and no two factor combinations differ in name
// only. A square still looks the same after a quarter and an ellipse after half a turn.
// In colour the hue is a sixth factor, the fastest.
#pragma once

#include <array>
#include <cstdint>

#include "core/base/job.h"
#include "core/data/builtin/builtin_source.h"
#include "core/data/dataset.h"
#include "core/data/open_options.h"

namespace latlas::data {

constexpr std::int64_t kSpriteCount = 3 * 6 * 40 * 32 * 32;  // 737,280: the full grid
constexpr int kSpriteColours = 8;  // hues, 45 degrees apart, the first red

// Levels of shape, scale, orientation, posX and posY.
using SpriteLevels = std::array<std::int32_t, 5>;

// Of the full grid: shape varies slowest and posY fastest. index in [0, kSpriteCount).
SpriteLevels spriteLevels(std::int64_t index);

// Keys: `size` (8 to 256 pixels a side, default 32), `count` (default 16,384 seeded draws without
// repetition, held in memory; `all` or 737280: the full grid in order, drawn on demand), `colour`
// (1: RGB, each sprite in each of kSpriteColours hues, so that all are as many times more), `seed`.
// Throws Error for an unknown key or a value out of range, and Cancelled.
DatasetPtr openSprites(const BuiltinSource& source, const OpenOptions& options, Progress& progress);

}  // namespace latlas::data
