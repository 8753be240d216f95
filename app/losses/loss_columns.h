// What the columns of a run's history are called, what they mean, and which belong together.
// Threading: pure functions, any thread.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "app/session/state.h"
#include "core/train/history.h"

namespace latlas::app {

enum class LossUnit {
  treatedNats,  // depends on how the data are treated: said beside it
  nats,         // for each sample
  none,
  samples,  // a second
};

struct LossColumn {
  std::string name;       // in the history: "kl"
  std::string title;      // of its chart: "KL"
  std::string shortName;  // in the table of newest values
  LossUnit unit = LossUnit::nats;
  std::string meaning;  // for tooltips, with the paper
  bool isNoisy = true;  // smoothing helps the eye
};

// Known or not: a column that nobody knows has its own name as title.
LossColumn lossColumn(std::string_view name);

// Those of `view` that the history has, in a sensible order; not for the dimensions' view, whose
// columns are one chart. Without any history, what every run has.
std::vector<LossColumn> lossColumns(LossesView view, const train::History* history);

// What each of them is a part of.
struct LossesViewText {
  LossesView view;
  const char* name;  // of its tab
  const char* tooltip;
};
std::span<const LossesViewText> lossesViews();

// Whether the history has something to show there.
bool hasView(LossesView view, const train::History& history);

}  // namespace latlas::app
