#include "app/shell/layout.h"

#include <algorithm>
#include <cmath>

namespace latlas::app {
namespace {

// Pixels at 100 %: below these a panel's fields cover one another.
constexpr float kLeastLeft = 240.0f, kLeastRight = 260.0f, kLeastCentre = 320.0f;
constexpr float kLeastBottom = 150.0f, kLeastTop = 280.0f;

}  // namespace

WindowLayout layOutWindow(const Preferences& preferences, float width, float height, float scale,
                          float gap, float folded, bool keepsBottom) {
  WindowLayout layout;
  const auto within = [](float value, float least, float most) {
    return std::round(std::clamp(value, least, std::max(least, most)));
  };
  const float columns = std::max(0.0f, width - 2 * gap);
  const bool hasTwo = preferences.mapOpen && preferences.traverseOpen;
  const float centreAndRight =
      hasTwo ? (kLeastCentre + kLeastRight) * scale : (kFoldedWidth + kLeastCentre) * scale;
  layout.leastLeft = kLeastLeft * scale;
  layout.mostLeft = columns - centreAndRight;
  layout.left = within(preferences.leftWidth * scale, layout.leastLeft, layout.mostLeft);
  layout.leastRight = kLeastRight * scale;
  layout.mostRight = columns - layout.left - kLeastCentre * scale;
  if (hasTwo)
    layout.right = within(preferences.rightWidth * scale, layout.leastRight, layout.mostRight);
  else if (preferences.traverseOpen)
    layout.right = std::max(0.0f, columns - layout.left - kFoldedWidth * scale);
  else
    layout.right = kFoldedWidth * scale;
  layout.centre = std::max(1.0f, columns - layout.left - layout.right);

  layout.leastBottom = kLeastBottom * scale;
  layout.mostBottom = height - gap - kLeastTop * scale;
  layout.bottom =
      preferences.lossesOpen || keepsBottom
          ? within(preferences.bottomHeight * scale, layout.leastBottom, layout.mostBottom)
          : folded;
  layout.top = std::max(1.0f, height - gap - layout.bottom);
  return layout;
}

}  // namespace latlas::app
