#pragma once

#include <string>
#include <vector>

#include "core/result.hpp"

namespace safeground::app {

/// The words of the command line, understood.
struct Options {
    std::vector<std::string> files;  ///< a project, and files to add
    bool demo = false;               ///< also when nothing is named
    double scale = 0;                ///< 0: what the display says
    int width = 1440, height = 900;
    int frames = 0;          ///< > 0: draw so many frames, then end
    std::string screenshot;  ///< PNG of the last frame
    bool announce = false;   ///< say on standard output where widgets are and what happens, for tests
    bool help = false, version = false;
};

/// Refuses (Usage) what is not understood.
core::Result<Options> parse_options(const std::vector<std::string>& words);
const char* usage();

}  // namespace safeground::app
