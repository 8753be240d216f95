#include "app/session/write_queue.h"

#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <thread>
#include <vector>

#include "core/base/error.h"

namespace latlas::app {
namespace {

void finish(WriteQueue& queue) {
  for (int i = 0; i < 5000 && queue.busy(); ++i) {
    queue.takeEnds();
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  ASSERT_FALSE(queue.busy());
}

TEST(WriteQueue, WritesOneAfterTheOtherAndEndsEach) {
  WriteQueue queue([] {});
  std::vector<std::string> done;
  std::vector<int> written;  // by one job at a time
  for (int i = 0; i < 5; ++i)
    queue.add({"f" + std::to_string(i), [&written, i](Progress&) { written.push_back(i); },
               [&done, i] { done.push_back("done " + std::to_string(i)); },
               [&done](const Failure&) { done.push_back("failed"); }});
  EXPECT_TRUE(queue.busy());
  EXPECT_EQ(queue.writing(), "save f0");
  EXPECT_TRUE(done.empty()) << "ends are told when they are taken";
  finish(queue);
  EXPECT_EQ(written, (std::vector<int>{0, 1, 2, 3, 4}));
  EXPECT_EQ(done, (std::vector<std::string>{"done 0", "done 1", "done 2", "done 3", "done 4"}));
  EXPECT_EQ(queue.writing(), std::nullopt);
}

TEST(WriteQueue, AFailureIsToldToItsOwnWriteAndTheNextGoesOn) {
  WriteQueue queue([] {});
  std::string first = "not ended", second = "not ended";
  queue.add({"/a", [](Progress&) { throw Error("the disk is full"); }, [&] { first = "done"; },
             [&](const Failure& failure) { first = failure.task + ": " + failure.message; }});
  queue.add({"/b", [](Progress&) {}, [&] { second = "done"; }, {}});
  finish(queue);
  EXPECT_EQ(first, "save /a: the disk is full");
  EXPECT_EQ(second, "done");
}

TEST(WriteQueue, AnEndMayAddAnotherWrite) {
  WriteQueue queue([] {});
  bool isSecondDone = false;
  queue.add({"/a",
             [](Progress&) {},
             [&] {
               queue.add({"/b", [](Progress&) {}, [&] { isSecondDone = true; }, {}});
             },
             {}});
  finish(queue);
  EXPECT_TRUE(isSecondDone);
}

}  // namespace
}  // namespace latlas::app
