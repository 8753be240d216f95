#include "app/session/requests.h"

#include <system_error>

namespace latlas::app {

std::filesystem::path currentFolder() {
  std::error_code ignored;
  return std::filesystem::current_path(ignored);
}

}  // namespace latlas::app
