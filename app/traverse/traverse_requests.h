// What only the wing of traverse asks for.
// Threading: UI thread.
#pragma once

#include <filesystem>

#include "app/traverse/traverse_state.h"

namespace latlas::app::request {

struct BrowseForExport {
  GridKind grid;
  int cell;  // pixels a side of one image
};
struct ExportGrid {
  GridKind grid;
  int cell;
  std::filesystem::path path;
};

}  // namespace latlas::app::request
