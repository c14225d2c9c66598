#pragma once

#include <fmt/format.h>

#include <memory>
#include <string>
#include <vector>

#include "core/table.hpp"
#include "ops/operation.hpp"

namespace safeground::tests {

/// rows x columns squares of 100 m with codes X001, X002, ... row by row from the south-west, and a column
/// "x".
inline core::Table grid_table(int rows, int columns, std::vector<double> x,
                              core::Measure measure = core::Measure::Score) {
    core::Polygons polygons;
    std::vector<std::string> codes;
    for (int r = 0; r < rows; ++r)
        for (int c = 0; c < columns; ++c) {
            const double left = 530000 + 100.0 * c, low = 180000 + 100.0 * r;
            const std::vector<core::Point> ring = {
                {left, low}, {left + 100, low}, {left + 100, low + 100}, {left, low + 100}};
            polygons.add_ring(ring);
            polygons.end_part();
            polygons.end_row();
            codes.push_back(fmt::format("X{:03}", codes.size() + 1));
        }
    core::Table table;
    table.info.name = "grid";
    table.info.path = "grid.gpkg";
    table.info.sha256 = "abc";
    table.info.subject = core::Subject::Areas;
    table.info.sensitivity = core::Sensitivity::Public;
    table.rows = codes.size();
    table.geometry = std::make_shared<const core::Geometry>(std::move(polygons));
    table.add(core::text_column("code", codes, core::Measure::Code));
    table.key = "code";
    table.add(core::number_column("x", std::move(x), measure));
    return table;
}

inline core::TablePtr shared(core::Table table) {
    return std::make_shared<const core::Table>(std::move(table));
}

inline core::Result<ops::Output> run_named(const std::string& operation, const ops::Inputs& inputs,
                                           const core::Record& parameters) {
    return ops::run(*ops::find_operation(operation), inputs, parameters);
}

inline core::Record record(std::vector<std::pair<std::string, core::Value>> fields) {
    core::Record out;
    out.fields = std::move(fields);
    return out;
}

inline std::vector<double> numbers(const ops::Output& output, const std::string& column) {
    return output.table->find(column)->numbers();
}

inline double result(const ops::Output& output, const std::string& name) {
    const core::Value* value = output.result.find(name);
    return value == nullptr ? std::numeric_limits<double>::quiet_NaN() : value->number();
}

}  // namespace safeground::tests
