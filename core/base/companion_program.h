// Small programs that come with Latlas and that it starts by itself.
#pragma once

#include <filesystem>
#include <string_view>

namespace latlas {

// Where `name` lies: beside the running program; for one that was built with it, such as a test, at
// `built`; or else where it is installed, in libexec.
std::filesystem::path companionProgram(std::string_view name, const std::filesystem::path& built);

}  // namespace latlas
