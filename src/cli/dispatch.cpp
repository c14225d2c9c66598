#include "cli/commands.hpp"
#include "cli/release.hpp"

namespace safeground::cli {

int dispatch(const Request& request, Console& console) {
    struct Call {
        Console& console;
        int operator()(const Print& it) const {
            print(it.text);
            return kDone;
        }
        int operator()(const Wrong& it) const {
            console.message("Error: " + it.message + "\nsafeground-cli --help lists the commands.");
            return exit_status(core::ErrorKind::Usage);
        }
        int operator()(const DemoRequest& it) const { return run_demo(it, console); }
        int operator()(const InspectRequest& it) const { return run_inspect(it, console); }
        int operator()(const OperationsRequest& it) const { return run_operations(it, console); }
        int operator()(const RecipesRequest&) const { return run_recipes(console); }
        int operator()(const RunRequest& it) const { return run_operation(it, console); }
        int operator()(const ProjectNew& it) const { return project_new(it, console); }
        int operator()(const ProjectAdd& it) const { return project_add(it, console); }
        int operator()(const ProjectRun& it) const { return project_run(it, console); }
        int operator()(const ProjectList& it) const { return project_list(it, console); }
        int operator()(const ProjectVerify& it) const { return project_verify(it, console); }
        int operator()(const RenderRequest& it) const { return run_render(it, console); }
    };
    return std::visit(Call{console}, request);
}

}  // namespace safeground::cli
