#include "app/ui/file_browser.h"

#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <system_error>
#include <utility>
#include <vector>

#include "app/ui/field_parts.h"
#include "app/ui/folder_listing.h"
#include "app/ui/probes.h"
#include "app/ui/theme.h"
#include "app/ui/widgets.h"

namespace latlas::ui {
namespace {

namespace fs = std::filesystem;
using Description = FileBrowser::Description;

// Pixels at 100 %.
constexpr float kWidth = 720.0f;
constexpr float kHeight = 500.0f;
constexpr float kNameShare = 0.52f;       // of a row; the rest says what the entry is
constexpr std::size_t kPeeksAtOnce = 32;  // rows; short enough for an answer soon after scrolling

using Descriptions = std::map<std::string, Description>;  // by path

bool pressed(ImGuiKey key) {
#if IMGUI_VERSION_NUM >= 18700
  return ImGui::IsKeyPressed(key);
#else
  return ImGui::IsKeyPressed(ImGui::GetKeyIndex(key));
#endif
}

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
  Describe describe;
  std::function<void()> wake;

  bool open = false;
  bool toOpen = false;  // at the next draw
  Mode mode = Mode::open;
  std::string title;
  fs::path folder;
  std::string selected;    // an entry's name; empty: none
  std::string name;        // typed, for save
  std::string message;     // what was wrong with the last thing asked
  bool asksToReplace = false;
  bool toTop = false;      // the list scrolls up after a change of folder

  FolderListing listing;
  std::unique_ptr<Job<FolderListing>> listJob;
  Descriptions known;
  std::unique_ptr<Job<Descriptions>> peekJob;
  // Jobs of folders left behind end by themselves: waiting for a slow disk would stop the window.
  std::vector<std::unique_ptr<Job<FolderListing>>> abandonedLists;
  std::vector<std::unique_ptr<Job<Descriptions>>> abandonedPeeks;

  void goTo(fs::path target) {
    folder = std::move(target);
    selected.clear();
    message.clear();
    asksToReplace = false;
    toTop = true;
    listing = {};
    known.clear();
    if (listJob) listJob->cancel(), abandonedLists.push_back(std::move(listJob));
    if (peekJob) peekJob->cancel(), abandonedPeeks.push_back(std::move(peekJob));
    listJob = std::make_unique<Job<FolderListing>>(
        "listing " + folder.string(),
        [folder = folder](Progress& progress) { return listFolder(folder, progress); }, wake);
  }

  void takeResults() {
    std::erase_if(abandonedLists, [](auto& job) { return job->takeEnded().has_value(); });
    std::erase_if(abandonedPeeks, [](auto& job) { return job->takeEnded().has_value(); });
    if (listJob)
      if (auto ended = listJob->takeEnded()) {
        listJob.reset();
        if (ended->result) listing = std::move(*ended->result);
        if (ended->failure) listing.error = ended->failure->message;
      }
    if (peekJob)
      if (auto ended = peekJob->takeEnded()) {
        peekJob.reset();
        if (ended->result) known.merge(*ended->result);
      }
  }

  // Asks what the entries are that are seen and not known yet.
  void peek(std::vector<fs::path> paths) {
    std::erase_if(paths, [this](const fs::path& path) { return known.contains(path.string()); });
    if (paths.empty() || peekJob || !describe) return;
    if (paths.size() > kPeeksAtOnce) paths.resize(kPeeksAtOnce);
    peekJob = std::make_unique<Job<Descriptions>>(
        "looking at " + folder.string(),
        [paths = std::move(paths), describe = describe](Progress& progress) {
          Descriptions found;
          for (const fs::path& path : paths) {
            progress.report(-1.0);
            found.emplace(path.string(), describe(path));
          }
          return found;
        },
        wake);
  }

  const Description* knownOf(const fs::path& path) const {
    const auto found = known.find(path.string());
    return found == known.end() ? nullptr : &found->second;
  }

  bool isFolder(const std::string& entry) const {
    return std::any_of(listing.entries.begin(), listing.entries.end(),
                       [&](const FolderEntry& one) { return one.isFolder && one.name == entry; });
  }

  void goToTyped(const std::string& typed) {
    const fs::path path = absolutePath(typed, folder);
    std::error_code error;
    if (fs::is_directory(path, error)) {
      goTo(path);
    } else if (fs::exists(path, error)) {
      goTo(path.parent_path());
      select(path.filename().string());
    } else {
      message = "There is no " + path.string();
    }
  }

  void select(const std::string& entry) {
    selected = entry;
    message.clear();
    asksToReplace = false;
    if (mode == Mode::save && !isFolder(entry)) name = entry;
  }

  // Enter or a double click on an entry.
  std::optional<fs::path> activate(const std::string& entry) {
    if (isFolder(entry)) {
      goTo(folder / entry);
      return std::nullopt;
    }
    select(entry);
    return confirm();
  }

  // The primary button.
  std::optional<fs::path> confirm() {
    if (mode == Mode::open) return confirmOpen();
    if (name.empty()) return std::nullopt;
    const fs::path target = folder / name;
    std::error_code error;
    if (fs::is_directory(target, error)) {
      goTo(target);
      return std::nullopt;
    }
    if (fs::exists(target, error) && !asksToReplace) {
      asksToReplace = true;
      return std::nullopt;
    }
    return target;
  }

  std::optional<fs::path> confirmOpen() {
    if (selected.empty()) return folder;
    const fs::path target = folder / selected;
    const Description* what = knownOf(target);
    if (isFolder(selected) && (what == nullptr || !what->canOpen)) {
      goTo(target);
      return std::nullopt;
    }
    if (what != nullptr && !what->canOpen) {
      message = selected + " cannot be opened: " + what->what;
      return std::nullopt;
    }
    return target;
  }

  bool canConfirm() const {
    if (mode == Mode::save) return !name.empty() && listing.error.empty();
    const Description* what = knownOf(selected.empty() ? folder : folder / selected);
    return what == nullptr ? !selected.empty() : what->canOpen || isFolder(selected);
  }

  void moveSelection(int by) {
    if (listing.entries.empty()) return;
    const auto found =
        std::find_if(listing.entries.begin(), listing.entries.end(),
                     [this](const FolderEntry& one) { return one.name == selected; });
    auto index = found == listing.entries.end() ? (by > 0 ? -1 : 0)
                                                : static_cast<int>(found - listing.entries.begin());
    index = std::clamp(index + by, 0, static_cast<int>(listing.entries.size()) - 1);
    select(listing.entries[static_cast<std::size_t>(index)].name);
  }

  void drawPath();
  std::optional<fs::path> drawList(float height);
  std::optional<fs::path> drawFoot();
  void drawRow(const FolderEntry& entry, bool& activated);
  std::optional<fs::path> drawInside();
};

void FileBrowser::State::drawPath() {
  if (button("Browser/Up", "To the folder that holds this one",
             {.enabled = folder.has_relative_path()}))
    goTo(folder.parent_path());
  ImGui::SameLine();
  if (button("Browser/Home", "To your home folder")) goTo(homeFolder());
  ImGui::SameLine();
  const auto typed =
      commitField("##path", folder.string(), ImGui::GetContentRegionAvail().x, 0);
  finishWidget("Browser/Path", "The folder shown. Type a path and press Enter to go there", true,
               folder.string());
  if (typed) goToTyped(*typed);
}

void FileBrowser::State::drawRow(const FolderEntry& entry, bool& activated) {
  const float height = ImGui::GetFrameHeight();
  const ImVec2 corner = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x;
  ImGui::PushID(entry.name.c_str());
  if (listRow("##row", entry.name == selected, ImGuiSelectableFlags_AllowDoubleClick)) {
    if (entry.name != selected) select(entry.name);
    activated = ImGui::IsMouseDoubleClicked(ImGuiMouseButton_Left);
  }
  ImGui::PopID();
  const Description* what = knownOf(folder / entry.name);
  const std::string described = what != nullptr ? what->what : "";
  finishWidget("Browser/" + entry.name, {}, true, described);

  drawKindMark({corner.x + scaled(8), corner.y}, height, entry.isFolder);
  const float baseline = corner.y + (height - ImGui::GetFontSize()) / 2.0f;
  const float nameLeft = scaled(30), whatLeft = std::floor(width * kNameShare);
  const std::string shown = elided(entry.name, whatLeft - nameLeft - scaled(12));
  const std::string kind = elided(described, width - whatLeft - scaled(8));
  const bool dim = mode == Mode::open && what != nullptr && !what->canOpen && !entry.isFolder;
  ImDrawList* list = ImGui::GetWindowDrawList();
  list->AddText({corner.x + nameLeft, baseline},
                ImGui::GetColorU32(dim ? palette().textSecondary : palette().text),
                shown.c_str());
  list->AddText({corner.x + whatLeft, baseline}, ImGui::GetColorU32(palette().textSecondary),
                kind.c_str());
}

std::optional<fs::path> FileBrowser::State::drawList(float height) {
  std::optional<fs::path> chosen;
  std::string activatedEntry;
  std::vector<fs::path> seen = {folder};
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(scaled(4), scaled(4)));
  ImGui::PushStyleColor(ImGuiCol_ChildBg, palette().background);
  ImGui::BeginChild("list", {0, height}, true);
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(0, 0));
  if (std::exchange(toTop, false)) ImGui::SetScrollY(0);
  if (!listing.error.empty()) hint(listing.error);
  else if (listJob) hint("Reading the folder …");
  else if (listing.entries.empty()) hint("This folder is empty");

  ImGuiListClipper clipper;
  clipper.Begin(static_cast<int>(listing.entries.size()), ImGui::GetFrameHeight());
  while (clipper.Step())
    for (int i = clipper.DisplayStart; i < clipper.DisplayEnd; ++i) {
      const FolderEntry& entry = listing.entries[static_cast<std::size_t>(i)];
      seen.push_back(folder / entry.name);
      bool activated = false;
      drawRow(entry, activated);
      if (activated) activatedEntry = entry.name;
    }
  clipper.End();
  ImGui::PopStyleVar();
  ImGui::EndChild();
  ImGui::PopStyleColor();
  ImGui::PopStyleVar();
  finishWidget("Browser/List", {}, listing.error.empty(),
               !listing.error.empty() ? listing.error
               : listJob              ? "reading"
                                      : std::to_string(listing.entries.size()) + " entries");
  // Only now: going to another folder replaces the list that was being walked.
  if (!activatedEntry.empty()) chosen = activate(activatedEntry);
  else peek(std::move(seen));
  return chosen;
}

std::optional<fs::path> FileBrowser::State::drawFoot() {
  const bool save = mode == Mode::save;
  if (save) {
    const WidgetScope scope("Browser/Name", true);
    ImGui::AlignTextToFramePadding();
    ImGui::TextUnformatted("Name");
    ImGui::SameLine(0.0f, scaled(12));
    if (auto typed = commitField("##name", name, ImGui::GetContentRegionAvail().x)) {
      name = *typed;
      asksToReplace = false;
    }
    finishWidget("Browser/Name", "What the file will be called", true, name);
  }
  const float buttonWidth = scaled(96), gap = ImGui::GetStyle().ItemSpacing.x;
  const float right = ImGui::GetContentRegionMax().x;
  const float textWidth = right - 2.0f * (buttonWidth + gap) - ImGui::GetCursorPosX();
  std::string told = message;
  const Description* here = knownOf(folder);
  if (asksToReplace) told = name + " exists already. Replace it?";
  else if (told.empty() && !save && selected.empty() && here != nullptr && here->canOpen)
    told = "This folder: " + here->what;
  ImGui::AlignTextToFramePadding();
  ImGui::PushStyleColor(ImGuiCol_Text, message.empty() ? (asksToReplace ? palette().warning
                                                                        : palette().textSecondary)
                                                       : palette().error);
  ImGui::TextUnformatted(elided(told, textWidth).c_str());
  ImGui::PopStyleColor();
  recordProbe("Browser/Message", ImGui::GetItemRectMin(), ImGui::GetItemRectMax(), true, told);
  tooltipForLastItem(told);

  std::optional<fs::path> chosen;
  ImGui::SameLine(right - 2.0f * buttonWidth - gap);
  if (asksToReplace) {
    if (button("Browser/Keep", "Leave the file as it is", {.width = buttonWidth}))
      asksToReplace = false;
    ImGui::SameLine();
    if (button("Browser/Replace", "Write over the file",
               {.emphasis = Emphasis::primary, .width = buttonWidth}))
      chosen = folder / name;
    return chosen;
  }
  if (button("Browser/Cancel", "Close without choosing (Esc)", {.width = buttonWidth}))
    open = false;
  ImGui::SameLine();
  if (button(save ? "Browser/Save" : "Browser/Open",
             save ? "Save under this name" : "Open what is selected, else the folder shown",
             {.emphasis = Emphasis::primary, .width = buttonWidth, .enabled = canConfirm()}))
    chosen = confirm();
  return chosen;
}

std::optional<fs::path> FileBrowser::State::drawInside() {
  // What was typed into a field ends with an Enter that is not meant for the list.
  const bool typing = ImGui::GetIO().WantTextInput;
  ImGui::PushFont(headingFont());
  ImGui::TextUnformatted(title.c_str());
  ImGui::PopFont();
  ImGui::Dummy({0.0f, scaled(2)});
  drawPath();
  const float rows = mode == Mode::save ? 2.0f : 1.0f;
  const float foot = rows * (ImGui::GetFrameHeight() + ImGui::GetStyle().ItemSpacing.y);
  std::optional<fs::path> chosen = drawList(ImGui::GetContentRegionAvail().y - foot);
  if (auto confirmed = drawFoot()) chosen = std::move(confirmed);
  if (typing) return chosen;
  if (pressed(ImGuiKey_DownArrow)) moveSelection(1);
  if (pressed(ImGuiKey_UpArrow)) moveSelection(-1);
  if (pressed(ImGuiKey_Backspace) && folder.has_relative_path()) goTo(folder.parent_path());
  if (pressed(ImGuiKey_Escape)) open = false;
  if (pressed(ImGuiKey_Enter) && canConfirm())
    chosen = selected.empty() || mode == Mode::save ? confirm() : activate(selected);
  return chosen;
}

FileBrowser::FileBrowser(Describe describe, std::function<void()> wake)
    : state_(std::make_unique<State>()) {
  state_->describe = std::move(describe);
  state_->wake = std::move(wake);
}

FileBrowser::~FileBrowser() = default;

void FileBrowser::show(Mode mode, std::string title, fs::path start) {
  State& s = *state_;
  s.mode = mode;
  s.title = std::move(title);
  s.open = s.toOpen = true;
  std::error_code error;
  const fs::path path = absolutePath(start.string(), fs::current_path(error));
  if (fs::is_directory(path, error)) {
    s.goTo(path);
    s.name.clear();
  } else {
    s.goTo(path.parent_path());
    s.name = path.filename().string();
    if (mode == Mode::open) s.selected = s.name;
  }
}

bool FileBrowser::isOpen() const { return state_->open; }

std::optional<fs::path> FileBrowser::draw() {
  State& s = *state_;
  s.takeResults();
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
  std::optional<fs::path> chosen = s.drawInside();
  if (chosen) s.open = false;
  if (!s.open) ImGui::CloseCurrentPopup();
  ImGui::EndPopup();
  return chosen;
}

}  // namespace latlas::ui
