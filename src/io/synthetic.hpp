#pragma once

#include <filesystem>

#include "core/table.hpp"

namespace safeground::io {

/// Marks a table that is made up, by any of three signs: area codes of the demonstration borough in its key
/// (vintage Demo), a column `synthetic` that says yes, or a file SYNTHETIC.toml in the folder of the table's
/// file. Its source and licence become those of the made-up data: a publisher whose layout it borrows must
/// not be credited with it.
void mark_synthetic(core::Table& table, const std::filesystem::path& path);

}  // namespace safeground::io
