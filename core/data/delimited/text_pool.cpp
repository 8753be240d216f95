#include "core/data/delimited/text_pool.h"

#include <algorithm>
#include <functional>

namespace latlas::data {

std::int32_t TextPool::add(std::string_view text) {
  if (2 * (ends_.size() + 1) > slots_.size()) grow();
  const std::size_t mask = slots_.size() - 1;
  std::size_t at = std::hash<std::string_view>()(text) & mask;
  for (; slots_[at] >= 0; at = (at + 1) & mask)
    if (this->text(static_cast<std::size_t>(slots_[at])) == text) return slots_[at];
  slots_[at] = static_cast<std::int32_t>(ends_.size());
  all_.append(text);
  ends_.push_back(all_.size());
  return slots_[at];
}

std::string_view TextPool::text(std::size_t index) const {
  const std::uint64_t begin = index == 0 ? 0 : ends_[index - 1];
  return std::string_view(all_).substr(begin, ends_[index] - begin);
}

std::size_t TextPool::memoryBytes() const {
  return all_.capacity() + ends_.capacity() * sizeof ends_[0] +
         slots_.capacity() * sizeof slots_[0];
}

void TextPool::close() {
  slots_ = {};
  all_.shrink_to_fit();
  ends_.shrink_to_fit();
}

void TextPool::grow() {
  slots_.assign(std::max<std::size_t>(8, 2 * slots_.size()), -1);
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t i = 0; i < ends_.size(); ++i) {
    std::size_t at = std::hash<std::string_view>()(text(i)) & mask;
    while (slots_[at] >= 0) at = (at + 1) & mask;
    slots_[at] = static_cast<std::int32_t>(i);
  }
}

}  // namespace latlas::data
