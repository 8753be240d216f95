// What kind of file begins with these bytes. stb_image would also try formats whose decoders are
// less trodden; only the kinds named here are ever handed to it (and PNM is read by hand).
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>

namespace latlas::data {

enum class ImageKind { none, png, jpeg, bmp, tga, gif, pnm };

ImageKind imageKind(std::span<const std::uint8_t> head);

std::string toString(ImageKind kind);  // "PNG"

// "WebP image", "NumPy array", ... for kinds that are known and not read; empty when not known.
std::string otherKindName(std::span<const std::uint8_t> head);

// "PNG, JPEG, ... or PNM": those that are read.
inline constexpr const char* kImageKinds = "PNG, JPEG, BMP, TGA, GIF or PNM";

// Whether the name's ending promises one of these kinds.
bool hasImageEnding(const std::filesystem::path& path);

}  // namespace latlas::data
