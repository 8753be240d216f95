// Names of OpenGL objects that delete what they name. Move-only; an empty handle names nothing,
// needs no context and does nothing when it dies.
// Threading: a handle that is not empty dies on the thread of its context, while that is current.
#pragma once

#include <utility>

namespace latlas::gl {

// `destroy` deletes the object that the name belongs to.
template <void (*destroy)(unsigned)>
class Handle {
 public:
  Handle() = default;
  explicit Handle(unsigned name) : name_(name) {}
  ~Handle() { reset(); }
  Handle(Handle&& other) noexcept : name_(std::exchange(other.name_, 0)) {}
  Handle& operator=(Handle&& other) noexcept {
    if (this != &other) {
      reset();
      name_ = std::exchange(other.name_, 0);
    }
    return *this;
  }
  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;

  bool empty() const { return name_ == 0; }
  unsigned name() const { return name_; }  // 0 when empty
  void reset() {
    if (name_ != 0) destroy(std::exchange(name_, 0));
  }

 private:
  unsigned name_ = 0;
};

namespace detail {
void destroyTexture(unsigned name);
void destroyBuffer(unsigned name);
void destroyVertexArray(unsigned name);
void destroyFramebuffer(unsigned name);
void destroyProgram(unsigned name);
void destroyShader(unsigned name);
}  // namespace detail

using Texture = Handle<detail::destroyTexture>;
using Buffer = Handle<detail::destroyBuffer>;
using VertexArray = Handle<detail::destroyVertexArray>;
using Framebuffer = Handle<detail::destroyFramebuffer>;
using Program = Handle<detail::destroyProgram>;
using Shader = Handle<detail::destroyShader>;

// These need a current context.
Texture makeTexture();
Buffer makeBuffer();
VertexArray makeVertexArray();
Framebuffer makeFramebuffer();

// A texture of RGBA bytes without filtering, its content undefined when `pixels` is null.
// `pixels`: [height, width, 4], the first row first.
Texture makeColourTexture(int width, int height, const void* pixels = nullptr);
// A framebuffer that draws into `texture`. Throws Error when the driver cannot.
Framebuffer makeFramebuffer(const Texture& texture);

}  // namespace latlas::gl
