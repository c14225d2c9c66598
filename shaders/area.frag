// Plain fill, hatch (suppressed) or canvas (missing).
flat in vec4 v_fill;
flat in int v_look;
uniform vec4 u_canvas;
uniform vec4 u_hatch;         // colour of the hatch lines
uniform float u_hatch_phase;  // pixels, so that the hatch moves with the map
out vec4 o_colour;

void main() {
    if (v_look > 2) {
        o_colour = v_fill;
        return;
    }
    float across = abs(mod(gl_FragCoord.x + gl_FragCoord.y - u_hatch_phase, 7.0) - 3.5) * 0.7071;
    float line = v_look == 1 ? clamp(1.1 - across, 0.0, 1.0) : 0.0;
    vec3 ground = v_look == 1 ? vec3(1.0) : u_canvas.rgb;
    o_colour = vec4(mix(ground, u_hatch.rgb, line), 1.0);
}
