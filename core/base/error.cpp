#include "core/base/error.h"

namespace latlas {

Error fileError(const std::filesystem::path& path, const FileFault& fault) {
  std::string text = path.string();
  if (!fault.where.empty()) text += ", at " + fault.where;
  text += ": expected " + fault.expected + ", found " + fault.found + ".";
  if (!fault.remedy.empty()) text += " " + fault.remedy + ".";
  return Error(text);
}

}  // namespace latlas
