#include "core/io/run_folder.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/error.h"
#include "core/base/files.h"
#include "core/io/file_set.h"
#include "core/io/history_files.h"
#include "core/io/run_files.h"
#include "core/io/run_json.h"
#include "core/io/safetensors.h"
#include "core/model/network.h"

namespace latlas::io {
namespace {

// In safetensors metadata: the step that the tensors belong to.
constexpr const char* kStepKey = "step";

std::vector<std::uint8_t> toBytes(const std::string& text) { return {text.begin(), text.end()}; }

std::string shapeText(const std::vector<std::int64_t>& shape) {
  std::string text = "[";
  for (const std::int64_t side : shape)
    text += (text.size() > 1 ? ", " : "") + std::to_string(side);
  return text + "]";
}

// The tensors of one file; they must belong to the step that run.json names.
model::Tensors readTensors(const std::filesystem::path& path, std::int64_t step) {
  SafetensorsMetadata metadata;
  model::Tensors tensors = decodeSafetensors(readFile(path), path, &metadata);
  const auto found = metadata.find(kStepKey);
  if (found == metadata.end() || found->second != std::to_string(step))
    throw fileError(path, {"its metadata", "step " + std::to_string(step) + ", as in run.json",
                           found == metadata.end() ? "none" : "step " + found->second,
                           "The files are of different runs; restore the folder from a copy"});
  return tensors;
}

// Moves the tensor of that name and shape out of `tensors`, or throws.
model::Tensor takeTensor(std::map<std::string, model::Tensor>& tensors,
                         const model::TensorSpec& wanted, const std::filesystem::path& path) {
  const std::string where = "tensor \"" + wanted.name + "\"";
  const auto found = tensors.find(wanted.name);
  if (found == tensors.end())
    throw fileError(path, {where, "shape " + shapeText(wanted.shape), "no such tensor", ""});
  if (found->second.shape != wanted.shape)
    throw fileError(path, {where, "shape " + shapeText(wanted.shape) + ", as in run.json",
                           shapeText(found->second.shape), ""});
  model::Tensor tensor = std::move(found->second);
  tensors.erase(found);
  return tensor;
}

std::map<std::string, model::Tensor> byName(model::Tensors tensors) {
  std::map<std::string, model::Tensor> named;
  for (model::Tensor& tensor : tensors) {
    std::string name = tensor.name;
    named.emplace(std::move(name), std::move(tensor));
  }
  return named;
}

model::Tensors checkedTensors(model::Tensors tensors, const std::vector<model::TensorSpec>& trained,
                              const std::filesystem::path& path) {
  auto named = byName(std::move(tensors));
  model::Tensors weights;
  weights.reserve(trained.size());
  for (const model::TensorSpec& spec : trained) weights.push_back(takeTensor(named, spec, path));
  if (!named.empty())
    throw fileError(path, {"tensor \"" + named.begin()->first + "\"",
                           "only tensors of the network in run.json", "another", ""});
  return weights;
}

// Without a step yet there may be none.
model::Tensors checkedOptimizer(model::Tensors tensors,
                                const std::vector<model::TensorSpec>& wanted,
                                const std::filesystem::path& path) {
  if (tensors.empty()) return tensors;
  return checkedTensors(std::move(tensors), wanted, path);
}

// Whether the rows of `before` are the first ones of `series`. Times are measured to the
// microsecond: those of another run differ.
bool continues(const series::Series& series, const series::Series& before) {
  if (before.columns() != series.columns() || series.size() < before.size()) return false;
  if (before.empty()) return true;
  const std::size_t last = before.size() - 1;
  return series.head(0) == before.head(0) && series.head(last) == before.head(last);
}

bool continues(const train::History& history, const train::History& before) {
  return continues(history.train, before.train) && continues(history.heldOut, before.heldOut) &&
         continues(history.dimensions, before.dimensions);
}

std::map<std::string, FileStamp> stampsOf(const Extras& extras, const FolderWriter& writer) {
  std::map<std::string, FileStamp> stamps;
  for (const auto& [name, text] : extras)
    if (const auto stamp = writer.stamp(name)) stamps[name] = *stamp;
  return stamps;
}

// Those of `saved` that the run has no longer and that are still as they were left.
void removeStale(const std::map<std::string, FileStamp>& saved, const Extras& extras,
                 FolderWriter& writer) {
  for (const auto& [name, stamp] : saved)
    if (!extras.contains(name) && writer.stamp(name) == stamp) writer.remove(name);
}

}  // namespace

DatasetRecord recordOf(const data::Dataset& dataset) {
  const data::DatasetInfo& info = dataset.info();
  return {info.name, info.source, info.count, info.shape, dataset.fingerprint(), info.options};
}

void requireSameData(const DatasetRecord& record, const data::Dataset& dataset) {
  const std::string fingerprint = dataset.fingerprint();
  if (fingerprint == record.fingerprint) return;
  const auto described = [](std::int64_t count, const data::Shape& shape, const std::string& mark) {
    return std::to_string(count) + " samples of " + data::toString(shape) + ", fingerprint " + mark;
  };
  throw fileError(record.source,
                  {"",
                   "the data that the run was trained on (" +
                       described(record.count, record.shape, record.fingerprint) + ")",
                   described(dataset.info().count, dataset.info().shape, fingerprint),
                   "Put the old files back, or train again"});
}

void RunWriter::save(const Run& run) {
  const train::Checkpoint& checkpoint = run.checkpoint;
  const train::History& history = checkpoint.history;
  std::vector<NamedFile> extras = extraFiles(run.extras, folder_);
  FolderWriter writer(folder_);
  // Whatever fails from here on, the next save begins anew.
  const std::optional<Saved> before = std::exchange(saved_, std::nullopt);
  const bool grows =
      before && continues(history, before->history) && writer.stamp(kHistory) == before->stamp;

  HistoryLines added = encodeHistoryLines(history, grows ? rowsOf(before->history) : HistoryRows{});
  const std::size_t lines = added.count + (grows ? before->lines : 0);
  const SafetensorsMetadata metadata{{kStepKey, std::to_string(checkpoint.step)}};
  std::vector<NamedFile> files{
      {kRunJson, toBytes(encodeRunJson(run, lines))},
      {kWeights, encodeSafetensors(checkpoint.weights, metadata)},
      {kOptimizer, encodeSafetensors(checkpoint.optimizer, metadata)},
      {kEvents, toBytes(encodeEvents(checkpoint.events))},
  };
  if (const auto& best = checkpoint.best)
    files.push_back(
        {kBest, encodeSafetensors(best->tensors, {{kStepKey, std::to_string(best->at.step)}})});
  std::ranges::move(extras, std::back_inserter(files));
  if (grows)
    writer.append(kHistory, added.text);
  else
    files.push_back({kHistory, toBytes(historyHeader(history) + added.text)});
  writer.replace(files);
  if (before) removeStale(before->extras, run.extras, writer);
  if (const auto stamp = writer.stamp(kHistory))
    saved_ = Saved{history, lines, *stamp, stampsOf(run.extras, writer)};
}

void RunWriter::saveExtras(const Extras& extras) {
  std::vector<NamedFile> files = extraFiles(extras, folder_);
  FolderWriter writer(folder_);
  const std::filesystem::path page = currentPath(folder_, kRunJson);
  auto json = nlohmann::ordered_json::parse(readText(page), nullptr, false);
  if (!json.is_object())
    throw fileError(page, {"", "the page of a run", "no JSON object", "Save the run anew"});
  addExtras(json, extras);
  files.push_back({kRunJson, toBytes(json.dump(2) + '\n')});
  writer.replace(files);
  if (!saved_) return;
  removeStale(saved_->extras, extras, writer);
  saved_->extras = stampsOf(extras, writer);
}

void saveRun(const std::filesystem::path& folder, const Run& run) { RunWriter(folder).save(run); }

Run loadRun(const std::filesystem::path& folder) {
  const ReadLock lock(folder);
  const auto pathOf = [&](const char* name) { return currentPath(folder, name); };
  if (!std::filesystem::is_regular_file(pathOf(kRunJson)))
    throw fileError(folder, {"", "a RUN folder with a run.json", "none",
                             "Name the folder that `latlas train --out` wrote"});
  RunPage page = decodeRunJson(readText(pathOf(kRunJson)), pathOf(kRunJson));
  train::Checkpoint& checkpoint = page.run.checkpoint;
  const model::ModelConfig& config = checkpoint.config.model;
  const model::Network network = model::buildNetwork(config, checkpoint.shape);
  const std::vector<model::TensorSpec> weights = model::weightTensors(network);
  checkpoint.weights =
      checkedTensors(readTensors(pathOf(kWeights), checkpoint.step), weights, pathOf(kWeights));
  checkpoint.optimizer =
      checkedOptimizer(readTensors(pathOf(kOptimizer), checkpoint.step),
                       model::optimizerTensors(config, network, checkpoint.config.train.optimizer),
                       pathOf(kOptimizer));
  if (checkpoint.best) {
    const train::Best at = checkpoint.best->at;
    checkpoint.best = std::make_shared<const train::BestWeights>(train::BestWeights{
        at, checkedTensors(readTensors(pathOf(kBest), at.step), weights, pathOf(kBest))});
  }
  checkpoint.history =
      decodeHistory(readText(pathOf(kHistory)), pathOf(kHistory), page.historyLines);
  checkpoint.events = decodeEvents(readText(pathOf(kEvents)), pathOf(kEvents));
  page.run.missingExtras = readExtras(folder, page.extras, page.run.extras);
  return std::move(page.run);
}

bool isRunFolder(const std::filesystem::path& folder) {
  std::error_code ignored;
  return std::filesystem::is_regular_file(currentPath(folder, kRunJson), ignored) &&
         std::filesystem::is_regular_file(currentPath(folder, kWeights), ignored);
}

}  // namespace latlas::io
