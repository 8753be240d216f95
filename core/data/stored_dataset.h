// A dataset of stored samples, in memory or in place: what every format ends in.
// Threading: const after construction. Owns: the samples and what is known of them.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/data/annotations.h"
#include "core/data/dataset.h"
#include "core/data/storage/sample_store.h"

namespace latlas::data {

class StoredDataset final : public Dataset {
 public:
  // Sets info.count, info.shape and info.memoryBytes and computes the fingerprint (about 0.1 s for
  // a gigabyte in memory). Annotations that disagree with `info` or the store are a bug.
  StoredDataset(DatasetInfo info, std::unique_ptr<const SampleStore> samples,
                Annotations annotations);

  void read(std::span<const std::int64_t> rows, std::span<float> values) const override {
    samples_->read(rows, values);
  }
  int label(std::int64_t row) const override;
  int factorLevel(std::int64_t row, int factor) const override;
  const std::vector<Column>& columns() const override { return annotations_.columns; }
  std::string fingerprint() const override { return fingerprint_; }

 private:
  std::unique_ptr<const SampleStore> samples_;
  Annotations annotations_;
  std::string fingerprint_;
};

}  // namespace latlas::data
