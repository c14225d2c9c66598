#include <fmt/core.h>

#include <cstdio>
#include <exception>

#include "app/program.hpp"
#include "core/provenance.hpp"

int main(int argc, char** argv) {
    using namespace safeground;
    const auto options = app::parse_options({argv + 1, argv + argc});
    if (!options) {
        fmt::print(stderr, "{}\n", options.message());
        return 2;
    }
    if (options->help) {
        fmt::print("{}", app::usage());
        return 0;
    }
    if (options->version) {
        fmt::print("safeground {}\n", core::version());
        return 0;
    }
    try {
        return app::run_window(*options);
    } catch (const std::exception& broken) {
        fmt::print(stderr, "Safeground cannot go on: {}.\n", broken.what());
        return 3;
    }
}
