# latlas_room(NAME SOURCES ... [LINK ...]): one folder of the house as a static library, with our
# warnings on. LINK is PUBLIC; what must not leak to others is linked PRIVATE by the caller.
# latlas_test(NAME SOURCES ... [LINK ...]): one GoogleTest executable, each TEST a CTest of its own.

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
# and what has to be free of undefined behaviour is the rooms. Linked behind latlas_options, whose
# flags these take back.
add_library(latlas_test_options INTERFACE)
target_compile_options(latlas_test_options INTERFACE $<$<CONFIG:Release>:-O1>)
if(LATLAS_SANITIZE)
  target_compile_options(latlas_test_options INTERFACE -O0)
  if(LATLAS_SANITIZE MATCHES "undefined")
    target_compile_options(latlas_test_options INTERFACE -fno-sanitize=undefined)
  endif()
endif()

function(latlas_room name)
  cmake_parse_arguments(ROOM "" "" "SOURCES;LINK" ${ARGN})
  add_library(${name} STATIC ${ROOM_SOURCES})
  target_link_libraries(${name} PUBLIC ${ROOM_LINK} PRIVATE latlas_options)
  target_include_directories(${name} PUBLIC "${CMAKE_SOURCE_DIR}")
endfunction()

function(latlas_test name)
  cmake_parse_arguments(T "" "" "SOURCES;LINK" ${ARGN})
  add_executable(${name} ${T_SOURCES})
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
  gtest_discover_tests(${name} DISCOVERY_TIMEOUT 60 TEST_PREFIX "${prefix}" PROPERTIES TIMEOUT 300)
endfunction()
