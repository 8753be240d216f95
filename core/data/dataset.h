// What is trained on: immutable samples (images or vectors) with labels, factors and columns,
// whatever they were read from.
// Threading: const, so every member may be called from any thread at once.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/data/images.h"
#include "core/data/open_options.h"

namespace latlas::data {

// A generative factor of known value, after dSprites (Matthey et al. 2017).
struct Factor {
  std::string name;            // "scale"
  std::vector<double> values;  // the value of each of its levels, ascending
  std::string unit;            // "rad"; may be empty
};

// One number of a vector sample. read() gives (stored - mean) / deviation.
struct Variable {
  std::string name;  // "petal length"
  double mean = 0.0;
  double deviation = 1.0;          // over the dataset; 1 when the column is constant
  double least = 0.0, most = 0.0;  // as stored, of those present
  std::int64_t missing = 0;        // rows that have no value

  double inUnits(double standardized) const { return mean + deviation * standardized; }
};

// More that is known of each row, to colour, label and search by: numbers or texts.
struct Column {
  std::string name;
  std::vector<double> numbers;      // [count], NaN: missing; empty for a column of texts
  std::vector<std::int32_t> codes;  // [count] indices into texts, -1: missing; empty for numbers
  std::vector<std::string> texts;

  bool isText() const { return numbers.empty(); }
  // Of one row, for people; empty when it is missing.
  std::string text(std::int64_t row) const;
};

struct Skipped {
  std::filesystem::path path;
  std::string why;
};

struct DatasetInfo {
  std::string name;    // for people: "MNIST" or the folder's name
  std::string source;  // what reopens it: an absolute path or "builtin:sprites?..."
  std::string format;  // for people: "IDX, gzipped", "image folder", "generated"
  std::string values;  // for people: the stored type and range: "bytes, 0 to 255"
  std::int64_t count = 0;
  Shape shape;
  // Rows from here on are held out because the dataset's makers said so (MNIST's 10,000);
  // equal to `count` when they did not, and a seeded split decides.
  std::int64_t publishedTrainCount = 0;
  std::vector<std::string> classes;  // empty: no labels
  std::vector<Factor> factors;
  std::vector<Variable> variables;  // of vectors, one for each number
  std::vector<Skipped> skipped;
  std::int64_t memoryBytes = 0;  // held in memory
  bool isResized = false;        // to OpenOptions::imageSize, which may be chosen anew
  OpenOptions options;           // with which `source` opens as this dataset again
};

class Dataset {
 public:
  virtual ~Dataset() = default;

  const DatasetInfo& info() const { return info_; }

  // Writes the samples of `rows` into `values`, [rows, shape.size()]. Images are planar
  // [channels, height, width] in [0, 1]; vectors are standardized (see Variable), NaN: missing.
  // Rows outside [0, count) are a bug. Throws Error when the file behind them fails or changed.
  virtual void read(std::span<const std::int64_t> rows, std::span<float> values) const = 0;

  // Index into info().classes, or -1 when there are none or the row has none.
  virtual int label(std::int64_t row) const = 0;

  // Level of factor `factor`: an index into its values.
  virtual int factorLevel(std::int64_t row, int factor) const = 0;

  virtual const std::vector<Column>& columns() const;

  // Identifies the content: equal for equal samples and labels, whatever the path. 16 hex digits.
  // Of a dataset that is not held in memory evenly spread rows stand for all.
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
