#include "io/text_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "core/date.hpp"
#include "core/resources.hpp"
#include "io/area_codes.hpp"
#include "io/cells.hpp"

namespace safeground::io {
namespace {

constexpr std::size_t kLongestCell = 1'000'000;
constexpr std::size_t kMostColumns = 100'000;
constexpr std::size_t kMostUnclosed = 1000;

/// One record: its cells, the line it began on, and why it cannot be used (empty: it can).
struct Record {
    std::vector<std::string_view> cells;
    std::int64_t line = 0;
    const char* fault = nullptr;
    bool blank() const {
        return std::all_of(cells.begin(), cells.end(), [](std::string_view c) { return trimmed(c).empty(); });
    }
};

/// Goes through the text once. Cells are views into it; doubled quotes are closed up in place.
class Scanner {
public:
    Scanner(std::string& text, char delimiter) : m_text(text), m_delimiter(delimiter) {}

    bool next(Record& record) {
        record.cells.clear();
        record.fault = nullptr;
        if (m_at >= m_text.size()) return false;
        record.line = m_line;
        const std::size_t begin = m_at;
        const std::int64_t begin_line = m_line;
        if (!scan(record, true)) {
            // A quote that never ends would swallow the rest of the file: give up this line only.
            ++m_unclosed;
            m_at = begin;
            m_line = begin_line;
            record.cells.clear();
            scan(record, false);
            record.fault = "a quotation mark that is never closed";
        }
        return true;
    }
    std::size_t unclosed() const { return m_unclosed; }
    std::size_t position() const { return m_at; }

private:
    bool line_end(char c) const { return c == '\n' || c == '\r'; }
    void skip_line_end() {
        if (m_at < m_text.size() && m_text[m_at] == '\r') ++m_at;
        if (m_at < m_text.size() && m_text[m_at] == '\n') ++m_at;
        ++m_line;
    }

    /// False where a quote is open at the end of the text. With `quotes` false, quotation marks are letters.
    bool scan(Record& record, bool quotes) {
        while (true) {
            std::size_t from = m_at, to = m_at;
            if (quotes && m_at < m_text.size() && m_text[m_at] == '"') {
                if (!quoted(from, to)) return false;
            } else {
                while (m_at < m_text.size() && m_text[m_at] != m_delimiter && !line_end(m_text[m_at])) ++m_at;
                to = m_at;
            }
            const std::string_view cell(m_text.data() + from, to - from);
            if (cell.size() > kLongestCell) record.fault = "a cell longer than 1,000,000 characters";
            if (cell.find('\0') != std::string_view::npos) record.fault = "a zero byte, so not text";
            if (record.cells.size() < kMostColumns) record.cells.push_back(cell);
            else record.fault = "more than 100,000 cells";
            if (m_at >= m_text.size()) return true;
            if (m_text[m_at] == m_delimiter) {
                ++m_at;
                continue;
            }
            skip_line_end();
            return true;
        }
    }

    bool quoted(std::size_t& from, std::size_t& to) {
        from = ++m_at;
        const std::int64_t line = m_line;
        // First only look, so that a quote that never ends leaves the text as it was.
        std::size_t end = m_at;
        bool doubled = false;
        while (true) {
            end = m_text.find('"', end);
            if (end == std::string::npos) {
                m_line = line;
                return false;
            }
            if (end + 1 < m_text.size() && m_text[end + 1] == '"') {
                doubled = true;
                end += 2;
                continue;
            }
            break;
        }
        for (std::size_t i = from; i < end; ++i) {
            if (m_text[i] == '\n') ++m_line;
            else if (m_text[i] == '\r' && (i + 1 >= end || m_text[i + 1] != '\n')) ++m_line;
        }
        to = end;
        if (doubled) {
            std::size_t write = from;
            for (std::size_t read = from; read < end; ++read) {
                m_text[write++] = m_text[read];
                if (m_text[read] == '"') ++read;
            }
            to = write;
        }
        m_at = end + 1;
        // "abc"def: what stands between the closing quote and the delimiter belongs to the cell.
        for (; m_at < m_text.size() && m_text[m_at] != m_delimiter && !line_end(m_text[m_at]); ++m_at)
            m_text[to++] = m_text[m_at];
        return true;
    }

    std::string& m_text;
    char m_delimiter;
    std::size_t m_at = 0, m_unclosed = 0;
    std::int64_t m_line = 1;
};

const char* delimiter_name(char c) {
    switch (c) {
        case ',':
            return "comma";
        case ';':
            return "semicolon";
        case '\t':
            return "tab";
        default:
            return "bar";
    }
}

/// The delimiter that cuts the first records into the same number of cells, more than one, most often.
char sniff_delimiter(const std::string& text) {
    constexpr std::size_t kSample = 256 * 1024;
    constexpr std::size_t kRecords = 60;
    char best = ',';
    double best_score = 0;
    for (const char delimiter : {',', '\t', ';', '|'}) {
        std::string sample = text.substr(0, kSample);
        // A record cut in two at the end of the sample would spoil the count.
        if (sample.size() < text.size()) {
            const std::size_t last = sample.find_last_of("\r\n");
            if (last != std::string::npos) sample.resize(last + 1);
        }
        Scanner scanner(sample, delimiter);
        Record record;
        std::map<std::size_t, std::size_t> sizes;
        std::size_t records = 0;
        while (records < kRecords && scanner.next(record)) {
            if (record.blank()) continue;
            ++records;
            ++sizes[record.cells.size()];
        }
        if (records == 0) continue;
        const auto mode = std::max_element(sizes.begin(), sizes.end(),
                                           [](const auto& a, const auto& b) { return a.second < b.second; });
        if (mode->first < 2) continue;
        const double score = static_cast<double>(mode->second) / static_cast<double>(records) +
                             0.001 * static_cast<double>(std::min<std::size_t>(mode->first, 100));
        if (score > best_score) best_score = score, best = delimiter;
    }
    return best;
}

/// With the blank inside, since "WD24CD" is the name of a column and would be a postcode without it.
bool postcode(std::string_view text) {
    const std::size_t blank = text.find(' ');
    if (blank == std::string_view::npos || blank < 2 || blank > 4 || text.size() != blank + 4) return false;
    const auto letter = [](char c) { return c >= 'A' && c <= 'Z'; };
    const auto digit = [](char c) { return c >= '0' && c <= '9'; };
    return letter(text[0]) && digit(text[blank + 1]) && letter(text[blank + 2]) && letter(text[blank + 3]);
}

/// A first record that is data already: official codes among its cells, or nothing but numbers
/// and dates.
bool is_data(const Record& record) {
    bool all_values = true, any = false;
    for (const std::string_view raw : record.cells) {
        const std::string_view cell = trimmed(raw);
        if (cell.empty()) continue;
        any = true;
        if (official_code(cell)) return true;
        if (!parse_number(cell) && !core::parse_date(cell) && !postcode(cell)) all_values = false;
    }
    return any && all_values;
}

/// Column names: never empty, never twice.
void name_columns(RawTable& table, const Record* header, std::size_t width) {
    std::set<std::string> seen;
    std::size_t unnamed = 0;
    std::vector<std::string> repeated;
    for (std::size_t c = 0; c < width; ++c) {
        std::string name;
        if (header != nullptr && c < header->cells.size()) name = std::string(trimmed(header->cells[c]));
        std::replace_if(
            name.begin(), name.end(), [](char ch) { return ch == '\n' || ch == '\r' || ch == '\t'; }, ' ');
        if (name.empty()) {
            name = fmt::format("column {}", c + 1);
            unnamed += header != nullptr;
        }
        if (!seen.insert(name).second) {
            repeated.push_back(name);
            std::size_t n = 2;
            while (!seen.insert(fmt::format("{} ({})", name, n)).second) ++n;
            name = fmt::format("{} ({})", name, n);
        }
        table.columns.push_back({});
        table.columns.back().name = std::move(name);
    }
    if (unnamed > 0)
        table.notes.push_back(fmt::format(
            "{} without a name in the header {} called by number, such as “column 3”.",
            unnamed == 1 ? "1 column" : fmt::format("{} columns", unnamed), unnamed == 1 ? "is" : "are"));
    if (!repeated.empty())
        table.warnings.push_back(fmt::format(
            "The header names column {} more than once{}; the later ones are called “{} (2)” and so on.",
            repeated.front(), repeated.size() > 1 ? fmt::format(" (and {} others)", repeated.size() - 1) : "",
            repeated.front()));
}

/// "Mottingham, Coldharbour & New Eltham" without quotation marks is two cells, the second beginning with a
/// blank. True where putting such pieces together gives exactly the cells that a row should have.
bool put_together(const Record& record, std::size_t width, std::vector<std::string_view>& joined) {
    joined.clear();
    for (const std::string_view cell : record.cells) {
        // Pieces of one unquoted cell lie side by side in the text.
        const bool continues = !joined.empty() && cell.starts_with(' ') && !trimmed(cell).empty() &&
                               !trimmed(joined.back()).empty() &&
                               joined.back().data() + joined.back().size() + 1 == cell.data();
        if (continues) joined.back() = {joined.back().data(), joined.back().size() + 1 + cell.size()};
        else joined.push_back(cell);
    }
    return joined.size() == width;
}

std::string cells_wrong(std::size_t found, std::size_t expected) {
    return found < expected ? "too few cells in the row" : "too many cells in the row";
}

}  // namespace

core::Result<RawTable> parse_text_table(std::string bytes, const std::string& file,
                                        const core::Progress& progress) {
    auto decoded = decode_text(std::move(bytes), file);
    if (!decoded) return decoded.failure();
    RawTable table;
    table.path = file;
    table.source = SourceKind::Text;
    if (decoded->encoding != "UTF-8") table.notes.push_back("The text is " + decoded->encoding + ".");

    auto stored = std::make_shared<std::string>(std::move(decoded->text));
    std::string& text = *stored;
    const char delimiter = sniff_delimiter(text);
    Scanner scanner(text, delimiter);
    Record header, record;
    // Lines above the header: blank ones, or a title in one cell where the rows after it have several.
    std::vector<Record> first;
    constexpr std::size_t kLooked = 30;
    while (first.size() < kLooked && scanner.next(record))
        if (!record.blank() || record.cells.size() > 1 || record.fault != nullptr) first.push_back(record);
    if (first.empty())
        return core::refuse("The file has no rows: every line is blank.")
            .in_file(file)
            .remedy("Export the table again.");
    std::map<std::size_t, std::size_t> widths;
    for (const Record& r : first)
        if (r.fault == nullptr) ++widths[r.cells.size()];
    if (widths.empty())
        return core::refuse("The first lines cannot be read: " + std::string(first.front().fault) + ".")
            .in_file(file)
            .at_line(first.front().line)
            .remedy("Save the table as CSV (UTF-8) and try again.");
    const std::size_t usual =
        std::max_element(widths.begin(), widths.end(), [](const auto& a, const auto& b) {
            return a.second < b.second;
        })->first;
    std::size_t head = 0;
    constexpr std::size_t kMostTitles = 15;
    while (head + 1 < first.size() && head < kMostTitles && usual >= 3 && first[head].fault == nullptr) {
        const auto filled =
            static_cast<std::size_t>(std::count_if(first[head].cells.begin(), first[head].cells.end(),
                                                   [](std::string_view c) { return !trimmed(c).empty(); }));
        if (filled > 1 || first[head + 1].fault != nullptr) break;
        ++head;
    }
    if (head > 0)
        table.notes.push_back(fmt::format(
            "{} above the header {} skipped: “{}”.", head == 1 ? "1 line" : fmt::format("{} lines", head),
            head == 1 ? "was" : "were", trimmed(first.front().cells.front()).substr(0, 60)));
    if (first[head].fault != nullptr)
        return core::refuse(fmt::format("The header cannot be read: it has {}.", first[head].fault))
            .in_file(file)
            .at_line(first[head].line)
            .remedy("Look at the first line; a file in another format may only be called .csv.");
    const bool headless = is_data(first[head]);
    const std::size_t width = headless ? usual : first[head].cells.size();
    name_columns(table, headless ? nullptr : &first[head], width);
    if (headless) table.notes.push_back("The file has no header row; columns are numbered.");
    if (delimiter != ',')
        table.notes.push_back(fmt::format("Columns are separated by {}s.", delimiter_name(delimiter)));

    std::vector<std::string_view> joined;
    std::size_t mended = 0;
    std::int64_t first_mended = 0;
    const auto take = [&](const Record& r) {
        if (r.fault != nullptr) {
            reject(table.rejected, r.fault, r.line);
            return;
        }
        if (r.cells.size() == 1 && trimmed(r.cells.front()).empty()) return;  // an empty line is no row
        if (r.blank()) {
            reject(table.rejected, "nothing but empty cells", r.line);
            return;
        }
        const std::vector<std::string_view>* cells = &r.cells;
        bool too_many = false;
        for (std::size_t c = width; c < r.cells.size(); ++c)
            too_many = too_many || !trimmed(r.cells[c]).empty();
        if (too_many && put_together(r, width, joined)) {
            if (mended++ == 0) first_mended = r.line;
            cells = &joined;
            too_many = false;
        }
        if (cells->size() < width || too_many) {
            reject(table.rejected, cells_wrong(r.cells.size(), width), r.line);
            return;
        }
        for (std::size_t c = 0; c < width; ++c) table.columns[c].texts.push_back((*cells)[c]);
        table.line.push_back(r.line);
        ++table.rows;
    };
    for (std::size_t i = headless ? head : head + 1; i < first.size(); ++i) take(first[i]);
    std::size_t since = 0;
    while (scanner.next(record)) {
        take(record);
        if (scanner.unclosed() > kMostUnclosed)
            return core::refuse(
                       "Quotation marks in the file do not match: more than 1,000 rows have one that is "
                       "never closed.")
                .in_file(file)
                .at_line(record.line)
                .remedy("Export the table again as CSV with quotation marks doubled inside cells.");
        if (++since == 4096) {
            since = 0;
            if (progress.cancelled()) return core::cancelled();
            progress.report(static_cast<double>(scanner.position()) / static_cast<double>(text.size()),
                            "Reading rows");
        }
    }
    if (mended > 0)
        table.warnings.push_back(fmt::format(
            "{} a {} inside a name without quotation marks (first: line {}); the pieces were put together.",
            mended == 1 ? "1 row has" : fmt::format("{} rows have", mended), delimiter_name(delimiter),
            first_mended));
    table.storage.push_back(stored);
    return table;
}

core::Result<RawTable> read_text_table(const std::filesystem::path& path, const core::Progress& progress) {
    auto bytes = core::read_file(path);
    if (!bytes) return bytes.failure();
    return parse_text_table(std::move(*bytes), path.string(), progress);
}

}  // namespace safeground::io
