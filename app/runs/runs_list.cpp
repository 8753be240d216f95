#include "app/runs/runs_list.h"

#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "app/runs/runs_keys.h"
#include "app/runs/runs_requests.h"
#include "app/session/facts.h"
#include "app/ui/probes.h"
#include "app/ui/theme.h"
#include "app/ui/widgets.h"
#include "core/base/format.h"

namespace latlas::app {
namespace {

constexpr float kSwatch = 10.0f;  // pixels at 100 %

// What tells one run from another at a glance.
std::string summary(const train::Snapshot& snapshot) {
  std::string text = ui::grouped(snapshot.step) + " steps";
  if (const auto loss = series::newest(snapshot.history.heldOut, "loss"))
    text += ", held-out loss " + shortNumber(*loss);
  else if (const auto trained = series::newest(snapshot.history.train, "loss"))
    text += ", loss " + shortNumber(*trained);
  return text;
}

std::string uniqueName(const AppState& state, std::uint64_t run, std::string name) {
  const auto isTaken = [&](const std::string& wanted) {
    return (state.snapshot && state.snapshot->run != run && state.runLabel.name == wanted) ||
           std::ranges::any_of(state.comparedRuns, [&](const ComparedRun& other) {
             return other.snapshot->run != run && other.name == wanted;
           });
  };
  const std::string wished = name;
  for (int copy = 2; isTaken(name); ++copy) name = wished + " (" + std::to_string(copy) + ")";
  return name;
}

void drawNameField(AppState& state, std::uint64_t run, std::string& name) {
  if (state.renaming != run) return;
  std::string wished = name;
  if (!ui::text("Runs/name", wished, "The run's name in charts and lists; Enter takes it.")) return;
  if (!wished.empty()) name = uniqueName(state, run, wished);
  state.renaming.reset();
}

// The coloured square and the name; true when it was clicked.
bool drawName(const std::string& name, const ImVec4& colour, bool isVisible, float width,
              const std::string& tooltip, const char* value) {
  const ImVec2 corner = ImGui::GetCursorScreenPos();
  const float height = ImGui::GetFrameHeight(), side = ui::scaled(kSwatch);
  const std::string label = "Runs/" + name;
  const bool isClicked = ImGui::InvisibleButton(label.c_str(), {width, height});
  const bool isHovered = ImGui::IsItemHovered();
  ImDrawList* list = ImGui::GetWindowDrawList();
  const float top = std::floor(corner.y + (height - side) / 2);
  const ImVec2 opposite(corner.x + side, top + side);
  if (isVisible)
    list->AddRectFilled({corner.x, top}, opposite, ImGui::GetColorU32(colour), ui::scaled(2.0f));
  else
    list->AddRect({corner.x, top}, opposite, ImGui::GetColorU32(colour), ui::scaled(2.0f));
  const float left = side + ui::scaled(8.0f);
  const ImVec4& text = isVisible || isHovered ? ui::palette().text : ui::palette().textSecondary;
  list->AddText({corner.x + left, corner.y + ImGui::GetStyle().FramePadding.y},
                ImGui::GetColorU32(text), ui::elided(name, width - left).c_str());
  ui::recordProbe(label, corner, ImGui::GetItemRectMax(), true, value);
  ui::tooltipForLastItem(tooltip);
  return isClicked;
}

bool quietButton(const std::string& label, const char* tooltip) {
  ImGui::SameLine(0.0f, 0.0f);
  return ui::button(label, tooltip, {ui::Emphasis::quiet, 0.0f, true});
}

float widthOf(const char* text) {
  return ImGui::CalcTextSize(text).x + 2 * ImGui::GetStyle().FramePadding.x;
}

void switchRenaming(AppState& state, std::uint64_t run) {
  if (state.renaming == run)
    state.renaming.reset();
  else
    state.renaming = run;
}

void drawPresent(AppState& state) {
  const train::Snapshot& snapshot = *state.snapshot;
  const float width = ImGui::GetContentRegionAvail().x - widthOf("Rename");
  drawName(state.runLabel.name, ui::palette().chartTrain, true, width,
           "The run at hand: " + summary(snapshot) + ".", "present");
  if (quietButton("Runs/" + state.runLabel.name + "/Rename", "Gives it another name."))
    switchRenaming(state, snapshot.run);
  drawNameField(state, snapshot.run, state.runLabel.name);
}

void drawKept(AppState& state, ComparedRun& run, Requests& requests) {
  const std::uint64_t serial = run.snapshot->run;
  const std::string label = "Runs/" + run.name;
  const float width =
      ImGui::GetContentRegionAvail().x - widthOf("Go on") - widthOf("Rename") - widthOf("×");
  std::string about = summary(*run.snapshot);
  if (run.snapshot->dataset != state.dataset) about += ", of " + run.snapshot->dataset->info().name;
  if (drawName(run.name, ImGui::ColorConvertU32ToFloat4(ui::classColour(run.colour)), run.visible,
               width, about + ". Click to " + (run.visible ? "hide" : "show") + " its curves.",
               run.visible ? "shown" : "hidden"))
    run.visible = !run.visible;
  if (quietButton(label + "/Go on", "Goes on with this run from where it was kept; the one at hand "
                                    "takes its place in the list."))
    requests.push_back(request::SwitchToRun{serial});
  if (quietButton(label + "/Rename", "Gives it another name.")) switchRenaming(state, serial);
  ImGui::SameLine(0.0f, 0.0f);
  if (ui::button(label + "/Remove",
                 run.folder.empty()
                     ? "Removes it from this list, with its weights."
                     : "Removes it from this list; it stays in " + run.folder.string() + ".",
                 {ui::Emphasis::quiet, 0.0f, true, "×"}))
    requests.push_back(request::RemoveRun{serial});
  drawNameField(state, serial, run.name);
}

}  // namespace

void drawRunsList(AppState& state, Requests& requests) {
  if (hasRun(state)) drawPresent(state);
  for (ComparedRun& run : state.comparedRuns) drawKept(state, run, requests);
  const float half = (ImGui::GetContentRegionAvail().x - ImGui::GetStyle().ItemSpacing.x) / 2;
  const std::string fork = std::string("Keeps this run for comparison and goes on with a second "
                                       "one from here, whose knobs you then change (") +
                           kForkKey.key + ").";
  if (ui::button("Runs/Fork", canFork(state) ? fork : "Train some steps first.",
                 {ui::Emphasis::normal, half, canFork(state)}))
    forkRun(state, requests);
  ImGui::SameLine();
  if (ui::button("Runs/Copy command",
                 std::string("Copies the command line that repeats this run (") +
                     kCopyCommandLineKey.key + ").",
                 {ui::Emphasis::normal, half, state.dataset != nullptr}))
    copyCommandLine(state, requests);
}

}  // namespace latlas::app
