// That a table is read once to be surveyed and opened, and anew where it must be.
#include <fstream>
#include <memory>
#include <string>
#include <utility>

#include "core/data/open.h"
#include "tests/core/data/fixtures.h"
#include "tests/support/bytes_read.h"
#include "tests/support/temporary_folder.h"

namespace latlas::data::test {
namespace {

// 100,000 rows: over 2 MB, beside which a few looks at the file's head and samples are little.
std::string longTable(const std::string& firstNumber = "0.25") {
  std::string text = "width,height,kind,colour\n" + firstNumber + ",0.5,k0,red\n";
  for (int i = 1; i < 100'000; ++i)
    text += std::to_string(i % 977) + ".25," + std::to_string(i % 613) + ".5,k" +
            std::to_string(i % 3) + (i % 2 == 0 ? ",red\n" : ",green\n");
  return text;
}

class TableReading : public testing::Test {
 protected:
  TableReading() { write(longTable()); }

  void write(const std::string& text) {
    std::ofstream(path_, std::ios::binary) << text;
    size_ = std::ssize(text);
  }
  Survey look(const OpenOptions& options = {}, const ReadingPtr& reading = nullptr) {
    return survey(path_.string(), options, progress_, reading);
  }
  DatasetPtr openWith(ReadingPtr reading, const OpenOptions& options = {}) {
    return open(path_.string(), options, progress_, std::move(reading));
  }
  // How often all of the table's text was read since the last call.
  std::int64_t timesRead() {
    const std::int64_t before = std::exchange(seen_, latlas::test::bytesRead());
    return (seen_ - before) / size_;
  }
  static OpenOptions labelledBy(const std::string& column) {
    OpenOptions options;
    options.labels = column;
    return options;
  }

  latlas::test::TemporaryFolder folder_;
  std::filesystem::path path_ = folder_ / "long.csv";
  std::int64_t size_ = 0;
  std::int64_t seen_ = 0;
  Progress progress_;
};

TEST_F(TableReading, OpeningReadsItOnce) {
  timesRead();
  const DatasetPtr dataset = openWith(nullptr);
  EXPECT_EQ(timesRead(), 1);
  EXPECT_EQ(dataset->info().count, 100'000);
}

TEST_F(TableReading, OneReadingServesTheSurveyAndTheDataset) {
  timesRead();
  Survey found = look();
  EXPECT_EQ(timesRead(), 1);
  EXPECT_EQ(found.count, 100'000);
  const DatasetPtr dataset = openWith(std::move(found.reading));
  EXPECT_EQ(timesRead(), 0);
  EXPECT_EQ(dataset->fingerprint(), openWith(nullptr)->fingerprint());
}

TEST_F(TableReading, OptionsMayChangeInBetween) {
  Survey found = look();
  timesRead();
  for (const char* column : {"kind", "colour", "none", "kind"}) {
    found = look(labelledBy(column), found.reading);
    OpenOptions few = labelledBy(column);
    few.subset = 12;
    EXPECT_EQ(openWith(found.reading, few)->info().count, 12);
  }
  const DatasetPtr byColour = openWith(found.reading, labelledBy("colour"));
  const DatasetPtr byKind = openWith(std::move(found.reading), labelledBy("kind"));
  EXPECT_EQ(timesRead(), 0);
  EXPECT_EQ(byColour->info().classes, (std::vector<std::string>{"green", "red"}));
  EXPECT_EQ(byKind->info().classes, (std::vector<std::string>{"k0", "k1", "k2"}));
  EXPECT_EQ(byColour->fingerprint(), openWith(nullptr, labelledBy("colour"))->fingerprint());
  EXPECT_EQ(byKind->fingerprint(), openWith(nullptr, labelledBy("kind"))->fingerprint());
}

TEST_F(TableReading, AFileThatChangedIsReadAnew) {
  const Survey found = look();
  const auto date = std::filesystem::last_write_time(path_);
  const DatasetPtr before = openWith(nullptr);
  // As long as it was.
  write(longTable("7.75"));
  EXPECT_NE(openWith(found.reading)->fingerprint(), before->fingerprint());
  EXPECT_NE(look({}, found.reading).reading, found.reading);
  // As a copy may have it: of the same length and date, and other bytes.
  std::filesystem::last_write_time(path_, date);
  EXPECT_NE(openWith(found.reading)->fingerprint(), before->fingerprint());
  path_ = folder_ / "other.csv";
  write(longTable("9.75"));
  EXPECT_NE(openWith(found.reading)->fingerprint(), before->fingerprint());
}

TEST_F(TableReading, NothingOfItIsHeldOnceItIsOpen) {
  Survey found = look();
  const std::weak_ptr<const Reading> reading = found.reading;
  const DatasetPtr dataset = openWith(std::move(found.reading));
  EXPECT_TRUE(reading.expired());
}

TEST_F(TableReading, WhatIsTooLargeIsCountedAndNotKept) {
  OpenOptions small;
  small.memoryLimit = 100'000;
  const Survey found = look(small);
  EXPECT_EQ(found.count, 100'000);
  EXPECT_EQ(found.reading, nullptr);
  // The limit may be set in between.
  const Survey kept = look();
  ASSERT_NE(kept.reading, nullptr);
  expectSays(errorOf([&] { openWith(kept.reading, small); }), {"long.csv", "100.0 kB"});
}

TEST_F(TableReading, AMistakeIsToldByOpening) {
  std::string text = longTable();
  const std::size_t row = text.rfind('\n', text.size() - 2);
  text.replace(row + 1, 1, "oops");
  write(text);
  const Survey found = look();
  EXPECT_EQ(found.count, 100'000);
  EXPECT_EQ(found.reading, nullptr);
  expectSays(errorOf([&] { openWith(found.reading); }), {"long.csv", "row"});
}

TEST_F(TableReading, OfATableBesideOnlyTheBeginningIsSurveyed) {
  std::string text = "species,weight\n";
  for (int i = 0; i < 1'000'000; ++i) text += "cat,0.5\nowl,1.5\n";
  std::ofstream(folder_ / "few.metadata.csv", std::ios::binary) << text;
  std::ofstream(folder_ / "few.csv", std::ios::binary) << "a,b\n0.5,1.5\n2.5,3.5\n";
  const std::int64_t before = latlas::test::bytesRead();
  const Survey found = survey((folder_ / "few.csv").string(), {}, progress_);
  EXPECT_LT(latlas::test::bytesRead() - before, std::ssize(text) / 2);
  ASSERT_EQ(found.labels.size(), 1u);
  EXPECT_EQ(found.labels[0].label, "species (2 different)");
}

}  // namespace
}  // namespace latlas::data::test
