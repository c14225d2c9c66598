#include "disclosure/audience.hpp"

#include <fmt/format.h>

#include <toml++/toml.h>
#include <algorithm>
#include <optional>
#include <string_view>

namespace safeground::disclosure {
namespace {

constexpr const char* kRemedy =
    "Correct the file of audiences; docs and comments in geodata/audiences.toml say what each key means.";

struct Reader {
    const std::string& file;
    std::optional<core::Failure> failure;

    void fail(const toml::node& at, const std::string& sentence) {
        if (failure) return;
        failure = core::refuse(sentence)
                      .in_file(file)
                      .at_line(static_cast<std::int64_t>(at.source().begin.line))
                      .remedy(kRemedy);
    }
    void text(const toml::node& node, const std::string& key, std::string& into) {
        if (const auto value = node.value_exact<std::string>(); value && !value->empty()) into = *value;
        else fail(node, fmt::format("“{}” must be a text in quotes.", key));
    }
    void flag(const toml::node& node, const std::string& key, bool& into) {
        if (const auto value = node.value_exact<bool>()) into = *value;
        else fail(node, fmt::format("“{}” must be true or false.", key));
    }
    void count(const toml::node& node, const std::string& key, std::int64_t& into) {
        const auto value = node.value_exact<std::int64_t>();
        if (value && *value >= 0 && *value <= 1'000'000) into = *value;
        else fail(node, fmt::format("“{}” must be a whole number from 0 to 1,000,000.", key));
    }
    void may_see(const toml::node& node, core::Sensitivity& into) {
        const auto value = node.value_exact<std::string>();
        if (value == "public") into = core::Sensitivity::Public;
        else if (value == "partner") into = core::Sensitivity::Partner;
        else if (value == "restricted") into = core::Sensitivity::Restricted;
        else fail(node, "“may_see” must be \"public\", \"partner\" or \"restricted\".");
    }

    void entry(const std::string& key, const toml::node& node, Audience& audience) {
        if (key == "title") text(node, key, audience.title);
        else if (key == "marking") text(node, key, audience.marking);
        else if (key == "may_see") may_see(node, audience.may_see);
        else if (key == "threshold_public") count(node, key, audience.threshold_public);
        else if (key == "threshold_partner") count(node, key, audience.threshold_partner);
        else if (key == "threshold_restricted") count(node, key, audience.threshold_restricted);
        else if (key == "hide_zero") flag(node, key, audience.hide_zero);
        else if (key == "rounding_base") count(node, key, audience.rounding_base);
        else if (key == "event_points") flag(node, key, audience.event_points);
        else if (key == "event_text") flag(node, key, audience.event_text);
        else if (key == "classes_over_hidden") flag(node, key, audience.classes_over_hidden);
        else if (key == "smallest_denominator") {
            std::int64_t people = 0;
            count(node, key, people);
            audience.smallest_denominator = static_cast<double>(people);
        } else fail(node, fmt::format("“{}” is not a key of an audience.", key));
    }
};

}  // namespace

std::int64_t Audience::threshold(core::Sensitivity sensitivity) const {
    switch (sensitivity) {
        case core::Sensitivity::Public:
            return threshold_public;
        case core::Sensitivity::Partner:
            return threshold_partner;
        case core::Sensitivity::Restricted:
            return threshold_restricted;
    }
    return threshold_restricted;
}

std::int64_t Audience::threshold(core::Measure measure, core::Sensitivity sensitivity) const {
    if (measure == core::Measure::PersonCount) return std::max(threshold(sensitivity), threshold_restricted);
    if (measure == core::Measure::EventCount) return threshold(sensitivity);
    return 0;
}

core::Result<std::vector<Audience>> parse_audiences(const std::string& text, const std::string& file) {
    toml::table root;
    try {
        root = toml::parse(text);
    } catch (const toml::parse_error& error) {
        return core::refuse(fmt::format("This is not valid TOML: {}.", error.description()))
            .in_file(file)
            .at_line(static_cast<std::int64_t>(error.source().begin.line))
            .remedy(kRemedy);
    }
    Reader reader{file, {}};
    for (const auto& [key, node] : root)
        if (key.str() != "audience" || !node.is_table())
            reader.fail(node,
                        fmt::format("“{}” is not known here; expected tables [audience.<name>].", key.str()));
    if (reader.failure) return *reader.failure;
    const toml::table* tables = root["audience"].as_table();
    if (tables == nullptr || tables->empty())
        return core::refuse("The file declares no audience.").in_file(file).remedy(kRemedy);

    struct Placed {
        Audience audience;
        toml::source_index line = 0;
    };
    std::vector<Placed> placed;
    for (const auto& [name, node] : *tables) {
        const toml::table* table = node.as_table();
        if (table == nullptr) {
            reader.fail(node, fmt::format("“{}” must be a table [audience.{}].", name.str(), name.str()));
            continue;
        }
        Audience audience;
        audience.name = std::string(name.str());
        for (const auto& [key, value] : *table) reader.entry(std::string(key.str()), value, audience);
        for (const char* needed : {"title", "marking", "may_see"})
            if (!table->contains(needed))
                reader.fail(*table, fmt::format("The audience “{}” has no “{}”.", audience.name, needed));
        placed.push_back({std::move(audience), table->source().begin.line});
    }
    if (reader.failure) return *reader.failure;
    std::sort(placed.begin(), placed.end(), [](const Placed& a, const Placed& b) { return a.line < b.line; });
    std::vector<Audience> audiences;
    for (Placed& each : placed) audiences.push_back(std::move(each.audience));
    return audiences;
}

}  // namespace safeground::disclosure
