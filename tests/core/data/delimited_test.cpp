#include "core/data/delimited/read_table.h"

#include <cmath>
#include <cstdio>
#include <cstring>
#include <limits>

#include "core/base/error.h"
#include "core/base/random.h"
#include "core/data/delimited/column_values.h"
#include "tests/core/data/fixtures.h"

namespace latlas::data::test {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

TextTable readText(const std::string& text, const OpenOptions& options = {}) {
  Progress progress;
  const TextOpener open = [&] {
    return std::make_unique<SpanSource>(
        std::span(reinterpret_cast<const std::uint8_t*>(text.data()), text.size()));
  };
  return readDelimited(open, "some.csv", options, progress);
}

std::string faultOf(const std::string& text) {
  return errorOf([&] { readText(text); });
}

std::vector<std::string> textsOf(const TextTable& table, std::size_t column) {
  const Column texts = table.texts(column);
  std::vector<std::string> all;
  for (std::int64_t row = 0; row < table.rows(); ++row) all.push_back(texts.text(row));
  return all;
}

void expectNumbers(const TextTable& table, std::size_t column, const std::vector<double>& wanted) {
  ASSERT_FALSE(table.isText(column)) << column;
  const std::vector<double> found = table.numbers(column);
  ASSERT_EQ(found.size(), wanted.size());
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    if (std::isnan(wanted[i]))
      EXPECT_TRUE(std::isnan(found[i])) << "row " << i;
    else
      EXPECT_EQ(found[i], wanted[i]) << "row " << i;
  }
}

using Texts = std::vector<std::string>;

TEST(Delimited, ReadsNumbersAndTexts) {
  const TextTable table = readText("size,kind,weight\n1.5,cat,3\n-2e3,dog,255\n.25,cat,0\n");
  EXPECT_EQ(table.rows(), 3);
  EXPECT_EQ(table.names(), (Texts{"size", "kind", "weight"}));
  expectNumbers(table, 0, {1.5, -2000.0, 0.25});
  EXPECT_EQ(textsOf(table, 1), (Texts{"cat", "dog", "cat"}));
  EXPECT_EQ(table.texts(1).texts, (Texts{"cat", "dog"}));
  expectNumbers(table, 2, {3, 255, 0});
}

TEST(Delimited, ColumnsAreAsNarrowAsTheyCanBe) {
  const TextTable table = readText("a,b,c,d,e,f\n0,256,0.5,0.1,,16777217\n255,1,-1,1,7,0\n");
  const Element wanted[] = {Element::u8,  Element::f32, Element::f32,
                            Element::f64, Element::f32, Element::f64};
  for (std::size_t i = 0; i < 6; ++i) EXPECT_EQ(table.element(i), wanted[i]) << i;
}

TEST(Delimited, NumbersAreExactInEveryForm) {
  const TextTable table =
      readText("v\n0.1\n+7\n1e-320\n1.7976931348623157e308\n 12 \n\"3.5\"\n1.\n-0\n1e-999\n"
               "0.30000000000000004\n123456789012345678\n");
  expectNumbers(table, 0,
                {0.1, 7.0, 1e-320, 1.7976931348623157e308, 12.0, 3.5, 1.0, 0.0, 0.0,
                 0.30000000000000004, 123456789012345678.0});
}

TEST(Delimited, MissingValuesAreKept) {
  const TextTable table =
      readText("n,t\n1,a\n,\nNA,N/A\nn/a,NaN\nnan,null\nNULL,?\n?,\"\"\n\"\",b\n2.5,a\n");
  expectNumbers(table, 0, {1, kNaN, kNaN, kNaN, kNaN, kNaN, kNaN, kNaN, 2.5});
  EXPECT_EQ(textsOf(table, 1), (Texts{"a", "", "", "", "", "", "", "b", "a"}));
  EXPECT_EQ(table.texts(1).codes[1], -1);
}

TEST(Delimited, QuotesAreThoseOfRfc4180) {
  const TextTable table =
      readText("\"na\"\"me\",\"b,b\"\r\n\"x,y\",1\r\n\"two\nlines\",2\r\n\"say \"\"hi\"\"\",3\r\n"
               "plain \"q\" text,4\r\n \"spaced\" ,5\r\n\"\",6\r\n");
  EXPECT_EQ(table.names(), (Texts{"na\"me", "b,b"}));
  EXPECT_EQ(textsOf(table, 0),
            (Texts{"x,y", "two\nlines", "say \"hi\"", "plain \"q\" text", "spaced", ""}));
  expectNumbers(table, 1, {1, 2, 3, 4, 5, 6});
}

TEST(Delimited, LineEndsMarksAndBlankEndsDoNotMatter) {
  for (const std::string end : {"\n", "\r\n"})
    for (const std::string mark : {"", "\xef\xbb\xbf"})
      for (const std::string& rest : {std::string(), end, end + end + end}) {
        const TextTable table = readText(mark + "a,b" + end + "1,x" + end + "2,y" + rest);
        EXPECT_EQ(table.names(), (Texts{"a", "b"}));
        expectNumbers(table, 0, {1, 2});
        EXPECT_EQ(textsOf(table, 1), (Texts{"x", "y"}));
      }
}

TEST(Delimited, OldMacsEndedLinesWithACarriageReturn) {
  const TextTable table = readText("a,b\r1,x\r2,y\r");
  EXPECT_EQ(table.names(), (Texts{"a", "b"}));
  expectNumbers(table, 0, {1, 2});
  std::string text;
  for (int i = 0; i < 1500000; ++i) text += "1,2,3\r";  // more than a window
  EXPECT_EQ(readText(text).rows(), 1500000);
  EXPECT_EQ(readText("1,2\r\n").rows(), 1);
}

TEST(Delimited, TheDelimiterIsFoundByContent) {
  for (const char delimiter : {',', '\t', ';', ' '}) {
    std::string text = "a,b,c\n1.5,x,-2\n3,y,4\n";
    for (char& letter : text)
      if (letter == ',') letter = delimiter;
    const TextTable table = readText(text);
    EXPECT_EQ(table.head().dialect.delimiter, delimiter);
    EXPECT_EQ(table.names(), (Texts{"a", "b", "c"}));
    expectNumbers(table, 0, {1.5, 3});
    expectNumbers(table, 2, {-2, 4});
  }
  // Any number of blanks, as printed tables have them.
  const TextTable blanks = readText("  1.0   2\n 10.5  3 \n100.0 -4\n");
  EXPECT_EQ(blanks.width(), 2u);
  expectNumbers(blanks, 0, {1, 10.5, 100});
  expectNumbers(blanks, 1, {2, 3, -4});
  const TextTable tabs = readText("18.0   8   \"chevrolet malibu\"\n\t15.0 \t 4\tford  \n");
  expectNumbers(tabs, 0, {18, 15});
  expectNumbers(tabs, 1, {8, 4});
  EXPECT_EQ(textsOf(tabs, 2), (Texts{"chevrolet malibu", "ford"}));
  // A list of words with a quote among them.
  const TextTable words = readText("\"\t0.5\nthe\t1.5\n\"quoted\" word\t2.5\n");
  EXPECT_EQ(textsOf(words, 0), (Texts{"\"", "the", "\"quoted\" word"}));
  expectNumbers(words, 1, {0.5, 1.5, 2.5});
}

TEST(Delimited, DecimalCommasAreReadBetweenSemicolons) {
  const TextTable table = readText("a;b\n1,5;2\n-0,25;3,0\n");
  expectNumbers(table, 0, {1.5, -0.25});
  expectNumbers(table, 1, {2, 3});
  // With points in use a comma groups digits, which no number here may have.
  const TextTable pointed = readText("a;b\n1.5;x 1,000\n2.5;y\n");
  expectNumbers(pointed, 0, {1.5, 2.5});
  EXPECT_EQ(textsOf(pointed, 1), (Texts{"x 1,000", "y"}));
}

TEST(Delimited, AHeaderIsFoundByContent) {
  const auto hasHeader = [](const std::string& text) { return readText(text).head().hasHeader; };
  EXPECT_TRUE(hasHeader("a,b\n1,2\n"));
  EXPECT_FALSE(hasHeader("1,2\n3,4\n"));
  EXPECT_FALSE(hasHeader("5.1,3.5,setosa\n4.9,3.0,setosa\n"));
  EXPECT_TRUE(hasHeader("label,1x1,1x2\n5,0,0\n"));
  EXPECT_TRUE(hasHeader("0,1,2,label\n7,7,7,a\n"));      // unnamed columns of a data frame
  EXPECT_TRUE(hasHeader(",0,1,2\n0,5,5,5\n1,6,6,6\n"));  // with its index
  EXPECT_FALSE(hasHeader("0,1,2\n3,4,5\n6,7,8\n"));      // numbers that count on
  EXPECT_FALSE(hasHeader("0,1\n1,0\n"));
  EXPECT_TRUE(hasHeader("file,class\na.png,cat\nb.png,dog\n"));
  EXPECT_FALSE(hasHeader("a.png,cat\nb.png,dog\nc.png,cat\n"));
  const TextTable table = readText("1,2\n3,4\n");
  EXPECT_EQ(table.names(), (Texts{"0", "1"}));
  EXPECT_EQ(table.rows(), 2);
  EXPECT_EQ(readText(",a,a,\n0,1,2,3\n").names(),
            (Texts{"unnamed: 0", "a", "a (2)", "unnamed: 3"}));
  EXPECT_EQ(readText("# x,y\n0.5,1\n").names(), (Texts{"x", "y"}));  // NumPy's
}

TEST(Delimited, TextThatIsNotUtf8IsTakenForLatin1) {
  const TextTable table = readText("name,n\nM\xfcller,1\nM\xc3\xbcller,2\n");
  EXPECT_EQ(textsOf(table, 0), (Texts{"M\xc3\xbcller", "M\xc3\xbcller"}));
  EXPECT_EQ(table.texts(0).texts.size(), 1u);
}

TEST(Delimited, FaultsNameTheirRowAsASpreadsheetCountsIt) {
  expectSays(faultOf("a,b\n1,2\n3\n4,5\n"), {"some.csv", "row 3", "2 cells", "found 1"});
  expectSays(faultOf("1,2\n3,4,5\n"), {"row 2", "2 cells", "found 3"});
  expectSays(faultOf("a,b\n1,2\n\n3,4\n"), {"row 3", "blank line"});
  expectSays(faultOf("a,b\n1,\"x\n2,y\n"), {"row 2", "column 2", "closing quote"});
  expectSays(faultOf("a,b\n1,\"x\"y\n2,z\n"), {"row 2", "column 2", "more behind the quote"});
  expectSays(faultOf(std::string("a,b\n1,x\n2,y") + '\0' + "\n"), {"row 3", "zero byte"});
  expectSays(faultOf("a,b\n"), {"at least one row", "none behind the columns' names"});
  expectSays(faultOf("\n\n"), {"row 1"});
  expectSays(faultOf(""), {"an empty file"});
  expectSays(faultOf("\xef\xbb\xbf"), {"row 1", "cells"});
  expectSays(faultOf(std::string("\xff\xfe\x31\x00\x2c\x00", 6)), {"UTF-8", "UTF-16"});
}

TEST(Delimited, SingleMistakesInNumbersAreRefused) {
  std::string text = "age,size\n";
  for (int i = 0; i < 40; ++i) text += std::to_string(i) + ",1.5\n";
  expectSays(faultOf(text + "4o,2\n"),
             {"row 42", "column age", "a number", "\"4o\"", "leave it empty"});
  expectSays(faultOf(text + "40,inf\n"), {"row 42", "column size", "a finite number", "\"inf\""});
  expectSays(faultOf(text + "40,1e999\n"), {"column size", "\"1e999\""});
  expectSays(faultOf(text + "40,-Infinity\n"), {"column size", "\"-Infinity\""});
}

TEST(Delimited, AColumnOfWhichManyCellsAreTextsIsText) {
  const TextTable table = readText("ticket,n\n113803,1\nA/5 21171,2\n007,3\n1.50,4\nPC 17,5\n");
  // As they stand there, not as numbers.
  EXPECT_EQ(textsOf(table, 0), (Texts{"113803", "A/5 21171", "007", "1.50", "PC 17"}));
  // Also when it turns out late.
  std::string text = "code,n\n";
  for (int i = 0; i < 100000; ++i) text += "00" + std::to_string(i) + ",1\n";
  for (int i = 0; i < 100000; ++i) text += "x" + std::to_string(i) + ",2\n";
  const TextTable late = readText(text);
  ASSERT_TRUE(late.isText(0));
  EXPECT_EQ(late.texts(0).text(17), "0017");
  EXPECT_EQ(late.texts(0).text(100017), "x17");
}

// Rows, quoted line ends and long texts across the borders of pieces and windows.
TEST(Delimited, LongTextsAreReadInPiecesAlike) {
  std::string text = "n,t,x\r\n";
  Random random(4);
  std::vector<double> numbers;
  std::vector<std::string> texts;
  while (text.size() < (std::size_t{11} << 20)) {
    const double number = static_cast<double>(random.below(1000000)) / 64.0;
    std::string word(random.below(100) == 0 ? random.below(200000) : random.below(30), 'w');
    for (char& letter : word) letter = "ab,\n\"\r "[random.below(7)];
    word = "<" + word + ">";
    char shown[32];
    std::snprintf(shown, sizeof shown, "%.6f", number);
    text += std::string(shown) + ",\"";
    for (const char letter : word) text += letter == '"' ? "\"\"" : std::string(1, letter);
    text += "\"," + std::to_string(numbers.size() % 256) + "\r\n";
    numbers.push_back(number);
    texts.push_back(word);
  }
  const TextTable table = readText(text);
  ASSERT_EQ(table.rows(), std::ssize(numbers));
  expectNumbers(table, 0, numbers);
  EXPECT_EQ(textsOf(table, 1), texts);
  EXPECT_EQ(table.element(2), Element::u8);
}

TEST(Delimited, FaultsInLaterPiecesAreCountedFromTheBegin) {
  std::string text = "a,b,c\n";
  int rows = 0;
  for (; text.size() < (std::size_t{10} << 20); ++rows) text += "123456,0.5,7\n";
  expectSays(faultOf(text + "1,2\n" + text.substr(6)),
             {"row " + std::to_string(rows + 2), "3 cells", "found 2"});
  expectSays(faultOf(text + "1,x,2\n"), {"row " + std::to_string(rows + 2), "column b", "\"x\""});
  expectSays(faultOf(text + "\n" + text.substr(6)), {"row " + std::to_string(rows + 2), "blank"});
}

TEST(Delimited, ARowMayBeLongerThanAWindow) {
  std::string row = "1", text;
  for (int i = 1; i < 900000; ++i) row += ",20000";
  for (int i = 0; i < 3; ++i) text += row + "\n";
  const TextTable table = readText(text);
  EXPECT_EQ(table.rows(), 3);
  EXPECT_EQ(table.width(), 900000u);
  expectNumbers(table, 899999, {20000, 20000, 20000});
}

TEST(Delimited, TakesNumbersRowByRowInOneType) {
  const std::string text = "a,t,b,c\n1,x,2,3.5\n4,y,5,\n";
  const auto floats = readText(text).takeNumbers({0, 2, 3}, Element::f32);
  ASSERT_EQ(floats.size(), 6 * sizeof(float));
  float values[6];
  std::memcpy(values, floats.data(), sizeof values);
  EXPECT_EQ(values[0], 1.0f);
  EXPECT_EQ(values[2], 3.5f);
  EXPECT_EQ(values[4], 5.0f);
  EXPECT_TRUE(std::isnan(values[5]));
  EXPECT_EQ(readText(text).takeNumbers({2, 0}, Element::u8), (Bytes{2, 1, 5, 4}));
}

TEST(Delimited, KeepsTheMemoryLimit) {
  std::string text;
  for (int i = 0; i < 200000; ++i) text += "0.1,0.2,0.3\n";
  OpenOptions options;
  options.memoryLimit = 1'000'000;
  expectSays(errorOf([&] { readText(text, options); }), {"some.csv", "1.0 MB", "NPY"});
  options.memoryLimit = 20'000'000;
  EXPECT_EQ(readText(text, options).rows(), 200000);
}

TEST(Delimited, CancelStopsIt) {
  Progress progress;
  progress.cancel();
  const Bytes text{'1', ',', '2', '\n'};
  EXPECT_THROW(readDelimited([&] { return std::make_unique<SpanSource>(text); }, "x.csv", {},
                             progress),
               Cancelled);
}

TEST(Delimited, LabelsAreClassesInOrder) {
  const TextTable table = readText("t,n,f\nb,10,0.5\na,9,0.25\n,,\nb,9,0.5\n");
  const Labels texts = labelsOf(table, 0, "x");
  EXPECT_EQ(texts.classes, (Texts{"a", "b"}));
  EXPECT_EQ(texts.labels, (std::vector<std::int32_t>{1, 0, -1, 1}));
  const Labels numbers = labelsOf(table, 1, "x");
  EXPECT_EQ(numbers.classes, (Texts{"9", "10"}));
  EXPECT_EQ(numbers.labels, (std::vector<std::int32_t>{1, 0, -1, 0}));
  EXPECT_EQ(labelsOf(table, 2, "x").classes, (Texts{"0.25", "0.5"}));
  std::string many = "v\n";
  for (int i = 0; i < 5000; ++i) many += std::to_string(i) + ".5\n";
  expectSays(errorOf([&] { labelsOf(readText(many), 0, "many.csv"); }),
             {"many.csv", "column v", "4096"});
}

}  // namespace
}  // namespace latlas::data::test
