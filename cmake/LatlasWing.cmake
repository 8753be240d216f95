# latlas_wing(NAME SOURCES ... [LINK ...]): a wing of the window, as the library latlas_NAME. It stands
# on the session and on no other wing. The shell links every wing that was added before it, and
# tests/ui builds the tests in its folder NAME for each.

function(latlas_wing name)
  cmake_parse_arguments(WING "" "" "SOURCES;LINK" ${ARGN})
  latlas_room(latlas_${name} SOURCES ${WING_SOURCES} LINK latlas_session ${WING_LINK})
  set_property(GLOBAL APPEND PROPERTY LATLAS_WINGS ${name})
endfunction()
