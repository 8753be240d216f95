#include "core/io/run_json.h"

#include <limits>
#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/base/json_text.h"
#include "core/base/random.h"
#include "core/io/progress_json.h"
#include "core/model/network.h"

namespace latlas::io {
namespace {

// Raised when an older Latlas could no longer read what is written.
constexpr int kFormat = 1;
// Pixels a side; far above any picture, and three of them multiply without overflow.
constexpr std::int64_t kLargestSide = 1 << 16;
constexpr std::int64_t kMostColumns = 1 << 20;

nlohmann::ordered_json datasetToJson(const DatasetRecord& dataset) {
  const data::Shape& shape = dataset.shape;
  const bool areImages = shape.kind == data::Kind::images;
  nlohmann::ordered_json sides{shape.width};
  if (areImages) sides = {shape.channels, shape.height, shape.width};
  nlohmann::ordered_json options = nlohmann::ordered_json::object();
  for (const auto& [key, value] : data::toValues(dataset.options)) options[key] = value;
  return {{"name", dataset.name},
          {"source", dataset.source},
          {"kind", areImages ? "images" : "vectors"},
          {"count", dataset.count},
          {"shape", std::move(sides)},
          {"fingerprint", dataset.fingerprint},
          {"options", std::move(options)}};
}

data::Shape readShape(const JsonFields& fields) {
  const nlohmann::json& list = fields.any("shape");
  const std::size_t rank = list.is_array() ? list.size() : 0;
  const auto side = [&](std::size_t index) {
    const std::uint64_t most = rank == 1 ? kMostColumns : kLargestSide;
    const bool fits = (rank == 1 || rank == 3) && list[index].is_number_unsigned() &&
                      list[index].get<std::uint64_t>() >= 1 &&
                      list[index].get<std::uint64_t>() <= most;
    if (!fits)
      throw fields.fault("shape", "[channels, height, width] or [columns]", "something else");
    return list[index].get<int>();
  };
  if (rank == 1) return data::vectorShape(side(0));
  return {side(0), side(1), side(2)};
}

data::OpenOptions readOptions(const JsonFields& fields, const data::Shape& shape) {
  data::OpenOptions options;
  if (!fields.has("options")) {  // before 0.2 the image size was the only one
    options.imageSize = static_cast<int>(fields.integer("image_size", 0, kLargestSide));
    options.colour = shape.channels == 1 ? data::Colour::grey : data::Colour::rgb;
    return options;
  }
  for (const auto& [key, value] : fields.any("options").items()) {
    if (!value.is_string()) throw fields.fault("options", "texts", value.dump());
    try {
      data::setOption(options, key, value.get<std::string>());
    } catch (const Error& error) {
      throw fields.fault("options", "ways of opening that are known", error.what());
    }
  }
  return options;
}

DatasetRecord readDataset(const JsonFields& fields) {
  DatasetRecord dataset;
  dataset.name = fields.text("name");
  dataset.source = fields.text("source");
  dataset.count = fields.integer("count", 0);
  dataset.shape = readShape(fields);
  dataset.fingerprint = fields.text("fingerprint");
  dataset.options = readOptions(fields, dataset.shape);
  return dataset;
}

}  // namespace

std::string encodeRunJson(const Run& run, std::size_t historyLines) {
  const train::Checkpoint& checkpoint = run.checkpoint;
  const model::Network network = model::buildNetwork(checkpoint.config.model, checkpoint.shape);
  const bool bernoulli = checkpoint.config.model.likelihood == model::Likelihood::bernoulli;
  auto versions = run.versions;
  versions["latlas"] = LATLAS_VERSION;
  versions["compiler"] = __VERSION__;
  versions["draws"] = std::to_string(kDrawsVersion);
  nlohmann::ordered_json json = {{"latlas", LATLAS_VERSION},
                                 {"format", kFormat},
                                 {"step", checkpoint.step},
                                 {"seconds", checkpoint.seconds},
                                 {"history_lines", historyLines},
                                 {"config", model::toJson(checkpoint.config)},
                                 {"dataset", datasetToJson(run.dataset)},
                                 {"likelihood", model::keyValue(checkpoint.config, "likelihood")},
                                 {"decoder_output", bernoulli ? "logits" : "means"},
                                 {"data_treatment", model::dataTreatment(checkpoint.config.model)},
                                 {"latent", checkpoint.config.model.latent},
                                 {"parameters", model::parameterCount(network)},
                                 {"network", model::toJson(network)},
                                 {"versions", versions}};
  addProgress(json, checkpoint);
  addFamily(json, run.family);
  addExtras(json, run.extras);
  return json.dump(2) + '\n';
}

bool Run::drawsAsHere() const {
  const auto found = versions.find("draws");
  return found != versions.end() && found->second == std::to_string(kDrawsVersion);
}

RunPage decodeRunJson(std::string_view text, const std::filesystem::path& name) {
  const nlohmann::json json = parseJson(text, {name});
  const JsonFields fields(json, name);
  fields.text("latlas");
  if (const std::int64_t format = fields.integer("format", 1); format > kFormat)
    throw fields.fault("format", "at most " + std::to_string(kFormat),
                       std::to_string(format) + ", which a newer Latlas wrote");
  RunPage page;
  page.historyLines = std::numeric_limits<std::size_t>::max();
  if (fields.has("history_lines"))
    page.historyLines = static_cast<std::size_t>(fields.integer("history_lines", 0));
  Run& run = page.run;
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
  readProgress(fields, run.checkpoint);
  run.family = readFamily(json, name);
  page.extras = readExtraNames(fields, name);
  return page;
}

}  // namespace latlas::io
