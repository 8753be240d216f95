#include "tests/app/window_session.h"

#include <stb_image.h>
#include <stdlib.h>

#include <memory>
#include <set>

#include "core/base/files.h"

namespace latlas::test {

Png readPng(const std::filesystem::path& path) {
  const auto bytes = readFile(path);
  Png png;
  const std::unique_ptr<stbi_uc, void (*)(void*)> pixels(
      stbi_load_from_memory(bytes.data(), static_cast<int>(bytes.size()), &png.width, &png.height,
                            &png.channels, 0),
      stbi_image_free);
  EXPECT_NE(pixels, nullptr) << path;
  if (pixels)
    png.pixels.assign(pixels.get(), pixels.get() + png.width * png.height * png.channels);
  return png;
}

std::size_t distinctValues(const Png& png) {
  return std::set<std::uint8_t>(png.pixels.begin(), png.pixels.end()).size();
}

void WindowSession::SetUp() { setenv("XDG_CONFIG_HOME", path("config").c_str(), 1); }

ProgramResult WindowSession::play(std::string script, const std::vector<std::string>& arguments,
                                  int expectedExit) {
  const std::string folder = folder_.path().string();
  for (auto at = script.find("$DIR"); at != std::string::npos; at = script.find("$DIR", at))
    script.replace(at, 4, folder);
  writeFileAtomically(path("session.replay"), script);
  std::vector<std::string> all = arguments;
  all.insert(all.end(), {"--replay", path("session.replay").string(), "--exit-after", "200"});
  ProgramResult result = latlas(all);
  EXPECT_EQ(result.exitCode, expectedExit) << result.err;
  return result;
}

nlohmann::json WindowSession::dumped(const std::string& name) const {
  return nlohmann::json::parse(readText(path(name)));
}

}  // namespace latlas::test
