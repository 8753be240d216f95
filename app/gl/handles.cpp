#include "app/gl/handles.h"

#include <epoxy/gl.h>

#include <string>

#include "core/base/error.h"

namespace latlas::gl {

namespace detail {
void destroyTexture(unsigned name) { glDeleteTextures(1, &name); }
void destroyBuffer(unsigned name) { glDeleteBuffers(1, &name); }
void destroyVertexArray(unsigned name) { glDeleteVertexArrays(1, &name); }
void destroyFramebuffer(unsigned name) { glDeleteFramebuffers(1, &name); }
void destroyProgram(unsigned name) { glDeleteProgram(name); }
void destroyShader(unsigned name) { glDeleteShader(name); }
}  // namespace detail

Texture makeTexture() {
  unsigned name = 0;
  glGenTextures(1, &name);
  return Texture(name);
}

Buffer makeBuffer() {
  unsigned name = 0;
  glGenBuffers(1, &name);
  return Buffer(name);
}

VertexArray makeVertexArray() {
  unsigned name = 0;
  glGenVertexArrays(1, &name);
  return VertexArray(name);
}

Framebuffer makeFramebuffer() {
  unsigned name = 0;
  glGenFramebuffers(1, &name);
  return Framebuffer(name);
}

Texture makeColourTexture(int width, int height, const void* pixels) {
  Texture texture = makeTexture();
  glBindTexture(GL_TEXTURE_2D, texture.name());
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_NEAREST);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_NEAREST);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
  glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA8, width, height, 0, GL_RGBA, GL_UNSIGNED_BYTE, pixels);
  glBindTexture(GL_TEXTURE_2D, 0);
  return texture;
}

Framebuffer makeFramebuffer(const Texture& texture) {
  Framebuffer framebuffer = makeFramebuffer();
  glBindFramebuffer(GL_FRAMEBUFFER, framebuffer.name());
  glFramebufferTexture2D(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_TEXTURE_2D, texture.name(), 0);
  const unsigned status = glCheckFramebufferStatus(GL_FRAMEBUFFER);
  glBindFramebuffer(GL_FRAMEBUFFER, 0);
  if (status != GL_FRAMEBUFFER_COMPLETE)
    throw Error("The graphics driver cannot draw into a texture (status " + std::to_string(status) +
                "). Update it, or set LIBGL_ALWAYS_SOFTWARE=1");
  return framebuffer;
}

}  // namespace latlas::gl
