// Shaders: found by name among those of shaders/, compiled, linked; a failure says which and why.
// Threading: UI thread, with a current context (except the lookup).
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "app/gl/handles.h"

namespace latlas::gl {

struct EmbeddedShader {
  std::string_view name;  // "points.vert"
  std::string_view source;
};

// All of shaders/.
std::span<const EmbeddedShader> embeddedShaders();
// Throws Error for a name that is not there.
std::string_view shaderSource(std::string_view name);

// `name` ends in .vert or .frag and stands in the message. Throws Error with the compiler's log.
Shader compileShader(std::string_view name, std::string_view source);

// From "<name>.vert" and "<name>.frag" of shaders/. Throws Error with the compiler's or linker's
// log.
Program makeProgram(std::string_view name);

}  // namespace latlas::gl
