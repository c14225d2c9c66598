#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "ops/any_statistic.hpp"
#include "ops/catalogue.hpp"
#include "ops/common.hpp"
#include "ops/what_if.hpp"
#include "ops/words.hpp"

namespace safeground::ops {
namespace {

const core::Column* name_column(const core::Table& areas) {
    for (const core::ColumnPtr& column : areas.columns)
        if (column->measure == core::Measure::Name && column->name != areas.key) return column.get();
    return nullptr;
}

std::string name_of(const core::Table& areas, std::size_t row) {
    const core::Column* names = name_column(areas);
    return names != nullptr && names->present(row) ? names->text(row) : areas.key_text(row);
}

core::Result<std::uint32_t> find_area(const core::Table& areas, const std::string& wanted) {
    const core::Column* names = name_column(areas);
    std::vector<std::string> codes, by_name;
    for (std::uint32_t row = 0; row < areas.rows; ++row) {
        codes.push_back(areas.key.empty() ? std::to_string(row + 1) : areas.key_text(row));
        if (codes.back() == wanted) return row;
        if (names != nullptr) by_name.push_back(names->text(row));
    }
    if (std::count(by_name.begin(), by_name.end(), wanted) == 1)
        return static_cast<std::uint32_t>(std::find(by_name.begin(), by_name.end(), wanted) -
                                          by_name.begin());
    std::vector<std::string> all = codes, near;
    all.insert(all.end(), by_name.begin(), by_name.end());
    for (const std::string& one : closest(wanted, all, 3)) {
        const auto at = std::find(all.begin(), all.end(), one) - all.begin();
        const std::size_t row = static_cast<std::size_t>(at) % areas.rows;
        near.push_back(by_name.empty() || by_name[row].empty() ? codes[row]
                                                               : codes[row] + " (" + by_name[row] + ")");
    }
    return core::fail(core::ErrorKind::Usage, fmt::format("There is no area “{}”.", wanted))
        .in_file(areas.info.path)
        .remedy("Similar areas: " + listed(near) + ".");
}

/// What an area shares in: itself where the statistic counts it, and its neighbours.
struct Neighbourhood {
    std::vector<Link> neighbours;
    double self_weight = 0;
    std::vector<double> values;  ///< what neighbours hold: a column, or what the statistic made of it
    std::size_t column = 0;      ///< the column that it is, or is made of
    bool made = false;           ///< what the statistic made of it
    bool adds_up = false;        ///< weights times these values are what the statistic reports as lag
    double mean = 0;             ///< of `values`, over the areas used
    double neighbours_mean = 0;  ///< plain, over the neighbours
};

double mean_over(const std::vector<double>& values, const std::vector<double>& used) {
    double sum = 0, n = 0;
    for (std::size_t row = 0; row < values.size(); ++row)
        if (!std::isnan(used[row]) && !std::isnan(values[row])) {
            sum += values[row];
            n += 1;
        }
    return sum / n;
}

/// The weight that Gi* gives the area itself, where the weights do not.
double star_weight(const core::Weights& weights, const std::vector<Link>& links) {
    double largest = links.empty() ? 1 : 0;
    for (const Link& link : links) largest = std::max(largest, link.weight);
    return weights.row_standardised ? largest : 1.0;
}

/// Whether these values, weighted, are the lag of every area.
bool gives_lag(const core::Weights& weights, const stats::LocalResult& result,
               const std::vector<double>& values, bool star) {
    if (result.lag.empty() || (star && weights.includes_self)) return false;
    std::size_t compared = 0;
    for (std::uint32_t area = 0; area < weights.size(); ++area) {
        if (std::isnan(result.lag[area])) continue;
        const std::vector<Link> links = links_of(weights, result.value, area);
        double sum = star ? star_weight(weights, links) * values[area] : 0, size = std::abs(sum);
        for (const Link& link : links) {
            sum += link.weight * values[link.row];
            size += std::abs(link.weight * values[link.row]);
        }
        if (!(std::abs(sum - result.lag[area]) <= 1e-9 * size)) return false;
        ++compared;
    }
    return compared > 0;
}

/// Which column the neighbours' value is of, and whether the area counts itself, is seen from the numbers
/// that the statistic reports, so that an explanation cannot tell another story than the statistic.
Neighbourhood neighbourhood_of(const LocalReady& ready, const LocalAnswer& found, std::uint32_t area) {
    const stats::LocalResult& result = found.finding.result;
    Neighbourhood out;
    out.neighbours = links_of(ready.weights, result.value, area);
    double self_given = 0;
    if (ready.weights.includes_self) {
        const auto self = std::find_if(out.neighbours.begin(), out.neighbours.end(),
                                       [&](const Link& link) { return link.row == area; });
        if (self != out.neighbours.end()) {
            self_given = self->weight;
            out.neighbours.erase(self);
        }
    }
    out.values = ready.columns.front().values;
    std::vector<std::pair<const std::vector<double>*, std::size_t>> candidates{{&result.value, 0}};
    for (std::size_t c = 0; c < ready.columns.size(); ++c)
        candidates.emplace_back(&ready.columns[c].values, c);
    for (const auto& [values, column] : candidates)
        for (const bool star : {false, true}) {
            if (out.adds_up || !gives_lag(ready.weights, result, *values, star)) continue;
            out.adds_up = true;
            out.made = values == &result.value && !ready.statistic->value_title.empty();
            out.values = *values;
            out.column = column;
            out.self_weight = star ? star_weight(ready.weights, out.neighbours) : self_given;
        }
    out.mean = mean_over(out.values, result.value);
    for (const Link& link : out.neighbours) out.neighbours_mean += out.values[link.row];
    out.neighbours_mean /= static_cast<double>(out.neighbours.size());
    return out;
}

/// The area without one of its neighbours.
struct Without {
    std::uint32_t row = 0;
    double z = NAN, p = NAN;
    Kind shown = 0;
};

struct Explanation {
    std::uint32_t area = 0;
    Neighbourhood near;
    double level = 0;      ///< the p that would do
    std::size_t rank = 0;  ///< of p: how many are as small or smaller
    double line = 0;       ///< of the correction at that rank
    std::optional<Change> own, neighbours;
    std::vector<Without> without;
    std::optional<std::size_t> strongest;  ///< of `without`: whose absence changes z most
    std::vector<std::size_t> decisive;     ///< of `without`: it alone makes it come out differently
    bool asked_neighbours = false;         ///< whether `neighbours` was looked for
    bool at_10 = false, at_1 = false, uncorrected = false;
    std::size_t permutations_needed = 0;  ///< where only the number of permutations stops it
    bool suppressed = false;              ///< the area's own value
};

double line_at(const LocalAnswer& found, std::size_t rank) {
    const auto n = static_cast<double>(found.adjusted.tested);
    const double alpha = found.inference.alpha;
    switch (found.inference.correction) {
        case stats::Correction::None:
            return alpha;
        case stats::Correction::Bonferroni:
            return alpha / n;
        case stats::Correction::BenjaminiHochberg:
            return static_cast<double>(rank) * alpha / n;
        case stats::Correction::BenjaminiYekutieli: {
            double harmonic = 0;
            for (double k = n; k >= 1; --k) harmonic += 1 / k;
            return static_cast<double>(rank) * alpha / (n * harmonic);
        }
    }
    return alpha;
}

bool significant_at(const LocalAnswer& found, std::uint32_t area, stats::Correction correction,
                    double alpha) {
    return found.finding.kind[area] > 0 &&
           stats::adjust(found.finding.result.p, correction, alpha, found.inference.convention)
               .significant[area];
}

/// How many permutations would let the area pass, where it cannot because p cannot be small enough; else 0.
std::size_t too_few(const LocalReady& ready, const LocalAnswer& found, const Explanation& it) {
    const Inference& inference = found.inference;
    if (ready.statistic->exact || inference.permutations == 0 || found.shown[it.area] > 0 ||
        found.finding.kind[it.area] == 0)
        return 0;
    const stats::Tail tail = found.finding.result.tail;
    const double smallest = (tail == stats::Tail::TwoSided ? 2.0 : 1.0) / (inference.permutations + 1.0);
    if (found.finding.result.p[it.area] > smallest * (1 + 1e-9)) return 0;
    const std::size_t needed = permutations_for(inference, tail, found.adjusted.tested, it.rank);
    return needed > static_cast<std::size_t>(inference.permutations) ? needed : 0;
}

core::Result<bool> leave_out_each(const LocalReady& ready, const LocalAnswer& found, Explanation& it,
                                  const core::Progress& progress) {
    LocalReady same = ready;
    same.inference = found.inference;
    same.inference.automatic = false;
    const stats::LocalResult& now = found.finding.result;
    for (const Link& link : it.near.neighbours) {
        progress.report(
            static_cast<double>(it.without.size()) / static_cast<double>(it.near.neighbours.size()),
            "leaving out each neighbour");
        same.weights = without_link(ready.weights, it.area, link.row);
        const core::Result<LocalAnswer> again = answer(same, progress.part(1, 1));
        if (!again && again.kind() == core::ErrorKind::Cancelled) return again.failure();
        Without one;
        one.row = link.row;
        if (again) {
            const stats::LocalResult& other = again->finding.result;
            if (!other.z.empty()) one.z = other.z[it.area];
            one.p = other.p[it.area];
            one.shown = again->shown[it.area];
        }
        it.without.push_back(one);
    }
    double most = 0;
    for (std::size_t w = 0; w < it.without.size(); ++w) {
        const double change = now.z.empty() ? NAN : std::abs(now.z[it.area] - it.without[w].z);
        if (!(change > most)) continue;
        most = change;
        it.strongest = w;
    }
    return true;
}

core::Result<Explanation> explanation_of(const LocalReady& ready, const LocalAnswer& found,
                                         std::uint32_t area, const core::Progress& progress) {
    const stats::LocalResult& result = found.finding.result;
    Explanation it;
    it.area = area;
    it.near = neighbourhood_of(ready, found, area);
    it.suppressed = ready.columns[0].column->state(area) == core::CellState::Suppressed;
    const double p = result.p[area];
    it.rank = static_cast<std::size_t>(
        std::count_if(result.p.begin(), result.p.end(), [&](double q) { return q <= p; }));
    it.line = line_at(found, it.rank);
    it.level = level_needed(found, area);
    it.at_10 = significant_at(found, area, found.inference.correction, 0.1);
    it.at_1 = significant_at(found, area, found.inference.correction, 0.01);
    it.uncorrected = significant_at(found, area, stats::Correction::None, found.inference.alpha);
    it.permutations_needed = too_few(ready, found, it);

    if (!it.suppressed) {
        core::Result<std::optional<Change>> own =
            smallest_change(ready, found, area, {0, {area}}, progress.part(0, 0.35));
        if (!own) return own.failure();
        it.own = *own;
    }
    WhatIf around{it.near.column, {}};
    const core::Column& column = *ready.columns[it.near.column].column;
    for (const Link& link : it.near.neighbours)
        if (column.state(link.row) == core::CellState::Present) around.rows.push_back(link.row);
    it.asked_neighbours = !around.rows.empty() && around.rows.size() == it.near.neighbours.size();
    if (it.asked_neighbours) {
        core::Result<std::optional<Change>> change =
            smallest_change(ready, found, area, around, progress.part(0.35, 0.7));
        if (!change) return change.failure();
        it.neighbours = *change;
    }
    core::Result<bool> done = leave_out_each(ready, found, it, progress.part(0.7, 1));
    if (!done) return done.failure();
    for (std::size_t w = 0; w < it.without.size(); ++w)
        if (it.without[w].shown != found.shown[area]) it.decisive.push_back(w);
    return it;
}

std::string ordinal(std::size_t n) {
    const std::size_t last = n % 10, teens = n % 100;
    const char* ending = teens >= 11 && teens <= 13 ? "th"
                         : last == 1                ? "st"
                         : last == 2                ? "nd"
                         : last == 3                ? "rd"
                                                    : "th";
    return core::grouped(static_cast<double>(n)) + ending;
}

std::string place_words(const std::vector<double>& values, double own) {
    std::size_t above = 0, below = 0, n = 0;
    for (const double v : values) {
        above += v > own;
        below += v < own;
        n += !std::isnan(v);
    }
    const std::string among = " of " + counted(n, "area", "areas");
    const std::string shared = n - above - below > 1 ? ", shared with others" : "";
    if (above == 0) return "the highest" + among + shared;
    if (below == 0) return "the lowest" + among + shared;
    return above <= below ? "the " + ordinal(above + 1) + " highest" + among
                          : "the " + ordinal(below + 1) + " lowest" + among;
}

class Words {
public:
    Words(const core::Table& areas, const LocalReady& ready, const LocalAnswer& found, const Explanation& it)
        : m_areas(areas),
          m_ready(ready),
          m_found(found),
          m_it(it),
          m_result(found.finding.result),
          m_statistic(*ready.statistic) {}

    std::string all() const {
        std::vector<std::string> sentences{verdict(), own(), around(), numbers()};
        if (m_it.permutations_needed > 0)
            sentences.push_back(
                fmt::format("Only the number of permutations stops it: {} cannot give a smaller p-value; {} "
                            "would decide.",
                            core::grouped(m_found.inference.permutations),
                            core::grouped(static_cast<double>(m_it.permutations_needed))));
        sentences.push_back(changes());
        sentences.push_back(carriers());
        sentences.push_back(levels());
        sentences.push_back(fmt::format("({}; {}. What would change was found by running all of it again.)",
                                        capitalised(how_inferred(m_statistic, m_found)),
                                        m_ready.weights.description));
        std::string out;
        for (const std::string& sentence : sentences)
            if (!sentence.empty()) out += (out.empty() ? "" : " ") + sentence;
        return out;
    }

private:
    Kind shown() const { return m_found.shown[m_it.area]; }
    std::string area_name() const {
        const std::string name = name_of(m_areas, m_it.area), code = m_areas.key_text(m_it.area);
        return name == code ? code : name + " (" + code + ")";
    }
    std::string verdict() const {
        if (shown() > 0)
            return fmt::format("{} is {} by {}.", area_name(), m_statistic.kinds[shown() - 1U].words,
                               m_statistic.symbol);
        const Kind leans = m_found.finding.kind[m_it.area];
        return fmt::format(
            "{} is not significant by {}{}.", area_name(), m_statistic.symbol,
            leans > 0 ? ": it leans to " + m_statistic.kinds[leans - 1U].words + ", but chance may do that"
                      : std::string());
    }
    std::string own() const {
        const core::Column& column = *m_ready.columns[0].column;
        if (m_it.suppressed)
            return fmt::format("{}: suppressed here, somewhere from {} to {}.", column.shown_title(),
                               column.suppressed_low, column.suppressed_high);
        const double value = m_ready.columns[0].values[m_it.area];
        return fmt::format("{}: {} here, {}.", column.shown_title(), plain(value),
                           place_words(m_ready.columns[0].values, value));
    }
    std::string around() const {
        const std::size_t k = m_it.near.neighbours.size();
        if (k == 0) return "It has no neighbours.";
        std::string of;
        if (m_it.near.column > 0) of = m_ready.columns[m_it.near.column].column->shown_title() + ": its ";
        else if (m_it.near.made && !m_statistic.value_title.empty()) of = m_statistic.value_title + ": its ";
        if (k == 1)
            return fmt::format("{}only neighbour has {}, all areas average {}.", of.empty() ? "Its " : of,
                               plain(m_it.near.neighbours_mean), plain(m_it.near.mean));
        return fmt::format("{}{} average {}, all areas {}.", of.empty() ? "Its " : of,
                           counted(k, "neighbour", "neighbours"), plain(m_it.near.neighbours_mean),
                           plain(m_it.near.mean));
    }
    /// "2,422": a count is not rounded to four digits.
    static std::string plain(double number) {
        return number == std::floor(number) && std::abs(number) < 1e15 ? core::grouped(number)
                                                                       : figure(number);
    }
    std::string numbers() const {
        const double z = m_result.z.empty() ? NAN : m_result.z[m_it.area];
        const double p = m_result.p[m_it.area];
        std::string words = std::isnan(z) ? std::string() : "That is z " + figure(z) + " and ";
        words += fmt::format("{}p {}, the {}smallest of {}", words.empty() ? "That is " : "", small(p),
                             m_it.rank > 1 ? ordinal(m_it.rank) + " " : "",
                             core::grouped(static_cast<double>(m_found.adjusted.tested)));
        const bool many = m_found.inference.correction != stats::Correction::None;
        words += fmt::format("; {} p may be at most {}", many ? "with so many areas tested," : "the",
                             small(m_it.level));
        return words + (shown() > 0 ? ", so it passes." : m_it.level > 0 ? ", so it does not pass." : ".");
    }
    /// p-values that stand against each other need their digits, however small.
    static std::string small(double p) {
        if (p >= 0.0001 || !(p > 1e-12)) return p_text(p);
        return fmt::format("{:.{}f}", p, static_cast<int>(std::ceil(-std::log10(p))) + 1);
    }
    std::string change_words(const Change& change) const {
        return fmt::format("{} by {} (from {} to {})", change.by > 0 ? "rose" : "fell",
                           plain(std::abs(change.by)), plain(change.from), plain(change.to));
    }
    std::string would_be(Kind kind) const {
        return kind == 0 ? "It would not be significant" : "It would be " + kind_words(m_statistic, kind);
    }
    std::string changes() const {
        const bool own = !m_it.suppressed, around = m_it.asked_neighbours;
        if (m_it.own && m_it.neighbours && m_it.own->becomes == m_it.neighbours->becomes)
            return fmt::format("{} if its own value {}, or if its neighbours' total {}.",
                               would_be(m_it.own->becomes), change_words(*m_it.own),
                               change_words(*m_it.neighbours));
        std::vector<std::string> sentences;
        if (m_it.own)
            sentences.push_back(
                fmt::format("{} if its own value {}.", would_be(m_it.own->becomes), change_words(*m_it.own)));
        if (m_it.neighbours)
            sentences.push_back(fmt::format("{} if its neighbours' total {}.",
                                            would_be(m_it.neighbours->becomes),
                                            change_words(*m_it.neighbours)));
        if (own && !m_it.own && around && !m_it.neighbours)
            sentences.emplace_back(
                "No other value of its own, and no other total of its neighbours, would change that.");
        else if (own && !m_it.own) sentences.emplace_back("No other value of its own would change that.");
        else if (around && !m_it.neighbours)
            sentences.emplace_back("No other total of its neighbours would change that.");
        return fmt::format("{}", fmt::join(sentences, " "));
    }
    std::string carriers() const {
        if (m_it.near.neighbours.size() < 2) return {};
        if (!m_it.decisive.empty()) {
            // All of one kind, or else only said to differ.
            const Kind becomes = m_it.without[m_it.decisive.front()].shown;
            std::vector<std::string> names;
            bool same = true;
            for (const std::size_t w : m_it.decisive) {
                names.push_back(name_of(m_areas, m_it.without[w].row));
                same = same && m_it.without[w].shown == becomes;
            }
            const std::string what = same ? would_be(becomes) : "It would be something else";
            if (names.size() == 1)
                return fmt::format("A single neighbour decides: {} without {}.", lower_first(what), names[0]);
            if (names.size() <= 5)
                return fmt::format("It hangs on single neighbours: {} without {}.", lower_first(what),
                                   either(names));
            return fmt::format("It hangs on single neighbours: {} without any one of {} of them.",
                               lower_first(what), names.size());
        }
        std::string words = "No single neighbour decides";
        if (m_it.strongest) {
            const Without& most = m_it.without[*m_it.strongest];
            words += fmt::format("; without {}, which matters most, z would be {}",
                                 name_of(m_areas, most.row), figure(most.z));
        }
        return words + ".";
    }
    static std::string lower_first(std::string text) {
        if (text.rfind("It ", 0) == 0) text[0] = 'i';
        return text;
    }
    std::string levels() const {
        const bool many = m_found.inference.correction != stats::Correction::None;
        std::vector<std::string> yes, no;
        (m_it.at_10 ? yes : no).emplace_back("at 10 %");
        (m_it.at_1 ? yes : no).emplace_back("at 1 %");
        if (many) (m_it.uncorrected ? yes : no).emplace_back("without the correction");
        std::string words;
        if (!yes.empty()) words = "It is significant " + listed(yes);
        if (!no.empty()) words += (words.empty() ? "It is not significant " : ", not ") + either(no);
        return words + ".";
    }
    static std::string either(std::vector<std::string> things) {
        const std::string last = things.back();
        things.pop_back();
        return things.empty() ? last : fmt::format("{} or {}", fmt::join(things, ", "), last);
    }

    const core::Table& m_areas;
    const LocalReady& m_ready;
    const LocalAnswer& m_found;
    const Explanation& m_it;
    const stats::LocalResult& m_result;
    const LocalStatistic& m_statistic;
};

double at(const std::vector<double>& values, std::size_t row) { return values.empty() ? NAN : values[row]; }

core::Record record_of(const core::Table& areas, const LocalReady& ready, const LocalAnswer& found,
                       const Explanation& it) {
    const stats::LocalResult& result = found.finding.result;
    const LocalStatistic& statistic = *ready.statistic;
    const std::vector<double>& values = ready.columns[0].values;
    const double own = values[it.area];
    core::Record out;
    out.set("area", areas.key_text(it.area));
    out.set("rests_on", rests_on(ready));
    out.set("kind", kind_value(statistic, found.finding.kind[it.area]));
    out.set("significant", found.shown[it.area] > 0);
    out.set("value", own);
    out.set("value_rank", std::isnan(own)
                              ? core::Value()
                              : core::Value(1 + std::count_if(values.begin(), values.end(),
                                                              [&](double v) { return v > own; })));
    out.set("mean", it.near.mean);
    out.set("neighbours", it.near.neighbours.size());
    out.set("neighbours_mean", it.near.neighbours_mean);
    out.set("lag", at(result.lag, it.area));
    out.set("statistic", at(result.statistic, it.area));
    out.set("expected", at(result.expected, it.area));
    out.set("z", at(result.z, it.area));
    out.set("p", result.p[it.area]);
    out.set("p_adjusted", found.adjusted.p_adjusted[it.area]);
    out.set("p_rank", it.rank);
    out.set("tested", found.adjusted.tested);
    out.set("line", it.line);
    out.set("p_needed", it.level);
    const auto change = [&](const std::string& name, const std::optional<Change>& what) {
        out.set(name + "_change", what ? core::Value(what->by) : core::Value());
        out.set(name + "_becomes", what ? core::Value(kind_value(statistic, what->becomes)) : core::Value());
    };
    change("own", it.own);
    change("neighbours", it.neighbours);
    std::vector<core::Value> decisive;
    for (const std::size_t w : it.decisive) decisive.emplace_back(areas.key_text(it.without[w].row));
    out.set("decisive_neighbours", std::move(decisive));
    out.set("strongest_neighbour",
            it.strongest ? core::Value(areas.key_text(it.without[*it.strongest].row)) : core::Value());
    out.set("significant_at_10", it.at_10);
    out.set("significant_at_1", it.at_1);
    out.set("significant_uncorrected", it.uncorrected);
    out.set("permutations_needed",
            it.permutations_needed > 0 ? core::Value(it.permutations_needed) : core::Value());
    if (!statistic.exact) out.set("permutations", static_cast<std::int64_t>(found.inference.permutations));
    return out;
}

core::Table table_of(const Inputs& inputs, const LocalReady& ready, const LocalAnswer& found,
                     const Explanation& it) {
    const core::Table& areas = *inputs.areas;
    const std::string code = areas.key_text(it.area);
    core::Table table = honest_table(inputs, "explain", "Why " + code);
    table.info.definition = fmt::format("{} of {}: the area and its neighbours; {}.", ready.statistic->symbol,
                                        ready.columns[0].column->shown_title(), ready.weights.description);
    std::vector<std::uint32_t> rows{it.area};
    for (const Link& link : it.near.neighbours) rows.push_back(link.row);

    const double none = std::nan("");
    std::vector<double> weight(areas.rows, none), deviation = weight, contribution = weight, z = weight,
                                                  p = weight;
    std::vector<std::string> role(areas.rows), shown(areas.rows);
    const auto fill = [&](std::uint32_t row, double w) {
        weight[row] = w;
        shown[row] =
            std::isnan(found.finding.result.p[row]) ? "" : kind_value(*ready.statistic, found.shown[row]);
        const core::Column& column = *ready.columns[it.near.column].column;
        if (column.state(row) != core::CellState::Present) return;
        deviation[row] = it.near.values[row] - it.near.mean;
        if (it.near.adds_up) contribution[row] = w * deviation[row];
    };
    fill(it.area, it.near.self_weight);
    role[it.area] = "area";
    for (const Link& link : it.near.neighbours) {
        fill(link.row, link.weight);
        role[link.row] = "neighbour";
    }
    for (const Without& one : it.without) {
        z[one.row] = one.z;
        p[one.row] = one.p;
    }
    if (const core::Column* names = name_column(areas)) carry(table, areas, names->name);
    core::Column roles = core::text_column("role", role);
    roles.title = "Role";
    table.add(std::move(roles));
    const std::vector<std::string> from = carry_whole(table, areas, ready);
    core::Column weights = core::number_column("weight", weight);
    weights.title = "Weight";
    table.add(std::move(weights));
    add_derived(table, "deviation", "Above or below the mean", deviation, from);
    add_derived(table, "contribution", "Weight times deviation", contribution, from);
    add_derived(table, "z_without", "z-score without this neighbour", z, from);
    add_derived(table, "p_without", "p-value without this neighbour", p, from);
    add_derived(table, "class", "What it is", shown, from);
    guard_selection(table);
    return core::select_rows(table, rows);
}

core::Result<Output> run_explain(const Inputs& inputs, const core::Record& parameters,
                                 const core::Progress& progress) {
    const core::Result<AnyStatistic> any = any_statistic(parameters);
    if (!any) return any.failure();
    const core::Table& areas = *inputs.areas;
    const core::Result<std::uint32_t> area = find_area(areas, text_of(parameters, "area"));
    if (!area) return area.failure();
    const core::Result<LocalReady> made =
        ready(*any->statistic, inputs, any->parameters, progress.part(0, 0.05));
    if (!made) return made.failure();
    const core::Result<LocalAnswer> found = answer(*made, progress.part(0.05, 0.2));
    if (!found) return found.failure();
    if (std::isnan(found->finding.result.p[*area])) {
        const bool value = !std::isnan(found->finding.result.value[*area]);
        return core::refuse(fmt::format("{} has no result to explain: {}.", name_of(areas, *area),
                                        value ? "it has no neighbours with a value, or all values are equal"
                                              : "it has no value, or no neighbours"))
            .in_file(areas.info.path);
    }
    const core::Result<Explanation> it = explanation_of(*made, *found, *area, progress.part(0.2, 1));
    if (!it) return it.failure();

    Output out;
    const stats::LocalResult& result = found->finding.result;
    out.warnings = made->warnings;
    out.warnings.insert(out.warnings.end(), found->warnings.begin(), found->warnings.end());
    out.n = result.n;
    out.undefined = result.undefined;
    out.islands = result.islands;
    out.links = result.links;
    out.result = record_of(areas, *made, *found, *it);
    out.sentence = Words(areas, *made, *found, *it).all();
    out.table = std::make_shared<const core::Table>(table_of(inputs, *made, *found, *it));
    out.layer_name = "Why " + areas.key_text(*area);
    core::PlainStyle style;
    style.stroke = core::colour("#1D2B3A");
    style.width_px = 2;
    out.style = style;
    return out;
}

}  // namespace

Operation explain_operation() {
    Operation operation;
    operation.name = "explain";
    operation.title = "Why is this area shown, or not?";
    operation.help =
        "Takes the result for one area apart: its value, its neighbours, how far it is from being judged "
        "otherwise, and on whom it hangs.";
    operation.assumptions =
        "Every “would” is found by running the whole analysis again with that one change. It says how near "
        "an "
        "answer is to the other one, not what would happen in the area. Nothing is said for an audience from "
        "whom any count of the variable is hidden, because the numbers of one area would give it back.";
    operation.group = Group::Certainty;
    operation.reference =
        "Anselin 1995, Geographical Analysis 27 (local statistics as parts of the whole); Benjamini and "
        "Hochberg 1995, Journal of the Royal Statistical Society B 57 (the line that a p-value must pass)";
    Parameter area;
    area.name = "area";
    area.title = "Area";
    area.help = "The code of the area to explain, or its name where that is found only once.";
    operation.parameters.push_back(area);
    for (Parameter& parameter : any_statistic_parameters())
        operation.parameters.push_back(std::move(parameter));
    operation.run = run_explain;
    return operation;
}

}  // namespace safeground::ops
