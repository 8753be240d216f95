#include "app/shell/preferences_file.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <utility>
#include <variant>

#include "core/base/error.h"
#include "core/base/files.h"

namespace latlas::app {
namespace {

constexpr std::size_t kRecentSources = 10;
constexpr std::size_t kRecentKept = 4;  // runs that were kept by a fork

// One list for both directions: visit(key, member).
template <class Settings, class Visit>
void eachSetting(Settings& preferences, Visit visit) {
  visit("scale", preferences.scale);
  visit("left_width", preferences.leftWidth);
  visit("right_width", preferences.rightWidth);
  visit("bottom_height", preferences.bottomHeight);
  visit("data_open", preferences.dataOpen);
  visit("data_details_open", preferences.dataDetailsOpen);
  visit("model_open", preferences.modelOpen);
  visit("training_open", preferences.trainingOpen);
  visit("losses_open", preferences.lossesOpen);
  visit("map_open", preferences.mapOpen);
  visit("traverse_open", preferences.traverseOpen);
  visit("open_folds", preferences.openFolds);
  visit("steps_at_once", preferences.stepsAtOnce);
  visit("slow_motion", preferences.slowMotion);
}

// A source opened as usual is a text, as it was before there were options.
nlohmann::json toJson(const RecentSource& recent) {
  const auto options = data::toValues(recent.options);
  if (options.empty()) return recent.source;
  return {{"source", recent.source}, {"options", options}};
}

std::optional<RecentSource> toRecent(const nlohmann::json& json) {
  if (json.is_string()) return RecentSource{json.get<std::string>(), {}};
  if (!json.is_object() || !json.value("source", nlohmann::json()).is_string()) return std::nullopt;
  RecentSource recent{json.at("source").get<std::string>(), {}};
  const auto options = json.value("options", nlohmann::json::object());
  for (const auto& [key, value] : options.items()) {
    try {
      data::setOption(recent.options, key, value.get<std::string>());
    } catch (const std::exception&) {
      // An option of another version keeps its default.
    }
  }
  return recent;
}

// What the names in settings.json are that are no wing's own.
std::set<std::string> ownNames() {
  std::set<std::string> names{"theme", "recent"};
  const Preferences any;
  eachSetting(any, [&names](const char* key, const auto&) { names.insert(key); });
  return names;
}

void readSettingsOfWings(const nlohmann::json& json, Preferences& preferences) {
  const std::set<std::string> own = ownNames();
  for (const auto& [name, value] : json.items()) {
    if (own.contains(name)) continue;
    if (value.is_boolean()) preferences.ofWings[name] = value.get<bool>();
    if (value.is_number()) preferences.ofWings[name] = value.get<double>();
    if (value.is_string()) preferences.ofWings[name] = value.get<std::string>();
  }
}

}  // namespace

std::filesystem::path preferencesFile() { return userConfigFolder() / "settings.json"; }

Preferences readPreferences(const std::filesystem::path& file) {
  Preferences preferences;
  try {
    const auto json = nlohmann::json::parse(readText(file));
    eachSetting(preferences, [&json](const char* key, auto& member) {
      try {
        json.at(key).get_to(member);
      } catch (const nlohmann::json::exception&) {
        // Keeps the default.
      }
    });
    readSettingsOfWings(json, preferences);
    preferences.stepsAtOnce = std::max(1, preferences.stepsAtOnce);
    preferences.slowMotion = std::clamp(preferences.slowMotion, 0.01, 60.0);
    if (json.value("theme", "dark") == std::string("light")) preferences.theme = ui::Theme::light;
    if (const auto recent = json.find("recent"); recent != json.end() && recent->is_array())
      for (const nlohmann::json& entry : *recent)
        if (auto known = toRecent(entry); known && preferences.recent.size() < kRecentSources)
          preferences.recent.push_back(*std::move(known));
  } catch (const Error&) {
    // Not there before the first start.
  } catch (const nlohmann::json::exception&) {
  }
  return preferences;
}

void writePreferences(const Preferences& preferences, const std::filesystem::path& file) {
  nlohmann::json json;
  eachSetting(preferences, [&json](const char* key, const auto& member) { json[key] = member; });
  for (const auto& [name, value] : preferences.ofWings)
    std::visit([&, &name = name](const auto& known) { json[name] = known; }, value);
  json["recent"] = nlohmann::json::array();
  for (const RecentSource& recent : preferences.recent) json["recent"].push_back(toJson(recent));
  json["theme"] = preferences.theme == ui::Theme::light ? "light" : "dark";
  writeFileAtomically(file, json.dump(2) + "\n");
}

void rememberSource(Preferences& preferences, const RecentSource& recent,
                    const std::filesystem::path& keptFolder) {
  std::erase_if(preferences.recent,
                [&](const RecentSource& known) { return known.source == recent.source; });
  preferences.recent.insert(preferences.recent.begin(), recent);
  std::size_t kept = 0;
  std::erase_if(preferences.recent, [&](const RecentSource& known) {
    return !keptFolder.empty() && std::filesystem::path(known.source).parent_path() == keptFolder &&
           ++kept > kRecentKept;
  });
  if (preferences.recent.size() > kRecentSources) preferences.recent.resize(kRecentSources);
}

}  // namespace latlas::app
