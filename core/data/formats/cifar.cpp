#include "core/data/formats/cifar.h"

#include <algorithm>
#include <array>

#include "core/base/error.h"

namespace latlas::data {
namespace {

constexpr int kTenClasses = 10, kFineClasses = 100, kCoarseClasses = 20;
constexpr const char* kRemedy = "Download the file again";

std::int64_t labelBytes(Cifar kind) { return kind == Cifar::ten ? 1 : 2; }

// How many values each label byte may have.
std::array<int, 2> limitsOf(Cifar kind) {
  return kind == Cifar::ten ? std::array{kTenClasses, 0} : std::array{kCoarseClasses, kFineClasses};
}

bool isRight(Cifar kind, std::span<const std::uint8_t> labels) {
  const auto limits = limitsOf(kind);
  for (std::size_t i = 0; i < labels.size(); ++i)
    if (labels[i] >= limits[i]) return false;
  return true;
}

// Some of the records are enough to tell them from other files of the same length.
bool hasLabels(Cifar kind, const Bytes& bytes) {
  constexpr std::int64_t kLooks = 64;
  const std::int64_t count = static_cast<std::int64_t>(bytes.size()) / recordBytes(kind);
  const std::int64_t looks = std::min(count, kLooks);
  std::array<std::uint8_t, 2> labels{};
  const auto some = std::span(labels).first(static_cast<std::size_t>(labelBytes(kind)));
  for (std::int64_t i = 0; i < looks; ++i) {
    bytes.read(static_cast<std::uint64_t>(i * count / looks * recordBytes(kind)), some);
    if (!isRight(kind, some)) return false;
  }
  return true;
}

bool isWhole(Cifar kind, std::uint64_t size) {
  return size > 0 && size % static_cast<std::uint64_t>(recordBytes(kind)) == 0;
}

}  // namespace

std::int64_t recordBytes(Cifar kind) { return labelBytes(kind) + kCifarShape.size(); }

std::string toString(Cifar kind) { return kind == Cifar::ten ? "CIFAR-10" : "CIFAR-100"; }

std::optional<Cifar> judgeCifar(const Bytes& bytes) {
  for (const Cifar kind : {Cifar::ten, Cifar::hundred})
    if (isWhole(kind, bytes.size()) && hasLabels(kind, bytes)) return kind;
  return std::nullopt;
}

std::optional<Cifar> judgeCifarLength(std::uint64_t size) {
  for (const Cifar kind : {Cifar::ten, Cifar::hundred})
    if (isWhole(kind, size)) return kind;
  return std::nullopt;
}

ArrayLayout cifarLayout(Cifar kind) {
  ArrayLayout layout = planarLayout({}, kCifarShape);
  layout.sampleStride = recordBytes(kind);
  return layout;
}

ArrayPart cifarPart(Cifar kind, BytesPtr bytes, std::uint64_t offset, std::int64_t count) {
  return {std::move(bytes), offset + static_cast<std::uint64_t>(labelBytes(kind)), count};
}

void readCifarLabels(Cifar kind, const Bytes& bytes, std::uint64_t offset, std::int64_t count,
                     const std::filesystem::path& path, CifarLabels& labels) {
  constexpr std::int64_t kRecordsAtOnce = 512;
  const std::int64_t record = recordBytes(kind);
  const auto limits = limitsOf(kind);
  std::vector<std::uint8_t> some;
  for (std::int64_t first = 0; first < count; first += kRecordsAtOnce) {
    const std::int64_t records = std::min(kRecordsAtOnce, count - first);
    some.resize(static_cast<std::size_t>(records * record));
    const std::uint64_t at = offset + static_cast<std::uint64_t>(first * record);
    bytes.read(at, some);
    for (std::int64_t i = 0; i < records; ++i) {
      const std::uint8_t* found = some.data() + i * record;
      for (std::int64_t j = 0; j < labelBytes(kind); ++j)
        if (found[j] >= limits[static_cast<std::size_t>(j)])
          throw fileError(
              path, {"offset " + std::to_string(at + static_cast<std::uint64_t>(i * record + j)),
                     "a label of " + toString(kind) + " below " +
                         std::to_string(limits[static_cast<std::size_t>(j)]),
                     std::to_string(found[j]), kRemedy});
      labels.fine.push_back(found[labelBytes(kind) - 1]);
      if (kind == Cifar::hundred) labels.coarse.push_back(found[0]);
    }
  }
}

CifarRole cifarRole(std::string_view fileName) {
  const bool isPart = fileName.starts_with("data_batch_");
  if (fileName == "train.bin" || (isPart && fileName.ends_with(".bin"))) return CifarRole::training;
  if (fileName == "test.bin" || fileName == "test_batch.bin") return CifarRole::heldOut;
  if (fileName == "batches.meta.txt" || fileName == "fine_label_names.txt")
    return CifarRole::fineNames;
  if (fileName == "coarse_label_names.txt") return CifarRole::coarseNames;
  if (fileName == "batches.meta" || fileName == "test_batch" || isPart) return CifarRole::pickled;
  return CifarRole::none;
}

std::vector<std::string> parseCifarNames(std::span<const std::uint8_t> text) {
  std::vector<std::string> names(1);
  for (const std::uint8_t byte : text) {
    if (byte == '\n')
      names.emplace_back();
    else if (byte >= ' ')
      names.back() += static_cast<char>(byte);
  }
  std::erase(names, std::string());
  return names;
}

}  // namespace latlas::data
