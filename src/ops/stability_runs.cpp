#include "ops/stability_runs.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <memory>
#include <numbers>

#include "core/random.hpp"
#include "geo/locate.hpp"
#include "ops/filter.hpp"
#include "ops/weights_spec.hpp"
#include "ops/words.hpp"

namespace safeground::ops {
namespace {

/// The same neighbours with a reach of `factor` times the metres; empty where none are given.
std::string scaled(const WeightsSpec& spec, double factor) {
    using Kind = WeightsSpec::Kind;
    const std::string metres = core::shortest(spec.distance_m * factor);
    if (spec.kind == Kind::Distance && !spec.auto_distance) return "distance:" + metres;
    if (spec.kind == Kind::Kernel && spec.k == 0)
        return fmt::format("kernel:{}:{}", kernel_word(spec.kernel), metres);
    if (spec.kind == Kind::Inverse) return fmt::format("inverse:{}:{}", metres, core::shortest(spec.power));
    return {};
}

/// The neighbours that other parameters give.
Alternative other_weights(const Inputs& inputs, const LocalReady& base, std::string family,
                          const std::string& parameter, const core::Value& value) {
    Alternative out;
    out.family = std::move(family);
    out.name = parameter == "snap" ? "snap " + value.text() : value.text();
    out.make = [&inputs, &base, parameter,
                value](const core::Progress& progress) -> core::Result<LocalReady> {
        core::Record parameters = base.parameters;
        parameters.set(parameter, value);
        core::Result<core::Weights> weights = weights_of(inputs, parameters, progress);
        if (!weights) return weights.failure();
        LocalReady other = base;
        other.weights = std::move(*weights);
        return other;
    };
    return out;
}

void add_weights(Alternatives& to, const Inputs& inputs, const core::Record& parameters,
                 const LocalReady& base) {
    const std::string text = text_of(parameters, "weights");
    for (const char* other : {"queen", "rook", "knn:6", "knn:8", "distance:auto"}) {
        // A form that this version does not know is no choice that could have been made.
        if (other == text || !parse_weights_spec(other)) continue;
        to.runs.push_back(other_weights(inputs, base, "weights", "weights", other));
    }
    const core::Result<WeightsSpec> spec = parse_weights_spec(text);
    if (!spec) return;
    using Kind = WeightsSpec::Kind;
    if (spec->kind == Kind::Queen || spec->kind == Kind::Rook) {
        for (const double snap : {0.01, 0.1, 1.0})
            if (snap != number_of(parameters, "snap"))
                to.runs.push_back(other_weights(inputs, base, "snap", "snap", snap));
    } else {
        for (const double factor : {0.75, 1.25})
            if (const std::string other = scaled(*spec, factor); !other.empty())
                to.runs.push_back(other_weights(inputs, base, "bandwidth", "weights", other));
    }
}

/// Events with a position, and the areas that they lie in.
struct Recount {
    geo::AreaLocator locator;
    std::vector<std::uint32_t> event;  ///< rows of the events that count
    std::vector<core::Point> at;
    std::size_t areas = 0;

    std::vector<double> count(const std::vector<core::Point>& points, int threads,
                              const core::Progress& progress) const {
        std::vector<double> counts(areas, 0);
        for (const std::uint32_t row : locator.locate(points, threads, progress).row)
            if (row != geo::AreaLocator::kOutside) counts[row] += 1;
        return counts;
    }
};

core::Result<LocalReady> with_counts(const LocalReady& base, const std::vector<double>& counts) {
    LocalReady other = base;
    std::vector<double>& values = other.columns.front().values;
    for (std::size_t row = 0; row < values.size(); ++row)
        if (!std::isnan(values[row])) values[row] = counts[row];
    return other;
}

const core::Column* month_column(const core::Table& events) {
    for (const core::ColumnPtr& column : events.columns)
        if (const auto* dates = std::get_if<std::vector<core::Date>>(&column->values))
            for (std::size_t row = 0; row < events.rows; ++row)
                if (column->present(row) && (*dates)[row].precision != core::Precision::Year)
                    return column.get();
    return nullptr;
}

void add_months(Alternatives& to, const core::Table& events, const LocalReady& base,
                const std::shared_ptr<const Recount>& recount) {
    const core::Column* when = month_column(events);
    if (when == nullptr) {
        to.warnings.emplace_back("The events have no month, so no month could be left out.");
        return;
    }
    const auto& dates = std::get<std::vector<core::Date>>(when->values);
    const auto month_of = [when, &dates](std::uint32_t row) {
        return when->present(row) ? core::month_number(dates[row]) : -1;
    };
    std::map<int, std::string> months;
    for (const std::uint32_t row : recount->event)
        if (month_of(row) >= 0)
            months[month_of(row)] =
                fmt::format("without {:04}-{:02}", month_of(row) / 12, month_of(row) % 12 + 1);
    if (months.size() < 2) {
        to.warnings.emplace_back("The events are of a single month, so no month could be left out.");
        return;
    }
    for (const auto& [month, name] : months)
        to.runs.push_back(
            {"months", name, [&base, recount, month_of, left_out = month](const core::Progress& progress) {
                 std::vector<core::Point> points;
                 for (std::size_t e = 0; e < recount->event.size(); ++e)
                     if (month_of(recount->event[e]) != left_out) points.push_back(recount->at[e]);
                 return with_counts(base, recount->count(points, base.inference.threads, progress));
             }});
}

void add_jitter(Alternatives& to, const core::Record& parameters, const LocalReady& base,
                const std::shared_ptr<const Recount>& recount) {
    const double reach_m = number_of(parameters, "jitter");
    if (!(reach_m > 0)) return;
    const auto runs = static_cast<std::uint32_t>(integer_of(parameters, "jitter_runs"));
    for (std::uint32_t run = 0; run < runs; ++run)
        to.runs.push_back(
            {"jitter", fmt::format("moved {}", run + 1),
             [&base, recount, run, reach_m](const core::Progress& progress) {
                 std::vector<core::Point> points = recount->at;
                 for (std::size_t e = 0; e < points.size(); ++e) {
                     core::RandomStream random(base.inference.seed, core::StreamId::Stability,
                                               recount->event[e], run);
                     const double away_m = reach_m * std::sqrt(random.uniform());  // even over the disc
                     const double angle = 2 * std::numbers::pi * random.uniform();
                     points[e].x += away_m * std::cos(angle);
                     points[e].y += away_m * std::sin(angle);
                 }
                 return with_counts(base, recount->count(points, base.inference.threads, progress));
             }});
}

core::Result<bool> add_events(Alternatives& to, const Inputs& inputs, const core::Record& parameters,
                              const LocalReady& base, const core::Progress& progress) {
    const core::Table& areas = *inputs.areas;
    const core::Table& events = *inputs.events;
    if (areas.polygons() == nullptr)
        return core::refuse("Events are counted in areas with boundaries; this table has none.")
            .in_file(areas.info.path);
    if (events.points() == nullptr)
        return core::refuse("The events have no positions to count.").in_file(events.info.path);
    core::Result<std::vector<std::uint32_t>> rows = matching_rows(events, text_of(parameters, "only"));
    if (!rows) return rows.failure();
    take_warnings(to.warnings, rows.diagnostics());
    auto recount = std::make_shared<Recount>(
        Recount{geo::AreaLocator(*areas.polygons()), std::move(*rows), {}, areas.rows});
    for (const std::uint32_t row : recount->event) recount->at.push_back(events.points()->at[row]);
    const std::vector<double> counts = recount->count(recount->at, base.inference.threads, progress);
    if (progress.cancelled()) return core::cancelled();
    const core::Column& column = *base.columns.front().column;
    for (std::size_t row = 0; row < areas.rows; ++row)
        if (column.present(row) && column.number(row) != counts[row])
            return core::refuse(fmt::format("“{}” is not the number of these events: the two differ in {}.",
                                            column.name, areas.key_text(row)))
                .in_file(areas.info.path)
                .remedy(
                    "Count the events first (count-events) and choose that count, with the same "
                    "conditions in “only”; or leave the events out.");
    add_months(to, events, base, recount);
    add_jitter(to, parameters, base, recount);
    return true;
}

}  // namespace

std::string family_words(const std::string& family, double jitter_m) {
    if (family == "weights") return "who counts as a neighbour";
    if (family == "snap") return "how closely borders must meet";
    if (family == "bandwidth") return "how far neighbours reach";
    if (family == "months") return "single months";
    return fmt::format("where exactly events lie (moved by up to {} m)", figure(jitter_m));
}

core::Result<Alternatives> alternatives(const Inputs& inputs, const core::Record& parameters,
                                        const LocalReady& base, const core::Progress& progress) {
    Alternatives out;
    add_weights(out, inputs, parameters, base);
    if (inputs.events) {
        core::Result<bool> done = add_events(out, inputs, parameters, base, progress);
        if (!done) return done.failure();
    }
    return out;
}

}  // namespace safeground::ops
