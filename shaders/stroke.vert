// A straight piece of a border, outline or street as a quad; ends are round where it is wide enough to show.
uniform usamplerBuffer u_strokes;  // two texels a stroke: ax ay bx by; size along left right
uniform samplerBuffer u_colours;   // read where u_by_row is set: a texel a row
uniform vec4 u_width;              // pixels per size, least, most, added
uniform vec4 u_colour;             // used where its alpha is above 0, else the stroke's own
uniform int u_by_row;
out vec2 v_at;  // pixels along and across (left positive)
flat out float v_length;
flat out float v_width;
flat out float v_along;  // pixels along the whole ring at the start, for dots
flat out vec4 v_left;
flat out vec4 v_right;

vec4 unpacked(uint c) { return vec4(c & 255u, (c >> 8) & 255u, (c >> 16) & 255u, c >> 24) / 255.0; }

void main() {
    uvec4 ends = texelFetch(u_strokes, quad_number() * 2);
    uvec4 rest = texelFetch(u_strokes, quad_number() * 2 + 1);
    vec2 a = pixel_of(uintBitsToFloat(ends.xy));
    vec2 b = pixel_of(uintBitsToFloat(ends.zw));
    v_left = v_right = u_colour;
    if (u_colour.a == 0.0 && u_by_row != 0) {
        v_left = v_right = texelFetch(u_colours, int(rest.z));
        if (v_left.a < 2.5 / 255.0) v_left = v_right = vec4(0.60, 0.64, 0.68, 1.0);
    } else if (u_colour.a == 0.0) {
        v_left = unpacked(rest.z);
        v_right = unpacked(rest.w);
    }
    v_width = clamp(uintBitsToFloat(rest.x) * u_width.x, u_width.y, u_width.z) + u_width.w;
    v_along = uintBitsToFloat(rest.y) * u_scale;
    v_length = distance(a, b);
    vec2 along = v_length > 0.0 ? (b - a) / v_length : vec2(1.0, 0.0);
    vec2 across = vec2(-along.y, along.x);
    float reach = v_width + 1.0;
    float cap = v_width < 1.5 ? 0.0 : reach;
    vec2 corner = quad_corner();
    v_at = vec2(corner.x < 0.0 ? -cap : v_length + cap, corner.y * reach);
    gl_Position = v_width < 0.05 ? nowhere() : clip_of(a + along * v_at.x + across * v_at.y);
}
