#include "core/data/image_set/image_page.h"

#include <nlohmann/json.hpp>

#include "core/base/display_text.h"

namespace latlas::data {
namespace {

using nlohmann::json;

// One long text takes a fraction of the memory of many JSON texts. No name has a line's end in it.
template <class Rows, class NameOf>
std::string joined(const Rows& rows, const NameOf& nameOf) {
  std::string text;
  for (const auto& row : rows) {
    text += nameOf(row);
    text += '\n';
  }
  return text;
}

std::vector<std::string> split(const std::string& text) {
  std::vector<std::string> names;
  for (std::size_t at = 0, end; (end = text.find('\n', at)) != std::string::npos; at = end + 1)
    names.push_back(text.substr(at, end - at));
  return names;
}

// Names of files are bytes: those that JSON cannot hold become "%" and two digits.
std::string escaped(const std::string& name) {
  const bool isText = displayText(name) == name;
  if (isText && name.find('%') == std::string::npos) return name;
  std::string text;
  for (const char letter : name) {
    const auto byte = static_cast<unsigned char>(letter);
    if (letter != '%' && (isText || (byte >= ' ' && byte < 0x7f))) {
      text += letter;
      continue;
    }
    text += {'%', "0123456789abcdef"[byte >> 4], "0123456789abcdef"[byte & 15]};
  }
  return text;
}

std::string unescaped(const std::string& text) {
  std::string name;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size()) {
      name += static_cast<char>(std::stoi(text.substr(i + 1, 2), nullptr, 16));
      i += 2;
    } else {
      name += text[i];
    }
  }
  return name;
}

json toJson(const std::vector<UnusedFile>& skipped) {
  json list = json::array();
  for (const UnusedFile& file : skipped)
    list.push_back({displayText(file.name), displayText(file.why)});
  return list;
}

std::vector<UnusedFile> skippedFrom(const json& list) {
  std::vector<UnusedFile> skipped;
  for (const json& file : list)
    skipped.push_back({file.at(0).get<std::string>(), file.at(1).get<std::string>()});
  return skipped;
}

template <class Number>
std::vector<Number> gathered(const std::vector<ListedImage>& images, Number ListedImage::*member) {
  std::vector<Number> numbers;
  numbers.reserve(images.size());
  for (const ListedImage& image : images) numbers.push_back(image.*member);
  return numbers;
}

}  // namespace

json toJson(const ImagePage& page) {
  std::vector<std::string> classes;
  for (const std::string& name : page.classes) classes.push_back(displayText(name));
  return {{"kind", page.kind},
          {"side", page.shape.width},
          {"channels", page.shape.channels},
          {"train", page.trainCount},
          {"classes", classes},
          {"labels", page.labels},
          {"files", joined(page.files, [](const std::string& name) { return displayText(name); })},
          {"skipped", toJson(page.skipped)}};
}

std::optional<ImagePage> pageFrom(const json& json) {
  try {
    ImagePage page;
    page.kind = json.at("kind").get<std::string>();
    const int side = json.at("side").get<int>();
    page.shape = {json.at("channels").get<int>(), side, side};
    page.trainCount = json.at("train").get<std::int64_t>();
    page.classes = json.at("classes").get<std::vector<std::string>>();
    page.labels = json.at("labels").get<std::vector<std::int32_t>>();
    page.files = split(json.at("files").get_ref<const std::string&>());
    page.skipped = skippedFrom(json.at("skipped"));
    if (page.labels.size() != (page.classes.empty() ? 0 : page.files.size())) return std::nullopt;
    for (const std::int32_t label : page.labels)
      if (label < -1 || label >= std::ssize(page.classes)) return std::nullopt;
    return page;
  } catch (const nlohmann::json::exception&) {
    return std::nullopt;
  }
}

json toJson(const ImageList& list) {
  return {{"names", joined(list.images, [](const ListedImage& i) { return escaped(i.name); })},
          {"widths", gathered(list.images, &ListedImage::width)},
          {"heights", gathered(list.images, &ListedImage::height)},
          {"channels", gathered(list.images, &ListedImage::channels)},
          {"numbers", gathered(list.images, &ListedImage::number)},
          {"skipped", toJson(list.skipped)},
          {"files", list.fileCount}};
}

std::optional<ImageList> listFrom(const json& json) {
  try {
    ImageList list;
    const auto names = split(json.at("names").get_ref<const std::string&>());
    const auto widths = json.at("widths").get<std::vector<int>>();
    const auto heights = json.at("heights").get<std::vector<int>>();
    const auto channels = json.at("channels").get<std::vector<int>>();
    const auto numbers = json.at("numbers").get<std::vector<std::uint64_t>>();
    for (const std::size_t count : {widths.size(), heights.size(), channels.size(), numbers.size()})
      if (count != names.size()) return std::nullopt;
    for (std::size_t i = 0; i < names.size(); ++i)
      list.images.push_back({unescaped(names[i]), widths[i], heights[i], channels[i], numbers[i]});
    list.skipped = skippedFrom(json.at("skipped"));
    list.fileCount = json.at("files").get<std::size_t>();
    return list;
  } catch (const nlohmann::json::exception&) {
    return std::nullopt;
  }
}

}  // namespace latlas::data
