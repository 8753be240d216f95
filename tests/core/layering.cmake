# The walls of the house, by what each file includes or calls.
# usage: cmake -DROOT=<source folder> -P layering.cmake

cmake_minimum_required(VERSION 3.22)

set(breaches "")

# forbid(WHY FOLDER REGEX [EXCEPT path-regex] [ALLOW line-regex]): no line of FOLDER's sources may
# match REGEX.
function(forbid why folder regex)
  cmake_parse_arguments(PARSE_ARGV 3 RULE "" "EXCEPT;ALLOW" "")
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
      if(RULE_ALLOW AND line MATCHES "${RULE_ALLOW}")
        continue()
      endif()
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
forbid("base stands below everything" core/base "${include}core/[^b]")
foreach(room fetch series latent)
  forbid("downloads, curves and geometry know nothing but base" core/${room}
         "${include}core/" ALLOW "core/(base|${room})/")
endforeach()

# A header and its source are a unit. No unit of FOLDER may include itself by way of others: units
# that include none of the rest, or that none of the rest includes, are taken away until only circles
# are left.
function(require_one_way why folder)
  file(GLOB_RECURSE files RELATIVE "${ROOT}" "${ROOT}/${folder}/*.h" "${ROOT}/${folder}/*.cpp")
  set(units "")
  foreach(file IN LISTS files)
    string(REGEX REPLACE "\\.(h|cpp)$" "" unit "${file}")
    list(APPEND units "${unit}")
    file(STRINGS "${ROOT}/${file}" lines REGEX "${include}${folder}/.*\\.h\"")
    foreach(line IN LISTS lines)
      string(REGEX REPLACE "^.*\"(.*)\\.h\".*$" "\\1" needed "${line}")
      if(NOT needed STREQUAL unit)
        list(APPEND needs_${unit} "${needed}")
      endif()
    endforeach()
  endforeach()
  list(REMOVE_DUPLICATES units)
  set(left "")
  while(NOT left STREQUAL units)
    set(left "${units}")
    set(wanted "")
    foreach(unit IN LISTS left)
      list(APPEND wanted ${needs_${unit}})
    endforeach()
    foreach(unit IN LISTS left)
      set(open "")
      foreach(needed IN LISTS needs_${unit})
        if(needed IN_LIST units)
          list(APPEND open "${needed}")
        endif()
      endforeach()
      set(needs_${unit} "${open}")
      if(NOT open OR NOT unit IN_LIST wanted)
        list(REMOVE_ITEM units "${unit}")
      endif()
    endforeach()
  endwhile()
  foreach(unit IN LISTS units)
    list(JOIN needs_${unit} ", " others)
    string(APPEND breaches "  ${unit}: includes ${others}\n    ${why}\n")
  endforeach()
  set(breaches "${breaches}" PARENT_SCOPE)
endfunction()

# The floors of core/data, from below; each includes what stands below it.
set(floor_storage "storage/|(dataset|images|open_options|parallel)\\.h")
set(floor_pictures "pictures/|storage/|(images|open_options)\\.h")
set(floor_delimited
    "delimited/|storage/|(annotations|dataset|open_options|parallel|place|survey)\\.h")
set(above_delimited "${floor_delimited}|(assemble|found|images|metadata|metadata_file|row_selection)\\.h")
set(floor_arrays "arrays/|${above_delimited}")
set(floor_builtin "builtin/|source\\.h|${above_delimited}")
set(floor_image_set "image_set/|pictures/|${above_delimited}")
foreach(floor storage pictures delimited arrays builtin image_set)
  forbid("core/data is one-way inside: see the floors in this file" core/data/${floor}
         "${include}core/data/" ALLOW "core/data/(${floor_${floor}})")
endforeach()
forbid("the formats stand above all but the door, core/data/open" core/data
       "${include}core/data/formats/" EXCEPT "^core/data/(formats/|open\\.cpp$)")
forbid("nothing in core/data knows its door" core/data
       "${include}core/data/open\\.h" EXCEPT "^core/data/open\\.cpp$")
require_one_way("core/data is one-way inside: this is part of a circle" core/data)
forbid("data does not know the model" core/data "${include}core/" ALLOW "core/(base|data)/")
forbid("the model does not know who trains it" core/model
       "${include}core/" ALLOW "core/(base|data|model)/")
forbid("the trainer does not know who reads its weights" core/train
       "${include}core/(inference|latent|io)/")

forbid("what chooses threads and counts on them does not know the network on them"
       core/model/torch/threads
       "${include}core/model/torch/(torch_model|vae_network|replica|placement)")

# A wing is a folder with a controller; the shell has one too and is none.
file(GLOB controllers RELATIVE "${ROOT}/app" "${ROOT}/app/*/*_controller.h")
set(wings "")
foreach(controller IN LISTS controllers)
  get_filename_component(wing "${controller}" DIRECTORY)
  if(NOT wing STREQUAL "shell")
    list(APPEND wings "${wing}")
  endif()
endforeach()
list(REMOVE_DUPLICATES wings)
list(JOIN wings "|" any_wing)

forbid("the widgets know nothing of what they show" app/ui
       "${include}app/(${any_wing}|session|shell|gl|cli|window|replay)/")
forbid("the session stands below the wings and knows of them only their states" app/session
       "${include}app/(${any_wing}|shell|gl|cli|window|replay)/" ALLOW "_state\\.h\"")
forbid("the shell knows no wing by name but in its list" app/shell
       "${include}app/(${any_wing})/" EXCEPT "^app/shell/wings\\.h$")
forbid("the shell does not know what drives it" app/shell "${include}app/(gl|cli|window|replay)/")
foreach(wing IN LISTS wings)
  set(others ${wings})
  list(REMOVE_ITEM others "${wing}")
  list(JOIN others "|" others)
  forbid("a wing knows of others what the session has, and asks by requests" app/${wing}
         "${include}app/(${others}|shell|gl|cli|window|replay)/")
  # Its tests build without the others.
  if(EXISTS "${ROOT}/tests/ui/${wing}")
    forbid("a wing's tests need no other wing" tests/ui/${wing}
           "${include}(app|tests/ui)/(${others}|shell|gl|cli|window|replay)/")
  endif()
endforeach()
forbid("the command line knows of the window only how to run it" app/cli
       "${include}app/(${any_wing}|session|shell|ui|gl|replay)/")

if(breaches)
  message(FATAL_ERROR "layering: across the walls of the house\n${breaches}")
endif()
