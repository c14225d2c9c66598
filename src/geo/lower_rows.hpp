#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "geo/contiguity.hpp"
#include "geo/parallel.hpp"

namespace safeground::geo {

/// LowerRows of `rows` rows, found by any number of threads. `make_worker()` is called once a thread and
/// gives `find(row, found)`, which appends the lower rows of one row in any order.
template <class MakeWorker>
LowerRows find_lower_rows(std::size_t rows, std::size_t chunk_size, const MakeWorker& make_worker) {
    LowerRows out;
    out.begin.assign(rows + 1, 0);
    std::vector<std::vector<std::uint32_t>> chunks((rows + chunk_size - 1) / chunk_size);
    for_chunks(rows, chunk_size, 0, [&] {
        return [&, find = make_worker()](std::size_t chunk, std::size_t begin, std::size_t end) mutable {
            std::vector<std::uint32_t> found;
            for (std::size_t row = begin; row < end; ++row) {
                const std::size_t before = found.size();
                find(row, found);
                std::sort(found.begin() + static_cast<std::ptrdiff_t>(before), found.end());
                out.begin[row + 1] = static_cast<std::uint32_t>(found.size() - before);
            }
            chunks[chunk] = std::move(found);
        };
    });
    for (std::size_t row = 0; row < rows; ++row) out.begin[row + 1] += out.begin[row];
    out.rows.reserve(out.begin.back());
    for (std::vector<std::uint32_t>& chunk : chunks) {
        out.rows.insert(out.rows.end(), chunk.begin(), chunk.end());
        chunk = {};
    }
    return out;
}

}  // namespace safeground::geo
