#include "core/io/run_json.h"

#include <limits>
#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/base/json_text.h"
#include "core/model/network.h"

namespace latlas::io {
namespace {

// Raised when an older Latlas could no longer read what is written.
constexpr int kFormat = 1;
// Pixels a side; far above any picture, and three of them multiply without overflow.
constexpr std::int64_t kLargestSide = 1 << 16;

nlohmann::ordered_json datasetToJson(const DatasetRecord& dataset) {
  const data::Shape& shape = dataset.shape;
  return {{"name", dataset.name},
          {"source", dataset.source},
          {"count", dataset.count},
          {"shape", {shape.channels, shape.height, shape.width}},
          {"fingerprint", dataset.fingerprint},
          {"image_size", dataset.imageSize}};
}

data::Shape readShape(const JsonFields& fields) {
  const nlohmann::json& list = fields.any("shape");
  const auto side = [&](std::size_t index) {
    const bool fits = list.is_array() && list.size() == 3 && list[index].is_number_unsigned() &&
                      list[index].get<std::uint64_t>() >= 1 &&
                      list[index].get<std::uint64_t>() <= std::uint64_t{kLargestSide};
    if (!fits) throw fields.fault("shape", "[channels, height, width]", "something else");
    return list[index].get<int>();
  };
  return {side(0), side(1), side(2)};
}

DatasetRecord readDataset(const JsonFields& fields) {
  DatasetRecord dataset;
  dataset.name = fields.text("name");
  dataset.source = fields.text("source");
  dataset.count = fields.integer("count", 0);
  dataset.shape = readShape(fields);
  dataset.fingerprint = fields.text("fingerprint");
  dataset.imageSize = static_cast<int>(fields.integer("image_size", 0, kLargestSide));
  return dataset;
}

}  // namespace

std::string encodeRunJson(const Run& run) {
  const train::Checkpoint& checkpoint = run.checkpoint;
  const model::Network network =
      model::buildNetwork(checkpoint.config.model, checkpoint.shape);
  const bool bernoulli = checkpoint.config.model.likelihood == model::Likelihood::bernoulli;
  auto versions = run.versions;
  versions["latlas"] = LATLAS_VERSION;
  versions["compiler"] = __VERSION__;
  const nlohmann::ordered_json json = {
      {"latlas", LATLAS_VERSION},
      {"format", kFormat},
      {"step", checkpoint.step},
      {"seconds", checkpoint.seconds},
      {"config", model::toJson(checkpoint.config)},
      {"dataset", datasetToJson(run.dataset)},
      {"likelihood", bernoulli ? "bernoulli" : "gaussian"},
      {"decoder_output", bernoulli ? "logits" : "means"},
      {"data_treatment", model::dataTreatment(checkpoint.config.model)},
      {"latent", checkpoint.config.model.latent},
      {"parameters", model::parameterCount(network)},
      {"network", model::toJson(network)},
      {"versions", versions}};
  return json.dump(2) + '\n';
}

Run decodeRunJson(std::string_view text, const std::filesystem::path& name) {
  const nlohmann::json json = parseJson(text, {name});
  const JsonFields fields(json, name);
  fields.text("latlas");
  if (const std::int64_t format = fields.integer("format", 1); format > kFormat)
    throw fields.fault("format", "at most " + std::to_string(kFormat),
                       std::to_string(format) + ", which a newer Latlas wrote");
  Run run;
  run.dataset = readDataset(fields.object("dataset"));
  run.checkpoint.shape = run.dataset.shape;
  run.checkpoint.step = fields.integer("step", 0);
  run.checkpoint.seconds = fields.number("seconds");
  for (const auto& item : fields.any("versions").items())
    if (item.value().is_string()) run.versions[item.key()] = item.value();
  try {
    run.checkpoint.config = model::fromJson(fields.any("config"));
    model::validate(run.checkpoint.config, run.checkpoint.shape);
  } catch (const Error& error) {
    throw Error(name.string() + ", at key \"config\": " + error.what());
  }
  return run;
}

}  // namespace latlas::io
