#include "core/model/torch/held_samples.h"

#include <algorithm>

#include "core/base/error.h"

namespace latlas::model {

bool HeldSamples::wouldHold(std::int64_t count) const {
  constexpr std::int64_t most = std::int64_t{2} << 30;  // bytes
  return count <= most / (shape_.size() * static_cast<std::int64_t>(sizeof(float)));
}

void HeldSamples::append(std::span<const float> samples) {
  const auto count = static_cast<std::int64_t>(samples.size()) / shape_.size();
  auto* data = const_cast<float*>(samples.data());
  // A copy: the caller's memory is its own again.
  pieces_.push_back(at::from_blob(data, {count, shape_.channels, shape_.height, shape_.width},
                                  at::kFloat)
                        .to(device_, at::kFloat, false, true));
}

at::Tensor HeldSamples::gather(std::span<const std::int64_t> rows) {
  if (!pieces_.empty()) {
    if (all_.defined()) pieces_.insert(pieces_.begin(), all_);
    all_ = pieces_.size() == 1 ? pieces_.front() : at::cat(pieces_);
    pieces_.clear();
  }
  const std::int64_t held = all_.defined() ? all_.size(0) : 0;
  const auto [lowest, highest] = std::ranges::minmax(rows);
  if (lowest < 0 || highest >= held)
    throw Error("rows: expected places among the " + std::to_string(held) +
                " samples that the model holds, found " +
                std::to_string(lowest < 0 ? lowest : highest));
  auto* data = const_cast<std::int64_t*>(rows.data());
  const at::Tensor places =
      at::from_blob(data, {static_cast<std::int64_t>(rows.size())}, at::kLong).to(device_);
  return all_.index_select(0, places);
}

}  // namespace latlas::model
