// The states of wings that nobody else reads, each known by its type: a new wing needs no line here
// or in AppState.
// Threading: UI thread.
// Owns: the states.
#pragma once

#include <map>
#include <memory>
#include <typeindex>

namespace latlas::app {

class WingStates {
 public:
  WingStates() = default;
  WingStates(WingStates&&) = default;
  WingStates& operator=(WingStates&&) = default;

  // Made with its defaults when it is first asked for.
  template <class State>
  State& of() {
    return find<State>();
  }
  template <class State>
  const State& of() const {
    return find<State>();
  }

 private:
  template <class State>
  State& find() const {
    std::shared_ptr<void>& state = states_[typeid(State)];
    if (!state) state = std::make_shared<State>();
    return *static_cast<State*>(state.get());
  }

  mutable std::map<std::type_index, std::shared_ptr<void>> states_;
};

}  // namespace latlas::app
