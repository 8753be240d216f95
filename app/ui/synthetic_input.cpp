#include "app/ui/synthetic_input.h"

#include <array>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/base/nearest_name.h"

namespace latlas::ui::synthetic {
namespace {

struct Mouse {
  bool inUse = false;
  ImVec2 position{-1.0f, -1.0f};
  std::array<bool, 3> down{};
};

Mouse& mouse() {
  static Mouse instance;
  return instance;
}

#if IMGUI_VERSION_NUM >= 18700
using Code = ImGuiKey;
#define LATLAS_KEY(name, glfw) Code(ImGuiKey_##name)
#else
// ImGui before 1.87 sees keys by the platform's numbers; these are GLFW's.
using Code = int;
#define LATLAS_KEY(name, glfw) glfw
#endif

struct NamedKey {
  const char* name;
  Code code;
};

const std::array kNamedKeys = {
    NamedKey{"Enter", LATLAS_KEY(Enter, 257)},
    NamedKey{"Escape", LATLAS_KEY(Escape, 256)},
    NamedKey{"Esc", LATLAS_KEY(Escape, 256)},
    NamedKey{"Tab", LATLAS_KEY(Tab, 258)},
    NamedKey{"Space", LATLAS_KEY(Space, 32)},
    NamedKey{"Backspace", LATLAS_KEY(Backspace, 259)},
    NamedKey{"Insert", LATLAS_KEY(Insert, 260)},
    NamedKey{"Delete", LATLAS_KEY(Delete, 261)},
    NamedKey{"Right", LATLAS_KEY(RightArrow, 262)},
    NamedKey{"Left", LATLAS_KEY(LeftArrow, 263)},
    NamedKey{"Down", LATLAS_KEY(DownArrow, 264)},
    NamedKey{"Up", LATLAS_KEY(UpArrow, 265)},
    NamedKey{"PageUp", LATLAS_KEY(PageUp, 266)},
    NamedKey{"PageDown", LATLAS_KEY(PageDown, 267)},
    NamedKey{"Home", LATLAS_KEY(Home, 268)},
    NamedKey{"End", LATLAS_KEY(End, 269)},
    NamedKey{"Shift", LATLAS_KEY(LeftShift, 340)},
    NamedKey{"Ctrl", LATLAS_KEY(LeftCtrl, 341)},
    NamedKey{"Alt", LATLAS_KEY(LeftAlt, 342)},
};
#undef LATLAS_KEY

Code codeOf(std::string_view name) {
  for (const NamedKey& known : kNamedKeys)
    if (name == known.name) return known.code;
  if (name.size() == 1) {
    const char c = name.front();
#if IMGUI_VERSION_NUM >= 18700
    if (c >= 'A' && c <= 'Z') return static_cast<Code>(ImGuiKey_A + (c - 'A'));
    if (c >= '0' && c <= '9') return static_cast<Code>(ImGuiKey_0 + (c - '0'));
#else
    if ((c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')) return c;
#endif
  }
  std::vector<std::string> names;
  for (const NamedKey& known : kNamedKeys) names.emplace_back(known.name);
  throw Error("No key is called \"" + std::string(name) + "\"; did you mean \"" +
              nearestName(name, names) + "\"?");
}

}  // namespace

void mouseMove(ImVec2 position) {
  mouse().inUse = true;
  mouse().position = position;
}

void mouseButton(int button, bool down) {
  mouse().inUse = true;
  mouse().down.at(static_cast<std::size_t>(button)) = down;
}

void type(std::string_view utf8) {
  ImGui::GetIO().AddInputCharactersUTF8(std::string(utf8).c_str());
}

void character(unsigned int codepoint) { ImGui::GetIO().AddInputCharacter(codepoint); }

void release() { mouse() = {}; }

#if IMGUI_VERSION_NUM >= 18700

void wheel(float notches) { ImGui::GetIO().AddMouseWheelEvent(0.0f, notches); }

void key(std::string_view name, bool down) {
  ImGuiIO& io = ImGui::GetIO();
  io.AddKeyEvent(codeOf(name), down);
  if (name == "Ctrl") io.AddKeyEvent(ImGuiMod_Ctrl, down);
  if (name == "Shift") io.AddKeyEvent(ImGuiMod_Shift, down);
  if (name == "Alt") io.AddKeyEvent(ImGuiMod_Alt, down);
}

void apply() {
  if (!mouse().inUse) return;
  ImGuiIO& io = ImGui::GetIO();
  io.AddMousePosEvent(mouse().position.x, mouse().position.y);
  for (int i = 0; i < 3; ++i) io.AddMouseButtonEvent(i, mouse().down[static_cast<std::size_t>(i)]);
}

void mapKeys() {}

#else

void wheel(float notches) { ImGui::GetIO().MouseWheel += notches; }

void key(std::string_view name, bool down) {
  ImGuiIO& io = ImGui::GetIO();
  io.KeysDown[codeOf(name)] = down;
  if (name == "Ctrl") io.KeyCtrl = down;
  if (name == "Shift") io.KeyShift = down;
  if (name == "Alt") io.KeyAlt = down;
}

void apply() {
  if (!mouse().inUse) return;
  ImGuiIO& io = ImGui::GetIO();
  io.MousePos = mouse().position;
  for (std::size_t i = 0; i < mouse().down.size(); ++i) io.MouseDown[i] = mouse().down[i];
}

void mapKeys() {
  int* map = ImGui::GetIO().KeyMap;
  const std::array places = {
      ImGuiKey_Enter,      ImGuiKey_Escape,    ImGuiKey_Escape,    ImGuiKey_Tab,
      ImGuiKey_Space,      ImGuiKey_Backspace, ImGuiKey_Insert,    ImGuiKey_Delete,
      ImGuiKey_RightArrow, ImGuiKey_LeftArrow, ImGuiKey_DownArrow, ImGuiKey_UpArrow,
      ImGuiKey_PageUp,     ImGuiKey_PageDown,  ImGuiKey_Home,      ImGuiKey_End};
  for (std::size_t i = 0; i < places.size(); ++i) map[places[i]] = kNamedKeys[i].code;
  map[ImGuiKey_A] = 'A';
  map[ImGuiKey_C] = 'C';
  map[ImGuiKey_V] = 'V';
  map[ImGuiKey_X] = 'X';
  map[ImGuiKey_Y] = 'Y';
  map[ImGuiKey_Z] = 'Z';
}

#endif

}  // namespace latlas::ui::synthetic
