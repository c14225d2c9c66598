#pragma once

#include <map>
#include <string>

#include "ops/operation.hpp"
#include "ui/screen.hpp"

namespace safeground::ui {

/// Whether a layer can be an operation's "areas", "events" or "sites".
bool fits_role(const core::Layer& layer, const std::string& role);
/// The column that the layer shows, else the first with numbers that is not taken yet; "" when there is none.
std::string likely_column(const core::Layer& layer, const ops::Parameter& parameter,
                          const std::map<std::string, std::string>& taken);

/// One field for one declared parameter. Writes what the user chose into `given`, and takes it out again when
/// it is the default. `layer`: whose columns a column parameter names.
void parameter_field(Screen& screen, const std::string& name, const ops::Parameter& parameter,
                     const core::Layer* layer, std::map<std::string, std::string>& given, float width);
/// What is said below it: the parameter's help, of neighbours only what goes for the kind that is chosen.
std::string field_help(const ops::Parameter& parameter, const std::map<std::string, std::string>& given);

}  // namespace safeground::ui
