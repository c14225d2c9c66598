#include "geo/crs.hpp"

#include <fmt/format.h>
#include <proj.h>

#include <atomic>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <mutex>
#include <string_view>

#include "core/value.hpp"
#include "geo/parallel.hpp"
#include "geo/predicates.hpp"

namespace safeground::geo {
namespace {

struct Delete {
    void operator()(PJ_CONTEXT* p) const { proj_context_destroy(p); }
    void operator()(PJ* p) const { proj_destroy(p); }
    void operator()(PJ_OBJ_LIST* p) const { proj_list_destroy(p); }
    void operator()(PJ_OPERATION_FACTORY_CONTEXT* p) const { proj_operation_factory_context_destroy(p); }
};
template <class T>
using Owned = std::unique_ptr<T, Delete>;

Owned<PJ_CONTEXT> make_context() {
    Owned<PJ_CONTEXT> context(proj_context_create());
    proj_context_set_enable_network(context.get(), 0);
    proj_log_func(context.get(), nullptr,
                  [](void*, int, const char*) {});  // what fails is said in our own words
    return context;
}

bool is_geographic(PJ_TYPE type) {
    return type == PJ_TYPE_GEOGRAPHIC_2D_CRS || type == PJ_TYPE_GEOGRAPHIC_3D_CRS;
}

/// The horizontal part of a compound CRS, and for `unbind` what a +towgs84 was bound to.
Owned<PJ> horizontal(PJ_CONTEXT* context, Owned<PJ> crs, bool unbind) {
    for (;;) {
        const PJ_TYPE type = proj_get_type(crs.get());
        if (type == PJ_TYPE_COMPOUND_CRS) crs.reset(proj_crs_get_sub_crs(context, crs.get(), 0));
        else if (type == PJ_TYPE_BOUND_CRS && unbind) crs.reset(proj_get_source_crs(context, crs.get()));
        else return crs;
        if (!crs) return crs;
    }
}

std::string code_of(const PJ* crs) {
    const char* authority = proj_get_id_auth_name(crs, 0);
    const char* code = proj_get_id_code(crs, 0);
    if (authority == nullptr || code == nullptr) return {};
    return fmt::format("{}:{}", authority, code);
}

/// What EPSG calls this CRS when PROJ is nearly sure; null otherwise.
Owned<PJ> identified(PJ_CONTEXT* context, const PJ* crs) {
    constexpr int kNearlySure = 70;
    int* confidence = nullptr;
    Owned<PJ_OBJ_LIST> list(proj_identify(context, crs, "EPSG", nullptr, &confidence));
    Owned<PJ> best;
    if (list && proj_list_get_count(list.get()) > 0 && confidence[0] >= kNearlySure)
        best.reset(proj_list_get(context, list.get(), 0));
    proj_int_list_destroy(confidence);
    return best;
}

/// Whether the projection is the National Grid's by its numbers: files often come without a code and with a
/// shortened scale factor (0.999601272 moves a point by 0.2 mm).
bool has_national_grid_parameters(PJ_CONTEXT* context, const PJ* crs) {
    if (proj_get_type(crs) != PJ_TYPE_PROJECTED_CRS) return false;
    const auto near = [](double a, double b, double tolerance) { return std::abs(a - b) <= tolerance; };
    const Owned<PJ> ellipsoid(proj_get_ellipsoid(context, crs));
    double major = 0, inverse_flattening = 0;
    if (!ellipsoid || proj_ellipsoid_get_parameters(context, ellipsoid.get(), &major, nullptr, nullptr,
                                                    &inverse_flattening) == 0)
        return false;
    if (!near(major, 6377563.396, 0.01) || !near(inverse_flattening, 299.3249646, 1e-5)) return false;
    const Owned<PJ> axes(proj_crs_get_coordinate_system(context, crs));
    double unit = 0;
    const char* direction = nullptr;
    if (!axes || proj_cs_get_axis_info(context, axes.get(), 0, nullptr, nullptr, &direction, &unit, nullptr,
                                       nullptr, nullptr) == 0)
        return false;
    if (!near(unit, 1, 1e-12) || std::string_view(direction) != "east") return false;

    const Owned<PJ> projection(proj_crs_get_coordoperation(context, crs));
    const char* method = nullptr;
    if (!projection ||
        proj_coordoperation_get_method_info(context, projection.get(), &method, nullptr, nullptr) == 0)
        return false;
    if (std::string_view(method) != "Transverse Mercator") return false;
    constexpr double kDegree = 0.017453292519943295;
    int agreeing = 0;
    for (int i = 0; i < proj_coordoperation_get_param_count(context, projection.get()); ++i) {
        const char* code = nullptr;
        double value = 0, to_si = 1;
        if (proj_coordoperation_get_param(context, projection.get(), i, nullptr, nullptr, &code, &value,
                                          nullptr, &to_si, nullptr, nullptr, nullptr, nullptr) == 0 ||
            code == nullptr)
            return false;
        const double si = value * to_si;
        switch (std::atoi(code)) {
            case 8801:
                agreeing += near(si, 49 * kDegree, 1e-9);
                break;
            case 8802:
                agreeing += near(si, -2 * kDegree, 1e-9);
                break;
            case 8805:
                agreeing += near(si, 0.9996012717, 1e-9);
                break;
            case 8806:
                agreeing += near(si, 400000, 1e-3);
                break;
            case 8807:
                agreeing += near(si, -100000, 1e-3);
                break;
            default:
                break;
        }
    }
    return agreeing == 5;
}

struct Operation {
    Owned<PJ> steps;
    double accuracy_m = -1;
    std::string description;
};

bool missing_grid(PJ_CONTEXT* context, const PJ* operation, std::string& name) {
    for (int i = 0; i < proj_coordoperation_get_grid_used_count(context, operation); ++i) {
        const char* grid = nullptr;
        int available = 0;
        proj_coordoperation_get_grid_used(context, operation, i, &grid, nullptr, nullptr, nullptr, nullptr,
                                          nullptr, &available);
        if (available == 0 && grid != nullptr) {
            name = std::string_view(grid).find("OSTN15") != std::string_view::npos ? "OSTN15" : grid;
            return true;
        }
    }
    return false;
}

/// The most accurate operation for Great Britain that can be done on this machine.
Operation best_operation(PJ_CONTEXT* context, const PJ* source, const PJ* target) {
    const Owned<PJ_OPERATION_FACTORY_CONTEXT> factory(
        proj_create_operation_factory_context(context, nullptr));
    proj_operation_factory_context_set_area_of_interest(context, factory.get(), -9.01, 49.75, 2.01, 61.01);
    proj_operation_factory_context_set_spatial_criterion(context, factory.get(),
                                                         PROJ_SPATIAL_CRITERION_PARTIAL_INTERSECTION);
    proj_operation_factory_context_set_grid_availability_use(context, factory.get(),
                                                             PROJ_GRID_AVAILABILITY_IGNORED);
    const Owned<PJ_OBJ_LIST> list(proj_create_operations(context, source, target, factory.get()));
    Operation best;
    std::string missing;
    for (int i = 0; list && i < proj_list_get_count(list.get()); ++i) {
        const Owned<PJ> candidate(proj_list_get(context, list.get(), i));
        std::string grid;
        if (missing_grid(context, candidate.get(), grid)) {
            if (missing.empty() || grid == "OSTN15") missing = grid;
            continue;
        }
        if (proj_coordoperation_is_instantiable(context, candidate.get()) == 0) continue;
        best.steps.reset(proj_normalize_for_visualization(context, candidate.get()));
        if (!best.steps) continue;
        best.accuracy_m = proj_coordoperation_get_accuracy(context, candidate.get());
        best.description = proj_get_name(candidate.get());
        if (proj_coordoperation_has_ballpark_transformation(context, candidate.get()) != 0)
            best.description += "; no datum shift is known, so the error may reach hundreds of metres";
        else if (best.accuracy_m >= 0)
            best.description += fmt::format("; accuracy {} m", core::shortest(best.accuracy_m));
        else best.description += "; accuracy unknown";
        if (!missing.empty()) best.description += fmt::format("; {} grid not installed", missing);
        break;
    }
    return best;
}

std::size_t run(PJ* steps, PJ_DIRECTION direction, std::span<core::Point> points) {
    if (points.empty()) return 0;
    std::vector<bool> had_position(points.size());
    for (std::size_t i = 0; i < points.size(); ++i) {
        had_position[i] = points[i].valid();
        if (!finite(points[i])) points[i] = {HUGE_VAL, HUGE_VAL};  // PROJ's own "no position"
    }
    constexpr std::size_t kStride = sizeof(core::Point);
    proj_trans_generic(steps, direction, &points[0].x, kStride, points.size(), &points[0].y, kStride,
                       points.size(), nullptr, 0, 0, nullptr, 0, 0);
    std::size_t lost = 0;
    for (std::size_t i = 0; i < points.size(); ++i) {
        if (finite(points[i])) continue;
        points[i] = {};
        if (had_position[i]) ++lost;
    }
    return lost;
}

}  // namespace

struct ToNationalGrid::Impl {
    Owned<PJ_CONTEXT> context = make_context();  // before `steps`: it must go last
    Owned<PJ> steps;
    std::mutex mutex;
    bool identity = false, geographic = false;
    std::string source_name, description = "none needed";
    double accuracy_m = 0;

    std::size_t transform(std::span<core::Point> points, PJ_DIRECTION direction) {
        constexpr std::size_t kChunk = 50'000;
        const std::lock_guard lock(mutex);
        if (points.size() <= kChunk) return run(steps.get(), direction, points);
        std::atomic<std::size_t> lost{0};
        std::mutex cloning;
        for_chunks(points.size(), kChunk, 0, [&] {
            const std::lock_guard one(cloning);
            auto own_context = make_context();
            Owned<PJ> own_steps(proj_clone(own_context.get(), steps.get()));
            return [&, c = std::move(own_context), s = std::move(own_steps), direction](
                       std::size_t, std::size_t begin, std::size_t end) {
                lost += run(s.get(), direction, points.subspan(begin, end - begin));
            };
        });
        return lost;
    }
};

ToNationalGrid::ToNationalGrid(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) {}
ToNationalGrid::ToNationalGrid(ToNationalGrid&&) noexcept = default;
ToNationalGrid& ToNationalGrid::operator=(ToNationalGrid&&) noexcept = default;
ToNationalGrid::~ToNationalGrid() = default;

core::Result<ToNationalGrid> ToNationalGrid::from(const std::string& definition) {
    const std::string remedy = "Give the coordinate system, for example EPSG:27700 or EPSG:4326.";
    constexpr std::size_t kShown = 80;
    const std::string shown = definition.size() <= kShown ? definition : definition.substr(0, kShown) + "...";
    if (definition.find_first_not_of(" \t\r\n") == std::string::npos)
        return core::refuse("No coordinate system is given.").remedy(remedy);
    // PROJ takes names too, and guesses: "London" would be some datum. Codes, WKT, PROJ strings and PROJJSON
    // are not guesses.
    const bool plausible = definition.find_first_of(":[{+") != std::string::npos;
    auto impl = std::make_unique<Impl>();
    PJ_CONTEXT* context = impl->context.get();
    std::string text = definition;
    if (text.find("+proj") != std::string::npos && text.find("+type") == std::string::npos)
        text += " +type=crs";
    Owned<PJ> source(plausible ? proj_create(context, text.c_str()) : nullptr);
    if (!source || proj_is_crs(source.get()) == 0)
        return core::refuse(fmt::format("The coordinate system “{}” is not known.", shown)).remedy(remedy);
    source = horizontal(context, std::move(source), false);
    Owned<PJ> bare =
        horizontal(context, Owned<PJ>(source ? proj_clone(context, source.get()) : nullptr), true);
    if (!bare)
        return core::refuse(fmt::format("The coordinate system “{}” has no horizontal part.", shown))
            .remedy(remedy);
    impl->geographic = is_geographic(proj_get_type(bare.get()));
    if (!impl->geographic && proj_get_type(bare.get()) != PJ_TYPE_PROJECTED_CRS)
        return core::refuse(
                   fmt::format(
                       "The coordinate system “{}” is neither longitude and latitude nor a map projection.",
                       proj_get_name(bare.get())))
            .remedy(remedy);

    const Owned<PJ> target(proj_create(context, "EPSG:27700"));
    if (!target)
        return core::refuse("PROJ's database of coordinate systems was not found.")
            .remedy("Install the package proj-data.");
    impl->source_name = proj_get_name(bare.get());
    if (has_national_grid_parameters(context, bare.get())) {
        impl->identity = true;
        impl->source_name = "OSGB36 / British National Grid (EPSG:27700)";
        return ToNationalGrid(std::move(impl));
    }
    std::string code = code_of(bare.get());
    if (code.empty()) {
        if (Owned<PJ> known = identified(context, bare.get())) {
            code = code_of(known.get());
            impl->source_name = proj_get_name(known.get());
            if (proj_get_type(source.get()) != PJ_TYPE_BOUND_CRS) source = std::move(known);
        }
    }
    if (!code.empty()) impl->source_name += " (" + code + ")";
    Operation operation = best_operation(context, source.get(), target.get());
    if (!operation.steps)
        return core::refuse(
                   fmt::format("There is no way from {} to the British National Grid.", impl->source_name))
            .remedy(remedy);
    impl->steps = std::move(operation.steps);
    impl->accuracy_m = operation.accuracy_m;
    impl->description = std::move(operation.description);
    return ToNationalGrid(std::move(impl));
}

bool ToNationalGrid::identity() const { return m_impl->identity; }
bool ToNationalGrid::geographic() const { return m_impl->geographic; }
const std::string& ToNationalGrid::source_name() const { return m_impl->source_name; }
const std::string& ToNationalGrid::description() const { return m_impl->description; }
double ToNationalGrid::accuracy_m() const { return m_impl->accuracy_m; }

std::size_t ToNationalGrid::transform(std::span<core::Point> points) const {
    return m_impl->identity ? 0 : m_impl->transform(points, PJ_FWD);
}

core::Result<std::size_t> to_wgs84(std::span<core::Point> points) {
    // One a thread: made once, since PROJ reads its database for it.
    thread_local const Owned<PJ_CONTEXT> context = make_context();
    thread_local const Operation operation = [] {
        const Owned<PJ> source(proj_create(context.get(), "EPSG:4326")),
            target(proj_create(context.get(), "EPSG:27700"));
        return source && target ? best_operation(context.get(), source.get(), target.get()) : Operation{};
    }();
    if (!operation.steps)
        return core::refuse("PROJ's database of coordinate systems was not found.")
            .remedy("Install the package proj-data.");
    return run(operation.steps.get(), PJ_INV, points);
}

}  // namespace safeground::geo
