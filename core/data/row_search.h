// Which rows of a dataset a filter lets through: a class, and a line of search terms.
// Threading: any thread; one RowSearch belongs to one thread.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "core/data/dataset.h"

namespace latlas::data {

struct RowFilter {
  int label = -1;    // a class; -1: any
  std::string text;  // terms with commas between them, all of which must hold

  bool isEmpty() const;
  bool operator==(const RowFilter&) const = default;
};

// A term is one of
//   cat           in the class's name or any column's text, such as the file's name
//   12, row 12    the row of that number; without "row" also the class "12"
//   age > 30      a column, a factor, "class" or "row" by its name, with < <= > >= = !=
// without regard to the case of ASCII letters.
class RowSearch {
 public:
  // `dataset` outlives it. Throws Error when a comparison names nothing that the dataset has.
  RowSearch(const Dataset& dataset, const RowFilter& filter);

  // Not const: each of a column's texts is judged once, when it is first met.
  bool matches(std::int64_t row);

 private:
  enum class Of { row, label, factor, texts, numbers };
  // One thing that a term looks at.
  struct Sight {
    Of of = Of::row;
    int index = 0;                      // of the factor or column
    std::vector<signed char> judged{};  // by class, level or text: 0 not yet, 1 yes, -1 no
  };
  struct Term {
    std::vector<Sight> anyOf;
    std::function<bool(double)> holdsNumber;
    std::function<bool(std::string_view)> holdsText;
  };

  void addComparison(std::string_view name, std::string_view sign, std::string_view value);
  void addText(std::string_view text);
  Sight sightOf(Of of, int index) const;
  Sight sightNamed(std::string_view name) const;
  bool holds(const Term& term, Sight& sight, std::int64_t row) const;

  const Dataset& dataset_;
  int label_;
  std::vector<Term> terms_;
};

}  // namespace latlas::data
