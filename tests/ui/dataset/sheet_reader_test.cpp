#include "app/dataset/sheet_reader.h"

#include <gtest/gtest.h>

#include "core/base/worker_thread.h"
#include "tests/support/fake_model.h"
#include "tests/support/made_dataset.h"

namespace latlas::app {
namespace {

// Turns until there is nothing to do, which takes fewer than anybody waits for.
std::shared_ptr<const SheetPage> answer(SheetReader& reader, const SheetRequest& request) {
  reader.read(request);
  for (int i = 0; i < 10'000 && reader.turn(); ++i) {
  }
  return reader.pages().read();
}

using Rows = std::vector<std::int64_t>;

TEST(SheetReader, ReadsRowsFromAPlace) {
  SheetReader reader({});
  EXPECT_FALSE(reader.turn());
  const auto dataset = test::fakeDataset(100);
  const auto page = answer(reader, {dataset, {}, 97, 10});
  EXPECT_EQ(page->rows, (Rows{97, 98, 99}));
  EXPECT_EQ(page->first, 97);
  EXPECT_EQ(page->matches, 100);
  EXPECT_EQ(page->images.count, 3);
  EXPECT_TRUE(page->values.empty());
  EXPECT_FALSE(page->isSearching);
}

TEST(SheetReader, FiltersAndCounts) {
  SheetReader reader({});
  const auto dataset = test::fakeDataset(1'000'000);
  const auto page = answer(reader, {dataset, {1, ""}, 3, 2});
  EXPECT_EQ(page->rows, (Rows{10, 13}));
  EXPECT_EQ(page->matches, 333'333);
  EXPECT_FALSE(page->isSearching);
  const auto last = answer(reader, {dataset, {1, ""}, 400'000, 5});
  EXPECT_TRUE(last->rows.empty());
  EXPECT_EQ(last->matches, 333'333);
  EXPECT_EQ(answer(reader, {dataset, {-1, "row 999999"}, 0, 5})->rows, (Rows{999'999}));
}

TEST(SheetReader, ShowsAFullPageBeforeTheSearchHasEnded) {
  SheetReader reader({});
  const auto dataset = test::fakeDataset(1'000'000);
  reader.read({dataset, {0, ""}, 0, 4});
  ASSERT_TRUE(reader.turn());
  const auto early = reader.pages().read();
  ASSERT_TRUE(early);
  EXPECT_TRUE(early->isSearching);
  EXPECT_EQ(early->rows, (Rows{0, 3, 6, 9}));
  EXPECT_LT(early->matches, 333'334);
  // A newer wish is taken up at once, whatever is left of the search.
  reader.read({dataset, {-1, "row 5"}, 0, 4});
  for (int i = 0; i < 1000 && reader.turn(); ++i) {
  }
  EXPECT_EQ(reader.pages().read()->rows, (Rows{5}));
  EXPECT_FALSE(reader.pages().read()->isSearching);
}

TEST(SheetReader, AnotherPlaceDoesNotBeginTheSearchAnew) {
  SheetReader reader({});
  const auto dataset = test::fakeDataset(1'000'000);
  answer(reader, {dataset, {0, ""}, 0, 4});
  reader.read({dataset, {0, ""}, 100, 4});
  reader.turn();
  EXPECT_EQ(reader.pages().read()->rows.front(), 300);
  EXPECT_EQ(reader.pages().read()->matches, 333'334);
}

TEST(SheetReader, SaysWhyItCannotSearch) {
  SheetReader reader({});
  const auto page = answer(reader, {test::fakeDataset(10), {-1, "age > 3"}, 0, 5});
  EXPECT_EQ(page->matches, 0);
  EXPECT_TRUE(page->rows.empty());
  EXPECT_NE(page->problem.find("age"), std::string::npos);
}

TEST(SheetReader, KeepsTheValuesOfVectors) {
  SheetReader reader({});
  const auto page = answer(reader, {test::flowers(30), {-1, "bern, age >= 20"}, 0, 2});
  EXPECT_EQ(page->rows, (Rows{21, 23}));
  ASSERT_EQ(page->values.size(), 2u * 4);
  EXPECT_EQ(page->values[1], static_cast<float>((21 * 7 + 5) % 13 - 6) / 3.0f);
  EXPECT_EQ(page->images.count, 2);
}

TEST(SheetReader, AFileThatFailsIsAFailureAndNothingMore) {
  test::Made made;
  made.info.name = "gone";
  made.info.count = 10;
  made.info.shape = {1, 2, 2};
  made.value = [](std::int64_t row, std::int64_t) -> float {
    if (row > 4) throw Error("/data/gone: it has changed since it was opened");
    return 0.5f;
  };
  const auto dataset = std::make_shared<const test::MadeDataset>(made);
  SheetReader reader({});
  const auto page = answer(reader, {dataset, {}, 3, 5});
  ASSERT_TRUE(page->failure);
  EXPECT_EQ(page->failure->task, "read gone");
  EXPECT_NE(page->failure->message.find("changed"), std::string::npos);
  EXPECT_EQ(page->images.count, 0);
  EXPECT_FALSE(answer(reader, {dataset, {}, 0, 5})->failure);
}

TEST(SheetReader, TheNewestOfManyWishesIsAnsweredOnItsThread) {
  SheetReader reader({});
  const auto dataset = test::fakeDataset(200'000);
  {
    const WorkerThread thread(reader);
    for (int i = 0; i <= 500; ++i) reader.read({dataset, {i % 3, ""}, i, 5});
    for (int i = 0; i < 2000; ++i) {
      const auto page = reader.pages().read();
      if (page && page->first == 500 && !page->isSearching) break;
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
  }
  const auto page = reader.pages().read();
  EXPECT_EQ(page->first, 500);
  EXPECT_EQ(page->filter.label, 500 % 3);
  EXPECT_EQ(page->rows.front(), 500 * 3 + 500 % 3);
}

}  // namespace
}  // namespace latlas::app
