#include "core/data/storage/remembered.h"

#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "core/base/error.h"
#include "core/data/storage/decode_cache.h"
#include "core/data/storage/vector_store.h"

namespace latlas::data {
namespace {

using nlohmann::json;

// Less is read faster than anyone notices.
constexpr std::uint64_t kWorthRemembering = std::uint64_t{256} << 20;
// Names, means and ranges of so many columns are a few megabytes.
constexpr int kMostColumns = 1 << 15;

std::uint64_t bytesOf(const ArraySource& source) {
  return static_cast<std::uint64_t>(source.count() * source.shape.size()) *
         static_cast<std::uint64_t>(sizeOf(source.layout.type.element));
}

// Nothing when it is not worth it.
std::optional<CacheKey> keyOf(const char* what, const ArraySource& source, const Origin& origin) {
  std::error_code ignored;
  if (bytesOf(source) < kWorthRemembering ||
      !std::filesystem::is_regular_file(origin.path, ignored))
    return std::nullopt;
  CacheKey key(what);
  key.addFile(origin.path);
  key.addText(origin.array);
  key.addText(toString(source.shape) + " " + toString(source.layout.type.element));
  const auto addNumber = [&](std::int64_t number) { key.addText(std::to_string(number)); };
  addNumber(source.layout.type.order == std::endian::big);
  addNumber(source.layout.sampleStride);
  for (const std::int64_t stride : source.layout.strides) addNumber(stride);
  for (const ArrayPart& part : source.parts) {
    addNumber(static_cast<std::int64_t>(part.offset));
    addNumber(part.count);
  }
  return key;
}

// What `measure` gives, from the cache or written there.
template <class Measure, class Parse, class Print>
auto remembered(const std::optional<CacheKey>& key, const Measure& measure, const Parse& parse,
                const Print& print) {
  if (!key) return measure();
  if (const auto cached = findCached(*key)) {
    try {
      return parse(*cached->page);
    } catch (const json::exception&) {
      // Another program's entry under this name: measured anew.
    }
  }
  auto found = measure();
  try {
    CacheWriter(*key, 0).keep(print(found), 0);
  } catch (const Error&) {
    // A full disk: measured again the next time.
  }
  return found;
}

}  // namespace

ImageValues rememberedImageValues(const ArraySource& source, const Origin& origin,
                                  Progress& progress) {
  return remembered(
      keyOf("image values 1", source, origin),
      [&] { return measureImageValues(source, origin.path, progress); },
      [](const json& page) {
        return ImageValues{
            page.at("least"), page.at("most"), {page.at("scale"), page.at("offset")}};
      },
      [](const ImageValues& values) {
        return json{{"least", values.least},
                    {"most", values.most},
                    {"scale", values.scaling.scale},
                    {"offset", values.scaling.offset}};
      });
}

std::vector<Variable> rememberedVariables(const ArraySource& source,
                                          const std::vector<std::string>& names,
                                          const Origin& origin, Progress& progress) {
  const auto measure = [&] { return measureVariables(source, names, origin.path, progress); };
  if (source.shape.width > kMostColumns) return measure();
  return remembered(
      keyOf("variables 1", source, origin), measure,
      [&](const json& page) {
        std::vector<Variable> variables;
        for (const std::string& name : names) {
          const json& one = page.at(variables.size());
          variables.push_back({name, one.at(0), one.at(1), one.at(2), one.at(3), one.at(4)});
        }
        return variables;
      },
      [](const std::vector<Variable>& variables) {
        json page = json::array();
        for (const Variable& one : variables)
          page.push_back({one.mean, one.deviation, one.least, one.most, one.missing});
        return page;
      });
}

}  // namespace latlas::data
