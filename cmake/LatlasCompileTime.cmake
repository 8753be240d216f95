# What keeps a build of everything short: common headers are parsed once, and sources that are
# compiled more often than changed are compiled several at a time.
# latlas_precompile(TARGET [JSON]): the standard library's heavy headers, with JSON also nlohmann's,
# for a library with the flags of every room. A source must compile without them all the same, as
# clang-tidy reads it. CMake's own CMAKE_DISABLE_PRECOMPILE_HEADERS turns it off.
# latlas_join(TARGET MOST): compiles up to MOST sources as one, as far as they give no two things of
# their own the same name. What clashes is found when CMake runs: a redefinition that a later change
# brought goes away when it runs again.
# latlas_join_if(KIND TARGET MOST): where LATLAS_JOIN has KIND, rooms or tests. A joined source may
# miss an include and compile, so the rooms are compiled one by one in the release build.

set(LATLAS_JOIN "" CACHE STRING "What is compiled several sources at a time: tests, or rooms;tests")

find_program(LATLAS_AWK awk)

# ccache keeps what is compiled with a precompiled header only when told that it may.
foreach(language C CXX)
  if(CMAKE_${language}_COMPILER_LAUNCHER MATCHES "ccache$")
    list(PREPEND CMAKE_${language}_COMPILER_LAUNCHER
         ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros)
    add_compile_options($<$<CXX_COMPILER_ID:GNU>:-fpch-preprocess>)
  endif()
endforeach()

function(latlas_precompile target)
  if(CMAKE_DISABLE_PRECOMPILE_HEADERS OR "rooms" IN_LIST LATLAS_JOIN)
    return()
  endif()
  set(precompiled latlas_precompiled)
  set(headers <algorithm> <array> <chrono> <cmath> <filesystem> <functional> <map> <memory>
              <optional> <span> <string> <string_view> <variant> <vector>)
  if("JSON" IN_LIST ARGN)
    string(APPEND precompiled _json)
    list(APPEND headers <nlohmann/json.hpp>)
  endif()
  if(NOT TARGET ${precompiled})
    set(source "${CMAKE_BINARY_DIR}/${precompiled}.cpp")
    file(CONFIGURE OUTPUT "${source}" CONTENT "")
    add_library(${precompiled} OBJECT EXCLUDE_FROM_ALL "${source}")
    target_link_libraries(${precompiled} PRIVATE latlas_options nlohmann_json::nlohmann_json)
    target_precompile_headers(${precompiled} PRIVATE ${headers})
  endif()
  target_precompile_headers(${target} REUSE_FROM ${precompiled})
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
    # g++ 12 sees copies inside std::string's operator+ that cannot be (its bug 105329), and with a
    # precompiled header it no longer knows that they are the library's.
    target_compile_options(${target} PRIVATE -Wno-stringop-overflow)
  endif()
endfunction()

function(latlas_join target most)
  if(NOT LATLAS_AWK)
    return()
  endif()
  get_target_property(sources ${target} SOURCES)
  list(FILTER sources INCLUDE REGEX "\\.cpp$")
  execute_process(COMMAND "${LATLAS_AWK}" -v most=${most}
                          -f "${CMAKE_SOURCE_DIR}/cmake/source_units.awk" ${sources}
                  WORKING_DIRECTORY "${CMAKE_CURRENT_SOURCE_DIR}"
                  OUTPUT_VARIABLE units COMMAND_ERROR_IS_FATAL ANY)
  string(REGEX MATCHALL "[^\n]+" units "${units}")
  set(count 0)
  foreach(unit IN LISTS units)
    math(EXPR count "${count} + 1")
    separate_arguments(joined UNIX_COMMAND "${unit}")
    set_source_files_properties(${joined} PROPERTIES UNITY_GROUP ${target}_${count})
  endforeach()
  set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_MODE GROUP)
endfunction()

function(latlas_join_if kind target most)
  if(kind IN_LIST LATLAS_JOIN)
    latlas_join(${target} ${most})
  endif()
endfunction()
