#include "tests/app/window_session.h"

#include <stdlib.h>

#include <set>

#include "core/base/files.h"

namespace latlas::test {

std::size_t distinctValues(const Png& png) {
  return std::set<std::uint8_t>(png.pixels.begin(), png.pixels.end()).size();
}

void WindowSession::SetUp() {
  setenv("XDG_CONFIG_HOME", path("config").c_str(), 1);
  setenv("XDG_DATA_HOME", path("data").c_str(), 1);
}

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
