#include "app/shell/overlays.h"

#include <imgui.h>

#include <algorithm>
#include <string>

#include "app/shell/all_wings.h"
#include "app/shell/shortcuts.h"
#include "app/ui/modal.h"
#include "app/ui/probes.h"
#include "app/ui/theme.h"
#include "app/ui/widgets.h"

namespace latlas::app {
namespace {

bool closeButton(const char* label) {
  const float width = ui::scaled(96.0f);
  ImGui::Dummy({0.0f, ui::scaled(4.0f)});
  ImGui::SetCursorPosX(ImGui::GetCursorPosX() + ImGui::GetContentRegionAvail().x - width);
  return ui::button(label, "Closes this (Esc).", {ui::Emphasis::primary, width, true});
}

// True when the notice is done with.
bool drawNoticeButtons(const Notice& notice, Requests& requests) {
  if (notice.source.empty()) return closeButton("Notice/Close");
  const float width = ui::scaled(96.0f), gap = ImGui::GetStyle().ItemSpacing.x;
  ImGui::Dummy({0.0f, ui::scaled(4.0f)});
  ImGui::SetCursorPosX(ImGui::GetCursorPosX() + ImGui::GetContentRegionAvail().x - 2 * width - gap);
  const bool isClosed =
      ui::button("Notice/Close", "Closes this (Esc).", {ui::Emphasis::normal, width, true});
  ImGui::SameLine();
  if (!ui::button("Notice/Open", "Opens " + notice.source, {ui::Emphasis::primary, width, true}))
    return isClosed;
  requests.push_back(request::OpenDataset{notice.source});
  return true;
}

void drawNotice(AppState& state, Requests& requests) {
  const bool isWanted = state.notice.has_value();
  const Notice notice = state.notice.value_or(Notice{});
  drawModal("##notice", notice.title.c_str(), isWanted, 460.0f, [&] {
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
    const bool isClosed = drawNoticeButtons(notice, requests);
    if (isClosed) state.notice.reset();
    return isClosed;
  });
}

void drawKeys(AppState& state) {
  const bool isWanted = state.showShortcuts && !state.showAbout && !state.notice && !state.question;
  drawModal("##keys", "Keys", isWanted, 490.0f, [&] {
    if (ImGui::BeginTable("keys", 2, ImGuiTableFlags_SizingFixedFit)) {
      ImGui::TableSetupColumn("key", ImGuiTableColumnFlags_WidthFixed, ui::scaled(96.0f));
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
  const bool isWanted = state.showAbout && !state.notice && !state.question;
  drawModal("##about", "Latlas " LATLAS_VERSION, isWanted, 420.0f, [&] {
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

void drawLayer(OverlayLayer layer, AppState& state, ui::Graphics& graphics, Requests& requests) {
  for (const Wing* wing : allWings())
    for (const Overlay& overlay : wing->overlays)
      if (overlay.layer == layer && overlay.draw) overlay.draw(state, graphics, requests);
}

// False when there was nothing to close.
bool closeLayer(OverlayLayer layer, AppState& state, Requests& requests) {
  for (const Wing* wing : allWings())
    for (const Overlay& overlay : wing->overlays)
      if (overlay.layer == layer && overlay.close(state, requests)) return true;
  return false;
}

}  // namespace

// In the order of closeOverlay().
void drawOverlays(AppState& state, ui::Graphics& graphics, Requests& requests) {
  drawNotice(state, requests);
  drawLayer(OverlayLayer::question, state, graphics, requests);
  drawAbout(state);
  drawKeys(state);
  drawLayer(OverlayLayer::dialog, state, graphics, requests);
}

void closeOverlay(AppState& state, Requests& requests) {
  if (state.notice)
    state.notice.reset();
  else if (closeLayer(OverlayLayer::question, state, requests))
    return;
  else if (state.showAbout)
    state.showAbout = false;
  else if (state.showShortcuts)
    state.showShortcuts = false;
  else if (!closeLayer(OverlayLayer::dialog, state, requests))
    closeLayer(OverlayLayer::work, state, requests);
}

}  // namespace latlas::app
