#version 330 core
// From premultiplied colours with the first row at the bottom (as OpenGL draws) to straight ones
// with the first row at the top (as Dear ImGui blends and addresses pictures).
uniform sampler2D premultiplied;

out vec4 pixel;

void main() {
  ivec2 size = textureSize(premultiplied, 0);
  ivec2 place = ivec2(gl_FragCoord.xy);
  vec4 value = texelFetch(premultiplied, ivec2(place.x, size.y - 1 - place.y), 0);
  pixel = value.a > 0.0 ? vec4(value.rgb / value.a, value.a) : vec4(0.0);
}
