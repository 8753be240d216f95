#version 330 core
// A point of the cloud, in the cloud's units, as a square that holds its disc and a fringe.
layout(location = 0) in vec2 position;
layout(location = 1) in vec4 colour;

uniform vec2 centre;      // in the cloud's units: the middle of the view
uniform vec2 unitsToClip; // clip coordinates a unit
uniform float diameter;   // pixels

out vec4 discColour;

void main() {
  discColour = colour;
  gl_Position = vec4((position - centre) * unitsToClip, 0.0, 1.0);
  // One pixel more than the disc, so that the soft edge is not cut off.
  gl_PointSize = diameter + 1.0;
}
