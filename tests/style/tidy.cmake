# usage: cmake -DROOT=<source folder> -DBUILD=<build folder> -DCLANG_TIDY=<program> -DVERSION=14
#              -P tidy.cmake
include("${CMAKE_CURRENT_LIST_DIR}/tool.cmake")
find_tool("${CLANG_TIDY}" clang-tidy "${VERSION}" is_found)
if(NOT is_found)
  return()
endif()
execute_process(COMMAND bash "${CMAKE_CURRENT_LIST_DIR}/tidy.sh" "${CLANG_TIDY}" "${ROOT}" "${BUILD}"
                RESULT_VARIABLE result)
if(NOT result EQUAL 0)
  message(FATAL_ERROR "style.tidy: see above")
endif()
