#include "core/inference/preview_order.h"

#include <utility>

namespace latlas::inference {
namespace {

struct Wanted {
  std::uint64_t version;
  std::vector<float> z;
  std::shared_ptr<Latest<DecodedImages>> answers;
};

class Preview final : public Work {
 public:
  Preview(std::shared_ptr<const Wanted> wanted, WeightsPtr weights)
      : wanted_(std::move(wanted)), weights_(std::move(weights)) {}

  bool piece(model::Reader& reader) override {
    const auto size = static_cast<std::size_t>(weights_->spec.shape.size());
    std::vector<float> samples(pointCount(wanted_->z, *weights_) * size);
    reader.decode(wanted_->z, samples);
    wanted_->answers->publish(decodedImages(wanted_->version, *weights_, wanted_->z,
                                            std::move(samples)));
    return true;
  }

 private:
  std::shared_ptr<const Wanted> wanted_;
  WeightsPtr weights_;
};

}  // namespace

Order previewOrder(std::string name, std::uint64_t version, std::vector<float> z,
                   std::shared_ptr<Latest<DecodedImages>> answers) {
  auto wanted = std::make_shared<const Wanted>(Wanted{version, std::move(z), std::move(answers)});
  return {
      .name = std::move(name),
      .version = version,
      .urgency = Urgency::hand,
      .begin = [wanted = std::move(wanted)](const WeightsPtr& weights) -> std::unique_ptr<Work> {
        if (pointCount(wanted->z, *weights) == 0) return nullptr;
        return std::make_unique<Preview>(wanted, weights);
      }};
}

}  // namespace latlas::inference
