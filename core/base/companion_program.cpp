#include "core/base/companion_program.h"

#include <system_error>

namespace latlas {
namespace fs = std::filesystem;

fs::path companionProgram(std::string_view name, const fs::path& built) {
  std::error_code fault;
  const fs::path folder = fs::read_symlink("/proc/self/exe", fault).parent_path();
  if (fault) return built;
  for (const fs::path& candidate : {folder / name, folder.parent_path() / LATLAS_LIBEXEC / name})
    if (fs::is_regular_file(candidate, fault)) return candidate;
  return built;
}

}  // namespace latlas
