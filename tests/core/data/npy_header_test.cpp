#include "core/data/formats/npy.h"

#include "core/base/error.h"
#include "tests/core/data/array_fixtures.h"

namespace latlas::data::test {
namespace {

using Dims = std::vector<std::int64_t>;

NpyHeader headerOf(const std::string& text, int version = 1) {
  return parseNpyHeader(npyFileWithHeader(text, {}, version), "some.npy");
}

std::string headerError(const std::string& text) {
  return errorOf([&] { headerOf(text); });
}

TEST(NpyHeader, ReadsAllVersionsAndSpellings) {
  for (const int version : {1, 2, 3}) {
    const NpyHeader header =
        headerOf("{'descr': '<f4', 'fortran_order': True, 'shape': (6, 9, 11), }   \n", version);
    EXPECT_EQ(header.array.dims, (Dims{6, 9, 11}));
    EXPECT_TRUE(header.array.isFortran);
    EXPECT_EQ(header.array.type, (ElementType{Element::f32, std::endian::little}));
    EXPECT_EQ(header.dataOffset, version == 1 ? 76u : 78u);
  }
  // Other orders, quotes and spaces; Python 2's long integers; no comma at the end; no line's end.
  const NpyHeader odd = headerOf("{ \"shape\":(3L,  4L) ,'fortran_order':False,\"descr\" : '>u2'}");
  EXPECT_EQ(odd.array.dims, (Dims{3, 4}));
  EXPECT_EQ(odd.array.type, (ElementType{Element::u16, std::endian::big}));
  EXPECT_EQ(headerOf("{'descr': '|u1', 'fortran_order': False, 'shape': (5,)}").array.dims,
            (Dims{5}));
  EXPECT_EQ(headerOf("{'descr': '|u1', 'fortran_order': False, 'shape': ()}").array.dims, Dims{});
}

TEST(NpyHeader, NamesWhatItDoesNotRead) {
  const auto unusable = [](const std::string& descr) {
    return headerOf("{'descr': " + descr + ", 'fortran_order': False, 'shape': (3, 4)}").unusable;
  };
  EXPECT_EQ(unusable("'|O'"), "Python objects");
  EXPECT_EQ(unusable("'<c8'"), "complex numbers");
  EXPECT_EQ(unusable("'<f16'"), "128-bit floats");
  EXPECT_EQ(unusable("'<M8'"), "dates or times");
  EXPECT_EQ(unusable("'|V3'"), "structures");
  EXPECT_EQ(unusable("[('a', '<f4'), ('b', '<i2', (2, 3))]"), "structures");
  EXPECT_EQ(unusable("'<U0'"), "empty texts");
  EXPECT_EQ(unusable("'<i8'"), "");
  EXPECT_EQ(unusable("'<U5'"), "");  // texts: labels
}

TEST(NpyHeader, SaysWhatIsWrongAndWhere) {
  const std::string good = "{'descr': '<f4', 'fortran_order': False, 'shape': (3,), }";
  const auto with = [&](const std::string& from, const std::string& to) {
    std::string text = good;
    text.replace(text.find(from), from.size(), to);
    return headerError(text);
  };
  expectSays(headerError(""), {"some.npy", "offset 10", "'{'", "the header's end"});
  expectSays(with("'descr'", "descr"), {"offset 11", "quotes", "'d'"});
  expectSays(with("'descr'", "'other'"), {"'descr', 'fortran_order' and 'shape'", "'other'"});
  expectSays(with("'shape'", "'descr'"), {"each once", "'descr'"});
  expectSays(with(", 'shape': (3,)", ""), {"'shape'", "fewer keys"});
  expectSays(with("<f4", "f?"), {"NumPy type", "'f?'"});
  expectSays(with("<f4", "|f4"), {"NumPy type", "'|f4'"});
  expectSays(with("False", "0"), {"True or False", "'0'"});
  expectSays(with("(3,)", "(3)"), {"','", "')'"});
  expectSays(with("(3,)", "(-3,)"), {"a size", "'-'"});
  expectSays(with("(3,)", "(03,)"), {"leading zeros"});
  expectSays(with("(3,)", "(3, 4"), {"a size", "'}'"});
  expectSays(with("(3,)", "(3, 4}"), {"')'", "'}'"});
  expectSays(with("(3,)", "(99999999999999999999,)"), {"2^63"});
  expectSays(with("(3,)", "(4294967296, 4294967296)"), {"4294967296 x 4294967296", "can hold"});
  expectSays(with("(3,)", "(0, 4294967296, 4294967296)"), {"can hold"});
  expectSays(with(", }", ", }x"), {"line's end", "'x'"});
  expectSays(with("'shape'", "'shape"), {"closing quote", "none"});
  std::string many = "(";
  for (int i = 0; i < 33; ++i) many += "1, ";
  expectSays(with("(3,)", many + ")"), {"32 axes", "33"});
}

TEST(NpyHeader, RefusesOtherFiles) {
  const auto error = [](const Bytes& file) {
    return errorOf([&] { parseNpyHeader(file, "some.npy"); });
  };
  const Bytes good = npyOf("|u1", {2, 2}, counting(4));
  expectSays(error({}), {"empty"});
  expectSays(error({0x93, 'N', 'U'}), {"offset 3", "magic", "the end"});
  expectSays(error({'P', 'K', 3, 4, 0, 0, 0, 0, 0}), {"offset 0", "magic", "other bytes"});
  Bytes other = good;
  other[6] = 4;
  expectSays(error(other), {"offset 6", "version", "4.0"});
  other = good;
  other[9] = 0xff;  // a header of 65 kB in a file of 132 bytes
  expectSays(error(other), {"offset 8", "fits in the file"});
  expectSays(error({good.begin(), good.begin() + 9}), {"offset 9", "header's length"});
}

}  // namespace
}  // namespace latlas::data::test
