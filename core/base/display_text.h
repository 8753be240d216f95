// Names from outside, such as those of files, as text that can be shown and written as JSON.
#pragma once

#include <string>
#include <string_view>

namespace latlas {

// UTF-8 without control characters: what is neither becomes U+FFFD, the replacement character.
std::string displayText(std::string_view bytes);

}  // namespace latlas
