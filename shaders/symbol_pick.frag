// Number of the symbol under the pixel, its outline included.
in vec2 v_at;
flat in float v_radius;
flat in uint v_row;
uniform int u_square;
uniform uint u_first;  // number of row 0 of this layer
out uint o_id;

void main() {
    float away = u_square != 0 ? max(abs(v_at.x), abs(v_at.y)) - v_radius * 0.8862 : length(v_at) - v_radius;
    if (away > 1.0) discard;
    o_id = u_first + v_row;
}
