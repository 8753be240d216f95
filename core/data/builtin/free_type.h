// FreeType's handles, closed at the end of the scope.
// Threading: a library and its faces belong to one thread at a time.
#pragma once

#include <ft2build.h>
#include FT_FREETYPE_H
#include FT_BBOX_H
#include FT_OUTLINE_H

#include <memory>

#include "core/base/error.h"

namespace latlas::data {

struct CloseLibrary {
  void operator()(FT_Library library) const { FT_Done_FreeType(library); }
};
struct CloseFace {
  void operator()(FT_Face face) const { FT_Done_Face(face); }
};
using FreeTypeLibrary = std::unique_ptr<FT_LibraryRec_, CloseLibrary>;
using FreeTypeFace = std::unique_ptr<FT_FaceRec_, CloseFace>;

inline FreeTypeLibrary openFreeType() {
  FT_Library library = nullptr;
  if (FT_Init_FreeType(&library) != 0) throw Error("FreeType cannot be started: out of memory.");
  return FreeTypeLibrary(library);
}

}  // namespace latlas::data
