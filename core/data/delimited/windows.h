// A long text, read a stretch at a time and cut into pieces of whole rows.
// Threading: one owner, which takes all cores in forEachPiece(). Owns: the source.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string_view>
#include <utility>
#include <vector>

#include "core/data/delimited/dialect.h"
#include "core/data/parallel.h"
#include "core/data/storage/byte_source.h"

namespace latlas::data {

class TextWindows {
 public:
  // Reads the first window. Throws Error when it holds no rows or not text in UTF-8. `path` is for
  // messages.
  TextWindows(std::unique_ptr<ByteSource> source, const std::filesystem::path& path);

  const TextHead& head() const { return head_; }
  // What the text ends in, once it is read: a '\n' unless the last row is not ended.
  char lastByte() const { return lastByte_; }

  // Of the window, behind the header; each holds whole rows and ends in '\n'. The same for the same
  // text, whatever the machine.
  std::vector<std::string_view> pieces() const;

  // absorb(parse(piece)) for all the text: parse on all cores while more is read, absorb in order.
  // Throws what they throw, Error when the text cannot be read or a row has no end, and Cancelled.
  template <class Parse, class Absorb>
  void forEachPiece(Progress& progress, const Parse& parse, const Absorb& absorb) {
    for (bool hasMore = true; hasMore;) {
      const std::vector<std::string_view> texts = pieces();
      hasMore = !isAtEnd_;
      Window next = hasMore ? withRest(texts) : Window();
      std::vector<decltype(parse(std::string_view()))> results(texts.size());
      const double done = fractionRead();
      forEachInParallel(texts.size() + (hasMore ? 1 : 0), {progress, done, done, ""},
                        [&](std::size_t i) {
                          if (hasMore && i == 0) return fill(next);
                          const std::size_t piece = hasMore ? i - 1 : i;
                          results[piece] = parse(texts[piece]);
                        });
      for (auto& result : results) absorb(std::move(result));
      window_ = std::move(next);
    }
  }

 private:
  struct Window {
    std::vector<char> bytes;
    std::size_t begin = 0, end = 0;

    std::string_view text() const { return {bytes.data() + begin, end - begin}; }
  };

  void fill(Window& window);
  void renewLineEnds(Window& window, std::size_t from);
  void readHead();
  // A new window that begins with what `texts` leave of this one.
  Window withRest(const std::vector<std::string_view>& texts);
  double fractionRead() const;

  std::filesystem::path path_;
  std::unique_ptr<ByteSource> source_;
  std::uint64_t whole_;
  bool isAtEnd_ = false;
  bool hasOldLineEnds_ = false;
  char lastByte_ = 0;
  std::size_t pieceBytes_, windowBytes_;
  Window window_;
  TextHead head_;
};

}  // namespace latlas::data
