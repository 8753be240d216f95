// What is known of a source before it is opened.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/data/images.h"
#include "core/data/open_options.h"
#include "core/data/reading.h"

namespace latlas::data {

struct Peek {
  std::string what;  // "MNIST-style IDX folder", "image folder, 10 classes", "PNG image"
  bool canOpen = false;
};

// One possible value of OpenOptions::array or OpenOptions::labels.
struct Choice {
  std::string value;
  std::string label;  // for people: "imgs (737,280 x 64 x 64, bytes)"
};

struct Survey {
  std::string what;         // as Peek::what
  std::int64_t count = 0;   // samples
  Shape shape;              // as `options` would have it
  std::uint64_t bytes = 0;  // of all samples as they are kept, in memory or in the cache
  // Which of the choices there are.
  bool hasImageSize = false;  // image files: size, fit, colour, background
  bool hasAlpha = false;
  bool hasMeaning = false;  // rows that can be seen as images or as vectors
  bool isGuess = false;     // which of them was judged by rows of numbers, without axes or a word
  bool hasParts = false;    // the dataset's makers split it
  std::int64_t trainCount = 0;  // of the samples, when it is split; 0: not known yet
  std::vector<Choice> arrays;   // more than one: the user may choose
  std::vector<Choice> labels;   // without "none"
  // open() cannot choose by itself; what it would ask: "Which array holds the samples?"
  std::string question;
  OpenOptions options;  // what open() would take: the user's, with what was found filled in
  // For open(), which then need not read the source again: as large as a table is in memory; null
  // of what is opened as quickly as it is surveyed.
  ReadingPtr reading;
};

}  // namespace latlas::data
