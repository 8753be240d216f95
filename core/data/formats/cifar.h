// The binary form of CIFAR-10 and CIFAR-100 (Krizhevsky 2009): records of one or two label bytes
// and the 3 x 32 x 32 bytes of an image, red, green and blue plane by plane.
// Threading: any thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/data/images.h"
#include "core/data/storage/array_store.h"
#include "core/data/storage/bytes.h"

namespace latlas::data {

inline constexpr Shape kCifarShape{3, 32, 32};

// CIFAR-10: one label below 10. CIFAR-100: a coarse one below 20, then a fine one below 100.
enum class Cifar { ten, hundred };

std::int64_t recordBytes(Cifar kind);
std::string toString(Cifar kind);

// By the length, whole records of one kind or the other, and the labels of some of the records.
std::optional<Cifar> judgeCifar(const Bytes& bytes);
// By the length alone.
std::optional<Cifar> judgeCifarLength(std::uint64_t size);

// The images as they lie, from `offset` on.
ArrayLayout cifarLayout(Cifar kind);
ArrayPart cifarPart(Cifar kind, BytesPtr bytes, std::uint64_t offset, std::int64_t count);

struct CifarLabels {
  std::vector<std::uint8_t> fine, coarse;  // coarse: of CIFAR-100
};

// Appends the labels of `count` records from `offset` on. Throws Error (offset, expected, found)
// when one is too large; `path` is for the message.
void readCifarLabels(Cifar kind, const Bytes& bytes, std::uint64_t offset, std::int64_t count,
                     const std::filesystem::path& path, CifarLabels& labels);

// What a file of a CIFAR folder or archive is, by its name.
enum class CifarRole { none, training, heldOut, fineNames, coarseNames, pickled };
CifarRole cifarRole(std::string_view fileName);

// One name a line, as in batches.meta.txt and fine_label_names.txt.
std::vector<std::string> parseCifarNames(std::span<const std::uint8_t> text);

}  // namespace latlas::data
