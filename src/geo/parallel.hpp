#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <thread>
#include <vector>

namespace safeground::geo {

/// `threads` as asked for; 0: one per core.
inline int thread_count(int threads) {
    if (threads > 0) return threads;
    return static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
}

/// Calls work(chunk, begin, end) for every chunk of `chunk_size` items of 0 .. items-1, on any thread, in any
/// order. What a chunk holds never depends on the number of threads. `make_worker()` is called once a thread
/// and gives the `work`.
template <class MakeWorker>
void for_chunks(std::size_t items, std::size_t chunk_size, int threads, const MakeWorker& make_worker) {
    const std::size_t chunks = (items + chunk_size - 1) / chunk_size;
    std::atomic<std::size_t> next{0};
    const auto run = [&] {
        auto work = make_worker();
        for (std::size_t chunk = next++; chunk < chunks; chunk = next++)
            work(chunk, chunk * chunk_size, std::min(items, (chunk + 1) * chunk_size));
    };
    const auto wanted = static_cast<std::size_t>(thread_count(threads));
    std::vector<std::jthread> others;
    for (std::size_t i = 1; i < std::min(wanted, chunks); ++i) others.emplace_back(run);
    if (chunks > 0) run();
}

}  // namespace safeground::geo
