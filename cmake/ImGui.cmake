# Target latlas_imgui: Dear ImGui with its GLFW and OpenGL 3 back ends, either Debian's static
# library (1.86) or, with LATLAS_IMGUI_DIR, built from a source folder (tried with 1.92).
set(LATLAS_IMGUI_DIR "" CACHE PATH "Source folder of a newer Dear ImGui; empty: the system's")

if(LATLAS_IMGUI_DIR)
  add_library(latlas_imgui STATIC
    "${LATLAS_IMGUI_DIR}/imgui.cpp" "${LATLAS_IMGUI_DIR}/imgui_draw.cpp"
    "${LATLAS_IMGUI_DIR}/imgui_tables.cpp" "${LATLAS_IMGUI_DIR}/imgui_widgets.cpp"
    "${LATLAS_IMGUI_DIR}/backends/imgui_impl_glfw.cpp"
    "${LATLAS_IMGUI_DIR}/backends/imgui_impl_opengl3.cpp"
    "${LATLAS_IMGUI_DIR}/misc/cpp/imgui_stdlib.cpp")
  target_include_directories(latlas_imgui SYSTEM PUBLIC "${LATLAS_IMGUI_DIR}"
    "${LATLAS_IMGUI_DIR}/backends" "${LATLAS_IMGUI_DIR}/misc/cpp")
  target_link_libraries(latlas_imgui PUBLIC glfw ${CMAKE_DL_LIBS})
else()
  pkg_check_modules(IMGUI REQUIRED imgui)
  find_library(LATLAS_IMGUI_LIBRARY imgui HINTS ${IMGUI_LIBRARY_DIRS} REQUIRED)
  # A library of its own for CMake, so that what it needs comes behind it on every link line.
  add_library(latlas_imgui STATIC IMPORTED GLOBAL)
  set_target_properties(latlas_imgui PROPERTIES IMPORTED_LOCATION "${LATLAS_IMGUI_LIBRARY}")
  target_include_directories(latlas_imgui SYSTEM INTERFACE ${IMGUI_INCLUDE_DIRS})
  target_link_libraries(latlas_imgui INTERFACE PkgConfig::FREETYPE PkgConfig::STB glfw
    ${CMAKE_DL_LIBS})
  find_path(LATLAS_IMGUI_BACKENDS imgui_impl_glfw.h PATH_SUFFIXES imgui/backends REQUIRED)
  target_include_directories(latlas_imgui SYSTEM INTERFACE "${LATLAS_IMGUI_BACKENDS}")
endif()
