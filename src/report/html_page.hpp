#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/project.hpp"
#include "core/result.hpp"
#include "disclosure/released.hpp"

namespace safeground::report {

/// All words are plain text: they are escaped on the way out. What a page says must come from the released
/// project or a released record; the page's marking and what was hidden come from the note.
struct HtmlTable {
    std::string caption;
    struct Heading {
        std::string text;
        bool number = false;  ///< right-aligned, figures of one width
    };
    std::vector<Heading> columns;
    std::vector<std::vector<std::string>>
        rows;  ///< as wide as `columns`; the first cell is the row's heading
};
struct HtmlImage {
    std::filesystem::path path;  ///< of a PNG; or
    std::string png;             ///< its bytes, which win
    std::string alt;             ///< what it shows, in words; may not be empty
    std::string caption;
};
struct HtmlSection {
    std::string heading;
    std::vector<std::string> paragraphs;
    std::optional<HtmlTable> table;
    std::optional<HtmlImage> image;
};
struct HtmlPage {
    std::string title, subtitle;
    std::vector<HtmlSection> sections;
    std::vector<std::string> sources;  ///< credits, definitions, periods, method
};

/// One file that needs nothing else: readable by screen readers, on paper, and without a network (a policy in
/// the page forbids all requests). The marking stands at the top, at the bottom and in the title. Refused: a
/// picture without alternative text or not a PNG, a table whose rows are not as wide as its columns. Same
/// input, same bytes.
core::Result<bool> write_html(const disclosure::Released<core::Project>& project, const HtmlPage& page,
                              const std::filesystem::path& path);
/// The page's bytes.
core::Result<std::string> html(const disclosure::Released<core::Project>& project, const HtmlPage& page);

}  // namespace safeground::report
