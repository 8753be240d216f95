#include "app/preferences.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/base/files.h"

namespace latlas::app {
namespace {

constexpr std::size_t kRecentSources = 10;

// One list for both directions: visit(key, member).
template <class Settings, class Visit>
void eachSetting(Settings& preferences, Visit visit) {
  visit("scale", preferences.scale);
  visit("left_width", preferences.leftWidth);
  visit("right_width", preferences.rightWidth);
  visit("bottom_height", preferences.bottomHeight);
  visit("data_open", preferences.dataOpen);
  visit("model_open", preferences.modelOpen);
  visit("training_open", preferences.trainingOpen);
  visit("losses_open", preferences.lossesOpen);
  visit("map_open", preferences.mapOpen);
  visit("traverse_open", preferences.traverseOpen);
  visit("recent", preferences.recent);
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
    if (json.value("theme", "dark") == std::string("light")) preferences.theme = ui::Theme::light;
    if (preferences.recent.size() > kRecentSources) preferences.recent.resize(kRecentSources);
  } catch (const Error&) {
    // Not there before the first start.
  } catch (const nlohmann::json::exception&) {
  }
  return preferences;
}

void writePreferences(const Preferences& preferences, const std::filesystem::path& file) {
  nlohmann::json json;
  eachSetting(preferences, [&json](const char* key, const auto& member) { json[key] = member; });
  json["theme"] = preferences.theme == ui::Theme::light ? "light" : "dark";
  writeFileAtomically(file, json.dump(2) + "\n");
}

void rememberSource(Preferences& preferences, const std::string& source) {
  std::erase(preferences.recent, source);
  preferences.recent.insert(preferences.recent.begin(), source);
  if (preferences.recent.size() > kRecentSources) preferences.recent.resize(kRecentSources);
}

}  // namespace latlas::app
