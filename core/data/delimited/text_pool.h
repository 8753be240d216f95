// Many texts of a column, of which most are equal: each is kept once.
// Threading: add() by one thread; const afterwards.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace latlas::data {

// Different texts, each once and in one block of memory.
class TextPool {
 public:
  // The text's index; new ones are appended.
  std::int32_t add(std::string_view text);
  std::string_view text(std::size_t index) const;
  std::size_t size() const { return ends_.size(); }
  std::size_t memoryBytes() const;
  // Frees what only add() needs.
  void close();

 private:
  void grow();

  std::string all_;
  std::vector<std::uint64_t> ends_;
  std::vector<std::int32_t> slots_;  // by hash; -1: free. A power of two, at most half full
};

}  // namespace latlas::data
