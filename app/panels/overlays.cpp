#include <algorithm>

#include "app/panels/actions.h"
#include "app/panels/panels.h"
#include "app/panels/shortcuts.h"
#include "app/ui/probes.h"
#include "app/ui/theme.h"
#include "app/ui/widgets.h"

namespace latlas::app {
namespace {

// Opens the modal while `isWanted`, keeps it centred, and draws its content by `draw`, which tells
// whether to close. A modal and not a window: what lies under it waits.
template <class Draw>
void modal(const char* id, const char* heading, bool isWanted, float width, Draw draw) {
  // Opening one closes any other, so a menu or the file browser comes to its end first.
  constexpr ImGuiPopupFlags kAny =
      ImGuiPopupFlags_AnyPopupId | ImGuiPopupFlags_AnyPopupLevel;
  if (isWanted && !ImGui::IsPopupOpen(nullptr, kAny)) ImGui::OpenPopup(id);
  const ImVec2 display = ImGui::GetIO().DisplaySize;
  ImGui::SetNextWindowPos({display.x / 2, display.y / 2}, ImGuiCond_Always, {0.5f, 0.5f});
  const float fitting = std::min(ui::scaled(width), display.x - ui::scaled(32.0f));
  ImGui::SetNextWindowSize({fitting, 0.0f});
  const ImVec2 padding(ui::scaled(20.0f), ui::scaled(18.0f));
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, padding);
  const bool isOpen = ImGui::BeginPopupModal(
      id, nullptr, ImGuiWindowFlags_NoTitleBar | ImGuiWindowFlags_NoMove |
                       ImGuiWindowFlags_NoResize | ImGuiWindowFlags_NoSavedSettings);
  ImGui::PopStyleVar();
  if (!isOpen) return;
  if (ImFont* font = ui::headingFont()) ImGui::PushFont(font);
  ImGui::TextUnformatted(heading);
  if (ui::headingFont()) ImGui::PopFont();
  ImGui::Dummy({0.0f, ui::scaled(2.0f)});
  if (!isWanted || draw()) ImGui::CloseCurrentPopup();
  ImGui::EndPopup();
}

bool closeButton(const char* label) {
  const float width = ui::scaled(96.0f);
  ImGui::Dummy({0.0f, ui::scaled(4.0f)});
  ImGui::SetCursorPosX(ImGui::GetCursorPosX() + ImGui::GetContentRegionAvail().x - width);
  return ui::button(label, "Closes this (Esc).", {ui::Emphasis::primary, width, true});
}

void drawNotice(AppState& state) {
  const bool isWanted = state.notice.has_value();
  const Notice notice = state.notice.value_or(Notice{});
  modal("##notice", notice.title.c_str(), isWanted, 460.0f, [&] {
    const bool isError = notice.kind == NoticeKind::error;
    const ImVec2 min = ImGui::GetWindowPos();
    // A stripe of the error's colour tells the two kinds apart before a word is read.
    ImDrawList* list = ImGui::GetWindowDrawList();
    list->PushClipRectFullScreen();
    list->AddRectFilled(min, {min.x + ui::scaled(5.0f), min.y + ImGui::GetWindowHeight()},
                        ImGui::GetColorU32(isError ? ui::palette().error : ui::palette().accent),
                        ImGui::GetStyle().PopupRounding, ImDrawFlags_RoundCornersLeft);
    list->PopClipRect();
    ImGui::PushTextWrapPos(0.0f);
    ImGui::TextUnformatted(notice.message.c_str());
    ImGui::PopTextWrapPos();
    ui::recordProbe("Notice/Message", ImGui::GetItemRectMin(), ImGui::GetItemRectMax(), true,
                    notice.title + ": " + notice.message);
    const bool isClosed = closeButton("Notice/Close");
    if (isClosed) state.notice.reset();
    return isClosed;
  });
}

void drawKeys(AppState& state) {
  const bool isWanted = state.showShortcuts && !state.showAbout && !state.notice;
  modal("##keys", "Keys", isWanted, 460.0f, [&] {
    if (ImGui::BeginTable("keys", 2, ImGuiTableFlags_SizingFixedFit)) {
      ImGui::TableSetupColumn("key", ImGuiTableColumnFlags_WidthFixed, ui::scaled(80.0f));
      ImGui::TableSetupColumn("what", ImGuiTableColumnFlags_WidthStretch);
      for (const Shortcut& shortcut : shortcuts()) {
        ImGui::TableNextRow();
        ImGui::TableNextColumn();
        ImGui::TextUnformatted(shortcut.key);
        ImGui::TableNextColumn();
        ImGui::TextDisabled("%s", shortcut.what);
        ui::recordProbe(std::string("Keys/") + shortcut.key, ImGui::GetItemRectMin(),
                        ImGui::GetItemRectMax(), true, shortcut.what);
      }
      ImGui::EndTable();
    }
    ui::hint("On the map: the left button decodes a place, the right or middle one pans, the wheel "
             "zooms, a double click fits.");
    if (!closeButton("Keys/Close")) return false;
    state.showShortcuts = false;
    return true;
  });
}

void drawAbout(AppState& state) {
  const bool isWanted = state.showAbout && !state.notice;
  modal("##about", "Latlas " LATLAS_VERSION, isWanted, 420.0f, [&] {
    ImGui::PushTextWrapPos(0.0f);
    ImGui::TextUnformatted("Trains a variational autoencoder before your eyes and lets you walk "
                           "through its latent space while it learns.");
    ImGui::PopTextWrapPos();
    ui::hint("MIT licence. Built with Dear ImGui, GLFW, OpenGL, LibTorch and stb.");
    if (!closeButton("About/Close")) return false;
    state.showAbout = false;
    return true;
  });
}

}  // namespace

// One at a time, as Esc closes them: the notice, the about box, the keys.
void drawOverlays(AppState& state, Requests&) {
  drawNotice(state);
  drawAbout(state);
  drawKeys(state);
}

}  // namespace latlas::app
