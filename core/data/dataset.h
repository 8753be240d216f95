// What is trained on: immutable images with labels and factors, whatever they were read from.
// Threading: const, so every member may be called from any thread at once.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/data/images.h"

namespace latlas::data {

// A generative factor of known value, after dSprites (Matthey et al. 2017).
struct Factor {
  std::string name;            // "scale"
  std::vector<double> values;  // the value of each of its levels, ascending
  std::string unit;            // "rad"; may be empty
};

struct Skipped {
  std::filesystem::path path;
  std::string why;
};

struct DatasetInfo {
  std::string name;    // for people: "MNIST" or the folder's name
  std::string source;  // what reopens it: an absolute path or "builtin:sprites?..."
  std::string format;  // for people: "IDX, gzipped", "image folder", "generated"
  std::int64_t count = 0;
  Shape shape;
  // Rows from here on are held out because the dataset's makers said so (MNIST's 10,000);
  // equal to `count` when they did not, and a seeded split decides.
  std::int64_t publishedTrainCount = 0;
  std::vector<std::string> classes;  // empty: no labels
  std::vector<Factor> factors;
  std::vector<Skipped> skipped;
  std::int64_t memoryBytes = 0;  // held in memory
  bool isResized = false;        // to OpenOptions::imageSize, which may be chosen anew
};

class Dataset {
 public:
  virtual ~Dataset() = default;

  const DatasetInfo& info() const { return info_; }

  // Writes the images of `rows` into `pixels`, planar [rows, channels, height, width] in [0, 1];
  // pixels.size() == rows.size() * info().shape.size(). Rows outside [0, count) are a bug.
  virtual void read(std::span<const std::int64_t> rows, std::span<float> pixels) const = 0;

  // Index into info().classes, or -1 when there are none.
  virtual int label(std::int64_t row) const = 0;

  // Level of factor `factor`: an index into its values.
  virtual int factorLevel(std::int64_t row, int factor) const = 0;

  // Identifies the content: equal for equal pixels and labels, whatever the path. 16 hex digits.
  virtual std::string fingerprint() const = 0;

 protected:
  explicit Dataset(DatasetInfo info) : info_(std::move(info)) {}

 private:
  DatasetInfo info_;
};

using DatasetPtr = std::shared_ptr<const Dataset>;

// Rows of the two parts, each ascending. A published split is kept; else `heldOutFraction` of the
// rows, drawn with `seed`, are held out (at least one row in each part when count >= 2).
struct Split {
  std::vector<std::int64_t> train;
  std::vector<std::int64_t> heldOut;
};
Split split(const DatasetInfo& info, double heldOutFraction, std::uint64_t seed);

}  // namespace latlas::data
