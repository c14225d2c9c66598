#include <fmt/format.h>

#include "cli/commands.hpp"
#include "cli/inputs.hpp"
#include "cli/keep_sources.hpp"
#include "cli/picture.hpp"
#include "cli/release.hpp"
#include "core/resources.hpp"
#include "io/project_file.hpp"

namespace safeground::cli {

int run_render(const RenderRequest& request, Console& console) {
    core::Result<core::Project> project = io::load_project(request.project);
    if (!project) return console.fail(project.failure());
    std::vector<std::string> read = sources_of(*project);
    read.push_back(request.project);
    if (core::Result<bool> kept = keep_sources(request.output, read); !kept)
        return console.fail(kept.failure());
    core::Result<disclosure::Gate> gate = disclosure::Gate::standard();
    if (!gate) return console.fail(gate.failure());
    PictureRequest picture{request.width, request.height, request.scale, request.title, std::nullopt};
    if (!request.extent.empty()) {
        core::Result<core::Box> box = parse_extent(request.extent);
        if (!box) return console.fail(box.failure());
        picture.extent = *box;
    } else if (!request.layer.empty()) {
        core::Result<const core::Layer*> layer = find_layer(*project, request.layer);
        if (!layer) return console.fail(layer.failure());
    }
    std::vector<core::Diagnostic> warnings;
    core::Result<disclosure::Released<core::Project>> released =
        release_project(*gate, std::move(*project), request.audience, warnings);
    if (!released) return console.fail(released.failure());
    if (request.extent.empty() && !request.layer.empty()) {
        // Where a layer lies is told only of what may be seen: a picture around withheld events shows them.
        const core::Layer* layer = (**released).find(request.layer);
        if (layer == nullptr) {
            console.warn(released->note().sentences);
            return console.fail(
                core::fail(core::ErrorKind::Usage,
                           fmt::format("The layer “{}” is withheld from the audience “{}”, so "
                                       "the picture cannot be of where it lies.",
                                       request.layer, (**released).audience))
                    .remedy("Name another layer, or say --extent."));
        }
        picture.extent = core::bounds(*layer->table->geometry);
    }
    core::Result<bool> written = write_picture(*released, picture, request.output);
    if (!written) return console.fail(written.failure());
    console.warn(warnings);
    console.warn(released->note().sentences);
    print(fmt::format("Written: {} ({} x {}), {}\n", request.output, request.width, request.height,
                      released->note().marking));
    if (request.reference.empty()) return kDone;
    core::Result<std::string> ours = core::read_file(request.output);
    if (!ours) return console.fail(ours.failure());
    core::Result<std::string> theirs = core::read_file(request.reference);
    if (!theirs) return console.fail(theirs.failure());
    if (*ours == *theirs) return kDone;
    return console.fail(core::fail(core::ErrorKind::CheckFailed, "The picture differs from the reference.")
                            .in_file(request.reference));
}

}  // namespace safeground::cli
