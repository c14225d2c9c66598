#include "report/html_page.hpp"

#include <fmt/format.h>
#include <glib.h>

#include <string_view>

#include "core/resources.hpp"
#include "core/value.hpp"
#include "report/png_file.hpp"

namespace safeground::report {
namespace {

constexpr std::string_view kStyle = R"css(
:root { color-scheme: light; }
* { box-sizing: border-box; }
body { margin: 0; color: #1B1F24; background: #F4F5F7; font: 16px/1.5 Inter, "Segoe UI", "Helvetica Neue", Arial, sans-serif; }
.marking { background: #FFF4D6; color: #6B4B00; font-weight: 600; text-align: center; padding: 6px 16px; margin: 0; max-width: none; }
.skip { position: absolute; left: -999px; }
.skip:focus { position: static; display: block; padding: 8px 16px; background: #FFFFFF; color: #1D70B8; }
a { color: #1D70B8; }
a:focus { outline: 3px solid #1D70B8; outline-offset: 2px; }
header.title, main, footer.sources { max-width: 1040px; margin: 0 auto; padding: 16px 24px; }
main { background: #FFFFFF; border: 1px solid #DFE3E8; border-radius: 6px; }
h1 { font-size: 1.9rem; line-height: 1.2; margin: 16px 0 4px; font-weight: 600; }
h2 { font-size: 1.25rem; line-height: 1.3; margin: 32px 0 8px; font-weight: 600; }
section:first-child h2 { margin-top: 8px; }
p { margin: 0 0 12px; max-width: 75ch; }
.subtitle { color: #4A5059; }
nav ul { list-style: none; padding: 0; margin: 8px 0 0; display: flex; flex-wrap: wrap; gap: 4px 16px; }
figure { margin: 16px 0; }
figure img { display: block; max-width: 100%; height: auto; border: 1px solid #DFE3E8; }
figcaption, .sources { color: #4A5059; font-size: 0.875rem; }
.scroll { overflow-x: auto; margin: 16px 0; }
.scroll:focus { outline: 3px solid #1D70B8; }
table { border-collapse: collapse; min-width: 50%; }
caption { text-align: left; font-weight: 600; padding: 0 0 8px; }
th, td { text-align: left; vertical-align: top; padding: 6px 16px 6px 0; border-bottom: 1px solid #DFE3E8; }
thead th { border-bottom: 2px solid #6B727B; }
tbody th { font-weight: 400; }
.number { text-align: right; font-variant-numeric: tabular-nums; }
@media print {
  body, main { background: #FFFFFF; border: 0; font-size: 11pt; }
  nav, .skip { display: none; }
  .marking { border: 1px solid #6B4B00; -webkit-print-color-adjust: exact; print-color-adjust: exact; }
  h2 { break-after: avoid; }
  figure, tr { break-inside: avoid; }
  thead { display: table-header-group; }
}
)css";

/// Valid UTF-8 without control characters, with the five characters that mean something in HTML written as
/// references.
std::string escaped(const std::string& text) {
    char* valid = g_utf8_make_valid(text.data(), static_cast<gssize>(text.size()));
    std::string out;
    for (const char* c = valid; *c != '\0'; ++c) {
        switch (*c) {
            case '&':
                out += "&amp;";
                break;
            case '<':
                out += "&lt;";
                break;
            case '>':
                out += "&gt;";
                break;
            case '"':
                out += "&quot;";
                break;
            case '\'':
                out += "&#39;";
                break;
            default:
                if (static_cast<unsigned char>(*c) >= 0x20 && *c != 0x7F) out += *c;
                else out += ' ';
        }
    }
    g_free(valid);
    return out;
}

std::string base64(std::string_view bytes) {
    char* text = g_base64_encode(reinterpret_cast<const guchar*>(bytes.data()), bytes.size());
    std::string out = text;
    g_free(text);
    return out;
}

core::Failure usage(std::string message) { return core::fail(core::ErrorKind::Usage, std::move(message)); }

core::Result<std::string> table_html(const HtmlTable& table, const std::string& section) {
    std::string out = fmt::format(
        "<div class=\"scroll\" role=\"region\" tabindex=\"0\" "
        "aria-label=\"{}\">\n<table>\n<caption>{}</caption>\n"
        "<thead>\n<tr>",
        escaped(table.caption), escaped(table.caption));
    const auto number = [&](std::size_t i) { return table.columns[i].number ? " class=\"number\"" : ""; };
    for (std::size_t i = 0; i < table.columns.size(); ++i)
        out += fmt::format("<th scope=\"col\"{}>{}</th>", number(i), escaped(table.columns[i].text));
    out += "</tr>\n</thead>\n<tbody>\n";
    for (std::size_t r = 0; r < table.rows.size(); ++r) {
        const auto& row = table.rows[r];
        if (row.size() != table.columns.size())
            return usage(fmt::format("The table in “{}” has {} columns, but its row {} has {} cells.",
                                     section, table.columns.size(), r + 1, row.size()));
        out += "<tr>";
        for (std::size_t i = 0; i < row.size(); ++i)
            out += i == 0 ? fmt::format("<th scope=\"row\"{}>{}</th>", number(i), escaped(row[i]))
                          : fmt::format("<td{}>{}</td>", number(i), escaped(row[i]));
        out += "</tr>\n";
    }
    return out + "</tbody>\n</table>\n</div>\n";
}

core::Result<std::string> image_html(const HtmlImage& image, const std::string& section) {
    constexpr std::size_t kLargest = std::size_t{64} << 20;
    if (image.alt.find_first_not_of(" \t\n") == std::string::npos)
        return usage(fmt::format("The picture in “{}” has no alternative text.", section))
            .remedy("Say in words what it shows.");
    std::string bytes = image.png;
    if (bytes.empty()) {
        auto read = core::read_file(image.path, kLargest);
        if (!read) return read.failure();
        bytes = *std::move(read);
    }
    if (bytes.compare(0, 8, "\x89PNG\r\n\x1a\n") != 0)
        return usage(fmt::format("The picture in “{}” is not a PNG.", section)).in_file(image.path.string());
    std::string out = fmt::format("<figure>\n<img src=\"data:image/png;base64,{}\" alt=\"{}\">\n",
                                  base64(bytes), escaped(image.alt));
    if (!image.caption.empty()) out += fmt::format("<figcaption>{}</figcaption>\n", escaped(image.caption));
    return out + "</figure>\n";
}

core::Result<std::string> section_html(const HtmlSection& section, std::size_t number) {
    std::string out = fmt::format("<section aria-labelledby=\"s{0}\">\n<h2 id=\"s{0}\">{1}</h2>\n", number,
                                  escaped(section.heading));
    for (const std::string& paragraph : section.paragraphs)
        out += fmt::format("<p>{}</p>\n", escaped(paragraph));
    if (section.image) {
        auto image = image_html(*section.image, section.heading);
        if (!image) return image;
        out += *image;
    }
    if (section.table) {
        auto table = table_html(*section.table, section.heading);
        if (!table) return table;
        out += *table;
    }
    return out + "</section>\n";
}

}  // namespace

core::Result<std::string> html(const disclosure::Released<core::Project>& project, const HtmlPage& page) {
    const disclosure::ReleaseNote& note = project.note();
    const std::string marking = escaped(note.marking), title = escaped(page.title);
    std::vector<HtmlSection> sections = page.sections;
    if (!note.sentences.empty())
        sections.push_back({"What is hidden, and why", note.sentences, std::nullopt, std::nullopt});

    std::string out =
        "<!DOCTYPE html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n"
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:; style-src "
        "'unsafe-inline'\">\n"
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n";
    out +=
        fmt::format("<title>{} – {}</title>\n<style>{}</style>\n</head>\n<body>\n", title, marking, kStyle);
    out += "<a class=\"skip\" href=\"#main\">Skip to the report</a>\n";
    out += fmt::format("<p class=\"marking\" role=\"note\">{}</p>\n<header class=\"title\">\n<h1>{}</h1>\n",
                       marking, title);
    if (!page.subtitle.empty()) out += fmt::format("<p class=\"subtitle\">{}</p>\n", escaped(page.subtitle));
    if (sections.size() > 1) {
        out += "<nav aria-label=\"Contents\">\n<ul>\n";
        for (std::size_t i = 0; i < sections.size(); ++i)
            out += fmt::format("<li><a href=\"#s{}\">{}</a></li>\n", i + 1, escaped(sections[i].heading));
        out += "</ul>\n</nav>\n";
    }
    out += "</header>\n<main id=\"main\">\n";
    for (std::size_t i = 0; i < sections.size(); ++i) {
        auto section = section_html(sections[i], i + 1);
        if (!section) return section;
        out += *section;
    }
    out += "</main>\n";
    if (!page.sources.empty()) {
        out += "<footer class=\"sources\">\n<h2>Sources and method</h2>\n<ul>\n";
        for (const std::string& source : page.sources) out += fmt::format("<li>{}</li>\n", escaped(source));
        out += "</ul>\n</footer>\n";
    }
    return out + fmt::format("<p class=\"marking\" role=\"note\">{}</p>\n</body>\n</html>\n", marking);
}

core::Result<bool> write_html(const disclosure::Released<core::Project>& project, const HtmlPage& page,
                              const std::filesystem::path& path) {
    auto bytes = html(project, page);
    if (!bytes) return bytes.failure();
    return write_bytes(path, *bytes);
}

}  // namespace safeground::report
