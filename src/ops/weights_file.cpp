#include "ops/weights_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <optional>
#include <set>
#include <string_view>
#include <unordered_map>

#include "core/resources.hpp"
#include "ops/words.hpp"

namespace safeground::ops {
namespace {

struct Word {
    std::string text;
    std::int64_t line = 0;
};

std::vector<std::vector<Word>> lines_of_words(const std::string& text) {
    std::vector<std::vector<Word>> lines;
    std::int64_t number = 0;
    std::size_t at = 0;
    while (at < text.size()) {
        std::size_t end = text.find('\n', at);
        if (end == std::string::npos) end = text.size();
        ++number;
        std::vector<Word> words;
        const std::string_view line(text.data() + at, end - at);
        for (std::size_t i = 0; i < line.size();) {
            const std::size_t begin = line.find_first_not_of(" \t\r", i);
            if (begin == std::string_view::npos) break;
            i = std::min(line.find_first_of(" \t\r", begin), line.size());
            words.push_back({std::string(line.substr(begin, i - begin)), number});
        }
        if (!words.empty()) lines.push_back(std::move(words));
        at = end + 1;
    }
    return lines;
}

std::optional<std::size_t> whole(const std::string& text) {
    std::size_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

/// Rows of the table by the ids that a weights file uses.
class Ids {
public:
    Ids(const core::Table& areas, const std::string& field) : m_rows(areas.rows) {
        const core::Column* column = nullptr;
        if (!field.empty())
            for (const core::ColumnPtr& one : areas.columns)
                if (same(one->name, field)) column = one.get();
        if (column == nullptr && !areas.key.empty()) column = areas.find(areas.key);
        if (column != nullptr)
            for (std::size_t row = 0; row < areas.rows; ++row)
                m_by_id.try_emplace(column->text(row), static_cast<std::uint32_t>(row));
    }

    std::optional<std::uint32_t> row(const std::string& id) const {
        if (!m_numbered) {
            const auto at = m_by_id.find(id);
            if (at == m_by_id.end()) return std::nullopt;
            return at->second;
        }
        const std::optional<std::size_t> number = whole(id);
        if (!number || *number < 1 || *number > m_rows) return std::nullopt;
        return static_cast<std::uint32_t>(*number - 1);
    }
    /// Falls back to row numbers when the first id of the file is no id of the table.
    void settle(const std::string& first) { m_numbered = m_by_id.find(first) == m_by_id.end(); }
    bool numbered() const { return m_numbered; }

private:
    static bool same(const std::string& a, const std::string& b) {
        return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](unsigned char x, unsigned char y) {
            return std::tolower(x) == std::tolower(y);
        });
    }
    std::unordered_map<std::string, std::uint32_t> m_by_id;
    std::size_t m_rows;
    bool m_numbered = false;
};

struct Parser {
    const core::Table& areas;
    const std::string& file;
    std::vector<std::set<std::uint32_t>> neighbours;
    std::vector<bool> seen;

    core::Failure wrong(const Word& word, const std::string& message) const {
        return core::refuse(message).in_file(file).at_line(word.line);
    }
    core::Result<std::uint32_t> row(const Ids& ids, const Word& word) const {
        if (const std::optional<std::uint32_t> found = ids.row(word.text)) return *found;
        return wrong(word, fmt::format("“{}” is not an area of the table.", word.text))
            .remedy("The weights must be made from the same areas, with the same key.");
    }
    core::Result<bool> link(std::uint32_t from, std::uint32_t to, const Word& word) {
        if (from == to) return wrong(word, fmt::format("Area “{}” is its own neighbour.", word.text));
        if (!neighbours[from].insert(to).second)
            return wrong(word, fmt::format("Neighbour “{}” is listed twice.", word.text));
        return true;
    }

    core::Result<bool> gal(const std::vector<std::vector<Word>>& lines, const Ids& ids) {
        std::size_t at = 1;
        while (at < lines.size()) {
            const std::vector<Word>& head = lines[at];
            const std::optional<std::size_t> count = head.size() == 2 ? whole(head[1].text) : std::nullopt;
            if (!count) return wrong(head[0], "Expected an area and its number of neighbours.");
            core::Result<std::uint32_t> from = row(ids, head[0]);
            if (!from) return from.failure();
            if (seen[*from]) return wrong(head[0], fmt::format("Area “{}” occurs twice.", head[0].text));
            seen[*from] = true;
            ++at;
            if (*count == 0) continue;  // an empty line may follow; empty lines are skipped
            if (at >= lines.size() || lines[at].size() != *count)
                return wrong(at < lines.size() ? lines[at][0] : head[0],
                             fmt::format("Area “{}” should have {}, but {} listed.", head[0].text,
                                         counted(*count, "neighbour", "neighbours"),
                                         counted(at < lines.size() ? lines[at].size() : 0, "is", "are")));
            for (const Word& word : lines[at]) {
                core::Result<std::uint32_t> to = row(ids, word);
                if (!to) return to.failure();
                if (core::Result<bool> linked = link(*from, *to, word); !linked) return linked;
            }
            ++at;
        }
        const auto missing = std::find(seen.begin(), seen.end(), false);
        if (missing != seen.end())
            return wrong(lines.back().back(),
                         fmt::format("Area “{}” of the table is not in the weights.",
                                     areas.key_text(static_cast<std::size_t>(missing - seen.begin()))));
        return true;
    }

    core::Result<bool> gwt(const std::vector<std::vector<Word>>& lines, const Ids& ids) {
        for (std::size_t at = 1; at < lines.size(); ++at) {
            if (lines[at].size() != 3)
                return wrong(lines[at][0], "Expected an area, its neighbour and a distance.");
            core::Result<std::uint32_t> from = row(ids, lines[at][0]);
            if (!from) return from.failure();
            core::Result<std::uint32_t> to = row(ids, lines[at][1]);
            if (!to) return to.failure();
            if (core::Result<bool> linked = link(*from, *to, lines[at][1]); !linked) return linked;
        }
        return true;
    }
};

}  // namespace

core::Result<core::Weights> parse_weights_text(const std::string& text, bool gwt, const core::Table& areas,
                                               const std::string& file) {
    const std::vector<std::vector<Word>> lines = lines_of_words(text);
    const auto no_header = [&] {
        return core::refuse("This is no weights file: the first line should hold the number of areas.")
            .in_file(file)
            .at_line(1)
            .remedy("Give a .gal or .gwt file as GeoDa or PySAL write it.");
    };
    if (lines.empty() || (lines[0].size() != 1 && lines[0].size() < 3)) return no_header();
    const std::optional<std::size_t> count = whole(lines[0][lines[0].size() == 1 ? 0 : 1].text);
    if (!count) return no_header();
    if (*count != areas.rows)
        return core::refuse(fmt::format("The weights are for {}, the table has {}.",
                                        counted(*count, "area", "areas"), areas.rows))
            .in_file(file)
            .at_line(1)
            .remedy("The weights must be made from the same areas.");
    Ids ids(areas, lines[0].size() >= 4 ? lines[0][3].text : std::string());
    if (lines.size() > 1) ids.settle(lines[1][0].text);

    Parser parser{areas, file, std::vector<std::set<std::uint32_t>>(areas.rows),
                  std::vector<bool>(areas.rows, false)};
    core::Result<bool> parsed = gwt ? parser.gwt(lines, ids) : parser.gal(lines, ids);
    if (!parsed) return parsed.failure();

    core::Weights weights;
    for (const std::set<std::uint32_t>& row : parser.neighbours) {
        weights.neighbour.insert(weights.neighbour.end(), row.begin(), row.end());
        weights.row_begin.push_back(static_cast<std::uint32_t>(weights.neighbour.size()));
    }
    weights.weight.assign(weights.neighbour.size(), 1.0);
    weights.description = "neighbours from " + file;
    core::Result<core::Weights> out = std::move(weights);
    if (gwt)
        out.add(
            core::note("The distances in " + file + " are not used as weights: every link weighs the same."));
    if (ids.numbered()) out.add(core::note("The ids in " + file + " were taken as row numbers from 1."));
    return out;
}

core::Result<core::Weights> read_weights_file(const std::filesystem::path& path, const core::Table& areas) {
    const std::string extension = path.extension().string();
    if (extension != ".gal" && extension != ".gwt")
        return core::refuse("Neighbours are read from .gal and .gwt files.").in_file(path.string());
    core::Result<std::string> text = core::read_file(path);
    if (!text) return text.failure();
    return parse_weights_text(*text, extension == ".gwt", areas, path.string());
}

}  // namespace safeground::ops
