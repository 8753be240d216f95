# Every library that Latlas stands on, found in one place. A newer Dear ImGui than the system's is
# used by -DLATLAS_IMGUI_DIR=/path/to/imgui (its source folder), LibTorch from pytorch.org by
# -DCMAKE_PREFIX_PATH=/path/to/libtorch.

find_package(Threads REQUIRED)
find_package(PkgConfig REQUIRED)
find_package(ZLIB REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(CURL 7.68 REQUIRED)
find_package(OpenSSL REQUIRED COMPONENTS Crypto)
find_package(LibArchive REQUIRED)
find_package(Eigen3 REQUIRED NO_MODULE)
pkg_check_modules(FREETYPE REQUIRED IMPORTED_TARGET freetype2)
pkg_check_modules(HDF5 REQUIRED IMPORTED_TARGET hdf5)
pkg_check_modules(STB REQUIRED IMPORTED_TARGET stb)

if(LATLAS_WITH_TORCH)
  find_package(Torch REQUIRED)
  # at::parallel_for is a template: without OpenMP's flag it compiles to a plain loop.
  find_package(OpenMP REQUIRED COMPONENTS CXX)
endif()

if(LATLAS_WITH_WINDOW)
  find_package(glfw3 3.3 REQUIRED)
  find_package(CLI11 REQUIRED)
  pkg_check_modules(EPOXY REQUIRED IMPORTED_TARGET epoxy)
  include(ImGui)
  if(UNIX AND NOT APPLE)
    pkg_check_modules(X11 REQUIRED IMPORTED_TARGET x11)
  endif()
endif()

if(LATLAS_BUILD_TESTS)
  find_package(GTest REQUIRED)
  include(GoogleTest)
endif()
