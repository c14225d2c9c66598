#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/result.hpp"
#include "ops/load.hpp"
#include "ui/panels/toasts.hpp"

namespace safeground::app {

/// By its ending: what io::load_project is asked to read rather than io::import_file.
bool is_project_file(const std::filesystem::path& path);
/// What happened to the rows of a file, as a card. `attached`: the layer whose areas took its figures; may be
/// empty.
ui::ReportCard import_card(const std::string& name, const ops::Loaded& loaded, const std::string& attached);
ui::ReportCard refusal_card(const std::string& name, const std::vector<core::Diagnostic>& diagnostics);

}  // namespace safeground::app
