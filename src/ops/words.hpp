#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace safeground::ops {

/// "1 area is", "4,994 areas are".
std::string counted(std::size_t number, const std::string& one, const std::string& many);
/// "a", "a and b", "a, b and c".
std::string listed(const std::vector<std::string>& things);
/// 0.05 -> "5 %".
std::string percent(double share);
/// "0.0023", or "below 0.0001"; "undefined" for NaN.
std::string p_text(double p);
/// Four significant figures without an exponent where that reads well; "undefined" for NaN.
std::string figure(double number);
/// First letter upper case.
std::string capitalised(std::string text);
/// The up to `most` candidates closest to `word` (edit distance, case ignored), closest first; for "did you
/// mean".
std::vector<std::string> closest(const std::string& word, const std::vector<std::string>& candidates,
                                 std::size_t most);

}  // namespace safeground::ops
