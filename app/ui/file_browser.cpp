#include "app/ui/file_browser.h"

#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "app/ui/browse_session.h"
#include "app/ui/field_parts.h"
#include "app/ui/probes.h"
#include "app/ui/theme.h"
#include "app/ui/widgets.h"

namespace latlas::ui {
namespace {

namespace fs = std::filesystem;

// Pixels at 100 %.
constexpr float kWidth = 720.0f;
constexpr float kHeight = 500.0f;
constexpr float kNameShare = 0.52f;  // of a row; the rest says what the entry is

void drawKindMark(ImVec2 corner, float height, bool isFolder) {
  ImDrawList* list = ImGui::GetWindowDrawList();
  const float top = std::floor(corner.y + (height - scaled(11)) / 2.0f);
  const float left = corner.x;
  if (isFolder) {
    const ImU32 colour = ImGui::GetColorU32(palette().accent);
    list->AddRectFilled({left, top}, {left + scaled(6), top + scaled(4)}, colour, scaled(1.5f));
    list->AddRectFilled({left, top + scaled(2)}, {left + scaled(14), top + scaled(11)}, colour,
                        scaled(1.5f));
  } else {
    list->AddRect({left + scaled(2), top}, {left + scaled(11), top + scaled(11)},
                  ImGui::GetColorU32(palette().textSecondary), scaled(1.5f), 0, scaled(1.0f));
  }
}

}  // namespace

struct FileBrowser::State {
  BrowseSession session;
  bool open = false;
  bool toOpen = false;  // at the next draw
  std::string title;
};

namespace {

void drawPath(BrowseSession& s) {
  if (button("Browser/Up", "To the folder that holds this one",
             {.enabled = s.folder.has_relative_path()}))
    s.goTo(s.folder.parent_path());
  ImGui::SameLine();
  if (button("Browser/Home", "To your home folder")) s.goTo(homeFolder());
  ImGui::SameLine();
  const auto typed = commitField("##path", s.folder.string(), ImGui::GetContentRegionAvail().x, 0);
  finishWidget("Browser/Path", "The folder shown. Type a path and press Enter to go there", true,
               s.folder.string());
  if (typed) s.goToTyped(*typed);
}

void drawRow(BrowseSession& s, const FolderEntry& entry, bool& activated) {
  const float height = ImGui::GetFrameHeight();
  const ImVec2 corner = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x;
  ImGui::PushID(entry.name.c_str());
  if (listRow("##row", entry.name == s.selected, ImGuiSelectableFlags_AllowDoubleClick)) {
    if (entry.name != s.selected) s.select(entry.name);
    activated = ImGui::IsMouseDoubleClicked(ImGuiMouseButton_Left);
  }
  ImGui::PopID();
  const FileBrowser::Description* what = s.knownOf(s.folder / entry.name);
  const std::string described = what != nullptr ? what->what : "";
  finishWidget("Browser/" + entry.name, {}, true, described);

  drawKindMark({corner.x + scaled(8), corner.y}, height, entry.isFolder);
  const float baseline = corner.y + (height - ImGui::GetFontSize()) / 2.0f;
  const float nameLeft = scaled(30), whatLeft = std::floor(width * kNameShare);
  const std::string shown = elided(entry.name, whatLeft - nameLeft - scaled(12));
  const std::string kind = elided(described, width - whatLeft - scaled(8));
  const bool dim =
      s.mode == FileBrowser::Mode::open && what != nullptr && !what->canOpen && !entry.isFolder;
  ImDrawList* list = ImGui::GetWindowDrawList();
  list->AddText({corner.x + nameLeft, baseline},
                ImGui::GetColorU32(dim ? palette().textSecondary : palette().text), shown.c_str());
  list->AddText({corner.x + whatLeft, baseline}, ImGui::GetColorU32(palette().textSecondary),
                kind.c_str());
}

std::optional<fs::path> drawList(BrowseSession& s, float height) {
  std::optional<fs::path> chosen;
  std::string activatedEntry;
  std::vector<fs::path> seen = {s.folder};
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(scaled(4), scaled(4)));
  ImGui::PushStyleColor(ImGuiCol_ChildBg, palette().background);
  ImGui::BeginChild("list", {0, height}, true);
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(0, 0));
  if (std::exchange(s.toTop, false)) ImGui::SetScrollY(0);
  if (!s.listing.error.empty())
    hint(s.listing.error);
  else if (s.isListing())
    hint("Reading the folder …");
  else if (s.listing.entries.empty())
    hint("This folder is empty");

  ImGuiListClipper clipper;
  clipper.Begin(static_cast<int>(s.listing.entries.size()), ImGui::GetFrameHeight());
  while (clipper.Step())
    for (int i = clipper.DisplayStart; i < clipper.DisplayEnd; ++i) {
      const FolderEntry& entry = s.listing.entries[static_cast<std::size_t>(i)];
      seen.push_back(s.folder / entry.name);
      bool activated = false;
      drawRow(s, entry, activated);
      if (activated) activatedEntry = entry.name;
    }
  clipper.End();
  ImGui::PopStyleVar();
  ImGui::EndChild();
  ImGui::PopStyleColor();
  ImGui::PopStyleVar();
  finishWidget("Browser/List", {}, s.listing.error.empty(),
               !s.listing.error.empty() ? s.listing.error
               : s.isListing()          ? "reading"
                                        : std::to_string(s.listing.entries.size()) + " entries");
  // Only now: going to another folder replaces the list that was being walked.
  if (!activatedEntry.empty())
    chosen = s.activate(activatedEntry);
  else
    s.peek(std::move(seen));
  return chosen;
}

std::optional<fs::path> drawFoot(BrowseSession& s, bool& open) {
  const bool save = s.mode == FileBrowser::Mode::save;
  if (save) {
    const WidgetScope scope("Browser/Name", true);
    ImGui::AlignTextToFramePadding();
    ImGui::TextUnformatted("Name");
    ImGui::SameLine(0.0f, scaled(12));
    if (auto typed = commitField("##name", s.name, ImGui::GetContentRegionAvail().x)) {
      s.name = *typed;
      s.asksToReplace = false;
    }
    finishWidget("Browser/Name", "What the file will be called", true, s.name);
  }
  const float buttonWidth = scaled(96), gap = ImGui::GetStyle().ItemSpacing.x;
  const float right = ImGui::GetCursorPosX() + ImGui::GetContentRegionAvail().x;
  const float textWidth = right - 2.0f * (buttonWidth + gap) - ImGui::GetCursorPosX();
  std::string told = s.message;
  const FileBrowser::Description* here = s.knownOf(s.folder);
  if (s.asksToReplace)
    told = s.name + " exists already. Replace it?";
  else if (told.empty() && !save && s.selected.empty() && here != nullptr && here->canOpen)
    told = "This folder: " + here->what;
  ImGui::AlignTextToFramePadding();
  const Palette& p = palette();
  ImGui::PushStyleColor(ImGuiCol_Text, !s.message.empty() ? p.error
                                       : s.asksToReplace  ? p.warning
                                                          : p.textSecondary);
  ImGui::TextUnformatted(elided(told, textWidth).c_str());
  ImGui::PopStyleColor();
  recordProbe("Browser/Message", ImGui::GetItemRectMin(), ImGui::GetItemRectMax(), true, told);
  tooltipForLastItem(told);

  std::optional<fs::path> chosen;
  ImGui::SameLine(right - 2.0f * buttonWidth - gap);
  if (s.asksToReplace) {
    if (button("Browser/Keep", "Leave the file as it is", {.width = buttonWidth}))
      s.asksToReplace = false;
    ImGui::SameLine();
    if (button("Browser/Replace", "Write over the file",
               {.emphasis = Emphasis::primary, .width = buttonWidth}))
      chosen = s.folder / s.name;
    return chosen;
  }
  if (button("Browser/Cancel", "Close without choosing (Esc)", {.width = buttonWidth}))
    open = false;
  ImGui::SameLine();
  if (button(save ? "Browser/Save" : "Browser/Open",
             save ? "Save under this name" : "Open what is selected, else the folder shown",
             {.emphasis = Emphasis::primary, .width = buttonWidth, .enabled = s.canConfirm()}))
    chosen = s.confirm();
  return chosen;
}

std::optional<fs::path> drawInside(BrowseSession& s, const std::string& title, bool& open) {
  // What was typed into a field ends with an Enter that is not meant for the list.
  const bool typing = ImGui::GetIO().WantTextInput;
  ImGui::PushFont(headingFont());
  ImGui::TextUnformatted(title.c_str());
  ImGui::PopFont();
  ImGui::Dummy({0.0f, scaled(2)});
  drawPath(s);
  const float rows = s.mode == FileBrowser::Mode::save ? 2.0f : 1.0f;
  const float foot = rows * (ImGui::GetFrameHeight() + ImGui::GetStyle().ItemSpacing.y);
  std::optional<fs::path> chosen = drawList(s, ImGui::GetContentRegionAvail().y - foot);
  if (auto confirmed = drawFoot(s, open)) chosen = std::move(confirmed);
  if (typing) return chosen;
  if (keyPressed(ImGuiKey_DownArrow)) s.moveSelection(1);
  if (keyPressed(ImGuiKey_UpArrow)) s.moveSelection(-1);
  if (keyPressed(ImGuiKey_Backspace) && s.folder.has_relative_path())
    s.goTo(s.folder.parent_path());
  if (keyPressed(ImGuiKey_Escape)) open = false;
  if (keyPressed(ImGuiKey_Enter) && s.canConfirm())
    chosen = s.selected.empty() || s.mode == FileBrowser::Mode::save ? s.confirm()
                                                                     : s.activate(s.selected);
  return chosen;
}

}  // namespace

FileBrowser::FileBrowser(Describe describe, std::function<void()> wake)
    : state_(std::make_unique<State>()) {
  state_->session.describe = std::move(describe);
  state_->session.wake = std::move(wake);
}

FileBrowser::~FileBrowser() = default;

void FileBrowser::show(Mode mode, std::string title, fs::path start) {
  state_->title = std::move(title);
  state_->open = state_->toOpen = true;
  state_->session.begin(mode, start);
}

bool FileBrowser::isOpen() const { return state_->open; }

std::optional<fs::path> FileBrowser::draw() {
  State& s = *state_;
  s.session.takeResults();
  constexpr const char* kPopup = "##file browser";
  if (std::exchange(s.toOpen, false)) ImGui::OpenPopup(kPopup);
  if (!s.open && !ImGui::IsPopupOpen(kPopup)) return std::nullopt;

  const ImVec2 display = ImGui::GetIO().DisplaySize;
  ImGui::SetNextWindowSize({std::min(scaled(kWidth), display.x - scaled(32)),
                            std::min(scaled(kHeight), display.y - scaled(32))});
  ImGui::SetNextWindowPos({display.x / 2.0f, display.y / 2.0f}, ImGuiCond_Always, {0.5f, 0.5f});
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(scaled(16), scaled(16)));
  const bool drawn = ImGui::BeginPopupModal(
      kPopup, nullptr, ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove);
  ImGui::PopStyleVar();
  if (!drawn) return std::nullopt;
  std::optional<fs::path> chosen = drawInside(s.session, s.title, s.open);
  if (chosen) s.open = false;
  if (!s.open) ImGui::CloseCurrentPopup();
  ImGui::EndPopup();
  return chosen;
}

}  // namespace latlas::ui
