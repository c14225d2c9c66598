#pragma once

#include <catch2/catch.hpp>
#include <cstring>
#include <string>
#include <vector>

#include "core/project.hpp"
#include "disclosure/gate.hpp"

/// Small tables and a gate with known audiences, for the tests of disclosure.
namespace gate_test {

namespace core = safeground::core;
namespace disclosure = safeground::disclosure;

inline disclosure::Gate gate() {
    auto made = disclosure::Gate::standard();
    REQUIRE(made);
    return *made;
}

/// LKM-L0001, LKM-L0002, ...
inline std::vector<std::string> demo_codes(std::size_t n) {
    std::vector<std::string> codes;
    for (std::size_t i = 1; i <= n; ++i) {
        const std::string number = std::to_string(i);
        codes.push_back("LKM-L" + std::string(4 - number.size(), '0') + number);
    }
    return codes;
}

/// An areas table of that sensitivity, keyed by demo codes.
inline core::Table areas(std::size_t n, core::Sensitivity sensitivity) {
    core::Table table;
    table.info.name = "Test areas";
    table.info.subject = core::Subject::Areas;
    table.info.sensitivity = sensitivity;
    table.info.sha256 = "00ff";
    table.info.path = "/home/anna/cohort.csv";
    table.rows = n;
    table.key = "code";
    table.add(core::text_column("code", demo_codes(n), core::Measure::Code));
    return table;
}

inline core::Column derived(core::Column column, std::vector<std::string> from) {
    column.measure = core::Measure::Derived;
    column.derived_from = std::move(from);
    return column;
}

inline core::TablePtr share(core::Table table) {
    return std::make_shared<const core::Table>(std::move(table));
}

inline core::TablePtr released(disclosure::Gate& gate, const core::Table& table,
                               const std::string& audience) {
    const auto out = gate.release(share(table), audience);
    INFO(out.message());
    REQUIRE(out);
    // Released keeps the table alive for as long as the test holds the pointer.
    return **out;
}

/// Every byte of text and number that a released table holds, states aside: what an attacker with a debugger
/// sees.
inline std::string all_bytes(const core::Table& table) {
    std::string bytes;
    const auto add = [&](const void* data, std::size_t size) {
        bytes.append(static_cast<const char*>(data), size);
    };
    for (const core::ColumnPtr& column : table.columns) {
        bytes += column->name + "|" + column->title + "|" + column->unit + "|";
        add(&column->suppressed_low, sizeof column->suppressed_low);
        add(&column->suppressed_high, sizeof column->suppressed_high);
        if (const auto* v = std::get_if<0>(&column->values)) add(v->data(), v->size() * sizeof(double));
        if (const auto* v = std::get_if<1>(&column->values)) add(v->data(), v->size() * sizeof(std::int64_t));
        if (const auto* v = std::get_if<2>(&column->values))
            for (const std::string& text : *v) bytes += text + "|";
        if (const auto* v = std::get_if<3>(&column->values))
            for (const std::string& label : v->labels) bytes += label + "|";
    }
    return bytes;
}

inline bool holds(const core::Table& table, double value) {
    const std::string bytes = all_bytes(table);
    return bytes.find(std::string(reinterpret_cast<const char*>(&value), sizeof value)) != std::string::npos;
}

}  // namespace gate_test
