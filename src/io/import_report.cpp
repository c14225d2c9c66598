#include <fmt/format.h>

#include "core/value.hpp"
#include "io/area_codes.hpp"
#include "io/import.hpp"

namespace safeground::io {
namespace {

std::vector<core::Value> values(const std::vector<std::string>& texts) {
    return {texts.begin(), texts.end()};
}

core::Value text_or_undefined(const std::string& text) {
    return text.empty() ? core::Value() : core::Value(text);
}

std::string number(std::size_t n) { return core::grouped(static_cast<double>(n)); }

}  // namespace

core::Record ImportReport::record() const {
    core::Record record;
    record.set("file", path);
    record.set("layer", text_or_undefined(layer));
    record.set("recipe", recipe);
    record.set("recipe_title", recipe_title);
    record.set("rows", static_cast<std::uint64_t>(rows));
    record.set("accepted", static_cast<std::uint64_t>(accepted));
    std::vector<core::Value> list;
    for (const Rejected& r : rejected) {
        core::Record one;
        one.set("reason", r.reason);
        one.set("rows", static_cast<std::uint64_t>(r.rows));
        one.set("first_lines", std::vector<core::Value>(r.first_lines.begin(), r.first_lines.end()));
        list.emplace_back(std::move(one));
    }
    record.set("rejected", std::move(list));
    record.set("rows_out", static_cast<std::uint64_t>(rows_out));
    record.set("crs", text_or_undefined(crs));
    record.set("crs_assumed", crs_assumed);
    record.set("transform", text_or_undefined(transform));
    record.set("vintage", text_or_undefined(vintage_name(vintage)));
    record.set("period", period ? core::Value(core::to_string(*period)) : core::Value());
    record.set("duplicates", static_cast<std::uint64_t>(duplicates));
    record.set("invalid_geometries", static_cast<std::uint64_t>(invalid_geometries));
    record.set("repaired", static_cast<std::uint64_t>(repaired));
    record.set("columns_left_out", values(columns_left_out));
    record.set("warnings", values(warnings));
    record.set("notes", values(notes));
    return record;
}

std::string ImportReport::text() const {
    std::string out = path + (layer.empty() ? "" : " (" + layer + ")") + "\n";
    const auto line = [&](const char* label, const std::string& value) {
        out += fmt::format("  {:<12} {}\n", label, value);
    };
    line("recipe", recipe_title.empty() ? recipe : fmt::format("{} ({})", recipe_title, recipe));
    line("rows", fmt::format("{} read, {} accepted, {} rejected", number(rows), number(accepted),
                             number(rows - accepted)));
    for (const Rejected& r : rejected) {
        std::string where;
        for (const std::int64_t l : r.first_lines) where += (where.empty() ? "" : ", ") + std::to_string(l);
        if (r.rows > r.first_lines.size() && !where.empty()) where += " ...";
        line("", fmt::format("rejected {}: {}{}", number(r.rows), r.reason,
                             where.empty() ? "" : " (line " + where + ")"));
    }
    if (rows_out != accepted) line("counted into", number(rows_out) + " rows");
    if (!crs.empty()) {
        line("coordinates", crs + (crs_assumed ? " (assumed)" : ""));
        line("transform", transform);
    }
    if (vintage != core::Vintage::None) line("areas", vintage_name(vintage));
    if (period) line("period", core::to_string(*period));
    if (duplicates > 0) line("duplicates", number(duplicates));
    if (invalid_geometries > 0)
        line("geometry",
             fmt::format("{} not valid, {} repaired", number(invalid_geometries), number(repaired)));
    if (!columns_left_out.empty()) {
        constexpr std::size_t kShown = 12;
        std::string names;
        for (std::size_t i = 0; i < columns_left_out.size() && i < kShown; ++i)
            names += (i == 0 ? "" : ", ") + columns_left_out[i];
        if (columns_left_out.size() > kShown)
            names += fmt::format(" and {} more", columns_left_out.size() - kShown);
        line("left out", names);
    }
    for (const std::string& w : warnings) line("warning", w);
    for (const std::string& n : notes) line("note", n);
    return out;
}

}  // namespace safeground::io
