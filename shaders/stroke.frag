// Distance to the piece gives smooth edges without multisampling.
in vec2 v_at;
flat in float v_length;
flat in float v_width;
flat in float v_along;
flat in vec4 v_left;
flat in vec4 v_right;
uniform int u_split;  // 1: between two classes each is drawn on its own side, wide enough to be told apart
uniform float u_dots;  // 0: a full line, else pixels from dot to dot
uniform float u_dashes;  // the same for dashes, of colours whose alpha is just below 1
out vec4 o_colour;

void main() {
    vec4 colour = v_at.y >= 0.0 ? v_left : v_right;
    float half_width = v_width * 0.5;
    if (v_left.a == 0.0) colour = v_right;
    if (v_right.a == 0.0) colour = v_left;
    if (u_split != 0 && v_left.a > 0.0 && v_right.a > 0.0) half_width *= 1.6;
    float away = length(vec2(v_at.x - clamp(v_at.x, 0.0, v_length), v_at.y));
    float cover = clamp(half_width + 0.5 - away, 0.0, min(1.0, half_width * 2.0));
    if (u_dots > 0.0) cover *= clamp(u_dots * 0.2 + 0.5 - abs(mod(v_along + v_at.x, u_dots) - u_dots * 0.5), 0.0, 1.0);
    if (u_dashes > 0.0 && colour.a < 1.0) {
        cover *= clamp(u_dashes * 0.32 + 0.5 - abs(mod(v_along + v_at.x, u_dashes) - u_dashes * 0.5), 0.0, 1.0);
        colour.a = 1.0;
    }
    o_colour = vec4(colour.rgb, 1.0) * (colour.a * cover);
}
