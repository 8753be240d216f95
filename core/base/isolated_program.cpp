#include "core/base/isolated_program.h"

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <exception>
#include <new>
#include <optional>
#include <string_view>

#include "core/base/error.h"
#include "core/base/isolated_protocol.h"

namespace latlas {
namespace {

void writeAll(std::span<const std::uint8_t> bytes) {
  while (!bytes.empty()) {
    const ssize_t count = ::write(kIsolatedPipe, bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) ::_exit(1);  // nobody reads any more
    bytes = bytes.subspan(static_cast<std::size_t>(count));
  }
}

void writePiece(PieceKind kind, std::span<const std::uint8_t> bytes) {
  std::array<std::uint8_t, kPieceHeadBytes> head{};
  const std::uint64_t length = bytes.size();
  std::memcpy(head.data(), &length, sizeof length);
  head.back() = static_cast<std::uint8_t>(kind);
  writeAll(head);
  writeAll(bytes);
}

void writeMessage(PieceKind kind, std::string_view message) {
  message = message.substr(0, kMostPieceMessage);
  writePiece(kind, {reinterpret_cast<const std::uint8_t*>(message.data()), message.size()});
}

std::optional<std::uint64_t> numberIn(std::string_view text) {
  std::uint64_t number = 0;
  const char* const end = text.data() + text.size();
  const auto [at, fault] = std::from_chars(text.data(), end, number);
  if (fault != std::errc() || at != end) return std::nullopt;
  return number;
}

// Address space in use, by the kernel's own count; with a sanitizer it is terabytes.
std::uint64_t addressSpace() {
  std::array<char, 64> text{};
  const int file = ::open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
  if (file < 0) return 0;
  const ssize_t count = ::read(file, text.data(), text.size());
  ::close(file);
  const std::string_view pages(text.data(), static_cast<std::size_t>(std::max<ssize_t>(count, 0)));
  return numberIn(pages.substr(0, pages.find(' '))).value_or(0) *
         static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
}

void limit(__rlimit_resource resource, std::uint64_t most) {
  rlimit limits{};
  if (::getrlimit(resource, &limits) != 0) return;
  limits.rlim_cur = std::min<rlim_t>(most, limits.rlim_max);
  ::setrlimit(resource, &limits);
}

void confine(std::uint64_t memoryBytes, std::uint64_t processorSeconds) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);  // no orphan when the other program is killed
  // A sanitizer's handlers would turn a crash into an exit.
  for (const int number : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGTRAP})
    std::signal(number, SIG_DFL);
  limit(RLIMIT_CORE, 0);
  limit(RLIMIT_CPU, processorSeconds);
  if (const std::uint64_t used = addressSpace()) limit(RLIMIT_AS, used + memoryBytes);
}

}  // namespace

void IsolatedOutput::write(std::span<const std::uint8_t> bytes) {
  if (!bytes.empty()) writePiece(PieceKind::data, bytes);
}

int runIsolatedTask(int argc, char** argv, const IsolatedTask& task) {
  constexpr int kFirstArgument = 3;
  const auto memoryBytes = argc < kFirstArgument ? std::nullopt : numberIn(argv[1]);
  const auto processorSeconds = argc < kFirstArgument ? std::nullopt : numberIn(argv[2]);
  if (!memoryBytes || !processorSeconds || ::fcntl(kIsolatedPipe, F_GETFD) < 0) {
    std::fputs("This is a part of Latlas, which starts it by itself. Start latlas instead.\n",
               stderr);
    return kWrongCall;
  }
  confine(*memoryBytes, *processorSeconds);
  try {
    IsolatedOutput output;
    task({argv + kFirstArgument, argv + argc}, output);
    writePiece(PieceKind::end, {});
  } catch (const Error& fault) {
    writeMessage(PieceKind::error, fault.what());
  } catch (const std::bad_alloc&) {
    writeMessage(PieceKind::crash, "a need for too much memory");
  } catch (const std::exception& fault) {
    writeMessage(PieceKind::crash, fault.what());
  }
  ::_exit(0);  // a library in disorder is not asked to tidy up
}

}  // namespace latlas
