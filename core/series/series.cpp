#include "core/series/series.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <string>
#include <utility>

#include "core/base/error.h"
#include "core/series/series_chunk.h"

namespace latlas::series {
namespace {

constexpr std::size_t kFanout = 32;
constexpr double kMicroseconds = 1e6;  // in a second

// Adds the extent of the node's rows [first, last); it has `rows` of them.
void addExtent(const SeriesNode& node, std::size_t rows, std::size_t column, std::size_t first,
               std::size_t last, Extent& into) {
  if (first == 0 && last == rows) {
    into.add(node.extents[column]);
  } else if (node.chunk) {
    into.add(node.chunk->columns[column].extent(first, last));
  } else {
    const std::size_t each = rows / kFanout;
    for (std::size_t child = first / each; child * each < last; ++child)
      addExtent(*node.children[child], each, column, std::max(first, child * each) - child * each,
                std::min(last, (child + 1) * each) - child * each, into);
  }
}

}  // namespace

Series::Series(std::vector<std::string> columns)
    : columns_(std::make_shared<const std::vector<std::string>>(std::move(columns))) {}

std::optional<std::size_t> Series::column(std::string_view name) const {
  const auto found = std::find(columns_->begin(), columns_->end(), name);
  if (found == columns_->end()) return std::nullopt;
  return static_cast<std::size_t>(found - columns_->begin());
}

std::size_t Series::size() const { return chunks_ * kChunkRows + tail_.steps.size(); }

std::size_t Series::chunkRows() { return kChunkRows; }

void Series::append(const RecordHead& head, std::span<const float> values) {
  if (values.size() != columns_->size())
    throw Error("A row of the history has " + std::to_string(values.size()) + " values for " +
                std::to_string(columns_->size()) + " columns.");
  if (!empty() && head.step < step(size() - 1))
    throw Error("Step " + std::to_string(head.step) + " of the history comes after step " +
                std::to_string(step(size() - 1)) + ".");
  tail_.steps.push_back(head.step);
  tail_.microseconds.push_back(std::llround(head.seconds * kMicroseconds));
  tail_.epochs.push_back(static_cast<float>(head.epoch));
  tail_.values.insert(tail_.values.end(), values.begin(), values.end());
  if (tail_.steps.size() == kChunkRows) seal();
}

void Series::seal() {
  const std::size_t columns = columns_->size();
  auto leaf = std::make_shared<SeriesNode>();
  std::vector<ChunkColumn> kept;
  kept.reserve(columns);
  std::vector<float> values(kChunkRows);
  for (std::size_t column = 0; column < columns; ++column) {
    for (std::size_t row = 0; row < kChunkRows; ++row)
      values[row] = tail_.values[row * columns + column];
    kept.emplace_back(values);
    leaf->extents.push_back(kept.back().extent(0, kChunkRows));
  }
  leaf->chunk = std::make_unique<const SeriesChunk>(SeriesChunk{
      ChunkSteps(tail_.steps), tail_.microseconds, tail_.epochs, std::move(kept)});
  tail_.clear();
  ++chunks_;

  NodePtr node = std::move(leaf);
  for (std::size_t level = 0;; ++level) {
    if (level == levels_.size()) levels_.emplace_back();
    levels_[level].push_back(std::move(node));
    if (levels_[level].size() < kFanout) return;
    auto above = std::make_shared<SeriesNode>();
    above->children = std::move(levels_[level]);
    levels_[level].clear();
    above->extents.resize(columns);
    for (const NodePtr& child : above->children)
      for (std::size_t column = 0; column < columns; ++column)
        above->extents[column].add(child->extents[column]);
    node = std::move(above);
  }
}

const Series::NodePtr& Series::chunkAt(std::size_t chunk) const {
  std::size_t level = levels_.size() - 1, span = 1;
  for (std::size_t below = 0; below < level; ++below) span *= kFanout;
  while (chunk >= levels_[level].size() * span) {
    chunk -= levels_[level--].size() * span;
    span /= kFanout;
  }
  const NodePtr* node = &levels_[level][chunk / span];
  while (!(*node)->chunk) {
    chunk %= span;
    span /= kFanout;
    node = &(*node)->children[chunk / span];
  }
  return *node;
}

std::int64_t Series::step(std::size_t row) const {
  const std::size_t chunk = row / kChunkRows, within = row % kChunkRows;
  return chunk < chunks_ ? chunkAt(chunk)->chunk->steps[within] : tail_.steps[within];
}

double Series::epoch(std::size_t row) const {
  const std::size_t chunk = row / kChunkRows, within = row % kChunkRows;
  if (chunk >= chunks_) return static_cast<double>(tail_.epochs[within]);
  return static_cast<double>(chunkAt(chunk)->chunk->epochs[within]);
}

double Series::seconds(std::size_t row) const {
  const std::size_t chunk = row / kChunkRows, within = row % kChunkRows;
  const std::int64_t microseconds =
      chunk < chunks_ ? chunkAt(chunk)->chunk->microseconds[within] : tail_.microseconds[within];
  return static_cast<double>(microseconds) / kMicroseconds;
}

float Series::value(std::size_t column, std::size_t row) const {
  const std::size_t chunk = row / kChunkRows, within = row % kChunkRows;
  return chunk < chunks_ ? chunkAt(chunk)->chunk->columns[column][within]
                         : tail_.values[within * columns_->size() + column];
}

void Series::read(std::size_t column, std::size_t first, std::span<float> out) const {
  while (!out.empty()) {
    const std::size_t chunk = first / kChunkRows, within = first % kChunkRows;
    const std::size_t count = std::min(out.size(), kChunkRows - within);
    if (chunk < chunks_) {
      chunkAt(chunk)->chunk->columns[column].read(within, out.first(count));
    } else {
      for (std::size_t i = 0; i < count; ++i)
        out[i] = tail_.values[(within + i) * columns_->size() + column];
    }
    first += count;
    out = out.subspan(count);
  }
}

Extent Series::extent(std::size_t column, std::size_t first, std::size_t last) const {
  Extent found;
  std::size_t begin = 0, rows = kChunkRows;  // of the node at hand
  for (std::size_t level = 1; level < levels_.size(); ++level) rows *= kFanout;
  for (std::size_t level = levels_.size(); level-- > 0; rows /= kFanout)
    for (const NodePtr& node : levels_[level]) {
      const std::size_t end = begin + rows;
      if (first < end && last > begin)
        addExtent(*node, rows, column, std::max(first, begin) - begin, std::min(last, end) - begin,
                  found);
      begin = end;
    }
  for (std::size_t row = std::max(first, begin); row < last; ++row)
    found.add(tail_.values[(row - begin) * columns_->size() + column]);
  return found;
}

std::size_t Series::rowAt(std::int64_t wanted) const {
  std::size_t begin = 0, end = size();
  while (begin < end) {
    const std::size_t middle = begin + (end - begin) / 2;
    if (step(middle) < wanted)
      begin = middle + 1;
    else
      end = middle;
  }
  return begin;
}

Series Series::withColumns(std::vector<std::string> columns) const {
  if (columns == *columns_) return *this;
  Series made(std::move(columns));
  std::vector<std::optional<std::size_t>> sources;
  for (const std::string& name : made.columns()) sources.push_back(column(name));
  std::vector<float> values(sources.size());
  for (std::size_t row = 0; row < size(); ++row) {
    for (std::size_t i = 0; i < sources.size(); ++i)
      values[i] = sources[i] ? value(*sources[i], row) : kMissing;
    made.append(head(row), values);
  }
  return made;
}

std::shared_ptr<const void> Series::chunkOf(std::size_t row) const {
  if (row / kChunkRows >= chunks_) return nullptr;
  return chunkAt(row / kChunkRows);
}

bool Series::operator==(const Series& other) const {
  if (columns() != other.columns() || size() != other.size()) return false;
  for (std::size_t row = 0; row < size(); ++row) {
    if (head(row) != other.head(row)) return false;
    for (std::size_t column = 0; column < columns_->size(); ++column)
      if (std::bit_cast<std::uint32_t>(value(column, row)) !=
          std::bit_cast<std::uint32_t>(other.value(column, row)))
        return false;
  }
  return true;
}

std::optional<float> newest(const Series& series, std::string_view column) {
  const auto found = series.column(column);
  if (!found || series.empty()) return std::nullopt;
  return series.value(*found, series.size() - 1);
}

}  // namespace latlas::series
