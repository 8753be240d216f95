// Small programs that come with Latlas and that it starts by itself.
#pragma once

#include <filesystem>
#include <string_view>

namespace latlas {

// Where `name` lies: beside the running program, in libexec where Latlas is installed, or else at
// `built`, where it was built. Not looked for there.
std::filesystem::path companionProgram(std::string_view name, const std::filesystem::path& built);

}  // namespace latlas
