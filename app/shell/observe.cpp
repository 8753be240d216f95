#include "app/shell/observe.h"

#include <string>

#include "app/shell/all_wings.h"

namespace latlas::app {

void observe(const AppState& state, Observer& seen) {
  for (const Wing* wing : allWings())
    if (wing->observe) wing->observe(state, seen);
  seen.value("writing", [&] { return state.exporting.has_value(); });
  seen.value("notice", [&] { return state.notice.has_value(); });
  if (state.notice) {
    seen.value("notice.title", [&] { return state.notice->title; });
    seen.value("notice.message", [&] { return state.notice->message; });
  }
  seen.value("status", [&] { return state.status; });
  seen.value("theme", [&] {
    return std::string(state.preferences.theme == ui::Theme::dark ? "dark" : "light");
  });
}

}  // namespace latlas::app
