// The system's libstb is compiled without sanitizers; this copy of its decoder is watched by them
// and, being in the program, is used before the library's.
#define STB_IMAGE_IMPLEMENTATION
#include <stb_image.h>
