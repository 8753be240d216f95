// A mouse and a keyboard for scripts and tests.
// The GLFW back end writes the real pointer's place and buttons into ImGui at each of its
// NewFrame()s (1.86), so apply() must come between ImGui_ImplGlfw_NewFrame() and ImGui::NewFrame();
// app/window/glfw_window does so. From the first mouse call on the synthetic mouse has the pointer and the
// real one is not seen, until release().
// Threading: UI thread, outside a frame.
#pragma once

#include <imgui.h>

#include <string_view>

namespace latlas::ui::synthetic {

void mouseMove(ImVec2 position);          // screen pixels
void mouseButton(int button, bool down);  // 0 left, 1 right, 2 middle
void wheel(float notches);                // up is positive
// "Enter", "Escape" (or "Esc"), "Tab", "Space", "Backspace", "Delete", "Insert", "Left", "Right",
// "Up", "Down", "Home", "End", "PageUp", "PageDown", "A" to "Z", "0" to "9", "Ctrl", "Shift",
// "Alt". Throws Error, naming the nearest, for another name.
void key(std::string_view name, bool down);
void character(unsigned int codepoint);
void type(std::string_view utf8);

// Gives ImGui the mouse as it now is. Once a frame.
void apply();
// Lets the real mouse in again.
void release();

// For a context without a platform back end: ImGui 1.86 learns there which number means which key.
void mapKeys();

}  // namespace latlas::ui::synthetic
