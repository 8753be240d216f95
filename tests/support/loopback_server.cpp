#include "tests/support/loopback_server.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <stdexcept>
#include <utility>

namespace latlas::test {
namespace {

constexpr auto kTricklePause = std::chrono::milliseconds(2);
constexpr auto kLook = std::chrono::milliseconds(2);
constexpr auto kPatience = std::chrono::seconds(30);

std::string lowerCase(std::string text) {
  for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text;
}

// The value of a header of `head`, or nothing.
std::string header(const std::string& head, const std::string& name) {
  const auto at = lowerCase(head).find("\r\n" + lowerCase(name) + ":");
  if (at == std::string::npos) return {};
  const auto begin = head.find_first_not_of(' ', at + name.size() + 3);
  return head.substr(begin, head.find("\r\n", begin) - begin);
}

// Where "bytes=N-" begins, or 0.
std::size_t rangeStart(const std::string& range) {
  constexpr std::size_t kUnit = sizeof "bytes=" - 1;
  return range.empty() ? 0 : std::stoul(range.substr(kUnit));
}

}  // namespace

LoopbackServer::LoopbackServer() {
  // A proxy must not be asked for this machine.
  setenv("no_proxy", "127.0.0.1", 1);
  listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t length = sizeof address;
  int ends[2];
  if (listener_ < 0 || ::bind(listener_, reinterpret_cast<sockaddr*>(&address), length) != 0 ||
      ::listen(listener_, 16) != 0 ||
      ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &length) != 0 ||
      ::pipe2(ends, O_CLOEXEC) != 0)
    throw std::runtime_error(std::string("no loopback server: ") + std::strerror(errno));
  port_ = ntohs(address.sin_port);
  stopRead_ = ends[0];
  stopWrite_ = ends[1];
  accepting_ = std::jthread([this] { acceptAll(); });
}

LoopbackServer::~LoopbackServer() {
  ::close(stopWrite_);  // wakes every wait
  accepting_.join();
  connections_.clear();
  ::close(listener_);
  ::close(stopRead_);
}

std::string LoopbackServer::url(const std::string& path) const {
  return "http://127.0.0.1:" + std::to_string(port_) + path;
}

void LoopbackServer::put(const std::string& path, Resource resource) {
  const std::lock_guard lock(mutex_);
  resources_[path] = std::move(resource);
}

void LoopbackServer::put(const std::string& path, std::string body) {
  Resource resource;
  resource.body = std::move(body);
  put(path, std::move(resource));
}

std::vector<LoopbackServer::Request> LoopbackServer::requests() const {
  const std::lock_guard lock(mutex_);
  return requests_;
}

std::int64_t LoopbackServer::bytesSent() const {
  const std::lock_guard lock(mutex_);
  return sent_;
}

bool LoopbackServer::waitUntilSent(std::int64_t bytes) const {
  const auto end = std::chrono::steady_clock::now() + kPatience;
  while (bytesSent() < bytes) {
    if (std::chrono::steady_clock::now() > end) return false;
    std::this_thread::sleep_for(kLook);
  }
  return true;
}

void LoopbackServer::acceptAll() {
  for (;;) {
    pollfd watched[] = {{listener_, POLLIN, 0}, {stopRead_, POLLIN, 0}};
    ::poll(watched, 2, -1);
    if (watched[1].revents != 0) return;
    const int connection = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (connection < 0) continue;
    connections_.emplace_back([this, connection] {
      answer(connection);
      ::close(connection);
    });
  }
}

void LoopbackServer::answer(int connection) {
  std::string head;
  while (head.find("\r\n\r\n") == std::string::npos) {
    pollfd watched[] = {{connection, POLLIN, 0}, {stopRead_, POLLIN, 0}};
    ::poll(watched, 2, -1);
    char bytes[4096];
    const ssize_t count = watched[1].revents != 0 ? 0 : ::recv(connection, bytes, sizeof bytes, 0);
    if (count <= 0) return;
    head.append(bytes, static_cast<std::size_t>(count));
  }
  const auto begin = head.find(' ') + 1;
  Request request{head.substr(begin, head.find(' ', begin) - begin), header(head, "Range"),
                  header(head, "If-Range"), header(head, "User-Agent")};
  const auto found = take(request);
  if (!found || found->status != 200) {
    const int status = found ? found->status : 404;
    std::string answered =
        "HTTP/1.1 " + std::to_string(status) + " As Told\r\nConnection: close\r\n";
    if (found && !found->location.empty()) answered += "Location: " + found->location + "\r\n";
    send(connection, answered + "Content-Length: 0\r\n\r\n");
    return;
  }
  const bool versionHolds = request.ifRange.empty() || request.ifRange == found->etag ||
                            request.ifRange == found->lastModified;
  const std::size_t start = found->honoursRanges && versionHolds ? rangeStart(request.range) : 0;
  if (start > 0 && start >= found->body.size()) {
    send(connection, "HTTP/1.1 416 Range Not Satisfiable\r\nConnection: close\r\n"
                     "Content-Length: 0\r\n\r\n");
    return;
  }
  const std::string part = found->body.substr(start);
  const std::string whole = std::to_string(found->body.size());
  std::string answered = start > 0 ? "HTTP/1.1 206 Partial Content\r\n" : "HTTP/1.1 200 OK\r\n";
  answered += "Connection: close\r\n";
  if (!found->etag.empty()) answered += "ETag: " + found->etag + "\r\n";
  if (!found->lastModified.empty()) answered += "Last-Modified: " + found->lastModified + "\r\n";
  if (start > 0)
    answered += "Content-Range: " +
                found->contentRange.value_or("bytes " + std::to_string(start) + "-" +
                                             std::to_string(found->body.size() - 1) + "/" + whole) +
                "\r\n";
  if (found->tellsLength)
    answered +=
        "Content-Length: " +
        std::to_string(found->claimedLength.value_or(static_cast<std::int64_t>(part.size()))) +
        "\r\n";
  if (send(connection, answered + "\r\n")) sendBody(connection, *found, part);
}

std::optional<Resource> LoopbackServer::take(const Request& request) {
  const std::lock_guard lock(mutex_);
  requests_.push_back(request);
  const auto known = resources_.find(request.path);
  if (known == resources_.end()) return std::nullopt;
  Resource answered = known->second;
  if (known->second.troubles == 0) {
    answered.status = 200;
    answered.cutAfter.reset();
    answered.stallAfter.reset();
  } else if (known->second.troubles > 0) {
    --known->second.troubles;
  }
  return answered;
}

bool LoopbackServer::send(int connection, const std::string& text) {
  std::size_t done = 0;
  while (done < text.size()) {
    pollfd watched[] = {{connection, POLLOUT, 0}, {stopRead_, POLLIN, 0}};
    ::poll(watched, 2, -1);
    if (watched[1].revents != 0) return false;
    const ssize_t count =
        ::send(connection, text.data() + done, text.size() - done, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (count < 0 && (errno == EAGAIN || errno == EINTR)) continue;
    if (count <= 0) return false;
    done += static_cast<std::size_t>(count);
  }
  return true;
}

void LoopbackServer::sendBody(int connection, const Resource& resource, const std::string& part) {
  std::size_t limit = part.size();
  for (const auto& end : {resource.cutAfter, resource.stallAfter})
    if (end) limit = std::min(limit, *end);
  const std::size_t step = resource.trickle > 0 ? resource.trickle : 1 << 16;
  for (std::size_t at = 0; at < limit; at += step) {
    const std::string piece = part.substr(at, std::min(step, limit - at));
    if (!send(connection, piece)) return;
    {
      const std::lock_guard lock(mutex_);
      sent_ += static_cast<std::int64_t>(piece.size());
    }
    if (resource.trickle > 0) std::this_thread::sleep_for(kTricklePause);
  }
  if (resource.stallAfter) waitUntilGone(connection);
  // Hanging up with a clean end lets the client read all that was sent.
  ::shutdown(connection, SHUT_WR);
  waitUntilGone(connection);
}

void LoopbackServer::waitUntilGone(int connection) const {
  pollfd watched[] = {{connection, POLLIN | POLLRDHUP, 0}, {stopRead_, POLLIN, 0}};
  ::poll(watched, 2, -1);
}

}  // namespace latlas::test
