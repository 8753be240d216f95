// A program for isolated_work_test.cpp that behaves as its first argument says.
#include <fcntl.h>

#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <cstdlib>
#include <functional>
#include <map>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "core/base/error.h"
#include "core/base/isolated_program.h"

namespace {

using namespace latlas;

using Arguments = std::vector<std::string>;
using Bytes = std::vector<std::uint8_t>;

// COUNT pieces of LENGTH bytes, each filled with FIRST plus its number.
void writePieces(const Arguments& arguments, IsolatedOutput& output) {
  const int count = std::stoi(arguments.at(1)), length = std::stoi(arguments.at(2));
  const int first = std::stoi(arguments.at(3));
  for (int piece = 0; piece < count; ++piece)
    output.write(Bytes(static_cast<std::size_t>(length), static_cast<std::uint8_t>(first + piece)));
}

// Each open descriptor, as a byte.
void writeDescriptors(const Arguments&, IsolatedOutput& output) {
  Bytes open;
  for (int number = 0; number < 256; ++number)
    if (::fcntl(number, F_GETFD) >= 0) open.push_back(static_cast<std::uint8_t>(number));
  output.write(open);
}

void takeMemory(const Arguments& arguments, IsolatedOutput& output) {
  const Bytes far(std::stoull(arguments.at(1)), 1);
  output.write(std::span(far).first(1));
}

const std::map<std::string, IsolatedTask> kBehaviours{
    {"nothing", [](const Arguments&, IsolatedOutput&) {}},
    {"pieces", writePieces},
    {"descriptors", writeDescriptors},
    {"error",
     [](const Arguments& arguments, IsolatedOutput& output) {
       output.write(Bytes{1, 2, 3});
       throw Error(arguments.at(1));
     }},
    {"exception", [](const Arguments& arguments,
                     IsolatedOutput&) { throw std::runtime_error(arguments.at(1)); }},
    {"segfault", [](const Arguments&, IsolatedOutput&) { std::raise(SIGSEGV); }},
    {"abort", [](const Arguments&, IsolatedOutput&) { std::abort(); }},
    {"exit", [](const Arguments&, IsolatedOutput&) { std::_Exit(0); }},
    {"endless",
     [](const Arguments&, IsolatedOutput&) {
       for (std::atomic<int> i = 0;; ++i) {
       }
     }},
    {"memory", takeMemory},
    {"silent",
     [](const Arguments&, IsolatedOutput&) { std::this_thread::sleep_for(std::chrono::hours(1)); }},
    {"loud",
     [](const Arguments&, IsolatedOutput& output) {
       for (;;) output.write(Bytes(1000));
     }},
};

}  // namespace

int main(int argc, char** argv) {
  return runIsolatedTask(argc, argv, [](const Arguments& arguments, IsolatedOutput& output) {
    kBehaviours.at(arguments.at(0))(arguments, output);
  });
}
