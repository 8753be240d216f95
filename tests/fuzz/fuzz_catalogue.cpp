// Any bytes are a catalogue or an Error; what a catalogue calls a file is a plain name below its
// folder, and what it calls an address is http or https.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "core/base/error.h"
#include "core/fetch/catalogue.h"

namespace {

void requirePlain(const std::string& name) {
  if (name.empty() || name.front() == '.' || name.find('/') != std::string::npos ||
      name.find('\0') != std::string::npos)
    std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace latlas;
  try {
    const auto catalogue =
        fetch::parseCatalogue({reinterpret_cast<const char*>(data), size}, "fuzz");
    for (const auto& entry : catalogue.entries) {
      requirePlain(entry.key);
      if (fetch::findEntry(catalogue, entry.key) == nullptr || fetch::downloadBytes(entry) <= 0)
        std::abort();
      for (const auto& file : entry.files) {
        requirePlain(file.name);
        for (const auto& member : file.keep) requirePlain(member.name);
        for (const auto& url : file.urls)
          if (!url.starts_with("http")) std::abort();
      }
    }
  } catch (const Error&) {
  }
  return 0;
}
