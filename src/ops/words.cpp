#include "ops/words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <numeric>

#include "core/value.hpp"

namespace safeground::ops {
namespace {

std::string lower(const std::string& text) {
    std::string out = text;
    std::transform(out.begin(), out.end(), out.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return out;
}

std::size_t edit_distance(const std::string& a, const std::string& b) {
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 1; i <= a.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t above = row[j];
            row[j] = std::min({above + 1, row[j - 1] + 1, diagonal + (a[i - 1] == b[j - 1] ? 0U : 1U)});
            diagonal = above;
        }
    }
    return row.back();
}

}  // namespace

std::string counted(std::size_t number, const std::string& one, const std::string& many) {
    return core::grouped(static_cast<double>(number)) + " " + (number == 1 ? one : many);
}

std::string listed(const std::vector<std::string>& things) {
    std::string out;
    for (std::size_t i = 0; i < things.size(); ++i) {
        if (i > 0) out += i + 1 == things.size() ? " and " : ", ";
        out += things[i];
    }
    return out;
}

std::string percent(double share) { return fmt::format("{:.4g} %", share * 100); }

std::string p_text(double p) {
    if (std::isnan(p)) return "undefined";
    if (p < 0.0001) return "below 0.0001";
    return p < 0.01 ? fmt::format("{:.4f}", p) : fmt::format("{:.3f}", p);
}

std::string figure(double number) { return std::isnan(number) ? "undefined" : fmt::format("{:.4g}", number); }

std::string capitalised(std::string text) {
    if (!text.empty()) text[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(text[0])));
    return text;
}

std::vector<std::string> closest(const std::string& word, const std::vector<std::string>& candidates,
                                 std::size_t most) {
    struct Scored {
        std::size_t score;
        std::string text;
    };
    const std::string wanted = lower(word.substr(0, 100));
    std::vector<Scored> scored;
    for (const std::string& candidate : candidates) {
        const std::string other = lower(candidate.substr(0, 100));
        // A column that contains what was typed is what was meant, however long its full name.
        const bool contains = !wanted.empty() && other.find(wanted) != std::string::npos;
        scored.push_back({contains ? 0 : 1 + edit_distance(wanted, other), candidate});
    }
    std::stable_sort(scored.begin(), scored.end(),
                     [](const Scored& a, const Scored& b) { return a.score < b.score; });
    std::vector<std::string> out;
    for (std::size_t i = 0; i < scored.size() && i < most; ++i) out.push_back(scored[i].text);
    return out;
}

}  // namespace safeground::ops
