#include "core/data/formats/table.h"

#include <cmath>
#include <cstdio>

#include "core/base/error.h"
#include "tests/core/data/corruption.h"
#include "tests/core/data/fixtures.h"
#include "tests/support/temporary_folder.h"

namespace latlas::data::test {
namespace {

using Texts = std::vector<std::string>;

Bytes bytesOf(const std::string& text) { return {text.begin(), text.end()}; }

class Table : public testing::Test {
 protected:
  DatasetPtr openText(const std::string& text, const OpenOptions& options = {},
                      const std::string& name = "t.csv") {
    put(folder_ / name, bytesOf(text));
    return openAt(folder_ / name, options);
  }
  std::string faultOf(const std::string& text, const OpenOptions& options = {}) {
    return errorOf([&] { openText(text, options); });
  }
  static OpenOptions with(const std::string& key, const std::string& value) {
    OpenOptions options;
    setOption(options, key, value);
    return options;
  }

  latlas::test::TemporaryFolder folder_;
};

// In the columns' own units.
std::vector<double> rowOf(const Dataset& dataset, std::int64_t row) {
  std::vector<float> values(static_cast<std::size_t>(dataset.info().shape.size()));
  dataset.read({&row, 1}, values);
  std::vector<double> result;
  for (std::size_t i = 0; i < values.size(); ++i)
    result.push_back(dataset.info().variables[i].inUnits(values[i]));
  return result;
}

Texts namesOf(const std::vector<Variable>& variables) {
  Texts names;
  for (const Variable& variable : variables) names.push_back(variable.name);
  return names;
}

const char* const kFlowers =
    "sepal,petal,species\n5.1,1.4,setosa\n4.9,1.5,setosa\n6.3,6.0,virginica\n5.8,5.1,virginica\n";

TEST_F(Table, ANumberTableBecomesVectorsWithNamedColumns) {
  const auto dataset = openText(kFlowers);
  const DatasetInfo& info = dataset->info();
  EXPECT_EQ(info.name, "t.csv");
  EXPECT_EQ(info.format, "CSV");
  EXPECT_EQ(info.source, (folder_ / "t.csv").string());
  EXPECT_EQ(info.count, 4);
  EXPECT_EQ(info.shape, vectorShape(2));
  EXPECT_EQ(namesOf(info.variables), (Texts{"sepal", "petal"}));
  EXPECT_EQ(info.variables[1].least, 1.4);
  EXPECT_EQ(info.variables[1].most, 6.0);
  EXPECT_NEAR(info.variables[1].mean, 3.5, 1e-12);
  EXPECT_EQ(info.classes, (Texts{"setosa", "virginica"}));
  EXPECT_EQ(dataset->label(1), 0);
  EXPECT_EQ(dataset->label(2), 1);
  EXPECT_NEAR(rowOf(*dataset, 2)[0], 6.3, 1e-6);
  EXPECT_NEAR(rowOf(*dataset, 2)[1], 6.0, 1e-6);
  EXPECT_TRUE(dataset->columns().empty());
  // What was found opens it again.
  EXPECT_EQ(info.options.labels, "species");
  EXPECT_EQ(openAt(info.source, info.options)->fingerprint(), dataset->fingerprint());
}

TEST_F(Table, EveryKindOfTextIsOne) {
  const std::string plain = kFlowers;
  const auto changed = [&](char delimiter, const std::string& lineEnd) {
    std::string text;
    for (const char letter : plain)
      text += letter == ','    ? std::string(1, delimiter)
              : letter == '\n' ? lineEnd
                               : std::string(1, letter);
    return text;
  };
  const std::string fingerprint = openText(plain)->fingerprint();
  const auto same = [&](const std::string& text, const std::string& name) {
    const auto dataset = openText(text, {}, name);
    EXPECT_EQ(dataset->fingerprint(), fingerprint) << name;
    EXPECT_TRUE(peek(folder_ / name).canOpen) << name;
    return dataset->info().format;
  };
  EXPECT_EQ(same(changed(',', "\r\n"), "windows.csv"), "CSV");
  EXPECT_EQ(same(changed('\t', "\n"), "tabs.tsv"), "TSV");
  EXPECT_EQ(same(changed(';', "\n"), "semicolons"), "CSV with semicolons");
  EXPECT_EQ(same(changed(' ', "\n"), "blanks.data"), "table with blanks");
  EXPECT_EQ(same("\xef\xbb\xbf" + plain, "mark.txt"), "CSV");
  EXPECT_EQ(same(plain.substr(0, plain.size() - 1), "no-end"), "CSV");
  put(folder_ / "z.csv.gz", gzipped(bytesOf(plain)));
  const auto zipped = openAt(folder_ / "z.csv.gz");
  EXPECT_EQ(zipped->info().format, "CSV, gzipped");
  EXPECT_EQ(zipped->fingerprint(), fingerprint);
}

TEST_F(Table, LabelsAreFoundByNameOrContentOrChosen) {
  const auto labelled = [&](const std::string& text, const OpenOptions& options = {}) {
    const auto dataset = openText(text, options);
    return std::pair(dataset->info().options.labels, dataset->info().classes);
  };
  using Found = std::pair<std::string, Texts>;
  EXPECT_EQ(labelled("a,Class\n0.5,2\n1.5,10\n2.5,2\n"), (Found{"Class", {"2", "10"}}));
  EXPECT_EQ(labelled("target,a\n1,0.5\n0,1.5\n"), (Found{"target", {"0", "1"}}));
  EXPECT_EQ(labelled("a,y\n0.5,2\n1.5,1\n"), (Found{"y", {"1", "2"}}));
  EXPECT_EQ(labelled("x,y\n1,2\n1,1\n"), (Found{"", {}}));            // a place
  EXPECT_EQ(labelled("a,target\n1,0.5\n1,1.25\n"), (Found{"", {}}));  // a regression
  // The only column of texts that recur; names do not.
  EXPECT_EQ(labelled("5.1,a\n4.9,b\n6.3,a\n5.0,b\n"), (Found{"1", {"a", "b"}}));
  EXPECT_EQ(labelled("name,v,kind\np,1.5,a\nq,2,b\nr,3,a\ns,4,b\n"), (Found{"kind", {"a", "b"}}));
  EXPECT_EQ(labelled("v,k,l\n1.5,a,c\n2,b,c\n3,a,d\n4,b,d\n"), (Found{"", {}}));
  EXPECT_EQ(labelled("v,k,l\n1.5,a,c\n2,b,c\n3,a,d\n4,b,d\n", with("labels", "l")),
            (Found{"l", {"c", "d"}}));
  EXPECT_EQ(labelled(kFlowers, with("labels", "none")), (Found{"none", {}}));
  EXPECT_EQ(labelled("a,b\n0.5,7\n1,3\n", with("labels", "b")), (Found{"b", {"3", "7"}}));
  EXPECT_EQ(labelled("1,0.5\n2,1\n", with("labels", "0")), (Found{"0", {"1", "2"}}));
  expectSays(faultOf(kFlowers, with("labels", "specie")),
             {"t.csv", "specie", "Did you mean species"});
}

TEST_F(Table, OtherTextsAndIdsAreColumns) {
  const auto dataset =
      openText("id,customer_id,name,v,acid\n7,1,Ann,0.5,1\n3,2,Bob,1.5,2\n9,4,,2.5,3\n");
  EXPECT_EQ(namesOf(dataset->info().variables), (Texts{"v", "acid"}));
  const auto& columns = dataset->columns();
  ASSERT_EQ(columns.size(), 3u);
  EXPECT_EQ(columns[0].name, "id");
  EXPECT_EQ(columns[0].numbers, (std::vector<double>{7, 3, 9}));
  EXPECT_EQ(columns[1].name, "customer_id");
  EXPECT_EQ(columns[2].text(1), "Bob");
  EXPECT_EQ(columns[2].text(2), "");
  // Numbers that repeat tell no rows apart, unless they are called id.
  EXPECT_EQ(namesOf(openText("group_id,v\n1,0.5\n1,0.25\n2,1\n")->info().variables),
            (Texts{"group_id", "v"}));
  // As pandas writes an index.
  EXPECT_EQ(namesOf(openText(",v\n0,0.5\n1,0.25\n")->info().variables), (Texts{"v"}));
}

TEST_F(Table, MissingValuesStayMissing) {
  const auto dataset = openText("a,b\n1.5,NA\n,2\n3.5,4\n");
  const auto& variables = dataset->info().variables;
  EXPECT_EQ(variables[0].missing, 1);
  EXPECT_EQ(variables[0].mean, 2.5);
  EXPECT_EQ(variables[1].missing, 1);
  EXPECT_TRUE(std::isnan(rowOf(*dataset, 0)[1]));
  EXPECT_TRUE(std::isnan(rowOf(*dataset, 1)[0]));
  // A column without any value is left out, and that is said.
  const auto empty = openText("a,b,c\n1,,x\n2,,y\n");
  EXPECT_EQ(namesOf(empty->info().variables), (Texts{"a"}));
  ASSERT_EQ(empty->info().skipped.size(), 1u);
  EXPECT_EQ(empty->info().skipped[0].why, "column b has no values");
  // So is a row without a label.
  const auto labels = openText("v,label\n1,a\n2,\n3,b\n");
  EXPECT_EQ(labels->info().classes, (Texts{"a", "b"}));
  EXPECT_EQ(labels->label(1), -1);
}

// 20 rows of 16 pixels; the label of row i is i modulo 3 and stands before the pixel `labelAt`.
std::string pixels(const std::string& header, int labelAt) {
  std::string text = header;
  for (int row = 0; row < 20; ++row) {
    std::string cells;
    for (int i = 0; i <= 16; ++i) {
      if (i == labelAt) cells += "," + std::to_string(row % 3);
      if (i < 16) cells += "," + std::to_string((row * 16 + i) * 7 % 256);
    }
    text += cells.substr(1) + "\n";
  }
  return text;
}

std::string header(const std::string& first, const std::string& prefix, const std::string& last) {
  std::string text = first;
  for (int i = 0; i < 16; ++i)
    text += (text.empty() ? "" : ",") +
            (prefix == "x" ? std::to_string(i / 4 + 1) + "x" + std::to_string(i % 4 + 1)
                           : prefix + std::to_string(i));
  return text + (last.empty() ? "" : "," + last) + "\n";
}

TEST_F(Table, PixelColumnsBecomeImages) {
  const auto expectImages = [&](const std::string& text, bool isLabelled) {
    const auto dataset = openText(text);
    const DatasetInfo& info = dataset->info();
    ASSERT_EQ(info.shape, (Shape{1, 4, 4})) << text.substr(0, 60);
    EXPECT_EQ(info.count, 20);
    EXPECT_EQ(info.values, "bytes, 0 to 255");
    EXPECT_EQ(info.memoryBytes, 20 * 16 + (isLabelled ? 20 * 4 : 0));
    for (std::int64_t row = 0; row < 20; ++row) {
      Bytes wanted;
      for (int i = 0; i < 16; ++i)
        wanted.push_back(static_cast<std::uint8_t>((row * 16 + i) * 7 % 256));
      EXPECT_EQ(rowBytes(*dataset, row), wanted);
      EXPECT_EQ(dataset->label(row), isLabelled ? row % 3 : -1);
    }
  };
  expectImages(pixels(header("label", "pixel", ""), 0), true);
  expectImages(pixels(header("label", "x", ""), 0), true);
  expectImages(pixels(header("", "pixel", "class"), 16), true);
  expectImages(pixels(header("kind", "", ""), 0), true);  // "kind,0,1,...", found by its content
  expectImages(pixels("", 0), true);
  expectImages(pixels("", 16), true);
  expectImages(pixels(header("", "px_", ""), -1), false);
  expectImages(pixels("", -1), false);
}

TEST_F(Table, ImagesOrVectorsAsTold) {
  const std::string text = pixels(header("label", "pixel", ""), 0);
  const auto vectors = openText(text, with("as", "vectors"));
  EXPECT_EQ(vectors->info().shape, vectorShape(16));
  EXPECT_EQ(vectors->info().variables[3].name, "pixel3");
  EXPECT_EQ(vectors->info().classes, (Texts{"0", "1", "2"}));
  // Words name measurements, not pixels.
  const std::string named = "a,b,c,d,e,f,g,h,i,j,k,l,m,n,o,p\n" + pixels("", -1);
  EXPECT_EQ(openText(named)->info().shape, vectorShape(16));
  EXPECT_EQ(openText(named, with("as", "images"))->info().shape, (Shape{1, 4, 4}));
  // Of floats and of fewer pixels too, when told.
  const auto small = openText("a,b,c,d\n0,0.25,0.5,1\n1,0,0,0.75\n", with("as", "images"));
  EXPECT_EQ(small->info().shape, (Shape{1, 2, 2}));
  EXPECT_EQ(rowBytes(*small, 0), (Bytes{0, 64, 128, 255}));
  expectSays(faultOf("a,b,c\n1,2,3\n", with("as", "images")), {"square number", "found 3"});
  expectSays(faultOf("a,b,c,d\n1,2,,3\n1,1,1,1\n", with("as", "images")), {"row 0", "NaN"});
}

TEST_F(Table, SeventeenLevelsReachFromBlackToWhite) {
  std::string text;
  for (int row = 0; row < 5; ++row) {
    for (int i = 0; i < 64; ++i) text += std::to_string(i == 0 ? 0 : (row + i) % 17) + ",";
    text += std::to_string(row) + "\n";
  }
  const auto digits = openText(text);
  EXPECT_EQ(digits->info().shape, (Shape{1, 8, 8}));
  EXPECT_EQ(rowBytes(*digits, 0)[16], 255);
  EXPECT_EQ(rowBytes(*digits, 0)[8], 128);
}

TEST_F(Table, EmnistLiesTransposed) {
  std::string row;
  for (int i = 0; i < 784; ++i) row += (i ? "," : "") + std::to_string(i < 28 ? 255 : 0);
  const auto upright = openText(row + "\n" + row + "\n", {}, "digits.csv");
  const auto lying = openText(row + "\n" + row + "\n", {}, "emnist-digits-train.csv");
  for (std::size_t i = 0; i < 784; ++i) {
    EXPECT_EQ(rowBytes(*upright, 1)[i], i < 28 ? 255 : 0);
    EXPECT_EQ(rowBytes(*lying, 1)[i], i % 28 == 0 ? 255 : 0);
  }
}

TEST_F(Table, KnownClassesHaveTheirNames) {
  const auto classesOf = [&](const std::string& name, int pixelCount) {
    std::string text;
    for (int row = 0; row < 4; ++row) {
      text += std::to_string(row * 3);
      for (int i = 0; i < pixelCount; ++i) text += "," + std::to_string(i % 200);
      text += "\n";
    }
    return openText(text, {}, name)->info().classes;
  };
  EXPECT_EQ(classesOf("fashion-mnist_test.csv", 784),
            (Texts{"T-shirt/top", "Dress", "Shirt", "Ankle boot"}));
  EXPECT_EQ(classesOf("mnist_test.csv", 784), (Texts{"0", "3", "6", "9"}));
  EXPECT_EQ(classesOf("fashion-small.csv", 64), (Texts{"0", "3", "6", "9"}));
}

TEST_F(Table, WhatIsNoTableOfNumbersIsRefused) {
  expectSays(faultOf("file,class\na.png,cat\nb.png,dog\n"),
             {"t.csv", "columns of numbers", "texts only"});
  expectSays(faultOf("a,b\n1,2\n3\n"), {"t.csv", "row 3"});
  expectSays(faultOf("a,b\n1.5,inf\n2,3\n"), {"row 2", "column b", "finite"});
  EXPECT_EQ(peek(folder_ / "t.csv").what, "CSV, 2 columns");
  std::string constant = "k\n";
  for (int i = 0; i < 9; ++i) constant += "same\n";
  expectSays(faultOf(constant), {"texts only"});
  expectSays(faultOf("a,b\n1,2\n3,"), {"row 3", "the end of the file", "incomplete"});
  expectSays(faultOf("1,2"), {"row 1", "the end of the file"});
  expectSays(faultOf("a,b,k\n1,,x\n2,,x\n", with("labels", "b")), {"labels called b"});
}

TEST_F(Table, PeekKnowsTablesByTheirContent) {
  const auto what = [&](const std::string& text, const std::string& name) {
    put(folder_ / name, bytesOf(text));
    const Peek found = peek(folder_ / name);
    return found.what + (found.canOpen ? " +" : " -");
  };
  const std::string unknown = "file of unknown kind -";
  EXPECT_EQ(what(kFlowers, "anything"), "CSV, 3 columns +");
  EXPECT_EQ(what("1\t2\n3\t4\n", "b"), "TSV, 2 columns +");
  EXPECT_EQ(what("1.5\n2.5\n3\n", "c"), "CSV, 1 column +");
  EXPECT_EQ(what("1,2,3\n", "d"), "CSV, 3 columns +");
  // Only a part of the first row is seen.
  std::string wide = "label", names;
  for (int i = 0; i < 784; ++i) wide += ",pixel" + std::to_string(i);
  EXPECT_EQ(what(wide + "\n", "e"), "CSV +");
  for (int i = 0; i < 784; ++i) names += (i ? "," : "") + std::to_string(i % 9);
  EXPECT_EQ(what(names + "\n", "f"), "CSV +");
  put(folder_ / "g.gz", gzipped(bytesOf(kFlowers)));
  EXPECT_EQ(peek(folder_ / "g.gz").what, "CSV, gzipped, 3 columns");
  // No tables.
  EXPECT_EQ(what("Dear reader, this is prose.\nIt has commas, too, and lines.\n", "h"), unknown);
  EXPECT_EQ(what("{\"a\": 1,\n\"b\": 2}\n", "i"), unknown);
  EXPECT_EQ(what("<svg width=\"1\" height=\"2\">\n", "j"), unknown);
  EXPECT_EQ(what("#include <a>\nint main() { return 0; }\n", "k"), unknown);
  EXPECT_EQ(what("a: 1\nb: 2\n", "l"), unknown);
  EXPECT_EQ(what(std::string("1,2\n3,4\0\n", 9), "m"), unknown);
  EXPECT_EQ(what(std::string("1,2\n\x01,4\n", 8), "n.csv"), unknown);
  // A name that says so is believed as far as that the reader tells what is wrong.
  EXPECT_EQ(what("file,class\na.png,cat\nb.png,dog\n", "o.csv"), "CSV -");
  EXPECT_EQ(what(std::string("\xff\xfe"
                             "1\0,\0"
                             "2\0\n\0",
                             10),
                 "p.csv"),
            "table in UTF-16 -");
  expectSays(errorOf([&] { openAt(folder_ / "p.csv"); }), {"UTF-8", "found UTF-16"});
  EXPECT_EQ(what("a,b\r1,2\r3,4\r", "q"), "CSV, 2 columns +");
}

TEST_F(Table, SurveyCountsRowsAndShowsTheChoices) {
  const auto surveyText = [&](const std::string& text, const OpenOptions& options = {}) {
    put(folder_ / "s.csv", bytesOf(text));
    Progress progress;
    return survey((folder_ / "s.csv").string(), options, progress);
  };
  const Survey flowers = surveyText(kFlowers);
  EXPECT_EQ(flowers.what, "CSV");
  EXPECT_EQ(flowers.count, 4);
  EXPECT_EQ(flowers.shape, vectorShape(2));
  EXPECT_EQ(flowers.bytes, 4u * 2 * 8);
  EXPECT_FALSE(flowers.hasMeaning);
  EXPECT_FALSE(flowers.isGuess);
  EXPECT_EQ(flowers.options.labels, "species");
  ASSERT_EQ(flowers.labels.size(), 1u);
  EXPECT_EQ(flowers.labels[0].value, "species");
  EXPECT_EQ(flowers.labels[0].label, "species (2 different)");
  const Survey digits = surveyText(pixels("", 0));
  EXPECT_TRUE(digits.hasMeaning);
  EXPECT_TRUE(digits.isGuess);
  EXPECT_FALSE(surveyText(pixels(header("label", "pixel", ""), 0)).isGuess);
  EXPECT_FALSE(surveyText(pixels(header("label", "x", ""), 0)).isGuess);
  EXPECT_EQ(digits.shape, (Shape{1, 4, 4}));
  EXPECT_EQ(digits.options.labels, "0");
  EXPECT_EQ(surveyText(pixels("", 0), with("as", "vectors")).shape, vectorShape(16));
  // Far more rows than are looked at.
  std::string text = "a,b,k\n";
  for (int i = 0; i < 300000; ++i) text += std::to_string(i % 5) + ",0.125,\"x\ny\"\n";
  const Survey large = surveyText(text);
  EXPECT_EQ(large.count, 300000);
  EXPECT_EQ(openAt(folder_ / "s.csv")->info().count, 300000);
  ASSERT_EQ(large.labels.size(), 2u);
  EXPECT_EQ(large.labels[1].value, "a");
  put(folder_ / "s.metadata.csv", bytesOf("kind,weight\nx,0.5\ny,1.5\nx,2\ny,3\n"));
  const Survey beside = surveyText(kFlowers);
  ASSERT_EQ(beside.labels.size(), 2u);
  EXPECT_EQ(beside.labels[1].label, "kind (2 different)");
}

TEST_F(Table, KeepsTheMemoryLimit) {
  std::string text;
  for (int i = 0; i < 30000; ++i) text += "0.1,0.2,0.3,0.4\n";
  OpenOptions options;
  options.memoryLimit = 500'000;
  expectSays(faultOf(text, options), {"t.csv", "500.0 kB"});
}

// Without a header: 40 rows of 64 pixels and then the label.
std::string eightByEight() {
  std::string text;
  for (int row = 0; row < 40; ++row) {
    for (int i = 0; i < 64; ++i) text += std::to_string((row * 64 + i) * 7 % 256) + ",";
    text += std::to_string(row % 10) + "\n";
  }
  return text;
}

TEST_F(Table, AMistakeAmongManyPixelsIsRefused) {
  std::string text = eightByEight();
  EXPECT_EQ(openText(text)->info().shape, (Shape{1, 8, 8}));
  const std::size_t third = text.find('\n', text.find('\n') + 1) + 1;
  text.replace(third, text.find(',', third) - third, "433");
  expectSays(faultOf(text), {"row 3, column 0", "0 to 255", "found 433", "as vectors"});
  EXPECT_EQ(openText(text, with("as", "vectors"))->info().shape, vectorShape(65));
}

TEST_F(Table, DamagedFilesAreRefusedOrOpenAsTheyWere) {
  DamageCheck check;
  check.mayLoseSamples = true;  // a text has no length of its own
  std::string flowers = "sepal length,petal length,species\n";
  for (int i = 0; i < 60; ++i) {
    char row[64];
    std::snprintf(row, sizeof row, "%.1f,%.1f,%s\n", 4.0 + 0.1 * (i % 17), 1.0 + 0.1 * (i % 23),
                  i % 2 ? "setosa" : "virginica");
    flowers += row;
  }
  checkDamagedFiles({"flowers.csv", bytesOf(flowers), ""}, check);
  checkDamagedFiles({"digits.csv", bytesOf(pixels(header("label", "pixel", ""), 0)), ""}, check);
  checkDamagedFiles({"plain.csv", bytesOf(eightByEight()), ""}, check);
  checkDamagedFiles({"flowers.csv.gz", gzipped(bytesOf(flowers)), ""}, check);
  // Small ones, from which the fuzzer gets farther in the same time.
  const auto seed = [](const char* name, const std::string& text) {
    keepAsSeed("fuzz_table", name, bytesOf(text));
  };
  seed("flowers", kFlowers);
  seed("pixels", pixels(header("label", "x", ""), 0).substr(0, 300));
  seed("quotes", "\"a\"\"b\",\"c\nd\"\r\n\"x, y\" ,1\r\nNA,?\r\n");
  seed("semicolons", "a;b;c\n1,5;-2e3;x\n0,25;;y\n");
  seed("tabs", "id\t\"\tv\n1\t\"\t0.1\n2\tb\t.5\n\n");
  seed("blanks", " 1.0  2\n 10  x\n+3 inf\n");
  seed("mark", "\xef\xbb\xbf,0,1,2\n0,255,256,0.1\n1,7,8,16777217\n");
}

TEST_F(Table, OpensTheIrisesAsTheirMakersPublishThem) {
  // Rows 1, 51 and 101 of Fisher's table, without a header, and the blank line at its end.
  const auto dataset = openText(
      "5.1,3.5,1.4,0.2,Iris-setosa\n4.9,3.0,1.4,0.2,Iris-setosa\n7.0,3.2,4.7,1.4,Iris-versicolor\n"
      "6.4,3.2,4.5,1.5,Iris-versicolor\n6.3,3.3,6.0,2.5,Iris-virginica\n"
      "5.8,2.7,5.1,1.9,Iris-virginica\n\n");
  EXPECT_EQ(dataset->info().shape, vectorShape(4));
  EXPECT_EQ(dataset->info().classes, (Texts{"Iris-setosa", "Iris-versicolor", "Iris-virginica"}));
  EXPECT_NEAR(rowOf(*dataset, 4)[3], 2.5, 1e-6);
}

}  // namespace
}  // namespace latlas::data::test
