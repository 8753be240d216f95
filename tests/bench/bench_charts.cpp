// A run of a million steps in the Losses panel's chart: what a frame costs while it is only looked
// at, while steps are appended, and when the smoothing is dragged.
#include <benchmark/benchmark.h>
#include <imgui.h>

#include <array>
#include <cmath>
#include <functional>

#include "app/ui/line_chart.h"
#include "app/ui/theme.h"
#include "core/base/random.h"

namespace latlas {
namespace {

constexpr std::int64_t kSteps = 1'000'000;
constexpr std::int64_t kStepsAFrame = 40;  // a fast model at ten frames a second

void appendStep(series::Series& series, Random& random) {
  const std::int64_t step = series.empty() ? 1 : series.step(series.size() - 1) + 1;
  const auto noise = [&random] { return static_cast<float>(random.uniform()); };
  const float kl = 10.0f + noise();
  const float reconstruction =
      90.0f + 400.0f * std::exp(-static_cast<float>(step) / 5e3f) + 5.0f * noise();
  series.append({step, static_cast<double>(step) / 469.0, 2.4e-3 * static_cast<double>(step)},
                std::array{reconstruction + kl, reconstruction, kl, 3.0f + noise(), 1e-3f, 3e4f});
}

series::Series& longRun() {
  static series::Series series = [] {
    series::Series made({"loss", "reconstruction", "kl", "gradient_norm", "lr",
                         "images_per_second"});
    Random random(1);
    for (std::int64_t i = 0; i < kSteps; ++i) appendStep(made, random);
    return made;
  }();
  return series;
}

// ImGui with nobody looking.
class Screen {
 public:
  Screen() {
    ImGui::CreateContext();
    ImGuiIO& io = ImGui::GetIO();
    io.IniFilename = nullptr;
    io.DisplaySize = {1920, 1080};
    io.DeltaTime = 1.0f / 60.0f;
    ui::applyTheme(ui::Theme::dark, 1.0f);
    ui::loadFonts(1.0f);
#if IMGUI_VERSION_NUM >= 19200
    io.BackendFlags |= ImGuiBackendFlags_RendererHasTextures;
#else
    unsigned char* pixels = nullptr;
    int width = 0, height = 0;
    io.Fonts->GetTexDataAsRGBA32(&pixels, &width, &height);
#endif
  }
  ~Screen() { ImGui::DestroyContext(); }
  Screen(const Screen&) = delete;
  Screen& operator=(const Screen&) = delete;

  void frame(const std::function<void()>& draw) {
    ImGui::NewFrame();
    ImGui::SetNextWindowPos({0, 0});
    ImGui::SetNextWindowSize(ImGui::GetIO().DisplaySize);
    ImGui::Begin("Bench", nullptr, ImGuiWindowFlags_NoDecoration);
    draw();
    ImGui::End();
    ImGui::Render();
  }
};

// A chart as wide as a third of a large window.
void drawLoss(const series::Series& series, ui::ChartView& view) {
  const ui::ChartSeries curve{"train", {1, 1, 1, 1}, &series, 0};
  ui::lineChart("Loss", {600, 200}, {{&curve, 1}, {}, "step", ""}, view);
}

void drawMillionStepsUnchanged(benchmark::State& state) {
  Screen screen;
  ui::ChartView view;
  view.smoothing = 0.6f;
  for (auto _ : state) screen.frame([&] { drawLoss(longRun(), view); });
}
BENCHMARK(drawMillionStepsUnchanged)->Unit(benchmark::kMillisecond);

void drawMillionStepsWhileTheyGrow(benchmark::State& state) {
  Screen screen;
  ui::ChartView view;
  view.smoothing = 0.6f;
  series::Series series = longRun();
  Random random(2);
  for (auto _ : state) {
    state.PauseTiming();
    for (std::int64_t i = 0; i < kStepsAFrame; ++i) appendStep(series, random);
    state.ResumeTiming();
    screen.frame([&] { drawLoss(series, view); });
  }
}
BENCHMARK(drawMillionStepsWhileTheyGrow)->Unit(benchmark::kMillisecond);

// Everything anew: nothing of the frame before holds.
void drawMillionStepsSmoothedAnew(benchmark::State& state) {
  Screen screen;
  ui::ChartView view;
  int turn = 0;
  for (auto _ : state) {
    view.smoothing = ++turn % 2 == 0 ? 0.6f : 0.99f;
    screen.frame([&] { drawLoss(longRun(), view); });
  }
}
BENCHMARK(drawMillionStepsSmoothedAnew)->Unit(benchmark::kMillisecond);

void drawAnEmptyFrame(benchmark::State& state) {
  Screen screen;
  for (auto _ : state) screen.frame([] {});
}
BENCHMARK(drawAnEmptyFrame)->Unit(benchmark::kMillisecond);

void appendToMillionSteps(benchmark::State& state) {
  series::Series series = longRun();
  Random random(3);
  for (auto _ : state) appendStep(series, random);
}
BENCHMARK(appendToMillionSteps)->Unit(benchmark::kNanosecond);

// What publishing a snapshot costs.
void copyMillionSteps(benchmark::State& state) {
  series::Series series = longRun();
  Random random(4);
  for (int i = 0; i < 500; ++i) appendStep(series, random);
  for (auto _ : state) {
    const series::Series copy = series;
    benchmark::DoNotOptimize(copy.size());
  }
}
BENCHMARK(copyMillionSteps)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace latlas
