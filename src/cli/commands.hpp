#pragma once

#include "cli/command_line.hpp"
#include "cli/console.hpp"

/// One function a command; each gives the exit status.
namespace safeground::cli {

int run_demo(const DemoRequest& request, Console& console);
int run_inspect(const InspectRequest& request, Console& console);
int run_operations(const OperationsRequest& request, Console& console);
int run_recipes(Console& console);
int run_operation(const RunRequest& request, Console& console);
int project_new(const ProjectNew& request, Console& console);
int project_add(const ProjectAdd& request, Console& console);
int project_run(const ProjectRun& request, Console& console);
int project_list(const ProjectList& request, Console& console);
int project_verify(const ProjectVerify& request, Console& console);
int run_render(const RenderRequest& request, Console& console);

/// Calls the function of the request.
int dispatch(const Request& request, Console& console);

}  // namespace safeground::cli
