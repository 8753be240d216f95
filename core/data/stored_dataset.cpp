#include "core/data/stored_dataset.h"

#include <algorithm>
#include <cassert>
#include <utility>

#include "core/data/storage/fingerprint.h"

namespace latlas::data {
namespace {

// Rows that stand for all where the samples are not planar bytes in memory: enough numbers to tell
// datasets apart, few enough to be read in well under a second.
constexpr std::int64_t kFingerprintNumbers = std::int64_t{1} << 24;
// In a file each row is a read of its own; as many in memory, so that it does not matter where they
// are.
constexpr std::int64_t kFingerprintRows = std::int64_t{1} << 16;

std::uint64_t bytesOf(const Column& column) {
  std::uint64_t bytes =
      column.numbers.size() * sizeof(double) + column.codes.size() * sizeof(std::int32_t);
  for (const std::string& text : column.texts) bytes += text.size() + sizeof(std::string);
  return bytes;
}

DatasetInfo completed(DatasetInfo info, const SampleStore& samples,
                      const Annotations& annotations) {
  info.count = samples.count();
  info.shape = samples.shape();
  std::uint64_t bytes =
      samples.memoryBytes() +
      (annotations.labels.size() + annotations.factorLevels.size()) * sizeof(std::int32_t);
  for (const Column& column : annotations.columns) bytes += bytesOf(column);
  info.memoryBytes = static_cast<std::int64_t>(bytes);
  return info;
}

template <class Numbers>
std::span<const std::uint8_t> asBytes(const Numbers& numbers) {
  return {reinterpret_cast<const std::uint8_t*>(numbers.data()),
          numbers.size() * sizeof(typename Numbers::value_type)};
}

void addSpreadRows(Fingerprint& hash, const SampleStore& samples) {
  const std::int64_t size = samples.shape().size();
  const std::int64_t rows = std::clamp<std::int64_t>(kFingerprintNumbers / size, 1,
                                                     std::min(samples.count(), kFingerprintRows));
  constexpr std::int64_t kRowsAtOnce = 256;
  std::vector<std::int64_t> some;
  std::vector<float> values;
  for (std::int64_t first = 0; first < rows; first += kRowsAtOnce) {
    some.clear();
    for (std::int64_t i = first; i < std::min(first + kRowsAtOnce, rows); ++i)
      // The first and the last are among them.
      some.push_back(rows == 1 ? 0 : i * (samples.count() - 1) / (rows - 1));
    values.resize(some.size() * static_cast<std::size_t>(size));
    samples.read(some, values);
    for (std::size_t i = 0; i < some.size(); ++i)
      hash.add(asBytes(std::span(values).subspan(i * static_cast<std::size_t>(size),
                                                 static_cast<std::size_t>(size))));
  }
}

std::string fingerprintOf(const SampleStore& samples, const Annotations& annotations) {
  Fingerprint hash;
  hash.add(static_cast<std::uint64_t>(samples.count()));
  const Shape& shape = samples.shape();
  for (const int side : {shape.channels, shape.height, shape.width})
    hash.add(static_cast<std::uint64_t>(side));
  if (const auto bytes = samples.planarBytes(); !bytes.empty())
    hash.add(bytes);
  else
    addSpreadRows(hash, samples);
  hash.add(asBytes(annotations.labels));
  return hash.hex();
}

}  // namespace

StoredDataset::StoredDataset(DatasetInfo info, std::unique_ptr<const SampleStore> samples,
                             Annotations annotations)
    : Dataset(completed(std::move(info), *samples, annotations)),
      samples_(std::move(samples)),
      annotations_(std::move(annotations)),
      fingerprint_(fingerprintOf(*samples_, annotations_)) {
  [[maybe_unused]] const DatasetInfo& known = this->info();
  [[maybe_unused]] const auto count = static_cast<std::size_t>(known.count);
  assert(annotations_.labels.size() == (known.classes.empty() ? 0 : count));
  assert(annotations_.factorLevels.size() == count * known.factors.size());
  for ([[maybe_unused]] const Column& column : annotations_.columns)
    assert((column.isText() ? column.codes.size() : column.numbers.size()) == count);
}

int StoredDataset::label(std::int64_t row) const {
  return annotations_.labels.empty() ? -1 : annotations_.labels[static_cast<std::size_t>(row)];
}

int StoredDataset::factorLevel(std::int64_t row, int factor) const {
  const std::size_t factors = info().factors.size();
  assert(static_cast<std::size_t>(factor) < factors);
  return annotations_
      .factorLevels[static_cast<std::size_t>(row) * factors + static_cast<std::size_t>(factor)];
}

}  // namespace latlas::data
