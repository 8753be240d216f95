#version 330 core
// A disc with an edge that fades over one pixel; premultiplied, so that overlaps add up rightly.
in vec4 discColour;

uniform float diameter; // pixels

out vec4 pixel;

void main() {
  float distance = length(gl_PointCoord - 0.5) * (diameter + 1.0);
  float coverage = clamp(0.5 * diameter - distance + 0.5, 0.0, 1.0);
  float alpha = discColour.a * coverage;
  pixel = vec4(discColour.rgb * alpha, alpha);
}
