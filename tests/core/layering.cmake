# The walls of the house, by what each file includes or calls.
# usage: cmake -DROOT=<source folder> -P layering.cmake

set(breaches "")

# forbid(WHY FOLDER REGEX [EXCEPT path-regex]): no line of FOLDER's sources may match REGEX.
function(forbid why folder regex)
  cmake_parse_arguments(PARSE_ARGV 3 RULE "" "EXCEPT" "")
  file(GLOB_RECURSE files RELATIVE "${ROOT}" "${ROOT}/${folder}/*.h" "${ROOT}/${folder}/*.cpp")
  if(NOT files)
    message(FATAL_ERROR "layering: no sources in ${ROOT}/${folder}; the rule would guard nothing")
  endif()
  foreach(file IN LISTS files)
    if(RULE_EXCEPT AND file MATCHES "${RULE_EXCEPT}")
      continue()
    endif()
    file(STRINGS "${ROOT}/${file}" lines REGEX "${regex}")
    foreach(line IN LISTS lines)
      string(APPEND breaches "  ${file}: ${line}\n    ${why}\n")
    endforeach()
  endforeach()
  set(breaches "${breaches}" PARENT_SCOPE)
endfunction()

set(include "^[ \t]*#[ \t]*include[ \t]*[<\"]")
set(torch "${include}(torch|ATen|c10|caffe2)/")
set(glcall "(^|[^A-Za-z0-9_:.>])gl[A-Z][A-Za-z0-9]*\\(")

forbid("core knows nothing of windows" core "${include}(imgui|GLFW/|epoxy/|GL/|app/)")
forbid("core knows nothing of windows" core "${glcall}")
forbid("Torch stays in core/model/torch" core "${torch}" EXCEPT "^core/model/torch/")
forbid("Torch stays in core/model/torch" app "${torch}")
forbid("the window gets its models from a factory; only the command line names Torch's"
       app "${include}core/model/torch/" EXCEPT "^app/cli/")
forbid("raw GL stays in app/gl and the window" app "${glcall}" EXCEPT "^app/(gl|window)/")
forbid("panels and widgets know no GL" app "${include}(epoxy/|GL/)" EXCEPT "^app/(gl|window)/")
forbid("base stands below everything" core/base "${include}core/(fetch|data|model|train|latent|io)/")
forbid("downloads know nothing but base" core/fetch "${include}core/(data|model|train|latent|io)/")
foreach(room data latent)
  forbid("data and latent do not know the model" core/${room} "${include}core/(model|train|io)/")
endforeach()
forbid("the model does not know who trains it" core/model "${include}core/(train|io)/")
forbid("the widgets know nothing of what they show" app/ui
       "${include}app/(session|dataset|training|runs|losses|map|traverse|shell|gl|cli)/")
forbid("the command line knows of the window only how to run it" app/cli
       "${include}app/(session|dataset|training|runs|losses|map|traverse|shell|ui|gl|replay)/")

if(breaches)
  message(FATAL_ERROR "layering: across the walls of the house\n${breaches}")
endif()
