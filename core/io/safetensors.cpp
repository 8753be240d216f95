#include "core/io/safetensors.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <limits>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <string_view>
#include <tuple>
#include <utility>

#include "core/base/error.h"
#include "core/base/json_text.h"

namespace latlas::io {
namespace {

static_assert(std::endian::native == std::endian::little, "tensor data is copied as it lies");

constexpr std::size_t kLengthBytes = 8;
// The data of every tensor begins on a multiple of this, as other readers map it in place.
constexpr std::size_t kAlignment = 8;
// The bound of the format's own library.
constexpr std::uint64_t kLargestHeader = 100'000'000;
// The header's object, a tensor's object, its lists.
constexpr int kHeaderDepth = 3;
constexpr const char* kMetadataKey = "__metadata__";
constexpr const char* kRemedy = "The file is damaged or was not written whole; restore a copy";

// Bytes of a tensor of this shape; nothing when 63 bits cannot count them.
std::optional<std::uint64_t> byteCount(std::span<const std::int64_t> shape) {
  constexpr auto kMost = std::numeric_limits<std::int64_t>::max() / std::int64_t{sizeof(float)};
  std::uint64_t elements = 1;
  for (const std::int64_t side : shape) {
    if (side < 0) return std::nullopt;
    if (side == 0) return 0;
    if (elements > static_cast<std::uint64_t>(kMost) / static_cast<std::uint64_t>(side))
      return std::nullopt;
    elements *= static_cast<std::uint64_t>(side);
  }
  return elements * sizeof(float);
}

// Where a tensor lies, relative to the end of the header.
struct Entry {
  std::string name;
  std::vector<std::int64_t> shape;
  std::uint64_t begin = 0, end = 0;
};

// Whole numbers that are not negative, or nothing.
std::optional<std::vector<std::int64_t>> wholeNumbers(const nlohmann::json& list) {
  if (!list.is_array()) return std::nullopt;
  std::vector<std::int64_t> numbers;
  for (const auto& item : list) {
    if (!item.is_number_unsigned() || item.get<std::uint64_t>() > INT64_MAX) return std::nullopt;
    numbers.push_back(item.get<std::int64_t>());
  }
  return numbers;
}

Entry readEntry(const std::string& tensor, const nlohmann::json& json,
                const std::filesystem::path& file) {
  const JsonFields fields(json, file, "tensor " + nlohmann::json(tensor).dump());
  if (const std::string type = fields.text("dtype"); type != "F32")
    throw fields.fault("dtype", "\"F32\"", '"' + type + '"');
  const auto shape = wholeNumbers(fields.any("shape"));
  if (!shape) throw fields.fault("shape", "a list of whole numbers", "something else");
  const auto offsets = wholeNumbers(fields.any("data_offsets"));
  if (!offsets || offsets->size() != 2 || (*offsets)[0] > (*offsets)[1])
    throw fields.fault("data_offsets", "a begin and an end after it", "something else");

  Entry entry{tensor, *shape, static_cast<std::uint64_t>((*offsets)[0]),
              static_cast<std::uint64_t>((*offsets)[1])};
  const auto needed = byteCount(entry.shape);
  if (!needed) throw fields.fault("shape", "a size that fits in memory", "a larger one");
  if (entry.end - entry.begin != *needed)
    throw fields.fault("data_offsets", std::to_string(*needed) + " bytes for the shape",
                       std::to_string(entry.end - entry.begin));
  return entry;
}

SafetensorsMetadata readMetadata(const nlohmann::json& json, const std::filesystem::path& file) {
  const JsonFields fields(json, file, kMetadataKey);
  SafetensorsMetadata metadata;
  for (const auto& item : json.items())
    metadata.emplace(item.key(), fields.text(item.key().c_str()));
  return metadata;
}

// Throws unless the entries, sorted, cover the data without hole or overlap.
void requireContiguous(const std::vector<Entry>& entries, std::uint64_t dataStart,
                       std::uint64_t fileSize, const std::filesystem::path& file) {
  std::uint64_t covered = 0;
  for (const Entry& entry : entries) {
    if (entry.begin != covered)
      throw fileError(file, {"tensor " + nlohmann::json(entry.name).dump(),
                             "data that begin at " + std::to_string(covered),
                             std::to_string(entry.begin), kRemedy});
    covered = entry.end;
  }
  if (const std::uint64_t present = fileSize - dataStart; covered != present)
    throw fileError(file, {"offset " + std::to_string(dataStart),
                           std::to_string(covered) + " bytes of tensors",
                           std::to_string(present) + " bytes", kRemedy});
}

}  // namespace

std::vector<std::uint8_t> encodeSafetensors(const model::Tensors& tensors,
                                            const SafetensorsMetadata& metadata) {
  nlohmann::ordered_json header = nlohmann::ordered_json::object();
  if (!metadata.empty()) header[kMetadataKey] = metadata;
  std::set<std::string_view> names{kMetadataKey};
  std::uint64_t dataSize = 0;
  for (const model::Tensor& tensor : tensors) {
    const std::uint64_t size = tensor.values.size() * sizeof(float);
    if (!names.insert(tensor.name).second)
      throw Error("A safetensors file takes the name \"" + tensor.name + "\" only once.");
    if (byteCount(tensor.shape) != size)
      throw Error("Tensor \"" + tensor.name + "\" has " + std::to_string(tensor.values.size()) +
                  " values, which do not fill its shape.");
    header[tensor.name] = {
        {"dtype", "F32"}, {"shape", tensor.shape}, {"data_offsets", {dataSize, dataSize + size}}};
    dataSize += size;
  }
  std::string text = header.dump();
  while (text.size() % kAlignment != 0) text += ' ';

  const std::uint64_t length = text.size();
  std::vector<std::uint8_t> bytes(kLengthBytes + text.size() + dataSize);
  std::uint8_t* at = bytes.data();
  const auto put = [&at](const void* from, std::size_t count) {
    if (count > 0) std::memcpy(at, from, count);
    at += count;
  };
  put(&length, sizeof length);
  put(text.data(), text.size());
  for (const model::Tensor& tensor : tensors)
    put(tensor.values.data(), tensor.values.size() * sizeof(float));
  return bytes;
}

model::Tensors decodeSafetensors(std::span<const std::uint8_t> bytes,
                                 const std::filesystem::path& name, SafetensorsMetadata* metadata) {
  if (bytes.size() < kLengthBytes)
    throw fileError(name, {"offset 0", "the 8-byte length of a safetensors header",
                           std::to_string(bytes.size()) + " bytes", kRemedy});
  std::uint64_t length = 0;
  std::memcpy(&length, bytes.data(), sizeof length);
  const std::uint64_t room = std::min<std::uint64_t>(bytes.size() - kLengthBytes, kLargestHeader);
  if (length > room)
    throw fileError(name, {"offset 0", "a header of at most " + std::to_string(room) + " bytes",
                           std::to_string(length), kRemedy});

  const std::string_view text(reinterpret_cast<const char*>(bytes.data()) + kLengthBytes,
                              static_cast<std::size_t>(length));
  const nlohmann::json header = parseJson(text, {name, kLengthBytes, kHeaderDepth});
  if (!header.is_object())
    throw fileError(name, {"offset 8", "a JSON object", "another JSON value", kRemedy});
  std::vector<Entry> entries;
  for (const auto& item : header.items()) {
    if (item.key() != kMetadataKey)
      entries.push_back(readEntry(item.key(), item.value(), name));
    else if (SafetensorsMetadata found = readMetadata(item.value(), name); metadata)
      *metadata = std::move(found);
  }
  std::sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) {
    return std::tie(a.begin, a.end, a.name) < std::tie(b.begin, b.end, b.name);
  });
  const std::uint64_t dataStart = kLengthBytes + length;
  requireContiguous(entries, dataStart, bytes.size(), name);

  model::Tensors tensors;
  tensors.reserve(entries.size());
  for (Entry& entry : entries) {
    const auto data = bytes.subspan(static_cast<std::size_t>(dataStart + entry.begin),
                                    static_cast<std::size_t>(entry.end - entry.begin));
    std::vector<float> values(data.size() / sizeof(float));
    if (!data.empty()) std::memcpy(values.data(), data.data(), data.size());
    tensors.push_back({std::move(entry.name), std::move(entry.shape), std::move(values)});
  }
  return tensors;
}

}  // namespace latlas::io
