// A symbol as a quad about its anchor.
uniform usamplerBuffer u_symbols;  // a texel a symbol: x, y (metres), radius (pixels), row with hollow in the top bit
uniform samplerBuffer u_colours;   // a texel a row; alpha codes 1 and 2 as in paint.hpp
uniform float u_grown;             // pixels added to the radius
out vec2 v_at;                     // pixels from the anchor
flat out float v_radius;
flat out vec4 v_fill;
flat out int v_hollow;
flat out uint v_row;

void main() {
    uvec4 symbol = texelFetch(u_symbols, quad_number());
    v_row = symbol.w & 0x7FFFFFFFu;
    v_hollow = int(symbol.w >> 31);
    v_fill = texelFetch(u_colours, int(v_row));
    if (v_fill.a < 2.5 / 255.0) {
        v_fill = vec4(0.42, 0.45, 0.48, 1.0);
        v_hollow = 1;
    }
    v_radius = uintBitsToFloat(symbol.z) + u_grown;
    v_at = quad_corner() * (v_radius + 2.0);
    gl_Position = clip_of(pixel_of(uintBitsToFloat(symbol.xy)) + v_at);
}
