#include "geo/triangulate.hpp"

#include "geo/ear_clipper.hpp"
#include "geo/parallel.hpp"

namespace safeground::geo {

Triangulation triangulate(const core::Polygons& polygons, int threads, const core::Progress& progress) {
    constexpr std::size_t kChunk = 256;
    const std::size_t rows = polygons.size();
    struct Piece {
        std::vector<std::uint32_t> vertex;
        std::vector<std::uint32_t> triangles;  // a row
    };
    std::vector<Piece> pieces((rows + kChunk - 1) / kChunk);
    for_chunks(rows, kChunk, threads, [&] {
        return [&, clipper = EarClipper{}](std::size_t chunk, std::size_t begin, std::size_t end) mutable {
            Piece& piece = pieces[chunk];
            for (std::size_t row = begin; row < end; ++row) {
                const std::size_t before = piece.vertex.size();
                if (!progress.cancelled())
                    for (std::size_t part = polygons.row_begin[row]; part < polygons.row_begin[row + 1];
                         ++part)
                        clipper.triangulate(polygons, part, piece.vertex);
                piece.triangles.push_back(static_cast<std::uint32_t>((piece.vertex.size() - before) / 3));
            }
        };
    });
    Triangulation all;
    std::size_t total = 0;
    for (const Piece& piece : pieces) total += piece.vertex.size();
    all.vertex.reserve(total);
    all.row_begin.reserve(rows + 1);
    all.row_begin.push_back(0);
    for (const Piece& piece : pieces) {
        all.vertex.insert(all.vertex.end(), piece.vertex.begin(), piece.vertex.end());
        for (const std::uint32_t n : piece.triangles) all.row_begin.push_back(all.row_begin.back() + n);
    }
    return all;
}

}  // namespace safeground::geo
