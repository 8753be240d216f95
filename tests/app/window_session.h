// A scripted session of the shipped window on a display of its own.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tests/app/cli_support.h"
#include "tests/support/png.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/virtual_display.h"

namespace latlas::test {

// How many different pixel values there are.
std::size_t distinctValues(const Png& png);

class WindowSession : public testing::Test {
 protected:
  void SetUp() override;

  std::filesystem::path path(const std::string& name) const { return folder_ / name; }
  // Plays the script; $DIR in it stands for the test's folder. Further arguments as on the command
  // line. A failed expectation in the script fails the test.
  ProgramResult play(std::string script, const std::vector<std::string>& arguments = {},
                     int expectedExit = 0);
  // What `dump $DIR/NAME` left.
  nlohmann::json dumped(const std::string& name) const;

 private:
  VirtualDisplay display_{1600, 1000};
  TemporaryFolder folder_;
};

}  // namespace latlas::test
