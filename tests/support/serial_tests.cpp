// Holds the tests that ThreadSanitizer's build leaves out to what they are left out for: a test of a
// source in LATLAS_SERIAL_TESTS ("tests/a_test.cpp|tests/b_test.cpp") that starts a thread fails. Linked into the executable of
// these tests, where it stands in for pthread_create.
#include <dlfcn.h>
#include <gtest/gtest.h>
#include <pthread.h>

#include <atomic>
#include <sstream>
#include <string>
#include <string_view>

namespace latlas::test {
namespace {

std::atomic<int> threadsStarted{0};

bool isSerial(std::string_view file) {
  std::istringstream serial(LATLAS_SERIAL_TESTS);
  for (std::string path; std::getline(serial, path, '|');)
    if (file.ends_with(path)) return true;
  return false;
}

class SerialTests : public ::testing::EmptyTestEventListener {
  void OnTestStart(const ::testing::TestInfo&) override { threadsStarted = 0; }
  void OnTestEnd(const ::testing::TestInfo& test) override {
    if (!isSerial(test.file())) return;
    EXPECT_EQ(threadsStarted, 0) << "starts threads, so " << test.file()
                                 << " belongs into SOURCES of its latlas_test, not into SERIAL";
  }
};

const bool isListening = [] {
  ::testing::UnitTest::GetInstance()->listeners().Append(new SerialTests);
  return true;
}();

}  // namespace
}  // namespace latlas::test

extern "C" int pthread_create(pthread_t* thread, const pthread_attr_t* attributes,
                              void* (*start)(void*), void* argument) {
  using Create = int (*)(pthread_t*, const pthread_attr_t*, void* (*)(void*), void*);
  static const auto create = reinterpret_cast<Create>(dlsym(RTLD_NEXT, "pthread_create"));
  ++latlas::test::threadsStarted;
  return create(thread, attributes, start, argument);
}
