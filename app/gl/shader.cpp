#include "app/gl/shader.h"

#include <epoxy/gl.h>

#include <algorithm>

#include "core/base/error.h"
#include "embedded_shaders.h"

namespace latlas::gl {
namespace {

using ReadLog = void (*)(unsigned, int, int*, char*);

std::string logOf(unsigned name, int length, ReadLog read) {
  std::string log(static_cast<std::size_t>(std::max(length, 1)), '\0');
  int written = 0;
  read(name, length, &written, log.data());
  log.resize(static_cast<std::size_t>(written));
  while (!log.empty() && (log.back() == '\n' || log.back() == '\0')) log.pop_back();
  return log;
}

}  // namespace

std::span<const EmbeddedShader> embeddedShaders() { return kEmbeddedShaders; }

std::string_view shaderSource(std::string_view name) {
  for (const EmbeddedShader& shader : kEmbeddedShaders)
    if (shader.name == name) return shader.source;
  throw Error("No shader is called " + std::string(name));
}

Shader compileShader(std::string_view name, std::string_view source) {
  Shader shader(glCreateShader(name.ends_with(".vert") ? GL_VERTEX_SHADER : GL_FRAGMENT_SHADER));
  const char* text = source.data();
  const auto length = static_cast<int>(source.size());
  glShaderSource(shader.name(), 1, &text, &length);
  glCompileShader(shader.name());
  int compiled = 0, logLength = 0;
  glGetShaderiv(shader.name(), GL_COMPILE_STATUS, &compiled);
  glGetShaderiv(shader.name(), GL_INFO_LOG_LENGTH, &logLength);
  if (compiled == 0)
    throw Error("The shader " + std::string(name) +
                " does not compile: " + logOf(shader.name(), logLength, glGetShaderInfoLog));
  return shader;
}

Program makeProgram(std::string_view name) {
  const std::string vertexName = std::string(name) + ".vert";
  const std::string fragmentName = std::string(name) + ".frag";
  const Shader vertex = compileShader(vertexName, shaderSource(vertexName));
  const Shader fragment = compileShader(fragmentName, shaderSource(fragmentName));
  Program program(glCreateProgram());
  glAttachShader(program.name(), vertex.name());
  glAttachShader(program.name(), fragment.name());
  glLinkProgram(program.name());
  int linked = 0, logLength = 0;
  glGetProgramiv(program.name(), GL_LINK_STATUS, &linked);
  glGetProgramiv(program.name(), GL_INFO_LOG_LENGTH, &logLength);
  if (linked == 0)
    throw Error("The shaders " + std::string(name) +
                ".* do not link: " + logOf(program.name(), logLength, glGetProgramInfoLog));
  // The program keeps what it needs; detached shaders go when their handles do.
  glDetachShader(program.name(), vertex.name());
  glDetachShader(program.name(), fragment.name());
  return program;
}

}  // namespace latlas::gl
