// Whole files, read and written so that a crash never leaves half of one under its final name.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace latlas {

// Throws Error (which file, why) when it cannot be read, or is larger than `limit` bytes.
std::vector<std::uint8_t> readFile(const std::filesystem::path& path,
                                   std::uint64_t limit = std::uint64_t{1} << 40);
std::string readText(const std::filesystem::path& path);

// Writes beside the target, syncs, then renames over it. Creates missing parent folders.
void writeFileAtomically(const std::filesystem::path& path, std::span<const std::uint8_t> bytes);
void writeFileAtomically(const std::filesystem::path& path, std::string_view text);

// $XDG_CONFIG_HOME/latlas or ~/.config/latlas. Not created.
std::filesystem::path userConfigFolder();
// $XDG_DATA_HOME/latlas or ~/.local/share/latlas. Not created.
std::filesystem::path userDataFolder();
// $XDG_CACHE_HOME/latlas or ~/.cache/latlas. Not created.
std::filesystem::path userCacheFolder();

}  // namespace latlas
