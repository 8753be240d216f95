#include "core/base/format.h"

#include <gtest/gtest.h>

#include <limits>

namespace latlas {
namespace {

TEST(Format, ReadsAsPeopleWrite) {
  EXPECT_EQ(compactNumber(980), "980");
  EXPECT_EQ(compactNumber(14230), "14.2k");
  EXPECT_EQ(compactNumber(1.0e6), "1.00M");
  EXPECT_EQ(compactNumber(999.7), "1.00k");
  EXPECT_EQ(duration(8.44), "8.4 s");
  EXPECT_EQ(duration(59.97), "1 m 00 s");
  EXPECT_EQ(duration(4320), "1 h 12 m");
  EXPECT_EQ(byteSize(47'040'000), "47.0 MB");
  EXPECT_EQ(shortNumber(std::numeric_limits<double>::infinity()), "not finite");
}

}  // namespace
}  // namespace latlas
