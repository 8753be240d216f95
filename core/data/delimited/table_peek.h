// Whether a file is a text in columns, and of which kind, by its first bytes.
// Threading: any thread.
#pragma once

#include <optional>
#include <string>

#include "core/data/delimited/dialect.h"
#include "core/data/place.h"
#include "core/data/survey.h"

namespace latlas::data {

// Empty when the place is no file of text in columns.
std::optional<Peek> peekTable(const Place& place);

// "CSV", "TSV, gzipped"
std::string tableKind(const Place& place, const Dialect& dialect);

}  // namespace latlas::data
