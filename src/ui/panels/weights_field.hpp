#pragma once

#include <map>
#include <string>

#include "ops/operation.hpp"
#include "ui/screen.hpp"

namespace safeground::ui {

/// Who is whose neighbour: a kind in plain words, the numbers that it has, and a line of text for all that
/// the language of ops/weights_spec.hpp has beyond. What is not understood is said below at once.
void weights_field(Screen& screen, const std::string& name, const ops::Parameter& parameter,
                   std::map<std::string, std::string>& given, float width);
/// A sentence on the kind that is chosen now.
std::string weights_help(const ops::Parameter& parameter, const std::map<std::string, std::string>& given);

}  // namespace safeground::ui
