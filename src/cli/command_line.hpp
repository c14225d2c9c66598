#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/value.hpp"
#include "ops/load.hpp"

/// What the user typed, as plain values: the only file that knows the parser is command_line.cpp.
namespace safeground::cli {

struct DemoRequest {
    std::string output = "safeground-demo", audience = "analyst";
};
struct InspectRequest {
    std::vector<std::string> files;
    bool json = false;
};
struct OperationsRequest {
    bool json = false;
};
struct RecipesRequest {};

struct RunRequest {
    std::string operation;
    core::Record parameters;  ///< texts, as typed
    ops::LoadRequest areas;
    std::string events, sites;
    std::string project, layer, events_layer;
    std::string output, audience = "analyst";
    bool json = false;
};

struct ProjectNew {
    std::string project, name, audience = "analyst";
    bool overwrite = false;
};
struct ProjectAdd {
    std::string project;
    ops::LoadRequest source;
    std::string name, style = "plain", ramp, colour, stroke, hollow;
    double width = 1, size = 0, opacity = 1;
    bool reversed = false, hidden = false;
    std::optional<int> position;
};
struct ProjectRun {
    std::string project, operation, layer, events_layer, as;
    core::Record parameters;
    double opacity = 1;
    bool hidden = false;
    std::optional<int> position;
};
struct ProjectList {
    std::string project;
    bool json = false;
};
struct ProjectVerify {
    std::string project;
    bool json = false;
};
struct RenderRequest {
    std::string project, output = "map.png", audience, extent, layer, title, reference;
    int width = 1600, height = 1000;
    double scale = 1;
};

/// Nothing to do but print: help or the version.
struct Print {
    std::string text;
};
/// The command line is wrong (exit status 2).
struct Wrong {
    std::string message;
};

using Request =
    std::variant<Print, Wrong, DemoRequest, InspectRequest, OperationsRequest, RecipesRequest, RunRequest,
                 ProjectNew, ProjectAdd, ProjectRun, ProjectList, ProjectVerify, RenderRequest>;

/// Flags of every operation are made from its declaration. Never exits, prints or throws.
Request parse_command_line(int argc, const char* const* argv);

}  // namespace safeground::cli
