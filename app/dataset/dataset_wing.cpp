// What the wing of datasets shows: the Data panel, its dialogs, keys and menu entries.
#include <array>
#include <filesystem>
#include <string>
#include <utility>

#include "app/dataset/data_panel.h"
#include "app/dataset/dataset_controller.h"
#include "app/dataset/dataset_keys.h"
#include "app/dataset/datasets_dialog.h"
#include "app/dataset/open_dialog.h"
#include "app/ui/widgets.h"
#include "core/data/source.h"

namespace latlas::app {

void openWithOptions(AppState&, Requests& requests) {
  requests.push_back(request::BrowseForDataset{request::Ask::always});
}

void findSamples(AppState& state, Requests&) {
  state.preferences.dataOpen = true;
  state.sheet.focusSearch = state.dataset != nullptr;
}

namespace {

constexpr std::array kShortcuts{kOpenKey, kOpenWithOptionsKey, kDatasetsKey, kFindKey};

constexpr std::array kPanels{Panel{
    "Data", PanelPlace::left, [](AppState& state) -> bool& { return state.preferences.dataOpen; },
    [](const Panel::Drawing& to) {
      return drawDataPanel(to.state, to.graphics, to.size, to.requests);
    }}};

bool closeQuestion(AppState& state, Requests&) {
  const bool isOpen = state.question.has_value();
  state.question.reset();
  return isOpen;
}

bool closeCatalogue(AppState& state, Requests&) {
  return std::exchange(state.datasets.isOpen, false);
}

bool cancelOpening(AppState& state, Requests& requests) {
  if (state.opening) requests.push_back(request::CancelOpening{});
  return state.opening.has_value();
}

constexpr std::array kOverlays{Overlay{OverlayLayer::question, drawOpenDialog, closeQuestion},
                               Overlay{OverlayLayer::dialog,
                                       [](AppState& state, ui::Graphics&, Requests& requests) {
                                         drawDatasetsDialog(state, requests);
                                       },
                                       closeCatalogue},
                               Overlay{OverlayLayer::work, nullptr, cancelOpening}};

// What a recent source is called in the menu: the last part of a path, or the generator.
std::string shortSource(const std::string& source) {
  if (data::isBuiltin(source)) return source;
  const std::filesystem::path path(source);
  const auto name = path.has_filename() ? path.filename() : path.parent_path().filename();
  return name.string();
}

void drawRecentMenu(const AppState& state, Requests& requests) {
  if (!ui::beginMenu("File/Open recent", !state.preferences.recent.empty())) return;
  for (const RecentSource& recent : state.preferences.recent) {
    ImGui::PushID(recent.source.c_str());
    const std::string options = data::toString(recent.options);
    if (ui::menuItem("File/Open recent/" + shortSource(recent.source), "",
                     recent.source + (options.empty() ? "" : "\n" + options)))
      requests.push_back(request::OpenDataset{recent.source, recent.options, request::Ask::never});
    ImGui::PopID();
  }
  ui::endMenu();
}

void drawMenu(MenuPlace place, AppState& state, Requests& requests) {
  if (place != MenuPlace::fileOpen) return;
  if (ui::menuItem("File/Open...", kOpenKey.key,
                   "What to train on: a file or folder of images, arrays or tables, or a run. A "
                   "large or ambiguous one asks how before it is opened."))
    openDataset(state, requests);
  if (ui::menuItem("File/Open with options...", kOpenWithOptionsKey.key,
                   "Asks first: size, channels, part, subset, labels, with a preview."))
    openWithOptions(state, requests);
  if (ui::menuItem("File/Datasets...", kDatasetsKey.key,
                   "Well-known datasets to download: MNIST, CIFAR-10, dSprites and others."))
    showDatasets(state, requests);
  if (ui::menuItem("File/Open sprites", "",
                   "Generated white shapes with five known factors, after dSprites."))
    requests.push_back(request::OpenDataset{"builtin:sprites"});
  drawRecentMenu(state, requests);
}

// "datasets.KEY" for each of the catalogue, once it was read.
void observeCatalogue(const DatasetsState& datasets, Observer& seen) {
  seen.value("datasets", [&] { return datasets.isOpen; });
  for (const auto& [key, status] : datasets.status)
    seen.value("datasets." + key, [&status = status] {
      return std::string(status.download                ? "downloading"
                         : status.presence.isHere       ? "here"
                         : !status.failure.empty()      ? "failed"
                         : status.presence.fraction > 0 ? "begun"
                                                        : "not here");
    });
}

void observeSheet(const SheetState& sheet, Observer& seen) {
  seen.value("sheet.first", [&] { return sheet.first; });
  // Of another filter or dataset there is nothing to see yet.
  if (!sheet.page || sheet.page->filter != sheet.filter || sheet.page->isSearching) return;
  seen.value("sheet.count", [&] { return sheet.page->images.count; });
  seen.value("sheet.matches", [&] { return sheet.page->matches; });
}

void observeDataset(const AppState& state, Observer& seen) {
  const data::DatasetInfo& info = state.dataset->info();
  seen.value("dataset.name", [&] { return info.name; });
  seen.value("dataset.count", [&] { return info.count; });
  seen.value("dataset.classes", [&] { return info.classes.size(); });
  seen.value("dataset.skipped", [&] { return info.skipped.size(); });
  seen.value("dataset.shape", [&] { return data::toString(info.shape); });
  seen.value("dataset.format", [&] { return info.format; });
  seen.value("dataset.options", [&] { return data::toString(info.options); });
  seen.value("dataset.columns", [&] { return state.dataset->columns().size(); });
  seen.value("dataset.factors", [&] { return info.factors.size(); });
  seen.value("dataset.summary", [&] { return state.summary != nullptr; });
}

void observe(const AppState& state, Observer& seen) {
  if (state.dataset) observeDataset(state, seen);
  observeSheet(state.sheet, seen);
  observeCatalogue(state.datasets, seen);
  seen.value("asking", [&] { return state.question.has_value(); });
  seen.value("opening", [&] { return state.opening.has_value(); });
}

}  // namespace

const Wing& DatasetController::wing() {
  static const Wing wing{kShortcuts, kPanels, kOverlays, {}, drawMenu, observe};
  return wing;
}

}  // namespace latlas::app
