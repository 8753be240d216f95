#include "core/inference/map_order.h"

#include <algorithm>
#include <span>
#include <utility>

#include "core/latent/linear_layout.h"

namespace latlas::inference {
namespace {

// Samples in one piece, a few milliseconds even for a convolutional network.
constexpr std::size_t kPiece = 64;
// The map leaves most of its core to the window and the trainer.
constexpr double kRest = 2.0;

struct Wanted {
  std::uint64_t run;
  data::DatasetPtr dataset;
  std::vector<std::int64_t> rows;
  std::shared_ptr<Latest<LatentMap>> answers;
};

class Mapping final : public Work {
 public:
  Mapping(std::shared_ptr<const Wanted> wanted, WeightsPtr weights)
      : wanted_(std::move(wanted)), weights_(std::move(weights)) {}

  bool piece(model::Reader& reader) override {
    const auto size = static_cast<std::size_t>(weights_->spec.shape.size());
    const auto latent = static_cast<std::size_t>(weights_->spec.config.latent);
    const std::size_t count = wanted_->rows.size(), done = mu_.size() / latent;
    const std::size_t now = std::min(kPiece, count - done);
    std::vector<float> samples(now * size);
    wanted_->dataset->read(std::span(wanted_->rows).subspan(done, now), samples);
    mu_.resize((done + now) * latent);
    reader.encode(samples, std::span(mu_).subspan(done * latent), {});
    if (done + now < count) return false;
    publish();
    return true;
  }

 private:
  void publish() {
    const int dims = weights_->spec.config.latent;
    const auto previous = wanted_->answers->read();
    const bool isSameMap = previous && previous->run == wanted_->run &&
                           previous->rows == wanted_->rows && previous->latent == dims;
    auto layout = latent::planeLayout(mu_, dims, isSameMap ? previous->layout.get() : nullptr);
    wanted_->answers->publish({wanted_->run, weights_->step, wanted_->dataset, wanted_->rows, dims,
                               std::move(mu_), std::move(layout)});
  }

  std::shared_ptr<const Wanted> wanted_;
  WeightsPtr weights_;
  std::vector<float> mu_;  // of those that are done
};

}  // namespace

Order mapOrder(std::string name, std::uint64_t run, data::DatasetPtr dataset,
               std::vector<std::int64_t> rows, std::shared_ptr<Latest<LatentMap>> answers) {
  auto wanted = std::make_shared<const Wanted>(Wanted{run, std::move(dataset), std::move(rows),
                                                      std::move(answers)});
  return {
      .name = std::move(name),
      .version = run,
      .urgency = Urgency::pass,
      .begin = [wanted = std::move(wanted)](const WeightsPtr& weights) -> std::unique_ptr<Work> {
        if (weights->run != wanted->run) return nullptr;
        return std::make_unique<Mapping>(wanted, weights);
      },
      .rest = kRest};
}

}  // namespace latlas::inference
