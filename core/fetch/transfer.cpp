#include "core/fetch/transfer.h"

#include <curl/curl.h>
#include <pthread.h>
#include <signal.h>
#include <time.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <exception>
#include <memory>
#include <optional>

#include "core/base/error.h"
#include "core/fetch/http_answer.h"

namespace latlas::fetch {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int kLookMilliseconds = 50;  // half of what a cancel may take

// Each its own type: CURL and CURLM may both be void.
struct EasyClosing {
  void operator()(CURL* easy) const { curl_easy_cleanup(easy); }
};
struct MultiClosing {
  void operator()(CURLM* multi) const { curl_multi_cleanup(multi); }
};
struct ListClosing {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};

void initializeOnce() {
  static const CURLcode code = curl_global_init(CURL_GLOBAL_DEFAULT);
  if (code != CURLE_OK)
    throw Error(std::string("libcurl cannot start: ") + curl_easy_strerror(code));
}

// A server that hangs up while OpenSSL writes raises SIGPIPE, which would end the program. It is
// held back on this thread only, and forgotten.
class PipeSignalHeld {
 public:
  PipeSignalHeld() {
    sigset_t pending;
    sigemptyset(&pipe_);
    sigaddset(&pipe_, SIGPIPE);
    sigpending(&pending);
    wasPending_ = sigismember(&pending, SIGPIPE) == 1;
    pthread_sigmask(SIG_BLOCK, &pipe_, &before_);
  }
  ~PipeSignalHeld() {
    constexpr timespec kNow{0, 0};
    if (!wasPending_) sigtimedwait(&pipe_, nullptr, &kNow);
    pthread_sigmask(SIG_SETMASK, &before_, nullptr);
  }
  PipeSignalHeld(const PipeSignalHeld&) = delete;
  PipeSignalHeld& operator=(const PipeSignalHeld&) = delete;

 private:
  sigset_t pipe_, before_;
  bool wasPending_ = false;
};

// Servers that are overloaded or restarting say so with these.
bool mayGoBetterLater(int status) {
  constexpr std::array kPassing{408, 425, 429, 500, 502, 503, 504};
  return std::find(kPassing.begin(), kPassing.end(), status) != kPassing.end();
}

// This address will fail the same way again; the others are faults of the network.
bool isFinal(CURLcode code) {
  constexpr std::array kFinal{CURLE_UNSUPPORTED_PROTOCOL, CURLE_URL_MALFORMAT,
                              CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY,
                              CURLE_TOO_MANY_REDIRECTS,   CURLE_PEER_FAILED_VERIFICATION};
  return std::find(kFinal.begin(), kFinal.end(), code) != kFinal.end();
}

class Transfer {
 public:
  Transfer(const TransferRequest& request, const FetchOptions& options, PartFile& part,
           Meter& meter)
      : request_(request), options_(options), part_(part), meter_(meter) {
    initializeOnce();
    easy_.reset(curl_easy_init());
    multi_.reset(curl_multi_init());
    if (!easy_ || !multi_) throw Error("libcurl cannot begin a transfer: out of memory");
    configure();
  }
  ~Transfer() { curl_multi_remove_handle(multi_.get(), easy_.get()); }
  Transfer(const Transfer&) = delete;
  Transfer& operator=(const Transfer&) = delete;

  TransferResult run() {
    meter_.begin(part_.size());
    curl_multi_add_handle(multi_.get(), easy_.get());
    lastByte_ = Clock::now();
    while (!finished()) {
      meter_.look();
      if (Clock::now() - lastByte_ > std::chrono::duration<double>(options_.stallTimeout))
        return ended(TransferEnd::broken, "nothing came for " + stallText());
      curl_multi_poll(multi_.get(), nullptr, 0, kLookMilliseconds, nullptr);
    }
    if (failure_) std::rethrow_exception(failure_);
    return judge();
  }

 private:
  template <class Value>
  void set(CURLoption option, Value value) {
    curl_easy_setopt(easy_.get(), option, value);
  }

  void configure() {
    set(CURLOPT_URL, request_.url.c_str());
    set(CURLOPT_USERAGENT, "latlas/" LATLAS_VERSION);
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_FOLLOWLOCATION, 1L);
    set(CURLOPT_MAXREDIRS, static_cast<long>(options_.redirects));
#if LIBCURL_VERSION_NUM >= 0x075500
    set(CURLOPT_PROTOCOLS_STR, "http,https");
    set(CURLOPT_REDIR_PROTOCOLS_STR, "http,https");
#else
    set(CURLOPT_PROTOCOLS, static_cast<long>(CURLPROTO_HTTP | CURLPROTO_HTTPS));
    set(CURLOPT_REDIR_PROTOCOLS, static_cast<long>(CURLPROTO_HTTP | CURLPROTO_HTTPS));
#endif
#if LIBCURL_VERSION_NUM >= 0x075700
    set(CURLOPT_QUICK_EXIT, 1L);  // a cancel does not wait for the name server
#endif
    set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(1e3 * options_.connectTimeout));
    set(CURLOPT_ERRORBUFFER, problem_.data());
    set(CURLOPT_HEADERFUNCTION, &Transfer::headerArrived);
    set(CURLOPT_HEADERDATA, this);
    set(CURLOPT_WRITEFUNCTION, &Transfer::bodyArrived);
    set(CURLOPT_WRITEDATA, this);
    if (part_.size() > 0) askForTheRest();
  }

  void askForTheRest() {
    set(CURLOPT_RANGE, (std::to_string(part_.size()) + "-").c_str());
    const Origin origin = part_.origin();
    // Another server has other names for the same version.
    if (origin.url != request_.url || origin.version.empty()) return;
    headers_.reset(curl_slist_append(nullptr, ("If-Range: " + origin.version).c_str()));
    set(CURLOPT_HTTPHEADER, headers_.get());
  }

  // Also once, when it has ended, what came of it.
  bool finished() {
    int running = 0, waiting = 0;
    curl_multi_perform(multi_.get(), &running);
    while (const CURLMsg* message = curl_multi_info_read(multi_.get(), &waiting))
      if (message->msg == CURLMSG_DONE) code_ = message->data.result;
    return code_.has_value() || running == 0;
  }

  static std::size_t headerArrived(char* bytes, std::size_t, std::size_t count, void* self) {
    static_cast<Transfer*>(self)->answer_.readLine({bytes, count});
    return count;
  }

  // Exceptions must not pass through libcurl; a count of 0 makes it give up.
  static std::size_t bodyArrived(char* bytes, std::size_t, std::size_t count, void* self) {
    auto& transfer = *static_cast<Transfer*>(self);
    try {
      return transfer.take({reinterpret_cast<const std::uint8_t*>(bytes), count}) ? count : 0;
    } catch (...) {
      transfer.failure_ = std::current_exception();
      return 0;
    }
  }

  bool take(std::span<const std::uint8_t> bytes) {
    lastByte_ = Clock::now();
    if (!begun_) begin();
    if (given_) return false;
    const auto count = static_cast<std::int64_t>(bytes.size());
    if (part_.size() + count > mostBytes()) {
      part_.restart();  // these bytes are of something else
      give(TransferEnd::refused, "it sends more than the " + expectedText());
      return false;
    }
    part_.append(bytes);
    received_ += count;
    meter_.reached(part_.size());
    return true;
  }

  // The head has come: is this the file, and from which byte?
  void begin() {
    begun_ = true;
    const std::string said = "the server answered " + std::to_string(answer_.status);
    if (answer_.status == 416) {
      part_.restart();  // what is there is longer than what the server has
      give(TransferEnd::broken, said + " to a request for the rest");
    } else if (answer_.status == 206) {
      beginRest();
    } else if (answer_.status == 200) {
      beginWhole();
    } else {
      give(mayGoBetterLater(answer_.status) ? TransferEnd::broken : TransferEnd::refused, said);
    }
  }

  void beginRest() {
    const auto& range = answer_.contentRange;
    if (!range || range->first != part_.size())
      return give(TransferEnd::refused, "the server answered with another part of the file");
    if (request_.bytesAreExact && range->total && *range->total != request_.bytes)
      return give(TransferEnd::refused, "the server's file has " + std::to_string(*range->total) +
                                            " bytes instead of " + std::to_string(request_.bytes));
    resumed_ = true;
  }

  void beginWhole() {
    const auto& length = answer_.contentLength;
    if (length && (request_.bytesAreExact ? *length != request_.bytes : *length > mostBytes()))
      return give(TransferEnd::refused, "the server's file has " + std::to_string(*length) +
                                            " bytes instead of " + expectedText());
    if (part_.size() > 0) part_.restart();
    part_.setOrigin({request_.url, answer_.version});
    meter_.begin(0);
  }

  TransferResult judge() {
    if (!begun_ && code_ == CURLE_OK) begin();
    if (given_) return *given_;
    if (code_ != CURLE_OK) {
      const std::string why = problem_[0] ? problem_.data() : curl_easy_strerror(*code_);
      return ended(isFinal(*code_) ? TransferEnd::refused : TransferEnd::broken, why);
    }
    if (request_.bytesAreExact && part_.size() < request_.bytes)
      return ended(TransferEnd::broken,
                   "it ended after " + std::to_string(part_.size()) + " of " + expectedText());
    return ended(TransferEnd::complete, "");
  }

  TransferResult ended(TransferEnd end, const std::string& why) const {
    return {end, why, received_, resumed_};
  }
  void give(TransferEnd end, const std::string& why) { given_ = ended(end, why); }

  std::int64_t mostBytes() const { return request_.bytes * (request_.bytesAreExact ? 1 : 2); }
  std::string expectedText() const {
    return (request_.bytesAreExact ? "" : "about ") + std::to_string(request_.bytes) + " bytes";
  }
  std::string stallText() const {
    char text[32];
    std::snprintf(text, sizeof text, "%.3g s", options_.stallTimeout);
    return text;
  }

  const TransferRequest& request_;
  const FetchOptions& options_;
  PartFile& part_;
  Meter& meter_;
  PipeSignalHeld pipeSignalHeld_;
  std::unique_ptr<curl_slist, ListClosing> headers_;
  std::unique_ptr<CURL, EasyClosing> easy_;
  std::unique_ptr<CURLM, MultiClosing> multi_;
  std::array<char, CURL_ERROR_SIZE> problem_{};
  HttpAnswer answer_;
  Clock::time_point lastByte_;
  std::int64_t received_ = 0;
  bool begun_ = false, resumed_ = false;
  std::optional<TransferResult> given_;  // decided before the end
  std::optional<CURLcode> code_;
  std::exception_ptr failure_;
};

}  // namespace

TransferResult transfer(const TransferRequest& request, const FetchOptions& options, PartFile& part,
                        Meter& meter) {
  return Transfer(request, options, part, meter).run();
}

}  // namespace latlas::fetch
