include(LatlasCompileTime)

# latlas_room(NAME [JSON | OWN_PRECOMPILED] SOURCES ... [LINK ...]): one folder of the house as a static library, with our
# warnings on. LINK is PUBLIC; what must not leak to others is linked PRIVATE by the caller. JSON: many
# of its sources use nlohmann-json, which is then precompiled. OWN_PRECOMPILED: the caller precompiles
# others than the standard library's headers.
# latlas_test(NAME SOURCES ... [SERIAL ...] [TOGETHER SUITE...] [LINK ...]): one GoogleTest executable,
# each TEST a CTest of its own; but a suite in TOGETHER is one CTest, as it has many short tests and the
# executable is slow to start. SERIAL are sources whose tests start no thread, which ThreadSanitizer's build leaves out;
# elsewhere tests/support/serial_tests.cpp holds them to it.

add_library(latlas_options INTERFACE)
target_include_directories(latlas_options INTERFACE "${CMAKE_SOURCE_DIR}")
target_compile_options(latlas_options INTERFACE -Wall -Wextra -Wshadow -Wnon-virtual-dtor
                       -Woverloaded-virtual -Wextra-semi)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  # g++ 12 warns of overlaps inside std::string's operator+ that cannot be (its bug 105651).
  target_compile_options(latlas_options INTERFACE -Wno-restrict)
endif()
if(LATLAS_SANITIZE)
  # Frame pointers give readable stacks; recovery is off so that a finding fails the test.
  target_compile_options(latlas_options INTERFACE -fsanitize=${LATLAS_SANITIZE}
                         -fno-omit-frame-pointer -fno-sanitize-recover=all)
  target_link_options(latlas_options INTERFACE -fsanitize=${LATLAS_SANITIZE})
endif()

# Tests are compiled more often than run. Under UBSan a test takes three times as long to compile,
# and what has to be free of undefined behaviour, and what a fuzzer explores, is the rooms. Linked
# behind latlas_options, whose flags these take back.
add_library(latlas_test_options INTERFACE)
target_compile_options(latlas_test_options INTERFACE $<$<CONFIG:Release>:-Og>)
if(LATLAS_SANITIZE)
  target_compile_options(latlas_test_options INTERFACE -O0)
  target_compile_definitions(latlas_test_options INTERFACE LATLAS_SANITIZED)
  if(LATLAS_SANITIZE MATCHES "undefined")
    target_compile_options(latlas_test_options INTERFACE -fno-sanitize=undefined)
  endif()
  if(LATLAS_BUILD_FUZZERS)
    target_compile_options(latlas_test_options INTERFACE -fno-sanitize=fuzzer-no-link)
  endif()
endif()

function(latlas_room name)
  cmake_parse_arguments(ROOM "JSON;OWN_PRECOMPILED" "" "SOURCES;LINK" ${ARGN})
  add_library(${name} STATIC ${ROOM_SOURCES})
  target_link_libraries(${name} PUBLIC ${ROOM_LINK} PRIVATE latlas_options)
  target_include_directories(${name} PUBLIC "${CMAKE_SOURCE_DIR}")
  if(ROOM_JSON)
    latlas_precompile(${name} JSON)
  elseif(NOT ROOM_OWN_PRECOMPILED)
    latlas_precompile(${name})
  endif()
  latlas_join_if(rooms ${name} 12)
endfunction()

function(latlas_test name)
  cmake_parse_arguments(T "" "" "SOURCES;SERIAL;TOGETHER;LINK" ${ARGN})
  if(LATLAS_SANITIZE MATCHES "thread")
    if(NOT T_SOURCES MATCHES "_test\\.cpp")
      return()
    endif()
  else()
    list(APPEND T_SOURCES ${T_SERIAL})
  endif()
  add_executable(${name} ${T_SOURCES})
  if(T_SERIAL AND NOT LATLAS_SANITIZE)
    file(RELATIVE_PATH folder "${CMAKE_SOURCE_DIR}" "${CMAKE_CURRENT_SOURCE_DIR}")
    list(TRANSFORM T_SERIAL PREPEND "${folder}/" OUTPUT_VARIABLE serial)
    list(JOIN serial "|" serial)
    target_sources(${name} PRIVATE "${CMAKE_SOURCE_DIR}/tests/support/serial_tests.cpp")
    target_compile_definitions(${name} PRIVATE LATLAS_SERIAL_TESTS="${serial}")
  endif()
  latlas_join_if(tests ${name} 8)
  target_link_libraries(${name} PRIVATE latlas_options latlas_test_options ${T_LINK}
                                        GTest::gtest_main)
  target_compile_definitions(${name} PRIVATE
    LATLAS_SHARED_DATA="${CMAKE_SOURCE_DIR}/../shared/data")
  # One summary may hold the same test from three builds; the name says which.
  set(prefix "")
  if(LATLAS_SANITIZE)
    string(REGEX REPLACE "[^a-z].*" "" prefix "${LATLAS_SANITIZE}")
    string(APPEND prefix "-sanitizer/")
  endif()
  set(apart "*")
  if(T_TOGETHER)
    list(TRANSFORM T_TOGETHER APPEND ".*" OUTPUT_VARIABLE filters)
    list(JOIN filters ":" filters)
    set(apart "-${filters}")
  endif()
  gtest_discover_tests(${name} DISCOVERY_TIMEOUT 60 TEST_FILTER "${apart}" TEST_PREFIX "${prefix}"
                       PROPERTIES TIMEOUT 300)
  foreach(suite IN LISTS T_TOGETHER)
    add_test(NAME "${prefix}${suite}" COMMAND ${name} "--gtest_filter=${suite}.*")
    set_tests_properties("${prefix}${suite}" PROPERTIES
      TIMEOUT 300 FAIL_REGULAR_EXPRESSION "Running 0 tests")
  endforeach()
endfunction()
