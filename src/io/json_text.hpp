#pragma once

#include <string>
#include <string_view>

namespace safeground::io {

/// The text in quotes with what JSON needs escaped; bytes that are not UTF-8 become U+FFFD.
void append_json_text(std::string& out, std::string_view text);
std::string json_text(std::string_view text);
/// Shortest exact number; null for NaN and infinities, which JSON cannot say.
std::string json_number(double number);

}  // namespace safeground::io
