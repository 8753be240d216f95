#include "app/ui/file_browser.h"

#include <gtest/gtest.h>

#include <chrono>
#include <fstream>
#include <optional>
#include <thread>

#include "app/ui/folder_listing.h"
#include "tests/support/temporary_folder.h"
#include "tests/ui/ui_harness.h"

namespace latlas {
namespace {

namespace fs = std::filesystem;
using test::UiHarness;
using ui::FileBrowser;

void touch(const fs::path& path) { std::ofstream(path) << "x"; }

class Browser : public testing::Test {
 protected:
  Browser() {
    fs::create_directories(root() / "beta" / "inner");
    fs::create_directories(root() / "dataset");
    fs::create_directories(root() / ".hidden");
    touch(root() / "digits.gz");
    touch(root() / "Apple.gz");
    touch(root() / "notes.txt");
    touch(root() / ".secret");
    touch(root() / "beta" / "deep.gz");
  }

  const fs::path& root() const { return folder_.path(); }

  static FileBrowser::Description describe(const fs::path& path) {
    if (path.filename() == "dataset") return {"2 images", true};
    if (fs::is_directory(path)) return {"Folder", false};
    if (path.extension() == ".gz") return {"IDX images", true};
    return {"Not a dataset", false};
  }

  void draw() {
    if (auto path = browser_.draw()) chosen_ = path;
  }

  // The listing comes from another thread: frames pass until it is there.
  static void waitFor(UiHarness& ui, const std::string& label, const std::string& value) {
    for (int i = 0; i < 500 && ui.value(label) != value; ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
      ui.frames();
    }
    EXPECT_EQ(ui.value(label), value) << label;
  }

  test::TemporaryFolder folder_;
  FileBrowser browser_{describe};
  std::optional<fs::path> chosen_;
};

TEST_F(Browser, SaysWhatThingsAreAndLeavesHiddenOnesOut) {
  UiHarness ui([&] { draw(); });
  EXPECT_FALSE(browser_.isOpen());
  browser_.show(FileBrowser::Mode::open, "Open", root());
  EXPECT_TRUE(browser_.isOpen());
  ui.frames(2);
  waitFor(ui, "Browser/digits.gz", "IDX images");
  EXPECT_EQ(ui.value("Browser/beta"), "Folder");
  EXPECT_EQ(ui.value("Browser/notes.txt"), "Not a dataset");
  EXPECT_FALSE(ui.exists("Browser/.hidden"));
  EXPECT_FALSE(ui.exists("Browser/.secret"));
  EXPECT_EQ(ui.value("Browser/Path"), root().string());
  const auto top = [&](const char* label) { return ui::findProbe(label)->min.y; };
  EXPECT_LT(top("Browser/beta"), top("Browser/dataset"));
  EXPECT_LT(top("Browser/dataset"), top("Browser/Apple.gz"));
  EXPECT_LT(top("Browser/Apple.gz"), top("Browser/digits.gz"));
}

TEST_F(Browser, ChoosesTheSelectedFile) {
  UiHarness ui([&] { draw(); });
  browser_.show(FileBrowser::Mode::open, "Open", root());
  ui.frames(2);
  waitFor(ui, "Browser/digits.gz", "IDX images");
  EXPECT_FALSE(ui.isEnabled("Browser/Open"));
  ui.click("Browser/notes.txt");
  EXPECT_FALSE(ui.isEnabled("Browser/Open"));
  ui.click("Browser/digits.gz");
  EXPECT_TRUE(ui.isEnabled("Browser/Open"));
  ui.click("Browser/Open");
  EXPECT_EQ(chosen_, root() / "digits.gz");
  EXPECT_FALSE(browser_.isOpen());
  EXPECT_FALSE(ui.exists("Browser/Open"));
}

TEST_F(Browser, DoubleClickGoesIntoFoldersAndUpComesBack) {
  UiHarness ui([&] { draw(); });
  browser_.show(FileBrowser::Mode::open, "Open", root());
  ui.frames(2);
  waitFor(ui, "Browser/beta", "Folder");
  ui.doubleClick("Browser/beta");
  waitFor(ui, "Browser/deep.gz", "IDX images");
  EXPECT_EQ(ui.value("Browser/Path"), (root() / "beta").string());
  EXPECT_FALSE(ui.exists("Browser/digits.gz"));
  ui.doubleClick("Browser/deep.gz");
  EXPECT_EQ(chosen_, root() / "beta" / "deep.gz");

  browser_.show(FileBrowser::Mode::open, "Open", root() / "beta");
  ui.frames(2);
  waitFor(ui, "Browser/inner", "Folder");
  ui.click("Browser/Up");
  waitFor(ui, "Browser/notes.txt", "Not a dataset");
}

TEST_F(Browser, AFolderThatIsADatasetIsOpenedAsOne) {
  UiHarness ui([&] { draw(); });
  browser_.show(FileBrowser::Mode::open, "Open", root());
  ui.frames(2);
  waitFor(ui, "Browser/dataset", "2 images");
  ui.click("Browser/dataset");
  ui.click("Browser/Open");
  EXPECT_EQ(chosen_, root() / "dataset");

  chosen_.reset();
  browser_.show(FileBrowser::Mode::open, "Open", root() / "dataset");
  ui.frames(2);
  waitFor(ui, "Browser/Message", "This folder: 2 images");
  ui.click("Browser/Open");
  EXPECT_EQ(chosen_, root() / "dataset");
}

TEST_F(Browser, TypedPathsLeadThereOrSayThatThereIsNone) {
  UiHarness ui([&] { draw(); });
  browser_.show(FileBrowser::Mode::open, "Open", root());
  ui.frames(2);
  ui.enter("Browser/Path", (root() / "nowhere").string());
  EXPECT_EQ(ui.value("Browser/Message"), "There is no " + (root() / "nowhere").string());
  EXPECT_TRUE(browser_.isOpen());
  ui.enter("Browser/Path", (root() / "beta" / "deep.gz").string());
  waitFor(ui, "Browser/deep.gz", "IDX images");
  ui.click("Browser/Open");
  EXPECT_EQ(chosen_, root() / "beta" / "deep.gz");
}

TEST_F(Browser, KeysMoveOpenAndCancel) {
  UiHarness ui([&] { draw(); });
  browser_.show(FileBrowser::Mode::open, "Open", root());
  ui.frames(2);
  waitFor(ui, "Browser/beta", "Folder");
  ui.key("Down");
  ui.key("Enter");
  waitFor(ui, "Browser/deep.gz", "IDX images");
  ui.key("Escape");
  EXPECT_FALSE(browser_.isOpen());
  EXPECT_FALSE(chosen_);
}

TEST_F(Browser, SavingOverAFileAsksFirst) {
  UiHarness ui([&] { draw(); });
  browser_.show(FileBrowser::Mode::save, "Save", root() / "grid.png");
  ui.frames(2);
  waitFor(ui, "Browser/notes.txt", "Not a dataset");
  EXPECT_EQ(ui.value("Browser/Name"), "grid.png");
  ui.click("Browser/notes.txt");
  EXPECT_EQ(ui.value("Browser/Name"), "notes.txt");
  ui.click("Browser/Save");
  EXPECT_FALSE(chosen_);
  EXPECT_EQ(ui.value("Browser/Message"), "notes.txt exists already. Replace it?");
  ui.click("Browser/Keep");
  EXPECT_FALSE(chosen_);
  ui.click("Browser/Save");
  ui.click("Browser/Replace");
  EXPECT_EQ(chosen_, root() / "notes.txt");

  chosen_.reset();
  browser_.show(FileBrowser::Mode::save, "Save", root() / "grid.png");
  ui.frames(2);
  ui.enter("Browser/Name", "new.png");
  ui.click("Browser/Save");
  EXPECT_EQ(chosen_, root() / "new.png");
}

TEST_F(Browser, AFolderThatCannotBeReadIsSaidInItsPlace) {
  UiHarness ui([&] { draw(); });
  browser_.show(FileBrowser::Mode::save, "Save", root() / "gone" / "grid.png");
  ui.frames(2);
  waitFor(ui, "Browser/List", "This folder cannot be read: No such file or directory");
  EXPECT_FALSE(ui.isEnabled("Browser/Save"));
  ui.click("Browser/Up");
  waitFor(ui, "Browser/List", "5 entries");
  EXPECT_TRUE(ui.isEnabled("Browser/Save"));
}

TEST_F(Browser, OfAThousandFilesOnlyTheVisibleAreDrawn) {
  for (int i = 0; i < 1000; ++i) touch(root() / "beta" / ("f" + std::to_string(1000 + i)));
  UiHarness ui([&] { draw(); });
  browser_.show(FileBrowser::Mode::open, "Open", root() / "beta");
  ui.frames(2);
  waitFor(ui, "Browser/f1000", "Not a dataset");
  EXPECT_FALSE(ui.exists("Browser/f1999"));
  EXPECT_LT(ui::probeLabels().size(), 60u);
  ui.wheel("Browser/f1005", -2000.0f);
  EXPECT_TRUE(ui.exists("Browser/f1999"));
}

TEST(AbsolutePath, KnowsHomeAndDropsTheLastSlash) {
  EXPECT_EQ(ui::absolutePath("~", "/x"), ui::homeFolder());
  EXPECT_EQ(ui::absolutePath("~/a", "/x"), ui::homeFolder() / "a");
  EXPECT_EQ(ui::absolutePath("b/", "/x"), "/x/b");
  EXPECT_EQ(ui::absolutePath("/y/../z", "/x"), "/z");
  EXPECT_EQ(ui::absolutePath("/", "/x"), "/");
}

}  // namespace
}  // namespace latlas
