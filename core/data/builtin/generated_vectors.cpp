#include "core/data/builtin/generated_vectors.h"

#include <algorithm>
#include <cstring>
#include <memory>
#include <utility>

#include "core/data/parallel.h"
#include "core/data/storage/memory_limit.h"

namespace latlas::data {

std::vector<float> generateBlocks(const std::string& source, std::int64_t count,
                                  std::int64_t columns, const OpenOptions& options,
                                  Progress& progress,
                                  const std::function<void(const GeneratedBlock&)>& make) {
  const auto width = static_cast<std::size_t>(columns);
  // Once as they are made and once as they are kept.
  requireMemory(source, 2 * static_cast<std::uint64_t>(count) * width * sizeof(float), options,
                "Ask for a smaller count");
  std::vector<float> values(static_cast<std::size_t>(count) * width);
  const auto blocks = static_cast<std::size_t>((count + kBlockRows - 1) / kBlockRows);
  forEachInParallel(blocks, {progress, 0.0, 0.5, "drawing random numbers"}, [&](std::size_t i) {
    const auto index = static_cast<std::int64_t>(i);
    const std::int64_t first = index * kBlockRows;
    const std::int64_t rows = std::min(kBlockRows, count - first);
    make({index, first, rows,
          std::span(values).subspan(static_cast<std::size_t>(first) * width,
                                    static_cast<std::size_t>(rows) * width)});
  });
  return values;
}

DatasetPtr openGenerated(Found found, const std::string& source, const std::vector<float>& values,
                         std::vector<std::string> columnNames, const OpenOptions& options,
                         Progress& progress) {
  found.info.source = source;
  found.info.format = "generated";
  found.info.options = options;
  found.path = source;
  const Shape shape = vectorShape(static_cast<int>(columnNames.size()));
  const std::int64_t count = std::ssize(values) / shape.size();
  std::vector<std::uint8_t> bytes(values.size() * sizeof(float));
  std::memcpy(bytes.data(), values.data(), bytes.size());
  const ArrayLayout layout = planarLayout({Element::f32}, shape);
  return assemble(std::move(found),
                  {shape, layout, {{std::make_shared<MemoryBytes>(std::move(bytes)), 0, count}}},
                  options, progress, std::move(columnNames));
}

}  // namespace latlas::data
