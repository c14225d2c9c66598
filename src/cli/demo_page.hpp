#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "disclosure/released.hpp"
#include "report/html_page.hpp"

namespace safeground::cli {

/// A figure of the demonstration: what is printed and what the page says, both from the released project.
struct Figure {
    std::string words;
    double value = 0;
};
std::vector<Figure> demo_figures(const core::Project& released);

/// The demonstration in writing: map, results, figures, the hot spots by name, and the map's legend as a
/// table.
report::HtmlPage demo_page(const disclosure::Released<core::Project>& project,
                           const std::filesystem::path& map);

}  // namespace safeground::cli
