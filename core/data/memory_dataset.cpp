#include "core/data/memory_dataset.h"

#include <cassert>

#include "core/data/fingerprint.h"

namespace latlas::data {
namespace {

DatasetInfo withMemory(DatasetInfo info, const MemoryRows& rows) {
  info.memoryBytes = static_cast<std::int64_t>(
      rows.pixels.size() + (rows.labels.size() + rows.factorLevels.size()) * sizeof(std::int32_t));
  return info;
}

std::string fingerprintOf(const DatasetInfo& info, const MemoryRows& rows) {
  Fingerprint hash;
  hash.add(static_cast<std::uint64_t>(info.count));
  for (const int side : {info.shape.channels, info.shape.height, info.shape.width})
    hash.add(static_cast<std::uint64_t>(side));
  hash.add(rows.pixels);
  hash.add({reinterpret_cast<const std::uint8_t*>(rows.labels.data()),
            rows.labels.size() * sizeof(std::int32_t)});
  return hash.hex();
}

}  // namespace

MemoryDataset::MemoryDataset(DatasetInfo info, MemoryRows rows)
    : Dataset(withMemory(std::move(info), rows)),
      rows_(std::move(rows)),
      fingerprint_(fingerprintOf(this->info(), rows_)) {
  [[maybe_unused]] const DatasetInfo& known = this->info();
  [[maybe_unused]] const auto count = static_cast<std::size_t>(known.count);
  assert(rows_.pixels.size() == count * static_cast<std::size_t>(known.shape.size()));
  assert(rows_.labels.size() == (known.classes.empty() ? 0 : count));
  assert(rows_.factorLevels.size() == count * known.factors.size());
}

void MemoryDataset::read(std::span<const std::int64_t> rows, std::span<float> pixels) const {
  const auto size = static_cast<std::size_t>(info().shape.size());
  assert(pixels.size() == rows.size() * size);
  const std::span<const std::uint8_t> all(rows_.pixels);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    assert(rows[i] >= 0 && rows[i] < info().count);
    bytesToUnit(all.subspan(static_cast<std::size_t>(rows[i]) * size, size),
                pixels.subspan(i * size, size));
  }
}

int MemoryDataset::label(std::int64_t row) const {
  return rows_.labels.empty() ? -1 : rows_.labels[static_cast<std::size_t>(row)];
}

int MemoryDataset::factorLevel(std::int64_t row, int factor) const {
  const std::size_t factors = info().factors.size();
  assert(static_cast<std::size_t>(factor) < factors);
  return rows_.factorLevels[static_cast<std::size_t>(row) * factors +
                            static_cast<std::size_t>(factor)];
}

void bytesToUnit(std::span<const std::uint8_t> bytes, std::span<float> unit) {
  for (std::size_t i = 0; i < bytes.size(); ++i)
    unit[i] = static_cast<float>(bytes[i]) * (1.0f / 255.0f);
}

}  // namespace latlas::data
