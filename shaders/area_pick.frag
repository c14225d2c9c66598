// Number of the area under the pixel.
flat in uint v_row;
uniform uint u_first;  // number of row 0 of this layer
out uint o_id;

void main() { o_id = u_first + v_row; }
