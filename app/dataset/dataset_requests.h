// What only the wing of datasets asks for.
// Threading: UI thread.
#pragma once

#include <string>

namespace latlas::app::request {

struct CancelOpening {};
struct FetchDataset {
  std::string key;  // a catalogue's
};
struct CancelFetch {
  std::string key;
};

}  // namespace latlas::app::request
