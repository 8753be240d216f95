// What the command line's tests share: running latlas, and reading what it wrote.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tests/support/run_program.h"

namespace latlas::test {

// LATLAS_PROGRAM with these arguments.
std::vector<std::string> commandLine(std::vector<std::string> arguments);
ProgramResult latlas(std::vector<std::string> arguments);

// The JSON object in the last line of standard output; a test failure when the call failed.
nlohmann::json lastJson(const ProgramResult& result);

// One line that begins "latlas: " and says each of `parts`.
testing::AssertionResult isOneLineError(const std::string& err,
                                        const std::vector<std::string>& parts);

// The real MNIST, or an empty path.
std::filesystem::path mnist();

// Everything below `folder`, sorted.
std::vector<std::string> filesIn(const std::filesystem::path& folder);

// A small, quick run on sprites: 2,048 images of 16 x 16, 2 epochs, 3 latent dimensions.
inline const std::string kSmallSprites = "builtin:sprites?size=16&count=2048";
std::vector<std::string> smallTraining(const std::filesystem::path& out,
                                       const std::vector<std::string>& more = {});

}  // namespace latlas::test
