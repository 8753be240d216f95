#include "app/losses/losses_charts.h"

#include <algorithm>

#include "app/session/sample_text.h"
#include "app/ui/chart_ticks.h"
#include "app/ui/theme.h"

namespace latlas::app {
namespace {

void addSeries(std::vector<ui::ChartSeries>& to, std::string name, const ImVec4& colour,
               const series::Series& rows, const std::string& column, bool smoothed) {
  if (const auto found = rows.column(column))
    to.push_back({std::move(name), colour, &rows, *found, smoothed});
}

// Unit and treatment of the data.
std::string unitText(LossUnit unit, const AppState& state) {
  const std::string sample = state.dataset ? sampleName(state.dataset->info()) : "sample";
  const bool hasRun = state.snapshot && state.snapshot->run != 0;
  switch (unit) {
    case LossUnit::treatedNats:
      return "nats per " + sample + ", " +
             model::dataTreatment((hasRun ? state.snapshot->config : state.draft).model);
    case LossUnit::nats: return "nats per " + sample;
    case LossUnit::samples: return sample + "s per second";
    case LossUnit::none: break;
  }
  return {};
}

LossChart columnChart(const LossColumn& column, const AppState& state) {
  const std::string unit = unitText(column.unit, state);
  LossChart chart{
      "Losses/" + column.title, unit.empty() ? column.meaning : unit, column.meaning, {}};
  const ui::Palette& palette = ui::palette();
  if (const train::History* history = presentHistory(state)) {
    addSeries(chart.series, "train", palette.chartTrain, history->train, column.name,
              column.isNoisy);
    // An average over the same samples each time: nothing to smooth.
    addSeries(chart.series, "held out", palette.chartHeldOut, history->heldOut, column.name, false);
  }
  for (const ComparedRun& run : state.comparedRuns) {
    if (!run.visible || !run.snapshot) continue;
    const train::History& history = run.snapshot->history;
    const std::size_t first = chart.series.size();
    addSeries(chart.series, run.name, runColour(run), history.train, column.name, column.isNoisy);
    // The noise of several runs would hide them all.
    if (chart.series.size() > first) chart.series.back().rawBehind = false;
    const std::size_t second = chart.series.size();
    addSeries(chart.series, run.name + ", held out", runColour(run), history.heldOut, column.name,
              false);
    if (chart.series.size() == second) continue;
    chart.series.back().dashed = true;
    chart.series.back().inLegend = false;  // of its run's colour
  }
  return chart;
}

LossChart dimensionsChart(const char* part, const series::Series* rows, const std::string& unit) {
  LossChart chart{std::string("Losses/KL of each dimension, ") + part,
                  unit,
                  "KL of q(z_j|x) against N(0, 1) for each latent dimension j, averaged over "
                  "samples; one near zero is not used",
                  {}};
  if (!rows) return chart;
  for (int i = 0;; ++i) {
    const std::string number = std::to_string(i);
    const auto column = rows->column("kl_" + number);
    if (!column) return chart;
    chart.series.push_back({"z" + number, ImGui::ColorConvertU32ToFloat4(ui::classColour(i)), rows,
                            *column, false});
  }
}

// Without those of `shared`: what a run was before it was forked belongs to both.
void addMarks(std::vector<ui::ChartMark>& marks, const std::vector<train::Event>& events,
              const std::string& run, ImVec4 colour, const std::vector<train::Event>& shared = {}) {
  for (const train::Event& event : events) {
    if (std::ranges::find(shared, event) != shared.end()) continue;
    const auto x = static_cast<double>(event.step);
    marks.push_back({x,
                     (run.empty() ? "" : run + ": ") + event.what + " from " + event.from + " to " +
                         event.to + " at step " + ui::tickLabel(x, 1.0),
                     colour});
  }
}

}  // namespace

const train::History* presentHistory(const AppState& state) {
  return state.snapshot && state.snapshot->run != 0 ? &state.snapshot->history : nullptr;
}

ImVec4 runColour(const ComparedRun& run) {
  return ImGui::ColorConvertU32ToFloat4(ui::classColour(run.colour));
}

LossesView shownView(const AppState& state) {
  const train::History* history = presentHistory(state);
  const LossesView wanted = state.losses.view;
  return history && !hasView(wanted, *history) ? LossesView::loss : wanted;
}

std::vector<LossChart> lossCharts(const AppState& state) {
  const LossesView view = shownView(state);
  const train::History* history = presentHistory(state);
  std::vector<LossChart> charts;
  if (view == LossesView::dimensions) {
    const std::string unit = unitText(LossUnit::nats, state);
    charts.push_back(dimensionsChart("training", history ? &history->dimensions : nullptr, unit));
    charts.push_back(dimensionsChart("held out", history ? &history->heldOut : nullptr, unit));
    return charts;
  }
  for (const LossColumn& column : lossColumns(view, history))
    charts.push_back(columnChart(column, state));
  return charts;
}

std::vector<ui::ChartMark> lossMarks(const AppState& state) {
  std::vector<ui::ChartMark> marks;
  std::vector<train::Event> present;
  if (presentHistory(state)) present = state.snapshot->events;
  addMarks(marks, present, "", ui::palette().textSecondary);
  for (const ComparedRun& run : state.comparedRuns)
    if (run.visible && run.snapshot)
      addMarks(marks, run.snapshot->events, run.name, runColour(run), present);
  return marks;
}

ui::ChartView& chartView(LossesState& losses, const std::string& label) {
  ui::ChartView& view = losses.charts[label];
  view.logScale = losses.logScale;
  view.logSteps = losses.logSteps;
  view.smoothing = losses.smoothing;
  view.range = losses.range;
  return view;
}

}  // namespace latlas::app
