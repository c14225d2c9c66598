#pragma once

#include <memory>
#include <span>
#include <string>

#include "core/geometry.hpp"
#include "core/result.hpp"

namespace safeground::geo {

/// From a source CRS to EPSG:27700. The PROJ network is never used; one operation is chosen for Great
/// Britain, named, and used for every point: OSTN15 where PROJ has its grid, else the most accurate that this
/// machine can do. Const access from any threads, one at a time inside; large spans are worked on by several
/// threads with the same result.
class ToNationalGrid {
public:
    /// `definition`: "EPSG:4326", WKT (1 or 2, ESRI's too) or a PROJ string. Longitude/latitude order (x =
    /// longitude) whatever the authority says. An ESRI WKT of the British National Grid without a code is
    /// known as EPSG:27700.
    static core::Result<ToNationalGrid> from(const std::string& definition);
    ToNationalGrid(ToNationalGrid&&) noexcept;
    ToNationalGrid& operator=(ToNationalGrid&&) noexcept;
    ~ToNationalGrid();

    bool identity() const;                   ///< the source is EPSG:27700 already
    bool geographic() const;                 ///< coordinates are longitude and latitude in degrees
    const std::string& source_name() const;  ///< "WGS 84 (EPSG:4326)"
    /// "none needed" or "Inverse of OSGB36 to WGS 84 (6) + British National Grid; accuracy 2 m; OSTN15 grid
    /// not installed".
    const std::string& description() const;
    double accuracy_m() const;  ///< negative: unknown; 0 where none is needed
    /// In place. Points that cannot be transformed become NaN; returns how many did. Points without position
    /// stay so and are not counted.
    std::size_t transform(std::span<core::Point> points) const;

private:
    struct Impl;
    explicit ToNationalGrid(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

/// EPSG:27700 to longitude (x) and latitude (y) in degrees, EPSG:4326, by the inverse of the operation that
/// ToNationalGrid uses; for GeoJSON. Points that cannot be transformed become NaN; the value is how many did.
core::Result<std::size_t> to_wgs84(std::span<core::Point> points);

}  // namespace safeground::geo
