#pragma once

namespace safeground::render::gl {

/// Listens to what the driver says about our calls, where the context can tell. With
/// SAFEGROUND_GL_DEBUG=abort (tests) an error ends the program, so that none goes unseen; with any other
/// value it is printed; unset: nothing.
void watch_errors();

}  // namespace safeground::render::gl
