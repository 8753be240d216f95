// What only the wing of losses asks for.
// Threading: UI thread.
#pragma once

#include <filesystem>

namespace latlas::app::request {

struct BrowseForChartPicture {};  // of the Losses panel
struct ExportChartPicture {
  std::filesystem::path path;
};
struct BrowseForHistory {};
struct ExportHistory {
  std::filesystem::path path;
};

}  // namespace latlas::app::request
