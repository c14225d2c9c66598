// Triangles of areas: the row's colour comes from a texture, so that a new variable sends no geometry.
layout(location = 0) in vec2 a_position;  // metres from the layer's origin
layout(location = 1) in uint a_row;
uniform samplerBuffer u_colours;  // a texel a row; alpha codes 0, 1, 2 as in paint.hpp
flat out vec4 v_fill;
flat out int v_look;
flat out uint v_row;

void main() {
    vec4 fill = texelFetch(u_colours, int(a_row));
    v_look = int(fill.a * 255.0 + 0.5);
    v_fill = vec4(fill.rgb * fill.a, fill.a);
    v_row = a_row;
    gl_Position = v_look == 0 ? nowhere() : clip_of(pixel_of(a_position));
}
