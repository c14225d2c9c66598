#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "core/date.hpp"
#include "core/result.hpp"

namespace safeground::demo {

/// One [[name]] block of our own two files: keys with their values as written, text without quotes.
struct TomlBlock {
    std::string name;
    int line = 0;
    std::map<std::string, std::string> values;
};

/// The part of TOML that geodata/calendar.toml and geodata/calibration.toml use: comments, [[name]], key =
/// "text" or bare value.
core::Result<std::vector<TomlBlock>> read_toml(const std::filesystem::path& path);
/// Blocks term, bank_holiday and event, each with name, first, last (a holiday has one `date`).
core::Result<core::Calendar> read_calendar(const std::filesystem::path& path);

}  // namespace safeground::demo
