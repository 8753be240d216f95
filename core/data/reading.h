// What was read of a source to survey it and is needed again to open it. What it is, its format knows.
// Threading: immutable, any threads.
#pragma once

#include <memory>

namespace latlas::data {

class Reading {
 public:
  virtual ~Reading() = default;
};

using ReadingPtr = std::shared_ptr<const Reading>;

}  // namespace latlas::data
