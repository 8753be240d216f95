// A small HTTP server on 127.0.0.1 that behaves as badly as it is told to, for tests of downloads.
// Threading: any thread; every connection has a thread of its own, joined on destruction.
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace latlas::test {

// What is at a path, and how it is sent. Bodies are text, since tests compare them as such.
struct Resource {
  std::string body;
  int status = 200;                           // anything else comes without a body
  std::string location;                       // of a redirect
  std::string etag, lastModified;             // without quotation marks around the ETag: weak
  bool honoursRanges = true;                  // else every answer is the whole
  std::optional<std::string> contentRange;    // in 206 answers, instead of the true one
  std::optional<std::int64_t> claimedLength;  // as Content-Length, instead of the true one
  bool tellsLength = true;                    // else the body ends where the connection does
  std::optional<std::size_t> cutAfter;        // hangs up after so many bytes of an answer's body
  std::optional<std::size_t> stallAfter;      // sends no more after so many, and waits
  int troubles = -1;                          // so many answers are cut, stall or fail; -1: all
  std::size_t trickle = 0;                    // bytes at a time, with a pause between; 0: at once
};

class LoopbackServer {
 public:
  LoopbackServer();
  ~LoopbackServer();
  LoopbackServer(const LoopbackServer&) = delete;
  LoopbackServer& operator=(const LoopbackServer&) = delete;

  // "http://127.0.0.1:PORT/PATH"
  std::string url(const std::string& path) const;
  void put(const std::string& path, Resource resource);
  void put(const std::string& path, std::string body);

  struct Request {
    std::string path, range, ifRange, userAgent;
  };
  // All requests so far, oldest first.
  std::vector<Request> requests() const;
  // How many bytes of bodies were sent.
  std::int64_t bytesSent() const;
  // Waits until so many bytes of bodies were sent, at most 30 s.
  bool waitUntilSent(std::int64_t bytes) const;

 private:
  void acceptAll();
  void answer(int connection);
  std::optional<Resource> take(const Request& request);
  // Whether all of it went out.
  bool send(int connection, const std::string& text);
  void sendBody(int connection, const Resource& resource, const std::string& part);
  void waitUntilGone(int connection) const;

  int listener_ = -1, stopRead_ = -1, stopWrite_ = -1;
  int port_ = 0;
  mutable std::mutex mutex_;
  std::map<std::string, Resource> resources_;
  std::vector<Request> requests_;
  std::int64_t sent_ = 0;
  std::vector<std::jthread> connections_;
  std::jthread accepting_;  // last: it uses all of the above
};

}  // namespace latlas::test
