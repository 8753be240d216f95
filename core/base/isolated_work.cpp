#include "core/base/isolated_work.h"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>
#include <ctime>
#include <optional>

#include "core/base/isolated_protocol.h"

namespace latlas {
namespace {

constexpr std::size_t kReadBytes = 1 << 20;
constexpr int kIdleMilliseconds = 100;   // between two looks at cancel while nothing comes
constexpr int kMostSilentSeconds = 300;  // a disk that wakes up takes seconds

// What a new process begins with: the pipe's writing end, silence on the standard streams, none of
// this program's files, and no signal blocked or ignored.
class Beginning {
 public:
  explicit Beginning(int pipe) {
    ::posix_spawn_file_actions_init(&files_);
    ::posix_spawn_file_actions_adddup2(&files_, pipe, kIsolatedPipe);
    for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO})
      ::posix_spawn_file_actions_addopen(&files_, stream, "/dev/null", O_RDWR, 0);
    ::posix_spawn_file_actions_addclosefrom_np(&files_, kIsolatedPipe + 1);
    ::posix_spawnattr_init(&signals_);
    sigset_t set;
    ::sigemptyset(&set);
    ::posix_spawnattr_setsigmask(&signals_, &set);
    ::sigfillset(&set);
    ::posix_spawnattr_setsigdefault(&signals_, &set);
    ::posix_spawnattr_setflags(&signals_, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
  }
  ~Beginning() {
    ::posix_spawn_file_actions_destroy(&files_);
    ::posix_spawnattr_destroy(&signals_);
  }
  Beginning(const Beginning&) = delete;
  Beginning& operator=(const Beginning&) = delete;

  const posix_spawn_file_actions_t* files() const { return &files_; }
  const posix_spawnattr_t* signals() const { return &signals_; }

 private:
  posix_spawn_file_actions_t files_;
  posix_spawnattr_t signals_;
};

Error cannotStart(const IsolatedProgram& program, const std::string& why,
                  const char* remedy = "Install Latlas again") {
  return fileError(program.file,
                   {"", "a program that comes with Latlas and can be started", why, remedy});
}

class Child {
 public:
  Child(const IsolatedProgram& program, const IsolationLimits& limits) {
    std::array<int, 2> pipes{};
    if (::pipe2(pipes.data(), O_CLOEXEC) != 0)
      throw Error("No pipe can be made: " + std::string(std::strerror(errno)) + ".");
    std::vector<std::string> words{program.file.string(), std::to_string(limits.memoryBytes),
                                   std::to_string(limits.processorSeconds)};
    words.insert(words.end(), program.arguments.begin(), program.arguments.end());
    std::vector<char*> pointers;
    for (std::string& word : words) pointers.push_back(word.data());
    pointers.push_back(nullptr);
    const Beginning beginning(pipes[1]);
    const int fault = ::posix_spawn(&process_, program.file.c_str(), beginning.files(),
                                    beginning.signals(), pointers.data(), environ);
    ::close(pipes[1]);
    pipe_ = pipes[0];
    if (fault != 0) {
      ::close(pipe_);
      const bool isFull = fault == EAGAIN || fault == ENOMEM || fault == EMFILE || fault == ENFILE;
      throw cannotStart(program, std::strerror(fault),
                        isFull ? "Close other programs" : "Install Latlas again");
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
    if (::poll(&waiting, 1, kIdleMilliseconds) <= 0) return std::span<const std::uint8_t>();
    const ssize_t count = ::read(pipe_, buffer_.data(), buffer_.size());
    if (count == 0) return std::nullopt;
    const auto filled = static_cast<std::size_t>(std::max<ssize_t>(count, 0));
    return std::span(buffer_).first(filled);
  }

  // How it ended, for people, once read() has given nothing. Throws Error when it never began.
  std::string ending(const IsolatedProgram& program, bool hasSaidSomething) {
    constexpr int kGraceLooks = 100;
    constexpr timespec kGrace{0, 10'000'000};
    for (int i = 0; i < kGraceLooks && !reap(WNOHANG); ++i) ::nanosleep(&kGrace, nullptr);
    if (!status_) return "an end of its output";
    if (WIFEXITED(*status_)) {
      const int exit = WEXITSTATUS(*status_);
      if (!hasSaidSomething && (exit == kNotLoaded || exit == kWrongCall))
        throw cannotStart(program, "exit status " + std::to_string(exit));
      return "an early end";
    }
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
    // Where SIGCHLD is ignored the system forgets how a child ended, and its number is free again.
    const bool isForgotten = ended < 0 && errno == ECHILD;
    if (!status_ && (ended == process_ || isForgotten)) status_ = status;
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
        if (headFilled_ < kPieceHeadBytes) continue;
        headFilled_ = 0;
        std::memcpy(&left_, head_.data(), sizeof left_);
        kind_ = static_cast<PieceKind>(head_.back());
        if (kind_ == PieceKind::end) return true;
        const bool isMessage = kind_ == PieceKind::error || kind_ == PieceKind::crash;
        if (kind_ != PieceKind::data && (!isMessage || left_ == 0 || left_ > kMostPieceMessage))
          throw IsolatedCrash("disorder in its output");
        continue;
      }
      const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(left_, bytes.size()));
      if (kind_ == PieceKind::data)
        take_(bytes.first(count));
      else
        message_.append(reinterpret_cast<const char*>(bytes.data()), count);
      left_ -= count;
      bytes = bytes.subspan(count);
      if (left_ == 0 && kind_ == PieceKind::error) throw Error(message_);
      if (left_ == 0 && kind_ == PieceKind::crash) throw IsolatedCrash(message_);
    }
    return false;
  }

 private:
  const std::function<void(std::span<const std::uint8_t>)>& take_;
  std::array<std::uint8_t, kPieceHeadBytes> head_{};
  std::size_t headFilled_ = 0;
  std::uint64_t left_ = 0;  // of the piece
  PieceKind kind_ = PieceKind::data;
  std::string message_;
};

}  // namespace

void runIsolated(const IsolatedProgram& program,
                 const std::function<void(std::span<const std::uint8_t>)>& take,
                 const IsolationLimits& limits) {
  Child child(program, limits);
  Pieces pieces(take);
  auto heard = std::chrono::steady_clock::now();
  bool hasSaidSomething = false;
  for (;;) {
    const auto bytes = child.read();
    if (!bytes) throw IsolatedCrash(child.ending(program, hasSaidSomething));
    const auto now = std::chrono::steady_clock::now();
    if (!bytes->empty()) {
      hasSaidSomething = true;
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
