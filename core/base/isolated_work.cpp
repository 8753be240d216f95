#include "core/base/isolated_work.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>
#include <ctime>
#include <exception>
#include <new>
#include <optional>
#include <vector>

namespace latlas {
namespace {

// Before each piece on the pipe: its kind and its length.
enum class Kind : std::uint8_t { data, error, crash, end };
constexpr std::size_t kHeadBytes = sizeof(std::uint64_t) + 1;
constexpr std::size_t kReadBytes = 1 << 20;
constexpr std::uint64_t kMostMessage = 1 << 16;
constexpr int kIdleMilliseconds = 100;  // between two looks at cancel while nothing comes
// A disk that wakes up takes seconds; a child that waits for a lost lock waits for ever.
constexpr int kMostSilentSeconds = 300;

void writeAll(int pipe, std::span<const std::uint8_t> bytes) {
  while (!bytes.empty()) {
    const ssize_t count = ::write(pipe, bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) ::_exit(1);  // nobody reads any more
    bytes = bytes.subspan(static_cast<std::size_t>(count));
  }
}

void writePiece(int pipe, Kind kind, std::span<const std::uint8_t> bytes) {
  std::array<std::uint8_t, kHeadBytes> head{};
  const std::uint64_t length = bytes.size();
  std::memcpy(head.data(), &length, sizeof length);
  head.back() = static_cast<std::uint8_t>(kind);
  writeAll(pipe, head);
  writeAll(pipe, bytes);
}

// Address space in use, by the kernel's own count; with a sanitizer it is terabytes.
std::uint64_t addressSpace() {
  std::array<char, 64> text{};
  const int file = ::open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
  if (file < 0) return 0;
  const ssize_t count = ::read(file, text.data(), text.size() - 1);
  ::close(file);
  std::uint64_t pages = 0;
  for (ssize_t i = 0; i < count && text[static_cast<std::size_t>(i)] >= '0'; ++i)
    pages = pages * 10 + static_cast<std::uint64_t>(text[static_cast<std::size_t>(i)] - '0');
  return pages * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
}

void limit(int resource, std::uint64_t most) {
  rlimit limits{};
  if (::getrlimit(static_cast<__rlimit_resource>(resource), &limits) != 0) return;
  limits.rlim_cur = std::min<rlim_t>(most, limits.rlim_max);
  ::setrlimit(static_cast<__rlimit_resource>(resource), &limits);
}

[[noreturn]] void runChild(int pipe, const std::function<void(IsolatedOutput&)>& work,
                           const IsolationLimits& limits) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);  // no orphan when the program is killed
  // The program's own handlers are not for this process.
  for (const int number : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGTERM, SIGINT, SIGPIPE,
                           SIGXCPU, SIGTRAP})
    std::signal(number, SIG_DFL);
  // A library's last words are no message for people.
  if (const int silence = ::open("/dev/null", O_WRONLY | O_CLOEXEC); silence >= 0)
    ::dup2(silence, STDERR_FILENO);
  limit(RLIMIT_CORE, 0);
  limit(RLIMIT_CPU, static_cast<std::uint64_t>(limits.processorSeconds));
  if (const std::uint64_t used = addressSpace()) limit(RLIMIT_AS, used + limits.memoryBytes);
  const auto fail = [&](Kind kind, const char* message) {
    const std::size_t length = std::min<std::size_t>(std::strlen(message), kMostMessage);
    writePiece(pipe, kind, {reinterpret_cast<const std::uint8_t*>(message), length});
  };
  try {
    IsolatedOutput output(pipe);
    work(output);
    writePiece(pipe, Kind::end, {});
  } catch (const Error& fault) {
    fail(Kind::error, fault.what());
  } catch (const std::bad_alloc&) {
    fail(Kind::crash, "a need for too much memory");
  } catch (const std::exception& fault) {
    fail(Kind::crash, fault.what());
  }
  ::_exit(0);  // without the program's destructors
}

class Child {
 public:
  Child(const std::function<void(IsolatedOutput&)>& work, const IsolationLimits& limits) {
    std::array<int, 2> pipes{};
    if (::pipe2(pipes.data(), O_CLOEXEC) != 0)
      throw Error("No pipe can be made: " + std::string(std::strerror(errno)) + ".");
    process_ = ::fork();
    if (process_ == 0) {
      ::close(pipes[0]);
      runChild(pipes[1], work, limits);
    }
    const int fault = errno;
    ::close(pipes[1]);
    pipe_ = pipes[0];
    if (process_ < 0) {
      ::close(pipe_);
      throw Error("No process can be made to read the file in: " +
                  std::string(std::strerror(fault)) + ". Close other programs.");
    }
    ::fcntl(pipe_, F_SETFL, O_NONBLOCK);
  }
  ~Child() {
    if (!status_) {
      ::kill(process_, SIGKILL);
      reap(0);
    }
    ::close(pipe_);
  }
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  // What has come; empty after a while of silence; nothing at the end.
  std::optional<std::span<const std::uint8_t>> read() {
    pollfd waiting{pipe_, POLLIN, 0};
    if (::poll(&waiting, 1, kIdleMilliseconds) <= 0) {
      // Another process may hold a copy of the pipe, so that it never closes.
      if (!reap(WNOHANG)) return std::span<const std::uint8_t>();
    }
    const ssize_t count = ::read(pipe_, buffer_.data(), buffer_.size());
    if (count > 0) return std::span(buffer_).first(static_cast<std::size_t>(count));
    const bool isOver = count == 0 || (errno == EAGAIN && status_);
    if (!isOver) return std::span<const std::uint8_t>();
    return std::nullopt;
  }

  // How it ended, for people.
  std::string ending() {
    constexpr int kGraceLooks = 100;
    constexpr timespec kGrace{0, 10'000'000};
    for (int i = 0; i < kGraceLooks && !reap(WNOHANG); ++i) ::nanosleep(&kGrace, nullptr);
    if (!status_) return "an end of its output";
    if (!WIFSIGNALED(*status_)) return "an early end";
    const int signal = WTERMSIG(*status_);
    if (signal == SIGXCPU) return "endless work";
    return "a crash (" + std::string(::strsignal(signal)) + ")";
  }

 private:
  bool reap(int how) {
    int status = 0;
    pid_t ended = 0;
    while (!status_ && (ended = ::waitpid(process_, &status, how)) < 0 && errno == EINTR) {
    }
    if (!status_ && ended == process_) status_ = status;
    return status_.has_value();
  }

  pid_t process_ = -1;
  int pipe_ = -1;
  std::optional<int> status_;
  std::vector<std::uint8_t> buffer_ = std::vector<std::uint8_t>(kReadBytes);
};

// Takes the pieces apart.
class Pieces {
 public:
  explicit Pieces(const std::function<void(std::span<const std::uint8_t>)>& take) : take_(take) {}

  // True when the child has said that it is done.
  bool add(std::span<const std::uint8_t> bytes) {
    while (!bytes.empty()) {
      if (left_ == 0) {
        head_[headFilled_++] = bytes.front();
        bytes = bytes.subspan(1);
        if (headFilled_ < kHeadBytes) continue;
        headFilled_ = 0;
        std::memcpy(&left_, head_.data(), sizeof left_);
        kind_ = static_cast<Kind>(head_.back());
        if (kind_ == Kind::end) return true;
        const bool isMessage = kind_ == Kind::error || kind_ == Kind::crash;
        if (kind_ != Kind::data && (!isMessage || left_ == 0 || left_ > kMostMessage))
          throw IsolatedCrash("disorder in its output");
        continue;
      }
      const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(left_, bytes.size()));
      if (kind_ == Kind::data)
        take_(bytes.first(count));
      else
        message_.append(reinterpret_cast<const char*>(bytes.data()), count);
      left_ -= count;
      bytes = bytes.subspan(count);
      if (left_ == 0 && kind_ == Kind::error) throw Error(message_);
      if (left_ == 0 && kind_ == Kind::crash) throw IsolatedCrash(message_);
    }
    return false;
  }

 private:
  const std::function<void(std::span<const std::uint8_t>)>& take_;
  std::array<std::uint8_t, kHeadBytes> head_{};
  std::size_t headFilled_ = 0;
  std::uint64_t left_ = 0;  // of the piece
  Kind kind_ = Kind::data;
  std::string message_;
};

}  // namespace

void IsolatedOutput::write(std::span<const std::uint8_t> bytes) {
  if (!bytes.empty()) writePiece(pipe_, Kind::data, bytes);
}

void runIsolated(const std::function<void(IsolatedOutput&)>& work,
                 const std::function<void(std::span<const std::uint8_t>)>& take,
                 const IsolationLimits& limits) {
  Child child(work, limits);
  Pieces pieces(take);
  auto heard = std::chrono::steady_clock::now();
  for (;;) {
    const auto bytes = child.read();
    if (!bytes) throw IsolatedCrash(child.ending());
    const auto now = std::chrono::steady_clock::now();
    if (!bytes->empty()) {
      heard = now;
      if (pieces.add(*bytes)) return;
      continue;
    }
    take({});
    if (now - heard > std::chrono::seconds(kMostSilentSeconds))
      throw IsolatedCrash("no answer for " + std::to_string(kMostSilentSeconds) + " s");
  }
}

}  // namespace latlas
