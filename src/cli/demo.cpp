#include "ops/demo.hpp"

#include <fmt/format.h>

#include <filesystem>

#include "cli/commands.hpp"
#include "cli/demo_page.hpp"
#include "cli/picture.hpp"
#include "cli/release.hpp"
#include "core/value.hpp"
#include "io/export.hpp"
#include "io/project_file.hpp"
#include "ops/words.hpp"

namespace safeground::cli {
namespace {

namespace fs = std::filesystem;

/// The numbers that are printed, counted from what was released, so that they agree with the files.
std::string summary(const core::Project& released) {
    std::string out;
    for (const Figure& figure : demo_figures(released))
        out += fmt::format("  {:<66} {:>6}\n", figure.words, core::grouped(figure.value));
    return out;
}

core::Result<bool> write_hotspots(disclosure::Gate& gate, const core::Layer& hot, const std::string& audience,
                                  const fs::path& path) {
    core::Result<disclosure::Released<core::TablePtr>> table = gate.release(hot.table, audience);
    if (!table) return table.failure();
    return io::write_table(*table, path);
}

}  // namespace

int run_demo(const DemoRequest& request, Console& console) {
    core::Result<disclosure::Gate> gate = disclosure::Gate::standard();
    if (!gate) return console.fail(gate.failure());
    if (gate->find(request.audience) == nullptr)
        return console.fail(gate->release(core::Record{}, {}, request.audience).failure());
    const fs::path folder = request.output;
    std::error_code error;
    fs::create_directories(folder, error);
    if (error || !fs::is_directory(folder))
        return console.fail(
            core::refuse("The folder cannot be made: " + error.message() + ".").in_file(folder.string()));

    core::Result<core::Project> project = ops::demo_project(console.progress());
    if (!project) return console.fail(project.failure());
    project->audience = request.audience;
    std::vector<core::Diagnostic> warnings;
    core::Result<disclosure::Released<core::Project>> released =
        release_project(*gate, *project, request.audience, warnings);
    if (!released) return console.fail(released.failure());

    const fs::path project_file = folder / "larkmoor.safeground", map = folder / "map.png",
                   hot = folder / "hotspots.csv", page = folder / "report.html";
    std::vector<std::string> written;
    const auto keep = [&](const core::Result<bool>& result, const fs::path& path) {
        if (result) written.push_back(path.string());
        return static_cast<bool>(result);
    };
    core::Result<bool> saved = io::save_project(*project, project_file);
    if (!keep(saved, project_file)) return console.fail(saved.failure());
    // Withheld from some audiences: then there is no such file, and the gate's sentence says why.
    const std::string hot_name = "Hot spots (Gi*)";
    if ((*released)->find(hot_name) != nullptr) {
        core::Result<bool> rows = write_hotspots(*gate, *project->find(hot_name), request.audience, hot);
        if (!keep(rows, hot)) return console.fail(rows.failure());
    } else {
        fs::remove(hot, error);  // of an earlier run for another audience
    }
    core::Result<bool> drawn = write_picture(*released, {}, map);
    if (!keep(drawn, map)) return console.fail(drawn.failure());
    core::Result<bool> paged = report::write_html(*released, demo_page(*released, map), page);
    if (!keep(paged, page)) return console.fail(paged.failure());
    console.warn(warnings);

    std::string out =
        (*released)->name + " · " + released->note().marking + "\n\n" + summary(**released) + "\n";
    for (auto layer = (*released)->layers.rbegin(); layer != (*released)->layers.rend(); ++layer)
        if (layer->visible && !layer->sentence.empty()) out += layer->sentence + "\n";
    for (const std::string& sentence : released->note().sentences) out += sentence + "\n";
    out += "\nWritten: " + ops::listed(written) + "\n";
    print(out);
    return kDone;
}

}  // namespace safeground::cli
