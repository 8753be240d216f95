// What panels and controllers ask for. A panel draws, changes AppState and pushes requests; the
// controller whose list names a request carries it out after the panels, in the same frame. What
// follows from state alone (the decoded image follows traverse.z, the sheet follows its scroll
// position) needs no request.
// Here stand the requests that more than one wing sends; those of one wing are in its own header.
// Threading: UI thread.
#pragma once

#include <any>
#include <filesystem>
#include <functional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "app/session/preferences.h"
#include "core/data/open_options.h"
#include "core/data/reading.h"

namespace latlas::app {

// Any struct of namespace request.
class Request {
 public:
  template <class Kind>
  requires(!std::is_same_v<std::remove_cvref_t<Kind>, Request>) Request(Kind&& what)
      : what_(std::forward<Kind>(what)) {}  // NOLINT: a request is what it asks

  // Null when it is of another kind.
  template <class Kind>
  const Kind* as() const {
    return std::any_cast<Kind>(&what_);
  }

 private:
  std::any what_;
};

using Requests = std::vector<Request>;

// The requests that a controller carries out: `using CarriesOut = RequestKinds<...>`, and a
// carryOut(const Kind&) for each.
template <class... Kinds>
struct RequestKinds {
  template <class Controller>
  static bool carryOut(Controller& controller, const Request& request) {
    return (carryOutOne<Kinds>(controller, request) || ...);
  }

 private:
  template <class Kind, class Controller>
  static bool carryOutOne(Controller& controller, const Request& request) {
    const Kind* known = request.as<Kind>();
    if (known) controller.carryOut(*known);
    return known != nullptr;
  }
};

namespace request {
// Whether the user is asked how a source is to be opened.
enum class Ask { whenNeeded, always, never };  // whenNeeded: it is large or ambiguous
struct BrowseForDataset {                      // shows the file browser
  Ask ask = Ask::whenNeeded;
};
struct OpenDataset {
  std::string source;
  data::OpenOptions options{};
  Ask ask = Ask::whenNeeded;
  data::ReadingPtr reading{};  // of a survey of it; null: none
};
struct ReadCatalogue {};  // of the datasets to download
struct StartTraining {};  // or goes on after a pause
struct PauseTraining {};
struct ResetTraining {};  // a new model from the draft
// Puts it first among the recent sources and writes them, so that a crash does not lose it.
struct RememberSource {
  RecentSource recent;
};
// Shows the file browser; `then` makes what is to be done with the path that the user chose.
enum class BrowseFor { open, save };
struct Browse {
  std::string title;
  BrowseFor mode = BrowseFor::open;
  std::filesystem::path start;  // a folder, or for saving the proposed file
  std::function<Request(std::filesystem::path)> then;
};
}  // namespace request

// Where the file browser begins when nothing is known. Empty when the folder was deleted under us;
// the browser then begins at home.
std::filesystem::path currentFolder();

}  // namespace latlas::app
