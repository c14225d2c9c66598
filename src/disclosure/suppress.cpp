#include "disclosure/suppress.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <optional>
#include <string_view>

#include "disclosure/erase.hpp"

namespace safeground::disclosure {
namespace {

using core::Column;
using core::ColumnType;
using core::Measure;
using core::Table;

/// Longer labels are sentences, not categories.
constexpr std::size_t kLongestLabel = 60;

constexpr std::array<std::string_view, 22> kMixing{"lag",
                                                   "statistic",
                                                   "expected",
                                                   "variance",
                                                   "z",
                                                   "p",
                                                   "p_adjusted",
                                                   "p_permutation",
                                                   "quadrant",
                                                   "significant",
                                                   "class",
                                                   "category",
                                                   "smoothed",
                                                   "shrinkage",
                                                   "residual",
                                                   "rank",
                                                   "percentile",
                                                   "cluster",
                                                   "log_likelihood",
                                                   "neighbour_mean",
                                                   "neighbour_sum",
                                                   "moving_average"};
constexpr std::array<std::string_view, 5> kRowWise{"raw", "rate", "share", "density", "percent"};

/// "z (2)" is "z": a join renames what was there already.
std::string_view without_copy_number(std::string_view name) {
    const std::size_t open = name.rfind(" (");
    if (open == std::string_view::npos || name.back() != ')') return name;
    const std::string_view number = name.substr(open + 2, name.size() - open - 3);
    const bool digits = !number.empty() && std::all_of(number.begin(), number.end(),
                                                       [](char c) { return c >= '0' && c <= '9'; });
    return digits ? name.substr(0, open) : name;
}

bool row_wise_name(std::string_view name) {
    return std::find(kRowWise.begin(), kRowWise.end(), without_copy_number(name)) != kRowWise.end();
}

bool is_count(const Column& column) {
    return column.measure == Measure::PersonCount || column.measure == Measure::EventCount;
}

bool computed(const Column& column) {
    return column.measure == Measure::Derived || (!is_count(column) && !column.derived_from.empty());
}

/// A word per row rather than a number. A 0/1 number called "significant" is one too.
bool is_class(const Column& column) {
    if (column.type() == ColumnType::Text || column.type() == ColumnType::Category) return true;
    return without_copy_number(column.name) == "significant";
}

/// A rate drawn towards the others'. Given exactly, the others would tell how far, and so the count.
bool is_smoothed(const Column& column) {
    return column.type() == ColumnType::Number && without_copy_number(column.name) == "smoothed";
}

struct Source {
    std::optional<std::size_t> column;  ///< nullopt: not in the table
    bool named = false;
    bool whole = false;  ///< "count[]"
    bool exact = false;  ///< "count!": tells on which side of a chosen threshold the count lies
};

class Suppression {
public:
    Suppression(const Table& table, core::Sensitivity sensitivity, const Audience& audience)
        : m_in(table), m_sensitivity(sensitivity), m_audience(audience), m_edits(table.columns.size()) {}

    SuppressedTable run() {
        leave_out_columns();
        hide_small_counts();
        hide_parts();
        hide_small_denominators();
        while (hide_derived()) {
        }
        round_counts();
        return finish();
    }

private:
    const Column& column(std::size_t c) const { return *m_in.columns[c]; }
    std::int64_t threshold(std::size_t c) const {
        return m_audience.threshold(column(c).measure, m_sensitivity);
    }
    bool counts_could_be_hidden() const { return m_audience.threshold(m_sensitivity) > 0; }
    bool hidden(std::size_t c, std::size_t row) const {
        return !m_edits[c].hide.empty() && m_edits[c].hide[row];
    }
    bool shown(std::size_t c, std::size_t row) const {
        return !m_edits[c].leave_out && column(c).present(row) && !hidden(c, row);
    }
    /// Returns whether the cell was there to be hidden.
    bool hide(std::size_t c, std::size_t row) {
        if (!column(c).present(row) || hidden(c, row)) return false;
        if (m_edits[c].hide.empty()) m_edits[c].hide.resize(m_in.rows, false);
        m_edits[c].hide[row] = true;
        ++m_edits[c].hidden;
        return true;
    }
    std::optional<std::size_t> index(std::string_view name) const {
        for (std::size_t c = 0; c < m_in.columns.size(); ++c)
            if (column(c).name == name) return c;
        return std::nullopt;
    }
    void say(std::string sentence) { m_sentences.push_back(std::move(sentence)); }

    /// Free text of single events, and people in areas for those who may not see restricted data.
    void leave_out_columns() {
        const core::Subject subject = m_in.info.subject;
        const bool single = subject == core::Subject::Events || subject == core::Subject::Sessions;
        const bool areas = subject == core::Subject::Areas || subject == core::Subject::Residence;
        for (std::size_t c = 0; c < m_in.columns.size(); ++c) {
            bool out = false;
            if (single && !m_audience.event_text && m_sensitivity != core::Sensitivity::Public)
                out = free_text(c);
            if (areas && column(c).measure == Measure::PersonCount &&
                m_audience.may_see < core::Sensitivity::Restricted) {
                say(fmt::format("“{}” is left out: counts of people in areas are restricted.",
                                column(c).shown_title()));
                out = true;
            }
            m_edits[c].leave_out = out;
        }
    }
    bool free_text(std::size_t c) {
        const Column& each = column(c);
        bool free = each.type() == ColumnType::Text && each.measure == Measure::Plain;
        if (m_in.info.subject == core::Subject::Events && each.name == m_in.key) free = true;
        if (each.type() == ColumnType::Category)
            for (const std::string& label : std::get<core::CategoryValues>(each.values).labels)
                free = free || label.size() > kLongestLabel;
        if (free)
            say(fmt::format("“{}” is left out: references and free text of single events are not shown.",
                            each.shown_title()));
        return free;
    }

    void hide_small_counts() {
        for (std::size_t c = 0; c < m_in.columns.size(); ++c) {
            const std::int64_t limit = threshold(c);
            if (limit <= 0 || m_edits[c].leave_out) continue;
            std::size_t small = 0;
            for (std::size_t row = 0; row < m_in.rows; ++row) {
                if (!column(c).present(row)) continue;
                // A count that is no number cannot be judged, so none of it is shown.
                const double v = column(c).numeric() ? column(c).number(row) : 1;
                if ((v > 0 && v < static_cast<double>(limit)) || v < 0 || (m_audience.hide_zero && v == 0))
                    small += hide(c, row);
            }
            m_edits[c].range_low = m_audience.hide_zero ? 0 : 1;
            m_edits[c].range_high = std::max<std::int64_t>(limit - 1, 1);
            if (small > 0)
                say(fmt::format("“{}”: {} of {} {} hidden because {} from {} to {}.", column(c).shown_title(),
                                small, m_in.rows, small == 1 ? "cell is" : "cells are",
                                small == 1 ? "it is" : "they are", m_edits[c].range_low,
                                m_edits[c].range_high));
        }
    }

    std::vector<std::size_t> parts_of(std::size_t t) const {
        std::vector<std::size_t> parts;
        for (std::size_t c = 0; c < m_in.columns.size(); ++c) {
            const std::vector<std::string>& from = column(c).derived_from;
            if (c != t && is_count(column(c)) && !m_edits[c].leave_out &&
                std::find(from.begin(), from.end(), column(t).name) != from.end())
                parts.push_back(c);
        }
        return parts;
    }

    /// total - (shown parts) is the sum of the hidden parts, so one hidden part among shown ones is no
    /// secret; nor is a hidden total whose parts are shown:
    /// even a part of nought narrows it.
    void hide_parts() {
        std::size_t more = 0, last = 0;
        do {
            last = more;
            for (std::size_t t = 0; t < m_in.columns.size(); ++t) {
                if (!is_count(column(t))) continue;
                const std::vector<std::size_t> parts = parts_of(t);
                for (std::size_t row = 0; row < m_in.rows && !parts.empty(); ++row)
                    more += hide_parts(t, parts, row);
            }
        } while (more != last);
        if (more > 0)
            say(fmt::format("{} more {} hidden because a total less the others would give a hidden one.",
                            more, more == 1 ? "cell is" : "cells are"));
    }
    std::size_t hide_parts(std::size_t t, const std::vector<std::size_t>& parts, std::size_t row) {
        std::size_t secret = 0;
        for (const std::size_t c : parts)
            secret += hidden(c, row) || column(c).state(row) == core::CellState::Suppressed;
        const bool subtractable = secret > 0 && shown(t, row);
        const bool total_suppressed = column(t).state(row) == core::CellState::Suppressed;
        if (!subtractable && !hidden(t, row) && !total_suppressed) return 0;
        std::size_t more = 0;
        // A hidden total is told by its column's range, not by its value.
        std::int64_t most = m_edits[t].range_high;
        if (total_suppressed) most = std::max(most, column(t).suppressed_high);
        if (subtractable) most = static_cast<std::int64_t>(std::ceil(column(t).number(row)));
        for (const std::size_t c : parts) {
            more += hide(c, row);
            m_edits[c].range_low = 0;
            m_edits[c].range_high = std::max(m_edits[c].range_high, most);
        }
        return more;
    }

    std::vector<Source> sources(std::size_t c) const {
        std::vector<Source> all;
        for (const std::string& entry : column(c).derived_from) {
            Source source;
            std::string_view name = entry;
            if (!name.empty() && name.back() == '!') {
                source.exact = true;
                name.remove_suffix(1);
            }
            if (name.size() > 2 && name.substr(name.size() - 2) == "[]") {
                source.whole = true;
                name.remove_suffix(2);
            }
            source.named = true;
            source.column = index(name);
            // Operations name the variable as the user does, and may keep it as "value".
            if (!source.column) source.column = index("value");
            if (source.column == c) source.column.reset();
            all.push_back(source);
        }
        if (all.empty()) all.push_back({});
        return all;
    }

    void hide_small_denominators() {
        std::size_t few = 0;
        for (std::size_t c = 0; c < m_in.columns.size(); ++c) {
            if (!computed(column(c)) || m_edits[c].leave_out) continue;
            bool protected_count = false;
            for (const Source& s : sources(c)) protected_count |= s.column && threshold(*s.column) > 0;
            if (!protected_count) continue;
            for (const Source& s : sources(c)) {
                if (!s.column || column(*s.column).measure != Measure::Population) continue;
                for (std::size_t row = 0; row < m_in.rows; ++row)
                    if (column(*s.column).number(row) < m_audience.smallest_denominator) few += hide(c, row);
            }
        }
        if (few > 0)
            say(fmt::format("{} {} hidden because {} over fewer than {} people.", few,
                            few == 1 ? "rate is" : "rates are", few == 1 ? "it is" : "they are",
                            core_number(m_audience.smallest_denominator)));
    }
    static std::string core_number(double number) { return fmt::format("{:g}", number); }

    bool mixes(std::size_t c, const Source& source) const {
        if (source.whole || mixes_rows(column(c).name)) return true;
        return m_in.info.sha256.empty() && !row_wise_name(column(c).name);
    }

    /// One round over the computed columns; true when it hid anything (others may rest on that).
    bool hide_derived() {
        std::size_t before = 0, after = 0;
        for (const Edit& edit : m_edits) before += edit.hidden;
        for (std::size_t c = 0; c < m_in.columns.size(); ++c) {
            if (!computed(column(c)) || m_edits[c].leave_out || c == index(m_in.key)) continue;
            for (const Source& source : sources(c)) hide_by_source(c, source);
        }
        for (const Edit& edit : m_edits) after += edit.hidden;
        return after != before;
    }
    void hide_by_source(std::size_t c, const Source& source) {
        if (!source.column || m_edits[*source.column].leave_out) {
            const bool left_out = source.column.has_value();
            // What is named but is not there may have been a count of people, which are hidden from all.
            const bool people = source.named && m_sensitivity != core::Sensitivity::Public &&
                                m_audience.threshold(core::Measure::PersonCount, m_sensitivity) > 0;
            if (left_out || people || counts_could_be_hidden()) hide_all(c);
            return;
        }
        const std::size_t s = *source.column;
        if (m_edits[s].hidden > 0 && (mixes(c, source) || source.exact)) {
            // With a threshold of the user's choice, words are as good as numbers: ask again and again.
            if (is_class(column(c)) && m_audience.classes_over_hidden && !source.exact) {
                m_classes_shown = true;
            } else if (is_smoothed(column(c)) && m_audience.classes_over_hidden && !source.exact &&
                       static_cast<std::int64_t>(m_edits[s].hidden) >= threshold(s)) {
                // A row's own smoothed rate can be solved for its count even when it is rounded.
                m_edits[c].two_digits = true;
                for (std::size_t row = 0; row < m_in.rows; ++row)
                    if (hidden(s, row) || column(s).state(row) == core::CellState::Suppressed) hide(c, row);
            } else {
                hide_all(c);
            }
            return;
        }
        for (std::size_t row = 0; row < m_in.rows; ++row)
            if (hidden(s, row) || column(s).state(row) == core::CellState::Suppressed) hide(c, row);
    }
    /// Cells without a value too: where a statistic has none may depend on the counts (an area below a
    /// threshold is not tested).
    void hide_all(std::size_t c) {
        for (std::size_t row = 0; row < m_in.rows; ++row) {
            if (hidden(c, row) || column(c).state(row) == core::CellState::Suppressed) continue;
            if (m_edits[c].hide.empty()) m_edits[c].hide.resize(m_in.rows, false);
            m_edits[c].hide[row] = true;
            ++m_edits[c].hidden;
        }
    }

    /// Rates of exact counts would undo the rounding, so their numbers go.
    void round_counts() {
        const std::int64_t base = m_audience.rounding_base;
        if (base <= 1) return;
        std::vector<std::size_t> rounded;
        for (std::size_t c = 0; c < m_in.columns.size(); ++c) {
            if (threshold(c) <= 0 || m_edits[c].leave_out || !column(c).numeric()) continue;
            m_edits[c].rounding_base = base;
            rounded.push_back(c);
        }
        for (const std::size_t r : rounded) {
            m_rounded = true;
            say(fmt::format("“{}” is rounded to the nearest {}.", column(r).shown_title(), base));
            for (std::size_t c = 0; c < m_in.columns.size(); ++c) {
                if (!computed(column(c)) || m_edits[c].leave_out ||
                    (is_class(column(c)) && m_audience.classes_over_hidden))
                    continue;
                for (const Source& source : sources(c))
                    if (source.column == r) hide_all(c);
            }
        }
        while (hide_derived()) {
        }
    }

    SuppressedTable finish() {
        SuppressedTable out;
        out.table.info = m_in.info;
        out.table.rows = m_in.rows;
        out.table.geometry = m_in.geometry;
        out.table.key = m_in.key;
        out.rounded = m_rounded;
        std::size_t computed_cells = 0;
        for (std::size_t c = 0; c < m_in.columns.size(); ++c) {
            Edit& edit = m_edits[c];
            if (edit.leave_out || edit.hidden > 0 || edit.two_digits)
                out.hidden_columns.insert(column(c).name);
            if (edit.two_digits)
                say(fmt::format("“{}” is given to two digits because it rests on hidden counts.",
                                column(c).shown_title()));
            out.hidden_cells += edit.hidden;
            if (is_count(column(c))) out.hidden_counts += edit.hidden;
            else computed_cells += edit.hidden;
            if (edit.leave_out) {
                out.changed = true;
                if (out.table.key == column(c).name) out.table.key.clear();
                continue;
            }
            edit.drop_unused_labels = m_sensitivity != core::Sensitivity::Public || edit.hidden > 0;
            edit.is_count = threshold(c) > 0;
            core::ColumnPtr cleaned = erase(m_in.columns[c], edit);
            out.changed = out.changed || cleaned != m_in.columns[c];
            out.table.columns.push_back(std::move(cleaned));
        }
        if (computed_cells > 0)
            say(fmt::format("{} {} hidden because {} computed from hidden counts or would give them back.",
                            computed_cells, computed_cells == 1 ? "cell is" : "cells are",
                            computed_cells == 1 ? "it was" : "they were"));
        if (m_classes_shown) say("Classes of areas rest on hidden counts too; their numbers are not shown.");
        out.classes_shown = m_classes_shown;
        out.sentences = std::move(m_sentences);
        return out;
    }

    const Table& m_in;
    core::Sensitivity m_sensitivity;
    const Audience& m_audience;
    std::vector<Edit> m_edits;
    std::vector<std::string> m_sentences;
    bool m_classes_shown = false;
    bool m_rounded = false;
};

}  // namespace

bool mixes_rows(const std::string& column) {
    return std::find(kMixing.begin(), kMixing.end(), without_copy_number(column)) != kMixing.end();
}

SuppressedTable suppress(const Table& table, core::Sensitivity sensitivity, const Audience& audience) {
    return Suppression(table, sensitivity, audience).run();
}

}  // namespace safeground::disclosure
