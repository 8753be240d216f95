#include "core/data/metadata_file.h"

#include <system_error>
#include <vector>

#include "core/base/error.h"
#include "core/data/delimited/table_peek.h"
#include "core/data/place.h"
#include "core/data/source.h"

namespace latlas::data {
namespace fs = std::filesystem;
namespace {

bool isOtherFile(const fs::path& candidate, const fs::path& dataset) {
  std::error_code ignored;
  return fs::is_regular_file(candidate, ignored) && !fs::equivalent(candidate, dataset, ignored);
}

std::optional<fs::path> tableCalled(const fs::path& stem, const fs::path& dataset) {
  for (const char* ending : {".csv", ".tsv", ".csv.gz", ".tsv.gz"}) {
    fs::path candidate = stem;
    candidate += ending;
    if (isOtherFile(candidate, dataset)) return candidate;
  }
  return std::nullopt;
}

// "digits.tar.gz" -> "digits.tar", "digits".
std::vector<fs::path> stemsOf(const fs::path& file) {
  std::vector<fs::path> stems;
  for (fs::path stem = file; stem.has_extension() && stems.size() < 2;) {
    stem.replace_extension();
    stems.push_back(stem);
  }
  if (stems.empty()) stems.push_back(file);
  return stems;
}

bool isTableFile(const fs::path& file) {
  try {
    return peekTable(lookAt(file)).has_value();
  } catch (const Error&) {
    return false;
  }
}

}  // namespace

std::optional<fs::path> metadataBeside(const fs::path& dataset, const OpenOptions& options) {
  if (!options.metadata.empty()) return tidyPath(options.metadata);
  if (isBuiltin(dataset.string())) return std::nullopt;
  std::error_code ignored;
  if (fs::is_directory(dataset, ignored)) return tableCalled(dataset / "metadata", dataset);
  const std::vector<fs::path> stems = stemsOf(dataset);
  for (fs::path stem : stems)
    if (const auto found = tableCalled(stem += ".metadata", dataset)) return found;
  for (const fs::path& stem : stems)
    if (const auto found = tableCalled(stem, dataset))
      return isTableFile(dataset) ? std::nullopt : found;
  return std::nullopt;
}

}  // namespace latlas::data
