// A frame of which only the changes were drawn equals the frame drawn whole, pixel for pixel, in
// the texture that keeps it and on the screen.
#include "app/gl/retained_frame.h"

#include <algorithm>
#include <memory>
#include <string>

#include "app/gl/gl_graphics.h"
#include "core/base/random.h"
#include "tests/gl/gl_fixture.h"
#include "tests/gl/screen.h"

namespace latlas::gl {
namespace {

using Bytes = std::vector<std::uint8_t>;

class RetainedFrameTest : public test::GlTest {
 protected:
  // Some things of each kind that a window draws; each `step` moves, hides or repaints a few.
  void draw(int step) {
    Random random(7);
    ImDrawList& list = *ImGui::GetForegroundDrawList();
    graphics_.fill(list, {10.0f, 8.0f}, {300.0f, 120.5f}, IM_COL32(40, 44, 52, 255));
    for (int i = 0; i < 40; ++i) {
      // Most things stay, as in a real window.
      const int phase = i % 8 == 0 ? step : i % 8 == 1 ? step / 4 : 0;
      const auto at = [&](float far) {
        return static_cast<float>(random.uniform()) * far + 3.3f * static_cast<float>(phase % 9);
      };
      const ImVec2 a(at(300), at(220)), b(at(300), at(220));
      const ImU32 colour =
          IM_COL32(40 * (i % 7), 255 - 30 * (phase % 8), 90, i % 3 == 0 ? 255 : 120);
      switch (i % 6) {
        case 0:
          list.AddRectFilled(a, {a.x + 40, a.y + 25}, colour, i % 4 == 0 ? 5.0f : 0.0f);
          break;
        case 1: list.AddLine(a, b, colour, 1.5f); break;
        case 2: list.AddCircleFilled(a, 14.0f, colour); break;
        case 3: list.AddText(a, colour, ("step " + std::to_string(phase)).c_str()); break;
        case 4:
          list.PushClipRect(a, {a.x + 60.5f, a.y + 30.5f}, true);
          list.AddRectFilledMultiColor({a.x - 9, a.y - 9}, {b.x, b.y}, colour, ~colour, colour, 0);
          list.PopClipRect();
          break;
        default: break;
      }
    }
    if (step % 5 == 0) images_ = picture(step);
    const ui::TextureView view = graphics_.images("picture", images_, 1);
    list.AddImage(view.id, {150, 90}, {214, 154});
  }
  static std::shared_ptr<const data::Images> picture(int step) {
    data::Images images{{1, 8, 8}, 1, {}};
    for (int i = 0; i < 64; ++i)
      images.pixels.push_back(static_cast<std::uint8_t>(3 * i + 20 * step));
    return std::make_shared<const data::Images>(std::move(images));
  }
  void frame(int step) {
    window_.pollEvents();
    window_.beginFrame(1.0f / 60.0f);
    draw(step);
    window_.endFrame([&] { return graphics_.takeRepainted(); });
  }
  // The same frame, drawn whole.
  io::Picture whole() {
    RetainedFrame anew;
    const auto changed = anew.draw(*ImGui::GetDrawData(), ui::palette().panel, {});
    EXPECT_EQ(changed, std::vector{anew.whole()});
    io::Picture picture{anew.width(), anew.height(), 3, {}};
    picture.pixels.resize(static_cast<std::size_t>(picture.width) * picture.height * 3);
    Bytes rows(picture.pixels.size());
    glBindFramebuffer(GL_FRAMEBUFFER, anew.framebuffer());
    glPixelStorei(GL_PACK_ALIGNMENT, 1);
    glReadPixels(0, 0, picture.width, picture.height, GL_RGB, GL_UNSIGNED_BYTE, rows.data());
    glBindFramebuffer(GL_FRAMEBUFFER, 0);
    const auto row = static_cast<std::ptrdiff_t>(picture.width) * 3;
    for (int y = 0; y < picture.height; ++y)
      std::copy_n(rows.begin() + (picture.height - 1 - y) * row, row,
                  picture.pixels.begin() + y * row);
    return picture;
  }

  GlGraphics graphics_;
  std::shared_ptr<const data::Images> images_;
};

TEST_F(RetainedFrameTest, EqualsTheFrameDrawnWhole) {
  for (int step = 0; step < 60; ++step) {
    frame(step);
    const io::Picture kept = window_.readPixels(), fresh = whole();
    ASSERT_EQ(kept.width, fresh.width);
    ASSERT_EQ(kept.pixels, fresh.pixels) << "step " << step;
  }
}

TEST_F(RetainedFrameTest, FollowsTheWindowsSizeAndLook) {
  frame(0);
  ui::applyTheme(ui::Theme::light, 1.0f);
  frame(0);
  EXPECT_EQ(window_.readPixels().pixels, whole().pixels);
  window_.resize(280, 200);
  for (int step = 1; step < 30 && window_.width() != 280; ++step) frame(step);
  frame(40);
  const io::Picture kept = window_.readPixels();
  EXPECT_EQ(kept.width, 280);
  EXPECT_EQ(kept.height, 200);
  EXPECT_EQ(kept.pixels, whole().pixels);
}

TEST_F(RetainedFrameTest, IsWhatTheScreenShows) {
  window_.show();
  for (int step = 0; step < 30; ++step) {
    frame(step);
    glFinish();
    window_.pollEvents();  // sends what still waits for the server
    const io::Picture kept = window_.readPixels();
    ASSERT_EQ(test::screenPixels(kept.width, kept.height), kept.pixels) << "step " << step;
  }
}

// The window is smaller or larger than the frame that is being drawn for it.
TEST_F(RetainedFrameTest, IsShownWhileTheWindowChangesItsSize) {
  window_.show();
  Random random(3);
  for (int step = 0; step < 120; ++step) {
    if (step % 3 == 0)
      window_.resize(200 + static_cast<int>(random.below(400)),
                     150 + static_cast<int>(random.below(400)));
    frame(step);
  }
  window_.resize(320, 240);
  for (int step = 0; step < 100 && window_.width() != 320; ++step) frame(step);
  frame(1);
  frame(2);
  glFinish();
  window_.pollEvents();
  const io::Picture kept = window_.readPixels();
  ASSERT_EQ(kept.width, 320);
  EXPECT_EQ(test::screenPixels(kept.width, kept.height), kept.pixels);
}

}  // namespace
}  // namespace latlas::gl
