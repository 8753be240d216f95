# latlas_embed_file(TARGET FILE NAME): the text of FILE in a generated header, "embedded_NAME.h", as
# the constant kEmbeddedName, so that the program needs no files beside it. Editing FILE
# reconfigures.

function(latlas_embed_file target file name)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${file}")
  file(READ "${file}" EMBEDDED_TEXT)
  file(RELATIVE_PATH EMBEDDED_FILE "${CMAKE_SOURCE_DIR}" "${file}")
  string(SUBSTRING "${name}" 0 1 initial)
  string(TOUPPER "${initial}" initial)
  string(SUBSTRING "${name}" 1 -1 rest)
  set(EMBEDDED_NAME "kEmbedded${initial}${rest}")
  set(generated "${CMAKE_CURRENT_BINARY_DIR}/generated")
  configure_file("${CMAKE_SOURCE_DIR}/cmake/embedded_file.h.in"
                 "${generated}/embedded_${name}.h" @ONLY)
  target_include_directories(${target} PRIVATE "${generated}")
endfunction()
