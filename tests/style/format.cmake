# Whether every source is laid out as .clang-format says.
# usage: cmake -DROOT=<source folder> -DCLANG_FORMAT=<program> -DVERSION=14 -P format.cmake
include("${CMAKE_CURRENT_LIST_DIR}/tool.cmake")
find_tool("${CLANG_FORMAT}" clang-format "${VERSION}" is_found)
if(NOT is_found)
  return()
endif()

file(GLOB_RECURSE files RELATIVE "${ROOT}" "${ROOT}/core/*.h" "${ROOT}/core/*.cpp"
     "${ROOT}/app/*.h" "${ROOT}/app/*.cpp" "${ROOT}/tests/*.h" "${ROOT}/tests/*.cpp")
if(NOT files)
  message(FATAL_ERROR "style.format: no sources in ${ROOT}")
endif()
execute_process(COMMAND "${CLANG_FORMAT}" --dry-run --Werror --ferror-limit=1 ${files}
                WORKING_DIRECTORY "${ROOT}" RESULT_VARIABLE result ERROR_VARIABLE said)
if(result EQUAL 0)
  return()
endif()

string(REGEX MATCHALL "[^\n]+:[0-9]+:[0-9]+: error: [^\n]*" places "${said}")
if(NOT places)
  message(FATAL_ERROR "style.format: ${said}")
endif()
set(wrong "")
foreach(place IN LISTS places)
  string(REGEX REPLACE ":[0-9]+: error: .*" "" where "${place}")
  string(REGEX REPLACE ":[0-9]+$" "" file "${where}")
  string(APPEND wrong "  ${where}    clang-format -i ${file}\n")
endforeach()
message(FATAL_ERROR "style.format: not as .clang-format says, in ${ROOT}:\n${wrong}")
