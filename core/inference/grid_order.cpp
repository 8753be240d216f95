#include "core/inference/grid_order.h"

#include <algorithm>
#include <span>
#include <utility>

namespace latlas::inference {
namespace {

// Points in one piece: what the user's hand is on waits for at most one, a few milliseconds even
// for a convolutional network.
constexpr std::size_t kPiece = 16;

struct Wanted {
  std::uint64_t version;
  std::vector<float> z;
  std::shared_ptr<Latest<DecodedImages>> answers;
};

class Grid final : public Work {
 public:
  Grid(std::shared_ptr<const Wanted> wanted, WeightsPtr weights)
      : wanted_(std::move(wanted)), weights_(std::move(weights)) {}

  bool piece(model::Reader& reader) override {
    const auto latent = static_cast<std::size_t>(weights_->spec.config.latent);
    const auto size = static_cast<std::size_t>(weights_->spec.shape.size());
    const std::size_t count = pointCount(wanted_->z, *weights_), done = samples_.size() / size;
    const std::size_t now = std::min(kPiece, count - done);
    samples_.resize((done + now) * size);
    reader.decode(std::span(wanted_->z).subspan(done * latent, now * latent),
                  std::span(samples_).subspan(done * size));
    if (done + now < count) return false;
    wanted_->answers->publish(decodedImages(wanted_->version, *weights_, wanted_->z,
                                            std::move(samples_)));
    return true;
  }

 private:
  std::shared_ptr<const Wanted> wanted_;
  WeightsPtr weights_;
  std::vector<float> samples_;  // of those that are done
};

}  // namespace

Order gridOrder(std::string name, std::uint64_t version, std::vector<float> z,
                std::shared_ptr<Latest<DecodedImages>> answers) {
  auto wanted = std::make_shared<const Wanted>(Wanted{version, std::move(z), std::move(answers)});
  return {
      .name = std::move(name),
      .version = version,
      .urgency = Urgency::eye,
      .begin = [wanted = std::move(wanted)](const WeightsPtr& weights) -> std::unique_ptr<Work> {
        if (pointCount(wanted->z, *weights) == 0) return nullptr;
        return std::make_unique<Grid>(wanted, weights);
      }};
}

}  // namespace latlas::inference
