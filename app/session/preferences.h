// What is remembered between starts (settings.json in the user's configuration folder). Data only;
// app/shell/preferences_file.h reads and writes it.
// Threading: UI thread.
#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "app/ui/theme.h"
#include "core/data/open_options.h"

namespace latlas::app {

// What was opened, and how.
struct RecentSource {
  std::string source;
  data::OpenOptions options;
  bool operator==(const RecentSource&) const = default;
};

// The value of a setting that a wing keeps for itself.
using Setting = std::variant<bool, double, std::string>;

struct Preferences {
  ui::Theme theme = ui::Theme::dark;
  float scale = 0.0f;  // of the interface; 0: the monitor's
  float leftWidth = 300.0f, rightWidth = 330.0f, bottomHeight = 210.0f;  // at 100 %
  bool dataDetailsOpen = false;  // all that is known of the dataset, in the Data panel
  bool dataOpen = true, modelOpen = true, trainingOpen = true;
  bool lossesOpen = true, mapOpen = true, traverseOpen = true;
  std::set<std::string> openFolds;   // labels of the folds of settings that are unfolded
  int stepsAtOnce = 100;             // what one press of "N steps" trains
  double slowMotion = 0.5;           // seconds a step
  std::vector<RecentSource> recent;  // newest first, at most ten sources
  // By their names in settings.json. A switch, number or text of a name that this version does not
  // know is kept for one that does.
  std::map<std::string, Setting, std::less<>> ofWings;

  // A wing's own setting, to read and to change; it is `otherwise` at first, and again where the
  // file has a value of another type.
  template <class Value>
  Value& ofWing(std::string_view name, Value otherwise) {
    auto found = ofWings.find(name);
    if (found == ofWings.end()) found = ofWings.emplace(name, otherwise).first;
    if (!std::holds_alternative<Value>(found->second)) found->second = otherwise;
    return std::get<Value>(found->second);
  }
};

}  // namespace latlas::app
