// That a table which is dropped on the window is read once, however the user then opens it.
#include <gtest/gtest.h>

#include <fstream>
#include <string>

#include "app/dataset/open_preview.h"
#include "app/dataset/open_source.h"
#include "tests/support/bytes_read.h"
#include "tests/support/temporary_folder.h"

namespace latlas::app {
namespace {

class OpeningATable : public testing::Test {
 protected:
  // 64 columns of bytes without names: pixels, or numbers by chance.
  OpeningATable() {
    for (int row = 0; row < 10'000; ++row) {
      for (int i = 0; i < 64; ++i) text_ += std::to_string((row * 64 + i) * 7 % 256) + ",";
      text_ += std::to_string(row % 10) + "\n";
    }
    std::ofstream(source_, std::ios::binary) << text_;
    before_ = test::bytesRead();
  }
  double timesRead() const {
    return static_cast<double>(test::bytesRead() - before_) / static_cast<double>(text_.size());
  }

  test::TemporaryFolder folder_;
  std::string source_ = (folder_ / "digits.csv").string();
  std::string text_;
  std::int64_t before_ = 0;
  Progress progress_;
};

TEST_F(OpeningATable, WithoutAQuestionItIsReadOnce) {
  data::OpenOptions options;
  options.meaning = data::Meaning::vectors;
  const OpenedOrQuestion found = openSource(source_, options, true, nullptr, progress_);
  ASSERT_TRUE(found.opened);
  EXPECT_NEAR(timesRead(), 1.0, 0.2);
}

TEST_F(OpeningATable, TheQuestionAndItsPreviewsReadItNoMore) {
  OpenedOrQuestion found = openSource(source_, {}, true, nullptr, progress_);
  ASSERT_TRUE(found.question);
  data::ReadingPtr reading = found.question->reading;
  OpenPreview preview = previewOf(source_, {}, reading, progress_);
  EXPECT_EQ(preview.shape, (data::Shape{1, 8, 8}));
  data::OpenOptions options;
  options.meaning = data::Meaning::vectors;
  preview = previewOf(source_, options, preview.survey->reading, progress_);
  EXPECT_EQ(preview.shape, data::vectorShape(64)) << "the last column is the label";
  found = openSource(source_, options, false, preview.survey->reading, progress_);
  ASSERT_TRUE(found.opened);
  EXPECT_EQ(found.opened->dataset->info().count, 10'000);
  EXPECT_NEAR(timesRead(), 1.0, 0.4);
}

}  // namespace
}  // namespace latlas::app
