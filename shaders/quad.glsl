// Precedes every vertex shader: layer metres -> pixels -> clip space, and quads made from gl_VertexID.
uniform vec4 u_centre;  // camera centre from the layer's origin in metres: x, y, and what float could not hold of them
uniform float u_scale;  // pixels per metre
uniform vec2 u_size;    // framebuffer in pixels

// Bottom row first. The large parts cancel before anything is rounded.
vec2 pixel_of(vec2 layer_m) { return ((layer_m - u_centre.xy) - u_centre.zw) * u_scale + u_size * 0.5; }
vec4 clip_of(vec2 pixel) { return vec4(pixel / u_size * 2.0 - 1.0, 0.0, 1.0); }
// Nothing is drawn of a primitive whose corners all lie here.
vec4 nowhere() { return vec4(2.0, 2.0, 2.0, 1.0); }
int quad_number() { return gl_VertexID >> 2; }
vec2 quad_corner() { return vec2((gl_VertexID & 1) * 2 - 1, (gl_VertexID & 2) - 1); }
