#include "core/data/formats/npy_dictionary.h"

#include <charconv>

#include "core/base/error.h"

namespace latlas::data {
namespace {

class Parser {
 public:
  Parser(std::string_view text, std::uint64_t offset, const std::filesystem::path& path)
      : text_(text), offset_(offset), path_(path) {}

  NpyDictionary dictionary() {
    NpyDictionary found;
    bool hasDescr = false, hasOrder = false, hasShape = false;
    expect('{');
    while (!accept('}')) {
      const std::string key = quoted();
      expect(':');
      if (key == "descr" && !hasDescr) {
        readDescr(found);
        hasDescr = true;
      } else if (key == "fortran_order" && !hasOrder) {
        found.isFortran = boolean();
        hasOrder = true;
      } else if (key == "shape" && !hasShape) {
        found.shape = tuple();
        hasShape = true;
      } else {
        refuse("'descr', 'fortran_order' and 'shape', each once", "'" + key + "'");
      }
      if (accept(',')) continue;
      expect('}');
      break;
    }
    if (!hasDescr || !hasOrder || !hasShape)
      refuse("'descr', 'fortran_order' and 'shape'", "fewer keys");
    skipSpaces();
    if (at_ < text_.size() && text_[at_] == '\n') ++at_;
    if (at_ != text_.size()) refuse("a line's end behind the dictionary", here());
    return found;
  }

 private:
  [[noreturn]] void refuse(const std::string& expected, const std::string& found) const {
    throw fileError(path_, {"offset " + std::to_string(offset_ + at_), expected, found,
                            "Save the array again with numpy.save"});
  }

  std::string here() const {
    if (at_ >= text_.size()) return "the header's end";
    const auto byte = static_cast<unsigned char>(text_[at_]);
    if (byte > 0x20 && byte < 0x7f) return "'" + std::string(1, text_[at_]) + "'";
    return "byte " + std::to_string(byte);
  }

  void skipSpaces() {
    while (at_ < text_.size() && text_[at_] == ' ') ++at_;
  }

  bool accept(char symbol) {
    skipSpaces();
    if (at_ >= text_.size() || text_[at_] != symbol) return false;
    ++at_;
    return true;
  }

  void expect(char symbol) {
    if (!accept(symbol)) refuse("'" + std::string(1, symbol) + "'", here());
  }

  bool acceptWord(std::string_view word) {
    skipSpaces();
    if (!text_.substr(at_).starts_with(word)) return false;
    at_ += word.size();
    return true;
  }

  // Of printable characters without escapes, as NumPy writes keys and types.
  std::string quoted() {
    skipSpaces();
    if (at_ >= text_.size() || (text_[at_] != '\'' && text_[at_] != '"'))
      refuse("a text in quotes", here());
    const char quote = text_[at_++];
    const std::size_t end = text_.find(quote, at_);
    constexpr std::size_t kMostLength = 64;
    if (end == std::string_view::npos || end - at_ > kMostLength) refuse("a closing quote", "none");
    const std::string_view text = text_.substr(at_, end - at_);
    for (const char letter : text)
      if (letter < ' ' || letter > '~' || letter == '\\') refuse("plain text", "other characters");
    at_ = end + 1;
    return std::string(text);
  }

  bool boolean() {
    if (acceptWord("True")) return true;
    if (!acceptWord("False")) refuse("True or False", here());
    return false;
  }

  void readDescr(NpyDictionary& found) {
    skipSpaces();
    if (at_ < text_.size() && text_[at_] == '[')
      skipList(found);
    else
      found.descr = quoted();
  }

  // A structured type: its brackets are balanced outside of quotes.
  void skipList(NpyDictionary& found) {
    found.isStructured = true;
    int depth = 0;
    char quote = 0;
    for (; at_ < text_.size(); ++at_) {
      const char letter = text_[at_];
      if (quote) {
        if (letter == quote) quote = 0;
        continue;
      }
      if (letter == '\'' || letter == '"') quote = letter;
      if (letter == '[' || letter == '(') ++depth;
      if ((letter == ']' || letter == ')') && --depth == 0) {
        ++at_;
        return;
      }
    }
    refuse("']'", "the header's end");
  }

  std::int64_t size() {
    skipSpaces();
    std::int64_t number = 0;
    const char* begin = text_.data() + at_;
    const auto [end, fault] = std::from_chars(begin, text_.data() + text_.size(), number);
    if (fault == std::errc::result_out_of_range)
      refuse("a size of at most 2^63", "a larger number");
    if (fault != std::errc() || *begin == '-') refuse("a size", here());
    if (*begin == '0' && end - begin > 1) refuse("a size without leading zeros", "'0'");
    at_ += static_cast<std::size_t>(end - begin);
    if (at_ < text_.size() && text_[at_] == 'L') ++at_;  // Python 2's long integers
    return number;
  }

  std::vector<std::int64_t> tuple() {
    std::vector<std::int64_t> sizes;
    expect('(');
    while (!accept(')')) {
      sizes.push_back(size());
      if (accept(',')) continue;
      // "(6)" is a number in Python and no tuple.
      if (sizes.size() == 1) refuse("',' behind the only size", here());
      expect(')');
      break;
    }
    return sizes;
  }

  std::string_view text_;
  std::uint64_t offset_;
  const std::filesystem::path& path_;
  std::size_t at_ = 0;
};

}  // namespace

NpyDictionary parseNpyDictionary(std::string_view text, std::uint64_t offset,
                                 const std::filesystem::path& path) {
  return Parser(text, offset, path).dictionary();
}

}  // namespace latlas::data
