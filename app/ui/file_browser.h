// A modal file browser that says what each file or folder is before it is opened, and a save
// dialog. The folder is listed and peeked at by a job, so the window never waits for a disk.
// Threading: UI thread, inside a frame; listing on a job.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace latlas::ui {

class FileBrowser {
 public:
  enum class Mode { open, save };
  // What is told of a path: text, and whether choosing it makes sense. Called on a job's thread.
  struct Description {
    std::string what;
    bool canOpen = false;
  };
  using Describe = std::function<Description(const std::filesystem::path&)>;

  explicit FileBrowser(Describe describe, std::function<void()> wake = {});
  ~FileBrowser();

  // `start`: a folder, or for save the proposed file. Opens at the next draw().
  void show(Mode mode, std::string title, std::filesystem::path start);
  bool isOpen() const;

  // Draws it when open; the path in the frame the user chose one. Probes: "Browser/<entry name>",
  // "Browser/Path", "Browser/Up", "Browser/Home", "Browser/Name" (save), "Browser/Open" or
  // "Browser/Save", "Browser/Cancel"; "Browser/Replace" and "Browser/Keep" while it asks;
  // "Browser/List" (its value: "12 entries", "reading", or why not) and "Browser/Message". A folder
  // opens by double click or Enter; "Open" opens the selected entry, or the shown folder when
  // nothing is selected. Saving over a file asks first.
  std::optional<std::filesystem::path> draw();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace latlas::ui
