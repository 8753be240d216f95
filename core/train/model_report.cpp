#include "core/train/model_report.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

#include "core/base/error.h"
#include "core/train/corruption.h"
#include "core/train/evaluation.h"

namespace latlas::train {
namespace {

// Samples at a time: enough for full speed, 12 MB of pixels at 3 x 64 x 64.
constexpr std::size_t kPiece = 256;
// The importance-weighted bound takes some 10 ms an image: progress is told often enough.
constexpr std::size_t kImportancePiece = 8;
// Above this variance of its posterior mean a unit is active (Burda et al. 2015).
constexpr double kActiveVariance = 0.01;
// Streams of the importance samples, far from those of training (streams.h).
constexpr std::uint64_t kImportanceStream = std::uint64_t{64} << 56;

// Calls work(first, rows, samples) for pieces of the rows, binarized as in training.
void forPieces(const ReportTask& task, std::size_t piece, const char* what, auto work) {
  std::vector<float> samples;
  const auto width = static_cast<std::size_t>(task.dataset.info().shape.size());
  for (std::size_t first = 0; first < task.rows.size(); first += piece) {
    const auto rows = task.rows.subspan(first, std::min(piece, task.rows.size() - first));
    samples.resize(rows.size() * width);
    task.dataset.read(rows, samples);
    prepareHeldOut(task.config, rows, samples);
    work(first, rows, std::span<const float>(samples));
    if (task.progress)
      task.progress(
          static_cast<double>(first + rows.size()) / static_cast<double>(task.rows.size()), what);
  }
}

// Sums over samples of mu and its square around the first sample's, which keeps digits.
class VarianceOfUnits {
 public:
  explicit VarianceOfUnits(std::size_t units) : shift_(units), sums_(units), squares_(units) {}

  void add(std::span<const float> mu) {
    const std::size_t units = shift_.size();
    if (count_ == 0) std::copy_n(mu.begin(), units, shift_.begin());
    for (std::size_t i = 0; i < mu.size(); ++i) {
      const double value = static_cast<double>(mu[i]) - shift_[i % units];
      sums_[i % units] += value;
      squares_[i % units] += value * value;
    }
    count_ += static_cast<double>(mu.size() / units);
  }
  int active() const {
    int active = 0;
    for (std::size_t unit = 0; unit < shift_.size(); ++unit) {
      const double mean = sums_[unit] / count_;
      active += squares_[unit] / count_ - mean * mean > kActiveVariance;
    }
    return active;
  }

 private:
  std::vector<double> shift_, sums_, squares_;
  double count_ = 0.0;
};

void reconstructFromMeans(model::Learner& model, const ReportTask& task, ModelReport& report) {
  const auto latent = static_cast<std::size_t>(model.spec().config.latent);
  VarianceOfUnits variance(latent);
  std::vector<float> mu, means;
  double squares = 0.0;
  forPieces(task, kPiece, "encoding",
            [&](std::size_t, std::span<const std::int64_t> rows, std::span<const float> samples) {
              mu.resize(rows.size() * latent);
              means.resize(samples.size());
              model.encode(samples, mu, {});
              model.decode(mu, means);
              variance.add(mu);
              for (std::size_t i = 0; i < samples.size(); ++i) {
                const double error = static_cast<double>(means[i]) - samples[i];
                if (!std::isnan(samples[i])) squares += error * error;
              }
            });
  report.squaredError = squares / static_cast<double>(report.count);
  report.activeUnits = variance.active();
}

ImportanceEstimate estimate(model::Learner& model, const ReportTask& task) {
  const double begun = task.clock ? task.clock() : 0.0;
  std::vector<double> bounds(task.rows.size());
  forPieces(task, kImportancePiece, "importance sampling",
            [&](std::size_t first, std::span<const std::int64_t> rows,
                std::span<const float> samples) {
              model.importanceBound(samples, task.importanceSamples, task.config.model.sigma,
                                    task.config.train.seed, kImportanceStream + first,
                                    std::span(bounds).subspan(first, rows.size()));
            });
  const auto count = static_cast<double>(bounds.size());
  ImportanceEstimate result{task.importanceSamples, 0.0, 0.0,
                            task.clock ? task.clock() - begun : 0.0};
  for (const double bound : bounds) result.mean += bound / count;
  double squares = 0.0;
  for (const double bound : bounds) squares += (bound - result.mean) * (bound - result.mean);
  if (count > 1.0) result.standardError = std::sqrt(squares / (count - 1.0) / count);
  return result;
}

}  // namespace

ModelReport reportOn(model::Learner& model, const ReportTask& task) {
  if (task.rows.empty())
    throw Error(task.dataset.info().name +
                ": expected samples to evaluate on, found none that are held out. Name a test set");
  ModelReport report;
  report.count = static_cast<std::int64_t>(task.rows.size());
  // The objective in its full form, whatever the schedules were at.
  model::LossSettings settings;
  settings.weights = task.config.loss;
  settings.sigma = task.config.model.sigma;
  settings.capacity = task.config.loss.capacity;
  settings.trainCount = task.trainCount;
  report.losses = evaluateRows(model, task.dataset, task.rows, task.config, settings);
  report.elbo = -(report.losses.reconstruction + report.losses.kl);
  const auto dimensions = static_cast<double>(task.dataset.info().shape.size());
  report.bitsPerDimension = -report.elbo / (dimensions * std::numbers::ln2);
  reconstructFromMeans(model, task, report);
  if (task.importanceSamples > 0) report.importance = estimate(model, task);
  return report;
}

}  // namespace latlas::train
