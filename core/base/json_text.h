// JSON that came from outside: parsed with a bound on depth, and read field by field with messages
// that name the file and the place.
#pragma once

#include <cstdint>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "core/base/error.h"

namespace latlas {

struct JsonSource {
  std::filesystem::path file;
  std::size_t offset = 0;  // of the text within the file, for messages
  int maxDepth = 16;       // of nested objects and arrays
};

// Throws Error (offset, expected, found) for a syntax error, deeper nesting or a key given twice.
nlohmann::json parseJson(std::string_view text, const JsonSource& source);

// A view of one object; every getter throws Error when the key is missing or of another type.
class JsonFields {
 public:
  // `where` locates the object in messages: "" for a whole file, "row 3", "dataset".
  // `object` outlives the view.
  JsonFields(const nlohmann::json& object, std::filesystem::path file, std::string where = {});

  bool has(const char* key) const;
  const nlohmann::json& any(const char* key) const;
  JsonFields object(const char* key) const;
  // At least `least` elements.
  const nlohmann::json& list(const char* key, std::size_t least = 0) const;
  std::string text(const char* key) const;
  double number(const char* key) const;
  // At least `least`, at most `most`.
  std::int64_t integer(const char* key, std::int64_t least, std::int64_t most = INT64_MAX) const;

  // The complaint about `key`, for checks that only the caller can make.
  Error fault(const char* key, const std::string& expected, const std::string& found) const;

 private:
  const nlohmann::json& object_;
  std::filesystem::path file_;
  std::string where_;
};

}  // namespace latlas
