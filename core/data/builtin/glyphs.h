// builtin:glyphs, digits and letters drawn from the fonts on the machine, with seven known factors.
#pragma once

#include <string>
#include <string_view>

#include "core/base/job.h"
#include "core/data/builtin/builtin_source.h"
#include "core/data/dataset.h"
#include "core/data/open_options.h"

namespace latlas::data {

// "0-9a-c" -> "0123456789abc": digits and letters, each once, in ASCII's order. Throws Error for
// anything else.
std::string parseCharacters(std::string_view text);
// The shortest that parseCharacters() reads as `characters`.
std::string characterRanges(std::string_view characters);

// Factors: character (its ASCII code; also the class), font, rotation (9 from -30 to 30 degrees),
// shear (5 from -0.3 to 0.3), weight (5: strokes thicker by 0 to 0.06 em), posX and posY (8 each,
// from 0 to 1; posY downwards), each drawn evenly and on its own. Letters stand white on black and
// wholly within the picture. The column `font` names the font of each row.
// Keys: `size` (8 to 256 pixels a side, default 32), `count` (16,384), `characters` (0-9A-Za-z),
// `fonts` (8: at most so many, see findFonts()), `seed`. The same fonts give the same pictures.
// Throws Error for an unknown key, a value out of range or a machine without fonts, and Cancelled.
DatasetPtr openGlyphs(const BuiltinSource& source, const OpenOptions& options, Progress& progress);

}  // namespace latlas::data
