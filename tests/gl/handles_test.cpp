#include "app/gl/handles.h"

#include <gtest/gtest.h>

#include <type_traits>
#include <utility>
#include <vector>

namespace latlas::gl {
namespace {

std::vector<unsigned>& destroyed() {
  static std::vector<unsigned> names;
  return names;
}

void remember(unsigned name) { destroyed().push_back(name); }

using Fake = Handle<remember>;

class Handles : public testing::Test {
 protected:
  Handles() { destroyed().clear(); }
};

static_assert(!std::is_copy_constructible_v<Fake> && !std::is_copy_assignable_v<Fake>);
static_assert(std::is_nothrow_move_constructible_v<Fake> &&
              std::is_nothrow_move_assignable_v<Fake>);

TEST_F(Handles, EmptyOnesNeedNoContext) {
  Texture texture;
  Buffer buffer;
  Framebuffer framebuffer;
  Texture moved = std::move(texture);
  EXPECT_TRUE(moved.empty());
  EXPECT_EQ(buffer.name(), 0u);
  framebuffer.reset();
}

TEST_F(Handles, DeleteOnceAtTheEndOfTheirScope) {
  { const Fake handle(7); }
  EXPECT_EQ(destroyed(), std::vector<unsigned>{7});
}

TEST_F(Handles, MovingLeavesTheSourceEmpty) {
  {
    Fake first(7);
    Fake second(std::move(first));
    EXPECT_TRUE(first.empty());
    EXPECT_EQ(second.name(), 7u);
    EXPECT_TRUE(destroyed().empty());
  }
  EXPECT_EQ(destroyed(), std::vector<unsigned>{7});
}

TEST_F(Handles, AssigningDeletesWhatWasHeld) {
  Fake first(7);
  Fake second(8);
  first = std::move(second);
  EXPECT_EQ(destroyed(), std::vector<unsigned>{7});
  EXPECT_EQ(first.name(), 8u);
  first = Fake();
  EXPECT_EQ(destroyed(), (std::vector<unsigned>{7, 8}));
}

TEST_F(Handles, AssigningToItselfChangesNothing) {
  Fake handle(7);
  Fake& same = handle;
  handle = std::move(same);
  EXPECT_EQ(handle.name(), 7u);
  EXPECT_TRUE(destroyed().empty());
}

}  // namespace
}  // namespace latlas::gl
