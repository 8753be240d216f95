#include "core/train/not_finite.h"

#include <initializer_list>

#include "core/model/objectives.h"

namespace latlas::train {
namespace {

// "lr (0.001)"
std::string named(const model::Config& config, std::string_view key) {
  return std::string(key) + " (" + model::keyValue(config, key) + ")";
}

std::string anyOf(std::initializer_list<std::string> ways) {
  std::string text;
  std::size_t left = ways.size();
  for (const std::string& way : ways) {
    text += text.empty() ? way : (left == 1 ? ", or " : ", ") + way;
    --left;
  }
  return text;
}

std::string remedy(const model::Config& config, const std::string& what) {
  const std::string rate = "lower " + named(config, "lr");
  const std::string clip =
      config.train.clip > 0.0 ? "lower " + named(config, "clip") : "set clip, such as 10";
  const auto isOf = [&what](std::string_view part) { return what.find(part) != std::string::npos; };
  if (isOf("reconstruction") || isOf("log_sigma")) {
    if (config.model.learnSigma) return anyOf({rate, clip, "set learn_sigma off in a new run"});
    if (model::isUsed(config, "sigma"))
      return anyOf({"raise " + named(config, "sigma"), rate, clip});
    return anyOf({rate, clip});
  }
  if (isOf("KL")) {
    const bool warmsUp = config.loss.klSchedule != model::KlSchedule::constant;
    if (!warmsUp && model::isUsed(config, "kl_schedule"))
      return anyOf({rate, clip, "let the KL's weight rise slowly (kl_schedule linear)"});
    return anyOf({rate, clip});
  }
  for (const auto& [term, weight] : model::infoOf(config.model.objective).terms)
    if (isOf(model::infoOf(term).name))
      return anyOf({"lower " + named(config, weight), rate, clip});
  return anyOf({clip, rate});
}

}  // namespace

std::string notFiniteMessage(const model::Config& config, const std::string& what,
                             std::int64_t step, std::optional<std::int64_t> restored) {
  std::string advice = remedy(config, what);
  advice[0] = static_cast<char>(advice[0] - 'a' + 'A');
  return "At step " + std::to_string(step) + " " + what + " is not finite. " +
         (restored ? "The weights of step " + std::to_string(*restored) + " were restored"
                   : std::string("The weights were left as they were")) +
         ". " + advice + ", then start again or reset.";
}

}  // namespace latlas::train
