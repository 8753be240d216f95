#include "core/io/progress_json.h"

#include <memory>
#include <nlohmann/json.hpp>

#include "core/base/error.h"

namespace latlas::io {
namespace {

// Far above what a run can reach, far below what could overflow.
constexpr std::int64_t kMostEpochs = std::int64_t{1} << 48;
constexpr std::int64_t kMostThreads = 1 << 16;

train::SinceEvaluation readSince(const JsonFields& fields, int latent) {
  train::SinceEvaluation since;
  since.step = fields.integer("step", 0);
  since.steps = fields.integer("steps", 0);
  const nlohmann::json& sums = fields.list("kl_of_dimensions");
  if (!sums.empty() && sums.size() != static_cast<std::size_t>(latent))
    throw fields.fault("kl_of_dimensions", std::to_string(latent) + " numbers, one a dimension",
                       std::to_string(sums.size()));
  for (const nlohmann::json& sum : sums) {
    if (!sum.is_number()) throw fields.fault("kl_of_dimensions", "numbers", sum.dump());
    since.klOfDimensions.push_back(sum.get<double>());
  }
  return since;
}

}  // namespace

void addProgress(nlohmann::ordered_json& json, const train::Checkpoint& checkpoint) {
  if (checkpoint.position)
    json["position"] = {{"epoch", checkpoint.position->epoch},
                        {"consumed", checkpoint.position->consumed}};
  if (checkpoint.threads > 0) json["threads"] = checkpoint.threads;
  const train::SinceEvaluation& since = checkpoint.sinceEvaluation;
  json["since_evaluation"] = {
      {"step", since.step}, {"steps", since.steps}, {"kl_of_dimensions", since.klOfDimensions}};
  json["waiting"] = {{"epochs", checkpoint.waiting.epochs},
                     {"compared_at", checkpoint.waiting.comparedAt}};
  if (!checkpoint.best) return;
  const train::Best& best = checkpoint.best->at;
  json["best"] = {{"step", best.step}, {"epoch", best.epoch}, {"held_out_loss", best.heldOutLoss}};
}

void readProgress(const JsonFields& fields, train::Checkpoint& checkpoint) {
  if (fields.has("position")) {
    const JsonFields position = fields.object("position");
    checkpoint.position =
        train::Position{position.integer("epoch", 0, kMostEpochs), position.integer("consumed", 0)};
  }
  if (fields.has("threads"))
    checkpoint.threads = static_cast<int>(fields.integer("threads", 1, kMostThreads));
  if (fields.has("since_evaluation"))
    checkpoint.sinceEvaluation =
        readSince(fields.object("since_evaluation"), checkpoint.config.model.latent);
  if (fields.has("waiting")) {
    const JsonFields waiting = fields.object("waiting");
    checkpoint.waiting = {waiting.number("epochs"), waiting.number("compared_at")};
  }
  if (fields.has("best")) {
    const JsonFields best = fields.object("best");
    checkpoint.best = std::make_shared<const train::BestWeights>(train::BestWeights{
        {best.integer("step", 0), best.number("epoch"), best.number("held_out_loss")}, {}});
  }
}

}  // namespace latlas::io
