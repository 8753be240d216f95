// The state as named values, for scripts that wait for and expect them. Who observes asks for one
// name or for all; only what is asked for is computed.
// Threading: UI thread.
#pragma once

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace latlas::app {

using Observed = std::variant<bool, std::int64_t, double, std::string>;

class Observer {
 public:
  // Of one name; empty: of all.
  explicit Observer(std::string_view wanted = {}) : wanted_(wanted) {}

  bool wants(std::string_view name) const { return wanted_.empty() || wanted_ == name; }
  // Whether a name that begins with `prefix` is wanted.
  bool wantsAnyOf(std::string_view prefix) const {
    return wanted_.empty() || wanted_.starts_with(prefix);
  }

  // `get` gives a value of a type that Observed can hold, or a whole number. It is called when the
  // name is wanted. What has nothing to say is not told at all.
  template <class Get>
  void value(std::string_view name, Get get) {
    if (!wants(name)) return;
    if constexpr (std::integral<decltype(get())> && !std::same_as<decltype(get()), bool>)
      seen_.emplace_back(name, static_cast<std::int64_t>(get()));
    else
      seen_.emplace_back(name, get());
  }

  const std::vector<std::pair<std::string, Observed>>& seen() const { return seen_; }

 private:
  std::string wanted_;
  std::vector<std::pair<std::string, Observed>> seen_;
};

}  // namespace latlas::app
