#include "app/replay/observables.h"

#include <cstdint>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <numeric>
#include <span>

#include "app/traverse/grid_points.h"

namespace latlas::app {
namespace {

// FNV-1a (Fowler, Noll, Vo), as hex: tells two images apart.
std::string hashOf(std::span<const std::uint8_t> bytes) {
  std::uint64_t hash = 0xcbf29ce484222325u;
  for (const std::uint8_t byte : bytes) hash = (hash ^ byte) * 0x100000001b3u;
  char text[17];
  std::snprintf(text, sizeof text, "%016llx", static_cast<unsigned long long>(hash));
  return text;
}

void observeRun(const train::Snapshot& snapshot, nlohmann::json& seen) {
  seen["run"] = snapshot.run;
  seen["state"] = train::toString(snapshot.state);
  seen["step"] = snapshot.step;
  seen["epoch"] = snapshot.epoch;
  seen["images_per_second"] = snapshot.imagesPerSecond;
  seen["parameters"] = snapshot.parameterCount;
  seen["lr"] = snapshot.config.train.learningRate;
  seen["beta"] = snapshot.config.loss.beta;
  seen["batch"] = snapshot.config.train.batch;
  seen["seconds_per_step"] = snapshot.secondsPerStep;
  seen["stop_reason"] = snapshot.stopReason;
  seen["events"] = snapshot.events.size();
  const train::Series& heldOut = snapshot.history.heldOut;
  if (const auto loss = train::newest(snapshot.history.train, "loss")) seen["loss.train"] = *loss;
  if (const auto loss = train::newest(heldOut, "loss")) {
    seen["loss.held_out"] = *loss;
    seen["loss.held_out.first"] = heldOut.value(*heldOut.column("loss"), 0);
  }
}

// "datasets.KEY" for each of the catalogue, once it was read.
void observeDatasets(const DatasetsState& datasets, nlohmann::json& seen) {
  seen["datasets"] = datasets.isOpen;
  for (const auto& [key, status] : datasets.status)
    seen["datasets." + key] = status.download              ? "downloading"
                              : status.presence.isHere     ? "here"
                              : !status.failure.empty()    ? "failed"
                              : status.presence.fraction > 0 ? "begun"
                                                             : "not here";
}

void observeDecoded(const char* name, const train::DecodedImages& decoded, nlohmann::json& seen) {
  const std::string prefix = std::string(name) + ".";
  const auto& pixels = decoded.images.pixels;
  seen[prefix + "step"] = decoded.step;
  seen[prefix + "serial"] = decoded.serial;
  seen[prefix + "count"] = decoded.images.count;
  seen[prefix + "hash"] = hashOf(pixels);
  if (!pixels.empty())
    seen[prefix + "mean"] = std::accumulate(pixels.begin(), pixels.end(), 0.0) /
                            (255.0 * static_cast<double>(pixels.size()));
}

void observeSheet(const AppState& state, nlohmann::json& seen) {
  const SheetState& sheet = state.sheet;
  seen["sheet.first"] = sheet.first;
  // Of another filter or dataset there is nothing to see yet.
  if (!sheet.page || sheet.page->filter != sheet.filter || sheet.page->isSearching) return;
  seen["sheet.count"] = sheet.page->images.count;
  seen["sheet.matches"] = sheet.page->matches;
}

}  // namespace

nlohmann::json observables(const AppState& state) {
  nlohmann::json seen = nlohmann::json::object();
  seen["state"] = "no data";
  if (state.snapshot) observeRun(*state.snapshot, seen);
  if (state.dataset) {
    const data::DatasetInfo& info = state.dataset->info();
    seen["dataset.name"] = info.name;
    seen["dataset.count"] = info.count;
    seen["dataset.classes"] = info.classes.size();
    seen["dataset.skipped"] = info.skipped.size();
    seen["dataset.shape"] = data::toString(info.shape);
    seen["dataset.format"] = info.format;
    seen["dataset.options"] = data::toString(info.options);
    seen["dataset.columns"] = state.dataset->columns().size();
    seen["dataset.factors"] = info.factors.size();
    seen["dataset.summary"] = state.summary != nullptr;
  }
  for (std::size_t i = 0; i < state.traverse.z.size(); ++i)
    seen["z." + std::to_string(i)] = state.traverse.z[i];
  seen["grid.kind"] = toString(state.traverse.grid);
  if (state.traverse.preview) observeDecoded("preview", *state.traverse.preview, seen);
  if (state.traverse.gridImages) observeDecoded("grid", *state.traverse.gridImages, seen);
  if (state.map.map) {
    seen["map.count"] = state.map.map->rows.size();
    seen["map.step"] = state.map.map->step;
  }
  seen["map.colour_by"] = state.map.colourBy;
  if (state.hovered) seen["hovered.row"] = state.hovered->row;
  observeSheet(state, seen);
  seen["asking"] = state.question.has_value();
  observeDatasets(state.datasets, seen);
  seen["opening"] = state.opening.has_value();
  seen["writing"] = state.exporting.has_value();
  seen["notice"] = state.notice.has_value();
  if (state.notice) {
    seen["notice.title"] = state.notice->title;
    seen["notice.message"] = state.notice->message;
  }
  seen["status"] = state.status;
  seen["run.name"] = state.runLabel.name;
  seen["runs"] = state.comparedRuns.size();
  seen["autosaved"] = state.autosavedStep;
  seen["theme"] = state.preferences.theme == ui::Theme::dark ? "dark" : "light";
  return seen;
}

}  // namespace latlas::app
