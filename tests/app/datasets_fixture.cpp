#include "tests/app/datasets_fixture.h"

#include <initializer_list>
#include <nlohmann/json.hpp>

#include "core/base/files.h"
#include "core/fetch/checksum.h"

namespace latlas::test {
namespace {

constexpr int kCount = 64, kSide = 8, kClasses = 4;
constexpr const char* kLabels = "/train-labels-idx1-ubyte";

void appendNumber(std::string& bytes, std::uint32_t number) {
  for (const int shift : {24, 16, 8, 0}) bytes += static_cast<char>(number >> shift & 0xFF);
}

// An IDX file of unsigned bytes.
std::string idx(std::initializer_list<std::uint32_t> dimensions, const std::string& values) {
  std::string bytes{'\0', '\0', '\x08', static_cast<char>(dimensions.size())};
  for (const std::uint32_t dimension : dimensions) appendNumber(bytes, dimension);
  return bytes + values;
}

}  // namespace

TinyDatasetServer::TinyDatasetServer() {
  std::string pixels, labels;
  for (int i = 0; i < kCount; ++i) {
    labels += static_cast<char>(i % kClasses);
    for (int p = 0; p < kSide * kSide; ++p)
      pixels += static_cast<char>(p % kSide / 2 == i % kClasses ? 255 - i : i);
  }
  images.body = idx({kCount, kSide, kSide}, pixels);
  images.etag = "\"tiny\"";
  server.put(kImages, images);
  const std::string labelFile = idx({kCount}, labels);
  server.put(kLabels, labelFile);

  nlohmann::json files = nlohmann::json::array();
  for (const auto& [path, body] :
       {std::pair{kImages, images.body}, std::pair{kLabels, labelFile}}) {
    writeFileAtomically(folder_ / "body", body);
    const auto checksum =
        fetch::checksumOf(folder_ / "body", fetch::Digest::md5, [](std::int64_t) {});
    files.push_back({{"name", path + 1},
                     {"bytes", body.size()},
                     {"checksum", "md5:" + checksum.hex},
                     {"urls", {server.url(path)}}});
    bytes_ += static_cast<std::int64_t>(body.size());
  }
  const nlohmann::json entry{{"key", "tiny"},
                             {"title", "Tiny Set"},
                             {"description", "Bars at four places, for tests."},
                             {"count", kCount},
                             {"shape", {1, kSide, kSide}},
                             {"licence", "CC0"},
                             {"homepage", "http://127.0.0.1/"},
                             {"citation", "Nobody. Tiny Set. 2024."},
                             {"files", std::move(files)}};
  const nlohmann::json all{{"format", 1}, {"datasets", {entry}}};
  writeFileAtomically(catalogue(), all.dump(2));
}

}  // namespace latlas::test
