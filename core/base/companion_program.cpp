#include "core/base/companion_program.h"

#include <string>
#include <system_error>

namespace latlas {
namespace fs = std::filesystem;

fs::path companionProgram(std::string_view name, const fs::path& built) {
  std::error_code fault;
  const fs::path folder = fs::read_symlink("/proc/self/exe", fault).parent_path();
  if (fault) return built;
  if (fs::is_regular_file(folder / name, fault)) return folder / name;
  const std::string tree = built.parent_path().string() + '/';
  if ((folder.string() + '/').starts_with(tree)) return built;
  return folder.parent_path() / LATLAS_LIBEXEC / name;
}

}  // namespace latlas
