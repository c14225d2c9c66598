#include "ops/weights_spec.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>

namespace safeground::ops {
namespace {

core::Failure not_understood(const std::string& text) {
    return core::fail(core::ErrorKind::Usage,
                      fmt::format("Weights “{}” are not understood: expected {}.", text, kWeightsForms));
}

template <class T>
std::optional<T> number_in(const std::string& text) {
    T value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

core::Failure wrong(const std::string& text, const char* takes) {
    return core::fail(core::ErrorKind::Usage, fmt::format("Weights “{}”: {}.", text, takes));
}

std::optional<double> above_nought(const std::string& text) {
    const std::optional<double> number = number_in<double>(text);
    return number && std::isfinite(*number) && *number > 0 ? number : std::nullopt;
}

std::string without_blanks(const std::string& text) {
    const std::size_t begin = text.find_first_not_of(" \t");
    if (begin == std::string::npos) return {};
    return text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

core::Result<WeightsSpec> parse_contiguity(const std::string& text, WeightsSpec spec, std::string rest) {
    if (!rest.empty() && rest.back() == '+') {
        spec.cumulative = true;
        rest.pop_back();
    }
    const std::optional<int> order = number_in<int>(rest);
    if (!order || *order < 1 || *order > 100)
        return wrong(text,
                     "the order is a whole number from 1 to 100, as in queen:2, or queen:2+ with the "
                     "lower orders");
    spec.order = *order;
    return spec;
}

core::Result<WeightsSpec> parse_kernel(const std::string& text, const std::string& rest) {
    constexpr const char* kTakes =
        "kernel takes a function (uniform, triangular, epanechnikov, quartic or gaussian) and a bandwidth in "
        "metres or knn and a number, as in kernel:triangular:1500 or kernel:gaussian:knn:8";
    WeightsSpec spec;
    spec.kind = WeightsSpec::Kind::Kernel;
    const std::size_t colon = rest.find(':');
    if (colon == std::string::npos) return wrong(text, kTakes);
    const std::string function = rest.substr(0, colon), bandwidth = rest.substr(colon + 1);
    bool known = false;
    for (const geo::Kernel kernel : {geo::Kernel::Uniform, geo::Kernel::Triangular, geo::Kernel::Epanechnikov,
                                     geo::Kernel::Quartic, geo::Kernel::Gaussian})
        if (function == kernel_word(kernel)) {
            spec.kernel = kernel;
            known = true;
        }
    if (!known) return wrong(text, kTakes);
    if (bandwidth.rfind("knn:", 0) == 0) {
        const std::optional<int> k = number_in<int>(bandwidth.substr(4));
        if (!k || *k < 1) return wrong(text, kTakes);
        if (*k == 1 && geo::vanishes_at_bandwidth(spec.kernel))
            return wrong(text,
                         "this kernel is 0 at its bandwidth, so the nearest alone would weigh nothing; use "
                         "knn:2 or more");
        spec.k = *k;
        return spec;
    }
    const std::optional<double> metres = above_nought(bandwidth);
    if (!metres) return wrong(text, kTakes);
    spec.distance_m = *metres;
    return spec;
}

core::Result<WeightsSpec> parse_inverse(const std::string& text, const std::string& rest) {
    WeightsSpec spec;
    spec.kind = WeightsSpec::Kind::Inverse;
    const std::size_t colon = rest.find(':');
    const std::optional<double> metres = above_nought(rest.substr(0, colon));
    const std::optional<double> power =
        colon == std::string::npos ? std::optional<double>(1) : above_nought(rest.substr(colon + 1));
    if (!metres || !power || *power > 10)
        return wrong(text,
                     "inverse takes metres above 0 and, if wanted, a power above 0 and at most 10, as in "
                     "inverse:1500 or inverse:1500:2");
    spec.distance_m = *metres;
    spec.power = *power;
    return spec;
}

/// Texts between the commas that stand in no brackets, where the brackets close at the very end.
std::vector<std::string> arguments(const std::string& text, std::size_t open) {
    std::vector<std::string> out(1);
    int depth = 0;
    for (std::size_t at = open; at < text.size(); ++at) {
        const char c = text[at];
        if (c == ')' && --depth == 0) return at + 1 == text.size() ? out : std::vector<std::string>{};
        if (c == ',' && depth == 1) out.emplace_back();
        else if (depth > 0) out.back() += c;
        depth += c == '(';
    }
    return {};
}

core::Result<WeightsSpec> parse(const std::string& text, int depth);

/// nullopt: no set operation.
std::optional<core::Result<WeightsSpec>> parse_sets(const std::string& text, int depth) {
    const std::size_t open = text.find('(');
    const std::string word = text.substr(0, open);
    WeightsSpec spec;
    if (word == "union") spec.kind = WeightsSpec::Kind::Union;
    else if (word == "intersection") spec.kind = WeightsSpec::Kind::Intersection;
    else if (word == "difference") spec.kind = WeightsSpec::Kind::Difference;
    else return std::nullopt;
    const std::vector<std::string> of =
        open == std::string::npos ? std::vector<std::string>{} : arguments(text, open);
    if (of.size() != 2 || depth > 20)
        return wrong(text, "this takes two lists of neighbours in brackets, as in union(queen,knn:4)");
    for (const std::string& one : of) {
        core::Result<WeightsSpec> part = parse(without_blanks(one), depth + 1);
        if (!part) return part;
        spec.of.push_back(std::move(*part));
    }
    return spec;
}

core::Result<WeightsSpec> parse(const std::string& text, int depth) {
    if (std::optional<core::Result<WeightsSpec>> sets = parse_sets(text, depth)) return std::move(*sets);
    WeightsSpec spec;
    const std::size_t colon = text.find(':');
    const std::string word = text.substr(0, colon);
    const std::string rest = colon == std::string::npos ? std::string() : text.substr(colon + 1);
    if (word == "queen" || word == "rook") {
        if (word == "rook") spec.kind = WeightsSpec::Kind::Rook;
        if (colon == std::string::npos) return spec;
        return parse_contiguity(text, spec, rest);
    }
    if (word == "knn") {
        const std::optional<int> k = number_in<int>(rest);
        if (!k || *k < 1) return wrong(text, "knn takes a whole number from 1, as in knn:8");
        spec.kind = WeightsSpec::Kind::Knn;
        spec.k = *k;
        return spec;
    }
    if (word == "distance") {
        spec.kind = WeightsSpec::Kind::Distance;
        spec.auto_distance = rest == "auto";
        if (spec.auto_distance) return spec;
        const std::optional<double> metres = above_nought(rest);
        if (!metres)
            return wrong(text,
                         "distance takes metres above 0, as in distance:1500, or auto, the smallest "
                         "distance at which every area has a neighbour");
        spec.distance_m = *metres;
        return spec;
    }
    if (word == "kernel") return parse_kernel(text, rest);
    if (word == "inverse") return parse_inverse(text, rest);
    if (word == "file" && !rest.empty()) {
        spec.kind = WeightsSpec::Kind::File;
        spec.path = rest;
        return spec;
    }
    return not_understood(text);
}

void add_files(const WeightsSpec& spec, std::vector<std::string>& files) {
    if (spec.kind == WeightsSpec::Kind::File &&
        std::find(files.begin(), files.end(), spec.path) == files.end())
        files.push_back(spec.path);
    for (const WeightsSpec& part : spec.of) add_files(part, files);
}

}  // namespace

const char* kernel_word(geo::Kernel kernel) {
    switch (kernel) {
        case geo::Kernel::Uniform:
            return "uniform";
        case geo::Kernel::Triangular:
            return "triangular";
        case geo::Kernel::Epanechnikov:
            return "epanechnikov";
        case geo::Kernel::Quartic:
            return "quartic";
        case geo::Kernel::Gaussian:
            return "gaussian";
    }
    return "";
}

core::Result<WeightsSpec> parse_weights_spec(const std::string& text) {
    return parse(without_blanks(text), 0);
}

std::vector<std::string> files_of(const WeightsSpec& spec) {
    std::vector<std::string> files;
    add_files(spec, files);
    return files;
}

}  // namespace safeground::ops
