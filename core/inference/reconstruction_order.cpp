#include "core/inference/reconstruction_order.h"

#include <span>
#include <utility>

#include "core/inference/decoded_images.h"

namespace latlas::inference {
namespace {

struct Wanted {
  std::uint64_t version;
  data::DatasetPtr dataset;
  std::int64_t row;
  std::shared_ptr<Latest<Reconstruction>> answers;
};

class Reconstructing final : public Work {
 public:
  Reconstructing(Wanted wanted, WeightsPtr weights)
      : wanted_(std::move(wanted)), weights_(std::move(weights)) {}

  bool piece(model::Reader& reader) override {
    const data::Shape& shape = weights_->spec.shape;
    const auto size = static_cast<std::size_t>(shape.size());
    std::vector<float> pair(2 * size);
    std::vector<float> mu(static_cast<std::size_t>(weights_->spec.config.latent));
    const auto original = std::span(pair).first(size);
    wanted_.dataset->read(std::span(&wanted_.row, 1), original);
    reader.encode(original, mu, {});
    reader.decode(mu, std::span(pair).last(size));
    data::Images images = data::toImages(pair, shape);
    wanted_.answers->publish({wanted_.version, wanted_.row, weights_->step, std::move(mu),
                              valuesOf(std::move(pair), shape), std::move(images)});
    return true;
  }

 private:
  Wanted wanted_;
  WeightsPtr weights_;
};

}  // namespace

Order reconstructionOrder(std::string name, std::uint64_t version, data::DatasetPtr dataset,
                          std::int64_t row, std::shared_ptr<Latest<Reconstruction>> answers) {
  return {.name = std::move(name),
          .version = version,
          .urgency = Urgency::hand,
          .begin = [wanted = Wanted{version, std::move(dataset), row, std::move(answers)}](
                       const WeightsPtr& weights) -> std::unique_ptr<Work> {
            if (wanted.dataset->info().shape != weights->spec.shape) return nullptr;
            return std::make_unique<Reconstructing>(wanted, weights);
          }};
}

}  // namespace latlas::inference
