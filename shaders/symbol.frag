// Circle or square of the same area, with an outline outside; hollow ones are a ring.
in vec2 v_at;
flat in float v_radius;
flat in vec4 v_fill;
flat in int v_hollow;
uniform int u_square;
uniform vec4 u_outline;
uniform vec4 u_inside;  // of hollow symbols
out vec4 o_colour;

float cover(float away) { return clamp(0.5 - away, 0.0, 1.0); }
vec4 ink(vec4 colour, float amount) { return vec4(colour.rgb, 1.0) * (colour.a * amount); }

void main() {
    float away = length(v_at) - v_radius;
    if (u_square != 0) {
        float side = v_radius * 0.8862;
        float corner = min(2.0, side * 0.3);
        vec2 out_of = abs(v_at) - vec2(side - corner);
        away = length(max(out_of, 0.0)) + min(max(out_of.x, out_of.y), 0.0) - corner;
    }
    vec4 colour = ink(u_outline, cover(away - 1.0) - cover(away));
    if (v_hollow != 0) {
        float ring = clamp(v_radius * 0.35, 1.0, 1.8);
        colour += ink(vec4(v_fill.rgb, 1.0), cover(away) - cover(away + ring)) + ink(u_inside, cover(away + ring));
    } else {
        colour += ink(v_fill, cover(away));
    }
    o_colour = colour;
}
