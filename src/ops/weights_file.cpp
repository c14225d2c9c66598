#include "ops/weights_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cmath>
#include <map>
#include <optional>
#include <string_view>
#include <unordered_map>

#include "core/resources.hpp"
#include "io/raw_table.hpp"
#include "io/text_table.hpp"
#include "ops/words.hpp"

namespace safeground::ops {
namespace {

constexpr double kLargestWeight = 1e50;  // sums and squares of larger ones are no numbers any more

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

bool same_word(const std::string& a, const std::string& b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](unsigned char x, unsigned char y) { return std::tolower(x) == std::tolower(y); });
}

/// Rows of the table by the ids that a weights file uses.
class Ids {
public:
    /// `field`: the name that the file gives its ids. A column of that name comes before the key; but one
    /// that any table may have ("id") after it.
    Ids(const core::Table& areas, const std::string& field, bool key_first = false) : m_rows(areas.rows) {
        const core::Column* key = areas.key.empty() ? nullptr : areas.find(areas.key);
        const core::Column* named = nullptr;
        if (!field.empty())
            for (const core::ColumnPtr& one : areas.columns)
                if (same_word(one->name, field)) named = one.get();
        m_columns = key_first ? std::vector{key, named} : std::vector{named, key};
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
    /// The column that has the first id of the file; row numbers when none has it.
    void settle(const std::string& first) {
        for (const core::Column* column : m_columns) {
            if (column == nullptr) continue;
            m_by_id.clear();
            for (std::size_t row = 0; row < m_rows; ++row)
                m_by_id.try_emplace(column->text(row), static_cast<std::uint32_t>(row));
            if (m_by_id.count(first) != 0) return;
        }
        m_numbered = true;
    }
    bool numbered() const { return m_numbered; }

private:
    std::vector<const core::Column*> m_columns;
    std::unordered_map<std::string, std::uint32_t> m_by_id;
    std::size_t m_rows;
    bool m_numbered = false;
};

/// A column of a table of links by one of these names, the first that there is.
const io::RawColumn* column_of(const io::RawTable& table, const std::vector<std::string>& names) {
    for (const std::string& name : names)
        if (const io::RawColumn* column = table.find(name)) return column;
    return nullptr;
}

struct Parser {
    const core::Table& areas;
    const std::string& file;
    std::vector<std::map<std::uint32_t, double>> neighbours;  ///< and their weights
    std::vector<bool> seen;
    std::size_t selves = 0, noughts = 0;  ///< links that were left out

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
        return weighted_link(from, to, 1, word);
    }
    core::Result<bool> weighted_link(std::uint32_t from, std::uint32_t to, double weight, const Word& word) {
        if (!neighbours[from].emplace(to, weight).second)
            return wrong(word, fmt::format("Neighbour “{}” is listed twice.", word.text));
        return true;
    }
    /// A link with the weight that the file gives it.
    core::Result<bool> given_link(std::uint32_t from, std::uint32_t to, const Word& word,
                                  const std::string& weight) {
        double number = 0;
        const auto [end, error] = std::from_chars(weight.data(), weight.data() + weight.size(), number);
        if (error != std::errc{} || end != weight.data() + weight.size() || !std::isfinite(number) ||
            number < 0 || number > kLargestWeight)
            return wrong(word, fmt::format("“{}” is no weight: expected a number from 0 to 1e50.", weight));
        if (core::Result<bool> linked = weighted_link(from, to, number, word); !linked) return linked;
        selves += from == to;
        noughts += from != to && number == 0;
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

    core::Result<bool> gwt(const std::vector<std::vector<Word>>& lines, const Ids& ids, bool weights) {
        for (std::size_t at = 1; at < lines.size(); ++at) {
            if (lines[at].size() != 3)
                return wrong(lines[at][0], weights ? "Expected an area, its neighbour and a weight."
                                                   : "Expected an area, its neighbour and a distance.");
            core::Result<std::uint32_t> from = row(ids, lines[at][0]);
            if (!from) return from.failure();
            core::Result<std::uint32_t> to = row(ids, lines[at][1]);
            if (!to) return to.failure();
            core::Result<bool> linked = weights ? given_link(*from, *to, lines[at][1], lines[at][2].text)
                                                : link(*from, *to, lines[at][1]);
            if (!linked) return linked;
        }
        return true;
    }

    core::Result<bool> csv(const io::RawTable& table, const io::RawColumn& id, const io::RawColumn& neighbour,
                           const io::RawColumn* weight, const Ids& ids) {
        for (std::size_t at = 0; at < table.rows; ++at) {
            const Word head{id.text(at), table.line[at]}, link_to{neighbour.text(at), table.line[at]};
            core::Result<std::uint32_t> from = row(ids, head);
            if (!from) return from.failure();
            seen[*from] = true;
            if (link_to.text.empty()) continue;
            core::Result<std::uint32_t> to = row(ids, link_to);
            if (!to) return to.failure();
            core::Result<bool> linked =
                given_link(*from, *to, link_to, weight == nullptr ? "1" : weight->text(at));
            if (!linked) return linked;
        }
        return true;
    }

    /// What was read, with notes about what was left out.
    core::Result<core::Weights> weights(const Ids& ids) const {
        core::Weights weights;
        for (std::uint32_t from = 0; from < neighbours.size(); ++from) {
            for (const auto& [to, weight] : neighbours[from]) {
                if (to == from || weight == 0) continue;
                weights.neighbour.push_back(to);
                weights.weight.push_back(weight);
            }
            weights.row_begin.push_back(static_cast<std::uint32_t>(weights.neighbour.size()));
        }
        weights.description = "neighbours from " + file;
        core::Result<core::Weights> out = std::move(weights);
        if (selves > 0)
            out.add(
                core::note(fmt::format("{} own neighbour in {}; that is left out, and added by what needs it "
                                       "(Gi*).",
                                       counted(selves, "area is its", "areas are their"), file)));
        if (noughts > 0)
            out.add(core::note(fmt::format("{} of weight 0 in {}: left out, as no link is.",
                                           counted(noughts, "link is", "links are"), file)));
        if (ids.numbered()) out.add(core::note("The ids in " + file + " were taken as row numbers from 1."));
        return out;
    }
};

core::Result<core::Weights> parse_csv(const std::string& text, const core::Table& areas,
                                      const std::string& file) {
    core::Result<io::RawTable> table = io::parse_text_table(text, file);
    if (!table) return table.failure();
    if (!table->rejected.empty())
        return core::refuse("A line could not be read: " + table->rejected.front().reason + ".")
            .in_file(file)
            .at_line(table->rejected.front().first_lines.empty()
                         ? 1
                         : table->rejected.front().first_lines.front());
    const io::RawColumn* neighbour = column_of(*table, {"neighbour", "neighbor", "nid", "to"});
    const io::RawColumn* weight = column_of(*table, {"weight", "w"});
    const io::RawColumn* id = column_of(*table, {areas.key, "id", "from", "origin"});
    for (const core::ColumnPtr& one : areas.columns)
        if (id == nullptr) id = table->find(one->name);
    // Last: beside an id of its own, ArcGIS numbers the rows of the list by this name.
    if (id == nullptr) id = table->find("objectid");
    if (id == nullptr || neighbour == nullptr || id == neighbour)
        return core::refuse(
                   "This is no list of neighbours: the first line should name the columns id, neighbour "
                   "and weight.")
            .in_file(file)
            .at_line(1)
            .remedy("Write it with `run weights --output neighbours.weights.csv` to see the layout.");
    Ids ids(areas, id->name, true);
    if (table->rows > 0) ids.settle(id->text(0));
    Parser parser{areas, file, std::vector<std::map<std::uint32_t, double>>(areas.rows),
                  std::vector<bool>(areas.rows, false)};
    if (core::Result<bool> parsed = parser.csv(*table, *id, *neighbour, weight, ids); !parsed)
        return parsed.failure();
    core::Result<core::Weights> out = parser.weights(ids);
    const auto missing = static_cast<std::size_t>(std::count(parser.seen.begin(), parser.seen.end(), false));
    if (missing > 0)
        out.add(core::note(fmt::format("{} not in {} and {} no neighbours.",
                                       counted(missing, "area of the table is", "areas of the table are"),
                                       file, missing == 1 ? "has" : "have")));
    return out;
}

}  // namespace

core::Result<core::Weights> parse_weights_text(const std::string& text, WeightsFormat format,
                                               const core::Table& areas, const std::string& file) {
    if (format == WeightsFormat::Csv) return parse_csv(text, areas, file);
    const std::vector<std::vector<Word>> lines = lines_of_words(text);
    const auto no_header = [&] {
        return core::refuse("This is no weights file: the first line should hold the number of areas.")
            .in_file(file)
            .at_line(1)
            .remedy("Give a .gal, .gwt or .kwt file as GeoDa or PySAL write it, or a .csv file.");
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

    Parser parser{areas, file, std::vector<std::map<std::uint32_t, double>>(areas.rows),
                  std::vector<bool>(areas.rows, false)};
    core::Result<bool> parsed = format == WeightsFormat::Gal
                                    ? parser.gal(lines, ids)
                                    : parser.gwt(lines, ids, format == WeightsFormat::Kwt);
    if (!parsed) return parsed.failure();
    core::Result<core::Weights> out = parser.weights(ids);
    if (format == WeightsFormat::Gwt)
        out.add(
            core::note("The distances in " + file + " are not used as weights: every link weighs the same."));
    return out;
}

core::Result<core::Weights> read_weights_file(const std::filesystem::path& path, const core::Table& areas) {
    const std::string extension = path.extension().string();
    WeightsFormat format = WeightsFormat::Gal;
    if (same_word(extension, ".gwt")) format = WeightsFormat::Gwt;
    else if (same_word(extension, ".kwt")) format = WeightsFormat::Kwt;
    else if (same_word(extension, ".csv")) format = WeightsFormat::Csv;
    else if (!same_word(extension, ".gal"))
        return core::refuse("Neighbours are read from .gal, .gwt, .kwt and .csv files.")
            .in_file(path.string());
    core::Result<std::string> text = core::read_file(path);
    if (!text) return text.failure();
    return parse_weights_text(*text, format, areas, path.string());
}

}  // namespace safeground::ops
