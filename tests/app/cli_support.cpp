#include "tests/app/cli_support.h"

#include <algorithm>
#include <utility>

namespace latlas::test {

std::vector<std::string> commandLine(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), LATLAS_PROGRAM);
  return arguments;
}

ProgramResult latlas(std::vector<std::string> arguments) {
  return runProgram(commandLine(std::move(arguments)));
}

nlohmann::json lastJson(const ProgramResult& result) {
  EXPECT_EQ(result.exitCode, 0) << result.err;
  std::string text = result.out;
  while (text.ends_with('\n')) text.pop_back();
  const auto json = nlohmann::json::parse(text.substr(text.rfind('\n') + 1), nullptr, false);
  EXPECT_TRUE(json.is_object()) << result.out;
  return json.is_object() ? json : nlohmann::json::object();
}

testing::AssertionResult isOneLineError(const std::string& err,
                                        const std::vector<std::string>& parts) {
  if (!err.starts_with("latlas: ") || std::count(err.begin(), err.end(), '\n') != 1 ||
      !err.ends_with('\n'))
    return testing::AssertionFailure() << "not one line that begins 'latlas: ':\n" << err;
  for (const std::string& part : parts)
    if (err.find(part) == std::string::npos)
      return testing::AssertionFailure() << "'" << part << "' is not said in: " << err;
  return testing::AssertionSuccess();
}

std::filesystem::path mnist() {
  const std::filesystem::path folder = std::filesystem::path(LATLAS_SHARED_DATA) / "mnist";
  return std::filesystem::exists(folder) ? folder : std::filesystem::path();
}

std::vector<std::string> filesIn(const std::filesystem::path& folder) {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder))
    names.push_back(std::filesystem::relative(entry.path(), folder).string());
  std::sort(names.begin(), names.end());
  return names;
}

std::vector<std::string> smallTraining(const std::filesystem::path& out,
                                       const std::vector<std::string>& more) {
  std::vector<std::string> arguments{"train", kSmallSprites, "--out", out.string(), "--epochs",
                                     "2",     "--latent",    "3",     "--seed",     "7"};
  arguments.insert(arguments.end(), more.begin(), more.end());
  return arguments;
}

}  // namespace latlas::test
