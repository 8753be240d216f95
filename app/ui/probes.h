// Where each labelled widget was drawn in this frame, so that a script or a test can click
// "Training/Start" by name.
// Threading: UI thread.
#pragma once

#include <imgui.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace latlas::ui {

struct Probe {
  ImVec2 min, max;  // screen pixels, clipped to what is visible
  bool enabled = true;
  std::string value;  // what it shows: "0.001", "paused"; may be empty
};

// Called once at the start of each frame.
void beginProbes();

// Called by every widget of app/ui; panels call it for what they draw themselves ("Map/Canvas").
void recordProbe(std::string_view label, ImVec2 min, ImVec2 max, bool enabled = true,
                 std::string value = {});

// Of the last frame that drew it completely, or nothing when it was not drawn.
std::optional<Probe> findProbe(std::string_view label);
std::vector<std::string> probeLabels();

}  // namespace latlas::ui
