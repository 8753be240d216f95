# latlas_embed_shaders(TARGET): the files of shaders/ as strings in a generated header,
# "embedded_shaders.h", so that the program needs no files beside it. Editing a shader reconfigures.

function(latlas_embed_shaders target)
  set(folder "${CMAKE_SOURCE_DIR}/shaders")
  file(GLOB shaders CONFIGURE_DEPENDS "${folder}/*.vert" "${folder}/*.frag")
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${shaders})
  set(EMBEDDED_SHADERS "")
  foreach(shader IN LISTS shaders)
    get_filename_component(name "${shader}" NAME)
    file(READ "${shader}" source)
    string(APPEND EMBEDDED_SHADERS "    {\"${name}\", R\"GLSL(${source})GLSL\"},\n")
  endforeach()
  set(generated "${CMAKE_CURRENT_BINARY_DIR}/generated")
  configure_file("${CMAKE_SOURCE_DIR}/cmake/embedded_shaders.h.in"
                 "${generated}/embedded_shaders.h" @ONLY)
  target_include_directories(${target} PRIVATE "${generated}")
endfunction()
