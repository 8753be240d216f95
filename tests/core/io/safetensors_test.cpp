#include "core/io/safetensors.h"

#include <gtest/gtest.h>

#include <cstring>
#include <limits>
#include <string_view>

#include "core/base/error.h"

namespace latlas::io {
namespace {

model::Tensors someTensors() {
  model::Tensors tensors{{"encoder.1.weight", {2, 3}, {1, -2, 3.5f, 1e-30f, -0.0f, 6}},
                         {"encoder.1.bias", {2}, {0.1f, 0.2f}},
                         {"step", {}, {1234}}};
  tensors.push_back({"a.large", {40, 25}, std::vector<float>(1000, 0.25f)});
  return tensors;
}

std::vector<std::uint8_t> fileOf(std::string_view header, std::size_t dataBytes) {
  std::vector<std::uint8_t> bytes(8 + header.size() + dataBytes);
  const std::uint64_t length = header.size();
  std::memcpy(bytes.data(), &length, sizeof length);
  std::memcpy(bytes.data() + 8, header.data(), header.size());
  return bytes;
}

// The message for a file of this header and so many bytes of data; empty when it was read.
std::string complaint(std::string_view header, std::size_t dataBytes) {
  try {
    decodeSafetensors(fileOf(header, dataBytes), "x.safetensors");
  } catch (const Error& error) {
    return error.what();
  }
  return {};
}

void expectComplaint(std::string_view header, std::size_t dataBytes, std::string_view part) {
  const std::string text = complaint(header, dataBytes);
  EXPECT_NE(text.find(part), std::string::npos) << header << "\n" << text;
  EXPECT_EQ(text.find("x.safetensors"), 0u) << text;
}

TEST(Safetensors, RoundTripKeepsOrderShapesBitsAndMetadata) {
  model::Tensors tensors = someTensors();
  tensors.push_back({"odd", {3}, {std::numeric_limits<float>::infinity(), 1e-45f, 3.4e38f}});
  SafetensorsMetadata metadata;
  const auto bytes = encodeSafetensors(tensors, {{"step", "12"}, {"by", "a \"test\""}});
  EXPECT_EQ(decodeSafetensors(bytes, "x", &metadata), tensors);
  EXPECT_EQ(metadata, (SafetensorsMetadata{{"step", "12"}, {"by", "a \"test\""}}));
  EXPECT_EQ(encodeSafetensors(tensors, metadata), bytes);
}

TEST(Safetensors, LayoutIsThatOfTheFormat) {
  const auto bytes = encodeSafetensors({{"t", {1, 2}, {1.0f, 2.0f}}}, {{"k", "v"}});
  const std::string header =
      R"({"__metadata__":{"k":"v"},"t":{"dtype":"F32","shape":[1,2],"data_offsets":[0,8]}})";
  const std::size_t padded = (header.size() + 7) / 8 * 8;
  ASSERT_EQ(bytes.size(), 8 + padded + 8);
  EXPECT_EQ(bytes[0], padded);
  const auto end = bytes.begin() + 8 + static_cast<std::ptrdiff_t>(padded);
  const std::string text(bytes.begin() + 8, end);
  EXPECT_EQ(text, header + std::string(padded - header.size(), ' '));
  // 1.0f and 2.0f, little-endian.
  EXPECT_EQ(std::vector<std::uint8_t>(bytes.end() - 8, bytes.end()),
            (std::vector<std::uint8_t>{0, 0, 0x80, 0x3f, 0, 0, 0, 0x40}));
}

TEST(Safetensors, NoTensorsAndEmptyTensorsAreFiles) {
  EXPECT_TRUE(decodeSafetensors(encodeSafetensors({}), "x").empty());
  const model::Tensors empty{{"nothing", {0, 4}, {}}};
  EXPECT_EQ(decodeSafetensors(encodeSafetensors(empty), "x"), empty);
}

TEST(Safetensors, EncodeRefusesWhatCouldNotBeReadBack) {
  EXPECT_THROW(encodeSafetensors({{"a", {1}, {1}}, {"a", {1}, {2}}}), Error);
  EXPECT_THROW(encodeSafetensors({{"__metadata__", {1}, {1}}}), Error);
  EXPECT_THROW(encodeSafetensors({{"a", {2}, {1}}}), Error);
  EXPECT_THROW(encodeSafetensors({{"a", {-1}, {}}}), Error);
}

TEST(Safetensors, AnyTruncationIsAnError) {
  const auto bytes = encodeSafetensors(someTensors());
  for (std::size_t i = 0; i < 200; ++i) {
    const std::size_t length = i * bytes.size() / 200;
    EXPECT_THROW(decodeSafetensors(std::span(bytes).first(length), "x"), Error) << length;
  }
  for (std::size_t length = 0; length < 200; ++length)
    EXPECT_THROW(decodeSafetensors(std::span(bytes).first(length), "x"), Error) << length;
}

TEST(Safetensors, FlippedHeaderBitsAreAnErrorOrAnotherValidFile) {
  const auto bytes = encodeSafetensors(someTensors(), {{"step", "3"}});
  for (std::size_t at = 0; at < 200; ++at) {
    for (int bit = 0; bit < 8; ++bit) {
      auto flipped = bytes;
      flipped[at] = static_cast<std::uint8_t>(flipped[at] ^ (1 << bit));
      try {
        std::size_t values = 0;
        for (const auto& tensor : decodeSafetensors(flipped, "x")) values += tensor.values.size();
        EXPECT_EQ(values, 1009u);
      } catch (const Error&) {
      }
    }
  }
}

TEST(Safetensors, LengthBeyondTheFileIsRefusedBeforeAnyAllocation) {
  auto bytes = fileOf("{}", 0);
  std::memset(bytes.data(), 0xff, 8);
  EXPECT_THROW(decodeSafetensors(bytes, "x"), Error);
  std::memset(bytes.data() + 4, 0, 4);
  EXPECT_THROW(decodeSafetensors(bytes, "x"), Error);
}

TEST(Safetensors, ComplaintsNameTheFault) {
  const auto tensor = [](std::string_view fields) {
    return "{\"w\":{" + std::string(fields) + "}}";
  };
  expectComplaint("{\"w\":", 0, "offset 13");
  expectComplaint("[]", 0, "a JSON object");
  expectComplaint("{\"w\":3}", 0, "a JSON object, found 3");
  expectComplaint(tensor(R"("dtype":"BF16","shape":[2],"data_offsets":[0,4])"), 4, "\"BF16\"");
  expectComplaint(tensor(R"("shape":[1],"data_offsets":[0,4])"), 4, "\"dtype\": expected a value");
  expectComplaint(tensor(R"("dtype":"F32","shape":[-1],"data_offsets":[0,4])"), 4, "\"shape\"");
  expectComplaint(tensor(R"("dtype":"F32","shape":[1.5],"data_offsets":[0,4])"), 4, "\"shape\"");
  expectComplaint(tensor(R"("dtype":"F32","shape":7,"data_offsets":[0,4])"), 4, "\"shape\"");
  expectComplaint(tensor(R"("dtype":"F32","shape":[1],"data_offsets":[0])"), 4, "data_offsets");
  expectComplaint(tensor(R"("dtype":"F32","shape":[1],"data_offsets":[4,0])"), 4, "data_offsets");
  expectComplaint(tensor(R"("dtype":"F32","shape":[2],"data_offsets":[0,4])"), 4, "8 bytes");
  expectComplaint(tensor(R"("dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,0])"),
                  0, "memory");
  expectComplaint(tensor(R"("dtype":"F32","shape":[99999999999999999999],"data_offsets":[0,0])"), 0,
                  "\"shape\"");
  expectComplaint(tensor(R"("dtype":"F32","shape":[1],"data_offsets":[0,4])"), 8,
                  "4 bytes of tensors");
  expectComplaint(tensor(R"("dtype":"F32","shape":[1],"data_offsets":[0,4])"), 3,
                  "4 bytes of tensors");
  expectComplaint(tensor(R"("dtype":"F32","shape":[1],"data_offsets":[4,8])"), 8, "begin at 0");
  expectComplaint(tensor(R"("dtype":"F32","dtype":"F32","shape":[1],"data_offsets":[0,4])"), 4,
                  "twice");
  expectComplaint(R"({"__metadata__":{"step":3}})", 0, "a text, found 3");
}

TEST(Safetensors, OverlapsHolesAndDoublesAreRefused) {
  const std::string first = R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},)";
  const auto second = [](const char* name, const char* offsets) {
    return '"' + std::string(name) + R"(":{"dtype":"F32","shape":[1],"data_offsets":[)" + offsets +
           "]}}";
  };
  EXPECT_EQ(complaint(first + second("b", "4,8"), 8), "");
  expectComplaint(first + second("b", "0,4"), 4, "begin at 4");
  expectComplaint(first + second("b", "8,12"), 12, "begin at 4");
  expectComplaint(first + second("a", "4,8"), 8, "twice");
}

TEST(Safetensors, DeepNestingIsRefused) {
  const std::string deep(1'000'000, '[');
  expectComplaint(deep, 0, "levels");
  expectComplaint("{\"w\":" + deep, 0, "levels");
}

}  // namespace
}  // namespace latlas::io
