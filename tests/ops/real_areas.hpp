#pragma once

#include <catch2/catch.hpp>
#include <optional>
#include <string>

#include "ops/load.hpp"
#include "ops/tables.hpp"
#include "support/shared_data.hpp"

/// Real files, loaded and run through the whole road.
namespace safeground::tests {

inline std::optional<ops::Inputs> areas(const std::string& file, const std::string& where = {},
                                        const std::string& key = {}, const std::string& table = {}) {
    const auto path = shared_data(file);
    if (!path) return std::nullopt;
    ops::LoadRequest request;
    request.file = path->string();
    request.where = where;
    request.key = key;
    if (!table.empty()) {
        const auto attributes = shared_data(table);
        if (!attributes) return std::nullopt;
        request.tables.emplace_back(attributes->string(), "");
    }
    const auto loaded = ops::load(request, "areas");
    INFO(loaded.message());
    REQUIRE(loaded);
    ops::Inputs inputs;
    inputs.areas = loaded->table;
    inputs.sources = loaded->sources;
    return inputs;
}

inline ops::Output run(const std::string& operation, const ops::Inputs& inputs,
                       const core::Record& parameters) {
    auto output = run_named(operation, inputs, parameters);
    INFO(output.message());
    REQUIRE(output);
    return *std::move(output);
}

}  // namespace safeground::tests
