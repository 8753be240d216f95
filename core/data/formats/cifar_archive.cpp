#include "core/data/formats/cifar_archive.h"

#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>
#include <tuple>
#include <utility>

#include "core/base/error.h"
#include "core/data/parallel.h"
#include "core/data/storage/archive_reader.h"
#include "core/data/storage/decode_cache.h"
#include "core/data/storage/decoded_samples.h"
#include "core/data/storage/gzip_source.h"

namespace latlas::data {
namespace fs = std::filesystem;
namespace {

using nlohmann::json;

// All of CIFAR-100 is 185 MB; what is far beyond is something else.
constexpr std::uint64_t kMostUnpacked = std::uint64_t{1} << 30;
constexpr std::size_t kChunkBytes = 1 << 20;
constexpr const char* kRemedy = "Download the archive again";

CifarRole roleOf(const ArchiveEntry& entry) {
  if (entry.isFolder || entry.isLink) return CifarRole::none;
  return cifarRole(fs::path(entry.name).filename().string());
}

struct Batch {
  std::string name;
  bool isHeldOut = false;
  std::vector<std::uint8_t> records;
};

struct Unpacked {
  std::vector<Batch> batches;
  json page = json::object();
  bool hasPickles = false;
};

// Grows with what comes out, not with what the archive promises.
std::vector<std::uint8_t> readEntry(ArchiveReader& reader, const ArchiveEntry& entry,
                                    std::uint64_t most, const fs::path& path) {
  std::vector<std::uint8_t> all;
  try {
    for (std::size_t filled = 0;;) {
      all.resize(filled + kChunkBytes);
      const std::size_t count = reader.read(std::span(all).subspan(filled));
      filled += count;
      if (filled > most)
        throw fileError(
            path,
            {"", "batches of CIFAR, at most " + std::to_string(kMostUnpacked) + " bytes together",
             "more", kRemedy});
      if (count < kChunkBytes) {
        all.resize(filled);
        return all;
      }
    }
  } catch (const EntryFault& fault) {
    throw fileError(path, {entry.name, "a whole file", fault.what(), kRemedy});
  }
}

Unpacked unpack(const Place& place, const OpenOptions& options, Progress& progress) {
  ArchiveSettings settings{options.unpackLimit, options.unpackRatio};
  settings.onBlock = [&](double fraction) { progress.report(fraction, "unpacking the batches"); };
  ArchiveReader reader(std::make_shared<const FileBytes>(place.path), place.path, settings);
  Unpacked found;
  std::uint64_t left = kMostUnpacked;
  while (const auto entry = reader.next()) {
    const CifarRole role = roleOf(*entry);
    if (role == CifarRole::pickled) found.hasPickles = true;
    if (role == CifarRole::none || role == CifarRole::pickled) continue;
    std::vector<std::uint8_t> bytes = readEntry(reader, *entry, left, place.path);
    left -= bytes.size();
    if (role == CifarRole::fineNames)
      found.page["fine_names"] = parseCifarNames(bytes);
    else if (role == CifarRole::coarseNames)
      found.page["coarse_names"] = parseCifarNames(bytes);
    else
      found.batches.push_back({fs::path(entry->name).filename().string(),
                               role == CifarRole::heldOut, std::move(bytes)});
  }
  std::sort(found.batches.begin(), found.batches.end(), [](const Batch& a, const Batch& b) {
    return std::tuple(a.isHeldOut, a.name.size(), a.name) <
           std::tuple(b.isHeldOut, b.name.size(), b.name);
  });
  return found;
}

CachedSamples decode(const Place& place, const CacheKey& key, const OpenOptions& options,
                     Progress& progress) {
  Unpacked found;
  forEachInParallel(2, {progress, 0.0, 1.0, "unpacking the batches"}, [&](std::size_t task) {
    if (task == 0)
      found = unpack(place, options, progress);
    else
      requireWholeGzip(place.path, [&] { progress.report(progress.fraction()); });
  });
  if (found.batches.empty()) {
    if (found.hasPickles) refusePickles(place.path);
    throw fileError(place.path, {"", "CIFAR's batches (data_batch_1.bin or train.bin)",
                                 "none of them", kRemedy});
  }
  std::uint64_t total = 0;
  for (const Batch& batch : found.batches) total += batch.records.size();
  DecodedSamples samples(key, total, options);
  std::uint64_t at = 0;
  for (Batch& batch : found.batches) {
    const fs::path path = place.path.string() + "/" + batch.name;
    const MemoryBytes records(std::move(batch.records));
    auto kind = judgeCifar(records);
    if (!kind) kind = judgeCifarLength(records.size());
    if (!kind)
      throw fileError(path, {"", "whole records of 3073 bytes (CIFAR-10) or 3074 (CIFAR-100)",
                             std::to_string(records.size()) + " bytes", kRemedy});
    samples.write(at, records.inMemory());
    found.page["batches"].push_back({{"name", batch.name},
                                     {"hundred", *kind == Cifar::hundred},
                                     {"held_out", batch.isHeldOut},
                                     {"offset", at},
                                     {"bytes", records.size()}});
    at += records.size();
  }
  return samples.finish(found.page, total);
}

CifarFiles filesIn(const CachedSamples& samples, const fs::path& archive) {
  const json& page = *samples.page;
  CifarFiles files;
  for (const json& batch : page.at("batches")) {
    CifarPart part;
    part.path = archive.string() + "/" + batch.at("name").get<std::string>();
    part.kind = batch.at("hundred").get<bool>() ? Cifar::hundred : Cifar::ten;
    part.bytes = samples.bytes;
    part.offset = samples.offset + batch.at("offset").get<std::uint64_t>();
    part.count = batch.at("bytes").get<std::int64_t>() / recordBytes(part.kind);
    part.isHeldOut = batch.at("held_out").get<bool>();
    files.parts.push_back(std::move(part));
  }
  files.fineNames = page.value("fine_names", std::vector<std::string>());
  files.coarseNames = page.value("coarse_names", std::vector<std::string>());
  return files;
}

}  // namespace

std::optional<Peek> peekCifarArchive(const Place& place) {
  if (place.isFolder || archiveKind(place.head).empty()) return std::nullopt;
  constexpr int kLooks = 8;
  constexpr std::uint64_t kLookBytes = 1 << 16;
  try {
    ArchiveReader reader(std::make_shared<const FileBytes>(place.path), place.path,
                         {OpenOptions().unpackLimit, OpenOptions().unpackRatio, kLookBytes});
    for (int i = 0; i < kLooks; ++i) {
      const auto entry = reader.next();
      if (!entry) break;
      const CifarRole role = roleOf(*entry);
      if (role == CifarRole::pickled) return Peek{"CIFAR as Python pickles", false};
      if (role != CifarRole::none) return Peek{"CIFAR archive", true};
    }
  } catch (const Error&) {
    // No archive, or its first entry reaches beyond what a look reads.
  }
  return std::nullopt;
}

CifarFiles unpackCifar(const Place& place, const OpenOptions& options, Progress& progress) {
  CacheKey key("cifar 1");
  key.addFile(place.path);
  if (const auto cached = findCached(key)) {
    try {
      return filesIn(*cached, place.path);
    } catch (const json::exception&) {
      // Another program's entry under this name: unpacked anew.
    }
  }
  return filesIn(decode(place, key, options, progress), place.path);
}

void refusePickles(const fs::path& path) {
  throw fileError(path, {"", "the binary version of CIFAR (data_batch_1.bin or train.bin)",
                         "Python's version: pickled objects, which are never run",
                         "Download the file whose name ends in -binary.tar.gz"});
}

}  // namespace latlas::data
