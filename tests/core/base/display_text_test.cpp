#include "core/base/display_text.h"

#include <gtest/gtest.h>

namespace latlas {
namespace {

constexpr const char* kMark = "\xef\xbf\xbd";

TEST(DisplayText, KeepsTextOfAnyLanguage) {
  for (const std::string text : {"", "cats/001.png", "Z\xc3\xbcrich", "\xe6\x97\xa5\xe6\x9c\xac",
                                 "\xf0\x9f\x90\xb1", "\xed\x9f\xbf", "\xf4\x8f\xbf\xbf"})
    EXPECT_EQ(displayText(text), text);
}

TEST(DisplayText, MarksWhatIsNoText) {
  const std::string mark = kMark;
  EXPECT_EQ(displayText("Z\xfcrich"), "Z" + mark + "rich");
  EXPECT_EQ(displayText("a\nb\tc\x7f"), "a" + mark + "b" + mark + "c" + mark);
  EXPECT_EQ(displayText(std::string_view("a\0b", 3)), "a" + mark + "b");
  EXPECT_EQ(displayText("\xe6\x97"), mark + mark);                        // cut
  EXPECT_EQ(displayText("\xc0\xaf"), mark + mark);                        // "/", too long
  EXPECT_EQ(displayText("\xe0\x80\xaf"), mark + mark + mark);             // and longer
  EXPECT_EQ(displayText("\xed\xa0\x80"), mark + mark + mark);             // half of a pair
  EXPECT_EQ(displayText("\xf4\x90\x80\x80"), mark + mark + mark + mark);  // beyond the last
  EXPECT_EQ(displayText("\x80\xff"), mark + mark);
}

}  // namespace
}  // namespace latlas
