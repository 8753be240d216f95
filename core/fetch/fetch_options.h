// How patient a download is.
#pragma once

namespace latlas::fetch {

struct FetchOptions {
  double connectTimeout = 20.0;  // seconds until a server must have answered the call
  double stallTimeout = 30.0;    // seconds without a byte until a transfer counts as broken
  int attempts = 4;              // at one address, without a byte more than before
  double retryDelay = 1.0;       // seconds before the second attempt; doubles with each
  int redirects = 5;             // followed at most
};

}  // namespace latlas::fetch
